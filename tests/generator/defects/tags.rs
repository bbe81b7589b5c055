//! TAGS and the subject.

use super::{Defect, MARKED, ORDERED, row, when};
use crate::cable::{Cable, pick};
use crate::print::Field::{Caption, Classification, Order, Passing, Subject, Tags};

pub(super) const ROWS: &[Defect] = &[
    row("missing-tags", ORDERED, &[Classification, Caption, Passing, Order], |cable, _| cable.tags.take().map(drop)),
    row("missing-subject-tag", ORDERED, &[Tags], |cable, rng| {
        let places = [vec!["FR"], vec!["FR", "EG"], vec!["NATO", "SW"]];
        cable.tags = Some(places[rng.usize(..3)].iter().map(|tag| (*tag).to_owned()).collect());
        Some(())
    }),
    row("repeated-tag", ORDERED, &[Tags], |cable, _| {
        let first = cable.tags.as_ref()?.first()?.clone();
        add(cable, &first)
    }),
    row("caption-among-tags", ORDERED, &[Tags], |cable, rng| {
        add(cable, pick(rng, &["SIPDIS", "EXDIS", "NODIS", "NOFORN"]))
    }),
    row("unclosed-name-tag", ORDERED, &[Tags], |cable, _| {
        cable.tags.as_mut()?.retain(|tag| !tag.contains('('));
        add(cable, "OVIP (TREMLOWE, PAUL T.")
    }),
    row("visit-tag-without-name", ORDERED, &[Tags], |cable, rng| {
        cable.tags.as_mut()?.retain(|tag| !tag.contains('('));
        add(cable, pick(rng, &["OVIP", "OREP"]))
    }),
    row("superseded-tag", MARKED, &[Tags], |cable, rng| add(cable, pick(rng, &["PFOR", "PINT", "PEPR", "SHUM"]))),
    row("iso-country-tag", ORDERED, &[Tags], |cable, rng| add(cable, pick(rng, &["RU", "DE", "JP", "IE", "CL"]))),
    row("unknown-tag", ORDERED, &[Tags], |cable, rng| add(cable, pick(rng, &["ZQXJ", "PQVW", "EZZY"]))),
    row("glued-tags", ORDERED, &[Tags], |cable, rng| {
        // The name of a visitor would swallow what follows without parentheses.
        cable.tags.as_mut()?.retain(|tag| !tag.contains('('));
        add(cable, pick(rng, &["ECONEFIN", "SENVKGHG", "ASECVE"]))
    }),
    row("tag-of-another-era", MARKED, &[Tags], |cable, rng| add(cable, pick(rng, &["MILI", "PDEV", "TGEN", "CGEN"]))),
    row("missing-subject", ORDERED, &[Order, Tags], |cable, _| {
        when(cable.order.is_some())?;
        cable.subject.take().map(drop)
    }),
    row("empty-subject", ORDERED, &[Subject], |cable, _| {
        cable.subject.as_mut()?.clear();
        Some(())
    }),
    row("subject-in-small-letters", ORDERED, &[Subject], |cable, _| {
        let subject = cable.subject.as_mut()?;
        *subject = subject.to_lowercase();
        Some(())
    }),
];

fn add(cable: &mut Cable, tag: &str) -> Option<()> {
    let tags = cable.tags.as_mut()?;
    tags.push(tag.to_owned());
    Some(())
}
