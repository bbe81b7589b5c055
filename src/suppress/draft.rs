//! Applies the comments of a draft to its diagnostics, and reports mistakes in the comments.
//!
//! Comments in a record are ignored: words in a telegram suppress nothing. Linear in the length of the file and in the
//! number of findings, except for sorting.

use jiff::civil::Date;

use super::comment;
use super::comment::{Comment, CommentScope, Directive};
use super::fault;
use crate::check::general::suppression::{EXPIRED, MALFORMED, NO_REASON, UNKNOWN, UNUSED};
use crate::diagnostic::Diagnostic;
use crate::document::Assumptions;
use crate::document::{Kind, Profile};
use crate::rule::{Lookup, RuleSet};
use crate::source::{SourceFile, Span};

/// Marks what the comments of `source` allow, and adds to `found` what is wrong with them.
pub fn apply(source: &SourceFile, rules: &RuleSet, found: &mut Vec<Diagnostic>) {
    if !is_draft(source.name(), &rules.assumptions) {
        return;
    }
    let comments = comment::read(source);
    if comments.is_empty() {
        return;
    }
    let mut reader = Reader { source, rules, allowances: Vec::new(), open: Vec::new(), faults: Vec::new() };
    reader.read(&comments);
    let Reader { mut allowances, mut faults, .. } = reader;
    mark(&mut allowances, rules, found);
    for allowance in allowances.iter().filter(|allowance| !allowance.used) {
        faults.extend(allowance.fault(source, rules));
    }
    found.append(&mut faults);
}

/// Whether comments count: in Markdown and HTML not declared to be a record.
pub(crate) fn is_draft(name: &str, assumptions: &Assumptions) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    let markup = ["md", "markdown", "html", "htm"].iter().any(|known| known.eq_ignore_ascii_case(extension));
    let written = assumptions.profile.is_none_or(|profile| profile == Profile::Draft);
    written && assumptions.kind.map_or(markup, |kind| kind == Kind::Markdown)
}

/// What one comment allows of one rule.
struct Allowance {
    rule: usize,
    /// Where the rule is named.
    name: Span,
    /// The text in which findings of the rule may begin.
    covers: Span,
    scope: CommentScope,
    reason: Span,
    /// The day after which it no longer holds, if that day is over.
    expired: Option<Date>,
    used: bool,
}

impl Allowance {
    /// What is wrong with an allowance that allowed nothing. Of a rule that did not run, nothing is known.
    fn fault(&self, source: &SourceFile, rules: &RuleSet) -> Vec<Diagnostic> {
        let rule = &rules.rules()[self.rule];
        // What compares documents of a set says nothing of one alone.
        if rules.level(self.rule).is_none() || rule.entry.is_across() {
            return Vec::new();
        }
        let name = rule.name.clone();
        if let Some(date) = self.expired {
            return fault(EXPIRED, rules, self.name, &[("rule", name.into()), ("date", date.into())]);
        }
        let row = |offset: u32| source.position(offset).row;
        let (first, last) = (row(self.covers.start), row(self.covers.end));
        let place = match self.scope {
            CommentScope::File => "in this file".to_owned(),
            _ if first == last => format!("on line {first}"),
            _ => format!("on lines {first} to {last}"),
        };
        fault(UNUSED, rules, self.name, &[("rule", name.into()), ("place", place.into())])
    }
}

