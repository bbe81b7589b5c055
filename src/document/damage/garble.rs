//! Finds damaged single characters in the prose of a telegram.
//!
//! Web pages leave character references, and seven-bit links leave letters in place of quotation marks: `d,Affaires`,
//! `ministryQs`. Ignored in markings. Such damage repeats, so the first is kept, with the last as its witness.

use super::super::Document;
use super::repair::{Damage, Repair};
use crate::register::vocabulary::WORDS;

pub(crate) fn read(document: &mut Document<'_>) {
    let text = document.text(document.span);
    let bytes = text.as_bytes();
    let ampersands = memchr::memchr_iter(b'&', bytes).filter_map(|at| Some((at, reference(&bytes[at..])?)));
    let references = ends(ampersands.map(|(at, (len, read))| (at, len, read)));
    let letters = memchr::memchr_iter(b'Q', bytes).filter(|at| is_quote(bytes, *at)).map(|at| (at, 1, "'"));
    let commas = memchr::memmem::find_iter(bytes, b"d,Affaires").map(|at| (at + 1, 1, "'"));
    let quotes = ends(letters).or_else(|| ends(commas));
    for (damage, found) in [(Damage::CharacterReference, references), (Damage::SevenBitQuote, quotes)] {
        let Some(((at, len, read), (last, last_len, _))) = found else { continue };
        let span = document.span.part(at, len);
        let witness = Some(document.span.part(last, last_len)).filter(|witness| *witness != span);
        document.repairs.push(Repair { damage, span, read: read.into(), witness });
    }
}

fn ends<T: Copy>(mut found: impl Iterator<Item = T>) -> Option<(T, T)> {
    let first = found.next()?;
    Some((first, found.last().unwrap_or(first)))
}

/// The length of the character reference that `text` begins with, and what it stands for, if that is common.
fn reference(text: &[u8]) -> Option<(usize, &'static str)> {
    let known = WORDS.markup.references.iter().find(|(name, _)| text.starts_with(name.as_bytes()));
    known.map(|(name, read)| (name.len(), *read))
}

/// Whether the Q at `at` is where an apostrophe was: between lower-case letters, or in `dQAffaires`.
fn is_quote(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_lowercase());
    let behind = &bytes[at + 1..];
    before
        && (behind.starts_with(b"Affaires")
            || matches!(behind, [b's' | b't', next, ..] if !next.is_ascii_alphanumeric()))
}
