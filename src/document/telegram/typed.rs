//! Parses the typed forms of the State Department to 1973: INCOMING TELEGRAM, OUTGOING TELEGRAM, AIRGRAM.
//!
//! Fields stand in columns beside lists of offices, each behind a label. The level is at the head and the foot of each
//! page (E.O. 10501, sec. 5); the day without its year is behind the number, and the year in the stamp of receipt.

use jiff::civil::Date;

use super::super::{Banner, Clue, Dating, Document, Reading, Style};
use super::classification::ClassificationLine;
use super::segment::Field;
use super::{field, header, reference, subject};
use crate::document::authority::authority;
use crate::document::family::{FAMILIES, Family, cells};
use crate::document::paper::block::{authority_block, stamp};
use crate::document::paper::portion_mark::{PortionContext, mark};
use crate::document::paragraph::{Beginning, Paragraph, number, paragraphs};
use crate::document::text::date::{date, dates as dates_in, day_of_month};
use crate::document::text::label::mark_before;
use crate::document::text::line::Line;
use crate::document::text::word::{begins_with, trim, words};
use crate::lex::{self, TokenKind};
use crate::register::Registers;
use crate::source::Span;

/// The fields of a form end within so many lines.
const HEAD: usize = 50;
/// So many fields make a form of what has its title.
const FEWEST: usize = 2;
/// The longest name of an office in the columns at the left, in bytes.
const OFFICE: u32 = 6;

/// A field with its label, and the lines that it goes on.
struct Entry {
    field: Field,
    label: Span,
    value: Span,
    lines: Vec<Span>,
}

/// Fills `document` from its lines, and says whether they are such a form at all. If not, nothing was filled.
pub(crate) fn read(document: &mut Document<'_>, lines: &[Line], registers: &Registers) -> bool {
    let text = document.source.text();
    let forms = [&FAMILIES.telegram_form, &FAMILIES.airgram];
    let titled = forms.into_iter().find_map(|family| Some((family, family.title(text, lines)?)));
    let Some((family, title)) = titled else { return false };
    // What stands above the title is a cover or a mail.
    let lines = without_offices(text, &lines[title..], family);
    let (entries, body) = entries(text, &lines, family);
    let mut fields: Vec<Field> = entries.iter().map(|entry| entry.field).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.retain(|field| !matches!(field, Field::Other | Field::Level));
    // What a relay printed below the letterhead has a subject and references, too.
    let own = |field: &Field| matches!(field, Field::From | Field::To | Field::Number | Field::Received);
    if fields.len() < FEWEST || !fields.iter().any(own) {
        return false;
    }
    document.style = Style::State;
    document.banners = banners(text, &lines[..body], &lines[body..], family);
    dates(document, &entries, lines.split_at(body));
    head(document, &entries, registers);
    document.paragraphs = paragraphs(text, &lines[body..], document.span.end, Beginning::Form, registers.markings());
    // What stands above the first number is of the text, too.
    let end = document.paragraphs.first().map_or(document.span.end, |first| first.span.start);
    let above = lines[body..].iter().filter(|line| !line.is_empty() && line.span.start < end).map(|line| line.span);
    let opening = above.reduce(Span::to).map(|span| Paragraph { span, number: None, mark: None, text: span.start });
    document.paragraphs.splice(0..0, opening);
    let known = PortionContext { register: registers.markings(), nato: false, overall: None };
    let day = document.dating.day();
    document.authority =
        authority(text, &authority_block(text, &lines, true, known), day).or_else(|| stamp(text, &lines, day));
    true
}

