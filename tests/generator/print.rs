//! A cable in, the lines of its page out, each with the field that it belongs to.

use crate::cable::{Addressee, Cable, Layout, Paragraph};

/// What a printed line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Identifier,
    Routing,
    Filing,
    Prosign,
    Group,
    From,
    To,
    Info,
    Exempt,
    Separator,
    Classification,
    Caption,
    Passing,
    Order,
    Tags,
    Subject,
    References,
    Authority,
    Paragraph,
    Signature,
    End,
    /// Page headings, class marks, lists of offices, stamps.
    Furniture,
    Blank,
}

/// One printed line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub field: Field,
    pub text: String,
}

/// The lines of `cable`.
pub fn lines(cable: &Cable) -> Vec<Line> {
    let mut page = Page { lines: Vec::new() };
    if cable.layout == Layout::Copy {
        front(cable, &mut page);
    }
    transmission(cable, &mut page);
    head(cable, &mut page);
    body(cable, &mut page);
    if cable.layout == Layout::Copy { paginate(cable, page.lines) } else { page.lines }
}

/// A blank at which no line is broken.
pub const TIE: char = '~';

/// The text of printed lines.
pub fn text(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("{}\n", line.text.replace(TIE, " "))).collect()
}

struct Page {
    lines: Vec<Line>,
}

impl Page {
    fn line(&mut self, field: Field, text: impl Into<String>) {
        self.lines.push(Line { field, text: text.into() });
    }

    fn blank(&mut self) {
        self.line(Field::Blank, "");
    }

