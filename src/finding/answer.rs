//! Builds the answers of `cable-lint marking` in the form of the JSON contract: a line becomes an [`Answer`] or
//! [`RollUpAnswer`].

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use super::{Finding, FixOffer, PlacedEdit};
use crate::diagnostic::Severity;
use crate::document::Dating;
use crate::marking::{
    Category, Context, Fault, LONGEST, Marking, MarkingKind, ReadMarking, Register, judge, read, repaired, roll_up,
    says_the_same,
};
use crate::rule::need::Need;
use crate::rule::template::Template;
use crate::rule::{Applicability, Rule, RuleSet};
use crate::source::SourceFile;

/// One marking, read and judged.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The line.
    pub input: String,
    /// Banner or portion.
    pub kind: MarkingKind,
    /// Whether nothing at or above warning is wrong.
    pub valid: bool,
    /// The canonical banner.
    pub banner: Option<String>,
    /// The canonical portion mark.
    pub portion: Option<String>,
    /// The banner or portion that was probably meant, where something is wrong with this one.
    pub suggested: Option<String>,
    /// The level, in words.
    pub level: Option<String>,
    /// Every word with its meaning.
    pub tokens: Vec<MarkingWord>,
    /// What is wrong.
    pub diagnostics: Vec<Finding>,
}

/// The overall marking of a line of portion marks.
#[derive(Clone, Debug, Serialize)]
pub struct RollUpAnswer {
    /// The line.
    pub input: String,
    /// Whether every portion could be read and the overall marking follows from them.
    pub valid: bool,
    /// The overall marking.
    pub banner: Option<String>,
    /// What is wrong with the portions.
    pub diagnostics: Vec<Finding>,
}

/// One word of a marking.
#[derive(Clone, Debug, Serialize)]
pub struct MarkingWord {
    /// As written.
    pub text: String,
    /// Its field.
    pub category: Category,
    /// What it means, in words.
    pub meaning: String,
}

/// The rules of markings, by the fault that breaks them, and the register they speak of.
pub struct Statutes<'r> {
    register: &'r Register,
    rules: HashMap<&'static str, Vec<(&'r Rule, Severity)>>,
}

impl<'r> Statutes<'r> {
    /// Those of `rules` that are not ignored.
    pub fn of(rules: &'r RuleSet) -> Statutes<'r> {
        let mut by_fault: HashMap<&'static str, Vec<(&Rule, Severity)>> = HashMap::new();
        for (_, rule, level) in rules.active() {
            if let Need::Fault(fault) = rule.check.need() {
                by_fault.entry(fault).or_default().push((rule, level));
            }
        }
        Statutes { register: rules.registers().markings(), rules: by_fault }
    }

    /// Reads and judges one banner line or portion mark. Without a kind, parentheses decide.
    pub fn answer(&self, line: &str, kind: Option<MarkingKind>, context: Context) -> Answer {
        let kind =
            kind.unwrap_or(if line.trim_start().starts_with('(') { MarkingKind::Portion } else { MarkingKind::Banner });
        let register = self.register;
        let reading = read(line, kind, register);
        let faults = judge(&reading, register, context);
        let proved = |fault: &Fault| is_proved(line, fault, &faults, &reading, register, context);
        let diagnostics = self.diagnostics(line, &faults, context, &proved);
        let marking = reading.marking.as_ref();
        let meant = || repaired(line, kind, register, context).or_else(|| fixed(line, &diagnostics));
        let flawed = diagnostics.iter().any(|found| found.severity >= Severity::Warning || found.fix.is_some());
        // A canonical form without the word that could not be read would under-mark what it is copied to.
        let whole = marking.filter(|_| reading.is_whole());
        Answer {
            input: line.to_owned(),
            kind,
            valid: marking.is_some() && diagnostics.iter().all(|found| found.severity < Severity::Warning),
            banner: whole.map(|marking| marking.banner(register)),
            portion: whole.map(|marking| marking.portion(register)),
            suggested: flawed.then(meant).flatten(),
            level: marking.map(|marking| marking.level.word().to_owned()),
            tokens: words(line, &reading, register),
            diagnostics,
        }
    }

    /// The overall marking of the portion marks in a line, each in parentheses.
    pub fn roll_up(&self, line: &str, context: Context) -> RollUpAnswer {
        let register = self.register;
        let mut faults = Vec::new();
        let mut portions: Vec<Marking> = Vec::new();
        let mut complete = true;
        let mut open = None;
        for (start, mark) in portion_marks(line) {
            let reading = read(mark, MarkingKind::Portion, register);
            let found = judge(&reading, register, context).into_iter();
            faults.extend(found.map(|mut fault| {
                fault.span = fault.span.start + start..fault.span.end + start;
                fault.rewrite = None;
                fault
            }));
            complete &= reading.marking.is_some() && reading.is_whole();
            if reading.marking.as_ref().is_some_and(Marking::leaves_list_to_banner) {
                open.get_or_insert(start..start + mark.len());
            }
            portions.extend(reading.marking);
        }
        let overall = roll_up(&portions, register, context);
        if let Some(open) = open.filter(|_| overall.as_ref().is_some_and(|overall| overall.open_list)) {
            faults.push(Fault::new("release-list-nowhere", open));
        }
        let overall = overall.filter(|overall| complete && !overall.open_list);
        let diagnostics = self.diagnostics(line, &faults, context, &|_| false);
        RollUpAnswer {
            input: line.to_owned(),
            valid: overall.is_some() && diagnostics.iter().all(|found| found.severity < Severity::Warning),
            banner: overall.map(|overall| overall.marking.banner(register)),
            diagnostics,
        }
    }

    /// The findings that rules make of `faults`; `proved` says whether a suggestion may be applied without review.
    fn diagnostics(
        &self,
        line: &str,
        faults: &[Fault],
        context: Context,
        proved: &dyn Fn(&Fault) -> bool,
    ) -> Vec<Finding> {
        if faults.is_empty() {
            return Vec::new();
        }
        let source = SourceFile::of_text(line.to_owned());
        let dating = Dating::on(context.date);
        let mut found = Vec::new();
        for fault in faults {
            let rules = self.rules.get(fault.name).into_iter().flatten();
            for (rule, level) in rules.filter(|(rule, _)| rule.holds_for(context.style, dating)) {
                if let Some(severity) = rule.severity(*level, context.style, dating) {
                    found.push(finding(&source, fault, rule, severity, proved));
                }
            }
        }
        found
    }
}

/// Every portion mark of a line with the byte at which it begins. A line without parentheses is one mark.
fn portion_marks(line: &str) -> impl Iterator<Item = (usize, &str)> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\([^()]*\)").expect("a valid pattern"));
    let bare = (!line.contains('(')).then_some((0, line));
    bare.into_iter().chain(MARK.find_iter(line).map(|mark| (mark.start(), mark.as_str())))
}

