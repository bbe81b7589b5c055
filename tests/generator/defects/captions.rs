//! Captions.

use super::{Defect, LATE, MARKED, ORDERED, row, when};
use crate::cable::{Cable, Level, pick};
use crate::print::Field::{Caption, Paragraph, Subject};

pub(super) const ROWS: &[Defect] = &[
    row("misspelt-caption", ORDERED, &[Caption], |cable, rng| {
        let wrong: &[&str] = match cable.captions.first()?.as_str() {
            "EXDIS" => &["EXDI5", "FXDIS", "EXOIS"],
            "NODIS" => &["N0DIS", "NODI5", "MODIS"],
            "LIMDIS" => &["LIMD1S", "LINDIS"],
            "SENSITIVE" => &["SENS1TIVE", "SENSITIVF", "SEMSITIVE"],
            _ => return None,
        };
        cable.captions[0] = pick(rng, wrong).to_owned();
        Some(())
    }),
    row("conflicting-handling-captions", ORDERED, &[Caption], |cable, rng| {
        only(cable, pick(rng, &[["NODIS", "EXDIS"], ["NODIS", "LIMDIS"], ["EXDIS", "LIMDIS"]]))
    }),
    row("shared-and-restricted", LATE, &[Caption], |cable, rng| {
        let restriction = pick(rng, &["NODIS", "EXDIS", "LIMDIS", "STADIS"]);
        only(cable, [restriction, "SIPDIS"])
    }),
    row("ambiguous-caption", ORDERED, &[Caption], |cable, _| only(cable, ["STPDTS"])),
    row("official-informal-not-in-subject", ORDERED, &[Caption], |cable, _| {
        when(cable.subject.is_some())?;
        only(cable, ["OFFICIAL INFORMAL"])
    }),
    row("official-informal-without-caption", ORDERED, &[Subject], |cable, _| {
        when(cable.group.is_some() && cable.section.is_none_or(|(section, _)| section == 1))?;
        cable.subject.as_mut()?.insert_str(0, "OFFICIAL INFORMAL: ");
        Some(())
    }),
    row("repeated-caption", ORDERED, &[Caption], |cable, rng| {
        let caption = pick(rng, &["NODIS", "EXDIS", "LIMDIS"]);
        only(cable, [caption, caption])
    }),
    row("caption-below-order-line", ORDERED, &[Caption], |cable, rng| {
        when(cable.order.is_some() && cable.captions.is_empty())?;
        cable.below_order.push(pick(rng, &["EXDIS", "NODIS", "LIMDIS"]).to_owned());
        Some(())
    }),
    row("unread-line", ORDERED, &[Caption], |cable, rng| {
        when(cable.order.is_some() && cable.captions.is_empty())?;
        cable.below_order.push(pick(rng, &["ATSG PREL EFIS", "SEE PARAGRAPH NINE", "XX 4711"]).to_owned());
        Some(())
    }),
    row("caption-out-of-rank", ORDERED, &[Caption], |cable, _| only(cable, ["STADIS", "EXDIS"])),
    row("conflicting-channel-captions", ORDERED, &[Caption], |cable, rng| {
        let pair =
            pick(rng, &[["ROGER CHANNEL", "MED CHANNEL"], ["AGREMENT", "EXDIS"], ["DISSENT CHANNEL", "ROGER CHANNEL"]]);
        only(cable, pair)
    }),
    row("caption-of-another-era", ORDERED, &[Caption], |cable, _| {
        when(cable.captions.is_empty())?;
        let caption = match cable.year() {
            ..1985 => "SIPDIS",
            1985..1995 => "SENSITIVE",
            _ => "OFFICIAL USE ONLY",
        };
        cable.captions.push(caption.to_owned());
        Some(())
    }),
    row("sensitive-on-classified", MARKED, &[Caption], |cable, _| {
        when(cable.level.is_classified() && cable.captions.is_empty())?;
        cable.captions.push("SENSITIVE".to_owned());
        Some(())
    }),
    row("unknown-caption", ORDERED, &[Caption], |cable, _| {
        cable.captions.push("FOOBAR".to_owned());
        Some(())
    }),
    row("missing-sensitive-caption", MARKED, &[Paragraph], |cable, _| {
        let before = cable.captions.len();
        cable.captions.retain(|caption| caption != "SENSITIVE");
        when(cable.captions.len() < before)
    }),
    row("missing-noforn-caption", MARKED, &[Paragraph], |cable, _| {
        when(cable.level == Level::Secret && cable.paragraphs.iter().any(|paragraph| paragraph.mark.contains("NF")))?;
        cable.captions.retain(|caption| caption != "NOFORN");
        Some(())
    }),
];

/// Makes `captions` the captions of a classified cable with marks that ask for none.
fn only<const N: usize>(cable: &mut Cable, captions: [&str; N]) -> Option<()> {
    let asked = |mark: &str| mark.contains("NF") || mark.contains("SBU");
    when(cable.level.is_classified() && !cable.paragraphs.iter().any(|paragraph| asked(&paragraph.mark)))?;
    cable.captions = captions.map(str::to_owned).to_vec();
    Some(())
}
