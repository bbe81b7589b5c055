//! Reads one page: what it draws, what of that readers see, and in which order.

use std::collections::HashMap;

use hayro::RenderCache;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};

use super::boxes::{boxes, marks};
use super::cover::{Judged, Sight, judge};
use super::device::{Drawing, Glyph};
use super::layout::{Piece, Usual, reading_order, write};
use super::letters::Letters;
use super::limits;
use super::look::{Picture, decide};
use super::marked::{self, Redact};
use super::words::{Line, Turn, Word, lines, words};
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;
use crate::view::harmless::is_harmless;

/// Words from which on a page with a picture is more than the picture.
const FEW: usize = 12;
/// Part of a page that a picture must take in to be the page.
const PICTURE: f64 = 0.3;
/// Part of a color from which on a highlight is one, of 255.
const BRIGHT: u8 = 120;
/// Part of a word of a layer of text that is black in the picture, where a bar was drawn over it.
const BLACKENED: f64 = 0.8;
/// Letters that are compared with those that programs are told, and fewest that mean anything.
const LONGEST: usize = 400;
const WORD: usize = 4;
/// Letters of a word that must be others than they are said to be.
const FALSE: usize = 2;
/// Curved paths from which on a page without text may show letters that were turned into drawings.
const CURVES: usize = 60;

/// What pages of a file share.
pub(super) struct Reader<'a> {
    pub(super) settings: InterpreterSettings,
    pub(super) cache: InterpreterCache<'a>,
    pub(super) render: RenderCache<'a>,
    pub(super) looks: usize,
    pub(super) letters: Letters,
    /// What pieces of the last page are said to show.
    pub(super) described: Vec<String>,
}

impl Reader<'_> {
    pub(super) fn new() -> Self {
        Reader {
            settings: InterpreterSettings::default(),
            cache: InterpreterCache::new(),
            render: RenderCache::new(),
            looks: 0,
            letters: Letters::default(),
            described: Vec::new(),
        }
    }
}

/// What a page draws, in points from the top left.
pub(super) fn drawn<'a>(page: &Page<'a>, reader: &Reader<'a>, outlines: bool) -> (Drawing, Rect) {
    draw(page, reader, |drawing| drawing.outlines = outlines.then(Vec::new))
}

fn draw<'a>(page: &Page<'a>, reader: &Reader<'a>, set: impl FnOnce(&mut Drawing)) -> (Drawing, Rect) {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, width.into(), height.into());
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let wide = area.inflate(1e5, 1e5);
    let mut context = Context::new(transform, wide, &reader.cache, page.xref(), reader.settings.clone());
    let mut drawing = Drawing::new(area, limits::PAGE);
    set(&mut drawing);
    interpret_page(page, &mut context, &mut drawing);
    marked::draw(page, transform, &mut drawing);
    (drawing, area)
}

/// Reads a page and writes its text.
pub(super) fn read<'a>(
    page: &'a Page<'a>,
    number: u32,
    reader: &mut Reader<'a>,
    packing: &mut Packing,
) -> Result<(), Unreadable> {
    if page.raw().contains_key(b"Contents") && page.page_stream().is_none() {
        return Err(Unreadable::Packed("a page of this PDF is damaged: print it to a new file".to_owned()));
    }
    let letters = std::mem::take(&mut reader.letters);
    let (mut drawing, area) = draw(page, reader, |drawing| drawing.letters = Some(letters));
    reader.letters = drawing.letters.take().unwrap_or_default();
    reader.described = std::mem::take(&mut drawing.described);
    let lies = tell_true(&mut drawing, &reader.letters);
    let Judged { mut sights, scan } = judge(&drawing, area);
    let highlights = marked::highlights(page);
    if !highlights.is_empty() {
        for (glyph, sight) in drawing.glyphs.iter().zip(&mut sights) {
            let Sight::Hidden(HiddenKind::Covered, _, paint) = *sight else { continue };
            let bright =
                drawing.paints[paint as usize].colour.is_some_and(|colour| colour.iter().any(|part| *part > BRIGHT));
            let center = glyph.ink().center();
            if bright && highlights.iter().any(|area| area.contains(center)) {
                *sight = Sight::Seen;
            }
        }
    }
    let doubtful = sights.iter().any(|sight| matches!(sight, Sight::Doubtful(..)));
    let layered = scan && !drawing.glyphs.is_empty();
    let looked = (doubtful || layered) && reader.looks < limits::LOOKS && drawing.pixels <= limits::PIXELS;
    let picture = looked.then(|| Picture::draw(page, &reader.render, &reader.settings));
    if let Some(picture) = &picture {
        reader.looks += 1;
        if doubtful {
            let outlines = drawn(page, reader, true).0.outlines.unwrap_or_default();
            decide(picture, &drawing, &outlines, &mut sights);
        }
    }
    let mut all = words(&drawing, &sights);
    for Redact { area } in marked::redacts(page) {
        for word in all.iter_mut().filter(|word| word.hidden.is_none() && area.contains(word.place.center())) {
            word.hidden = Some((HiddenKind::UnappliedRedaction, None, u32::MAX));
        }
    }
    if let Some(picture) = picture.as_ref().filter(|_| layered) {
        below_black(picture, &drawing, &mut all);
    }
    misdrawn(packing, &drawing, lies);
    say(packing, number, &drawing, &all, (area, scan));
    let (mut hidden, seen): (Vec<Word>, Vec<Word>) = all.into_iter().partition(|word| word.hidden.is_some());
    without_repeated(&mut hidden, &seen);
    arrange(packing, &drawing, seen, hidden, area);
    Ok(())
}

