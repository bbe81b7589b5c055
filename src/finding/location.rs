//! Says where a finding is, for programs and for people.

use std::ops::Deref;
use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::source::Position;
use crate::source::packed::Rectangle;

/// A place of a finding. For programs a place in a file that is not text, or in a part of a message that is encoded,
/// counts rows and columns in what `cable-lint text` prints; all else goes by the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// Whether it is a place of the file on disk, with its bytes; else it is one of the text that was taken out.
    pub(super) on_disk: bool,
    pub(super) file: Position,
    pub(super) shown: Option<(Arc<str>, Position)>,
    pub(super) page: Option<(u32, Option<Rectangle>)>,
}

impl From<Position> for Location {
    fn from(file: Position) -> Location {
        Location { on_disk: true, file, shown: None, page: None }
    }
}

impl Location {
    /// Says where it is, if no editor shows it there: in a file that is not text, or in a part that is encoded.
    pub(super) fn whereabouts(&self) -> Option<String> {
        let (part, place) = self.shown.as_ref()?;
        let at = format!("line {}, column {} of what `cable-lint text` prints", place.row, place.column);
        Some(match self.page {
            Some((_, Some([left, top, right, bottom]))) => format!(
                "{part}, {left:.0} to {right:.0} points from the left and {top:.0} to {bottom:.0} from the top; {at}"
            ),
            _ if !self.on_disk => format!("{part}; {at}"),
            _ => format!("it is encoded in the file: {at}, in the {part}"),
        })
    }

    /// The row and column that programs are told: in the text that was taken out, if it is there.
    pub fn told(&self) -> Position {
        self.shown.as_ref().map_or(self.file, |(_, place)| *place)
    }

    /// Whether its offset counts bytes of the file on disk: not in a file that is not text.
    pub fn is_on_disk(&self) -> bool {
        self.on_disk
    }

    /// The part of the file in which it is, if that is not the file itself: `page 3`, `attachment memo.docx`.
    pub fn part(&self) -> Option<&str> {
        self.shown.as_ref().map(|(part, _)| &**part)
    }
}

impl Deref for Location {
    type Target = Position;

    /// Where it is in the file.
    fn deref(&self) -> &Position {
        &self.file
    }
}

impl Serialize for Location {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some((part, place)) = &self.shown else { return self.file.serialize(serializer) };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("part", &**part)?;
        if let Some((page, rectangle)) = &self.page {
            map.serialize_entry("page", page)?;
            map.serialize_entry("box", &rectangle.map(|sides| sides.map(tenths)))?;
        }
        map.serialize_entry("row", &place.row)?;
        map.serialize_entry("column", &place.column)?;
        map.serialize_entry("utf16_column", &place.utf16_column)?;
        map.serialize_entry("offset", &None::<u64>)?;
        map.end()
    }
}

/// Points, rounded to a tenth.
fn tenths(points: f32) -> f64 {
    (f64::from(points) * 10.0).round() / 10.0
}
