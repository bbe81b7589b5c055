//! Papers out of which text was taken, in every style, with and without one defect, clean and scanned badly.
//!
//! A paper follows from its number alone. Each defect names the rule that must speak; whatever else the rules of redaction
//! and release say at warning or above is a false alarm. More papers than the usual few:
//! `PAPERS=200 cargo test --test redactions -- --nocapture`, which also prints precision and recall of each rule.

#![allow(clippy::print_stdout, reason = "a run with --nocapture shows its numbers")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cable_lint::diagnostic::Severity;
use cable_lint::rule::RuleSet;
use cable_lint::source;
use fastrand::Rng;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin().expect("the built-in packs load"));

const SENTENCES: [&str; 12] = [
    "The dues will stay where they are until the summer.",
    "The agent was asked to put that in a letter.",
    "Nobody had seen the second draft of the contract.",
    "The road to the old pier was closed by the thaw.",
    "Two boats were sold and a third was let for the season.",
    "The clerk kept the books of the last two years.",
    "They went over the list of guests line by line.",
    "The grain was promised for the spring and came in June.",
    "A driver was sent to the station and waited there.",
    "The committee has asked for a line to the school.",
    "The price of a candle was doubled in one week.",
    "The letter was signed on the following Friday.",
];
const SUBJECTS: [&str; 4] = ["Harbour dues", "The old pier", "Grain for the spring", "Two boats"];
/// What scanning does to letters and digits.
const CONFUSIONS: [(char, char); 16] = [
    ('1', 'l'),
    ('l', '1'),
    ('I', 'l'),
    ('0', 'O'),
    ('O', '0'),
    ('5', 'S'),
    ('S', '5'),
    ('e', 'c'),
    ('h', 'b'),
    ('B', '8'),
    ('6', 'G'),
    ('.', ','),
    (',', '.'),
    ('D', '0'),
    ('i', 'j'),
    ('a', 'o'),
];

fn pick<T: Copy>(rng: &mut Rng, choices: &[T]) -> T {
    choices[rng.usize(..choices.len())]
}

/// A released letter of the State Department.
struct Mail {
    stamp: &'static str,
    stamped: Vec<&'static str>,
    margins: Vec<&'static [&'static str]>,
    block: Option<&'static str>,
    years: i16,
    shift: i8,
    numbers: [u32; 2],
    dates: [&'static str; 2],
    address: &'static str,
    extra: String,
}

impl Mail {
    fn part(rng: &mut Rng) -> Mail {
        let number = rng.u32(5_000_000..6_000_000);
        let mut mail = Mail::full(rng);
        mail.stamp = "RELEASE IN PART";
        mail.numbers = [number; 2];
        if rng.bool() {
            mail.stamped = vec!["B1", "1.4(D)", "B6"];
            mail.margins = vec![&["1.4(D)", "B1"], &["B6"]];
            mail.block = Some("1.4(D)");
        } else {
            mail.stamped = vec!["B5", "B6"];
            mail.margins = vec![&["B5"], &["B6"]];
        }
        mail
    }

    fn secret(rng: &mut Rng) -> Mail {
        loop {
            let mail = Mail::part(rng);
            if mail.block.is_some() {
                return mail;
            }
        }
    }

    fn full(rng: &mut Rng) -> Mail {
        let number = rng.u32(5_000_000..6_000_000);
        Mail {
            stamp: "RELEASE IN FULL",
            stamped: Vec::new(),
            margins: Vec::new(),
            block: None,
            years: pick(rng, &[10, 15, 20, 25]),
            shift: 0,
            numbers: [number; 2],
            dates: ["08/31/2015"; 2],
            address: "Doe, Jane <doej@example.gov>",
            extra: String::new(),
        }
    }

