//! Finds the lines at which telegrams begin in a file.
//!
//! A telegram begins with VZCZC, with a first page heading, or with a date-time group above FM if the telegram before
//! it has its own header. A header printed again on each page, identical to the letter, does not begin one.

use super::super::page;
use super::classification::classification_line;
use super::transmission::is_routing_indicator;
use super::{form, transmission};
use crate::document::page::furniture;
use crate::document::paper::mail;
use crate::document::text::line::Line;
use crate::document::text::word::begins_with;
use crate::lex::TokenKind;
use crate::marking::Register;
use crate::register::vocabulary::WORDS;

/// A classification line is within so many lines of the date-time group above it.
const HEADER_REACH: usize = 60;
/// The heads of mails above a telegram are within so many lines.
const MAIL_REACH: usize = 120;

/// The lines at which telegrams begin; the first document begins with the file.
pub(crate) fn message_starts(text: &str, lines: &[Line]) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::new();
    // The date-time group of the telegram that is being passed.
    let mut header: Option<usize> = None;
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.opening == Some(TokenKind::Capitals)) {
        let inside = &text[line.span.range()];
        if inside.starts_with("VZCZC") {
            starts.push(index);
            header = None;
        } else if inside.starts_with("PAGE ") {
            if page::page_heading(text, line.span) == Some(1) {
                starts.push(above_class_mark(text, lines, index));
                header = None;
            }
        } else if begins_header(text, lines, index) {
            let above = header.replace(index);
            let again = above.is_some_and(|above| is_repeated(text, lines, above, index));
            if above.is_some() && !again || starts.is_empty() {
                starts.push(above_format_lines(text, lines, index));
            }
        }
    }
    match starts.first_mut() {
        Some(first) => *first = 0,
        None => starts.push(0),
    }
    starts
}

/// The line at which a telegram begins below the head of a mail, or a message in the field form below other words; 0
/// where nothing of the kind is above it.
pub(crate) fn behind_mail(text: &str, lines: &[Line]) -> usize {
    let inside = |line: &Line| &text[line.span.range()];
    // Below mail a damaged header is one all the same.
    let group = |line: &Line| matches!(inside(line).as_bytes(), [b'Z' | b'O' | b'P' | b'R', b' ', ..]);
    let addressed = |line: &Line| inside(line).starts_with("FM ") || inside(line).starts_with("TO ");
    let header = |index: &usize| {
        let (line, below) = (&lines[*index], &lines[*index + 1..]);
        let damaged = || group(line) && below.iter().find(|line| !line.is_empty()).is_some_and(addressed);
        line.opening == Some(TokenKind::Capitals)
            && (begins_header(text, lines, *index) || is_format_line(inside(line)) || damaged())
    };
    let Some(header) = (0..lines.len().min(MAIL_REACH)).find(header) else { return 0 };
    let start = above_format_lines(text, lines, header);
    let labels = lines[..start].iter().filter(|line| is_mail_label(inside(line))).count();
    if labels > 1 || inside(&lines[header]).starts_with("MRN") { start } else { 0 }
}

/// The line at which a telegram begins below a mail with a marking of its own.
pub(crate) fn behind_marked_mail(text: &str, lines: &[Line], register: &Register) -> Option<usize> {
    let start = behind_mail(text, lines);
    mail::is_marked_above(text, &lines[..start], register).then_some(start)
}

/// Whether a line is one of the head of a mail, or announces one: `----- Forwarded by Ada Quill on 3/5/2009 -----`.
fn is_mail_label(line: &str) -> bool {
    let words = line.trim_start_matches(['-', ' ']);
    let announces = || line.starts_with("--") && WORDS.paper.quoting.iter().any(|known| begins_with(words, known));
    WORDS.paper.mail_heads.iter().any(|label| line.starts_with(label)) || announces()
}

/// Whether a telegram has its date-time group on the line at `index`, with FM below it, or is a message in the field
/// form.
fn begins_header(text: &str, lines: &[Line], index: usize) -> bool {
    let line = &lines[index];
    let bytes = text[line.span.range()].as_bytes();
    if bytes.starts_with(b"MRN") {
        return form::begins(&text[line.span.range()]);
    }
    let group = matches!(bytes, [b'Z' | b'O' | b'P' | b'R', b' ', ..])
        && transmission::date_time_group(text, line.span).is_some_and(|group| group.complete);
    let below = || lines[index + 1..].iter().find(|line| !line.is_empty());
    group && below().is_some_and(|line| text[line.span.range()].starts_with("FM "))
}

/// Whether the header at `index` is the one at `above` again: the same date-time group over the same classification
/// line.
fn is_repeated(text: &str, lines: &[Line], above: usize, index: usize) -> bool {
    let inside = |line: &Line| &text[line.span.range()];
    let level = |from: usize| {
        let reach = lines[from..].iter().take(HEADER_REACH);
        reach.map(inside).zip(&lines[from..]).find(|(_, line)| classification_line(text, line.span).is_some())
    };
    inside(&lines[above]) == inside(&lines[index]) && level(above).map(|it| it.0) == level(index).map(|it| it.0)
}

/// The class mark over the page heading at `index` belongs to the same page; a handling word may be between them.
fn above_class_mark(text: &str, lines: &[Line], index: usize) -> usize {
    let mark = |at: &usize| furniture::class_mark(text, lines[*at].span).is_some();
    let handling = |at: &usize| matches!(&text[lines[*at].span.range()], "SBU" | "NOFORN" | "SENSITIVE" | "LOU");
    let mut above = (0..index).rev().filter(|at| !lines[*at].is_empty());
    let first = above.next();
    let first = if first.as_ref().is_some_and(handling) { above.next() } else { first };
    first.filter(mark).unwrap_or(index)
}

/// The first of the lines of a communications center that are right above the one at `index`, or the class mark there.
fn above_format_lines(text: &str, lines: &[Line], index: usize) -> usize {
    let is_format = |line: &&Line| is_format_line(&text[line.span.range()]);
    let format = lines[..index].iter().rev().take_while(is_format).count();
    if format > 0 { index - format } else { above_class_mark(text, lines, index) }
}

/// Whether a communications center wrote a line: `VZCZC…`, `OO RUEH…`, `DE RUEH…`, `ZNY …`. A precedence may be damaged.
fn is_format_line(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let pair = words.next().filter(|word| word.len() == 2);
    let routed = words.next().is_some_and(|word| word.len() > 5 && is_routing_indicator(word));
    pair.is_some() && routed || ["DE R", "ZNR ", "ZNY ", "VZCZC"].iter().any(|start| line.starts_with(start))
}
