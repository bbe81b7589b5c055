//! Determines the marking system of a document from its own words.
//!
//! The letterhead and the form of the marking decide: agencies mark by 32 CFR 2001 or 2002, the IC Manual, DoDM
//! 5200.01 or 5 FAH, and nothing else differs in every document. Without a sign the caller's assumption applies.

use super::super::{Document, Style};
use crate::document::authority::Label;
use crate::document::text::line::{Line, texts};
use crate::register::vocabulary::WORDS;

/// A letterhead ends within so many lines.
const LETTERHEAD: usize = 14;

pub(crate) fn style(document: &Document<'_>, lines: &[Line]) -> Option<Style> {
    let text = document.source.text();
    let first = document.banners.first().map_or("", |banner| document.text(banner.span));
    if ["CUI", "CONTROLLED"].iter().any(|word| first.split("//").next() == Some(word)) {
        return Some(Style::Cui);
    }
    let grammar = document.banners.iter().any(|banner| is_slashed(document.text(banner.span)));
    if document.order.is_some() && !grammar || first == "SENSITIVE BUT UNCLASSIFIED" {
        return Some(Style::State);
    }
    if document.authority.iter().any(|authority| authority.labelled(Label::DowngradeTo).next().is_some()) {
        return Some(Style::Dod);
    }
    // `//` belongs to the grammar of the intelligence community or DoD, whatever the letterhead says.
    letterhead(text, lines).filter(|style| *style != Style::State || !grammar).or_else(|| style_of_marks(document))
}

/// Whether a banner parts its fields by double slashes, as State's own `SENSITIVE BUT UNCLASSIFIED//…` does not count
/// for.
fn is_slashed(banner: &str) -> bool {
    banner.contains("//") && !banner.starts_with("SENSITIVE BUT UNCLASSIFIED")
}

pub(crate) fn has_letterhead(text: &str, lines: &[Line]) -> bool {
    letterhead(text, lines).is_some()
}

fn letterhead(text: &str, lines: &[Line]) -> Option<Style> {
    letterhead_of(lines.iter().map(|line| &text[line.span.range()]))
}

/// Whether the letterhead of a paper is that of State, which leaves its subjects without a mark.
pub(crate) fn is_of_state(text: &str) -> bool {
    letterhead_of(texts(text).map(|(_, line)| line.trim())) == Some(Style::State)
}

fn letterhead_of<'t>(lines: impl Iterator<Item = &'t str>) -> Option<Style> {
    let head = lines.filter(|line| !line.is_empty()).take(LETTERHEAD);
    head.filter(|line| line.len() < 80).find_map(|line| {
        let line = line.to_ascii_uppercase();
        let names = |words: &[&str]| words.iter().any(|words| line.contains(words));
        // A line of names is not a letterhead: MEMORANDUM FOR THE SECRETARY OF DEFENSE.
        let addressed = line.contains(':') || line.starts_with("MEMORANDUM") || line.starts_with("TO ");
        match (addressed, names(&WORDS.paper.state), names(&WORDS.paper.defense)) {
            (false, true, _) => Some(Style::State),
            (false, _, true) => Some(Style::Dod),
            _ => None,
        }
    })
}

/// The style of State where no marking of the document has a double slash: it does not follow the grammar of the
/// intelligence community, as documents of the State Department and older ones do not.
pub(crate) fn style_of_marks(document: &Document<'_>) -> Option<Style> {
    let subject = document.subject.iter().filter_map(|subject| subject.mark);
    let marks = subject.chain(document.paragraphs.iter().filter_map(|portion| portion.mark)).map(|mark| mark.span);
    let mut all = document.banners.iter().map(|banner| banner.span).chain(marks).peekable();
    let marked = all.peek().is_some();
    (marked && !all.any(|mark| document.text(mark).contains("//"))).then_some(Style::State)
}
