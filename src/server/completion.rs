//! Completes what is written in a draft: portion marks that fit the banner, captions, TAGS, the classification authority
//! block, and dates on which it ends.

use jiff::civil::Date;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionResponse, CompletionTextEdit, InsertTextFormat,
    Range, TextEdit,
};

use super::documents::Snapshot;
use super::reading::{ReadText, context, day, read};
use crate::document::authority::Label;
use crate::document::{Document, Kind, Part};
use crate::finding::answer::Statutes;
use crate::marking::{Level, Marking, MarkingKind, roll_up};
use crate::register::tags::TagKind;
use crate::register::{Caption, Order};
use crate::source::Span;

/// The levels of portion marks, the highest first.
const LEVELS: [Level; 4] = [Level::TopSecret, Level::Secret, Level::Confidential, Level::Unclassified];

/// What can be written where the editor asks.
pub(super) fn complete(snapshot: &Snapshot, params: &CompletionParams) -> Option<CompletionResponse> {
    let at = snapshot.text.offset(params.text_document_position.position);
    let items = read(snapshot, |reading| {
        let document = reading.document(at)?;
        let start = snapshot.text.as_str()[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        Some(Cursor { snapshot, reading, document, start, at }.items())
    })??;
    Some(CompletionResponse::Array(items))
}

/// A place on a line that is being written.
struct Cursor<'c> {
    snapshot: &'c Snapshot,
    reading: &'c ReadText<'c>,
    document: &'c Document<'c>,
    /// The byte at which the line begins.
    start: usize,
    at: usize,
}