/// Reads the comments of one file.
struct Reader<'r> {
    source: &'r SourceFile,
    rules: &'r RuleSet,
    allowances: Vec<Allowance>,
    /// Those that were begun and not ended.
    open: Vec<usize>,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read(&mut self, comments: &[Comment]) {
        let next_lines = next_lines(self.source, comments);
        for (comment, next) in comments.iter().zip(next_lines) {
            match &comment.asked {
                Ok(asked) => self.directive(comment.span, asked, next),
                Err(why) => self.malformed(comment.span, why),
            }
        }
        for index in std::mem::take(&mut self.open) {
            self.malformed(self.allowances[index].name, "it has no `allow-end` of this rule after it");
        }
    }

    fn malformed(&mut self, span: Span, why: &'static str) {
        self.faults.extend(fault(MALFORMED, self.rules, span, &[("fault", why.into())]));
    }

    fn directive(&mut self, comment: Span, asked: &Directive, next: Span) {
        if asked.reason.is_empty() && asked.scope != CommentScope::End {
            self.faults.extend(fault(NO_REASON, self.rules, comment, &[]));
        }
        let line = self.source.line(comment.start).to(self.source.line(comment.end));
        let end = self.source.text().len() as u32;
        let (scope, covers) = match asked.scope {
            CommentScope::Here if is_alone(self.source, comment) => (CommentScope::NextLine, next),
            CommentScope::Here | CommentScope::Line => (CommentScope::Line, line),
            CommentScope::NextLine => (CommentScope::NextLine, next),
            CommentScope::Begin => (CommentScope::Begin, Span::new(comment.end, end)),
            CommentScope::File => (CommentScope::File, Span::new(0, end)),
            CommentScope::End => (CommentScope::End, Span::at(comment.start)),
        };
        let expired =
            asked.until.filter(|until| self.rules.assumptions.today.date().is_some_and(|today| *until < today));
        for &name in &asked.rules {
            let Some(rule) = self.rule(name) else { continue };
            if scope == CommentScope::End {
                self.end(rule, name, comment.start);
                continue;
            }
            if scope == CommentScope::Begin {
                self.open.push(self.allowances.len());
            }
            let allowance = Allowance { rule, name, covers, scope, reason: asked.reason, expired, used: false };
            self.allowances.push(allowance);
        }
    }

    /// The rule of that name, if it is one that can be allowed.
    fn rule(&mut self, name: Span) -> Option<usize> {
        let word = self.source.slice(name);
        let hint = match self.rules.find(word) {
            Lookup::Rule(rule) if self.rules.rules()[rule].group == "suppression" => {
                self.malformed(name, "it names a rule about suppressions, which cannot be suppressed in the document");
                return None;
            }
            Lookup::Rule(rule) => return Some(rule),
            Lookup::Group(_) => {
                self.malformed(name, "it names a group; only rules can be suppressed");
                return None;
            }
            Lookup::Renamed(new) => format!("it was renamed to `{new}`"),
            Lookup::Removed(why) => format!("it was removed: {why}"),
            Lookup::Unknown(Some(near)) => format!("did you mean `{near}`?"),
            Lookup::Unknown(None) => "`cable-lint rules` lists all rules".to_owned(),
        };
        let facts = [("name", name.into()), ("hint", hint.into())];
        self.faults.extend(fault(UNKNOWN, self.rules, name, &facts));
        None
    }

    /// Ends what was begun last for `rule`.
    fn end(&mut self, rule: usize, name: Span, at: u32) {
        match self.open.iter().rposition(|&index| self.allowances[index].rule == rule) {
            Some(open) => {
                let index = self.open.remove(open);
                let covers = &mut self.allowances[index].covers;
                *covers = Span::new(covers.start, at.max(covers.start));
            }
            None => self.malformed(name, "it has no `allow-begin` of this rule before it"),
        }
    }
}

/// For each comment the line that it means by the next one: neither blank nor another comment alone on its line.
fn next_lines(source: &SourceFile, comments: &[Comment]) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::with_capacity(comments.len());
    let mut following: Option<(Span, Span)> = None;
    for comment in comments.iter().rev() {
        let after = source.line(comment.span.end).end;
        let rest = &source.text()[after as usize..];
        let start = after + (rest.len() - rest.trim_start().len()) as u32;
        let mut line = source.line(start.min(source.text().len() as u32));
        if let Some((below, its_line)) = following.filter(|(below, _)| line.contains(Span::at(below.start))) {
            line = if is_alone(source, below) { its_line } else { line };
        }
        following = Some((comment.span, line));
        lines.push(line);
    }
    lines.reverse();
    lines
}

/// Whether nothing is beside the comment.
fn is_alone(source: &SourceFile, comment: Span) -> bool {
    let (first, last) = (source.line(comment.start), source.line(comment.end));
    let before = source.slice(Span::new(first.start, comment.start));
    let after = source.slice(Span::new(comment.end, last.end.max(comment.end)));
    before.trim().is_empty() && after.trim().is_empty()
}

/// Marks what is allowed, and what allowed it: of several allowances the one that begins last.
fn mark(allowances: &mut [Allowance], rules: &RuleSet, found: &mut [Diagnostic]) {
    allowances.sort_by_key(|allowance| (allowance.rule, allowance.covers.start));
    let mut order: Vec<usize> = (0..found.len()).filter(|&at| rules.level(found[at].rule).is_some()).collect();
    order.sort_by_key(|&at| (found[at].rule, found[at].span.start));
    let mut next = 0;
    let mut open: Vec<usize> = Vec::new();
    for at in order {
        let (rule, start) = (found[at].rule, found[at].span.start);
        while next < allowances.len() && (allowances[next].rule, allowances[next].covers.start) <= (rule, start) {
            if allowances[next].expired.is_none() {
                open.push(next);
            }
            next += 1;
        }
        let over = |index: usize| allowances[index].rule != rule || allowances[index].covers.end < start;
        while open.last().is_some_and(|&last| over(last)) {
            open.pop();
        }
        if let Some(&last) = open.last() {
            allowances[last].used = true;
            found[at].allowed = Some(allowances[last].reason);
        }
    }
}
