//! What must hold of every safe fix, on damaged markings and damaged papers: no word is lost but by a known other
//! spelling, none is added, no other rule's finding goes, and a second run changes nothing.
//!
//! `CABLE_LINT_CASES=100000 cargo test --release --test proofs` is the thorough run.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use cable_lint::check::CHECKS;
use cable_lint::finding::answer::Statutes;
use cable_lint::finding::{Finding, Showing, resolve};
use cable_lint::fix::mend;
use cable_lint::marking::{Context, MarkingKind, Register, Style};
use cable_lint::rule::{Applicability, RuleSet};
use cable_lint::source;
use cable_lint::source::SourceFile;
use fastrand::Rng;
use jiff::civil::date;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin(CHECKS).expect("the built-in packs load"));

const TRUE: Showing = Showing { reveal: true, snippets: false, width: None };

fn cases(usual: usize) -> usize {
    std::env::var("CABLE_LINT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// Words that say the same in a banner and in a portion mark.
const SPELLINGS: [(&str, &str); 14] = [
    ("SIGMA", "SG"),
    ("RESTRICTED DATA", "RD"),
    ("TOP SECRET", "TS"),
    ("SECRET", "S"),
    ("CONFIDENTIAL", "C"),
    ("UNCLASSIFIED", "U"),
    ("NOFORN", "NF"),
    ("ORCON", "OC"),
    ("PROPIN", "PR"),
    ("IMCON", "IMC"),
    ("LIMITED DISTRIBUTION", "DS"),
    ("EXDIS", "XD"),
    ("NODIS", "ND"),
    ("TALENT KEYHOLE", "TK"),
];

/// The words of a text in any order, each in its short spelling.
fn words(text: &str) -> Vec<String> {
    let plain = text.to_uppercase().replace(|c: char| !c.is_alphanumeric(), " ");
    let mut plain = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join("  "));
    for (long, short) in SPELLINGS {
        plain = plain.replace(&format!(" {} ", long.replace(' ', "  ")), &format!(" {short} "));
    }
    // `and` parts a list, as a comma does.
    let kept = plain.split_whitespace().filter(|word| *word != "AND");
    let short =
        |word: &str| Register::builtin().control(word).map_or(word, |(entry, _)| entry.name.as_str()).to_owned();
    let mut words: Vec<String> = kept.map(short).collect();
    words.sort();
    words
}

const LEVELS: [&str; 4] = ["TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED"];
const FIELDS: [&[&str]; 4] = [
    &["SI", "SI/TK", "TK", "HCS-P", "SI-G ABCD"],
    &["SAR-BP", "RD", "RD-SIGMA 18 20", "FGI CAN DEU"],
    &["NOFORN", "ORCON/NOFORN", "REL TO USA, AUS, GBR", "RELIDO", "PROPIN", "REL TO USA, FVEY"],
    &["EXDIS", "NODIS", "LIMITED DISTRIBUTION"],
];

/// A banner, in order.
fn banner(rng: &mut Rng) -> String {
    let mut parts = vec![LEVELS[rng.usize(..4)]];
    for field in FIELDS {
        if rng.bool() {
            parts.push(field[rng.usize(..field.len())]);
        }
    }
    parts.join("//")
}

/// The same with one to three slips: letters, separators, order, what ran into it.
fn damaged(rng: &mut Rng, marking: &str) -> String {
    let mut text = marking.to_owned();
    for _ in 0..rng.usize(1..=3) {
        let at = rng.usize(..text.len());
        let letter = text.as_bytes()[at].is_ascii_uppercase();
        match rng.u32(..9) {
            0 if letter => text.replace_range(at..=at, ""),
            1 if letter => text.replace_range(at..=at, &char::from(rng.u8(b'A'..=b'Z')).to_string()),
            2 => text = text.replacen("//", ["/", " ", "///", " // ", "/ /"][rng.usize(..5)], 1),
            3 => text = text.replacen(", ", [",", " ", "; ", " and "][rng.usize(..4)], 1),
            4 => {
                let mut fields: Vec<&str> = text.split("//").collect();
                if fields.len() > 2 {
                    let last = fields.len() - 1;
                    fields.swap(1, last);
                }
                text = fields.join("//");
            }
            5 => text = text.replace('O', "0"),
            6 => text.push_str([" THE LAMP", "//R", "//", "/NOFORN", "//20391231"][rng.usize(..5)]),
            7 => text = text.to_lowercase(),
            _ => text = text.replacen('/', " / ", 1),
        }
        if text.is_empty() || !text.is_ascii() {
            return marking.to_owned();
        }
    }
    text
}

#[test]
fn a_safe_fix_of_a_marking_keeps_every_word() {
    let mut rng = Rng::with_seed(13);
    let statutes = Statutes::of(&RULES);
    let context = Context { style: Style::Ic, date: date(2014, 3, 12) };
    let mut applied = 0;
    for _ in 0..cases(3000) {
        let whole = banner(&mut rng);
        let mut text = damaged(&mut rng, &whole);
        let before = words(&text);
        for _ in 0..10 {
            let answer = statutes.answer(&text, Some(MarkingKind::Banner), context);
            let fix = answer.diagnostics.iter().filter_map(|found| found.fix.as_ref());
            let Some(fix) = fix.into_iter().find(|fix| fix.applicability == Applicability::Safe) else { break };
            for edit in fix.edits.iter().rev() {
                text.replace_range(edit.location.offset as usize..edit.end_location.offset as usize, &edit.content);
            }
            applied += 1;
        }
        assert_eq!(words(&text), before, "{text}");
    }
    assert!(applied > cases(3000) / 20, "only {applied} fixes were tried");
}

/// A paper with a damaged marking in one to three of its places.
fn paper(rng: &mut Rng) -> String {
    let banner = banner(rng);
    let mark = |rng: &mut Rng, text: &str| if rng.bool() { damaged(rng, text) } else { text.to_owned() };
    let (top, bottom) = (mark(rng, &banner), mark(rng, &banner));
    let portion = mark(rng, &banner.replace("TOP SECRET", "TS").replace("SECRET", "S").replace("CONFIDENTIAL", "C"));
    let odd =
        ["", " [REDACTED B6", " \u{2588}\u{2588}\u{2588} Tor Varden", " XXXXX", " SSN 219-09-9999"][rng.usize(..5)];
    format!(
        "{top}\n\n12 March 2014\n\nMEMORANDUM FOR: Director of Harbors\n\n({portion}) The lamp of Port Velm was shown.{odd}\n\n\
         (U) It rained.\n\nClassified By: Ada Quill, Desk Officer\nDerived From: DSCG 11-01, 20110315\n\
         Declassify On: 20390312\n\n{bottom}\n"
    )
}

fn judge(source: &SourceFile) -> Vec<Finding> {
    resolve(source, &cable_lint::lint(source, &RULES), &RULES, TRUE)
}

fn findings(text: &str) -> Vec<Finding> {
    judge(&source::read("memo.txt", text.as_bytes().to_vec()).expect("a text"))
}

/// Groups whose findings no fix of another rule may take away.
const EVIDENCE: [&str; 4] = ["redaction", "release", "exposure", "privacy"];

#[test]
fn a_safe_fix_of_a_paper_takes_nothing_else_away() {
    let mut rng = Rng::with_seed(14);
    let mut applied = 0;
    for _ in 0..cases(400) {
        let text = paper(&mut rng);
        let done = mend("memo.txt", text.clone().into_bytes(), Applicability::Safe, judge).expect("it settles");
        applied += done.applied.len();
        let after = String::from_utf8(done.bytes).expect("UTF-8");
        let twice = mend("memo.txt", after.clone().into_bytes(), Applicability::Safe, judge).expect("it settles");
        assert!(twice.applied.is_empty(), "a second run changes\n{after}");
        if done.applied.is_empty() {
            assert_eq!(after, text);
            continue;
        }
        assert_eq!(words(&after), words(&text), "words of\n{text}\nin\n{after}");
        let changed: BTreeSet<usize> =
            (1..).zip(text.lines().zip(after.lines())).filter(|(_, (a, b))| a != b).map(|(row, _)| row).collect();
        let left: BTreeSet<(String, u32)> =
            findings(&after).into_iter().map(|found| (found.code, found.location.row)).collect();
        let rows = |found: &Finding| {
            let places = found.related.iter().map(|place| place.location.row as usize);
            places.chain([found.location.row as usize]).any(|row| changed.contains(&row))
        };
        for found in findings(&text) {
            let mended = done.applied.iter().any(|fix| fix.code == found.code);
            let evidence = EVIDENCE.contains(&found.group.as_str());
            let same_place = rows(&found) && !evidence;
            // What is said of a paper once is said at its first marking that can be read.
            let moves = |(code, row): &(String, u32)| *code == found.code && changed.contains(&(*row as usize));
            let moved = !evidence && left.iter().any(moves);
            let stays = left.contains(&(found.code.clone(), found.location.row));
            assert!(
                stays || mended || same_place || moved,
                "{} on row {} went:\n{text}\n{after}",
                found.code,
                found.location.row
            );
        }
    }
    assert!(applied > cases(400) / 20, "only {applied} fixes were tried");
}

#[test]
fn signed_text_is_left_alone() {
    let paper = "SECRET//NOFORN\n\n12 March 2015\n\n(S/ /NF) The lights are out.\n\nSECRET//NOFORN\n";
    let signed = format!(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{paper}-----BEGIN PGP SIGNATURE-----\n\niQEz\n\
         -----END PGP SIGNATURE-----\n"
    );
    for (text, safe) in [(paper, true), (&*signed, false)] {
        let found = findings(text);
        let spaced = found.iter().find(|finding| finding.code == "spaces-around-slashes").expect("the parted slashes");
        let fix = spaced.fix.as_ref().expect("a fix");
        assert_eq!(fix.applicability == Applicability::Safe, safe, "{text}");
    }
}

#[test]
fn the_mark_of_a_stray_encoding_is_left_alone() {
    // One byte of Windows-1252 in a file of UTF-8: the second byte of `í` is a soft hyphen to whoever reads it as the former.
    let text = ["1. (U) Se\u{f1}or Garc\u{ed}a met Ada Quill. ".as_bytes(), &b"\x93Yes\x94, she said.\n"[..]].concat();
    for allowed in [Applicability::Safe, Applicability::Unsafe] {
        let done = mend("memo.txt", text.clone(), allowed, judge).expect("it settles");
        assert_eq!(done.bytes, text);
    }
}
