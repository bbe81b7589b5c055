//! Runs `cable-lint explain`: prints one rule for people, programs or web pages.

pub(super) mod check;

use std::fmt::{Debug, Write};

use serde::Serialize;

use super::report::console::Console;
use super::rules::{list, search};
use super::{Failure, Status, answer, configs_here, fixable, level_word};
use crate::check::CHECKS;
use crate::cli::{ExplainArgs, ExplainFormat};
use crate::config::find;
use crate::diagnostic::Confidence;
use crate::render::RuleUrl;
use crate::rule::example::Example;
use crate::rule::template::Template;
use crate::rule::{Applicability, Exception, Lookup, Rule, examples};
use crate::source::mistake::{Mistake, TomlFile};
use crate::source::visible::visible;

#[derive(Serialize)]
struct Explanation<'r> {
    name: &'r str,
    group: &'r str,
    level: &'static str,
    default_level: &'static str,
    confidence: Confidence,
    summary: &'r str,
    why: &'r str,
    message: String,
    help: Option<String>,
    source: &'r [String],
    url: Option<String>,
    from: Option<String>,
    until: Option<String>,
    kinds: Vec<String>,
    styles: Vec<String>,
    profiles: Vec<String>,
    when: Vec<String>,
    exceptions: Vec<Excepted<'r>>,
    sensitive: bool,
    brittle: bool,
    unread: bool,
    fixable: Option<Applicability>,
    fix: Option<String>,
    since: &'r str,
    pack: &'r str,
    examples: Vec<Shown>,
}

/// Where another level holds.
#[derive(Serialize)]
struct Excepted<'r> {
    level: &'static str,
    styles: Vec<String>,
    from: Option<String>,
    until: Option<String>,
    source: &'r str,
}

#[derive(Serialize)]
struct Shown {
    good: bool,
    text: String,
}

pub(super) fn explain(typed: &ExplainArgs, console: Console) -> Result<Status, Failure> {
    if let Some(name) = &typed.check {
        return check::explain(name, typed.output_format);
    }
    let wanted = typed.rule.join(" ");
    let config = configs_here(&typed.configuration)?.here();
    let rules = config.rules();
    let index = match rules.find(&wanted) {
        Lookup::Rule(index) => index,
        Lookup::Unknown(_) => match (&search(&rules, &typed.rule)[..], typed.output_format) {
            ([index], _) => *index,
            (found @ [_, ..], ExplainFormat::Text) => {
                let head = format!("{} rules are about `{wanted}`:\n", found.len());
                answer(&(clean(&head) + &list(&config, &rules, found, console.stdout_links)))?;
                return Ok(Status::Clean);
            }
            _ => return Err(Failure::Mistakes(vec![no_rule(&rules, &wanted)])),
        },
        _ => return Err(Failure::Mistakes(vec![no_rule(&rules, &wanted)])),
    };
    let url = config.output.rule_url.as_ref();
    let mut explanation = Explanation::new(&rules.rules()[index], level_word(rules.level(index)), url);
    answer(&match typed.output_format {
        ExplainFormat::Text => {
            let more = match explanation.shorten() {
                0 => String::new(),
                1 => "\n1 more example: ".to_owned(),
                more => format!("\n{more} more examples: "),
            };
            let how = format!("`cable-lint explain {} -o markdown`\n", explanation.name);
            clean(&(explanation.text() + &more + if more.is_empty() { "" } else { &how }))
        }
        ExplainFormat::Json => super::json(&explanation),
        ExplainFormat::Markdown => clean(&explanation.markdown()),
    })?;
    Ok(Status::Clean)
}

/// A rule as a section of a page: with its first example of each kind.
pub(crate) fn section(rule: &Rule) -> String {
    let mut explanation = Explanation::new(rule, level_word(rule.level), None);
    explanation.shorten();
    clean(&explanation.markdown())
}

/// A rule as a page of its own: with all of its examples, and how a finding of it may stay.
pub(super) fn page(rule: &Rule) -> String {
    let explanation = Explanation::new(rule, level_word(rule.level), None);
    let (name, level) = (&rule.name, if rule.level.is_none() { "warning" } else { "ignore" });
    let switch = if rule.level.is_none() { "It is ignored unless you set a level" } else { "To ignore it" };
    let allow = format!(
        "## How to allow it\n\nOne finding that may stay is written down with a reason, in the configuration:\n\n\
         ```sh\ncable-lint suppress --rule {name} --reason \"why it may stay\" FILE\n```\n\n\
         In a draft, a comment above the line does it:\n\n\
         ```html\n<!-- cable-lint: allow {name}: why it may stay -->\n```\n\n\
         {switch}:\n\n```toml\n[rules]\n{name} = \"{level}\"\n```\n\n\
         [What may stay](../suppressions.md) has the rest; [all rules of its group](../rules/{}.md).\n",
        rule.group
    );
    clean(&format!("{}\n{allow}", explanation.markdown().replacen("## ", "# ", 1)))
}

