//! Reads what is of a mail: its head, the markings in it, and where the messages begin that it quotes or forwards.
//!
//! A string of mails is several messages, of which each has markings of its own; the first bears the level of all of
//! them (32 CFR 2001.23(b)).

use super::super::{Banner, Carried, CarriedIn};
use super::banner::banner;
use crate::document::telegram::classification::sound_level_word;
use crate::document::text::line::{Line, line_above, line_around, texts, texts_upward};
use crate::document::text::word::trim;
use crate::marking::Register;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The head of a mail ends within so many lines.
const HEAD: usize = 60;
/// The labels of a quoted head are within so many lines.
const LABELS: usize = 6;
/// What a mail forwards begins within so many lines.
const FORWARDED: usize = 120;
/// How many lines a stamp and a banner above the head of a printed mail have, at most.
const STAMPED: usize = 8;

/// Whether the head of a mail begins with the first of `lines`: `From:`, with two more labels right below.
pub(crate) fn begins<'t>(mut lines: impl Iterator<Item = &'t str>) -> bool {
    let label =
        |line: &&str| WORDS.paper.mail_heads.iter().any(|label| line.trim_start_matches('*').starts_with(label));
    let from = lines.next().is_some_and(|line| line.trim_start_matches('*').starts_with("From:"));
    from && lines.take(LABELS - 1).filter(label).count() > 1
}

/// Whether a printed mail begins among the first lines of `text`, below what a release stamps above it. What a printer
/// prints has `Sent:`; a memorandum has `From:` and `To:` as well.
pub(crate) fn begins_below_stamp(text: &str) -> bool {
    let first: Vec<&str> =
        texts(text).map(|(_, line)| line.trim()).filter(|line| !line.is_empty()).take(STAMPED + LABELS).collect();
    let from = first.iter().take(STAMPED).position(|line| line.starts_with("From:"));
    from.is_some_and(|from| {
        let head = first[from..].iter().copied();
        head.clone().take(LABELS).any(|line| line.starts_with("Sent:")) && begins(head)
    })
}

/// How many of `lines` are the head of a mail, with the empty line below it.
pub(crate) fn head(text: &str, lines: &[Line]) -> usize {
    let inside = |line: &Line| &text[line.span.range()];
    let mut head = lines.iter().take(HEAD).take_while(|line| !line.is_empty());
    let mail = head.clone().any(|line| inside(line).starts_with("From:"))
        && head.clone().any(|line| inside(line).starts_with("Subject:"));
    if mail && head.all(|line| inside(line).contains(':') || line.indent > 0) {
        lines.iter().position(Line::is_empty).unwrap_or(lines.len())
    } else {
        0
    }
}

/// Whether the line of a subject is in the head of a mail: right below its other labels.
pub(crate) fn is_in_head(text: &str, subject: Span) -> bool {
    let above = texts_upward(&text[..subject.start as usize]).take_while(|line| !line.trim().is_empty()).take(HEAD);
    above
        .into_iter()
        .map(|line| line.trim_start_matches('*'))
        .any(|line| line.starts_with("From:") || line.starts_with("Sent:"))
}

/// Whether an address, or a date, stands in the head of a mail, also of one that is quoted or forwarded: behind a label there, or in a
/// list of addresses that goes on from the line above.
pub(crate) fn is_of_head(text: &str, address: Span) -> bool {
    let whole = Span::new(0, text.len() as u32);
    let line = line_around(text, whole, address.start);
    // Nothing of a head is so far into its line that no more was looked at than a part of it.
    if line.start > 0 && !text[..line.start as usize].ends_with(['\n', '\r']) {
        return false;
    }
    let own = &text[line.start as usize..address.start as usize];
    let above = &text[line_above(text, whole, line).range()];
    let label = WORDS.paper.mail_heads.iter().any(|label| own.trim_start_matches('*').starts_with(label));
    let list = own.starts_with([' ', '\t']) || above.trim_end().ends_with([',', ';']);
    (label || list) && is_in_head(text, address)
}

