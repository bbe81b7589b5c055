//! How fast the stages of the line are, in megabytes a second on one core, measured in one run over the fictional
//! telegrams in `tests/cables`. Run it with `cargo bench --bench throughput`.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use cable_lint::rule::RuleSet;
use cable_lint::source::{self, SourceFile};
use cable_lint::{document, lex, lint};

/// How much text a measurement goes through.
const BYTES: usize = 200_000_000;

#[expect(clippy::print_stdout, reason = "a report is what a benchmark is for")]
fn main() {
    let rules = RuleSet::builtin().expect("the built-in packs load");
    let telegrams = telegrams();
    let bytes: usize = telegrams.iter().map(|source| source.text().len()).sum();
    println!("{} telegrams of {} bytes on average", telegrams.len(), bytes / telegrams.len());
    let rounds = BYTES / bytes;
    let measure = |name: &str, stage: &dyn Fn(&SourceFile)| {
        let start = Instant::now();
        for _ in 0..rounds {
            telegrams.iter().for_each(stage);
        }
        let rate = (rounds * bytes) as f64 / start.elapsed().as_secs_f64() / 1e6;
        println!("{name:<20} {rate:>8.0} MB/s");
    };
    measure("lex", &|source| drop(black_box(lex::lex(source.text()))));
    measure("lex and parse", &|source| {
        let tokens = lex::lex(source.text());
        drop(black_box(document::parse(source, &tokens, rules.registers(), &rules.assumptions)));
    });
    measure("lint, all rules", &|source| drop(black_box(lint(source, &rules))));
}

fn telegrams() -> Vec<SourceFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables/clean");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the fictional telegrams").flatten().map(|e| e.path()).collect();
    paths.sort();
    let read = |path| source::read("telegram", std::fs::read(path).expect("a telegram")).expect("text");
    paths.into_iter().map(read).collect()
}