/// Why `name` cannot be explained.
fn no_rule(rules: &crate::rule::RuleSet, name: &str) -> Mistake {
    let typed = TomlFile::new("explain", name);
    match find(rules, name) {
        Err(unknown) => Mistake { help: unknown.help, ..typed.mistake(0..name.len(), unknown.message) },
        Ok(found) => {
            let names: Vec<&str> = found.iter().map(|&rule| rules.rules()[rule].name.as_str()).collect();
            let help = if names.is_empty() || name == "all" {
                "`cable-lint rules` lists all rules".to_owned()
            } else {
                format!("its rules are: {}", names.join(", "))
            };
            typed.mistake(0..name.len(), format!("`{name}` is a group, not a rule")).help(help)
        }
    }
}

impl<'r> Explanation<'r> {
    fn new(rule: &'r Rule, level: &'static str, url: Option<&RuleUrl>) -> Explanation<'r> {
        Explanation {
            name: &rule.name,
            group: &rule.group,
            level,
            default_level: level_word(rule.level),
            confidence: rule.confidence,
            summary: &rule.summary,
            why: rule.why.trim(),
            message: spelt(&rule.message),
            help: rule.help.as_ref().map(spelt),
            source: &rule.source,
            url: url.map(|url| url.of(&rule.name)),
            from: rule.from.map(|date| date.to_string()),
            until: rule.until.map(|date| date.to_string()),
            kinds: rule.kinds.iter().map(words).collect(),
            styles: rule.styles.iter().map(words).collect(),
            profiles: rule.profiles.iter().map(words).collect(),
            when: rule.when.iter().map(words).collect(),
            exceptions: rule.exceptions.iter().map(Excepted::new).collect(),
            sensitive: rule.sensitive,
            brittle: rule.brittle,
            unread: rule.unread,
            fixable: rule.fix.as_ref().map(|fix| fix.applicability),
            fix: rule.fix.as_ref().map(|fix| spelt(&fix.message)),
            since: &rule.since,
            pack: &rule.pack,
            examples: examples(rule, CHECKS)
                .iter()
                .map(|example| Shown { good: example.good, text: marked(example) })
                .collect(),
        }
    }

    /// Leaves the first example of each kind; how many it had more.
    fn shorten(&mut self) -> usize {
        let all = self.examples.len();
        let (right, wrong): (Vec<Shown>, Vec<Shown>) = self.examples.drain(..).partition(|example| example.good);
        self.examples = wrong.into_iter().take(1).chain(right.into_iter().take(1)).collect();
        all - self.examples.len()
    }

    /// The scope of the rule, as pairs of a label and a value.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let level = match self.level == self.default_level {
            true => self.level.to_owned(),
            false => format!("{} here, {} by default", self.level, self.default_level),
        };
        let mut facts = vec![("level", level), ("group", self.group.to_owned())];
        facts.extend(dates(self.from.as_deref(), self.until.as_deref()).map(|dates| ("dates", dates)));
        let lists =
            [("kinds", &self.kinds), ("styles", &self.styles), ("profiles", &self.profiles), ("only if", &self.when)];
        for (word, list) in lists {
            if !list.is_empty() {
                facts.push((word, list.join(", ")));
            }
        }
        facts.extend(self.exceptions.iter().map(|exception| ("except", exception.said())));
        if self.sensitive {
            facts.push(("masked", "the text it points at is masked in all output".to_owned()));
        }
        if self.brittle {
            facts.push(("brittle", "at most info in a text full of scanning damage".to_owned()));
        }
        if self.unread {
            facts.push(("unread", "the file counts as read in part, and the exit code is 2".to_owned()));
        }
        facts.push(("source", self.source.join("; ")));
        facts.extend(self.url.iter().map(|url| ("see", url.clone())));
        facts.extend(self.help.iter().map(|help| ("help", help.clone())));
        facts.extend(self.fix.iter().map(|fix| ("fix", format!("{fix} ({})", fixable(self.fixable)))));
        facts.push(("since", self.since.to_owned()));
        facts
    }

    fn text(&self) -> String {
        let mut text = format!("{}: {}\n\n{}\n\n", self.name, self.summary, self.why);
        for (word, fact) in self.facts() {
            let _ = writeln!(text, "{word:<8} {}", fact.replace('\n', "\n         "));
        }
        for example in &self.examples {
            let _ = write!(text, "\n{}:\n\n", if example.good { "right" } else { "wrong" });
            for line in example.text.lines() {
                let _ = writeln!(text, "{}", format!("    {line}").trim_end());
            }
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("## {}\n\n{}\n\n{}\n\n", self.name, capital(self.summary), self.why);
        for (word, fact) in self.facts() {
            let _ = writeln!(text, "- **{word}**: {}", fact.replace('\n', " "));
        }
        for example in &self.examples {
            let fence = "`".repeat(longest_ticks(&example.text).max(2) + 1);
            let word = if example.good { "Right" } else { "Wrong" };
            let _ = write!(text, "\n{word}:\n\n{fence}text\n{}\n{fence}\n", example.text.trim_end_matches('\n'));
        }
        text
    }
}