    fn print(&self, rng: &mut Rng) -> String {
        let header = |edge: usize| {
            let (number, date) = (self.numbers[edge], self.dates[edge]);
            format!("UNCLASSIFIED U.S. Department of State Case No. F-2014-00001 Doc No. C0{number} Date: {date}\n")
        };
        let (month, day) = (rng.u8(2..12), rng.u8(2..20));
        let months = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
        ];
        let mut text = header(0) + &header(0) + "\n";
        if !self.stamp.is_empty() {
            text += &format!("{:90}{}\n", "", self.stamp);
            if !self.stamped.is_empty() {
                text += &format!("{:90}{}\n", "", self.stamped.join(","));
            }
        }
        let name = months[usize::from(month) - 1];
        text += &format!("\nFrom:  {}\nSent:  Monday, {name} {day}, 2009 9:30 AM\n", self.address);
        text += &format!("Subject:  {}\n\n{}\n", pick(rng, &SUBJECTS), pick(rng, &SENTENCES));
        if let Some(reason) = self.block {
            let ends = format!("{month:02}/{:02}/{}", i16::from(day) - 1, 2009 + self.years + i16::from(self.shift));
            text += &format!("{:30}Classified by DAS, A/GIS, DoS on 08/27/2015 - Class: CONFIDENTIAL\n", "");
            text += &format!("{:30}- Reason: {reason} - Declassify on: {ends}\n", "");
        }
        for codes in &self.margins {
            text += &format!("{}\n\n", pick(rng, &SENTENCES));
            for code in *codes {
                text += &format!("{:110}{code}\n", "");
            }
            text += "\n";
        }
        text + &self.extra + "\n" + pick(rng, &SENTENCES) + "\n\n" + &header(1)
    }
}

/// A telegram with marks in place of words.
fn crossed(rng: &mut Rng, marks: [&str; 3], extra: &str) -> String {
    let subject = pick(rng, &SUBJECTS).to_uppercase();
    let serial = rng.u32(1000..9999);
    let head = format!("R 050947Z MAR 08\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nUNCLAS OSLO {serial:06}\n\n");
    let head = head + &format!("E.O. 12958: N/A\nTAGS: ECON, EWWT\nSUBJECT: {subject}\n\n");
    let [first, second, third] = marks;
    let one = format!("1. (U) {} According to {first} nothing was paid.\n\n", pick(rng, &SENTENCES));
    let two = format!("2. (U) The harbour board heard {second} on Tuesday. {}\n\n", pick(rng, &SENTENCES));
    let three = format!("3. (U) {} It was brought by {third} in person.{extra}\n", pick(rng, &SENTENCES));
    head + &one + &two + &three
}

/// A page of a documentary edition.
fn edition(rng: &mut Rng, amount: &str) -> String {
    format!(
        "114. Memorandum of Conversation\n\nOslo, March 5, 1958\n\n{} {amount} {}\n\n{} [name not declassified] agreed. \
         [2 lines not declassified] {}\n\n[Omitted here is a discussion of the fishing season.]\n",
        pick(rng, &SENTENCES),
        pick(rng, &SENTENCES),
        pick(rng, &SENTENCES),
        pick(rng, &SENTENCES)
    )
}

/// A sheet for pages that were withheld.
fn sheet(rng: &mut Rng, declared: i64, twice: bool) -> String {
    let first = rng.u32(2..9);
    let pages: Vec<u32> =
        (first..first + 6).map(|page| if twice && page == first + 4 { first } else { page }).collect();
    let lines: String = pages.iter().map(|page| format!("Page {page} ~ b6; b7C;\n")).collect();
    format!(
        "DELETED PAGE INFORMATION SHEET\nTotal Deleted Page(s) = {}\n{lines}\n{}\n",
        6 + declared,
        pick(rng, &SENTENCES)
    )
}

const X: [&str; 3] = ["XXXXXXXXXXXX"; 3];