/// The markings in a head: behind labels that are for them, and at either end of the subject.
pub(crate) fn markings(text: &str, head: &[Line]) -> Vec<Carried> {
    let marking = |line: &Line| {
        let (label, value) = text[line.span.range()].split_once(':')?;
        let value = trim(text, line.span.part(label.len() + 1, value.len()));
        if label.eq_ignore_ascii_case("subject") {
            let marking = in_subject(text, value)?;
            return Some(Carried { marking, place: CarriedIn::Subject });
        }
        WORDS.paper.mail_labels.iter().find(|known| known.eq_ignore_ascii_case(label))?;
        // `VER=2018.4, NS=gov.au, SEC=PROTECTED, ORIGIN=…`
        let inside = &text[value.range()];
        let (from, until) = inside
            .find("SEC=")
            .map_or((0, inside.len()), |at| (at + 4, inside[at..].find(',').map_or(inside.len(), |comma| at + comma)));
        let span = trim(text, value.part(from, until - from));
        let level = sound_level_word(text, span).map(|(level, _)| level.value);
        (!span.is_empty()).then_some(Carried { marking: Banner { span, level }, place: CarriedIn::Label })
    };
    head.iter().filter_map(marking).collect()
}

/// A subject without what programs and people put in front of that of a reply: `FW: [EXT] RE: Lamps`.
pub(crate) fn behind_replies(subject: &str) -> &str {
    let mut begin = subject;
    while let Some(behind) = WORDS.paper.replies.iter().find_map(|word| begin.strip_prefix(word)) {
        begin = behind.trim_start();
    }
    begin
}

/// The overall marking with which a subject begins or ends: `FW: SECRET//NOFORN - Lamps`, `Lamps [SECRET]`.
fn in_subject(text: &str, subject: Span) -> Option<Banner> {
    let inside = &text[subject.range()];
    let begin = behind_replies(inside);
    let ends = [" - ", " -- ", " – ", " — ", "[", "("].iter().filter_map(|sign| Some(inside.rfind(sign)? + sign.len()));
    let starts = [inside.len() - begin.trim_start_matches('[').len()].into_iter().chain(ends.max());
    starts.into_iter().find_map(|at| {
        let place = subject.part(at, inside.len() - at);
        let (level, _) = sound_level_word(text, place)?;
        let behind = text[level.span.end as usize..place.end as usize].trim_start();
        let marking = behind.is_empty() || behind.starts_with(['/', '-', '–', '|', ':', ']', ')']);
        marking.then_some(Banner { span: level.span, level: Some(level.value) })
    })
}

/// The lines at which marked messages begin that a marked mail quotes or forwards, from the newest to the oldest.
pub(crate) fn quoted(text: &str, lines: &[Line], register: &Register) -> Vec<usize> {
    let from = head(text, lines).max(1);
    let mut starts: Vec<usize> = Vec::new();
    let mut above = 0;
    for index in from..lines.len() {
        if lines[index].is_empty() || starts.last().is_some_and(|start| index < start + LABELS) {
            continue;
        }
        if let Some(start) = message(text, lines, index).filter(|start| *start > above) {
            starts.push(start);
            above = index;
        }
    }
    let marked = |lines: &[Line]| lines.iter().any(|line| !line.is_empty() && banner(text, line, register).is_some());
    let own = starts.first().is_some_and(|first| marked(&lines[..*first]));
    let last = own_foot(text, lines, &starts).unwrap_or(lines.len());
    let ends = starts.iter().skip(1).copied().chain([last]).collect::<Vec<_>>();
    let of_its_own = starts.iter().zip(ends).filter(|(start, end)| marked(&lines[**start..*end]));
    if own { of_its_own.map(|(start, _)| *start).collect() } else { Vec::new() }
}

