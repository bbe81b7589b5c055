//! Keeps the text of a file that is not text itself, such as a PDF, and where each piece of it stands there.
//!
//! The text that readers see comes first, then each piece of hidden text on lines of its own, so that one span names a
//! place in either.

use std::sync::Arc;

use super::Span;
use super::hidden::HiddenKind;

/// A rectangle on a page: left, top, right, bottom in points from the top left.
pub type Rectangle = [f32; 4];

/// What is known of the text of a file that is not text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Packed {
    /// Where the text ends that readers see, and hidden text begins.
    pub seen: u32,
    /// Where documents begin that are enclosed, and the hidden text, in order.
    pub cuts: Vec<u32>,
    /// What is hidden, in the order of the text.
    pub hidden: Vec<Unseen>,
    /// Why parts of the file could not be read.
    pub unread: Vec<String>,
    /// Pages that are nothing but a picture, also of files inside the file: `page 3`, `attachment scan.pdf, page 1`.
    pub pictures: Vec<Arc<str>>,
    /// How many pages, sheets or slides there are; 0 where the file has none.
    pub pages: u32,
    /// Pages whose text was read from a picture by a program, which may have misread it.
    pub scans: Vec<Arc<str>>,
    parts: Vec<Part>,
    boxes: Vec<(Span, Rectangle)>,
}

/// A piece of hidden text.
#[derive(Clone, Debug, PartialEq)]
pub struct Unseen {
    /// How it is hidden.
    pub kind: HiddenKind,
    /// Where it stands behind the text.
    pub span: Span,
    /// The place in the text where a reader would expect it.
    pub anchor: u32,
    /// How much of it is covered, in percent, where that can be said.
    pub covered: Option<u8>,
    /// Whether that it is hidden rests on an estimate.
    pub estimated: bool,
}

/// A part of the file, from one place in the text on.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    start: u32,
    name: Arc<str>,
    page: Option<u32>,
}

/// Where a place in the text is in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct PackedPlace {
    /// What the part is called: `page 3`, `sheet Costs`, `properties`.
    pub part: Arc<str>,
    /// The page, in files that have pages with fixed places.
    pub page: Option<u32>,
    /// Where on the page.
    pub rectangle: Option<Rectangle>,
}

impl Packed {
    /// Where parts begin, and what they are called.
    pub fn parts(&self) -> impl Iterator<Item = (u32, &str)> {
        self.parts.iter().map(|part| (part.start, &*part.name))
    }

    /// Whether what stands at a place was read from a picture by a program.
    pub fn is_scan(&self, at: u32) -> bool {
        let part = self.parts.partition_point(|part| part.start <= at).checked_sub(1);
        part.is_some_and(|part| self.scans.contains(&self.parts[part].name))
    }

    /// The text of a file inside this one, which is called `name`, as far as readers of that file see it.
    pub fn enclosed(&self, name: &str) -> Option<Span> {
        let within =
            |part: &Part| part.name.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(", "));
        let seen = &self.parts[..self.parts.partition_point(|part| part.start < self.seen)];
        let first = seen.iter().position(within)?;
        let behind = first + seen[first..].iter().take_while(|part| within(part)).count();
        let end = seen.get(behind).map_or(self.seen, |part| part.start);
        Some(Span::new(seen[first].start, end)).filter(|span| !span.is_empty())
    }

    /// Where `span` is in the file; its box covers all that is on the page on which it begins.
    pub fn place(&self, span: Span) -> Option<PackedPlace> {
        let index = self.parts.partition_point(|part| part.start <= span.start).checked_sub(1)?;
        let part = &self.parts[index];
        let limit = self.parts.get(index + 1).map_or(u32::MAX, |next| next.start);
        let first = self.boxes.partition_point(|(place, _)| place.end <= span.start);
        let inside = |place: &Span| place.start < span.end.max(span.start + 1) && place.start < limit;
        let boxes = self.boxes[first..].iter().take_while(|(place, _)| inside(place)).map(|(_, rectangle)| *rectangle);
        let rectangle = boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
        Some(PackedPlace { part: part.name.clone(), page: part.page, rectangle })
    }
}

