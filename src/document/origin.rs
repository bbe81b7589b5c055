//! Determines whether a marked document is from NATO or another government.
//!
//! Leading slashes and other US requirements are for US documents that contain foreign information (IC Manual A.6,
//! H.7). A NATO document uses NATO's words, and one of another government the words of that government.

use super::paper::{style, title};
use super::text::line::Line;
use super::{Banner, Document};
use crate::marking::{Level, MarkingKind, Owner, read};
use crate::register::vocabulary::WORDS;

/// Who wrote a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The United States, as far as nothing says otherwise.
    #[default]
    UnitedStates,
    /// NATO, which has levels and controls of its own in the order that the United States follow.
    Nato,
    /// Another government, whose markings are not for us to judge.
    Foreign,
}

/// A letterhead ends within so many lines.
const LETTERHEAD: usize = 14;

/// Whether a marking of NATO without slashes is the first banner, and every other one is such a marking or a level alone.
pub(super) fn has_nato_banner(document: &Document<'_>) -> bool {
    let register = document.registers.markings();
    let nato = |text: &str| {
        let owner = read(text, MarkingKind::Banner, register).marking.map(|marking| marking.owner);
        !text.starts_with("//") && matches!(owner, Some(Owner::Nato(_)))
    };
    let mut texts = document.banners.iter().map(|banner| document.text(banner.span));
    texts.next().is_some_and(nato) && texts.all(|text| nato(text) || Level::named(text).is_some())
}

/// Whose document it is: NATO's or another government's where its banners or its letterhead are, there is text below
/// them, and nothing on it is of the United States, such as a level of a portion, an authority or a letterhead.
pub(super) fn origin(document: &Document<'_>, lines: &[Line]) -> Origin {
    let (text, register) = (document.source.text(), document.registers.markings());
    let caveat = |line: &str| WORDS.paper.caveats.iter().any(|caveat| line.ends_with(caveat));
    let foreign = |line: &Line| {
        let written = &text[line.span.range()];
        let line = written.to_ascii_uppercase();
        // Whom a document is for, or what it is about, follows a colon.
        let head =
            !line.contains(':') && line.len() < 60 && WORDS.paper.foreign.iter().any(|name| line.starts_with(name));
        head || caveat(written) && line.len() < 40
    };
    // The European Union and the United Nations have levels of their own.
    let union = |marking: &str| ["EU ", "UN "].iter().any(|union| marking.starts_with(union));
    let kept = |banner: &Banner| caveat(document.text(banner.span));
    let origin = if has_nato_banner(document) {
        Origin::Nato
    } else if document.banners.iter().any(kept)
        || !document.banners.is_empty() && document.banners.iter().all(|banner| union(document.text(banner.span)))
        || lines.iter().filter(|line| !line.is_empty()).take(LETTERHEAD).any(foreign) && !title::is_titled(text)
    {
        Origin::Foreign
    } else {
        return Origin::UnitedStates;
    };
    let ours = |mark: &str| {
        mark.contains("//") || !union(mark) && register.level_word(mark).is_none_or(|(entry, _)| entry.codes.is_empty())
    };
    let mut marks = document.paragraphs.iter().filter_map(|paragraph| paragraph.mark);
    let claimed = document.authority.is_some()
        || document.order.is_some()
        || document.banners.iter().any(|banner| document.text(banner.span).contains("//") && !kept(banner))
        || style::has_letterhead(text, lines)
        || marks.any(|mark| ours(document.text(mark.inside)));
    let written = lines.iter().filter(|line| !line.is_empty()).count() > document.banners.len();
    if written && !claimed { origin } else { Origin::UnitedStates }
}
