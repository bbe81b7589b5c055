//! Views of pages in two columns, as programs that keep the layout of a page print them: the left one above the right one.
//!
//! Rows of a table stand beside one another, too. Columns hold running text, or a telegram begins in one.

use super::markdown::{begins_telegram, is_banner};
use super::plain::lines;
use super::{Draft, View};
use crate::document::text::line::texts_upward;
use crate::marking::Level;
use crate::source::{SourceFile, Span};

/// So many rows with text in both columns make them columns, at least.
const ROWS: usize = 5;
/// So many rows of a paper are in its right column, at least; its last line is in one of the last rows.
const FRAMED: usize = 3;
const LAST: usize = 2;
/// So many of running text, without the beginning of a telegram: a few sentences with a gap in each are no columns.
const RUNNING: usize = 8;
/// So many blanks are between them in a row, at least, and so many in every row.
const GAP: &str = "   ";
const GUTTER: usize = 2;
/// A row of running text has so many words, at least.
const WORDS: usize = 4;

/// The view of a text of which a page has two columns.
pub(super) fn view(source: &SourceFile) -> Option<View> {
    let text = source.text();
    let least = if is_framed(text) { FRAMED } else { ROWS };
    if least == ROWS && !has_gaps(text) {
        return None;
    }
    let lines = lines(text);
    let (mut draft, mut first, mut found) = (Draft::default(), 0, false);
    while first < lines.len() {
        let feed = |line: &Span| text[line.range()].contains('\u{c}');
        let end = lines[first + 1..].iter().position(feed).map_or(lines.len(), |next| first + 1 + next);
        found |= page(text, &lines[first..end], least, &mut draft);
        first = end;
    }
    found.then(|| draft.view(source))
}

/// Whether enough lines have a gap between words; most texts have few.
fn has_gaps(text: &str) -> bool {
    let inner = |at: &usize| !text[..*at].ends_with(|c: char| c.is_whitespace());
    memchr::memmem::find_iter(text.as_bytes(), GAP).filter(inner).nth(ROWS - 1).is_some()
}

/// Whether a text may be a paper in two columns: it begins with a banner, and one ends it further to the right.
fn is_framed(text: &str) -> bool {
    let line = text.trim_start_matches(['\n', '\r', '\u{c}']).lines().next().unwrap_or_default();
    let banner = line.split(GAP).next().unwrap_or_default().trim_end();
    let mut below = texts_upward(text).map(|line| line.trim_end_matches(char::is_whitespace));
    let mut below = below.by_ref().filter(|line| !line.trim().is_empty()).take(LAST);
    is_banner(banner) && below.any(|line| line.rfind(GAP).is_some_and(|gap| is_banner(line[gap..].trim_start())))
}

/// Draws a page, and says whether it has columns.
fn page(text: &str, lines: &[Span], least: usize, draft: &mut Draft) -> bool {
    let rows: Vec<Row<'_>> = lines.iter().map(|line| Row::new(text, *line)).collect();
    let column = column(&rows, least);
    let (mut at, mut found) = (0, false);
    while at < rows.len() {
        let clear = column.map_or(0, |column| rows[at..].iter().take_while(|row| row.is_clear(column)).count());
        let block = &rows[at..at + clear];
        match column.filter(|column| are_columns(block, *column)) {
            Some(column) => {
                block.iter().for_each(|row| row.draw(row.left(column), draft));
                block.iter().for_each(|row| row.draw(row.right(column), draft));
                found = true;
            }
            None => lines[at..at + clear.max(1)].iter().for_each(|line| draft.copy(text, *line)),
        }
        at += clear.max(1);
    }
    found
}

/// A line, with the places of its letters in it.
struct Row<'t> {
    text: &'t str,
    /// Without what ends it, and without a form feed in front of it.
    line: Span,
    inside: &'t str,
}

