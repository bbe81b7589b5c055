//! How much of what is planted in fictional documents is found, and how much of what is found was planted.
//!
//! Each document is a clean telegram with a few sentences added. Some carry personal data, hidden text or a watched name,
//! and the rule that must say so is known; others only look alike. Then a scanner's mistakes are made at four rates, in
//! the letters and digits of all sentences. Everything is drawn from a fixed seed, so that the figures never change.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use cable_lint::rule::RuleSet;
use cable_lint::source;
use cable_lint::watch::WatchList;

/// Sentences with one defect each, which stands between `«` and `»`, by the rule that must point at it.
const PLANTED: [(&str, &str); 34] = [
    ("social-security-number", "His social security number is «899-12-3456», he says."),
    ("social-security-number", "The form gives «881-21-0042» as the SSN."),
    ("social-security-number", "On the card stood «897-55-1234» and nothing else."),
    ("taxpayer-number", "The return shows «999-88-7777» in the first box."),
    ("passport-number", "He showed passport number «X1234567» at the gate."),
    ("passport-number", "The number «987654321» is that of her passport."),
    ("alien-registration-number", "The alien file is «A012-345-678», opened in May."),
    ("immigration-receipt-number", "Her petition is «EAC0000012345» since then."),
    ("visa-number", "He has visa number «12345678» in the book."),
    ("immigrant-visa-case-number", "The family's case is «WHK2000512345» at the center."),
    ("date-of-birth", "The applicant (DPOB: «12 MAR 1951», Ndola) came alone."),
    ("date-of-birth", "She was born on «May 2, 1963» in the capital."),
    ("payment-card-number", "The room was charged to «3782 822463 10005» that night."),
    ("payment-card-number", "The desk noted «6011000990139424» for the deposit."),
    ("bank-account-number", "The fee goes to «GB29 NWBK 6016 1331 9268 19» at once."),
    ("bank-account-number", "They pay into «DE89370400440532013000» each month."),
    ("bank-routing-number", "His bank, ABA «123456780», sent it back."),
    ("e-mail-address", "He writes as «abner.fictive@mail.example.com» from home."),
    ("telephone-number", "The witness is at «+44 20 7946 0958» after six."),
    ("telephone-number", "Call «(202) 555-0243» for the time."),
    ("internet-address", "The messages came from «198.41.0.4» each night."),
    ("exact-coordinates", "The farm lies at «225730S 0143019E» on the plateau."),
    ("grid-square", "The farm lies in «33K VP 48010 61230» on the map."),
    ("home-address", "The witness resides at «14 Old Harbor Road» with his wife."),
    ("zero-width-character", "The Minister Hai«\u{200B}»kondo smiled."),
    ("bidirectional-control", "The fee was «\u{202E}»000,1 dollars."),
    ("look-alike-code", "The name is withheld under «\u{412}1» again."),
    ("hidden-comment", "He met <!-- «Quenby Fictive» --> at noon."),
    ("undisplayed-text", "He met <span hidden>«Quenby»</span> at noon."),
    ("struck-text", "He met ~~«Quenby Fictive»~~ at noon."),
    ("tracked-change", "He met <del>«Quenby»</del> a source."),
    ("overstruck-text", "He met «QUENBY»\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}XXXXXX at noon."),
    ("watched-name", "Deputy Minister «Josephine Watchword» called twice."),
    ("watched-name", "The list has «WATCHWORD, JOSEPHINE» in it."),
];

