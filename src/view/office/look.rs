//! Says whether text can be seen: its color against that of its ground, its size.

use std::borrow::Cow;

use crate::source::hidden::HiddenKind;
pub(super) use crate::view::sight::{Colour, are_alike, is_dark};

/// White, the color of paper.
pub(super) const WHITE: Colour = [255; 3];
/// Text of so many points at most cannot be read.
const TINY: f32 = 3.0;

/// How text looks, as far as it says so.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Look {
    /// Whether it is not shown at all.
    pub(super) hidden: Option<bool>,
    /// Its color; `Some(None)` is black or white, as the ground needs.
    pub(super) colour: Option<Option<Colour>>,
    /// The color right behind the letters; `Some(None)` is none.
    pub(super) ground: Option<Option<Colour>>,
    /// The color of a marker over it; `Some(None)` is none.
    pub(super) marker: Option<Option<Colour>>,
    /// Its size in points.
    pub(super) size: Option<f32>,
    /// Whether a line runs through it.
    pub(super) struck: Option<bool>,
    /// Whether it is shown in capitals, however it is written.
    pub(super) capitals: Option<bool>,
}

impl Look {
    /// This look, where `over` says nothing else.
    pub(super) fn under(self, over: Look) -> Look {
        Look {
            hidden: over.hidden.or(self.hidden),
            colour: over.colour.or(self.colour),
            ground: over.ground.or(self.ground),
            marker: over.marker.or(self.marker),
            size: over.size.or(self.size),
            struck: over.struck.or(self.struck),
            capitals: over.capitals.or(self.capitals),
        }
    }

    /// How text of this look is hidden on a paragraph, a cell or a page of the color `paper`; `None` if it can be seen.
    pub(super) fn hides(self, paper: Colour) -> Option<HiddenKind> {
        if self.hidden == Some(true) {
            return Some(HiddenKind::Undisplayed);
        }
        let colour = self.colour.flatten();
        let box_over = self.marker.flatten().or(self.ground.flatten());
        if let Some(over) = box_over {
            // What is written without a color under a black marker was blackened with it.
            let blackened = is_dark(over);
            let black = colour.is_none_or(|colour| are_alike(colour, over));
            return match colour {
                _ if blackened && black => Some(HiddenKind::Covered),
                Some(colour) if are_alike(colour, over) => Some(HiddenKind::SameColour),
                _ => self.tiny(),
            };
        }
        match colour {
            Some(colour) if are_alike(colour, paper) => Some(HiddenKind::SameColour),
            _ => self.tiny(),
        }
    }

    /// `text` as readers see it.
    pub(super) fn shown(self, text: Cow<'_, str>) -> Cow<'_, str> {
        if self.capitals == Some(true) { text.to_uppercase().into() } else { text }
    }

    fn tiny(self) -> Option<HiddenKind> {
        let tiny = self.size.is_some_and(|size| size <= TINY).then_some(HiddenKind::Tiny);
        tiny.or((self.struck == Some(true)).then_some(HiddenKind::Struck))
    }
}

/// Whether `text` stands for text that was removed.
pub(super) fn is_filler(text: &str) -> bool {
    text.chars().all(|c| matches!(c, 'X' | 'x' | '█' | '*' | '-' | '_' | ' ' | '\u{a0}'))
}

/// Reads `FFFFFF` or `#ffffff`.
pub(super) fn colour(text: &str) -> Option<Colour> {
    let digits = text.trim_start_matches('#');
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (digits.len() == 6).then_some(())?;
    Some([byte(0)?, byte(2)?, byte(4)?])
}

/// The colors that office programs call by name.
pub(super) fn named(name: &str) -> Option<Colour> {
    let colour = match name {
        "black" => [0, 0, 0],
        "white" => WHITE,
        "blue" => [0, 0, 255],
        "cyan" => [0, 255, 255],
        "green" => [0, 255, 0],
        "magenta" => [255, 0, 255],
        "red" => [255, 0, 0],
        "yellow" => [255, 255, 0],
        "darkBlue" => [0, 0, 128],
        "darkCyan" => [0, 128, 128],
        "darkGreen" => [0, 128, 0],
        "darkMagenta" => [128, 0, 128],
        "darkRed" => [128, 0, 0],
        "darkYellow" => [128, 128, 0],
        "darkGray" => [128, 128, 128],
        "lightGray" => [192, 192, 192],
        _ => return None,
    };
    Some(colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(look: Look) -> Option<HiddenKind> {
        look.hides(WHITE)
    }

    #[test]
    fn what_nobody_sees_is_told_from_what_is_faint() {
        let coloured = |text: &str| Look { colour: Some(colour(text)), ..Look::default() };
        assert_eq!(hides(coloured("FEFEFE")), Some(HiddenKind::SameColour));
        assert_eq!(hides(coloured("BFBFBF")), None);
        assert_eq!(hides(coloured("auto")), None);
        assert_eq!(coloured("FFFFFF").hides([0, 0, 128]), None);
        assert_eq!(coloured("111111").hides([0; 3]), Some(HiddenKind::SameColour));
        assert_eq!(coloured("000000").hides([34; 3]), Some(HiddenKind::SameColour));
        assert_eq!(coloured("808080").hides([0; 3]), None);
        assert_eq!(hides(Look { size: Some(1.0), ..Look::default() }), Some(HiddenKind::Tiny));
        assert_eq!(hides(Look { size: Some(6.0), ..Look::default() }), None);
        assert_eq!(hides(Look { hidden: Some(true), ..Look::default() }), Some(HiddenKind::Undisplayed));
    }

    #[test]
    fn capitals_are_read_as_they_are_shown() {
        let shown = |capitals| Look { capitals, ..Look::default() }.shown("Secret".into());
        assert_eq!((&*shown(Some(true)), &*shown(Some(false)), &*shown(None)), ("SECRET", "Secret", "Secret"));
        assert!(is_filler("XXXX XXX") && is_filler("████") && !is_filler("Max"));
    }

    #[test]
    fn a_black_marker_covers_what_is_not_light() {
        let marked = |marker: &str, text: Option<Colour>| Look {
            marker: Some(named(marker)),
            colour: Some(text),
            ..Look::default()
        };
        assert_eq!(hides(marked("black", None)), Some(HiddenKind::Covered));
        assert_eq!(hides(marked("black", Some([0, 0, 0]))), Some(HiddenKind::Covered));
        assert_eq!(hides(marked("black", Some(WHITE))), None);
        assert_eq!(hides(marked("yellow", None)), None);
        assert_eq!(hides(marked("yellow", Some([255, 255, 0]))), Some(HiddenKind::SameColour));
    }
}