/// The text of a packed file while a reader writes it.
#[derive(Debug, Default)]
pub struct Packing {
    text: String,
    packed: Packed,
    part: Option<(Arc<str>, Option<u32>)>,
    hidden: Vec<Hiding>,
}

/// A piece of hidden text that a reader found.
#[derive(Debug)]
struct Hiding {
    part: Option<(Arc<str>, Option<u32>)>,
    rectangle: Option<Rectangle>,
    text: String,
    unseen: Unseen,
}

impl Packing {
    /// Says of what follows in which part it is: `header`, `sheet Costs`, `attachment memo.docx`.
    pub fn part(&mut self, name: &str) {
        self.begin((name.into(), None));
    }

    /// Begins a page, counted from 1. Pages are parted by form feeds.
    pub fn page(&mut self, number: u32) {
        self.next_page((format!("page {number}").into(), Some(number)));
    }

    /// Begins a slide, which is called `name`: a page on which nothing has a fixed place.
    pub fn slide(&mut self, name: &str) {
        self.next_page((name.into(), None));
    }

    fn next_page(&mut self, part: (Arc<str>, Option<u32>)) {
        if self.packed.pages > 0 {
            self.end_line();
            self.text.push('\x0c');
        }
        self.packed.pages += 1;
        self.begin(part);
    }

    fn begin(&mut self, part: (Arc<str>, Option<u32>)) {
        self.packed.parts.push(Part { start: self.text.len() as u32, name: part.0.clone(), page: part.1 });
        self.part = Some(part);
    }

    /// Counts a page, sheet or slide that has no place of its own.
    pub fn count_page(&mut self) {
        self.packed.pages += 1;
    }