fn words(line: &str, reading: &ReadMarking, register: &Register) -> Vec<MarkingWord> {
    let mut tokens: Vec<_> = reading.tokens.iter().filter(|token| !token.span.is_empty()).collect();
    tokens.sort_by_key(|token| (token.span.start, token.span.end));
    tokens
        .into_iter()
        .map(|token| {
            let meaning = match token.category {
                Category::ForeignInformation => "foreign government information".to_owned(),
                Category::Cui => "controlled unclassified information".to_owned(),
                Category::CuiCategory => {
                    register.cui_category(&token.name).map_or("", |category| &*category.name).to_owned()
                }
                Category::Unknown => "not in the register".to_owned(),
                Category::Level => register.level_word(&token.name).map_or("", |(entry, _)| &entry.meaning).to_owned(),
                category => {
                    let entry = register.entry(category, &token.name);
                    entry.map_or("not in the register", |entry| &entry.meaning).to_owned()
                }
            };
            MarkingWord { text: line[token.span.clone()].to_owned(), category: token.category, meaning }
        })
        .collect()
}

/// Whether the marking says the same with what `fault` suggests, and nothing is wrong with it then that was not before.
fn is_proved(
    line: &str,
    fault: &Fault,
    faults: &[Fault],
    reading: &ReadMarking,
    register: &Register,
    context: Context,
) -> bool {
    // Nothing is proved of longer lines, and each fault would copy them.
    let Some((place, right)) = fault.edit(line.len()).filter(|_| line.len() <= LONGEST) else { return false };
    let new = [&line[..place.start], right, &line[place.end..]].concat();
    let after = judge(&read(&new, reading.kind, register), register, context);
    let count = |faults: &[Fault], name| faults.iter().filter(|fault| fault.name == name).count();
    says_the_same(line, &new, reading.kind, register, context, true)
        && count(&after, fault.name) < count(faults, fault.name)
        && after.iter().all(|later| count(faults, later.name) > 0)
}

/// The line with the fixes of its findings in it, the first where two overlap.
fn fixed(line: &str, diagnostics: &[Finding]) -> Option<String> {
    let mut edits: Vec<&PlacedEdit> =
        diagnostics.iter().flat_map(|found| &found.fix).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.location.offset, edit.end_location.offset));
    let (mut text, mut at) = (String::with_capacity(line.len()), 0);
    for edit in edits {
        let place = edit.location.offset as usize..edit.end_location.offset as usize;
        if place.start >= at {
            text.push_str(&line[at..place.start]);
            text.push_str(&edit.content);
            at = place.end;
        }
    }
    text.push_str(&line[at..]);
    (at > 0).then_some(text)
}

/// The finding that `rule` makes of `fault`. A line has no file, and needs no baseline.
fn finding(
    source: &SourceFile,
    fault: &Fault,
    rule: &Rule,
    severity: Severity,
    proved: &dyn Fn(&Fault) -> bool,
) -> Finding {
    let place = |at: usize| source.position(at as u32);
    let fill = |template: &Template| {
        template.fill(|name| {
            let fact = fault.facts.iter().find(|(fact, _)| *fact == name);
            debug_assert!(fact.is_some(), "the fault {} has no fact {name}", fault.name);
            fact.map_or_else(|| "?".to_owned(), |(_, value)| value.clone())
        })
    };
    let edit = fault.edit(source.text().len()).map(|(span, right)| PlacedEdit {
        content: right.to_owned(),
        location: place(span.start),
        end_location: place(span.end),
    });
    Finding {
        code: rule.name.clone(),
        group: rule.group.clone(),
        severity,
        confidence: rule.confidence,
        message: fill(&rule.message),
        help: rule.help.as_ref().map(fill),
        notes: Vec::new(),
        source: rule.source.clone(),
        url: None,
        filename: String::new(),
        location: place(fault.span.start).into(),
        end_location: place(fault.span.end).into(),
        related: Vec::new(),
        fix: rule.fix.as_ref().zip(edit).map(|(fix, edit)| FixOffer {
            applicability: if proved(fault) { fix.applicability } else { Applicability::Unsafe },
            together: false,
            message: fill(&fix.message),
            edits: vec![edit],
        }),
        fingerprint: String::new(),
        masked_filename: None,
        suppression: None,
        more: 0,
        excerpts: Vec::new(),
    }
}
