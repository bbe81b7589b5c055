//! References and the authority lines.

use super::{Defect, LATE, MARKED, ORDERED, row, when};
use crate::cable::{Cable, Reference, pick};
use crate::print::Field::{Authority, Order, Paragraph, References, Subject, Tags};

pub(super) const ROWS: &[Defect] = &[
    row("reference-letter-out-of-sequence", ORDERED, &[References], |cable, _| {
        let [.., before, last] = &mut cable.references[..] else { return None };
        let (old, new) = (letter(before)?, letter(last)?);
        last.letter = last.letter.replace(new, &char::from(new as u8 + 1).to_string());
        when(new as u8 == old as u8 + 1 && !cites(cable, new))
    }),
    row("unlisted-reference", ORDERED, &[Paragraph], |cable, _| {
        let listed = letter(cable.references.last()?)?;
        say(cable, &format!(" (Ref {})", char::from(listed as u8 + 2)))
    }),
    row("uncited-reference", ORDERED, &[References], |cable, _| {
        let last = cable.references.last()?;
        let (old, count) = (letter(last)?, cable.references.len());
        let new = char::from(old as u8 + 1);
        let letter = last.letter.replace(old, &new.to_string());
        cable.references.push(Reference { letter, text: "STATE 12345".to_owned() });
        when(count > 1 && !cites(cable, new) && cites(cable, 'A'))
    }),
    row("future-reference", ORDERED, &[References], |cable, _| {
        let year = (cable.year() + 1) % 100;
        cable.references.last_mut()?.text = format!("{year:02} STATE 1234");
        Some(())
    }),
    row("reference-beyond-own-number", ORDERED, &[References], |cable, _| {
        let text = format!("{:02} {} 9990", cable.year() % 100, cable.post);
        cable.references.last_mut()?.text = text;
        Some(())
    }),
    row("misspelt-reference-post", ORDERED, &[References], |cable, _| {
        cable.references.last_mut()?.text = format!("{:02} BEJING 12", (cable.date.year() - 1) % 100);
        Some(())
    }),
    row("undated-reference", ORDERED, &[References], |cable, _| {
        when(cable.date.month() == 1 && cable.group.is_some())?;
        cable.references.last_mut()?.text = "STATE 161823".to_owned();
        Some(())
    }),
    row("self-reference", ORDERED, &[References], |cable, _| {
        let text = format!("{} {}", cable.post, cable.serial.trim_start_matches('0'));
        cable.references.last_mut()?.text = text;
        Some(())
    }),
    row("missing-classified-by", MARKED, &[Order, Tags, Subject, References], |cable, _| {
        when(!cable.authority.is_empty())?;
        cable.authority.clear();
        Some(())
    }),
    row("missing-reason", MARKED, &[Authority], |cable, _| authority(cable, &["Classified By: DCM Corin Belmar."])),
    row("uncited-reason", &[2011], &[Authority], |cable, _| {
        authority(cable, &["Classified By: DCM Corin Belmar", "Reason: foreign relations"])
    }),
    row("reason-of-another-era", MARKED, &[Authority], |cable, _| {
        let line = cable.authority.first_mut()?;
        *line = if line.contains("1.5") { line.replace("1.5", "1.4") } else { line.replace("1.4", "1.5") };
        Some(())
    }),
    row("reason-before-1995", &[1985], &[Authority], |cable, _| {
        when(cable.level.is_classified())?;
        cable.authority = vec!["CLASSIFIED BY: DCM CORIN BELMAR. REASON: 1.5 (B)".to_owned()];
        Some(())
    }),
    row("unknown-reason-letter", MARKED, &[Authority], |cable, rng| {
        reason(cable, pick(rng, &["(k)", "(b) and (m)", "(j)"]))
    }),
    row("reason-without-letter", MARKED, &[Authority], |cable, _| reason(cable, "")),
    row("reason-letters-form", MARKED, &[Authority], |cable, rng| reason(cable, pick(rng, &["(b/d)", "b,d", "(b&d)"]))),
    row("repeated-reason-letter", MARKED, &[Authority], |cable, rng| {
        reason(cable, pick(rng, &["(b) and (b)", "(d) and (d)"]))
    }),
    row("classifier-without-position", MARKED, &[Authority], |cable, _| {
        let section = section(cable);
        authority(cable, &["Classified By: Corin Belmar", &format!("Reasons: {section} (b) and (d)")])
    }),
    row("sources-as-classifier", MARKED, &[Authority], |cable, rng| {
        let section = section(cable);
        let sources = pick(rng, &["Multiple sources", "Various sources"]);
        authority(cable, &[&format!("Classified By: {sources}"), &format!("Reason: {section} (d)")])
    }),
    row("authority-on-unclassified", MARKED, &[Authority], |cable, _| {
        when(!cable.level.is_classified())?;
        let section = section(cable);
        cable.authority = vec![format!("Classified By: DCM Corin Belmar for reasons {section} (b) and (d).")];
        Some(())
    }),
    row("repeated-classified-by", MARKED, &[Authority], |cable, _| {
        let first = cable.authority.first()?.clone();
        cable.authority.push(first);
        Some(())
    }),
    row("reason-on-derivative", &[2011], &[Authority], |cable, _| {
        let source = "Derived From: DSCG 05-01, dated 19700401".to_owned();
        when(!cable.authority.is_empty())?;
        cable.authority.push(source);
        Some(())
    }),
    row("missing-declassify-on", MARKED, &[Authority], |cable, _| {
        cable.order.as_mut()?.value.clear();
        authority(cable, &["Derived From: DSCG 05-01, dated 19700401"])
    }),
    row("vague-sources", LATE, &[Authority], |cable, rng| {
        let sources = pick(rng, &["Various sources", "Several documents", "Multiple documents"]);
        authority(cable, &[&format!("Derived From: {sources}"), "Declassify On: 2017/06/12"])?;
        cable.order.as_mut()?.value.clear();
        Some(())
    }),
];

fn letter(reference: &Reference) -> Option<char> {
    reference.letter.chars().find(char::is_ascii_uppercase)
}

/// Whether the text cites the reference of this letter.
fn cites(cable: &Cable, letter: char) -> bool {
    let (one, two) = (format!("REF {letter}"), format!("AND {letter}"));
    let texts = cable.paragraphs.iter().map(|paragraph| paragraph.text.to_uppercase());
    texts.into_iter().any(|text| text.contains(&one) || text.contains(&two) || letter == 'A' && text.contains("REFS A"))
}

/// Adds `words` to the end of a paragraph that is one block of text.
pub(super) fn say(cable: &mut Cable, words: &str) -> Option<()> {
    let words = if cable.year() < 1990 { words.to_uppercase() } else { words.to_owned() };
    let block = cable.paragraphs.iter_mut().rev().find(|p| !p.text.is_empty() && !p.text.contains('\n'))?;
    block.text.push_str(&words);
    Some(())
}

/// The section of the reasons in the year of `cable`.
fn section(cable: &Cable) -> &'static str {
    if cable.year() < 2003 { "1.5" } else { "1.4" }
}

/// Makes `letters` the reasons of Classified By.
fn reason(cable: &mut Cable, letters: &str) -> Option<()> {
    let section = section(cable);
    let line = format!("Classified By: DCM Corin Belmar for reasons {section} {letters}");
    authority(cable, &[line.trim_end()])
}

/// Makes `lines` the authority lines of a classified cable.
pub(super) fn authority(cable: &mut Cable, lines: &[&str]) -> Option<()> {
    when(!cable.authority.is_empty())?;
    cable.authority = lines.iter().map(|line| (*line).to_owned()).collect();
    Some(())
}