    /// Adds text that readers see.
    pub fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text that readers see in a rectangle of the page.
    pub fn put_at(&mut self, text: &str, rectangle: Rectangle) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.packed.boxes.push((Span::new(start, self.text.len() as u32), rectangle));
    }

    /// Ends the line, unless nothing is in it.
    pub fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\x0c']) {
            self.text.push('\n');
        }
    }

    /// What was put so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Says that an enclosed document begins here.
    pub fn cut(&mut self) {
        self.end_line();
        let end = self.text.len() as u32;
        self.packed.cuts.push(end);
        // What was hidden before belongs to the document before.
        for hiding in self.hidden.iter_mut().rev().take_while(|hiding| hiding.unseen.anchor >= end) {
            hiding.unseen.anchor = end.saturating_sub(1);
        }
    }

    /// Adds the text of a file inside this one, which is called `name`, as a document of its own. `text` and `packed` are
    /// what was made of it.
    pub fn enclose(&mut self, name: &str, text: &str, mut packed: Packed) {
        self.cut();
        let start = self.text.len() as u32;
        let seen = if packed == Packed::default() { text.len() } else { packed.seen as usize };
        let called = |part: Option<&Part>| match part {
            Some(part) => format!("{name}, {}", part.name),
            None => name.to_owned(),
        };
        self.part(name);
        for part in packed.parts.iter().filter(|part| (part.start as usize) < seen) {
            self.packed.parts.push(Part { start: start + part.start, name: called(Some(part)).into(), page: None });
        }
        let cuts = packed.cuts.iter().filter(|cut| (**cut as usize) < seen);
        self.packed.cuts.extend(cuts.map(|cut| start + cut));
        self.text.push_str(&text[..seen]);
        self.end_line();
        for unseen in std::mem::take(&mut packed.hidden) {
            let index = packed.parts.partition_point(|part| part.start <= unseen.span.start);
            let part = called(index.checked_sub(1).and_then(|index| packed.parts.get(index)));
            let text = text[unseen.span.range()].to_owned();
            let unseen = Unseen { anchor: start + unseen.anchor, span: Span::default(), ..unseen };
            self.hidden.push(Hiding { part: Some((part.into(), None)), rectangle: None, text, unseen });
        }
        self.miss(name, &packed);
        self.packed.pages += packed.pages;
    }

    /// Says of a file inside this one, which is called `name`, what of it could not be read.
    pub fn miss(&mut self, name: &str, packed: &Packed) {
        self.packed.unread.extend(packed.unread.iter().map(|reason| format!("{name}: {reason}")));
        let inside = |page: &Arc<str>| format!("{name}, {page}").into();
        self.packed.pictures.extend(packed.pictures.iter().map(inside));
        self.packed.scans.extend(packed.scans.iter().map(inside));
    }

    /// Adds hidden text of the present part, that belongs to the present place. `covered` says how much of it is
    /// covered, in percent.
    pub fn hide(&mut self, kind: HiddenKind, text: &str, rectangle: Option<Rectangle>, covered: Option<u8>) {
        self.hide_in(self.part.clone(), kind, text, rectangle, covered);
    }

    /// Adds text of the present part of which so much seems to be covered, in percent.
    pub fn hide_by_estimate(&mut self, text: &str, percent: u8) {
        let count = self.hidden.len();
        self.hide(HiddenKind::Covered, text, None, Some(percent));
        self.hidden[count..].iter_mut().for_each(|hiding| hiding.unseen.estimated = true);
    }

    /// Adds hidden text of another part, such as `properties`.
    pub fn hide_part(&mut self, part: &str, kind: HiddenKind, text: &str) {
        self.hide_in(Some((part.into(), None)), kind, text, None, None);
    }

    /// Adds hidden text of a page that was put before.
    pub fn hide_on(&mut self, page: u32, kind: HiddenKind, text: &str, rectangle: Option<Rectangle>) {
        let count = self.hidden.len();
        self.hide_in(Some((format!("page {page}").into(), Some(page))), kind, text, rectangle, None);
        let part = self.packed.parts.iter().find(|part| part.page == Some(page));
        if let (Some(part), Some(hiding)) = (part, self.hidden.get_mut(count)) {
            hiding.unseen.anchor = part.start;
        }
    }

    /// The hidden texts that were added so far.
    pub fn hidden(&self) -> impl Iterator<Item = &str> {
        self.hidden.iter().map(|hiding| &*hiding.text)
    }

    fn hide_in(
        &mut self,
        part: Option<(Arc<str>, Option<u32>)>,
        kind: HiddenKind,
        text: &str,
        rectangle: Option<Rectangle>,
        covered: Option<u8>,
    ) {
        let text = text.trim();
        if !text.is_empty() {
            let unseen =
                Unseen { kind, span: Span::default(), anchor: self.text.len() as u32, covered, estimated: false };
            self.hidden.push(Hiding { part, rectangle, text: text.to_owned(), unseen });
        }
    }

    /// Drops hidden texts that say nothing.
    pub fn keep_hidden(&mut self, tells: impl Fn(HiddenKind, &str) -> bool) {
        self.hidden.retain(|hiding| tells(hiding.unseen.kind, &hiding.text));
    }

    /// Says why a part could not be read.
    pub fn unread(&mut self, reason: String) {
        self.packed.unread.push(reason);
    }

    /// Says that the present page is nothing but a picture.
    pub fn picture(&mut self) {
        self.packed.pictures.extend(self.part.as_ref().map(|part| part.0.clone()));
    }

    /// Says that the text of the present page was read from a picture.
    pub fn scanned(&mut self) {
        self.packed.scans.extend(self.part.as_ref().map(|part| part.0.clone()));
    }

    /// The text, and what is known of it.
    pub fn finish(mut self) -> (String, Packed) {
        self.end_line();
        self.packed.seen = self.text.len() as u32;
        let mut hidden = std::mem::take(&mut self.hidden);
        drop_what_is_seen(&mut hidden, &self.text);
        if !hidden.is_empty() {
            self.packed.cuts.push(self.packed.seen);
        }
        for Hiding { part, rectangle, text, unseen } in hidden {
            if let Some(part) = part {
                self.begin(part);
            }
            let start = self.text.len() as u32;
            self.text.push_str(&text);
            let span = Span::new(start, self.text.len() as u32);
            self.packed.boxes.extend(rectangle.map(|rectangle| (span, rectangle)));
            let anchor = unseen.anchor.min(self.packed.seen.saturating_sub(1));
            self.packed.hidden.push(Unseen { span, anchor, ..unseen });
            self.text.push('\n');
        }
        (self.text, self.packed)
    }
}