/// The lines below each head that a mail begins with, or of a message that it forwards, among its first lines.
pub(crate) fn bodies(text: &str, lines: &[Line]) -> Vec<usize> {
    let own = head(text, lines);
    let mut bodies: Vec<usize> = Some(own).filter(|own| *own > 0).into_iter().collect();
    let mut index = own;
    while index < lines.len().min(FORWARDED) {
        if lines[index].is_empty() || message(text, lines, index).is_none() {
            index += 1;
            continue;
        }
        // `-----Original Message-----` stands right above the head, or an empty line apart.
        let label = |at: &usize| {
            let inside = text[lines[*at].span.range()].trim_start_matches('*');
            WORDS.paper.mail_heads.iter().any(|label| inside.starts_with(label))
        };
        let first = (index..lines.len()).find(|at| *at > index && !lines[*at].is_empty() || label(at));
        let first = first.filter(label).unwrap_or(index);
        index = (first..lines.len()).find(|at| lines[*at].is_empty()).unwrap_or(lines.len());
        bodies.push(index);
    }
    bodies
}

/// Whether a mail bears a marking above the message that it quotes or forwards.
pub(crate) fn is_marked_above(text: &str, lines: &[Line], register: &Register) -> bool {
    let from = head(text, lines).max(1);
    let first = (from..lines.len()).filter(|index| !lines[*index].is_empty());
    let first = first.into_iter().find_map(|index| message(text, lines, index)).unwrap_or(0);
    lines[..first].iter().any(|line| !line.is_empty() && banner(text, line, register).is_some())
}

/// The last line of a mail if it repeats the first marking of the message on top and stands below all that it quotes.
pub(crate) fn own_foot(text: &str, lines: &[Line], starts: &[usize]) -> Option<usize> {
    let inside = |index: usize| &text[lines[index].span.range()];
    let last = (0..lines.len()).rev().find(|index| !lines[*index].is_empty())?;
    let first = *starts.first()?;
    let below = (first..last).any(|index| inside(index) == inside(last));
    let above = (0..first).any(|index| inside(index) == inside(last));
    (above && !below && last > first).then_some(last)
}

/// The line at which a quoted message begins whose sign is the line at `index`: `-----Original Message-----`, `On 3 May,
/// Ada wrote:`, or a head, with the rule above it.
fn message(text: &str, lines: &[Line], index: usize) -> Option<usize> {
    let line = &text[lines[index].span.range()];
    let words = line.trim_matches(['-', '_', '*', '>', ':', ' ']);
    let announced = WORDS.paper.quoting.iter().any(|known| known.eq_ignore_ascii_case(words));
    let wrote = line.starts_with("On ") && line.ends_with("wrote:");
    if announced || wrote {
        return Some(index);
    }
    let head = lines[index..].iter().take_while(|line| !line.is_empty()).map(|line| &text[line.span.range()]);
    if !begins(head) {
        return None;
    }
    let above = (0..index).rev().find(|above| !lines[*above].is_empty())?;
    let rule = text[lines[above].span.range()].trim_matches(['_', '-', '=', ' ']).is_empty();
    if rule { Some(above) } else { (above + 1 < index).then_some(index) }
}

#[cfg(test)]
mod tests {
    use super::begins_below_stamp;

    #[test]
    fn a_printed_mail_begins_below_the_stamp_of_its_release() {
        let stamp = "UNCLASSIFIED Case No. F-2031-00001\nRELEASE IN PART\nB1,1.4(D),B6\n\n";
        let mail = "From:      Quill, Ada\nSent:      Friday\n\nTo:\nSubject    Re: Keys\n\nThe ferry was late.\n";
        assert!(begins_below_stamp(mail) && begins_below_stamp(&format!("{stamp}{mail}")));
        let memorandum = "MEMORANDUM\n\nFrom: Ada Quill\nTo: Tor Varden\nSubject: Keys\n";
        assert!(!begins_below_stamp(memorandum) && !begins_below_stamp(&format!("{}{mail}", "Prose.\n".repeat(40))));
    }
}
