//! The text of a document as its editor has it, with places in the units that were agreed upon.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind, Range as Stretch, TextDocumentContentChangeEvent};

use crate::source::{Position as Place, SourceFile};

/// What an editor counts in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    /// Bytes.
    Utf8,
    /// What the protocol counts if nothing is agreed upon.
    Utf16,
    /// Characters.
    Utf32,
}

impl Units {
    /// The units of that name.
    pub(super) fn named(name: &str) -> Option<Units> {
        match name {
            "utf-8" => Some(Units::Utf8),
            "utf-16" => Some(Units::Utf16),
            "utf-32" => Some(Units::Utf32),
            _ => None,
        }
    }

    /// What the protocol calls them.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Units::Utf8 => PositionEncodingKind::UTF8,
            Units::Utf16 => PositionEncodingKind::UTF16,
            Units::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// A place as the editor counts.
    pub(super) fn place(self, place: &Place) -> Position {
        let column = match self {
            Units::Utf8 => place.utf8_column,
            Units::Utf16 => place.utf16_column,
            Units::Utf32 => place.column,
        };
        Position::new(place.row - 1, column - 1)
    }

    pub(super) fn width(self, character: char) -> u32 {
        match self {
            Units::Utf8 => character.len_utf8() as u32,
            Units::Utf16 => character.len_utf16() as u32,
            Units::Utf32 => 1,
        }
    }
}

/// A text and its places.
#[derive(Debug)]
pub(super) struct Text {
    source: SourceFile,
    pub(super) units: Units,
}

impl Text {
    pub(super) fn new(text: String, units: Units) -> Text {
        Text { source: SourceFile::of_text(text), units }
    }

    pub(super) fn as_str(&self) -> &str {
        self.source.text()
    }

    /// The place of a byte; behind the last one the end, inside of a character its beginning.
    pub(super) fn position(&self, offset: usize) -> Position {
        self.units.place(&self.source.position(self.as_str().floor_char_boundary(offset) as u32))
    }

    /// The place of some bytes.
    pub(super) fn range(&self, bytes: Range<usize>) -> Stretch {
        Stretch::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// The byte at a place. What is behind the end of a line means its end, and what is behind the last line the end.
    pub(super) fn offset(&self, place: Position) -> usize {
        let Some(line) = self.source.line_numbered(place.line as usize) else { return self.as_str().len() };
        let mut left = place.character;
        for (at, character) in self.source.slice(line).char_indices() {
            let width = self.units.width(character);
            if width > left {
                return line.start as usize + at;
            }
            left -= width;
        }
        line.end as usize
    }

    /// The bytes at a place; those of one that ends before it begins are none.
    pub(super) fn bytes(&self, place: Stretch) -> Range<usize> {
        let (start, end) = (self.offset(place.start), self.offset(place.end));
        start..end.max(start)
    }

    /// The text after a change.
    pub(super) fn changed(&self, change: TextDocumentContentChangeEvent) -> Text {
        let Some(range) = change.range else { return Text::new(change.text, self.units) };
        let bytes = self.bytes(range);
        let text = [&self.as_str()[..bytes.start], &change.text, &self.as_str()[bytes.end..]].concat();
        Text::new(text, self.units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_bytes_agree_in_all_units() {
        let written = "\u{feff}a𝄞é\r\n\r\nx\rend";
        for units in [Units::Utf8, Units::Utf16, Units::Utf32] {
            let text = Text::new(written.to_owned(), units);
            let inside_break = |at: usize| written.as_bytes().get(at) == Some(&b'\n');
            for (at, _) in written.char_indices().filter(|(at, _)| !inside_break(*at)) {
                assert_eq!(text.offset(text.position(at)), at, "{units:?} {at}");
            }
            assert_eq!(text.position(written.len()), Position::new(3, 3));
            assert_eq!(text.offset(Position::new(0, 99)), "\u{feff}a𝄞é".len());
            assert_eq!(text.offset(Position::new(9, 0)), written.len());
        }
        let text = Text::new(written.to_owned(), Units::Utf16);
        assert_eq!(text.offset(Position::new(0, 3)), "\u{feff}a".len(), "the middle of a character is its beginning");
    }

    #[test]
    fn a_range_that_ends_before_it_begins_takes_nothing_away() {
        let text = Text::new("abc\n".to_owned(), Units::Utf16);
        let range = Some(Stretch::new(Position::new(0, 2), Position::new(0, 1)));
        let change = TextDocumentContentChangeEvent { range, range_length: None, text: "x".to_owned() };
        assert_eq!(text.changed(change).as_str(), "abxc\n");
    }
}
