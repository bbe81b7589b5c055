//! Reads the values of one rule, or reports a mistake with its span, where a type alone does not decide.

use std::sync::Arc;

use jiff::civil::Date;

use super::super::{Exception, Fix, Options};
use super::raw::{RawExample, RawException, RawFix};
use crate::diagnostic::Severity;
use crate::marking::packed::Placed;
use crate::register::Registers;
use crate::rule::check::{Check, Checks, Entry, all};
use crate::rule::example::Example;
use crate::rule::template::Template;
use crate::source::mistake::{Mistake, TomlFile, calendar_date, nearest};

/// Reads the values of one rule whose meaning depends on more than their type.
pub(super) struct RuleReader<'a> {
    pub(super) checks: Checks,
    pub(super) file: &'a Arc<TomlFile>,
    pub(super) mistakes: &'a mut Vec<Mistake>,
}

/// What there is instead of `word`.
fn offer(word: &str, known: &[&str]) -> String {
    let near = nearest(word, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
    let all = if known.is_empty() { "it has none".to_owned() } else { format!("there are: {}", known.join(", ")) };
    near.unwrap_or_default() + &all
}

impl RuleReader<'_> {
    pub(super) fn unknown<'k>(&mut self, word: &Placed<String>, what: &str, known: impl IntoIterator<Item = &'k str>) {
        let mistake = self.file.mistake(word.span(), format!("`{}` is not a valid {what}", word.get_ref()));
        self.mistakes.push(mistake.suggest(word.get_ref(), known));
    }

    pub(super) fn label(&mut self, label: &Placed<String>, known: &[&str]) {
        let word = label.get_ref();
        if !known.contains(&word.as_str()) {
            let mistake = self.file.mistake(label.span(), format!("the check points at no place named `{word}`"));
            self.mistakes.push(mistake.help(offer(word, known)));
        }
    }

    pub(super) fn check(&mut self, name: &Placed<String>) -> Option<&'static Entry> {
        let found = all(self.checks).find(|entry| entry.name == name.get_ref());
        if found.is_none() {
            self.unknown(name, "check", all(self.checks).map(|entry| entry.name));
        }
        found
    }

    pub(super) fn level(&mut self, level: &Placed<String>) -> Option<Severity> {
        match crate::diagnostic::parse_level(level.get_ref()) {
            Some(parsed) => parsed,
            None => {
                self.unknown(level, "level", crate::diagnostic::LEVELS);
                None
            }
        }
    }

    pub(super) fn template(&mut self, text: &Placed<String>, facts: &[&str]) -> Template {
        Template::parse(text.get_ref(), facts).unwrap_or_else(|error| {
            // A span inside a string is exact only for strings without escapes, which is how messages are written.
            let quote = text.span().start + if self.file.text[text.span()].starts_with("\"\"\"") { 3 } else { 1 };
            let span = quote + error.range.start..quote + error.range.end;
            let span = if span.end <= text.span().end { span } else { text.span() };
            let mut mistake = self.file.mistake(span, error.message);
            if let Some(unknown) = error.unknown {
                mistake = mistake.help(offer(&unknown, facts));
            }
            self.mistakes.push(mistake);
            Template { pieces: Vec::new() }
        })
    }

    pub(super) fn date(&mut self, date: Option<&Placed<toml::value::Datetime>>) -> Option<Date> {
        let date = date?;
        let parsed = calendar_date(date.get_ref());
        if parsed.is_none() {
            let mistake = self.file.mistake(date.span(), "this is not a calendar date without a time");
            self.mistakes.push(mistake.help("write it like 1995-10-14"));
        }
        parsed
    }

    pub(super) fn exception(&mut self, raw: RawException) -> Exception {
        let (from, until) = (self.date(raw.from.as_ref()), self.date(raw.until.as_ref()));
        self.order_of_dates(from, until, raw.until.as_ref());
        Exception { level: self.level(&raw.level), styles: raw.styles, from, until, source: raw.source }
    }

    /// A check that offers no edits would leave the promise of a fix empty.
    pub(super) fn fix(&mut self, raw: &RawFix, entry: Option<&Entry>) -> Fix {
        if let Some(entry) = entry.filter(|entry| !entry.edits) {
            let mistake = format!("the check `{}` supplies no edits for a fix", entry.name);
            let mistake = self.file.mistake(raw.message.span(), mistake);
            self.mistakes.push(mistake.help("remove `fix`, and write in `help` what to do"));
        }
        let facts = entry.map_or(&[][..], |entry| entry.facts);
        Fix { applicability: raw.applicability, message: self.template(&raw.message, facts) }
    }

    /// A rule that ends before it begins would never apply.
    pub(super) fn order_of_dates(
        &mut self,
        from: Option<Date>,
        until: Option<Date>,
        place: Option<&Placed<toml::value::Datetime>>,
    ) {
        if let (Some(from), Some(until), Some(place)) = (from, until, place)
            && until < from
        {
            let mistake =
                self.file.mistake(place.span(), format!("the rule ends on {until}, before it begins on {from}"));
            self.mistakes.push(mistake.help("`from` and `until` are the first and the last document date"));
        }
    }

    pub(super) fn settle(
        &mut self,
        entry: &Entry,
        span: std::ops::Range<usize>,
        options: &Options,
    ) -> Option<Box<dyn Check>> {
        let read = entry.settle(options);
        let what = format!("the check `{}`", entry.name);
        read.map_err(|error| self.mistakes.push(entry.mistake(self.file, span, &what, error))).ok()
    }

    pub(super) fn register(&mut self, text: &Placed<String>) -> Arc<TomlFile> {
        let register = TomlFile::new(self.file.name.as_str(), text.get_ref().as_str());
        if let Err(mistakes) = Registers::with_files(std::slice::from_ref(&register)) {
            let inside = mistakes.into_iter().map(|mistake| self.file.mistake(text.span(), mistake.message));
            self.mistakes.extend(inside);
        }
        register
    }

    pub(super) fn example(&mut self, raw: RawExample, rule: &str) -> Option<Example> {
        let (text, good) = match (raw.bad, raw.good) {
            (Some(bad), None) => (bad, false),
            (None, Some(good)) => (good, true),
            (both, _) => {
                let mistake = match both {
                    Some(both) => self.file.mistake(both.span(), "an example is either bad or good"),
                    None => self.file.mistake(0..0, format!("an example of `{rule}` has neither `bad` nor `good`")),
                };
                self.mistakes.push(mistake);
                return None;
            }
        };
        let name = raw.name.unwrap_or_else(|| "example.txt".to_owned());
        let example = Example::parse(text.get_ref(), name, good);
        let example = example.map_err(|message| self.mistakes.push(self.file.mistake(text.span(), message))).ok()?;
        Some(Example {
            encoding: raw.encoding,
            profile: raw.profile,
            as_of: self.date(raw.as_of.as_ref()),
            date: self.date(raw.date.as_ref()),
            style: raw.style,
            register: raw.register.map(|text| self.register(&text)),
            watch_list: raw.watch_list,
            hidden: raw.hidden,
            set: raw.set,
            ..example
        })
    }
}
