//! How much of what is planted in fictional documents is found, and how much of what is found was planted.
//!
//! Each document is a clean telegram or note with a few sentences added. Some carry personal data, hidden text or a watched
//! name, and the rule that must say so is known; others only look alike. Then a scanner's mistakes are made at four rates,
//! in the letters and digits of all sentences that can have been on paper. Everything is drawn from a fixed seed, so that
//! the figures never change. `FIGURES=1` prints them for each rule; `PAPERS=n` draws other numbers of documents.

mod copies;
mod dice;
mod sentences;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use cable_lint::check::CHECKS;
use cable_lint::rule::RuleSet;
use cable_lint::source;
use cable_lint::watch::WatchList;
use dice::Dice;
use sentences::{ELECTRONIC, INNOCENT, MARKDOWN, PRINTED, drawn};

/// A note in Markdown, to which sentences are added.
const NOTE: &str = "SECRET\n\n1. (S) The envoy went through it line by line.\n\nSECRET\n";

/// What a scanner reads in the place of `character`, at a rate of `percent` in a hundred.
fn scanned(character: char, percent: usize, dice: &mut Dice) -> char {
    const MISTAKES: [(char, char); 16] = [
        ('0', 'O'),
        ('1', 'l'),
        ('5', 'S'),
        ('8', 'B'),
        ('6', 'b'),
        ('2', 'Z'),
        ('3', '8'),
        ('9', '4'),
        ('O', '0'),
        ('l', '1'),
        ('S', '5'),
        ('B', '8'),
        ('e', 'c'),
        ('i', '1'),
        ('n', 'u'),
        ('7', '1'),
    ];
    let hit = character.is_ascii_alphanumeric() && dice.throw(100) < percent;
    let mistake = MISTAKES.iter().find(|(right, _)| *right == character).filter(|_| hit);
    mistake.map_or(character, |(_, wrong)| *wrong)
}

/// Planted, found and rightly found, of one rule.
#[derive(Clone, Copy, Default)]
struct Tally {
    planted: usize,
    found: usize,
    right: usize,
}

impl Tally {
    fn recall(self) -> f64 {
        self.right as f64 / self.planted.max(1) as f64
    }

    fn precision(self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }
}

/// A document, and what must be found in it: a rule and the bytes that it must point into.
struct Paper {
    name: &'static str,
    text: String,
    expected: Vec<(&'static str, usize, usize)>,
}

/// A telegram like `base`, or a note, with six sentences more, scanned with `percent` mistakes in a hundred characters.
fn paper(base: &str, percent: usize, dice: &mut Dice) -> Paper {
    let note = dice.throw(8) == 0;
    let (name, base) = if note { ("planted.md", NOTE) } else { ("planted.txt", base) };
    let (head, tail) = base.split_once("went through it line by line.").expect("the sentence is there");
    let mut text = format!("{head}went through it line by line.");
    let mut expected = Vec::new();
    for _ in 0..6 {
        text.push('\n');
        let ((rule, sentence), percent) = match dice.throw(4) {
            0 => (PRINTED[dice.throw(PRINTED.len())], percent),
            1 if note && dice.throw(4) == 0 => (MARKDOWN[dice.throw(MARKDOWN.len())], 0),
            1 => (ELECTRONIC[dice.throw(ELECTRONIC.len())], 0),
            _ => (("", INNOCENT[dice.throw(INNOCENT.len())]), percent),
        };
        let mut start = 0;
        for character in drawn(sentence, dice).chars() {
            match character {
                '«' => start = text.len(),
                '»' => expected.push((rule, start, text.len())),
                _ => text.push(scanned(character, percent, dice)),
            }
        }
    }
    Paper { name, text: text + tail, expected }
}

/// What becomes of many documents whose added sentences were scanned with `percent` mistakes in a hundred characters.
fn tally(rules: &RuleSet, percent: usize) -> BTreeMap<String, Tally> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables/clean/2007.txt");
    let base = fs::read_to_string(path).expect("the telegram");
    let papers = env::var("PAPERS").ok().and_then(|papers| papers.parse().ok()).unwrap_or(500);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 + percent as u64);
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for _ in 0..papers {
        let Paper { name, text, mut expected } = paper(&base, percent, &mut dice);
        expected.iter().for_each(|(rule, ..)| tallies.entry((*rule).to_owned()).or_default().planted += 1);
        let source = source::read(name, text.into_bytes()).expect("a text");
        for found in cable_lint::lint(&source, rules) {
            let rule = &rules.rules()[found.rule];
            if !matches!(rule.group.as_str(), "privacy" | "exposure") || rules.level(found.rule).is_none() {
                continue;
            }
            let tally = tallies.entry(rule.name.clone()).or_default();
            let (start, end) = (found.span.start as usize, found.span.end as usize);
            let hit = expected.iter().position(|(name, from, to)| *name == rule.name && start < *to && *from < end);
            tally.found += 1;
            match hit {
                Some(hit) => {
                    expected.remove(hit);
                    tally.right += 1;
                }
                None if env::var_os("FIGURES").is_some() => {
                    say(&format!("wrong: {}: {:?}", rule.name, source.slice(found.span)));
                }
                None => {}
            }
        }
        if env::var_os("FIGURES").is_some() && percent == 0 {
            expected
                .iter()
                .for_each(|(rule, start, end)| say(&format!("missed: {rule}: {:?}", &source.text()[*start..*end])));
        }
    }
    if env::var_os("FIGURES").is_some() {
        say(&format!("{percent} %\n{}", table(&tallies)));
    }
    tallies
}

