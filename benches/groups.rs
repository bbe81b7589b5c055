//! What groups of rules cost on clean telegrams: the time of a check with all rules over the time without the groups.
//! `cargo bench --bench groups` goes through them one by one; `cargo bench --bench groups -- redaction release` leaves
//! these two out together.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use cable_lint::check::CHECKS;
use cable_lint::lint;
use cable_lint::rule::{RuleSet, builtin_packs};
use cable_lint::source;
use cable_lint::source::SourceFile;

/// Telegrams in a round.
const TELEGRAMS: usize = 2000;
/// Rounds; other work on the machine only adds to one, so the shortest counts.
const ROUNDS: usize = 15;

#[expect(clippy::print_stdout, reason = "a report is what a benchmark is for")]
fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let all = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let groups: BTreeSet<&str> = all.rules().iter().map(|rule| rule.group.as_str()).collect();
    let left_out: Vec<Vec<&str>> = match &asked[..] {
        [] => groups.into_iter().map(|group| vec![group]).collect(),
        named => vec![named.iter().map(String::as_str).collect()],
    };
    let telegrams = telegrams();
    for groups in left_out {
        let (with, without) = compare(&telegrams, &all, &rules_without(&groups));
        println!("{:<32} {:>6.3}", groups.join(" and "), with.as_secs_f64() / without.as_secs_f64());
    }
}

fn rules_without(groups: &[&str]) -> RuleSet {
    let group = |name: &str| {
        let file = Path::new(name).file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        file.split('.').next().unwrap_or_default().to_owned()
    };
    let packs: Vec<_> = builtin_packs().into_iter().filter(|pack| !groups.contains(&&*group(&pack.name))).collect();
    RuleSet::load(&packs, CHECKS).expect("the other packs load")
}

/// The shortest round with all rules and the shortest without some, taken in turns.
fn compare(telegrams: &[SourceFile], all: &RuleSet, fewer: &RuleSet) -> (Duration, Duration) {
    let round = |rules: &RuleSet| {
        let start = Instant::now();
        for telegram in telegrams.iter().cycle().take(TELEGRAMS) {
            drop(black_box(lint(telegram, rules)));
        }
        start.elapsed()
    };
    let mut shortest = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        shortest = (shortest.0.min(round(all)), shortest.1.min(round(fewer)));
    }
    shortest
}

/// The fictional telegrams of the years, which nobody released, each with as much prose as real ones have.
fn telegrams() -> Vec<SourceFile> {
    let prose =
        "The ministry said that it would look at the matter again once the new delegation had read its papers, and\n";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables/clean");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the fictional telegrams").flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.as_encoded_bytes()[0].is_ascii_digit()));
    paths.sort();
    let read = |path| {
        let text = std::fs::read_to_string(path).expect("a telegram");
        let (head, tail) = text.rsplit_once("\n\n").unwrap_or((&text, ""));
        source::read("telegram", format!("{head}\n{}\n{tail}", prose.repeat(20)).into_bytes()).expect("text")
    };
    paths.into_iter().map(read).collect()
}
