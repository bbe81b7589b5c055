//! Reads the documents of a text: where they begin, what each is, and its parts.

use std::collections::VecDeque;

use super::paper::{mail, memo, several};
use super::telegram::{cable, layout, printed, start, typed};
use super::text::line::{Line, lines};
use super::{Assumptions, Banner, Carried, CarriedIn, Document, Kind, Layout, Style};
use crate::lex::Token;
use crate::register::Registers;
use crate::source::{SourceFile, Span};

/// Reads the documents of a file. Never fails; a file without any text is one empty document.
pub fn parse<'s>(
    source: &'s SourceFile,
    tokens: &[Token],
    registers: &'s Registers,
    assumptions: &Assumptions,
) -> Vec<Document<'s>> {
    parse_parts(source, tokens, &[], registers, assumptions)
}

/// Like [`parse`], of a text in which a document begins at each of `cuts`, which are in order, in any case.
pub fn parse_parts<'s>(
    source: &'s SourceFile,
    tokens: &[Token],
    cuts: &[u32],
    registers: &'s Registers,
    assumptions: &Assumptions,
) -> Vec<Document<'s>> {
    let lines = lines(tokens);
    let text = source.text();
    let mut starts = start::message_starts(text, &lines);
    let line_of = |cut: &u32| lines.partition_point(|line| line.span.start < *cut);
    starts.extend(cuts.iter().map(line_of));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    // Documents tile the file as tokens do: each reaches to where the next begins.
    let offset = |line: usize| lines.get(line).map_or(text.len() as u32, |line| line.span.start - line.indent);
    let own = assumptions.kind.unwrap_or_else(|| kind_by_name(source.name()));
    // A page that has parts holds telegrams.
    let kind = if own == Kind::Markdown && !cuts.is_empty() { Kind::Cable } else { own };
    let read_as = |span, lines: &[Line], kind| read(source, span, lines, kind, registers, assumptions);
    let read = |span, lines: &[Line]| read_as(span, lines, kind);
    // What a part of a page holds is no page itself; every other cut ends one.
    let parts: Vec<usize> = cuts.iter().step_by(2).map(line_of).collect();
    let in_page = |start: usize| own == Kind::Markdown && parts.binary_search(&start).is_ok();
    let mut documents: Vec<Document<'_>> = Vec::with_capacity(starts.len());
    let mut carrying: Vec<usize> = Vec::new();
    let mut stretches: VecDeque<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    while let Some((start, end)) = stretches.pop_front() {
        let begin = if start == 0 { 0 } else { offset(start) };
        let mut whole = read(Span::new(begin, offset(end)), &lines[start..end]);
        if whole.kind == Kind::Markdown && in_page(start) {
            whole = read_as(Span::new(begin, offset(end)), &lines[start..end], Kind::Memo);
        }
        let memo = whole.kind == Kind::Memo;
        let marked = memo && !whole.banners.is_empty();
        let messages = if marked { mail::quoted(text, &lines[start..end], registers.markings()) } else { Vec::new() };
        if !messages.is_empty() {
            documents.extend(string(text, &lines[start..end], &messages, begin, offset(end), &read));
            continue;
        }
        let carried = match whole.layout {
            Some(_) => start::behind_marked_mail(text, &lines[start..end], registers.markings()),
            None if memo => several::carried(text, &lines[start..end], registers.markings()),
            None => None,
        };
        if let Some(first) = carried {
            let bound = start + first;
            carrying.push(documents.len());
            documents.push(read_as(Span::new(begin, offset(bound)), &lines[start..bound], Kind::Memo));
            stretches.push_front((bound, end));
            continue;
        }
        let papers = if memo { several::papers(text, &lines[start..end], registers.markings()) } else { Vec::new() };
        if papers.is_empty() {
            documents.push(whole);
            continue;
        }
        let bounds = || papers.iter().map(|paper| start + paper);
        for (first, next) in std::iter::once(start).chain(bounds()).zip(bounds().chain([end])) {
            let from = if first == start { begin } else { offset(first) };
            documents.push(read(Span::new(from, offset(next)), &lines[first..next]));
        }
    }
    for mail in carrying {
        let level = documents.get(mail + 1).and_then(enclosed);
        documents[mail].carried.extend(level);
    }
    let parts = documents.iter().filter(|document| cuts.binary_search(&document.span.start).is_ok());
    let carried: Vec<Carried> = parts.filter_map(enclosed).collect();
    if documents[0].is_mail() {
        documents[0].carried.extend(carried);
    }
    documents
}

