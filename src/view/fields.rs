//! Reads the rows of a Markdown table that hold the head of a telegram: `| TAGS | PREL, JA |`.

use std::ops::Range;

use super::Draft;
use crate::document::family::FAMILIES;
use crate::document::telegram::segment::Field;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// So many rows have the label of a field, at least.
const FEWEST: usize = 4;

/// The end of the table of which the line at `at` is the first, if it is the head of a telegram.
pub(super) fn head(text: &str, lines: &[Span], at: usize) -> Option<usize> {
    let row = |line: &Span| text[line.range()].trim_start().starts_with('|');
    if !row(&lines[at]) || at > 0 && row(&lines[at - 1]) {
        return None;
    }
    let end = at + lines[at..].iter().take_while(|line| row(line)).count();
    let labels: Vec<Label> = lines[at..end].iter().filter_map(|line| Some(cells(&text[line.range()])?.0)).collect();
    let numbered = labels.iter().any(|label| matches!(label, Label::Bare | Label::Named(Field::Number)));
    (numbered && labels.len() >= FEWEST).then_some(end)
}

/// What stands in the first cell of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    /// A label with a colon behind it, of a field of the field form or of the head of any telegram.
    Named(Field),
    /// `FM`, `TO`, `INFO`, `E.O.`: a word of the line itself.
    Word,
    /// What the line does not say: `DTG`, `Classification`.
    Bare,
}

/// The label in a row of two cells, and where both stand in it.
fn cells(line: &str) -> Option<(Label, Range<usize>, Range<usize>)> {
    let cells: Vec<&str> = line.trim().trim_matches('|').split('|').collect();
    let [label, value] = cells[..] else { return None };
    let sign = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`');
    let name = label.trim_matches(sign).trim_end_matches(':').trim_end_matches(sign);
    let value = value.trim_matches(sign);
    let place = |part: &str| {
        let start = part.as_ptr() as usize - line.as_ptr() as usize;
        start..start + part.len()
    };
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(name));
    let order = WORDS.order_labels.iter().any(|label| name.starts_with(label));
    let known = if is(&["FM", "TO", "INFO"]) && !name.contains(char::is_lowercase)
        || order && value.starts_with(|c: char| c.is_ascii_digit())
    {
        Label::Word
    } else if is(&["DTG", "Classification", "Level"]) {
        Label::Bare
    } else {
        let form = FAMILIES.field_form.labels().find(|(label, _)| label.eq_ignore_ascii_case(name));
        let head = [("tags", Field::Tags), ("subject", Field::Subject), ("references", Field::References)];
        let head = || head.into_iter().find(|(key, _)| is(&WORDS.head_labels[*key])).map(|(_, field)| field);
        let field = form.map(|(_, field)| field).or_else(head).or(order.then_some(Field::Order));
        Label::Named(field?)
    };
    Some((known, place(name), place(value)))
}

/// Adds a row as the line that it stands for; rows without a label are those of the table.
pub(super) fn undress(text: &str, line: Span, draft: &mut Draft) {
    let inside = &text[line.range()];
    let Some((label, name, value)) = cells(inside) else { return };
    let part = |range: &Range<usize>| line.part(range.start, range.len());
    if label != Label::Bare {
        draft.copy(text, part(&name));
        let between = Span::new(part(&name).end, part(&value).start);
        draft.put(if label == Label::Word { " " } else { ": " }, between);
    }
    draft.copy(text, part(&value));
    let end = inside.trim_end_matches(['\n', '\r']).len();
    draft.copy(text, line.part(end, inside.len() - end));
}