    /// Wraps `text` at `width`, with `indent` before every line but the first.
    fn wrapped(&mut self, field: Field, text: &str, width: usize, indent: &str) {
        let mut line = String::new();
        for word in text.split(' ') {
            if !line.is_empty() && line.len() + 1 + word.len() > width {
                self.line(field, std::mem::take(&mut line));
                line.push_str(indent);
            } else if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(field, line);
    }
}

/// Class mark, page heading, offices and dashes above the date-time group of a Department copy.
fn front(cable: &Cable, page: &mut Page) {
    let late = cable.year() > 1980;
    if late {
        page.line(Field::Furniture, format!("{}  PTQ4417", &cable.page_mark));
        page.blank();
    }
    page.line(Field::Furniture, page_heading(cable, 1));
    page.line(Field::Furniture, "ACTION AF-06");
    page.blank();
    page.line(Field::Furniture, "INFO  OCT-01   ISO-00   EB-08   INR-10   DODE-00   /042W");
    let number = if late { "2B64D0  161102Z /21" } else { "100431" };
    page.line(Field::Furniture, format!("                  ------------------{number}"));
}

fn page_heading(cable: &Cable, number: usize) -> String {
    let post: String = cable.post.chars().take(6).collect();
    let group = cable.group.as_ref().map_or("061606", |group| group.digits.as_str());
    let serial = &cable.serial[cable.serial.len().saturating_sub(5)..];
    format!("PAGE {number:02}        {}  {serial:0>5}  01 OF 01  {group}Z", post.trim_end())
}

fn transmission(cable: &Cable, page: &mut Page) {
    if cable.layout.is_transmission() {
        if !cable.identifier.is_empty() {
            page.line(Field::Identifier, &cable.identifier);
        }
        page.line(Field::Routing, format!("{} {}", cable.routing.0, cable.routing.1));
        if let Some(filing) = &cable.filing {
            let section = filing.section.as_ref().map_or(String::new(), |section| format!("/{section}"));
            let line = format!("DE {} #{}{section} {}{}", filing.indicator, filing.serial, filing.day, filing.time);
            page.line(Field::Filing, line);
        }
        page.line(Field::Prosign, format!("{} {} ZZH", cable.prosign.0, cable.prosign.1));
    }
    if let Some(group) = &cable.group {
        let line = format!("{} {}{} {} {}", group.precedence, group.digits, group.zone, group.month, group.year);
        page.line(Field::Group, format!("{line} {}", group.signals).trim_end());
    }
    if let Some(from) = &cable.from {
        page.line(Field::From, format!("FM {from}"));
    }
    let mut lists = [(Field::To, "TO", &cable.to), (Field::Info, "INFO", &cable.info)];
    if cable.info_above {
        lists.reverse();
    }
    lists.into_iter().for_each(|(field, label, list)| addressees(page, field, label, list));
    for (place, post) in cable.exempt.iter().enumerate() {
        page.line(Field::Exempt, if place == 0 { format!("XMT {post}") } else { post.clone() });
    }
    if cable.separator {
        page.line(Field::Separator, "BT");
    }
}

fn addressees(page: &mut Page, field: Field, label: &str, addressees: &[Addressee]) {
    for (place, to) in addressees.iter().enumerate() {
        let slash = if to.indicator.is_empty() { "" } else { "/" };
        let name = format!("{}{slash}{}{}", to.indicator, to.post, to.offices);
        let words = [if place == 0 { label } else { "" }, &name, &to.precedence, &to.continuity];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        page.line(field, words.join(" "));
    }
}

fn head(cable: &Cable, page: &mut Page) {
    let section = cable.section.map_or(String::new(), |(number, total)| match cable.layout {
        Layout::Copy => format!("SECTION {number} OF {total} "),
        _ => format!("SECTION {number:02} OF {total:02} "),
    });
    if cable.layout == Layout::Copy || !cable.layout.is_transmission() {
        page.blank();
    }
    if !cable.level_word.is_empty() {
        page.line(Field::Classification, format!("{} {section}{} {}", cable.level_word, cable.post, cable.serial));
    }
    for (field, lines) in [(Field::Caption, &cable.captions), (Field::Passing, &cable.passing)] {
        if !lines.is_empty() {
            page.blank();
        }
        lines.iter().for_each(|line| page.line(field, line));
    }
    if let Some(correction) = &cable.correction {
        page.blank();
        page.line(Field::Passing, correction);
    }
    page.blank();
    if let Some(order) = &cable.order {
        page.line(Field::Order, format!("{} {}: {}", order.label, order.number, order.value).trim_end());
    }
    cable.below_order.iter().for_each(|line| page.line(Field::Caption, line));
    if let Some(tags) = &cable.tags {
        let line = format!("{}: {}", cable.tags_label, tags.join(cable.tags_separator));
        page.wrapped(Field::Tags, &line, cable.width, "");
    }
    if let Some(subject) = &cable.subject {
        page.wrapped(Field::Subject, format!("SUBJECT: {subject}").trim_end(), cable.width, "");
        page.blank();
    }
    references(cable, page);
    for line in &cable.authority {
        page.wrapped(Field::Authority, line, cable.width, "");
    }
    if !cable.authority.is_empty() {
        page.blank();
    }
}

fn references(cable: &Cable, page: &mut Page) {
    if cable.references.is_empty() {
        return;
    }
    let entry = |reference: &crate::cable::Reference| format!("{} {}", reference.letter, reference.text);
    let entries: Vec<String> = cable.references.iter().map(entry).map(|entry| entry.trim_start().to_owned()).collect();
    if cable.references_apart {
        for (place, entry) in entries.iter().enumerate() {
            page.line(Field::References, if place == 0 { format!("REF: {entry}") } else { format!("     {entry}") });
        }
    } else {
        page.line(Field::References, format!("REF: {}", entries.join(", ")));
    }
    page.blank();
}

fn body(cable: &Cable, page: &mut Page) {
    let join = cable.section.filter(|_| cable.layout.is_transmission()).map(|_| cable.paragraphs.len() / 2);
    for (place, paragraph) in cable.paragraphs.iter().enumerate() {
        if join == Some(place) && place > 0 {
            let post: String = cable.post.chars().take(10).collect();
            page.line(Field::Furniture, format!("{} {:0>8}  002 OF 002", post.trim_end(), cable.serial));
            page.blank();
        }
        if let Some(heading) = &paragraph.heading {
            page.line(Field::Paragraph, heading);
            page.line(Field::Paragraph, "-".repeat(heading.len()));
            page.blank();
        }
        paragraph_lines(cable, paragraph, page);
        page.blank();
    }
    if let Some(signature) = &cable.signature {
        page.line(Field::Signature, signature);
    }
    cable.ends.iter().for_each(|end| page.line(Field::End, end));
}

fn paragraph_lines(cable: &Cable, paragraph: &Paragraph, page: &mut Page) {
    let pilcrow = if cable.layout == Layout::Web { "¶" } else { "" };
    let number = if paragraph.number.is_empty() { String::new() } else { format!("{pilcrow}{}. ", paragraph.number) };
    let mark = if paragraph.mark.is_empty() { String::new() } else { format!("{} ", paragraph.mark) };
    // A line break in the text is one on the page: lists, quoted texts.
    for (place, piece) in paragraph.text.split('\n').enumerate() {
        let piece = if place == 0 { format!("{number}{mark}{piece}") } else { piece.to_owned() };
        page.wrapped(Field::Paragraph, piece.trim_end(), cable.width, "");
    }
}

/// Puts class marks and page headings where a page of a Department copy ends, and a release stamp above one of them.
fn paginate(cable: &Cable, lines: Vec<Line>) -> Vec<Line> {
    let mut page = Page { lines: Vec::with_capacity(lines.len() + 20) };
    let (mut count, mut number) = (0, 1);
    for line in lines {
        let body = page.lines.iter().any(|line| line.field == Field::Paragraph);
        if count >= cable.page && body && line.field == Field::Paragraph {
            number += 1;
            count = 0;
            if cable.stamped && number == 2 {
                let stamp = "Arline T. Moxley  Declassified/Released  US Department of State  EO Systematic Review  20 Mar 2014";
                page.line(Field::Furniture, stamp);
            }
            let mark = &cable.page_mark;
            page.line(Field::Furniture, mark);
            page.line(Field::Furniture, if cable.year() > 1980 { format!("{mark}  PTQ4417") } else { mark.to_owned() });
            page.blank();
            page.line(Field::Furniture, page_heading(cable, number));
            page.blank();
        }
        count += 1;
        page.lines.push(line);
    }
    page.blank();
    page.line(Field::Furniture, &cable.page_mark);
    page.blank();
    page.line(Field::Furniture, "NNNN");
    page.lines
}
