//! Reads tables: the heading above a place, and the cells below a heading.
//!
//! Columns are separated by tabs, bars or commas, or by position. A line that is not a row ends the table. Linear in
//! the lines read.

use memchr::memmem;

use super::line::texts;
use crate::source::Span;

/// Bytes that a line of a table has at most.
const LONGEST_LINE: usize = 400;
/// Bytes that a cell has at most: what is longer is a sentence.
const LONGEST_CELL: usize = 60;
/// Bytes that a heading has at most.
const LONGEST_HEADING: usize = 32;
/// Cells that a row has at most.
const MOST_CELLS: usize = 40;
/// Rows without a number below a heading after which nothing is looked for.
const EMPTY_ROWS: usize = 3;

/// A line cut into cells.
pub(crate) struct TableRow {
    /// Where its line starts.
    start: u32,
    /// The cells without the spaces around them.
    pub(crate) cells: Vec<Span>,
    /// The sign between the cells, so that an empty one counts; `None` if only spaces are there.
    pub(crate) sign: Option<char>,
}

impl TableRow {
    /// The cells of `line`, which starts at `start`; `None` if it has fewer than two.
    pub(crate) fn read(start: usize, line: &str) -> Option<TableRow> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        let count = |sign: char| line.matches(sign).take(2).count();
        let sign = ['\t', '|'].into_iter().find(|&sign| count(sign) > 0);
        let blanks = sign.is_none() && memmem::find(line.trim().as_bytes(), b"  ").is_some();
        let sign = sign.or_else(|| [',', ';'].into_iter().find(|&sign| !blanks && count(sign) > 1));
        if sign.is_none() && !blanks {
            return None;
        }
        let cells: Vec<Span> = match sign {
            Some(sign) => pieces(start, line, line.split(sign)).collect(),
            None => pieces(start, line, line.split("  ")).filter(|cell| !cell.is_empty()).collect(),
        };
        (2..=MOST_CELLS).contains(&cells.len()).then_some(TableRow { start: start as u32, cells, sign })
    }

    /// Whether it can be the line of headings: short words and no numbers.
    fn is_heading(&self, text: &str) -> bool {
        let short = |cell: &Span| {
            let text = &text[cell.range()];
            text.len() <= LONGEST_HEADING && text.bytes().filter(u8::is_ascii_digit).count() < 2
        };
        let words = self.cells.iter().filter(|cell| text[cell.range()].contains(char::is_alphabetic)).count();
        words >= 2 && self.cells.iter().all(short)
    }

    /// Whether one of its cells is a sentence.
    fn is_prose(&self) -> bool {
        self.cells.iter().any(|cell| cell.len() as usize > LONGEST_CELL)
    }

    /// Its cell in the column of the cell `index` of `other`.
    fn in_column(&self, other: &TableRow, index: usize) -> Option<Span> {
        if self.sign != other.sign {
            return None;
        }
        if self.sign.is_some() || self.cells.len() == other.cells.len() {
            return self.cells.get(index).copied();
        }
        let cell = other.cells[index];
        let (start, end) = (cell.start - other.start, cell.end - other.start);
        self.cells.iter().copied().find(|cell| cell.start - self.start < end && start < cell.end - self.start)
    }

    fn cell_at(&self, place: Span) -> Option<usize> {
        self.cells.iter().position(|cell| cell.start <= place.start && place.start < cell.end)
    }
}

/// Where each of `pieces` of `line` is, without the spaces around it.
fn pieces<'l>(start: usize, line: &'l str, pieces: impl Iterator<Item = &'l str>) -> impl Iterator<Item = Span> {
    pieces.map(move |piece| {
        let trimmed = piece.trim();
        let at = start + (trimmed.as_ptr() as usize - line.as_ptr() as usize);
        Span::new(at as u32, (at + trimmed.len()) as u32)
    })
}

/// Whether `line` only rules the table off.
pub(crate) fn is_rule(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'_' | b'+' | b'|' | b':' | b'*' | b' ' | b'\t'))
}

/// Whether a line that is not a row ends the table.
fn ends(line: &str) -> bool {
    line.len() > LONGEST_CELL || line.trim_end().ends_with('.')
}

/// Finds the headings above places, which must be requested in order.
pub(crate) struct Headings<'t> {
    text: &'t str,
    lines: Box<dyn Iterator<Item = (usize, &'t str)> + 't>,
    heading: Option<TableRow>,
    /// The line read last, and its row.
    line: Option<(Span, Option<TableRow>)>,
    /// Whether a line that is not a row came after the last row, so that the next heading begins another table.
    broken: bool,
    blank: usize,
}

impl<'t> Headings<'t> {
    /// Of the part of `text` that `span` covers.
    pub(crate) fn new(text: &'t str, span: Span) -> Headings<'t> {
        let start = span.start as usize;
        let lines = texts(&text[span.range()]).map(move |(at, line)| (start + at, line));
        Headings { text, lines: Box::new(lines), heading: None, line: None, broken: false, blank: 0 }
    }

    /// The heading of the column in which `place` is.
    pub(crate) fn over(&mut self, place: Span) -> Option<&'t str> {
        while self.line.as_ref().is_none_or(|(line, _)| line.end < place.start) {
            let (start, line) = self.lines.next()?;
            if let Some((_, row)) = self.line.take() {
                self.follow(row);
            }
            let row = self.pass(start, line);
            self.line = Some((Span::new(start as u32, (start + line.len()) as u32), row));
        }
        let (_, row) = self.line.as_ref()?;
        let (row, heading) = (row.as_ref()?, self.heading.as_ref()?);
        let cell = heading.in_column(row, row.cell_at(place)?)?;
        Some(&self.text[cell.range()])
    }