/// Adds what programs are told that letters say, where the page shows other words.
fn misdrawn(packing: &mut Packing, drawing: &Drawing, lies: Vec<(String, Rect)>) {
    for (said, place) in lies {
        packing.hide(HiddenKind::Misdrawn, &said, Some(super::layout::points(place)), None);
    }
    for (glyphs, said) in &drawing.told {
        let glyphs = &drawing.glyphs[glyphs.clone()];
        let shown: String = glyphs.iter().map(|glyph| drawing.text_of(glyph)).collect();
        let plain = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(LONGEST).collect()
        };
        let (told, shown) = (plain(said), plain(&shown));
        // Ligatures, hyphens and letters that a font does not name are what it is for.
        if told.len().min(shown.len()) >= WORD && strsim::normalized_levenshtein(&told, &shown) < 0.5 {
            let place = glyphs.iter().map(Glyph::ink).reduce(|a, b| a.union(b));
            packing.hide(HiddenKind::Misdrawn, said, place.map(super::layout::points), None);
        }
    }
}

/// Puts the letters that the page shows in the place of those that its fonts say; what they say, where they are.
fn tell_true(drawing: &mut Drawing, letters: &Letters) -> Vec<(String, Rect)> {
    let mut lies: Vec<(String, Rect)> = Vec::new();
    if letters.are_true() {
        return lies;
    }
    let drawn: Vec<Option<char>> =
        drawing.glyphs.iter().map(|glyph| glyph.letter.and_then(|letter| letters.drawn(letter))).collect();
    // The letters of a word, of which some are others than they are said to be.
    let is_letter = |glyph: &Glyph| drawing.text_of(glyph).chars().all(char::is_alphanumeric);
    let mut start = 0;
    let mut mends: Vec<(usize, char)> = Vec::new();
    while start < drawing.glyphs.len() {
        let same = |glyph: &Glyph| is_letter(glyph) == is_letter(&drawing.glyphs[start]);
        let end = start + drawing.glyphs[start..].iter().take_while(|glyph| same(glyph)).count();
        let false_ones = (start..end).filter_map(|at| Some((at, drawn[at]?)));
        let false_ones: Vec<(usize, char)> = false_ones.collect();
        if false_ones.len() >= FALSE {
            let word = &drawing.glyphs[start..end];
            let said = word.iter().map(|glyph| drawing.text_of(glyph)).collect::<String>();
            let place = word.iter().map(Glyph::ink).reduce(|one, other| one.union(other)).unwrap_or_default();
            // The words of a line belong together.
            match lies.last_mut().filter(|(_, last)| (last.y1 - place.y1).abs() < 0.5 * place.height()) {
                Some((before, last)) => {
                    before.push(' ');
                    before.push_str(&said);
                    *last = last.union(place);
                }
                None => lies.push((said, place)),
            }
            mends.extend(false_ones);
        }
        start = end;
    }
    for (at, letter) in mends {
        let start = drawing.text.len() as u32;
        drawing.text.push(letter);
        drawing.glyphs[at].text = (start, start + 1);
    }
    lies
}

/// Drops hidden words that are printed at the same place again, where readers see them.
fn without_repeated(hidden: &mut Vec<Word>, seen: &[Word]) {
    if hidden.is_empty() {
        return;
    }
    let mut places: HashMap<&str, Vec<Rect>> = HashMap::new();
    for word in seen {
        places.entry(&word.text).or_default().push(word.place);
    }
    let again = |word: &Word| {
        let there = |place: &Rect| place.intersect(word.place).area() > 0.5 * word.place.area();
        places.get(&*word.text).is_some_and(|places| places.iter().take(1000).any(there))
    };
    hidden.retain(|word| !again(word));
}

/// Finds words of the layer of text of a scan where the picture is nothing but black.
fn below_black(picture: &Picture, drawing: &Drawing, words: &mut [Word]) {
    let last = drawing.paints.iter().filter(|paint| paint.picture).map(|paint| paint.order).max().unwrap_or(0);
    for word in words.iter_mut().filter(|word| word.hidden.is_none()) {
        let of_layer = word.order < last;
        let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count();
        let black = || picture.darkness(word.place.inset(-0.5)).is_some_and(|part| part > BLACKENED);
        if of_layer && letters >= 2 && black() {
            word.hidden = Some((HiddenKind::Covered, Some(100), u32::MAX - 1));
        }
    }
}

