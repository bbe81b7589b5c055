//! From the classification line to Classified By.

use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::Date;

use super::Frame;
use crate::cable::{Cable, Layout, Level, Order, Reference, chance, pick};
use crate::words::{self, POSTS, given, surname};

pub(super) fn fill(rng: &mut Rng, frame: &Frame, cable: &mut Cable) {
    classification(rng, frame, cable);
    cable.captions = captions(rng, frame);
    if chance(rng, 40) {
        passing(rng, frame, cable);
    }
    if frame.year >= 1999 && chance(rng, 6) {
        cable.correction = Some("C O R R E C T E D  C O P Y (PARAGRAPH 2)".to_owned());
        if let Some(group) = &mut cable.group {
            group.signals = "ZDS".to_owned();
        }
    }
    if frame.year < 1973 {
        cable.subject = chance(rng, 80).then(|| words::subject(rng));
        return;
    }
    cable.order = order(rng, frame);
    cable.tags = Some(words::tags(rng, frame.year, frame.post.place));
    cable.subject = Some(subject(rng, frame, cable));
    cable.references = references(rng, frame);
    if frame.year >= 1999 && frame.level.is_classified() {
        cable.authority = classified_by(rng, frame);
    }
}

fn classification(rng: &mut Rng, frame: &Frame, cable: &mut Cable) {
    let spaced = |word: &str| word.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let is_spaced = frame.layout.is_transmission() || frame.year > 1980 && chance(rng, 60);
    let word = match frame.level {
        Level::Unclassified if frame.year >= 1985 => "UNCLAS".to_owned(),
        level if level.is_classified() && is_spaced => spaced(level.word()),
        level => level.word().to_owned(),
    };
    cable.level_word = word;
    if frame.layout != Layout::Transmission && frame.year < 1990 && !frame.level.is_classified() && chance(rng, 20) {
        cable.level_word = "LIMITED OFFICIAL USE".to_owned();
    }
    let six = frame.layout.is_transmission() || frame.year > 1990;
    cable.serial = if six { format!("{:06}", frame.serial) } else { frame.serial.to_string() };
    cable.section = frame.sections.then_some((1, 2));
}

fn captions(rng: &mut Rng, frame: &Frame) -> Vec<String> {
    let mut captions: Vec<&str> = Vec::new();
    let handling: &[&str] = &["EXDIS", "NODIS", "LIMDIS", "STADIS", "AGREMENT", "ROGER CHANNEL", "MED CHANNEL"];
    let restricted = frame.level.is_classified() && chance(rng, 20);
    if restricted {
        captions.push(pick(rng, handling));
        if captions[0] == "EXDIS" && chance(rng, 20) {
            captions.push("STADIS");
        }
    }
    let alone = captions.first().is_some_and(|first| matches!(*first, "AGREMENT"));
    if frame.level == Level::Secret && !alone && frame.year >= 1999 {
        captions.push("NOFORN");
    }
    if frame.sensitive {
        captions.push("SENSITIVE");
    }
    if frame.year >= 2000 && !restricted && chance(rng, 80) {
        captions.push("SIPDIS");
        if frame.year == 2007 && chance(rng, 60) {
            captions.push("SIPDIS");
        }
    }
    if frame.year > 1973 && !alone && chance(rng, 10) {
        captions.push(pick(rng, &["AIDAC", "TERREP", "INFORM CONSULS"]));
    }
    captions.into_iter().map(str::to_owned).collect()
}

fn passing(rng: &mut Rng, frame: &Frame, cable: &mut Cable) {
    let lines = [
        "STATE FOR EUR/NB, OES/OPA AND EEB/ESC",
        "DEPT PASS USTR FOR THE AFRICA OFFICE",
        "DEPARTMENT PLEASE PASS TO TREASURY",
        "STATE PASS USAID AND PEACE CORPS",
        "PARIS ALSO FOR USOECD",
        "FOR AF/S FROM AMBASSADOR",
    ];
    for _ in 0..rng.usize(1..3) {
        let line = (pick(rng, &lines)).to_owned();
        if !cable.passing.contains(&line) && frame.year > 1970 {
            cable.passing.push(line);
        }
    }
}

fn order(rng: &mut Rng, frame: &Frame) -> Option<Order> {
    let number = match frame.year {
        1975 => "11652",
        1979 => "12065",
        1985 => "12356",
        1999 | 2007 => "12958",
        _ => "13526",
    };
    let value = match (frame.level.is_classified(), frame.year) {
        (false, _) if chance(rng, 30) => return None,
        (false, _) => "N/A".to_owned(),
        (true, 1975) => (pick(rng, &["GDS", "XGDS-1", "XGDS-2", "XGDS-3", "XGDS-4", "GDS", "ADS"])).to_owned(),
        (true, 1979) => schedule(rng, frame),
        (true, 1985) if chance(rng, 60) => "DECL: OADR".to_owned(),
        (true, year) => format!("DECL: {}", declassification(rng, frame, year)),
    };
    Some(Order { label: "E.O.".to_owned(), number: number.to_owned(), value })
}

