//! How work grows with the input: how much longer four times a pathological input takes, measured in one run.
//!
//! Linear work takes four times as long, quadratic work sixteen. Run it with `cargo bench --bench growth`, and with words of
//! the names of cases behind `--` to have only those. It fails if any takes more than five times as long. Each time is the
//! shortest of a few, of the processor where the system tells it; an input that is over too soon to be measured is doubled
//! until it is not.

mod containers;
mod signs;
mod texts;

use std::time::{Duration, Instant};

use cable_lint::check::CHECKS;
use cable_lint::finding::{Showing, resolve};
use cable_lint::rule::RuleSet;
use cable_lint::watch::WatchList;
use cable_lint::{lint, view};

use containers::CONTAINERS;
use signs::SIGNS;
use texts::{CASES, NOTES};

/// Below this a measurement of the larger input is mostly noise.
const MEASURABLE: Duration = Duration::from_millis(100);
/// The first input is that much smaller than the case says, and doubled until it can be measured.
const FIRST: usize = 64;
/// How often an input that is over too soon is doubled.
const MOST_DOUBLINGS: u32 = 9;
/// How often the larger input is the smaller one.
const TIMES: usize = 4;
/// How many runs the shortest is taken of.
const RUNS: usize = 3;
/// What four times the input may take. The rest above four is for lists that outgrow the caches.
const MOST: f64 = 5.0;
/// How often a case is measured before it counts as failed: other work on the machine only ever adds.
const TRIALS: usize = 3;

/// A name, a file's name, the size of the larger input, and what makes its bytes.
struct Growth<'g> {
    name: &'g str,
    file: &'g str,
    size: usize,
    make: Box<dyn Fn(usize) -> Vec<u8>>,
}

/// What the processor has spent on this thread, or where that is not told, the time.
fn spent(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|told| told.split(' ').next()?.parse().ok());
    told.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn time(file: &str, bytes: &[u8], rules: &RuleSet) -> Duration {
    let bytes = bytes.to_vec();
    let start = Instant::now();
    let before = spent(start);
    if let Ok(source) = view::open(file, bytes) {
        let found = lint(&source, rules);
        // Places and wordings are part of the work: they must not be searched for from the start of the file.
        std::hint::black_box(resolve(&source, &found, rules, Showing { snippets: true, ..Showing::default() }));
    }
    spent(start) - before
}

/// The shortest of a few runs.
fn shortest(file: &str, bytes: &[u8], rules: &RuleSet) -> Duration {
    (0..RUNS).map(|_| time(file, bytes, rules)).min().expect("at least one run")
}

/// What a case came to.
struct Measured {
    bytes: usize,
    took: Duration,
    ratio: f64,
}

impl Growth<'_> {
    /// `None` if even the largest input is too quick.
    fn measure(&self, rules: &RuleSet) -> Option<Measured> {
        let sizes = (0..=MOST_DOUBLINGS).map(|doublings| (self.size / FIRST).max(TIMES) << doublings);
        let enough = |size: &usize| time(self.file, &(self.make)(*size), rules) >= MEASURABLE;
        let size = sizes.into_iter().find(enough)?;
        let large = (self.make)(size);
        let small = (self.make)(size / TIMES);
        let once = || {
            let took = shortest(self.file, &large, rules);
            let ratio = took.as_secs_f64() / shortest(self.file, &small, rules).as_secs_f64();
            Measured { bytes: large.len(), took, ratio }
        };
        let mut best = once();
        for _ in 1..TRIALS {
            if best.ratio > MOST {
                best = [best, once()].into_iter().min_by(|one, other| one.ratio.total_cmp(&other.ratio))?;
            }
        }
        Some(best)
    }
}

/// Whether any of the words typed stands in the name of a case; all are wanted if none was typed.
fn is_wanted(words: &[String], name: &str) -> bool {
    words.is_empty() || words.iter().any(|word| name.contains(word.as_str()))
}

#[expect(clippy::print_stdout, reason = "a report is what a benchmark is for")]
fn main() -> Result<(), String> {
    let mut rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    rules.watch = Some(WatchList::read("Jane Fictive\n").expect("a list").into());
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let text = |file: &'static str| {
        move |&(name, size, make): &texts::Case| {
            let make = Box::new(move |size| make(size).into_bytes()) as Box<dyn Fn(usize) -> Vec<u8>>;
            Growth { name, file, size, make }
        }
    };
    let texts = CASES.iter().chain(SIGNS).map(text("growth")).chain(NOTES.iter().map(text("growth.md")));
    let packed = CONTAINERS.iter().map(|&(name, file, size, make)| Growth { name, file, size, make: Box::new(make) });
    let mut failed = Vec::new();
    for growth in texts.chain(packed).filter(|growth| is_wanted(&wanted, growth.name)) {
        let name = growth.name;
        let Some(Measured { bytes, took, ratio }) = growth.measure(&rules) else {
            println!("{name:<40} too quick to tell");
            continue;
        };
        let rate = took.as_secs_f64() / bytes as f64 * 1e6;
        let above = if ratio > MOST { "  <-- above" } else { "" };
        println!("{name:<40} {bytes:>10} bytes {ratio:>6.1} times {rate:>8.3} s/MB{above}");
        if ratio > MOST {
            failed.push(name.to_owned());
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("more than {MOST} times as long: {}", failed.join(", "))) }
}