/// Says what kind of page it is.
fn say(packing: &mut Packing, number: u32, drawing: &Drawing, words: &[Word], (area, scan): (Rect, bool)) {
    let seen = || words.iter().filter(|word| word.hidden.is_none());
    let pictured: f64 = drawing.paints.iter().filter(|p| p.picture).map(|p| p.bounds.intersect(area).area()).sum();
    let pictured = pictured / area.area().max(1.0);
    let real = |word: &&Word| word.text.chars().any(char::is_alphanumeric);
    let count = seen().filter(real).count();
    let layer = drawing.glyphs.iter().any(|glyph| glyph.invisible);
    let curves = || drawing.paints.iter().filter(|paint| matches!(paint.shape, super::shapes::Shape::Path(..))).count();
    let none = count == 0 && words.is_empty();
    if none && (pictured >= PICTURE || curves() >= CURVES) || scan && count < FEW && !layer {
        packing.picture();
    } else if scan && layer {
        packing.scanned();
    }
    if drawing.nameless as usize * 5 > drawing.glyphs.len() {
        let reason = "its fonts do not say which letters it shows: make the file anew";
        packing.unread(format!("page {number}: {reason}"));
    }
}

/// Writes words as lines, those of the direction that most have first.
fn arrange(packing: &mut Packing, drawing: &Drawing, mut seen: Vec<Word>, mut hidden: Vec<Word>, area: Rect) {
    let mut sizes: Vec<f64> = seen.iter().chain(&hidden).map(|word| word.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or(12.0);
    let found = boxes(drawing, &seen, area, size);
    let mut turns: Vec<(usize, Turn)> = [Turn::Right, Turn::Down, Turn::Left, Turn::Up]
        .map(|turn| (seen.iter().filter(|word| word.turn == turn).count(), turn))
        .to_vec();
    turns.sort_by_key(|(count, turn)| (std::cmp::Reverse(*count), *turn));
    let mut first = true;
    for (_, turn) in turns {
        let (mut shown, rest): (Vec<Word>, Vec<Word>) = seen.into_iter().partition(|word| word.turn == turn);
        let (below, more): (Vec<Word>, Vec<Word>) = hidden.into_iter().partition(|word| word.turn == turn);
        (seen, hidden) = (rest, more);
        if turn == Turn::Right && !found.is_empty() {
            let rows = lines(shown.clone());
            let usual = Usual::of(&rows);
            shown.extend(marks(&found, &rows, usual.letter, usual.pitch, size));
        }
        let (rows, pieces) = (lines(shown), pieces(lines(below)));
        if rows.is_empty() && pieces.is_empty() {
            continue;
        }
        if !std::mem::take(&mut first) {
            packing.put("\n");
        }
        let usual = Usual::of(&rows);
        write(packing, &reading_order(rows, usual), usual, &pieces);
    }
}

/// What is hidden, put together where it belongs together.
pub(super) fn pieces(lines: Vec<Line>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines {
        let (mut start, mut begun) = (0, true);
        for index in 0..line.words.len() {
            let cause = |index: usize| line.words[index].hidden.map(|(kind, _, paint)| (kind, paint));
            let wide = |index: usize| line.words[index + 1].left - line.words[index].right > 4.0 * line.size;
            let ends = index + 1 == line.words.len() || cause(index) != cause(index + 1) || wide(index);
            if ends {
                let part = Line { words: line.words[start..=index].to_vec(), ..line };
                add(&mut pieces, &part, begun);
                (start, begun) = (index + 1, false);
            }
        }
    }
    pieces.retain(|piece| !is_harmless(&piece.text));
    pieces
}

/// Adds what is hidden on a line, to the piece of the line before it if that goes on.
fn add(pieces: &mut Vec<Piece>, line: &Line, begun: bool) {
    let Some(mut word) = line.words.first().cloned() else { return };
    word.place = line.words.iter().fold(word.place, |place, word| place.union(word.place));
    let most = |word: &Word| word.hidden.and_then(|(_, percent, _)| percent);
    let percent = line.words.iter().filter_map(most).max();
    if let Some(hidden) = &mut word.hidden {
        hidden.1 = percent;
    }
    let text = line.text();
    let cause = |word: &Word| word.hidden.map(|(kind, _, paint)| (kind, paint));
    let goes_on = |piece: &&mut Piece| {
        begun && cause(&piece.word) == cause(&word) && word.base - piece.word.place.y1 < 2.0 * word.size
    };
    match pieces.last_mut().filter(goes_on) {
        Some(piece) => {
            piece.text.push(' ');
            piece.text.push_str(&text);
            piece.word.place = piece.word.place.union(word.place);
        }
        None => pieces.push(Piece { word, text }),
    }
}
