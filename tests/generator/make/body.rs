//! Paragraphs, headings, quoted texts, the signature and the marks of the end.

use fastrand::Rng;

use super::Frame;
use crate::cable::{Cable, Layout, Level, Paragraph, chance, pick};
use crate::words::{sentence, surname};

pub(super) fn fill(rng: &mut Rng, frame: &Frame, cable: &mut Cable) {
    let entire = (1975..1999).contains(&frame.year) && frame.level.is_classified() && chance(rng, 40);
    for place in 0..frame.paragraphs {
        let mark = match (entire && place == 0, frame.marked) {
            (true, _) if chance(rng, 50) => format!("({} - ENTIRE TEXT).", frame.level.letter()),
            (true, _) => format!("{} - ENTIRE TEXT.", frame.level.word()),
            (false, true) => mark(rng, frame, place, cable),
            (false, false) => String::new(),
        };
        let open = matches!(mark.as_str(), "(U)" | "(SBU)");
        let text = if entire && place == 0 { String::new() } else { text(rng, frame, place, open) };
        let text = if frame.year < 1990 { text.to_uppercase() } else { text };
        cable.paragraphs.push(Paragraph {
            heading: (place > 1 && chance(rng, 15)).then(|| heading(rng)),
            number: if frame.paragraphs == 1 { String::new() } else { (place + 1).to_string() },
            mark,
            text,
        });
    }
    cite(rng, frame, cable);
    cable.signature = Some(signature(rng));
    cable.ends = ends(rng, frame, cable);
}

/// The mark of a paragraph. The first bears the overall level, so that the whole is as high as its parts.
fn mark(rng: &mut Rng, frame: &Frame, place: usize, cable: &Cable) -> String {
    let noforn = cable.captions.iter().any(|caption| caption == "NOFORN");
    let marks: &[&str] = match frame.level {
        Level::Unclassified if frame.sensitive => &["(SBU)", "(U)", "(SBU)"],
        Level::Unclassified => &["(U)"],
        Level::Confidential => &["(C)", "(C)", "(U)", "(SBU)"],
        // State wrote one slash until about 2010.
        Level::Secret if noforn && frame.year > 2009 => &["(S)", "(C)", "(S//NF)", "(U)"],
        Level::Secret if noforn => &["(S)", "(C)", "(S/NF)", "(S//NF)", "(U)"],
        Level::Secret => &["(S)", "(S)", "(C)", "(U)"],
    };
    (if place == 0 { marks[0] } else { pick(rng, marks) }).to_owned()
}

/// The text of a paragraph, which is `open` if its mark says that it is not classified.
fn text(rng: &mut Rng, frame: &Frame, place: usize, open: bool) -> String {
    let sentences: Vec<String> = (0..rng.usize(2..6)).map(|_| sentence(rng)).collect();
    let text = sentences.join(" ");
    let protect = if frame.year < 1990 { "please protect" } else { "strictly protect" };
    match rng.u32(..14) {
        _ if place == 0 && frame.paragraphs > 2 && chance(rng, 70) => format!("Summary: {text} End Summary."),
        _ if place + 1 == frame.paragraphs && chance(rng, 60) => format!("Comment: {text} End Comment."),
        0 => format!("{text} The needs are these:\n-- {}\n-- {}", sentence(rng), sentence(rng)),
        1 => format!("{text} We suggest two steps:\n(A) {}\n(B) {}", sentence(rng), sentence(rng)),
        2 => format!("{text} The text reads:\nBegin text:\n{}\nEnd text.", sentence(rng)),
        3 if frame.level.is_classified() && !open => format!("{text} {} ({protect}) confirmed this.", surname(rng)),
        4 if place > 0 => format!("{text} See also para {}.", rng.usize(1..=place)),
        _ => text,
    }
}

fn heading(rng: &mut Rng) -> String {
    let theme = pick(rng, &["BACKGROUND", "NEXT STEPS", "THE HARBOR", "A SECOND OPINION", "MONEY AND SHIPS"]);
    (*theme).to_owned()
}

/// Cites some of the listed references by letter.
fn cite(rng: &mut Rng, frame: &Frame, cable: &mut Cable) {
    let letters: Vec<char> =
        ('A'..='Z').take(if cable.references.len() > 1 { cable.references.len() } else { 0 }).collect();
    for (place, letter) in letters.iter().enumerate() {
        let last = cable.paragraphs.len();
        let Some(paragraph) = cable.paragraphs.get_mut(1 + place % (last - 1)).filter(|_| last > 1) else { continue };
        let sentence = match rng.u32(..4) {
            0 => format!(" This bears out Ref {letter}."),
            1 => format!(" (Ref {letter})"),
            2 if place > 0 => format!(" See refs A and {letter}."),
            _ => format!(" He had seen Ref {letter}."),
        };
        let sentence = if frame.year < 1990 { sentence.to_uppercase() } else { sentence };
        // Behind a list or a quoted text it would belong to it.
        if !paragraph.text.contains('\n') && !paragraph.text.is_empty() {
            paragraph.text.push_str(&sentence);
        }
    }
}

fn signature(rng: &mut Rng) -> String {
    let name = surname(rng).to_uppercase();
    match rng.u32(..8) {
        0 => format!("DE {name}"),
        1 => format!("{name}-{}", surname(rng).to_uppercase()),
        _ => name,
    }
}

fn ends(rng: &mut Rng, frame: &Frame, cable: &Cable) -> Vec<String> {
    let mut ends = Vec::new();
    if frame.year < 1972 && frame.level.is_classified() {
        ends.push(format!("GP-{}", rng.u32(1..5)));
    }
    if cable.separator {
        ends.push("BT".to_owned());
        ends.push(format!("#{:04}", frame.serial % 10_000));
    }
    if frame.layout != Layout::Copy && chance(rng, 70) {
        ends.extend([String::new(), "NNNN".to_owned()]);
    }
    ends
}
