//! The classification line.

use super::{ALL, Defect, MARKED, row, when};
use crate::cable::{Layout, Level, pick};
use crate::print::Field::{Classification, Furniture};
use crate::words::POSTS;

pub(super) const ROWS: &[Defect] = &[
    row("impossible-section-number", ALL, &[Classification], |cable, _| {
        cable.section = Some((3, 2));
        cable.filing.iter_mut().for_each(|filing| filing.section = Some("03".to_owned()));
        Some(())
    }),
    row("post-disagreement", ALL, &[Classification], |cable, rng| {
        let other = pick(rng, &POSTS).name;
        // Missions are numbered by short names that are not those of the FM line.
        when(other != cable.post && cable.from.as_ref()?.starts_with("AM"))?;
        cable.post = other.to_owned();
        Some(())
    }),
    row("short-serial", MARKED, &[Classification], |cable, _| {
        when(cable.filing.is_some())?;
        cable.serial = cable.serial.trim_start_matches('0').to_owned();
        Some(())
    }),
    row("limited-official-use-after-1995", MARKED, &[Classification], |cable, _| {
        when(cable.level == Level::Unclassified)?;
        cable.level_word = "LIMITED OFFICIAL USE".to_owned();
        Some(())
    }),
    row("restricted-after-1953", ALL, &[Classification], |cable, _| {
        when(cable.level == Level::Unclassified && cable.layout != Layout::Copy)?;
        cable.level_word = "RESTRICTED".to_owned();
        Some(())
    }),
    row("page-mark-disagreement", ALL, &[Furniture], |cable, rng| {
        let other = pick(rng, &["UNCLASSIFIED", "CONFIDENTIAL", "SECRET"]);
        when(cable.layout == Layout::Copy && other != cable.page_mark)?;
        cable.page_mark = other.to_owned();
        Some(())
    }),
];
