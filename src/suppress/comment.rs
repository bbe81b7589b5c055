//! Parses suppression comments in drafts.
//!
//! ```text
//! <!-- cable-lint: SCOPE RULE[, RULE]… [until DATE]: REASON -->
//! ```
//!
//! SCOPE is `allow-line` (its own line), `allow-next-line`, `allow` (its line, or the next one if the comment is alone
//! on it), `allow-begin` up to `allow-end`, or `allow-file`. A rule is required. A comment that only resembles this
//! form is a fault. Whether a rule exists is checked elsewhere.

use jiff::civil::Date;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use crate::document::text::word::trim;
use crate::source::{SourceFile, Span};

/// How far a comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommentScope {
    /// The line it is on; if it is there alone, the next.
    Here,
    /// The line it is on.
    Line,
    /// The next line that is neither blank nor another such comment.
    NextLine,
    /// All that follows, up to its end.
    Begin,
    /// The end of what was begun.
    End,
    /// The whole file.
    File,
}

const SCOPES: [(&str, CommentScope); 6] = [
    ("allow", CommentScope::Here),
    ("allow-line", CommentScope::Line),
    ("allow-next-line", CommentScope::NextLine),
    ("allow-begin", CommentScope::Begin),
    ("allow-end", CommentScope::End),
    ("allow-file", CommentScope::File),
];

/// What a comment asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub(super) scope: CommentScope,
    /// The rules, as named.
    pub(super) rules: Vec<Span>,
    /// The last day on which it holds.
    pub(super) until: Option<Date>,
    /// The reason; may be empty.
    pub(super) reason: Span,
}

/// A comment that begins with `cable-lint:`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// From `<!--` to `-->`.
    pub(super) span: Span,
    /// What it requests, or why that cannot be read.
    pub(super) asked: Result<Directive, &'static str>,
}

/// The comments of `source`, in order. Code of Markdown that shows a comment has none.
pub(super) fn read(source: &SourceFile) -> Vec<Comment> {
    let text = source.text();
    let openings = memchr::memmem::find_iter(text.as_bytes(), "<!--");
    let mut comments = Vec::new();
    for start in openings {
        let rest = &text[start + 4..];
        let word = rest.trim_start();
        let quoted = text[..start].ends_with('`');
        if let Some(body) = word.strip_prefix("cable-lint:").filter(|_| !quoted) {
            comments.push(comment(text, start, text.len() - body.len()));
        }
    }
    if !comments.is_empty() && !source.name().to_ascii_lowercase().contains(".htm") {
        let code = fenced(text);
        let shown = |span: Span| code.iter().any(|code| code.contains(span));
        comments.retain(|comment| !shown(comment.span));
    }
    comments
}

/// The comment from `start` on, whose words begin at `body`.
fn comment(text: &str, start: usize, body: usize) -> Comment {
    let span = |from: usize, to: usize| Span::new(from as u32, to as u32);
    match memchr::memmem::find(&text.as_bytes()[body..], b"-->") {
        Some(end) => {
            let asked = directive(text, span(body, body + end));
            Comment { span: span(start, body + end + 3), asked }
        }
        None => {
            let end = text[start..].find(['\r', '\n']).map_or(text.len(), |line| start + line);
            Comment { span: span(start, end), asked: Err("the comment is not closed") }
        }
    }
}

fn directive(text: &str, body: Span) -> Result<Directive, &'static str> {
    let words = &text[body.range()];
    let colon = words.find(':').unwrap_or(words.len());
    let reason = trim(text, Span::new((body.start + colon as u32 + 1).min(body.end), body.end));
    let head = trim(text, Span::new(body.start, body.start + colon as u32));
    let words = &text[head.range()];
    let scope_end = words.find(char::is_whitespace).unwrap_or(words.len());
    let Some((_, scope)) = SCOPES.iter().find(|(name, _)| *name == &words[..scope_end]) else {
        return Err("its first word is not allow, allow-line, allow-next-line, allow-begin, allow-end or allow-file");
    };
    let (names, until) = until(text, Span::new(head.start + scope_end as u32, head.end))?;
    let mut rules = Vec::new();
    let mut start = names.start;
    for name in text[names.range()].split(',') {
        let end = start + name.len() as u32;
        let rule = trim(text, Span::new(start, end));
        if rule.is_empty() {
            return Err("it names no rule");
        }
        if text[rule.range()].contains(char::is_whitespace) {
            return Err("separate rules with commas, and put a colon before the reason");
        }
        rules.push(rule);
        start = end + 1;
    }
    Ok(Directive { scope: *scope, rules, until, reason })
}