/// The lines without the offices at their left: those below `Action` and `Info` that get a copy.
fn without_offices(text: &str, lines: &[Line], family: &Family<'_>) -> Vec<Line> {
    let mut columns = false;
    let mut cut = |line: &Line| {
        let first = cells(text, line.span).into_iter().next()?;
        let inside = &text[first.range()];
        let name = inside.trim_end_matches(':');
        let heading = family.columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        let office = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"/-".contains(&byte);
        let listed = columns && first.len() <= OFFICE && line.indent < 4 && inside.bytes().all(office);
        let listed = listed && family.label(inside).is_none() && family.level(text, first).is_none();
        columns |= heading;
        (heading && inside.len() == name.len() || listed).then_some(first.end)
    };
    let kept = |line: &Line| {
        let Some(end) = cut(line) else { return *line };
        let span = trim(text, Span::new(end, line.span.end));
        Line {
            span,
            indent: line.indent + (span.start - line.span.start),
            opening: lex::first(&text[span.range()]),
            ..*line
        }
    };
    lines.iter().map(kept).collect()
}

/// The fields of the head, and the index of the line at which the text begins.
fn entries(text: &str, lines: &[Line], family: &Family<'_>) -> (Vec<Entry>, usize) {
    let (mut found, mut body, mut open, mut full): (Vec<Entry>, _, _, _) = (Vec::new(), 0, false, 0);
    for (index, line) in lines.iter().enumerate() {
        let inside = &text[line.span.range()];
        full += usize::from(!line.is_empty());
        let in_list = |last: &Entry| last.field == Field::References && reference::continues(text, line.span);
        let listed = |found: &[Entry]| found.last().is_some_and(in_list);
        if full > HEAD || begins_text(inside, line) && !found.is_empty() && !listed(&found) {
            break;
        }
        if line.is_empty() {
            open = false;
            continue;
        }
        let mut begun = false;
        let mut cells = cells(text, line.span).into_iter().peekable();
        while let Some(cell) = cells.next() {
            let inside = &text[cell.range()];
            let (field, len) = match family.label(inside) {
                Some(label) => label,
                None => match field::recognise(text, cell, true) {
                    Field::Other | Field::Classification | Field::Authority => continue,
                    Field::Subject => (Field::Subject, subject::label(inside).unwrap_or_default()),
                    field => (field, 0),
                },
            };
            let bare = len == inside.len() && field != Field::Other;
            let value = if bare { cells.next_if(|next| family.label(&text[next.range()]).is_none()) } else { None };
            let whole = value.map_or(cell, |value| cell.to(value));
            let value = value.unwrap_or(cell.part(len, inside.len() - len));
            // At the foot, too, a form says who drafted it, and its level.
            begun |= !matches!(field, Field::Other | Field::Level);
            found.push(Entry { field, label: cell.part(0, len), value, lines: vec![whole] });
        }
        if begun {
            (body, open) = (index + 1, true);
        } else if open && family.level(text, line.span).is_none() {
            body = index + 1;
            if let Some(last) = found.last_mut() {
                last.lines.push(line.span);
            }
        }
    }
    (found, body)
}

/// Whether a line begins the text: with a number, or with a mark and no label behind it.
fn begins_text(inside: &str, line: &Line) -> bool {
    let marked = || subject::label(&inside[mark_before(inside)..]).is_none();
    number(inside).is_some() || line.opening == Some(TokenKind::Mark) && marked()
}

/// The levels: in any column of the head, and on lines of their own below it, but for what a form says about copies.
fn banners(text: &str, head: &[Line], body: &[Line], family: &Family<'_>) -> Vec<Banner> {
    let labelled = |cell: Span| {
        let inside = &text[cell.range()];
        let len = family.label(inside).filter(|(field, _)| *field == Field::Level).map_or(0, |(_, len)| len);
        cell.part(len, inside.len() - len)
    };
    let in_head =
        head.iter().flat_map(|line| cells(text, line.span)).filter_map(|cell| family.level(text, labelled(cell)));
    let mut above = "";
    let below = body.iter().filter(|line| !line.is_empty()).filter_map(|line| {
        let before = std::mem::replace(&mut above, &text[line.span.range()]);
        family.level(text, labelled(line.span)).filter(|_| !before.to_ascii_uppercase().ends_with("UNLESS"))
    });
    in_head.chain(below).collect()
}

