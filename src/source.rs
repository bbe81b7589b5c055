//! Decodes the bytes of a file, and maps text back to bytes.
//!
//! A [`SourceFile`] is the decoded text and what is needed to locate a place of it in the file on disk: row, column in
//! two units, and byte offset including byte-order mark and original encoding. Every [`Span`] is a range of this text;
//! only [`SourceFile::position`] turns its ends into places in the file.

mod encoding;
pub mod hidden;
mod index;
pub mod lex;
pub mod mistake;
pub mod packed;
mod refuse;
pub mod visible;

use std::ops::Range;
use std::sync::OnceLock;

use index::Index;
use packed::Packed;

/// A half-open range of bytes of a [`SourceFile`]'s text, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: u32, end: u32) -> Span {
        debug_assert!(start <= end, "a span ends before it starts: {start}..{end}");
        Span { start, end }
    }

    /// The empty span at `offset`.
    pub fn at(offset: u32) -> Span {
        Span { start: offset, end: offset }
    }

    /// The same bytes as a range of indices.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two overlap or meet.
    pub fn touches(self, other: Span) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` is wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// `spans` in order, those that overlap or meet as one.
    pub(crate) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
        spans.sort_unstable();
        let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => *last = last.to(span),
                _ => merged.push(span),
            }
        }
        merged
    }

    /// The part of this span that starts `from` bytes in and is `len` bytes long.
    pub fn part(self, from: usize, len: usize) -> Span {
        let start = self.start + from as u32;
        Span::new(start, start + len as u32)
    }
}

/// How the bytes of a file spell its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte-order mark.
    Utf8,
    /// UTF-8 after a three-byte byte-order mark.
    Utf8Bom,
    /// UTF-16, little end first, after its byte-order mark.
    Utf16Le,
    /// UTF-16, big end first, after its byte-order mark.
    Utf16Be,
    /// One byte a character; what a file is taken for when it is not valid UTF-8.
    Windows1252,
}

/// Why the bytes of a file could not be taken for text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// More NUL bytes than damage explains.
    #[error(
        "this looks like a binary file, or UTF-16 without a byte-order mark: {nul} of its first {looked} bytes are NUL"
    )]
    Binary {
        /// How many NUL bytes were counted.
        nul: usize,
        /// How many bytes were looked at.
        looked: usize,
    },
    /// More control characters than damage explains, in what is not UTF-8.
    #[error("this looks like a binary file: {control} of its first {looked} bytes are control characters")]
    Controls {
        /// How many control characters were counted.
        control: usize,
        /// How many bytes were looked at.
        looked: usize,
    },
    /// It is not text, and cannot be read whole.
    #[error("{0}")]
    Packed(String),
    /// The first bytes say that it is not text.
    #[error("this is {0}, not text: extract its text first")]
    Signature(&'static str),
    /// Spans are 32 bits wide.
    #[error("the file is larger than 4 GiB, the limit of cable-lint")]
    TooLarge,
}

/// A place in a file, as editors and programs count it. Rows and columns start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Position {
    /// The line; `\n`, `\r\n` and a lone `\r` each end one.
    pub row: u32,
    /// The Unicode scalar in the line; a tab counts one, a byte-order mark none.
    pub column: u32,
    /// The UTF-16 code unit in the line.
    pub utf16_column: u32,
    /// The byte in the line, were it UTF-8.
    #[serde(skip)]
    pub utf8_column: u32,
    /// The byte in the file on disk, byte-order mark and original encoding included.
    pub offset: u64,
}

/// The text of one file and its way back to the bytes.
#[derive(Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    encoding: Encoding,
    bytes: u64,
    undecodable: Option<u32>,
    /// What is known of its text where the file is not text.
    packed: Option<Box<Packed>>,
    index: OnceLock<Index>,
}

/// The bytes of a character in UTF-8, at most.
const LONGEST_UTF8: usize = 4;

/// Whether the bytes on both sides of `at` spell one character in UTF-8.
pub(crate) fn splits_utf8(bytes: &[u8], at: usize) -> bool {
    let one = |piece: &[u8]| std::str::from_utf8(piece).is_ok_and(|text| text.chars().count() == 1);
    (at.saturating_sub(LONGEST_UTF8 - 1)..at)
        .any(|from| (at + 1..=bytes.len().min(from + LONGEST_UTF8)).any(|to| one(&bytes[from..to])))
}

/// Decodes `bytes` into a [`SourceFile`] that findings will call `name`.
///
/// A byte-order mark decides between UTF-8 and UTF-16. Without one, valid UTF-8 is UTF-8 and anything else is read as
/// Windows-1252, which decodes every byte; [`SourceFile::undecodable`] then says where the first odd byte was.
///
/// # Errors
///
/// [`Unreadable`] if the bytes are not text, or more than spans can address.
pub fn read(name: impl Into<String>, bytes: Vec<u8>) -> Result<SourceFile, Unreadable> {
    let size = bytes.len() as u64;
    // Windows-1252 can treble in length when it becomes UTF-8.
    if size > u64::from(u32::MAX) {
        return Err(Unreadable::TooLarge);
    }
    let (text, encoding, undecodable) = encoding::decode(bytes)?;
    if text.len() as u64 > u64::from(u32::MAX) {
        return Err(Unreadable::TooLarge);
    }
    Ok(SourceFile { name: name.into(), encoding, bytes: size, undecodable, ..SourceFile::of_text(text) })
}

impl SourceFile {
    /// A text that is in no file.
    pub(crate) fn of_text(text: String) -> SourceFile {
        let bytes = text.len() as u64;
        let (name, encoding, index) = (String::new(), Encoding::Utf8, OnceLock::new());
        SourceFile { name, text, encoding, bytes, undecodable: None, packed: None, index }
    }

    /// The text that a reader took out of a file that is not text, which findings will call `name`.
    ///
    /// # Errors
    ///
    /// [`Unreadable::TooLarge`] if it is longer than spans can address.
    pub fn unpacked(name: impl Into<String>, text: String, packed: Packed) -> Result<SourceFile, Unreadable> {
        if text.len() as u64 > u64::from(u32::MAX) {
            return Err(Unreadable::TooLarge);
        }
        Ok(SourceFile { name: name.into(), packed: Some(Box::new(packed)), ..SourceFile::of_text(text) })
    }

    /// What is known of its text where the file is not text. Places in it are then no bytes of the file.
    pub fn packed(&self) -> Option<&Packed> {
        self.packed.as_deref()
    }

    /// The name by which findings call the file, as given to [`read`].
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The decoded text, without byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text that `span` covers.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The file as it would be with another text in the same encoding. Bytes are counted only where [`read`] has read
    /// them: [`SourceFile::position`] of what is made here holds no true offsets. `undecodable` says where its first
    /// odd byte is now.
    pub(crate) fn with_text(&self, text: String, undecodable: Option<u32>) -> SourceFile {
        let (name, encoding) = (self.name.clone(), self.encoding);
        SourceFile { name, encoding, bytes: self.bytes, undecodable, ..SourceFile::of_text(text) }
    }

    /// What readers see in the file, as plain text: places in it are none in the file.
    pub(crate) fn shown(&self, text: String) -> SourceFile {
        self.spelled(text, "txt")
    }

    /// A text in the file that is spelled otherwise there, of the kind that the extension says.
    pub(crate) fn spelled(&self, text: String, extension: &str) -> SourceFile {
        SourceFile { name: format!("{}.{extension}", self.name), ..self.with_text(text, None) }
    }

    /// Whether `span` ends and begins between characters, even if the file, read as Windows-1252 for the sake of one
    /// odd byte, is UTF-8 around it.
    pub(crate) fn is_whole(&self, span: Span) -> bool {
        self.encoding != Encoding::Windows1252
            || [span.start, span.end].iter().all(|&at| !self.inside_utf8(at as usize))
    }

    /// Whether the bytes on both sides of a place spell one character in UTF-8.
    fn inside_utf8(&self, at: usize) -> bool {
        let before: Vec<char> = self.text[..at].chars().rev().take(LONGEST_UTF8).collect();
        let before: String = before.into_iter().rev().collect();
        let behind: String = self.text[at..].chars().take(LONGEST_UTF8).collect();
        let [Some(before), Some(behind)] = [before, behind].map(|piece| self.encoding.spell(&piece)) else {
            return false;
        };
        splits_utf8(&[before.as_slice(), &behind].concat(), before.len())
    }

    /// How the file spells its text.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The first byte that the encoding does not allow: not UTF-8, so that the file had to be read as
    /// Windows-1252, or broken UTF-16.
    pub fn undecodable(&self) -> Option<u32> {
        self.undecodable
    }

    /// Where the text offset `offset` is in the file. Logarithmic in the length of the file.
    pub fn position(&self, offset: u32) -> Position {
        let index = self.index();
        let line = index.line(offset);
        let start = index.line_start(line);
        let (here, line_begin) = (index.count(&self.text, offset), index.count(&self.text, start));
        Position {
            row: line as u32 + 1,
            column: here.chars - line_begin.chars + 1,
            utf16_column: here.utf16 - line_begin.utf16 + 1,
            utf8_column: offset - start + 1,
            offset: self.byte_offset(offset, here),
        }
    }

    /// The text of the line in which `offset` is, without its line break.
    pub fn line(&self, offset: u32) -> Span {
        let index = self.index();
        let line = index.line(offset);
        let start = index.line_start(line);
        let end = index.next_line_start(line).unwrap_or(self.text.len() as u32);
        let kept = self.text[start as usize..end as usize].trim_end_matches(['\n', '\r']).len();
        Span::new(start, start + kept as u32)
    }

    /// The text of the line with that number, from 0, without its line break; `None` behind the last one.
    #[cfg(feature = "server")]
    pub(crate) fn line_numbered(&self, line: usize) -> Option<Span> {
        let start = line.checked_sub(1).map_or(Some(0), |before| self.index().next_line_start(before))?;
        Some(self.line(start))
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.text))
    }

    fn byte_offset(&self, offset: u32, count: index::Count) -> u64 {
        let offset = match self.encoding {
            Encoding::Utf8 => u64::from(offset),
            Encoding::Utf8Bom => u64::from(offset) + 3,
            Encoding::Utf16Le | Encoding::Utf16Be => 2 + 2 * u64::from(count.utf16),
            Encoding::Windows1252 => u64::from(count.chars),
        };
        // A last half of a UTF-16 unit decodes to a whole replacement character.
        offset.min(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(bytes: &[u8]) -> SourceFile {
        read("x", bytes.to_vec()).expect("readable")
    }

    #[test]
    fn positions_count_the_byte_order_mark_in_bytes_only() {
        let source = source("\u{feff}a\r\né€𝄞x".as_bytes());
        let x = source.text().find('x').expect("x") as u32;
        assert_eq!(source.position(0), Position { row: 1, column: 1, utf16_column: 1, utf8_column: 1, offset: 3 });
        let expected = Position { row: 2, column: 4, utf16_column: 5, utf8_column: 10, offset: 3 + 3 + 2 + 3 + 4 };
        assert_eq!(source.position(x), expected);
    }

    #[test]
    fn positions_of_windows_1252_are_bytes_of_the_file() {
        let source = source(b"caf\xe9 \x96 x");
        assert_eq!((source.encoding(), source.undecodable()), (Encoding::Windows1252, Some(3)));
        let x = source.text().find('x').expect("x") as u32;
        assert_eq!(source.position(x).offset, 7);
    }

    #[test]
    fn positions_of_utf16_are_bytes_of_the_file() {
        let mut bytes = vec![0xFE, 0xFF];
        bytes.extend("𝄞\nx".encode_utf16().flat_map(u16::to_be_bytes));
        let source = source(&bytes);
        let x = source.text().find('x').expect("x") as u32;
        assert_eq!(source.position(x), Position { row: 2, column: 1, utf16_column: 1, utf8_column: 1, offset: 8 });
    }

    #[test]
    fn half_a_unit_of_utf16_is_said() {
        let broken = source(b"\xFF\xFEa\0\n\0b");
        assert_eq!((broken.text(), broken.undecodable()), ("a\n\u{fffd}", Some(2)));
        assert_eq!(source(b"\xFF\xFEa\0\xFD\xFF").undecodable(), None);
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        let source = source(b"a\rb\r\nc\nd");
        let rows: Vec<u32> =
            "abcd".chars().map(|c| source.position(source.text().find(c).expect("c") as u32).row).collect();
        assert_eq!(rows, [1, 2, 3, 4]);
    }

    #[test]
    fn many_nul_bytes_are_refused_and_a_few_are_read() {
        assert!(matches!(read("x", vec![0; 100]), Err(Unreadable::Binary { .. })));
        assert_eq!(source(b"SECRET\0 and more text follows here").text().len(), 34);
    }
}
