//! How many markings a second one core reads, judges and answers as JSON, measured in one run over right and wrong ones
//! of every kind, and how much of that is reading. Run it with `cargo bench --bench markings`.

use std::hint::black_box;
use std::time::Instant;

use cable_lint::check::CHECKS;
use cable_lint::finding::answer::Statutes;
use cable_lint::marking::{Context, MarkingKind, Register, Style, read};
use cable_lint::rule::RuleSet;

/// How many markings a measurement goes through.
const MARKINGS: usize = 200_000;

const LINES: [&str; 16] = [
    "SECRET",
    "(U)",
    "(S//NF)",
    "(C/NF)",
    "SECRET//NOFORN",
    "TOP SECRET//SI-G ABCD/TK//ORCON/NOFORN",
    "SECRET//REL TO USA, AUS, CAN, GBR, NZL",
    "(TS//SAR-BP-J12 K15/CD//NF)",
    "SECRET//RD-CNWDI-SIGMA 14 20//FGI DEU GBR//NOFORN",
    "//JOINT SECRET CAN GBR USA//REL TO USA, CAN, GBR",
    "(//NS//REL TO USA, NATO)",
    "CUI//SP-CTI/SP-EXPT//FED ONLY",
    "SECRET//NOFORM",
    "SECRET//NOFORN/ORCON//SI",
    "CONFIDENTAL//REL TO GBR, USA",
    "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
];

fn main() {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let statutes = Statutes::of(&rules);
    let context = Context { style: Style::Ic, date: jiff::civil::date(2017, 2, 1) };
    let register = Register::builtin();
    measure("read", &|line| {
        let kind = if line.starts_with('(') { MarkingKind::Portion } else { MarkingKind::Banner };
        drop(black_box(read(line, kind, register)));
    });
    measure("read and judge", &|line| drop(black_box(statutes.answer(line, None, context))));
    measure("answer as JSON", &|line| {
        drop(black_box(serde_json::to_string(&statutes.answer(line, None, context)).expect("strings")));
    });
    measure("roll up", &|line| drop(black_box(statutes.roll_up(line, context))));
}

#[expect(clippy::print_stdout, reason = "a report is what a benchmark is for")]
fn measure(name: &str, stage: &dyn Fn(&str)) {
    let start = Instant::now();
    for _ in 0..MARKINGS / LINES.len() {
        LINES.iter().for_each(|line| stage(line));
    }
    let rate = MARKINGS as f64 / start.elapsed().as_secs_f64();
    println!("{name:<20} {rate:>10.0} markings a second");
}