/// The day: behind the number, with the year of the stamp of receipt; or what the form gives as its date; or that of the
/// drafter at the foot, `AF/W: TVarden 5/18/63`.
fn dates(document: &mut Document<'_>, entries: &[Entry], (head, body): (&[Line], &[Line])) {
    let text = document.source.text();
    let value = |field| entries.iter().find(|entry| entry.field == field).map(|entry| entry.value);
    let full = |span: Span| {
        date(text, span, None).filter(|written| !written.short_year).map(|written| (written.date, written.span))
    };
    let labelled = value(Field::Date).or(value(Field::Received));
    let stamped = || head.iter().flat_map(|line| cells(text, line.span)).find_map(full);
    let year = labelled.and_then(full).or_else(stamped);
    let received = year.and_then(|(day, _)| day);
    let number = value(Field::Number);
    let behind = || {
        number
            .into_iter()
            .flat_map(|number| words(text, number).map(move |word| Span::new(word.span.start, number.end)))
    };
    let sent = behind().find_map(full).or_else(|| {
        let (month, day, span) = behind().skip(1).find_map(|rest| day_of_month(text, rest))?;
        let received = received?;
        // What was sent at the end of December came in in January.
        let year = received.year() - i16::from(month == 12 && received.month() == 1);
        Some((Date::new(year, month, day).ok(), span))
    });
    let by_drafter = || {
        let mut foot = body.iter().skip_while(|line| !begins_with(&text[line.span.range()], "DRAFTED")).take(2);
        foot.find_map(|line| dates_in(text, line.span, Some(Date::constant(1900, 1, 1))).next())
            .map(|written| (written.date, written.span))
    };
    let known = sent.or(year).or_else(by_drafter);
    document.date_by(known.and_then(|(day, _)| day).or(received).map(Dating::on).unwrap_or_default(), Clue::DateLine);
    let impossible = [sent, year].into_iter().flatten().find(|(day, _)| day.is_none()).map(|(_, span)| span);
    document.unread_date = impossible.or(labelled.filter(|_| known.is_none()));
}

fn head(document: &mut Document<'_>, entries: &[Entry], registers: &Registers) {
    let text = document.source.text();
    let known = PortionContext { register: registers.markings(), nato: false, overall: None };
    for entry in entries {
        match entry.field {
            Field::From => drop(document.from.get_or_insert(trim(text, entry.value))),
            Field::To | Field::Info => header::push_addressee(document, entry.value, entry.field == Field::To),
            field @ (Field::Order | Field::Tags | Field::References) => field.read(document, &|| entry.lines.clone()),
            Field::Subject if document.subject.is_none() => {
                let last = entry.lines[entry.lines.len() - 1];
                let leading = |value| mark(text, value, known);
                document.subject = Some(subject::behind(text, entry.label, last, known, &leading));
            }
            _ => {}
        }
    }
    document.classification = number_line(document, entries);
}

/// The number with its post and the level of the form, as the classification line of a telegram gives them.
fn number_line(document: &Document<'_>, entries: &[Entry]) -> Option<ClassificationLine> {
    let text = document.source.text();
    let value = entries.iter().find(|entry| entry.field == Field::Number)?.value;
    let inside = &text[value.range()];
    let at = inside.find(|c: char| c.is_ascii_digit())?;
    let len = inside[at..].bytes().take_while(u8::is_ascii_digit).count();
    let banner = document.banners.first()?;
    let level = Reading { value: banner.level?, span: banner.span, repaired: false };
    Some(ClassificationLine {
        span: value,
        level,
        word: level.value.word(),
        handling: None,
        section: None,
        post: document.from?,
        serial: (inside[at..at + len].parse().ok()?, value.part(at, len)),
    })
}