impl<'t> Row<'t> {
    fn new(text: &'t str, line: Span) -> Row<'t> {
        let inside = text[line.range()].trim_end();
        let bare = inside.trim_start_matches('\u{c}');
        Row { text, line: line.part(inside.len() - bare.len(), bare.len()), inside: bare }
    }

    /// Where a column begins, in bytes.
    fn at(&self, column: usize) -> usize {
        if self.inside.is_ascii() {
            return column.min(self.inside.len());
        }
        self.inside.char_indices().nth(column).map_or(self.inside.len(), |(at, _)| at)
    }

    fn left(&self, column: usize) -> Span {
        self.line.part(0, self.inside[..self.at(column)].trim_end().len())
    }

    fn right(&self, column: usize) -> Span {
        let at = self.at(column);
        self.line.part(at, self.inside.len() - at)
    }

    /// Whether nothing stands right before a column.
    fn is_clear(&self, column: usize) -> bool {
        self.inside[self.at(column.saturating_sub(GUTTER))..self.at(column)].trim().is_empty()
    }

    /// The columns at which text begins behind a gap.
    fn begins(&self) -> impl Iterator<Item = usize> {
        let gaps = self.inside.as_bytes().windows(GAP.len()).any(|bytes| bytes == GAP.as_bytes());
        let inside = if gaps { self.inside } else { "" };
        let mut blanks = 0;
        inside.chars().enumerate().filter_map(move |(column, letter)| {
            let before = if letter == ' ' { blanks + 1 } else { 0 };
            (std::mem::replace(&mut blanks, before) >= GAP.len() && letter != ' ').then_some(column)
        })
    }

    fn draw(&self, part: Span, draft: &mut Draft) {
        draft.copy(self.text, part);
        draft.put("\n", Span::at(part.end));
    }
}

/// The column at which most of the text behind gaps begins.
fn column(rows: &[Row<'_>], least: usize) -> Option<usize> {
    let mut counts: Vec<usize> = Vec::new();
    for column in rows.iter().flat_map(Row::begins) {
        counts.resize(counts.len().max(column + 1), 0);
        counts[column] += 1;
    }
    let most = *counts.iter().max()?;
    counts.iter().position(|count| *count == most).filter(|_| most >= least)
}

/// Whether a paper goes on from the left column to the right one: its first line is a banner, and so is its last.
fn is_paper(rows: &[[&str; 2]]) -> bool {
    let side = |side: usize| rows.iter().map(move |row| row[side].trim()).filter(|side| !side.is_empty());
    let (first, last) = (side(0).next(), side(1).next_back());
    // A marking at the left and the right of one line is printed twice.
    let twice = rows.iter().any(|row| !row[0].is_empty() && row[0].trim() == row[1].trim());
    first.is_some_and(is_banner) && last.is_some_and(is_banner) && !twice
}

/// Whether a text begins with a portion mark: `(S//NF) The ice`, `2. (U) The ferry`.
fn begins_portion(side: &str) -> bool {
    let behind = side.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ' ']);
    let mark = behind.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    mark.is_some_and(|(mark, text)| {
        let level = mark.split('/').next().unwrap_or_default();
        text.starts_with(' ') && level.len() < 3 && Level::named(level).is_some()
    })
}

/// Whether rows are lines of two columns: of running text, or of a telegram.
fn are_columns(rows: &[Row<'_>], column: usize) -> bool {
    let all: Vec<[&str; 2]> =
        rows.iter().map(|row| [row.left(column), row.right(column)].map(|side| &row.text[side.range()])).collect();
    let both: Vec<[&str; 2]> = all.iter().copied().filter(|row| row.iter().all(|side| !side.is_empty())).collect();
    // What a program is said to do stands behind it, each time behind the same sign.
    let sign = both.first().and_then(|row| row[1].chars().next()).filter(|sign| !sign.is_alphanumeric());
    let remarks = sign.is_some_and(|sign| both.iter().all(|row| row[1].starts_with(sign)));
    let runs = |side: &str| side.split_ascii_whitespace().count() >= WORDS && !side.trim().contains(GAP);
    let running = |side: usize, share: usize| both.iter().filter(|row| runs(row[side])).count() * share >= both.len();
    // The fields of a form stand beside one another, each behind its label.
    let begins = |side: &str| begins_telegram(side) && !side.starts_with("MRN");
    let telegram = |side: usize| all.iter().any(|row| begins(row[side]));
    // A paragraph that bears its mark begins in either column.
    let marked = |side: usize| all.iter().any(|row| begins_portion(row[side]));
    let prose = (both.len() >= RUNNING || (0..2).all(marked)) && (0..2).all(|side| running(side, 2));
    // The lines of a head, and what an archive prints around a telegram, are short.
    let telegrams = (0..2).any(telegram) && (0..2).all(|side| telegram(side) || running(side, 4));
    both.len() >= ROWS && !remarks && (prose || telegrams) || is_paper(&all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    #[test]
    fn few_rows_are_columns_where_marked_paragraphs_begin_in_both() {
        let rows = |right: &str| {
            let left = "(S) The road opens in\nDecember, when the ice of\nthe sound bears the weight\nof a truck, and a wagon\nof twenty tons.";
            let right = format!(
                "{right} trucks are blue, and\nthey have four axles each.\nThe bridge at the end of\nthe road, by the pier, is\nhollow inside of it."
            );
            let row = |(left, right): (&str, &str)| format!("{left:<34}{right}\n");
            left.lines().zip(right.lines()).map(row).collect::<String>()
        };
        let shown = |text: &str| {
            let source = source::read("x.txt", text.as_bytes().to_vec()).expect("readable");
            view(&source).map(|view| view.source().text().to_owned())
        };
        let seen = shown(&rows("(U) The")).expect("columns");
        assert!(seen.starts_with("(S) The road opens in\nDecember") && seen.contains("\n(U) The trucks"), "{seen}");
        assert_eq!(shown(&rows("Their")), None);
        // A paper, and one whose foot is set in.
        let paper = "SECRET                        The road opens.\n\n3 May 2016                    It is of ice.\n\nFOR THE RECORD                SECRET\n";
        assert!(shown(paper).expect("columns").contains("FOR THE RECORD\nThe road opens.\n"));
        assert_eq!(shown(&paper.replace("FOR THE RECORD    ", "SECRET            ")), None);
        assert_eq!(
            shown("SECRET\n\n3 May 2016\n\nThe road opens, and it is of ice and closed in May.\n\n      SECRET\n"),
            None
        );
    }
}
