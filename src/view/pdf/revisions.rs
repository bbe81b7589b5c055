//! Compares earlier versions in a file with the last: who saves a PDF on top of itself keeps what was there before.

use std::collections::HashMap;

use hayro_interpret::hayro_syntax::Pdf;

use super::cover::Sight;
use super::limits;
use super::page::{Reader, drawn};
use super::words::{lines, words};
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;

/// What ends a version.
const END: &[u8] = b"%%EOF";

/// Adds the words of earlier versions that the last neither shows nor hides.
pub(super) fn read(bytes: &[u8], packing: &mut Packing) {
    let ends: Vec<usize> = memchr::memmem::find_iter(bytes, END).map(|at| at + END.len()).collect();
    let Some((_, earlier)) = ends.split_last().filter(|(_, earlier)| !earlier.is_empty()) else { return };
    let mut now = HashMap::new();
    for word in packing.text().split_whitespace().chain(packing.hidden().flat_map(str::split_whitespace)) {
        *now.entry(plain(word)).or_insert(0_u32) += 1;
    }
    let mut told: Vec<String> = Vec::new();
    for end in earlier.iter().rev().take(limits::VERSIONS).filter(|end| is_version(&bytes[..**end])) {
        let Ok(pdf) = Pdf::new(bytes[..*end].to_vec()) else { continue };
        told.extend(gone(&pdf, &now).into_iter().filter(|text| !told.contains(text)).collect::<Vec<_>>());
    }
    for text in told.iter().filter(|text| text.chars().filter(|c| c.is_alphanumeric()).count() >= 2) {
        packing.hide_part("an earlier version", HiddenKind::Revision, text);
    }
}

/// Whether a version ends there. The first part of a file made for the web ends with a place of nothing.
fn is_version(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(64)..bytes.len() - END.len()];
    memchr::memmem::rfind(tail, b"startxref").is_some_and(|at| {
        let place = tail[at + b"startxref".len()..].trim_ascii();
        !place.is_empty() && place != b"0" && place.iter().all(u8::is_ascii_digit)
    })
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a version that are not there any more, those of a line together.
fn gone(pdf: &Pdf, now: &HashMap<String, u32>) -> Vec<String> {
    let (reader, mut left, mut found) = (Reader::new(), now.clone(), Vec::new());
    for page in pdf.pages().iter().take(limits::PAGES) {
        let (drawing, _) = drawn(page, &reader, false);
        let sights = vec![Sight::Seen; drawing.glyphs.len()];
        for line in lines(words(&drawing, &sights)) {
            let mut run: Vec<&str> = Vec::new();
            let text = line.text();
            for word in text.split_whitespace() {
                match left.get_mut(&plain(word)) {
                    Some(count @ 1..) => {
                        *count -= 1;
                        found.extend((!run.is_empty()).then(|| std::mem::take(&mut run).join(" ")));
                    }
                    _ if plain(word).is_empty() => {}
                    _ => run.push(word),
                }
            }
            found.extend((!run.is_empty()).then(|| run.join(" ")));
        }
    }
    found
}
