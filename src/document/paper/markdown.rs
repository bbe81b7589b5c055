//! Reads the visible lines of Markdown without their markup.
//!
//! So a portion mark after a bullet, a heading's `#`, a cell's bar or emphasis is at the start of its line here too.
//! Code, comments and struck-out text are omitted: they show markings without being marked.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::document::authority::is_label;
use crate::document::text::line::Line;
use crate::document::text::word::trim;
use crate::lex;
use crate::source::Span;

#[derive(Default)]
pub(crate) struct Markdown {
    /// Its lines, with an empty one between blocks.
    pub(crate) lines: Vec<Line>,
    /// The lines, by index, that can be the marking of a page: the first or last of one, and neither in a list, a table
    /// nor a quotation, where levels are listed and talked about.
    pub(crate) edges: Vec<usize>,
    pub(crate) front: Vec<FrontMatterField>,
}

/// One `key: value` of the front matter, the value without quotation marks.
#[derive(Clone, Copy)]
pub(crate) struct FrontMatterField {
    pub(crate) key: Span,
    pub(crate) value: Span,
}

/// Reads the Markdown of `text[span]`.
pub(crate) fn markdown(text: &str, span: Span) -> Markdown {
    let (front, body) = front_matter(text, span);
    let mut walker = Walker { text, lines: Vec::new(), loose: Vec::new(), pages: vec![0], ..Walker::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let events = Parser::new_ext(&text[body.range()], options).into_offset_iter();
    for (event, range) in events {
        walker.see(&event, body.part(range.start, range.len()));
    }
    walker.end_block();
    let edges = walker.edges();
    Markdown { lines: walker.lines, edges, front }
}

/// The entries between the first line, which is `---` or `+++`, and the next such line; and the rest.
fn front_matter(text: &str, span: Span) -> (Vec<FrontMatterField>, Span) {
    let inside = &text[span.range()];
    let fence = inside.lines().next().map_or("", str::trim_end);
    let mut entries = Vec::new();
    if fence != "---" && fence != "+++" {
        return (entries, span);
    }
    for line in inside.lines().skip(1) {
        let at = line.as_ptr() as usize - inside.as_ptr() as usize;
        if line.trim_end() == fence {
            return (entries, Span::new(span.start + (at + line.len()) as u32, span.end));
        }
        entries.extend(entry(text, span.part(at, line.len())));
    }
    (Vec::new(), span)
}

/// Reads `key: value` or `key = "value"`. A line that is set in belongs to the key above it.
fn entry(text: &str, line: Span) -> Option<FrontMatterField> {
    let inside = &text[line.range()];
    let len = inside.find([':', '='])?;
    if inside.starts_with([' ', '\t', '#', '-']) {
        return None;
    }
    let value = trim(text, line.part(len + 1, inside.len() - len - 1));
    let written = &text[value.range()];
    let quoted =
        ['"', '\''].iter().any(|mark| written.len() > 1 && written.starts_with(*mark) && written.ends_with(*mark));
    let value = if quoted { value.part(1, written.len() - 2) } else { value };
    Some(FrontMatterField { key: trim(text, line.part(0, len)), value })
}

/// Follows the events of the parser and keeps the lines.
#[derive(Default)]
struct Walker<'t> {
    text: &'t str,
    lines: Vec<Line>,
    /// For each line, whether it is in a paragraph or heading of its own.
    loose: Vec<bool>,
    /// The index of the first line of each page.
    pages: Vec<usize>,
    /// What has been seen of the line at hand.
    open: Option<Span>,
    /// Whether the line at hand begins with what is left out.
    hidden: bool,
    /// How many list items, tables and quotations are open.
    nested: u32,
    /// How many stretches of struck text are open.
    struck: u32,
    code: bool,
    /// Whether a comment of more than one line is open.
    comment: bool,
}