/// `GDS 6/12/85 (TREMLOWE, PAUL T.) OR-M`: the schedule of E.O. 12065 with the authorising officer.
fn schedule(rng: &mut Rng, frame: &Frame) -> String {
    let officer = format!("({}, {} {}.)", surname(rng), given(rng), char::from(b'A' + rng.u8(..26))).to_uppercase();
    let symbol = pick(rng, &["OR-M", "OR-P", "OR-E", "OR-O"]);
    let (kind, years) =
        if chance(rng, 70) { ("GDS".to_owned(), 6) } else { (format!("RDS-{}", rng.u32(1..5)), pick(rng, &[10, 20])) };
    let end = later(frame.date, years);
    format!("{kind} {}/{}/{:02} {officer} {symbol}", end.month(), end.day(), end.year() % 100)
}

fn declassification(rng: &mut Rng, frame: &Frame, year: i16) -> String {
    let years = match year {
        1985 => rng.i16(2..12),
        1999 => pick(rng, &[2, 5, 10, 10, 10]),
        _ => pick(rng, &[5, 10, 10, 15, 20, 25]),
    };
    let end = later(frame.date, years);
    match year {
        1999 if chance(rng, 25) => (pick(rng, &["X1", "X6", "X1, X6", "X5, X6", "X3"])).to_owned(),
        1999 | 2007 if chance(rng, 8) => "AFTER THE CLOSURE OF THE CAMP".to_owned(),
        2011 => format!("{}/{:02}/{:02}", end.year(), end.month(), end.day()),
        _ => format!("{:02}/{:02}/{}", end.month(), end.day(), end.year()),
    }
}

/// The same day some years later.
pub fn later(date: Date, years: i16) -> Date {
    date.checked_add(years.years()).expect("within the calendar")
}

fn subject(rng: &mut Rng, frame: &Frame, cable: &Cable) -> String {
    let mark = if frame.year >= 1979 && frame.level.is_classified() && chance(rng, 30) { "(U) " } else { "" };
    let slug =
        if cable.captions.iter().any(|caption| caption == "OFFICIAL INFORMAL") { "OFFICIAL INFORMAL: " } else { "" };
    format!("{mark}{slug}{}", words::subject(rng))
}

fn references(rng: &mut Rng, frame: &Frame) -> Vec<Reference> {
    let enumerator: fn(char) -> String = match rng.u32(..5) {
        0 => |letter| format!("({letter})"),
        1 => |letter| format!("{letter})"),
        2 => |letter| format!("{letter}:"),
        _ => |letter| format!("{letter}."),
    };
    let letters = ('A'..='Z').take(frame.references);
    let single = frame.references == 1 && chance(rng, 70);
    let reference = |letter| Reference {
        letter: if single { String::new() } else { enumerator(letter) },
        text: referred(rng, frame),
    };
    letters.map(reference).collect()
}

/// What a reference names: a telegram of this year or the last, of one's own post or another; a message; a regulation.
fn referred(rng: &mut Rng, frame: &Frame) -> String {
    let last = (frame.year - 1) % 100;
    let post = pick(rng, &POSTS).name;
    let year = match rng.u32(..4) {
        0 => format!("{:02} ", frame.year % 100),
        1 if post != frame.post.name => format!("{last:02} "),
        _ => String::new(),
    };
    match rng.u32(..10) {
        0 if frame.year > 1995 => {
            format!("{}/{}/{:02} EMAIL FROM THE DESK", frame.date.month(), frame.date.day(), frame.year % 100)
        }
        1 => format!("{} {}", frame.post.name, rng.u32(10..frame.serial.min(100))),
        2 => format!("{last:02} {} {}", frame.post.name, rng.u32(100..9000)),
        3 | 4 => format!("{year}STATE {}", rng.u32(1000..200_000)),
        5 => format!("{year}{post} {} (NOTAL)", rng.u32(10..99)),
        _ => format!("{year}{post} {}", rng.u32(10..99)),
    }
}

/// Classified By in its wordings, with the reasons of the year.
fn classified_by(rng: &mut Rng, frame: &Frame) -> Vec<String> {
    let section = if frame.year == 1999 { "1.5" } else { "1.4" };
    let who = format!("{} {}", given(rng), surname(rng));
    let title = pick(rng, &["Ambassador", "Charge d'Affaires", "Political Counselor", "DCM", "Economic Officer"]);
    let letters = pick(rng, &["(b) and (d)", "(b/d)", "(b, d)", "(d)", "(b), (c) and (d)", "(b) and (d)"]);
    let line = match rng.u32(..6) {
        0 => format!("Classified By: {title} {who} for reasons {section} {letters}."),
        1 => format!("Classified By: {title} {who}, reasons {section} {letters}."),
        2 => format!(
            "CLASSIFIED BY: {}, {}. REASON: {section} {}",
            who.to_uppercase(),
            title.to_uppercase(),
            letters.to_uppercase()
        ),
        3 => format!("Classified by {title} {who}. Reason: {section} {letters}"),
        4 => format!("Classified By: {who}, {title}, for reasons {section} {letters}."),
        _ => format!("Classified By: {title} {who}. Reasons: {section} {letters}."),
    };
    vec![line]
}