/// Cuts `until DATE` off the end of the names.
fn until(text: &str, names: Span) -> Result<(Span, Option<Date>), &'static str> {
    let words = &text[names.range()];
    let apart = |character: Option<char>| character.is_none_or(char::is_whitespace);
    let is_word = |at: usize| apart(words[..at].chars().next_back()) && apart(words[at + 5..].chars().next());
    let Some((at, word)) = words.match_indices("until").find(|(at, _)| is_word(*at)) else {
        return Ok((names, None));
    };
    match words[at + word.len()..].trim().parse() {
        Ok(date) => Ok((Span::new(names.start, names.start + at as u32), Some(date))),
        Err(_) => Err("`until` is not followed by a date such as 2027-12-31"),
    }
}

/// The fenced code blocks of Markdown, in order.
fn fenced(text: &str) -> Vec<Span> {
    let is_fenced = |event: &Event<'_>| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))));
    let blocks = Parser::new(text).into_offset_iter().filter(|(event, _)| is_fenced(event));
    blocks.map(|(_, block)| Span::new(block.start as u32, block.end as u32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn read_one(text: &str) -> (String, Result<Directive, &'static str>) {
        let source = source::read("x.md", text.as_bytes().to_vec()).expect("readable");
        let mut comments = read(&source);
        assert_eq!(comments.len(), 1, "{text}");
        let comment = comments.remove(0);
        (source.slice(comment.span).to_owned(), comment.asked)
    }

    #[test]
    fn a_comment_names_scope_rules_date_and_reason() {
        let text = "x <!--cable-lint: allow-line a-rule , b-rule until 2027-01-31: why: because --> y";
        let (span, asked) = read_one(text);
        let asked = asked.expect("well formed");
        assert!(span.starts_with("<!--") && span.ends_with("-->"));
        assert_eq!(asked.scope, CommentScope::Line);
        assert_eq!(asked.rules.iter().map(|rule| &text[rule.range()]).collect::<Vec<_>>(), ["a-rule", "b-rule"]);
        assert_eq!((asked.until, &text[asked.reason.range()]), (Date::new(2027, 1, 31).ok(), "why: because"));
    }

    #[test]
    fn what_cannot_be_told_is_a_fault() {
        for (text, fault) in [
            ("<!-- cable-lint: permit a: b -->", "first word"),
            ("<!-- cable-lint: allow -->", "names no rule"),
            ("<!-- cable-lint: allow: because -->", "names no rule"),
            ("<!-- cable-lint: allow a,, b: because -->", "names no rule"),
            ("<!-- cable-lint: allow a because -->", "commas"),
            ("<!-- cable-lint: allow a until soon: because -->", "not followed by a date"),
            ("<!-- cable-lint: allow a: because\nmore", "not closed"),
        ] {
            let asked = read_one(text).1;
            assert!(asked.as_ref().is_err_and(|error| error.contains(fault)), "{text}: {asked:?}");
        }
    }

    #[test]
    fn code_that_shows_a_comment_is_none() {
        let comment = "<!-- cable-lint: allow a: b -->";
        for text in [format!("```html\n{comment}\n```\n"), format!("~~~~\r~~~\r\n{comment}\n"), format!("`{comment}`")]
        {
            let source = source::read("x.md", text.into_bytes()).expect("readable");
            assert_eq!(read(&source), []);
        }
        assert!(read_one(&format!("```\n```\n{comment}")).1.is_ok());
    }
}
