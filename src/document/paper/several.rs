//! Finds the papers of a file that holds several, one behind the other.
//!
//! A paper begins where a marking or a rule ends the one above, and its head has a title, a salutation, a subject or a
//! date of its own. Pages of one paper repeat its head, so only what is new there counts.

use jiff::civil::Date;

use super::banner::{banner, is_page_number};
use super::dress::bare;
use super::mail;
use super::meant::meant_banner;
use crate::document::dating;
use crate::document::telegram::subject;
use crate::document::text::label::mark_before;
use crate::document::text::line::Line;
use crate::document::text::word::begins_with;
use crate::lex::TokenKind;
use crate::marking::Register;
use crate::register::vocabulary::WORDS;

/// The head of a paper is within so many lines of its marking.
const HEAD: usize = 9;
/// A paper has so many lines at least.
const FEWEST: usize = 4;

/// What the head of a paper says of it.
#[derive(Default, PartialEq)]
struct Head<'t> {
    title: Option<&'t str>,
    subject: Option<&'t str>,
    date: Option<Date>,
    mail: bool,
}

/// The lines at which a paper begins below another one in the same file. Released papers are one record, whose stamps
/// speak of all of it, and a string of mails is one message.
pub(crate) fn papers(text: &str, lines: &[Line], register: &Register) -> Vec<usize> {
    if memchr::memmem::find(text.as_bytes(), b"RELEASE").is_some() {
        return Vec::new();
    }
    let full: Vec<usize> = (0..lines.len()).filter(|index| !lines[*index].is_empty()).collect();
    let marked = full.iter().map(|index| is_marking(text, &lines[*index], register)).collect();
    let reader = Reader { text, lines, full: &full, marked };
    let (mut starts, mut last, mut above) = (Vec::new(), 0, None);
    let (mut foot, mut rule) = (false, false);
    for at in 0..full.len() {
        let marked = reader.marked[at];
        if at >= last + FEWEST && (foot && (marked || rule || reader.begins_mail(at)) || rule && marked) {
            let before = above.get_or_insert_with(|| reader.head(last, at));
            let here = reader.head(at, full.len());
            if here.is_new(before, marked) {
                starts.push(full[at]);
                (last, above) = (at, Some(here));
            }
        }
        if reader.is_rule(at) {
            rule = true;
        } else if !is_page_number(reader.inside(at)) {
            (foot, rule) = (marked && at > last, false);
        }
    }
    starts
}

/// A paper begins within so many lines of the head of the mail that carries it.
const INTRODUCED: usize = 8;

/// The line at which a paper begins that a mail carries below its head: a marking, or a title, with the head of a paper.
/// Released papers are one record.
pub(crate) fn carried(text: &str, lines: &[Line], register: &Register) -> Option<usize> {
    let bodies = mail::bodies(text, lines);
    if bodies.is_empty() || memchr::memmem::find(text.as_bytes(), b"RELEASE").is_some() {
        return None;
    }
    let full: Vec<usize> = (0..lines.len()).filter(|index| !lines[*index].is_empty()).collect();
    let marked = full.iter().map(|index| is_marking(text, &lines[*index], register)).collect();
    let reader = Reader { text, lines, full: &full, marked };
    bodies.into_iter().find_map(|body| {
        let first = full.partition_point(|index| *index < body);
        let opens = |at: &usize| full[*at] > 0 && lines[full[*at] - 1].is_empty();
        let begins = |at: &usize| {
            let head = reader.head(*at, full.len());
            let dated = head.title.is_some() || head.date.is_some();
            let first = reader.inside(*at);
            let titled = || head.title == Some(first) && (head.date.is_some() || head.subject.is_some());
            let headed = || head.title.is_some() && dating::alone(text, lines[full[*at]].span).is_some();
            let line = &bare(text, lines[full[*at]]);
            let marking = || reader.marked[*at] || meant_banner(text, line, true, register).is_some();
            !head.mail && (dated && marking() || titled() || headed())
        };
        (first..full.len()).take(INTRODUCED).filter(opens).find(begins).map(|at| full[at])
    })
}

impl Head<'_> {
    /// Whether it is that of another paper than the one `above`.
    fn is_new(&self, above: &Head<'_>, marked: bool) -> bool {
        let known = above.title.is_some() || above.subject.is_some() || above.date.is_some() || above.mail;
        if self.mail || above.mail && self.title.is_none() {
            return self.mail && !above.mail && known;
        }
        let other = |here: &str, there: Option<&str>| there.is_none_or(|there| !here.starts_with(there));
        let subject = self.subject.is_some_and(|subject| other(subject, above.subject));
        let date = self.date.is_some() && self.date != above.date;
        let title = self.title.is_some_and(|title| other(title, above.title));
        // A page may repeat the title of its paper, but not with another date; and what it has without one, the paper
        // must have too.
        known && (title || self.title.is_some() && (subject || date))
            || marked && (subject && above.subject.is_some() || date && above.date.is_some())
    }
}

struct Reader<'t, 'l> {
    text: &'t str,
    lines: &'l [Line],
    /// The lines that are not empty.
    full: &'l [usize],
    /// Which of these are a marking.
    marked: Vec<bool>,
}

fn is_marking(text: &str, line: &Line, register: &Register) -> bool {
    // Hardly any sentence ends with a capital or a sign.
    let end = text[line.span.range()].ends_with(|c: char| c.is_ascii_uppercase() || "*-=_~#/|]>".contains(c));
    let may_be = line.opening == Some(TokenKind::Capitals) || end;
    may_be && banner(text, &bare(text, *line), register).is_some()
}

impl<'t> Reader<'t, '_> {
    fn inside(&self, at: usize) -> &'t str {
        &self.text[self.lines[self.full[at]].span.range()]
    }

    /// `-----`, `* * *`, `--- Document 2 ---`.
    fn is_rule(&self, at: usize) -> bool {
        let inside = self.inside(at);
        let words = inside.trim_matches([' ', '-', '=', '*', '_', '~', '–', '—', '#', '[', ']']);
        let parts = || WORDS.paper.parting.iter().any(|parting| begins_with(words, parting));
        let signs = inside.len() - words.len();
        signs > 2 && words.is_empty() || signs > 1 && parts()
    }

    fn begins_mail(&self, at: usize) -> bool {
        mail::begins((at..self.full.len()).map(|at| self.inside(at)))
    }

    /// The head of the paper that begins at `first`, before the line `end`.
    fn head(&self, first: usize, end: usize) -> Head<'t> {
        let begins = (first..end).take(HEAD).find(|at| !self.marked[*at]).unwrap_or(end);
        let mut head = Head::default();
        for at in (begins..end).take(HEAD).take_while(|at| !self.marked[*at]) {
            let (inside, span) = (self.inside(at), self.lines[self.full[at]].span);
            head.mail |= self.begins_mail(at);
            let bare = &inside[mark_before(inside)..];
            let start = bare.get(..bare.len().min(24)).unwrap_or_default().to_ascii_uppercase();
            if head.title.is_none() && WORDS.paper.opening.iter().any(|title| start.starts_with(title)) {
                head.title = Some(inside);
            }
            let subject = || subject::label(inside).map(|len| inside[len..].trim());
            head.subject = head.subject.or_else(subject);
            head.date = head.date.or_else(|| dating::alone(self.text, span));
        }
        head
    }
}
