//! Indexes line starts, and counts characters before any place.
//!
//! Built once per file with a finding. Counts are kept at checkpoints a fixed number of bytes apart, so that many
//! places on one very long line stay linear.

/// Bytes between two checkpoints.
const STRIDE: usize = 256;

/// How much text is before a place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    /// Unicode scalars.
    pub(super) chars: u32,
    /// UTF-16 code units.
    pub(super) utf16: u32,
}

impl Count {
    fn add(&mut self, character: char) {
        self.chars += 1;
        self.utf16 += character.len_utf16() as u32;
    }
}

/// Line starts and checkpoints of one text.
#[derive(Debug)]
pub(super) struct Index {
    line_starts: Vec<u32>,
    /// The counts at a character boundary about every [`STRIDE`] bytes; empty if all text is ASCII.
    checkpoints: Vec<(u32, Count)>,
}

impl Index {
    pub(super) fn new(text: &str) -> Index {
        Index {
            line_starts: line_starts(text),
            checkpoints: if text.is_ascii() { Vec::new() } else { checkpoints(text) },
        }
    }

    /// The number, from 0, of the line that holds the byte `offset`.
    pub(super) fn line(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|&start| start <= offset) - 1
    }

    pub(super) fn line_start(&self, line: usize) -> u32 {
        self.line_starts[line]
    }

    pub(super) fn next_line_start(&self, line: usize) -> Option<u32> {
        self.line_starts.get(line + 1).copied()
    }

    /// How much of `text` is before `offset`.
    pub(super) fn count(&self, text: &str, offset: u32) -> Count {
        if self.checkpoints.is_empty() {
            return Count { chars: offset, utf16: offset };
        }
        let at = self.checkpoints.partition_point(|&(start, _)| start <= offset) - 1;
        let (start, mut count) = self.checkpoints[at];
        for character in text[start as usize..offset as usize].chars() {
            count.add(character);
        }
        count
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let first_of_pair = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
        if !first_of_pair {
            starts.push(at as u32 + 1);
        }
    }
    starts
}

fn checkpoints(text: &str) -> Vec<(u32, Count)> {
    let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 1);
    let mut count = Count::default();
    let mut next = 0;
    for (at, character) in text.char_indices() {
        if at >= next {
            checkpoints.push((at as u32, count));
            next = at + STRIDE;
        }
        count.add(character);
    }
    checkpoints
}