/// One kind of paper: what it is called, or the rule that must speak of it, and how it is made.
type Row = (&'static str, fn(&mut Rng) -> String);

/// Papers in order.
const CLEAN: [Row; 12] = [
    ("a stamp and margins", |rng| Mail::part(rng).print(rng)),
    ("a stamp and nothing missing", |rng| Mail::full(rng).print(rng)),
    ("crosses", |rng| crossed(rng, X, "")),
    ("small crosses", |rng| crossed(rng, ["xxxxxxxx"; 3], "")),
    ("boxes", |rng| crossed(rng, ["██████"; 3], "")),
    ("words", |rng| crossed(rng, ["[REDACTED]", "[name redacted]", "[REDACTED]"], "")),
    ("rules", |rng| crossed(rng, ["________"; 3], "")),
    ("codes", |rng| crossed(rng, ["[(b)(6)]", "[(b)(5)]", "[(b)(6)]"], "")),
    ("placeholders", |rng| crossed(rng, ["<PERSON>", "{{NAME}}", "<PERSON>"], "")),
    ("ellipses", |rng| crossed(rng, ["[...]"; 3], "")),
    ("amounts", |rng| edition(rng, "[3½ lines not declassified]")),
    ("withheld pages", |rng| sheet(rng, 0, false)),
];

fn mail(rng: &mut Rng, spoil: impl Fn(&mut Mail)) -> String {
    let mut mail = Mail::part(rng);
    spoil(&mut mail);
    mail.print(rng)
}

fn secret(rng: &mut Rng, spoil: impl Fn(&mut Mail)) -> String {
    let mut mail = Mail::secret(rng);
    spoil(&mut mail);
    mail.print(rng)
}

/// A paper with one defect each.
const DEFECTS: [Row; 28] = [
    ("unknown-exemption", |rng| mail(rng, |mail| mail.stamped.push("B10"))),
    ("exemption-7-without-letter", |rng| mail(rng, |mail| mail.stamped.push("B7"))),
    ("b3-without-statute", |rng| mail(rng, |mail| mail.stamped.push("B3"))),
    ("outdated-exemption", |rng| secret(rng, |mail| mail.stamped.push("1.5(D)"))),
    ("long-exemption-before-25-years", |rng| secret(rng, |mail| mail.stamped.push("25X6"))),
    ("b1-without-category", |rng| {
        secret(rng, |mail| {
            mail.stamped = vec!["B1", "B6"];
            mail.margins = vec![&["B1"], &["B6"]];
            mail.block = Some("none");
        })
    }),
    ("category-without-b1", |rng| {
        secret(rng, |mail| {
            mail.stamped = vec!["1.4(D)", "B6"];
            mail.margins = vec![&["1.4(D)"], &["B6"]];
            mail.block = None;
        })
    }),
    ("classification-block-disagreement", |rng| secret(rng, |mail| mail.block = None)),
    ("odd-declassification-interval", |rng| secret(rng, |mail| mail.shift = 3)),
    ("code-missing-from-stamp", |rng| mail(rng, |mail| mail.margins.push(&["B4"]))),
    ("document-number-disagreement", |rng| mail(rng, |mail| mail.numbers[1] += 7)),
    ("release-date-disagreement", |rng| mail(rng, |mail| mail.dates[1] = "09/30/2015")),
    ("missing-release-stamp", |rng| mail(rng, |mail| (mail.stamp, mail.stamped) = ("", Vec::new()))),
    ("full-release-with-redactions", |rng| mail(rng, |mail| mail.stamp = "RELEASE IN FULL")),
    ("part-release-without-redactions", |rng| {
        let mut mail = Mail::full(rng);
        mail.stamp = "RELEASE IN PART";
        mail.print(rng)
    }),
    ("conflicting-release-stamps", |rng| mail(rng, |mail| mail.extra = format!("{:90}RELEASE IN FULL\n", ""))),
    ("redaction-without-code", |rng| {
        mail(rng, |mail| {
            mail.extra = format!("{}\nThe visa of [REDACTED] was refused.\n{}\n\n\n", SENTENCES[0], SENTENCES[1]);
        })
    }),
    ("half-address", |rng| mail(rng, |mail| mail.address = "Doe, Jane <doej")),
    ("unbalanced-redaction", |rng| crossed(rng, ["[REDACTED", "[REDACTED]", "[REDACTED]"], "")),
    ("glued-redaction", |rng| crossed(rng, [X[0], "XXXXXXXXXXXXsaid it", X[2]], "")),
    ("length-preserving-redaction", |rng| crossed(rng, ["XXXX XXXXXXX", "XXXXXXXXX", "XXXXXX"], "")),
    ("redaction-residue", |rng| crossed(rng, ["Mrs. XXXXXXXXXXXX", X[1], X[2]], "")),
    ("protected-source-not-cut", |rng| crossed(rng, X, " He heard it from Ekman (strictly protect).")),
    ("filled-slot", |rng| crossed(rng, X, " The harbour board heard Ekman Rask on Tuesday.")),
    ("frus-amount-missing", |rng| edition(rng, "[lines not declassified]")),
    ("frus-amount-disagreement", |rng| edition(rng, "[1 lines not declassified]")),
    ("deleted-page-total", |rng| sheet(rng, 1, false)),
    ("repeated-withheld-page", |rng| sheet(rng, 0, true)),
];

/// `text` with so many characters in a thousand misread.
fn scanned(text: &str, rng: &mut Rng, permille: u32) -> String {
    let misread = |c: char| match CONFUSIONS.iter().find(|(printed, _)| *printed == c) {
        Some((_, seen)) if rng.u32(..1000) < permille => *seen,
        _ => c,
    };
    text.chars().map(misread).collect()
}

/// The rules of redaction and release that speak of `text` at warning or above.
fn spoken(text: &str) -> Vec<&'static str> {
    let source = source::read("paper.txt", text.as_bytes().to_vec()).expect("a text");
    let found = cable_lint::lint(&source, &RULES);
    let ours = found.iter().filter(|found| found.severity >= Severity::Warning || is_quiet(found.rule));
    let rules = ours.map(|found| &RULES.rules()[found.rule]).filter(|rule| RULES.level(index(&rule.name)).is_some());
    let mut names: Vec<&str> =
        rules.filter(|rule| ["redaction", "release"].contains(&&*rule.group)).map(|rule| &*rule.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn index(name: &str) -> usize {
    RULES.rules().iter().position(|rule| rule.name == name).expect("a rule of the packs")
}

/// A slot that is filled on one side only is worth a remark, and is what the papers here have.
fn is_quiet(rule: usize) -> bool {
    RULES.rules()[rule].name == "filled-slot"
}

/// How often a rule was to speak, spoke where it was to, and spoke where it was not.
#[derive(Clone, Copy, Default)]
struct Tally {
    due: u32,
    hit: u32,
    wrong: u32,
}

/// Precision and recall over all rules at so much noise, printed rule by rule.
fn measure(permille: u32) -> (f64, f64) {
    let papers = std::env::var("PAPERS").map_or(8, |count| count.parse().expect("PAPERS is a number"));
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut examples: BTreeMap<&str, String> = BTreeMap::new();
    let clean = CLEAN.iter().map(|(_, make)| (None, make));
    for (expected, make) in clean.chain(DEFECTS.iter().map(|(rule, make)| (Some(*rule), make))) {
        for number in 0..papers {
            let mut rng = Rng::with_seed(number);
            let paper = make(&mut rng);
            let text = scanned(&paper, &mut rng, permille);
            let spoken = spoken(&text);
            if let Some(rule) = expected {
                let tally = tallies.entry(rule).or_default();
                tally.due += 1;
                tally.hit += u32::from(spoken.contains(&rule));
            }
            for rule in spoken.into_iter().filter(|rule| Some(*rule) != expected) {
                tallies.entry(rule).or_default().wrong += 1;
                examples.entry(rule).or_insert(text.clone());
            }
        }
    }
    println!("{} misread in 1000 characters\n{:40} {:>9} {:>9}", permille, "rule", "precision", "recall");
    let mut all = Tally::default();
    for (rule, tally) in &tallies {
        println!("{rule:40} {:>9.3} {:>9.3}", precision(*tally), recall(*tally));
        all = Tally { due: all.due + tally.due, hit: all.hit + tally.hit, wrong: all.wrong + tally.wrong };
    }
    println!("{:40} {:>9.3} {:>9.3}", "all", precision(all), recall(all));
    if std::env::var_os("SHOW").is_some() {
        examples.iter().for_each(|(rule, text)| println!("==== {rule}\n{text}"));
    }
    (precision(all), recall(all))
}

fn precision(tally: Tally) -> f64 {
    if tally.hit + tally.wrong == 0 { 1.0 } else { f64::from(tally.hit) / f64::from(tally.hit + tally.wrong) }
}

fn recall(tally: Tally) -> f64 {
    if tally.due == 0 { 1.0 } else { f64::from(tally.hit) / f64::from(tally.due) }
}

#[test]
fn well_printed_papers_are_judged_rightly() {
    let (precision, recall) = measure(0);
    assert!(recall >= 0.97, "recall {recall:.3}");
    assert!(precision >= 0.95, "precision {precision:.3}");
}

#[test]
fn badly_scanned_papers_raise_few_false_alarms() {
    for permille in [10, 30, 50] {
        let (precision, _) = measure(permille);
        assert!(precision >= 0.9 || permille > 30, "precision {precision:.3} at {permille} in 1000");
    }
}