impl Cursor<'_> {
    fn items(&self) -> Vec<CompletionItem> {
        if let Some(open) = self.opening() {
            return self.portions(open);
        }
        if self.is_on(Part::Tags) {
            return self.tags();
        }
        if self.is_on(Part::Order) || self.is_on_label(Label::DeclassifyOn) {
            return self.dates();
        }
        let mut items = self.captions();
        items.extend(self.authority());
        items
    }

    /// What stands on the line before the cursor.
    fn before(&self) -> &str {
        &self.snapshot.text.as_str()[self.start..self.at]
    }

    /// Whether a part is on the line.
    fn is_on(&self, part: Part) -> bool {
        let mut found = false;
        self.document.each(part, &mut |span| found |= self.covers(span));
        found
    }

    fn is_on_label(&self, label: Label) -> bool {
        let fields = self.document.authority.iter().flat_map(|authority| authority.labelled(label));
        fields.into_iter().any(|field| self.covers(field.label.span))
    }

    fn covers(&self, span: Span) -> bool {
        let bytes = self.reading.bytes(span);
        bytes.start <= self.at && self.start <= bytes.end.max(bytes.start)
    }

    /// The byte of a parenthesis in which a portion mark can be: nothing but a number, a bullet or a label is before it.
    fn opening(&self) -> Option<usize> {
        let before = self.before();
        let open = before.rfind('(')?;
        let is_marking = |c: char| c.is_ascii_uppercase() || "/ ,-".contains(c);
        let (head, inside) = (before[..open].trim(), &before[open + 1..]);
        let is_head = head.chars().filter(|c| c.is_alphabetic()).count() < 2 || self.is_on(Part::Subject);
        (inside.chars().all(is_marking) && is_head).then_some(self.start + open)
    }

    /// Portion marks that the banner covers: of its level with its controls, and below it.
    fn portions(&self, open: usize) -> Vec<CompletionItem> {
        let Some(context) = context(self.document) else { return Vec::new() };
        let (rules, register) = (self.reading.rules, self.document.registers.markings());
        let statutes = Statutes::of(rules);
        let banner = self.banner();
        let mut marks: Vec<String> = Vec::new();
        let levels = LEVELS.into_iter().filter(|level| banner.as_ref().is_none_or(|banner| *level <= banner.level));
        for level in levels {
            let controlled = banner.iter().map(|banner| Marking { level, ..banner.clone() });
            for marking in controlled.chain([Marking::plain(level)]) {
                let overall = roll_up(std::slice::from_ref(&marking), register, context);
                let fits = banner
                    .as_ref()
                    .is_none_or(|banner| overall.is_some_and(|overall| !overall.marking.outranks(banner)));
                let mark = marking.portion(register);
                if fits && !marks.contains(&mark) && statutes.answer(&mark, Some(MarkingKind::Portion), context).valid {
                    marks.push(mark);
                }
            }
        }
        self.document.each(Part::PortionMark, &mut |span| {
            let used = self.document.text(span).to_owned();
            if !marks.contains(&used) && !self.covers(span) && statutes.answer(&used, None, context).valid {
                marks.push(used);
            }
        });
        let behind = &self.snapshot.text.as_str()[self.at..];
        let end = if behind.starts_with(')') { self.at + 1 } else { self.at };
        let item = |(order, mark): (usize, String)| {
            let answer = statutes.answer(&mark, Some(MarkingKind::Portion), context);
            let meanings: Vec<String> = answer.tokens.into_iter().map(|token| token.meaning).collect();
            self.item(open..end, mark, meanings.join("; "), CompletionItemKind::ENUM_MEMBER, order)
        };
        marks.into_iter().enumerate().map(item).collect()
    }

    /// The overall marking.
    fn banner(&self) -> Option<Marking> {
        let level = self.document.level()?;
        let line = self.document.banners.iter().find(|banner| banner.level == Some(level.value));
        let text = self.document.text(line.map_or(level.span, |banner| banner.span));
        let read = crate::marking::read(text.trim(), MarkingKind::Banner, self.document.registers.markings());
        Some(read.marking.unwrap_or_else(|| Marking::plain(level.value)))
    }

    fn tags(&self) -> Vec<CompletionItem> {
        let start = self.at - self.word(|c| c.is_ascii_alphabetic()).len();
        let year = day(self.document).map(Date::year);
        let codes = self.document.registers.tags().all();
        let in_use = codes.filter(|(_, code)| {
            code.kind != TagKind::Discontinued && code.last.is_none_or(|last| year.is_some_and(|year| year <= last))
        });
        let item = |(order, (tag, code)): (usize, (&str, &crate::register::tags::TagCode))| {
            let meaning = code.meaning.to_string();
            self.item(start..self.at, tag.to_owned(), meaning, CompletionItemKind::ENUM_MEMBER, order)
        };
        in_use.enumerate().map(item).collect()
    }

    /// Captions, between the classification line and the next field.
    fn captions(&self) -> Vec<CompletionItem> {
        let before = self.before().trim_start();
        let Some(line) = &self.document.classification else { return Vec::new() };
        let next = [Part::Order, Part::Tags, Part::Subject].into_iter().filter_map(|part| self.document.first(part));
        let next = next.map(|span| self.reading.bytes(span).start).min().unwrap_or(usize::MAX);
        let is_between = self.reading.bytes(line.span).end < self.start && self.at <= next;
        if !is_between || !before.chars().all(|c| c.is_ascii_uppercase() || c == ' ') {
            return Vec::new();
        }
        let day = day(self.document);
        let in_use = |caption: &&Caption| {
            let early = caption.from.is_some_and(|from| day.is_none_or(|day| day < from));
            !early && caption.until.is_none_or(|until| day.is_some_and(|day| day <= until))
        };
        let mut captions: Vec<&Caption> = self.document.registers.captions.iter().filter(in_use).collect();
        captions.sort_by_key(|caption| caption.rank.unwrap_or(u32::MAX));
        let item = |(order, caption): (usize, &Caption)| {
            let range = self.at - before.len()..self.at;
            self.item(range, caption.name.clone(), caption.meaning.clone(), CompletionItemKind::KEYWORD, order)
        };
        captions.into_iter().enumerate().map(item).collect()
    }

    /// Declassification dates, as the document writes them.
    fn dates(&self) -> Vec<CompletionItem> {
        let start = self.at - self.word(|c| c.is_ascii_digit() || c == '/').len();
        let item = |(order, (years, date)): (usize, (i16, Date))| {
            let detail = format!("{years} years: {date}");
            self.item(start..self.at, self.written(date), detail, CompletionItemKind::VALUE, order)
        };
        self.ends().into_iter().enumerate().map(item).collect()
    }

    /// The days on which a classification can end, with the years until then.
    fn ends(&self) -> Vec<(i16, Date)> {
        let Some(day) = day(self.document) else { return Vec::new() };
        let Some(order) = self.document.registers.order_on(day) else { return Vec::new() };
        let years = order.usual.into_iter().chain(order.years);
        years.filter_map(|years| Some((years, Order::years_after(day, years)?))).collect()
    }

    fn written(&self, date: Date) -> String {
        let form = if self.document.kind == Kind::Cable { "%m/%d/%Y" } else { "%Y%m%d" };
        date.strftime(form).to_string()
    }

    /// The block of who classified it, why and for how long, where a line begins like it or is empty.
    fn authority(&self) -> Vec<CompletionItem> {
        let typed = self.before().trim_start();
        let label = Label::ClassifiedBy.word();
        let begins = label.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed));
        let is_open = self.document.level().is_some_and(|level| !level.value.is_classified());
        if self.document.authority.is_some() || is_open || !begins {
            return Vec::new();
        }
        let section = day(self.document).and_then(|day| self.document.registers.order_on(day)?.reason.clone());
        let Some(section) = section else { return Vec::new() };
        let range = self.at - typed.len()..self.at;
        let blocks = self.ends().into_iter().enumerate().map(|(order, (years, date))| {
            let block = self.block(&section, date);
            let name = format!("{label}: … for {years} years");
            let mut item = self.item(range.clone(), name, format!("until {date}"), CompletionItemKind::SNIPPET, order);
            item.filter_text = Some(label.to_owned());
            item.text_edit = Some(self.edit(range.clone(), block));
            if self.snapshot.client.snippets {
                item.insert_text_format = Some(InsertTextFormat::SNIPPET);
            }
            item
        });
        blocks.collect()
    }

    fn block(&self, section: &str, date: Date) -> String {
        let blank = |number: u8, words: &str| match self.snapshot.client.snippets {
            true => format!("${{{number}:{words}}}"),
            false => words.to_owned(),
        };
        let (who, letter) = (blank(1, "NAME, POSITION"), blank(2, "b"));
        let [by, reason, on] = [Label::ClassifiedBy, Label::Reason, Label::DeclassifyOn].map(Label::word);
        match self.document.kind {
            Kind::Cable => format!("{by}: {who}. {reason}: {section} ({letter})."),
            _ => format!("{by}: {who}\n{reason}: {section}({letter})\n{on}: {}\n", self.written(date)),
        }
    }

    /// The end of the line before the cursor that is made of such characters.
    fn word(&self, is_part: impl Fn(char) -> bool) -> &str {
        let before = self.before();
        let length: usize = before.chars().rev().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
        &before[before.len() - length..]
    }

    fn edit(&self, bytes: std::ops::Range<usize>, text: String) -> CompletionTextEdit {
        let range: Range = self.snapshot.text.range(bytes);
        CompletionTextEdit::Edit(TextEdit::new(range, text))
    }

    fn item(
        &self,
        bytes: std::ops::Range<usize>,
        label: String,
        detail: String,
        kind: CompletionItemKind,
        order: usize,
    ) -> CompletionItem {
        CompletionItem {
            text_edit: Some(self.edit(bytes, label.clone())),
            filter_text: Some(label.clone()),
            sort_text: Some(format!("{order:04}")),
            detail: Some(detail).filter(|detail| !detail.is_empty()),
            kind: Some(kind),
            label,
            ..CompletionItem::default()
        }
    }
}
