//! How fast the stages of the line are, in megabytes a second on one core, measured in one run over the fictional
//! telegrams in `tests/cables`. Run it with `cargo bench --bench throughput`.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use cable_lint::check::CHECKS;
use cable_lint::rule::RuleSet;
use cable_lint::source;
use cable_lint::source::SourceFile;
use cable_lint::{document, lex, lint};

/// How much text a measurement goes through.
const BYTES: usize = 200_000_000;

fn main() {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    report(&telegrams(0), &rules);
    // The bundled ones are all head; real telegrams average about 4,000 bytes.
    report(&telegrams(20), &rules);
}

#[expect(clippy::print_stdout, reason = "a report is what a benchmark is for")]
fn report(telegrams: &[SourceFile], rules: &RuleSet) {
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
    measure("lint, all rules", &|source| drop(black_box(lint(source, rules))));
}

/// The fictional telegrams, each with `more` lines of prose above its last line of text.
fn telegrams(more: usize) -> Vec<SourceFile> {
    let prose =
        "The ministry said that it would look at the matter again once the new delegation had read its papers, and\n";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables/clean");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the fictional telegrams").flatten().map(|e| e.path()).collect();
    paths.sort();
    let read = |path| {
        let text = std::fs::read_to_string(path).expect("a telegram");
        let (head, tail) = text.rsplit_once("\n\n").unwrap_or((&text, ""));
        source::read("telegram", format!("{head}\n{}\n{tail}", prose.repeat(more)).into_bytes()).expect("text")
    };
    paths.into_iter().map(read).collect()
}
