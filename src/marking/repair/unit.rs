//! The text of a marking in, its words and slashes out.

use super::likely::is_slip;
use crate::marking::level::Level;
use crate::marking::read::begins_behind_level;
use crate::marking::register::Register;
use crate::marking::scope::MarkingKind;
use crate::marking::signs::{is_level_sign, joined};

/// A word, or a run of slashes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit<'t> {
    Word(&'t str),
    Slashes(usize),
}

/// What follows a hyphen behind RD and FRD.
const WEAPON_DATA: [&str; 4] = ["CNWDI", "N", "SIGMA", "SG"];

pub(super) fn units(body: &str) -> Vec<Unit<'_>> {
    let mut units: Vec<Unit<'_>> = Vec::new();
    for piece in body.split_inclusive('/') {
        let (words, slash) = piece.strip_suffix('/').map_or((piece, false), |words| (words, true));
        for word in words.split([' ', '\t', ',', ';']).filter(|word| !word.is_empty()) {
            let mut pieces = vec![word];
            while let Some((head, tail)) = pieces[0].rsplit_once('-')
                && (WEAPON_DATA.contains(&tail) || tail.len() > 3 && is_slip(tail, "SIGMA", 2))
                && !head.is_empty()
            {
                pieces[0] = head;
                pieces.insert(1, tail);
            }
            units.extend(pieces.into_iter().map(Unit::Word));
        }
        match units.last_mut() {
            Some(Unit::Slashes(count)) if slash => *count += 1,
            _ if slash => units.push(Unit::Slashes(1)),
            _ => {}
        }
    }
    units
}

/// The text with its level in one piece and slashes behind it: `SECRET//NOFORN` for `S E C R E T: NOFORN`, `S//NF` for `SNF`.
pub(super) fn spelled(body: &str, kind: MarkingKind, register: &Register) -> String {
    let end = body.find(|c| c == '/' || c != '-' && is_level_sign(c)).unwrap_or(body.len());
    let body = [&*joined(body[..end].trim_end()), &body[end..]].concat();
    if let Some(rest) = body.strip_prefix("CUI").filter(|_| kind == MarkingKind::Banner) {
        let entry = rest.split('/').next().unwrap_or_default();
        let category = register.cui_category(entry.strip_prefix("SP-").unwrap_or(entry)).is_some();
        if category || register.control(entry).is_some() {
            return format!("CUI//{rest}");
        }
        if let Some(behind) = rest.trim_start().strip_prefix(is_level_sign) {
            return format!("CUI//{}", behind.trim_start());
        }
    }
    let levels = || Level::ALL.into_iter().rev().flat_map(|level| [level.word(), level.portion()]);
    for level in levels() {
        let Some(rest) = body.strip_prefix(level) else { continue };
        if kind == MarkingKind::Banner && level.len() > 2 && begins_behind_level(rest, register) {
            return format!("{level}//{rest}");
        }
        if let Some(behind) = rest.trim_start().strip_prefix(is_level_sign) {
            return format!("{level}//{}", behind.trim_start());
        }
        let end = rest.find([' ', '/']).unwrap_or(rest.len());
        let run = if rest.starts_with("REL") { None } else { register.run(&rest[..end]) };
        let known = || register.control(&body[..level.len() + end]).is_some();
        if kind == MarkingKind::Banner || level.len() > 2 || end == 0 || known() {
            continue;
        }
        if let Some(run) = run {
            return format!("{level}//{}{}", run.join("/"), &rest[end..]);
        }
        if matches!(&rest[..end], "REL" | "RELTO") {
            return format!("{level}//{rest}");
        }
    }
    body
}
