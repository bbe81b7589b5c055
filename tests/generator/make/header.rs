//! The lines of the communications centre, the date-time group and the addressees.

use fastrand::Rng;

use super::Frame;
use crate::cable::{Addressee, Cable, Filing, Group, Layout, Level, chance, pick};
use crate::words::{AGENCIES, COLLECTIVES, POSTS};

/// Precedences from the slowest: the letter, and the word behind an addressee.
const PRECEDENCES: [(&str, &str); 4] = [("R", ""), ("P", "PRIORITY"), ("O", "IMMEDIATE"), ("Z", "FLASH")];
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

pub(super) fn fill(rng: &mut Rng, frame: &Frame, cable: &mut Cable) {
    let highest = pick(rng, &[0, 0, 1, 1, 2, 2, 3]);
    cable.from = Some(format!("{} {}", frame.post.kind, frame.post.name));
    cable.to.push(washington(rng, frame, highest));
    for to in addressees(rng, frame, highest) {
        // The first is to act, most of the others are to know.
        if chance(rng, 15) { cable.to.push(to) } else { cable.info.push(to) }
    }
    if cable.info.iter().any(|to| to.post.ends_with("COLLECTIVE")) && chance(rng, 50) {
        cable.exempt = vec!["AMEMBASSY KAMPALA".to_owned(), "AMEMBASSY TUNIS".to_owned()][..rng.usize(1..3)].to_vec();
    }
    cable.group = Some(group(rng, frame, highest, cable));
    if frame.layout.is_transmission() {
        format_lines(rng, frame, highest, cable);
    }
}

fn washington(rng: &mut Rng, frame: &Frame, highest: usize) -> Addressee {
    let niact = highest == 2 && chance(rng, 15);
    Addressee {
        indicator: if frame.layout.is_transmission() { "RUEHC".to_owned() } else { String::new() },
        post: "SECSTATE WASHDC".to_owned(),
        offices: String::new(),
        precedence: if niact { "NIACT IMMEDIATE".to_owned() } else { PRECEDENCES[highest].1.to_owned() },
        continuity: if chance(rng, 70) { format!("{:04}", rng.u32(1..9999)) } else { String::new() },
    }
}

/// Posts, collectives and agencies, each once and none above `highest`.
fn addressees(rng: &mut Rng, frame: &Frame, highest: usize) -> Vec<Addressee> {
    let full = frame.layout.is_transmission();
    let mut names: Vec<(String, String, String)> = Vec::new();
    for _ in 0..rng.usize(0..6) {
        let (indicator, name, offices) = if full && chance(rng, 15) {
            let (indicator, name) = pick(rng, &COLLECTIVES);
            (indicator, name.to_owned(), "")
        } else if frame.year > 1970 && chance(rng, 25) {
            let (indicator, name, offices) = pick(rng, &AGENCIES);
            (indicator, name.to_owned(), offices)
        } else {
            let post = pick(rng, &POSTS);
            (post.indicator, format!("{} {}", post.kind, post.name), "")
        };
        let own = name.ends_with(frame.post.name);
        if !own && !names.iter().any(|(_, known, _)| *known == name) {
            names.push((indicator.to_owned(), name, offices.to_owned()));
        }
    }
    let addressee = |(indicator, post, offices)| Addressee {
        indicator: if full { indicator } else { String::new() },
        post,
        offices,
        precedence: PRECEDENCES[rng.usize(0..=highest)].1.to_owned(),
        continuity: if chance(rng, 60) { format!("{:04}", rng.u32(1..9999)) } else { String::new() },
    };
    names.into_iter().map(addressee).collect()
}

fn group(rng: &mut Rng, frame: &Frame, highest: usize, cable: &Cable) -> Group {
    let is = |to: &&Addressee, place: usize| {
        to.precedence.ends_with(PRECEDENCES[place].1) && (place > 0 || to.precedence.is_empty())
    };
    let lowest = (0..highest).find(|place| cable.info.iter().any(|to| is(&to, *place)));
    let second = lowest.filter(|_| chance(rng, 50)).map_or(String::new(), |place| format!(" {}", PRECEDENCES[place].0));
    Group {
        precedence: format!("{}{second}", PRECEDENCES[highest].0),
        digits: format!("{:02}{:02}{:02}", frame.date.day(), frame.hour, frame.minute),
        zone: "Z".to_owned(),
        month: MONTHS[frame.date.month() as usize - 1].to_owned(),
        year: format!("{:02}", frame.year % 100),
        signals: String::new(),
    }
}

fn format_lines(rng: &mut Rng, frame: &Frame, highest: usize, cable: &mut Cable) {
    let web = frame.year >= 2007 && chance(rng, 30);
    let channel = if web { "XYZ" } else { "XRO" };
    cable.identifier = format!("VZCZC{channel}{:04}", rng.u32(1..9999));
    let relays: Vec<&str> = (0..rng.usize(1..6)).map(|_| pick(rng, &POSTS).indicator).collect();
    let relays = if web { "RUEHWEB".to_owned() } else { relays.join(" ") };
    cable.routing = (PRECEDENCES[highest].0.repeat(2), relays);
    cable.filing = Some(Filing {
        indicator: frame.post.indicator.to_owned(),
        serial: format!("{:04}", frame.serial % 10_000),
        section: (frame.sections || chance(rng, 20)).then(|| "01".to_owned()),
        day: format!("{:03}", frame.date.day_of_year()),
        time: format!("{:02}{:02}", frame.hour, frame.minute),
    });
    let code = if frame.level == Level::Unclassified { "ZNR" } else { "ZNY" };
    cable.prosign = (code.to_owned(), frame.level.letter().repeat(5));
    debug_assert!(frame.layout != Layout::Copy, "Department copies have no format lines");
}
