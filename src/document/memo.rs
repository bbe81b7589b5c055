//! The lines of a text that is no telegram in, its parts out: banners, authority block, paragraphs with portion marks.
//!
//! A banner is a line that is nothing but a marking in capitals. Only a mark at the start of a line counts as a portion
//! mark: parentheses in the middle hold statutes, office symbols, plurals and case numbers.

use super::authority::{authority, label};
use super::classification::level_word;
use super::line::Line;
use super::paragraph::{Beginning, paragraphs};
use super::{Banner, Document};
use crate::lex::Kind;
use crate::source::Span;

/// Fills `document` from its lines.
pub(super) fn read(document: &mut Document<'_>, lines: &[Line]) {
    let text = document.source.text();
    document.banners = lines.iter().filter_map(|line| banner(text, line)).collect();
    document.authority = authority(text, &authority_lines(text, lines), document.dating.day());
    document.paragraphs = paragraphs(text, lines, document.span.end, Beginning::Unknown);
    // A numbered line is a paragraph of a memorandum only if it carries a mark; lists are everywhere.
    document.paragraphs.retain(|paragraph| paragraph.mark.is_some_and(|mark| mark.level.is_some() && !mark.repaired));
}

/// A line that is a level word, alone or with controls behind double slashes.
fn banner(text: &str, line: &Line) -> Option<Banner> {
    let inside = &text[line.span.range()];
    if line.opening != Some(Kind::Capitals) || inside.len() > 120 {
        return None;
    }
    let (level, _) = level_word(text, line.span).filter(|(level, _)| !level.repaired)?;
    let behind = &text[level.span.end as usize..line.span.end as usize];
    (behind.is_empty() || behind.starts_with("//")).then_some(Banner { span: line.span, level: level.value })
}

/// The lines that begin with a label of the authority block, each with the lines that continue it up to a blank one.
fn authority_lines(text: &str, lines: &[Line]) -> Vec<Span> {
    let mut block = Vec::new();
    let (mut inside, mut stamp) = (false, false);
    for line in lines {
        // The State Department's release stamp is the releaser's decision, not the document's.
        stamp = text[line.span.range()].contains("A/GIS, DoS on") || stamp && !line.is_empty();
        if stamp {
            inside = false;
            continue;
        }
        let opens = matches!(line.opening, Some(Kind::Prose | Kind::Capitals));
        let labelled =
            opens && line.span.len() < 400 && label(&text[line.span.range()]).is_some() && has_colon(text, line);
        inside = labelled || inside && !line.is_empty() && line.indent > 0;
        if inside {
            block.push(line.span);
        }
    }
    block
}

fn has_colon(text: &str, line: &Line) -> bool {
    text[line.span.range()].bytes().take(30).any(|b| b == b':')
}
