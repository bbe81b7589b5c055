//! Measures for `--timings` how long each rule took; rules themselves have no clock.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::rule::RuleSet;
use crate::source::SourceFile;
use crate::source::visible::visible;
use crate::{Linted, See};

/// The time that each rule took so far, by name, added up over threads.
#[derive(Default)]
pub(in crate::run) struct Timings(Mutex<BTreeMap<String, Duration>>);

impl Timings {
    /// Lints one file, and keeps the time that each rule takes.
    pub(in crate::run) fn lint(&self, source: &SourceFile, rules: &RuleSet, see: &mut See<'_>) -> Linted {
        let mut taken = vec![Duration::ZERO; rules.rules().len()];
        let mut around = |rule: usize, look: &mut dyn FnMut()| {
            let start = Instant::now();
            look();
            taken[rule] += start.elapsed();
        };
        let found = crate::lint_seen(source, rules, &mut around, see);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (index, _, _) in rules.running() {
            *all.entry(rules.rules()[index].name.clone()).or_default() += taken[index];
        }
        found
    }

    /// One line per rule, the slowest first.
    pub(in crate::run) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines: Vec<(&String, &Duration)> = all.iter().collect();
        lines.sort_by_key(|&(_, taken)| std::cmp::Reverse(taken));
        for (rule, taken) in lines {
            writeln!(out, "{:>12.3} ms  {}", taken.as_secs_f64() * 1000.0, visible(rule))?;
        }
        Ok(())
    }
}