#[expect(clippy::print_stdout, reason = "figures are asked for")]
fn say(line: &str) {
    println!("{line}");
}

fn rules() -> RuleSet {
    let mut rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    rules.watch = Some(Arc::new(WatchList::read("Josephine Q. Watchword\nBao\n").expect("a list")));
    rules
}

/// One line per rule, for whoever must find out what went wrong.
fn table(tallies: &BTreeMap<String, Tally>) -> String {
    let line = |(rule, t): (&String, &Tally)| {
        format!(
            "{rule}: planted {}, found {}, right {}, recall {:.2}, precision {:.2}",
            t.planted,
            t.found,
            t.right,
            t.recall(),
            t.precision()
        )
    };
    tallies.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn whole(tallies: &BTreeMap<String, Tally>) -> Tally {
    tallies.values().fold(Tally::default(), |sum, t| Tally {
        planted: sum.planted + t.planted,
        found: sum.found + t.found,
        right: sum.right + t.right,
    })
}

#[test]
fn in_clean_scans_every_rule_finds_what_is_there_and_nothing_else() {
    let rules = rules();
    let tallies = tally(&rules, 0);
    // The name of a file is no sentence.
    let of_text = rules.rules().iter().filter(|rule| rule.name != "watched-name-in-file-name");
    // Nor do texts hide anything as other files do.
    let of_text = of_text.filter(|rule| rule.examples.iter().any(|example| !example.good && example.hidden.is_none()));
    for rule in of_text.filter(|rule| matches!(rule.group.as_str(), "privacy" | "exposure")) {
        assert!(tallies.get(&rule.name).is_some_and(|tally| tally.planted > 0), "{} is never planted", rule.name);
    }
    for (rule, tally) in &tallies {
        assert!(tally.recall() >= 0.97 && tally.precision() >= 0.95, "{rule}\n{}", table(&tallies));
    }
}

#[test]
fn scanning_makes_rules_miss_and_hardly_ever_lie() {
    let rules = rules();
    // The rates are those of good, common and bad scans; what a scanner spoilt need not be found.
    for (percent, recall) in [(1, 0.85), (3, 0.65), (5, 0.5)] {
        let tallies = tally(&rules, percent);
        let whole = whole(&tallies);
        assert!(whole.precision() >= 0.95 && whole.recall() >= recall, "{percent} %\n{}", table(&tallies));
        // At five in a hundred a digit that became another makes a number that nobody can tell from a true one.
        for (rule, tally) in tallies.iter().filter(|(_, tally)| tally.found >= 10 && percent <= 3) {
            assert!(tally.precision() >= 0.9, "{rule} at {percent} %\n{}", table(&tallies));
        }
    }
}
