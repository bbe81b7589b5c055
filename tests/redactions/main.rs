//! Papers out of which text was taken, in every style, with and without one defect, clean and scanned badly.
//!
//! A paper follows from its number alone. Each defect names the rule that must speak; whatever else the rules of redaction
//! and release say is a false alarm. More papers than the usual few, with precision and recall of each rule:
//! `PAPERS=200 cargo test --test redactions -- --nocapture`; with `SHOW=rule`, the papers on which that rule was wrong.

#![allow(unreachable_pub, reason = "the modules of a test are its own")]
#![allow(clippy::print_stdout, reason = "a run with --nocapture shows its numbers")]

mod mail;
#[path = "../generator/noise.rs"]
mod noise;
mod paper;
mod rows;
mod sheet;
mod telegram;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use cable_lint::check::CHECKS;
use cable_lint::diagnostic::Severity;
use cable_lint::rule::RuleSet;
use cable_lint::source;
use fastrand::Rng;
use paper::Paper;
use rows::{CLEAN, CODES, Defect, RELEASE, REMAINS, STYLES};

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin(CHECKS).expect("the built-in packs load"));

fn is_ours(group: &str) -> bool {
    ["redaction", "release"].contains(&group)
}

fn defects() -> impl Iterator<Item = &'static Defect> {
    [&STYLES[..], &CODES, &REMAINS, &RELEASE].into_iter().flatten()
}

/// The rules of redaction and release that speak of a paper, and how loudly. The rule that is due is asked for if it is
/// off.
fn spoken(paper: &Paper, due: Option<&str>) -> BTreeMap<&'static str, Severity> {
    let source = source::read(paper.name, paper.text.clone().into_bytes()).expect("a text");
    let mut rules = RULES.clone();
    rules.assumptions.profile = paper.profile;
    if let Some(off) = RULES.rules().iter().position(|rule| due == Some(&*rule.name) && rule.level.is_none()) {
        rules.set_level(off, Some(Severity::Info));
    }
    let mut spoken = BTreeMap::new();
    for found in cable_lint::lint(&source, &rules) {
        let rule = &RULES.rules()[found.rule];
        if is_ours(&rule.group) && rules.level(found.rule).is_some() {
            let loudest = spoken.entry(&*rule.name).or_insert(found.severity);
            *loudest = found.severity.max(*loudest);
        }
    }
    spoken
}

/// How often a rule was to speak, spoke where it was to, and spoke where it was not.
#[derive(Clone, Copy, Default)]
struct Tally {
    due: u32,
    hit: u32,
    wrong: u32,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        *self = Tally { due: self.due + other.due, hit: self.hit + other.hit, wrong: self.wrong + other.wrong };
    }

    fn precision(self) -> f64 {
        if self.hit + self.wrong == 0 { 1.0 } else { f64::from(self.hit) / f64::from(self.hit + self.wrong) }
    }

    fn recall(self) -> f64 {
        if self.due == 0 { 1.0 } else { f64::from(self.hit) / f64::from(self.due) }
    }
}

/// Rules that say what damage did: a mark that lost its bracket or ran into a word is just that, whoever made it so.
const OF_DAMAGE: [&str; 3] = ["damaged-exemption", "glued-redaction", "unbalanced-redaction"];

/// How loud a rule must be on a clean paper: only those that say how sure they are may be less than a warning.
fn loudness(rule: &str) -> Severity {
    let hedged = ["filled-slot", "country-told-by-tags"].contains(&rule);
    let level = RULES.rules().iter().find(|known| known.name == rule).and_then(|known| known.level);
    level.filter(|_| !hedged).map_or(Severity::Info, |level| level.min(Severity::Warning))
}

/// What came of all papers with so many of a thousand characters damaged. On a clean paper every word of a rule counts;
/// on a damaged one a remark tells of the damage, and only a warning is a false alarm.
fn measure(permille: u32) -> BTreeMap<&'static str, Tally> {
    let papers = std::env::var("PAPERS").map_or(6, |count| count.parse().expect("PAPERS is a number"));
    let shown = std::env::var("SHOW").unwrap_or_default();
    let loud = if permille == 0 { Severity::Info } else { Severity::Warning };
    let clean = CLEAN.iter().map(|(name, make)| (*name, None, *make));
    let spoilt = defects().map(|defect| (defect.rule, Some(defect), defect.make));
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (name, defect, make) in clean.chain(spoilt) {
        for number in 0..papers {
            let mut rng = Rng::with_seed(number);
            let mut paper = make(&mut rng);
            paper.text = noise::scan(&mut rng, &paper.text, permille);
            let spoken = spoken(&paper, defect.map(|defect| defect.rule));
            if let Some(defect) = defect {
                let said = spoken.get(defect.rule).filter(|said| permille > 0 || **said >= loudness(defect.rule));
                let hit = u32::from(said.is_some());
                tallies.entry(defect.rule).or_default().add(Tally { due: 1, hit, wrong: 0 });
                if hit == 0 && shown == defect.rule {
                    println!("==== {} misses {number}\n{}", defect.rule, paper.text);
                }
            }
            let told = |rule: &str| permille > 0 && OF_DAMAGE.contains(&rule);
            let others = spoken.into_iter().filter(|(rule, severity)| *severity >= loud && !told(rule));
            for (rule, _) in
                others.filter(|(rule, _)| defect.is_none_or(|it| it.rule != *rule && !it.also.contains(rule)))
            {
                tallies.entry(rule).or_default().wrong += 1;
                if shown == rule || shown == "all" {
                    println!(
                        "==== {rule} is wrong on {name}, {number}\n{}",
                        if shown == "all" { "" } else { &paper.text }
                    );
                }
            }
        }
    }
    tallies
}

/// Precision and recall over all rules, printed rule by rule.
fn report(permille: u32) -> (f64, f64) {
    let tallies = measure(permille);
    println!("{permille} in 1000 characters damaged\n{:40} {:>9} {:>9}", "rule", "precision", "recall");
    let mut all = Tally::default();
    for (rule, tally) in &tallies {
        println!("{rule:40} {:>9.3} {:>9.3}", tally.precision(), tally.recall());
        all.add(*tally);
    }
    println!("{:40} {:>9.3} {:>9.3}", "all", all.precision(), all.recall());
    (all.precision(), all.recall())
}

#[test]
fn every_rule_has_a_paper() {
    let planted: BTreeSet<&str> = defects().map(|defect| defect.rule).collect();
    let rules = RULES.rules().iter().filter(|rule| is_ours(&rule.group));
    let bare: Vec<&str> = rules.map(|rule| &*rule.name).filter(|rule| !planted.contains(rule)).collect();
    assert!(bare.is_empty(), "no paper has {bare:?}");
}

#[test]
fn well_printed_papers_are_judged_rightly() {
    let (precision, recall) = report(0);
    assert!(recall >= 0.97, "recall {recall:.3}");
    assert!(precision >= 0.95, "precision {precision:.3}");
}

#[test]
fn badly_scanned_papers_raise_few_false_alarms() {
    let asked = std::env::var("NOISE").map(|noise| vec![noise.parse().expect("NOISE is a number")]);
    for permille in asked.unwrap_or_else(|_| vec![10, 30, 50]) {
        let (precision, _) = report(permille);
        assert!(precision >= 0.9, "precision {precision:.3} at {permille} in 1000");
    }
}
