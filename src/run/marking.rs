//! Runs `cable-lint marking`: explains banner lines and portion marks, or rolls portion marks up.
//!
//! Takes the texts typed, or the lines of standard input; prints a table for people or a line of JSON for programs.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufWriter, Write};
use std::str::Utf8Error;

use serde::Serialize;

use super::{Failure, Status, configs_here};
use crate::cli::{MarkingArgs, MarkingFormat, MarkingKindArg};
use crate::finding;
use crate::finding::Finding;
use crate::finding::answer::{Answer, RollUpAnswer, Statutes};
use crate::marking::{Context, MarkingKind, Style};
use crate::rule::RuleSet;
use crate::source::visible::{Spelling, harmless, visible};

pub(super) fn marking(typed: &MarkingArgs) -> Result<Status, Failure> {
    let Some(date) = typed.date.or_else(super::check::today) else {
        return Err(Failure::Usage("the system date is not available; use `--date`".to_owned()));
    };
    let context = Context { style: typed.style.unwrap_or(Style::Ic), date };
    let rules = configs_here(&typed.configuration)?.here().rules();
    let statutes = Statutes::of(&rules);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut status = Status::Clean;
    let mut any = false;
    let spelling = match typed.output_format {
        MarkingFormat::Text => Spelling::Text,
        MarkingFormat::JsonLines => Spelling::Json,
    };
    // A line that is not UTF-8 is answered as far as it can be read, so that answers stay beside their lines.
    let mut unreadable: Option<(usize, Utf8Error)> = None;
    let mut one = |text: &str| -> Result<(), Failure> {
        any = true;
        let (valid, mut shown) = answered(typed, text, &statutes, context);
        if !valid || may_tell(text, &rules) {
            let legible = finding::guarded(text, &rules);
            if legible != text {
                shown = answered(typed, &legible, &statutes, context).1;
            }
        }
        status = status.max(if valid { Status::Clean } else { Status::Failing });
        out.write_all(harmless(&shown, spelling).as_bytes()).map_err(Failure::stdout)
    };
    if typed.texts.is_empty() {
        let unread = |error| Failure::Read { file: "standard input".to_owned(), error };
        for (index, line) in io::stdin().lock().split(b'\n').enumerate() {
            let line = line.map_err(unread)?;
            match str::from_utf8(line.strip_suffix(b"\r").unwrap_or(&line)) {
                Ok(text) => one(text)?,
                Err(error) => {
                    unreadable.get_or_insert((index + 1, error));
                    one(&String::from_utf8_lossy(&line))?;
                }
            }
        }
    } else {
        typed.texts.iter().try_for_each(|text| one(text))?;
    }
    out.flush().map_err(Failure::stdout)?;
    if let Some((line, error)) = unreadable {
        let error = io::Error::new(io::ErrorKind::InvalidData, error);
        return Err(Failure::Read { file: format!("line {line} of standard input"), error });
    }
    if !any {
        return Err(Failure::Usage("standard input contains no marking".to_owned()));
    }
    Ok(status)
}

/// Whether a valid marking may contain what a finding would mask: few have so many digits.
fn may_tell(text: &str, rules: &RuleSet) -> bool {
    rules.watch.is_some() || text.chars().filter(|c| c.is_numeric()).count() > 5
}

/// Whether `text` is valid, and what to print about it.
fn answered(typed: &MarkingArgs, text: &str, statutes: &Statutes<'_>, context: Context) -> (bool, String) {
    let kind = match typed.kind {
        MarkingKindArg::Auto => None,
        MarkingKindArg::Banner => Some(MarkingKind::Banner),
        MarkingKindArg::Portion => Some(MarkingKind::Portion),
    };
    match (typed.rollup, typed.output_format) {
        (true, MarkingFormat::JsonLines) => {
            let answer = statutes.roll_up(text, context);
            (answer.valid, line(&answer))
        }
        (true, MarkingFormat::Text) => {
            let answer = statutes.roll_up(text, context);
            (answer.valid, roll_up_table(&answer))
        }
        (false, MarkingFormat::JsonLines) => {
            let answer = statutes.answer(text, kind, context);
            (answer.valid, line(&answer))
        }
        (false, MarkingFormat::Text) => {
            let answer = statutes.answer(text, kind, context);
            (answer.valid, table(&answer))
        }
    }
}

fn line(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).expect("strings and lists of them always become JSON") + "\n"
}

fn table(answer: &Answer) -> String {
    let mut table = head(&answer.input, answer.valid);
    row(&mut table, "banner", answer.banner.as_deref().unwrap_or("-"));
    row(&mut table, "portion", answer.portion.as_deref().unwrap_or("-"));
    if let Some(suggested) = &answer.suggested {
        row(&mut table, "meant", suggested);
    }
    row(&mut table, "level", answer.level.as_deref().unwrap_or("-"));
    let width = answer.tokens.iter().map(|word| visible(&word.text).chars().count()).max().unwrap_or(0);
    for word in &answer.tokens {
        let _ = writeln!(table, "    {:<width$}  {}", visible(&word.text), visible(&word.meaning));
    }
    faults(&mut table, &answer.diagnostics);
    table
}

fn roll_up_table(answer: &RollUpAnswer) -> String {
    let mut table = head(&answer.input, answer.valid);
    row(&mut table, "banner", answer.banner.as_deref().unwrap_or("-"));
    faults(&mut table, &answer.diagnostics);
    table
}

fn head(input: &str, valid: bool) -> String {
    format!("{}: {}\n", visible(input), if valid { "valid" } else { "not valid" })
}

fn row(table: &mut String, name: &str, value: &str) {
    let _ = writeln!(table, "  {name:<8} {}", visible(value));
}

fn faults(table: &mut String, diagnostics: &[Finding]) {
    for found in diagnostics {
        let severity = found.severity.word();
        let column = found.location.column;
        let _ = writeln!(table, "  {severity}[{}] at column {column}: {}", found.code, visible(&found.message));
        if let Some(help) = &found.help {
            let _ = writeln!(table, "    help: {}", visible(help));
        }
    }
}
