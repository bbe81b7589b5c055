//! Finds text on layers that are switched off, by reading the pages of the same file with all layers on.

use std::collections::HashMap;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name};

use super::cover::Sight;
use super::device::{Drawing, Glyph};
use super::page::{Reader, drawn, pieces};
use super::words::{lines, words};
use crate::document::exposure::known::KnownWords;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;

/// Adds the text of layers that are off.
pub(super) fn read(bytes: &[u8], pdf: &Pdf, known: &KnownWords, packing: &mut Packing) {
    let Some(all) = all_on(bytes, pdf).and_then(|bytes| Pdf::new(bytes).ok()) else { return };
    let (reader, shown) = (Reader::new(), Reader::new());
    for (number, (with, without)) in (1..).zip(all.pages().iter().zip(pdf.pages().iter())) {
        let ((with, _), (without, _)) = (drawn(with, &reader, false), drawn(without, &shown, false));
        if with.glyphs.len() <= without.glyphs.len() {
            continue;
        }
        for piece in pieces(lines(words(&with, &sights(&with, &without)))) {
            if !known.shows(&piece.text) {
                let place = super::layout::points(piece.word.place);
                packing.hide_on(number, HiddenKind::LayerOff, &piece.text, Some(place));
            }
        }
    }
}

/// The letters that only one of two drawings of a page has are hidden, the others are no concern here.
fn sights(with: &Drawing, without: &Drawing) -> Vec<Sight> {
    let place = |glyph: &Glyph| {
        let tenth = |at: f64| (at * 10.0).round() as i64;
        (tenth(glyph.origin.x), tenth(glyph.origin.y))
    };
    let mut shown: HashMap<(&str, (i64, i64)), u32> = HashMap::new();
    for glyph in &without.glyphs {
        *shown.entry((without.text_of(glyph), place(glyph))).or_default() += 1;
    }
    let sight = |glyph: &Glyph| match shown.get_mut(&(with.text_of(glyph), place(glyph))) {
        Some(count @ 1..) => {
            *count -= 1;
            Sight::Seen
        }
        _ => Sight::Hidden(HiddenKind::LayerOff, None, 0),
    };
    with.glyphs.iter().map(sight).collect()
}

/// The file with another catalog behind it that knows no layers; `None` if none is off.
fn all_on(bytes: &[u8], pdf: &Pdf) -> Option<Vec<u8>> {
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let usual = root.get::<Dict<'_>>(b"OCProperties")?.get::<Dict<'_>>(b"D")?;
    let off = usual.get::<Array<'_>>(b"OFF").is_some_and(|off| off.raw_iter().next().is_some());
    let most = usual.get::<Name<'_>>(b"BaseState").is_some_and(|state| &*state == b"OFF");
    if !off && !most {
        return None;
    }
    let pages = root.get_ref(b"Pages")?;
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    let at = memchr::memmem::rfind(tail, b"startxref")? + b"startxref".len();
    let digits = |from: &[u8]| -> Option<u64> {
        let text: Vec<u8> =
            from.iter().copied().skip_while(u8::is_ascii_whitespace).take_while(u8::is_ascii_digit).collect();
        std::str::from_utf8(&text).ok()?.parse().ok()
    };
    let before = digits(&tail[at..])?;
    let number = i32::MAX as u32 / 512;
    let mut all = bytes.to_vec();
    let place = all.len() + 1;
    all.extend_from_slice(
        format!("\n{number} 0 obj\n<</Type/Catalog/Pages {} {} R>>\nendobj\n", pages.obj_number, pages.gen_number)
            .as_bytes(),
    );
    let table = all.len();
    all.extend_from_slice(
        format!(
            "xref\n{number} 1\n{place:010} 00000 n \ntrailer\n<</Size {}/Root {number} 0 R/Prev {before}>>\nstartxref\n{table}\n%%EOF\n",
            number + 1
        )
        .as_bytes(),
    );
    Some(all)
}
