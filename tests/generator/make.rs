//! A seed and a year in, a clean cable out: everything in it is as the habits of its year ask.
//!
//! The years stand for the eras: 1967 before TAGS and under no order line, 1975 E.O. 11652, 1979 E.O. 12065, 1985
//! E.O. 12356, 1999 E.O. 12958 with its exemptions, 2007 the same as amended, 2011 E.O. 13526.

mod body;
mod head;
mod header;

pub use head::later;

use fastrand::Rng;
use jiff::civil::Date;

use crate::cable::{Cable, Layout, Level, chance, pick};
use crate::words::{POSTS, Post};

/// The years of the generator.
pub const YEARS: [i16; 7] = [1967, 1975, 1979, 1985, 1999, 2007, 2011];

/// What is settled first, and what everything else must agree with.
struct Frame {
    year: i16,
    date: Date,
    hour: u32,
    minute: u32,
    layout: Layout,
    level: Level,
    post: Post,
    serial: u32,
    sections: bool,
    /// Whether an unclassified cable of 1995 or later is sensitive.
    sensitive: bool,
    /// Whether paragraphs carry marks of their own.
    marked: bool,
    paragraphs: usize,
    /// How many references are listed.
    references: usize,
}

/// A clean cable of `year`. The same random numbers give the same cable.
pub fn cable(rng: &mut Rng, year: i16) -> Cable {
    let frame = frame(rng, year);
    let width = if year < 1990 { rng.usize(58..66) } else { rng.usize(62..72) };
    let mut cable = Cable {
        layout: frame.layout,
        date: frame.date,
        level: frame.level,
        identifier: String::new(),
        routing: (String::new(), String::new()),
        filing: None,
        prosign: (String::new(), String::new()),
        group: None,
        from: None,
        to: Vec::new(),
        info: Vec::new(),
        info_above: false,
        exempt: Vec::new(),
        separator: frame.layout.is_transmission() && chance(rng, 30),
        level_word: String::new(),
        section: None,
        post: frame.post.name.to_owned(),
        serial: String::new(),
        captions: Vec::new(),
        passing: Vec::new(),
        correction: None,
        order: None,
        below_order: Vec::new(),
        tags_label: "TAGS".to_owned(),
        tags: None,
        tags_separator: if chance(rng, 60) { ", " } else { " " },
        subject: None,
        references: Vec::new(),
        references_apart: chance(rng, 60),
        authority: Vec::new(),
        paragraphs: Vec::new(),
        signature: None,
        ends: Vec::new(),
        width,
        page: rng.usize(18..30),
        page_mark: frame.level.word().to_owned(),
        stamped: frame.layout == Layout::Copy && chance(rng, 50),
    };
    header::fill(rng, &frame, &mut cable);
    head::fill(rng, &frame, &mut cable);
    body::fill(rng, &frame, &mut cable);
    cable
}

fn frame(rng: &mut Rng, year: i16) -> Frame {
    let layouts: &[Layout] = match year {
        1967 => &[Layout::Plain],
        1975 | 1979 => &[Layout::Copy, Layout::Copy, Layout::Plain],
        1985 => &[Layout::Copy, Layout::Plain, Layout::Transmission],
        1999 => &[Layout::Transmission, Layout::Transmission, Layout::Plain, Layout::Copy],
        _ => &[Layout::Transmission, Layout::Transmission, Layout::Web, Layout::Plain],
    };
    let layout = pick(rng, layouts);
    let level = pick(rng, &[Level::Unclassified, Level::Confidential, Level::Confidential, Level::Secret]);
    let sensitive = year >= 1999 && !level.is_classified() && chance(rng, 60);
    let paragraphs = if chance(rng, 4) && !level.is_classified() && !sensitive { 1 } else { rng.usize(2..10) };
    Frame {
        year,
        date: Date::new(year, rng.i8(1..13), rng.i8(1..29)).expect("a day that every month has"),
        hour: rng.u32(0..24),
        minute: rng.u32(1..60),
        layout,
        level,
        post: pick(rng, &POSTS),
        serial: rng.u32(101..9000),
        sections: paragraphs > 4 && layout.is_transmission() && chance(rng, 35),
        sensitive,
        marked: year >= 1999 && (level.is_classified() || sensitive || chance(rng, 30)),
        paragraphs,
        references: if paragraphs == 1 { 0 } else { rng.usize(0..5) },
    }
}