/// Sentences without a defect, though they have the numbers and the words.
const INNOCENT: [&str; 20] = [
    "The reply is 07 WINDHOEK 1140 of 081534Z MAR 07, routed to RUEHBZ.",
    "Document C05765931 of case F-2014-20439 has record number 124-10001-10234.",
    "The gazette is in its 12345-6789th printing, and 000-12-3456 is a form.",
    "The ministry spent 1,234,567 dollars on 987654 sacks.",
    "Hake landings were 123456789 kilos, and sole 12345678.",
    "His passport was not shown. The visa section is closed.",
    "The firm was born in 1951 of three others.",
    "The meter showed 3782 822463 10006 in May and 1234567890123456 in June.",
    "The bank holds 123456789 shares of the port.",
    "Eggs are sold @ 5 a dozen; the desk answers as @windhoek.",
    "Paragraph 12.34.56.78.9 of the law speaks of 192.168.0.17 hosts.",
    "The Residence was open from 1400 to 1600.",
    "The quay was 15.42 meters long, 28.27 wide and 3.141 deep.",
    "The sign says שלום and \u{200F}שלום\u{200F} in Hebrew, with a naïve drawing.",
    "The Persian text has می\u{200C}خواهم, and the envoy drew 👩\u{200D}👧.",
    "Catch < quota, and price > cost; see <u>the table</u>.",
    "Josephine left, and the watchword was changed.",
    "Mr. Josephson gave the port's watch word by word.",
    "The scale ran A || B || C and ~ 5 to ~ 7.",
    "The tariff is 25 percent, 30% at most, under article 1.4 of the act.",
];

/// A stream of numbers that look random (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

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
fn document(base: &str, percent: usize, dice: &mut Dice) -> (String, Vec<(&'static str, usize, usize)>) {
    let (head, tail) = base.split_once("went through it line by line.").expect("the sentence is there");
    let mut text = format!("{head}went through it line by line.");
    let mut expected = Vec::new();
    for _ in 0..6 {
        text.push('\n');
        let (rule, sentence) = match dice.throw(2) {
            0 => PLANTED[dice.throw(PLANTED.len())],
            _ => ("", INNOCENT[dice.throw(INNOCENT.len())]),
        };
        let mut start = 0;
        for character in sentence.chars() {
            match character {
                '«' => start = text.len(),
                '»' => expected.push((rule, start, text.len())),
                _ => text.push(scanned(character, percent, dice)),
            }
        }
    }
    (text + tail, expected)
}

/// What becomes of 600 documents whose added sentences were scanned with `percent` mistakes in a hundred characters.
fn tally(rules: &RuleSet, percent: usize) -> BTreeMap<String, Tally> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables/clean/2007.txt");
    let base = fs::read_to_string(path).expect("the telegram");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 + percent as u64);
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for _ in 0..600 {
        let (text, mut expected) = document(&base, percent, &mut dice);
        expected.iter().for_each(|(rule, ..)| tallies.entry((*rule).to_owned()).or_default().planted += 1);
        let source = source::read("planted.txt", text.into_bytes()).expect("a text");
        for found in cable_lint::lint(&source, rules) {
            let rule = &rules.rules()[found.rule];
            if !matches!(rule.group.as_str(), "privacy" | "exposure") || rules.level(found.rule).is_none() {
                continue;
            }
            let tally = tallies.entry(rule.name.clone()).or_default();
            let (start, end) = (found.span.start as usize, found.span.end as usize);
            let hit = expected.iter().position(|(name, from, to)| *name == rule.name && start < *to && *from < end);
            tally.found += 1;
            if let Some(hit) = hit {
                expected.remove(hit);
                tally.right += 1;
            }
        }
    }
    tallies
}

fn rules() -> RuleSet {
    let mut rules = RuleSet::builtin().expect("the built-in packs load");
    rules.watch = Some(Arc::new(WatchList::read("Josephine Q. Watchword").expect("a list")));
    rules
}

/// One line per rule, for whoever must find out what went wrong.
fn table(tallies: &BTreeMap<String, Tally>) -> String {
    let line =
        |(rule, t): (&String, &Tally)| format!("{rule}: planted {}, found {}, right {}", t.planted, t.found, t.right);
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
    let tallies = tally(&rules(), 0);
    for (rule, _) in PLANTED {
        assert!(tallies[rule].planted > 0, "{rule} is never planted");
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
        for (rule, tally) in tallies.iter().filter(|(_, tally)| tally.found >= 10) {
            assert!(tally.precision() >= 0.9, "{rule} at {percent} %\n{}", table(&tallies));
        }
    }
}
