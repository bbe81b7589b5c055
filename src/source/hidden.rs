//! Says how text is hidden in a file.

use serde::Deserialize;

/// How text is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HiddenKind {
    /// Characters without width, and fillers.
    ZeroWidth,
    /// A byte-order mark at the beginning of a line, where two files were put together.
    StrayMark,
    /// A run of characters for which only some font has a shape.
    PrivateUse,
    /// Characters that turn the direction of writing.
    Direction,
    /// Tag characters, and variation selectors that select nothing.
    Payload,
    /// A soft hyphen inside a word.
    SoftHyphen,
    /// A code or a marking in which letters of another script stand for the right ones.
    LookAlike,
    /// A comment of a markup language.
    Comment,
    /// An element that is not displayed.
    Undisplayed,
    /// An element that is not displayed because of a style sheet, perhaps until a program shows it.
    StyledAway,
    /// A part of a message in base64, though words were removed from the rest.
    EncodedPart,
    /// An attribute beside or around a redaction mark.
    Attribute,
    /// Text in the color of its background.
    SameColour,
    /// Text that is struck through or in a spoiler.
    Struck,
    /// A definition in Markdown that nothing refers to.
    Unreferenced,
    /// A deleted run of a document's history, or a reviewer's comment.
    Tracked,
    /// Text that a carriage return, a backspace or an escape sequence covers.
    Overstruck,
    /// Text that an opaque path or image covers, which was drawn later.
    Covered,
    /// Text that is not drawn at all, as in an invisible text layer that is no reading of a scan.
    Undrawn,
    /// Text beyond the edge of its page.
    OutsidePage,
    /// Text too small to be read.
    Tiny,
    /// Text on a layer that is switched off.
    LayerOff,
    /// Text below a mark for redaction that was not applied.
    UnappliedRedaction,
    /// What a text says to programs, where the page shows something else.
    Misdrawn,
    /// A note on the page, or a form field.
    Annotation,
    /// A bookmark, the name of a place, or the target of a link.
    Bookmark,
    /// A file inside the file.
    EmbeddedFile,
    /// What the file says of its author, its title and its making.
    Properties,
    /// Text of an earlier version, or of an object that nothing shows any more.
    Revision,
    /// A row, column, sheet or slide that is hidden.
    HiddenCells,
    /// The notes of a speaker.
    SpeakerNotes,
    /// The description of a picture.
    PictureDescription,
    /// A name, a formula or a code that the page does not show, or a link to another file.
    FieldCode,
    /// Data that programs keep in the file.
    CustomData,
    /// Who inserted text by a change that is not yet accepted.
    Pending,
}

impl HiddenKind {
    /// Its name in rule packs.
    pub fn name(self) -> String {
        let mut name = String::new();
        for (at, letter) in format!("{self:?}").char_indices() {
            if at > 0 && letter.is_ascii_uppercase() {
                name.push('-');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_that_of_rule_packs() {
        for kind in [HiddenKind::SameColour, HiddenKind::Tiny, HiddenKind::UnappliedRedaction] {
            let text = format!("kind = \"{}\"", kind.name());
            let read: std::collections::BTreeMap<String, HiddenKind> = toml::from_str(&text).expect("a kind");
            assert_eq!(read["kind"], kind);
        }
    }
}