/// The overall marking of a document, as that of something that another one carries.
fn enclosed(document: &Document<'_>) -> Option<Carried> {
    let level = document.level()?;
    Some(Carried { marking: Banner { span: level.span, level: Some(level.value) }, place: CarriedIn::Enclosed })
}

/// The messages of a string of mails, of which the first carries the others.
fn string<'s>(
    text: &str,
    lines: &[Line],
    messages: &[usize],
    begin: u32,
    end: u32,
    read: &dyn Fn(Span, &[Line]) -> Document<'s>,
) -> Vec<Document<'s>> {
    // The foot of the first message may stand below all others, and repeats its first line.
    let last = mail::own_foot(text, lines, messages).unwrap_or(lines.len());
    let offset = |line: usize| lines.get(line).map_or(end, |line| line.span.start - line.indent);
    let mut first = read(Span::new(begin, offset(messages[0])), &lines[..messages[0]]);
    let ends = messages.iter().skip(1).copied().chain([last]);
    let below = messages.iter().zip(ends).map(|(&start, next)| {
        let until = if next == last { end } else { offset(next) };
        read(Span::new(offset(start), until), &lines[start..next])
    });
    let below: Vec<Document<'s>> = below.collect();
    first.carried.extend(below.iter().filter_map(enclosed));
    std::iter::once(first).chain(below).collect()
}

fn read<'s>(
    source: &'s SourceFile,
    span: Span,
    lines: &[Line],
    kind: Kind,
    registers: &'s Registers,
    assumptions: &Assumptions,
) -> Document<'s> {
    let mut document = Document::empty(source, span, registers);
    if kind == Kind::Cable && typed::read(&mut document, lines, registers) {
        document.kind = Kind::Cable;
        document.layout = Some(Layout::Form);
    } else if kind == Kind::Cable && cable::read(&mut document, lines, registers) {
        document.kind = Kind::Cable;
        document.layout = Some(layout::layout(&document, lines));
    } else if kind == Kind::Cable && printed::read(&mut document, lines) {
        document.kind = Kind::Cable;
        document.style = Style::State;
        document.layout = Some(Layout::Printed);
    } else {
        document.kind = match kind {
            // Markdown may hold HTML anywhere, so what reads it reads a page of nothing else, too.
            Kind::Cable if is_web_page(source.name()) || is_markdown(source, assumptions) => Kind::Markdown,
            Kind::Cable => Kind::Memo,
            other => other,
        };
        (document.dating, document.clue) = Default::default();
        memo::read(&mut document, lines);
    }
    document.kind = assumptions.kind.unwrap_or(document.kind);
    document.style = assumptions.style.unwrap_or(document.style);
    document.profile = assumptions.profile;
    document.today = assumptions.today;
    document.impossible_day();
    document.assume_date(assumptions.date);
    document.misread_dates();
    document.repairs.sort_by_key(|repair| repair.span);
    document.released_before();
    document
}

/// Whether a file is read as Markdown.
pub fn is_markdown(source: &SourceFile, assumptions: &Assumptions) -> bool {
    assumptions.kind.unwrap_or_else(|| kind_by_name(source.name())) == Kind::Markdown
}

/// The kind by file name; what is not Markdown may be a telegram.
fn kind_by_name(name: &str) -> Kind {
    if has_extension(name, &["md", "markdown"]) { Kind::Markdown } else { Kind::Cable }
}

/// Whether a file is markup by its name.
fn is_web_page(name: &str) -> bool {
    has_extension(name, &["html", "htm", "xhtml", "xml"])
}

fn has_extension(name: &str, known: &[&str]) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    known.iter().any(|known| known.eq_ignore_ascii_case(extension))
}
