//! A document in, what words in it tell out: when somebody was born, and where somebody lives.
//!
//! All of them are looked for in one pass. What follows a word is read by others.

use std::sync::LazyLock;

use super::{PersonalKind, born, home};
use crate::document::Document;
use crate::seek::Seeker;
use crate::source::Span;

/// The words, as they are written, with what must stand before them: more would take a second pass.
const WORDS: [(&str, &[&str]); 16] = [
    ("born", &[""]),
    ("Born", &[""]),
    ("BORN", &[""]),
    ("irth", &["b", "B"]),
    ("IRTH", &["B"]),
    ("DOB", &[""]),
    ("dob", &[""]),
    ("POB", &["D", "D/"]),
    ("D.O.B", &[""]),
    ("(b.", &[""]),
    ("esid", &["r", "R"]),
    ("ESID", &["R"]),
    ("me addr", &["ho", "Ho"]),
    ("me Addr", &["Ho"]),
    ("ME ADDR", &["HO"]),
    ("lives at", &[""]),
];
/// The first of [`WORDS`] that speaks of a place.
const PLACES: usize = 10;

static SEEKER: LazyLock<Seeker> = LazyLock::new(|| Seeker::new(WORDS.map(|(word, _)| word)));

/// What words in `document` tell of somebody.
pub(super) fn read(document: &Document<'_>, see: &mut dyn FnMut(PersonalKind, Span)) {
    let text = document.source.text();
    SEEKER.each(document.text(document.span).as_bytes(), &mut |index, at| {
        let (word, beginnings) = WORDS[index];
        let start = document.span.start as usize + at;
        let stem = &text[..start];
        let begins = |beginning: &&str| {
            let before = stem.strip_suffix(*beginning);
            before.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        if beginnings.iter().any(begins) {
            let span = Span::new(start as u32, (start + word.len()) as u32);
            if index < PLACES { born::read(document, span, see) } else { home::read(document, span, see) }
        }
    });
}