impl Walker<'_> {
    fn see(&mut self, event: &Event<'_>, place: Span) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(_) if self.code => {}
            Event::Text(_) => self.take(place, self.struck > 0),
            Event::Code(_) => self.take(place, true),
            Event::FootnoteReference(_) => self.take(place, false),
            Event::Html(_) => self.html(place),
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            Event::Rule => {
                self.end_block();
                self.pages.push(self.lines.len());
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } => return,
            Tag::TableCell if self.open.is_some() => return,
            Tag::Strikethrough => {
                self.struck += 1;
                return;
            }
            _ => self.end_block(),
        }
        self.code = matches!(tag, Tag::CodeBlock(_));
        self.nested += u32::from(matches!(tag, Tag::Item | Tag::Table(_) | Tag::BlockQuote(_)));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => return,
            // A label of the authority block has its value in the next cell.
            TagEnd::TableCell if self.open.is_some_and(|open| is_label(&self.text[open.range()])) => return,
            TagEnd::Strikethrough => {
                self.struck -= 1;
                return;
            }
            _ => self.end_block(),
        }
        self.code = false;
        self.nested -= u32::from(matches!(tag, TagEnd::Item | TagEnd::Table | TagEnd::BlockQuote(_)));
    }

    /// Adds `place` to the line at hand.
    fn take(&mut self, place: Span, hidden: bool) {
        match &mut self.open {
            Some(open) => open.end = open.end.max(place.end),
            None => {
                self.open = Some(place);
                self.hidden = hidden;
            }
        }
    }

    /// One line of markup: what is between its tags, if it is not a comment.
    fn html(&mut self, place: Span) {
        self.end_line();
        let inside = self.text[place.range()].trim();
        if inside.contains("page-break") || inside.contains("break-after") || inside.contains("break-before") {
            self.end_block();
            self.pages.push(self.lines.len());
        }
        let commented = self.comment || inside.contains("<!--");
        self.comment = commented && !inside.contains("-->");
        if commented {
            return;
        }
        let mut open = trim(self.text, place);
        open = trim(self.text, Span::new(open.start + tags(&self.text[open.range()]) as u32, open.end));
        let inside = &self.text[open.range()];
        if let Some(close) = inside.find('<') {
            // A label has its value in the next cell.
            let value = close + tags(&inside[close..]);
            let label = inside[..close].trim_end();
            let labelled = (label.ends_with(':') || is_label(label)) && value < inside.len();
            let end = inside[value..].find('<').map_or(inside.len(), |end| value + end);
            open = trim(self.text, open.part(0, if labelled { end } else { close }));
        }
        if !open.is_empty() {
            self.take(open, false);
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        let Some(open) = self.open.take().map(|open| trim(self.text, open)).filter(|open| !open.is_empty()) else {
            return;
        };
        if !self.hidden {
            let opening = lex::first(&self.text[open.range()]);
            self.lines.push(Line { span: open, indent: 0, opening, tokens: (0, 0) });
            self.loose.push(self.nested == 0);
        }
    }

    fn end_block(&mut self) {
        self.end_line();
        if let Some(last) = self.lines.last().filter(|line| !line.is_empty()) {
            let span = Span::at(last.span.end);
            self.lines.push(Line { span, indent: 0, opening: None, tokens: (0, 0) });
            self.loose.push(false);
        }
    }

    /// The first and the last line of each page, where they are free.
    fn edges(&self) -> Vec<usize> {
        let ends = self.pages.iter().skip(1).copied().chain([self.lines.len()]);
        let mut edges = Vec::new();
        for (&start, end) in self.pages.iter().zip(ends) {
            let full = |index: &usize| !self.lines[*index].is_empty();
            let (first, last) = ((start..end).find(full), (start..end).rev().find(full));
            edges.extend(first.into_iter().chain(last.filter(|_| first != last)).filter(|index| self.loose[*index]));
        }
        edges
    }
}

/// The length of the tags and spaces that `text` begins with.
fn tags(text: &str) -> usize {
    let mut rest = text;
    while let Some(tag) = leading_tag(rest) {
        rest = rest[tag..].trim_start();
    }
    text.len() - rest.len()
}

/// The length of the tag that `text` begins with.
fn leading_tag(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    inside.find('>').map(|close| close + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<&str> {
        let page = markdown(text, Span::new(0, text.len() as u32));
        page.lines.iter().filter(|line| !line.is_empty()).map(|line| &text[line.span.range()]).collect()
    }

    fn edges(text: &str) -> Vec<&str> {
        let page = markdown(text, Span::new(0, text.len() as u32));
        page.edges.iter().map(|index| &text[page.lines[*index].span.range()]).collect()
    }

    #[test]
    fn a_line_begins_behind_its_markup() {
        let text = "# (U) Title\n\n> - **(S)** one  \n>   two\n\n| (U) a | (C) b |\n|--|--|\n| c | d |\n\nHead\n====\n";
        assert_eq!(lines(text), ["(U) Title", "(S)** one", "two", "(U) a", "(C) b", "c", "d", "Head"]);
    }

    #[test]
    fn code_comments_and_struck_text_are_left_out() {
        let text = "```\n(S) a\n```\n\n    (S) b\n\n<!-- (S) c\n(S) d -->\n\n~~SECRET~~\n\n`(S)` e\n\nf `(S)`\n";
        assert_eq!(lines(text), ["f `(S)`"]);
    }

    #[test]
    fn a_banner_stands_at_the_edge_of_a_page_and_in_no_list() {
        let text = "**SECRET**\n\nText.\n\n<p align=\"center\"><b>SECRET</b></p>\n\n---\n\nCONFIDENTIAL\n\nText.\n\n- SECRET\n";
        assert_eq!(edges(text), ["SECRET", "SECRET", "CONFIDENTIAL"]);
    }

    #[test]
    fn front_matter_ends_where_its_fence_is_closed() {
        let text = "---\ntitle: \"(U) a\"\n  more\n# note: x\ndate: 2014-03-03\n---\n(S) b\n";
        let page = markdown(text, Span::new(0, text.len() as u32));
        let entries: Vec<_> =
            page.front.iter().map(|entry| (&text[entry.key.range()], &text[entry.value.range()])).collect();
        assert_eq!(entries, [("title", "(U) a"), ("date", "2014-03-03")]);
        assert_eq!(lines(text), ["(S) b"]);
        assert!(markdown("---\na: b\n", Span::new(0, 9)).front.is_empty(), "a fence that is never closed");
    }
}