impl<'r> Excepted<'r> {
    fn new(exception: &'r Exception) -> Excepted<'r> {
        Excepted {
            level: level_word(exception.level),
            styles: exception.styles.iter().map(words).collect(),
            from: exception.from.map(|date| date.to_string()),
            until: exception.until.map(|date| date.to_string()),
            source: &exception.source,
        }
    }

    /// As in `warning for ic, dod, from 2003-09-25 (32 CFR 2001.21)`.
    fn said(&self) -> String {
        let styles = if self.styles.is_empty() { String::new() } else { format!(" for {}", self.styles.join(", ")) };
        let dates = dates(self.from.as_deref(), self.until.as_deref());
        let dates = dates.map_or_else(String::new, |dates| format!(", {dates}"));
        format!("{}{styles}{dates} ({})", self.level, self.source)
    }
}

fn dates(from: Option<&str>, until: Option<&str>) -> Option<String> {
    match (from, until) {
        (Some(from), Some(until)) => Some(format!("{from} to {until}")),
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(until)) => Some(format!("until {until}")),
        (None, None) => None,
    }
}

/// The sentence with its placeholders as written.
fn spelt(template: &Template) -> String {
    template.fill(|name| format!("{{{name}}}"))
}

/// The name of a variant as a person would write it: `FullHeader` is `full header`.
fn words(variant: &impl Debug) -> String {
    let mut words = String::new();
    for letter in format!("{variant:?}").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// The document of an example with a line of carets under each place that is wrong.
fn marked(example: &Example) -> String {
    let (mut marked, mut start) = (String::new(), 0);
    for line in example.text.split_inclusive('\n') {
        marked.push_str(line);
        let end = start + line.len();
        let here =
            example.expected.iter().filter(|expected| (start..end.max(1)).contains(&(expected.span.start as usize)));
        for expected in here {
            if !marked.ends_with('\n') {
                marked.push('\n');
            }
            let covered = &example.text[expected.span.range()];
            let indent = example.text[start..expected.span.start as usize].chars().count();
            let carets = covered.lines().next().map_or(0, |line| line.chars().count()).max(1);
            let _ = writeln!(marked, "{}{} {}", " ".repeat(indent), "^".repeat(carets), expected.rule);
        }
        start = end;
    }
    marked
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn longest_ticks(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

/// The text without what could drive a terminal: packs may be strangers'.
pub(super) fn clean(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", visible(line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_show_carets_under_what_is_wrong() {
        let text = "é (S) x\n  ^^^ a-rule\ny\n";
        let example = Example::parse(text, "x".into(), false).expect("valid");
        assert_eq!(marked(&example), text);
    }

    #[test]
    fn variants_become_words() {
        assert_eq!(words(&crate::document::Condition::FullHeader), "full header");
    }

    #[test]
    fn an_exception_says_where_which_level_holds() {
        let mut exception = Exception {
            level: Some(crate::diagnostic::Severity::Warning),
            styles: vec![crate::document::Style::Ic, crate::document::Style::Dod],
            from: None,
            until: None,
            source: "a book".to_owned(),
        };
        assert_eq!(Excepted::new(&exception).said(), "warning for ic, dod (a book)");
        exception =
            Exception { level: None, styles: Vec::new(), from: Some(jiff::civil::date(1995, 10, 14)), ..exception };
        assert_eq!(Excepted::new(&exception).said(), "ignore, from 1995-10-14 (a book)");
    }

    #[test]
    fn fences_are_longer_than_what_they_hold() {
        assert_eq!(longest_ticks("a ``` b ` c"), 3);
    }
}