/// How many pieces are looked for in the text.
const MOST_LOOKED_FOR: usize = 500;

/// Drops what properties, descriptions, bookmarks, codes and data say if readers see the same words in the text: a title,
/// an address, a heading.
fn drop_what_is_seen(hidden: &mut Vec<Hiding>, text: &str) {
    use HiddenKind::{Bookmark, CustomData, FieldCode, PictureDescription, Properties};
    let beside = |kind| matches!(kind, Bookmark | CustomData | FieldCode | PictureDescription | Properties);
    if !hidden.iter().any(|hiding| beside(hiding.unseen.kind)) {
        return;
    }
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (text, mut looked_for) = (joined(text), 0);
    let mut is_seen = |piece: &str| {
        looked_for += 1;
        looked_for <= MOST_LOOKED_FOR && memchr::memmem::find(text.as_bytes(), joined(piece).as_bytes()).is_some()
    };
    hidden.retain_mut(|hiding| {
        let kind = hiding.unseen.kind;
        if !beside(kind) {
            return true;
        }
        if kind == CustomData {
            let pieces: Vec<&str> = hiding.text.split("; ").filter(|piece| !is_seen(piece)).collect();
            hiding.text = pieces.join("; ");
            return !hiding.text.is_empty();
        }
        let label = hiding.text.find(": ").filter(|_| kind == Properties).map_or(0, |at| at + 2);
        !is_seen(hiding.text[label..].trim_matches('"'))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_pages_and_boxes() {
        let mut packing = Packing::default();
        packing.page(1);
        packing.put_at("One", [72.0, 72.0, 90.0, 84.0]);
        packing.put(" ");
        packing.put_at("two", [95.0, 72.0, 110.0, 85.0]);
        packing.hide(HiddenKind::Covered, "Ada Quill", Some([72.0, 100.0, 130.0, 112.0]), Some(100));
        packing.page(2);
        packing.put("Three");
        packing.hide_part("properties", HiddenKind::Properties, "Tor Varden");
        let (text, packed) = packing.finish();
        assert_eq!(text, "One two\n\x0cThree\nAda Quill\nTor Varden\n");
        let place = |what: &str| {
            let start = text.find(what).expect(what) as u32;
            let place = packed.place(Span::new(start, start + what.len() as u32)).expect("a place");
            (place.part.to_string(), place.page, place.rectangle)
        };
        assert_eq!(place("One two"), ("page 1".to_owned(), Some(1), Some([72.0, 72.0, 110.0, 85.0])));
        assert_eq!(place("Three"), ("page 2".to_owned(), Some(2), None));
        assert_eq!(place("Ada"), ("page 1".to_owned(), Some(1), Some([72.0, 100.0, 130.0, 112.0])));
        assert_eq!(place("Varden"), ("properties".to_owned(), None, None));
        assert_eq!(&text[..packed.seen as usize], "One two\n\x0cThree\n");
        assert_eq!(packed.hidden.iter().map(|unseen| unseen.anchor).collect::<Vec<_>>(), [7, 14]);
    }

    #[test]
    fn an_enclosed_file_is_a_document_with_what_it_hides() {
        let mut inner = Packing::default();
        inner.part("body");
        inner.put("Inside");
        inner.hide(HiddenKind::Tracked, "Tor Varden", None, None);
        let (text, packed) = inner.finish();
        let mut packing = Packing::default();
        packing.part("body");
        packing.put("Outside");
        packing.enclose("attachment a.docx", &text, packed);
        packing.enclose("attachment b.txt", "Plain", Packed::default());
        let (text, packed) = packing.finish();
        assert_eq!(text, "Outside\nInside\nPlain\nTor Varden\n");
        assert_eq!((packed.cuts.clone(), packed.hidden[0].anchor), (vec![8, 15, 21], 14));
        let part = |at| packed.place(Span::at(at)).map(|place| place.part.to_string());
        let parts = [0, 8, 15, 21].map(|at| part(at).expect("a part"));
        assert_eq!(parts, ["body", "attachment a.docx, body", "attachment b.txt", "attachment a.docx, body"]);
    }
}