    /// Takes in the row, if it is one, of a line that has been read.
    fn follow(&mut self, row: Option<TableRow>) {
        let Some(row) = row else { return };
        let apart = self.heading.as_ref().is_none_or(|heading| self.broken || heading.sign != row.sign);
        if apart && row.is_heading(self.text) {
            self.heading = Some(row);
        }
        self.broken = false;
    }

    /// The row in `line`; forgets the heading if the table ends here.
    fn pass(&mut self, start: usize, line: &str) -> Option<TableRow> {
        if is_rule(line) {
            self.blank = if line.trim().is_empty() { self.blank + 1 } else { 0 };
            if self.blank > 1 {
                self.heading = None;
            }
            return None;
        }
        self.blank = 0;
        let row = TableRow::read(start, line);
        if row.as_ref().map_or(ends(line), TableRow::is_prose) {
            self.heading = None;
        }
        self.broken |= row.is_none();
        row.filter(|row| !row.is_prose())
    }
}

/// The cells with numbers in them below `heading`, which is in the part of `text` that `span` covers, if it is one.
pub(crate) fn below(text: &str, span: Span, heading: Span) -> Vec<Span> {
    let from = text.ceil_char_boundary((heading.start as usize).saturating_sub(LONGEST_LINE).max(span.start as usize));
    let start = text[from..heading.start as usize].rfind(['\n', '\r']).map_or(from, |at| from + at + 1);
    // A longer line is no row, and is not read to its end for each of its words.
    let reach = text.floor_char_boundary((start + LONGEST_LINE + 2).min(span.end as usize));
    if reach < span.end as usize && !text[start..reach].contains(['\n', '\r']) {
        return Vec::new();
    }
    let mut lines = texts(&text[start..span.end as usize]).map(|(at, line)| (start + at, line));
    let first = lines.next().and_then(|(at, line)| TableRow::read(at, line)).filter(|row| row.is_heading(text));
    let Some((first, index)) = first.and_then(|row| row.cell_at(heading).map(|index| (row, index))) else {
        return Vec::new();
    };
    let (mut found, mut empty) = (Vec::new(), 0);
    for (at, line) in lines {
        if is_rule(line) && !line.trim().is_empty() {
            continue;
        }
        let row = TableRow::read(at, line);
        let cell = row.as_ref().and_then(|row| row.in_column(&first, index));
        let numbered = cell.filter(|cell| text[cell.range()].bytes().any(|byte| byte.is_ascii_digit()));
        empty = if numbered.is_some() { 0 } else { empty + 1 };
        found.extend(numbered);
        if empty > EMPTY_ROWS || row.as_ref().map_or(ends(line), TableRow::is_prose) {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, word: &str) -> Span {
        let start = text.find(word).expect("there") as u32;
        Span::new(start, start + word.len() as u32)
    }

    fn over<'t>(text: &'t str, word: &str) -> Option<&'t str> {
        Headings::new(text, Span::new(0, text.len() as u32)).over(span(text, word))
    }

    #[test]
    fn a_column_has_the_heading_over_it() {
        for table in [
            "List:\n\nName      No.        Post\nA. Fic    1234567    Oslo\nB. Tiv    7654321    Bern\n",
            "Name\tNo.\tPost\nA. Fic\t1234567\tOslo\nB. Tiv\t7654321\tBern\n",
            "| Name | No. | Post |\n|---|---|---|\n| A. Fic | 1234567 | Oslo |\n| B. Tiv | 7654321 | Bern |\n",
            "Name,No.,Post\nA. Fic,1234567,Oslo\nB. Tiv,7654321,Bern\n",
            "TAGS: A, B, C\n1. (U) The following:\n  Name     No.\n  A. Fic   1234567\n           Ndola\n  B. Tiv   7654321\n",
            "1. (U) Name       No.\n\n       A. Fic     1234567\n       B. Tiv     7654321\n",
        ] {
            assert_eq!((over(table, "1234567"), over(table, "7654321")), (Some("No."), Some("No.")), "{table}");
            let below = below(table, Span::new(0, table.len() as u32), span(table, "No."));
            let below: Vec<&str> = below.iter().map(|cell| &table[cell.range()]).collect();
            assert_eq!(below, ["1234567", "7654321"], "{table}");
        }
    }

    #[test]
    fn a_sentence_ends_the_table() {
        let text = "Name      No.\nA. Fic    none\nThis is what is known of them.\nB. Tiv    7654321\n";
        assert_eq!(over(text, "7654321"), None);
        assert!(below(text, Span::new(0, text.len() as u32), span(text, "No.")).is_empty());
        assert_eq!(over("No.       Name\n\n\n\n1234567   Fic\n", "1234567"), None);
    }
}
