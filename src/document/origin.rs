//! Tells whether a marked paper was written by NATO or another government.
//!
//! The leading slashes of foreign markings, and what else the rules of the United States ask for, are for papers of the
//! United States that hold foreign information (IC Manual A.6, H.7). A paper of NATO itself bears the words of NATO.

use super::line::Line;
use super::{Document, style};
use crate::marking::{Kind, Owner, Register, read};

/// Whether every banner is a marking of NATO without slashes.
pub(super) fn has_nato_banner(document: &Document<'_>) -> bool {
    let own = |text: &str| !text.starts_with("//") && matches!(owner(text, document.registers.markings()), Some(Owner::Nato(_)));
    !document.banners.is_empty() && document.banners.iter().all(|banner| own(document.text(banner.span)))
}

fn owner(text: &str, register: &Register) -> Option<Owner> {
    read(text, Kind::Banner, register).marking.map(|marking| marking.owner)
}

/// Whether the paper is NATO's own: its banners are, there is text below them, and nothing on it is of the United States,
/// such as a level of a portion, an authority or a letterhead.
pub(super) fn is_allied(document: &Document<'_>, lines: &[Line]) -> bool {
    let register = document.registers.markings();
    let ours = |text: &str| text.contains("//") || register.level_word(text).is_none_or(|(entry, _)| entry.codes.is_empty());
    let mut marks = document.paragraphs.iter().filter_map(|paragraph| paragraph.mark);
    has_nato_banner(document)
        && lines.iter().filter(|line| !line.is_empty()).count() > document.banners.len()
        && document.authority.is_none()
        && document.order.is_none()
        && !style::has_letterhead(document.source.text(), lines)
        && !marks.any(|mark| ours(document.text(mark.inside)))
}
