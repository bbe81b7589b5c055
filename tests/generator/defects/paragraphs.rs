//! Paragraphs and their portion marks.

use super::references::say;
use super::{ALL, Defect, LATE, MARKED, row, when};
use crate::cable::{Cable, Level, pick};
use crate::print::Field::{Classification, Paragraph};
use crate::print::TIE;

pub(super) const ROWS: &[Defect] = &[
    row("paragraph-out-of-sequence", ALL, &[Paragraph], |cable, rng| {
        let count = cable.paragraphs.len();
        when(count > 3)?;
        let from = rng.usize(1..count - 1);
        let skipped = rng.usize(2..4);
        for (place, paragraph) in cable.paragraphs.iter_mut().enumerate().skip(from) {
            paragraph.number = (place + skipped).to_string();
        }
        Some(())
    }),
    row("heading-closed-unopened", ALL, &[Paragraph], |cable, _| {
        when(!cable.paragraphs.iter().any(|paragraph| paragraph.text.to_uppercase().contains("SUMMARY")))?;
        say(cable, " End Summary.")
    }),
    row("text-begun-unended", ALL, &[Paragraph], |cable, _| {
        when(!cable.paragraphs.iter().any(|paragraph| paragraph.text.to_uppercase().contains("BEGIN TEXT")))?;
        say(cable, " Begin text. The harbor is closed.")
    }),
    row("missing-paragraph-cited", ALL, &[Paragraph], |cable, rng| {
        when(cable.paragraphs.len() > 1)?;
        say(cable, &format!(" See para {}.", rng.u32(12..40)))
    }),
    row("protected-source-in-unclassified", ALL, &[Paragraph], |cable, rng| {
        when(!cable.level.is_classified())?;
        let words = pick(rng, &["(strictly protect)", "(please protect)", "(protect)"]);
        say(cable, &format!(" Harbor master Belmar {words} agreed."))
    }),
    row("protected-source-in-open-portion", MARKED, &[Paragraph], |cable, rng| {
        when(cable.level.is_classified())?;
        let words = pick(rng, &["(strictly protect)", "(please protect)", "(protect)"]);
        let open = cable.paragraphs.iter_mut().find(|p| matches!(p.mark.as_str(), "(U)" | "(SBU)"))?;
        open.text.push_str(&format!(" Harbor master Belmar {words} agreed."));
        Some(())
    }),
    row("glued-signature", MARKED, &[Paragraph], |cable, _| {
        let name = cable.signature.take()?;
        let last = cable.paragraphs.last_mut().filter(|last| last.text.ends_with("t.") && !name.contains(' '))?;
        last.text.push(TIE);
        last.text.push_str(&name);
        Some(())
    }),
    row("portion-outranks-banner", MARKED, &[Paragraph], |cable, rng| {
        let higher = match cable.level {
            Level::Unclassified => pick(rng, &["(C)", "(S)", "(TS)"]),
            Level::Confidential => pick(rng, &["(S)", "(TS)"]),
            Level::Secret => "(TS)",
        };
        remark(cable, rng.usize(..9), higher)
    }),
    row("overall-outranks-portions", MARKED, &[Classification], |cable, rng| {
        when(cable.level.is_classified() && cable.is_marked())?;
        let lower = if cable.level == Level::Secret { pick(rng, &["(C)", "(U)"]) } else { "(U)" };
        cable.paragraphs.iter_mut().for_each(|paragraph| paragraph.mark = lower.to_owned());
        Some(())
    }),
    row("missing-portion-mark", MARKED, &[Paragraph], |cable, rng| {
        when(cable.level.is_classified())?;
        // The first alone may bear the overall level.
        remark(cable, 1 + rng.usize(..8), "")
    }),
    row("unknown-portion-mark", MARKED, &[Paragraph], |cable, rng| {
        let mark = pick(rng, &["(X)", "(Q)", "(CX)"]);
        remark(cable, 1 + rng.usize(..8), mark)
    }),
    row("malformed-portion-mark", MARKED, &[Paragraph], |cable, rng| {
        when(cable.level.is_classified())?;
        let mark = pick(rng, &["C)", "(c )", "(C"]);
        remark(cable, 1 + rng.usize(..8), mark)
    }),
    row("portion-mark-behind-heading", MARKED, &[Paragraph], |cable, _| {
        when(cable.is_marked() && cable.paragraphs.len() > 1)?;
        let first = cable.paragraphs.first_mut()?;
        let mark = std::mem::take(&mut first.mark);
        first.text = format!("Summary: {mark} {}", first.text.replace("Summary: ", ""));
        Some(())
    }),
    row("single-slash-after-level", &[2011], &[Paragraph], |cable, rng| {
        when(cable.level == Level::Secret && cable.captions.iter().any(|caption| caption == "NOFORN"))?;
        remark(cable, 1 + rng.usize(..8), "(S/NF)")
    }),
    row("hyphenated-foreign-portion", &[2011], &[Paragraph], |cable, rng| {
        when(cable.level == Level::Secret)?;
        remark(cable, 1 + rng.usize(..8), "(GBR-C)")
    }),
    row("banner-form-in-portion", MARKED, &[Paragraph], |cable, _| {
        let level = cable.level.word();
        remark(cable, 0, &format!("({level})"))
    }),
    row("entire-text-shorthand", LATE, &[Paragraph], |cable, _| {
        when(cable.level.is_classified())?;
        cable.paragraphs.iter_mut().for_each(|paragraph| paragraph.mark.clear());
        let letter = cable.level.letter();
        cable.paragraphs[0].mark = format!("({letter} - ENTIRE TEXT).");
        Some(())
    }),
];

/// Gives the paragraph at `place` another mark, in a cable whose paragraphs are marked and numbered.
fn remark(cable: &mut Cable, place: usize, mark: &str) -> Option<()> {
    when(cable.is_marked() && cable.paragraphs.len() > 1)?;
    let paragraph = cable.paragraphs.get_mut(place)?;
    when(paragraph.mark != mark)?;
    paragraph.mark = mark.to_owned();
    Some(())
}
