//! Removes from output what a terminal or CI log would interpret.
//!
//! Runners treat `::error …` at the start of a line as a command (GitHub Actions), and `##[…`, `##vso[…`,
//! `##teamcity[…` anywhere; a lone carriage return begins a line for them. C1 controls, NEL, line separators and
//! bidirectional controls affect the display. None of these is ever written raw.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// How a format escapes a character that must not be written raw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// For people: visibly.
    Text,
    /// Likewise, but each line is a command on purpose.
    Commands,
    /// As JSON does, so that the value is the same.
    Json,
    /// As XML does, so that the value is the same.
    Xml,
}

/// Whether `character` is interpreted by whatever shows a text, and no format needs it. The other control characters
/// have escapes of their own in every format, and terminals are colored by them.
fn steers(character: char) -> bool {
    matches!(character,
        '\u{7F}'..='\u{9F}' | '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text with an escape for whatever would be interpreted.
pub fn harmless(text: &str, spelling: Spelling) -> Cow<'_, str> {
    let dangers: Vec<(usize, char)> = dangers(text, spelling);
    if dangers.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut shown, mut from) = (String::with_capacity(text.len() + 16), 0);
    for (at, character) in dangers {
        shown.push_str(&text[from..at]);
        spell(&mut shown, character, spelling);
        from = at + character.len_utf8();
    }
    shown.push_str(&text[from..]);
    Cow::Owned(shown)
}

/// The characters that make it dangerous, in order.
fn dangers(text: &str, spelling: Spelling) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start().len();
        if spelling != Spelling::Commands && line[blank..].starts_with("::") {
            found.push((start + blank, ':'));
        }
        for at in memchr::memmem::find_iter(line.as_bytes(), "##").map(|at| at + 1) {
            let word = line[at + 1..].bytes().take_while(u8::is_ascii_alphanumeric).count();
            if line[at + 1 + word..].starts_with('[') {
                found.push((start + at, '#'));
            }
        }
        let returns =
            memchr::memchr_iter(b'\r', line.as_bytes()).filter(|at| line.as_bytes().get(at + 1) != Some(&b'\n'));
        found.extend(returns.map(|at| (start + at, '\r')));
        if !line.is_ascii() || line.contains('\u{7F}') {
            found.extend(line.char_indices().filter(|(_, c)| steers(*c)).map(|(at, c)| (start + at, c)));
        }
        start += line.len();
    }
    found.sort_unstable();
    found
}

fn spell(shown: &mut String, character: char, spelling: Spelling) {
    let code = character as u32;
    let written = match spelling {
        Spelling::Json => write!(shown, "\\u{code:04x}"),
        Spelling::Xml => write!(shown, "&#{code};"),
        // Neither Markdown nor people take the backslash for more than it is.
        _ if matches!(character, ':' | '#') => write!(shown, "\\{character}"),
        _ => {
            super::push(shown, character);
            Ok(())
        }
    };
    written.expect("writing to a string succeeds");
}

/// As much is gathered before it is written.
const BUFFER: usize = 1 << 16;

/// A writer that removes what would be interpreted. It keeps what it has until [`Write::flush`].
pub struct Harmless<'o> {
    out: &'o mut dyn Write,
    spelling: Spelling,
    pending: Vec<u8>,
}

impl<'o> Harmless<'o> {
    /// A writer in front of `out`.
    pub fn new(out: &'o mut dyn Write, spelling: Spelling) -> Harmless<'o> {
        Harmless { out, spelling, pending: Vec::with_capacity(BUFFER + BUFFER / 4) }
    }

    /// Writes the first `len` bytes of what is there.
    fn pass(&mut self, len: usize) -> io::Result<()> {
        let text = String::from_utf8_lossy(&self.pending[..len]);
        self.out.write_all(harmless(&text, self.spelling).as_bytes())?;
        self.pending.drain(..len);
        Ok(())
    }
}

impl Write for Harmless<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let before = self.pending.len();
        self.pending.extend_from_slice(bytes);
        // Only whole lines show how they begin. A longer line is awaited, but scanned once.
        if self.pending.len() >= BUFFER
            && let Some(end) = memchr::memrchr(b'\n', bytes)
        {
            self.pass(before + end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass(self.pending.len())?;
        self.out.flush()
    }
}
