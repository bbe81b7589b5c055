//! Finds the portions of a paper that bears its marks behind the text, as many did before 2010.

use super::portion_mark::{PortionContext, mark_at_end};
use crate::document::paragraph::Paragraph;
use crate::document::text::line::Line;
use crate::source::Span;

/// So many blocks end with a mark at least.
const FEWEST: usize = 2;

/// The blocks of `lines` that end with a mark, if most blocks of sentences do. `stops`, which are in order,
/// are no portions.
pub(crate) fn portions(text: &str, lines: &[Line], mut stops: &[Span], known: PortionContext<'_>) -> Vec<Paragraph> {
    let (mut found, mut sentences) = (Vec::new(), 0);
    for block in lines.split(Line::is_empty) {
        let (Some(first), Some(last)) = (block.first(), block.last()) else { continue };
        let span = first.span.to(last.span);
        stops = &stops[stops.iter().take_while(|stop| stop.end < span.start).count()..];
        if stops.first().is_some_and(|stop| stop.touches(span)) {
            continue;
        }
        let behind = Span::new(last.span.start.max(first.span.start), span.end);
        // A subject has a reader of its own, and a list may end with any letter.
        let sentence =
            |mark: Span| text[span.start as usize..mark.start as usize].trim_end().ends_with(['.', '!', '?', '"', '”']);
        let mark = mark_at_end(text, behind, known).filter(|mark| mark.level.is_some() && sentence(mark.span));
        sentences += usize::from(mark.is_some() || text[span.range()].ends_with(['.', '!', '?']));
        found.extend(mark.map(|mark| Paragraph { span, number: None, mark: Some(mark), text: span.start }));
    }
    if found.len() < FEWEST || found.len() * 2 < sentences { Vec::new() } else { found }
}
