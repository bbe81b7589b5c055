//! Checks references: from the future, to the telegram itself, cited but not listed.

use std::collections::BTreeSet;

use crate::document::telegram::reference::References;
use crate::document::text::word::begins_with;
use crate::document::{Document, Sent};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports a reference to a year after the document's own, or to a later telegram of the same post and year.
    "future-reference": FutureReference {
        /// Go by serials, instead of by years.
        #[serde(default)]
        by_serial: bool,
    }, facts ["reference", "year", "written"], labels ["written", "number"];
    /// Reports a reference to the telegram itself.
    "self-reference" = self_reference, facts ["reference"], labels ["number"];
    /// Reports in January a number without a year that the year before may have given.
    "undated-reference": UndatedReference {
        /// The lowest serial that hardly any post reaches in January.
        serial: u32,
    }, facts ["reference", "year", "before"];
    /// Reports letters that the body cites and the REF field does not list, or the reverse.
    "cited-reference": CitedReference {
        /// Report references that are listed and never cited, instead of cited and not listed.
        #[serde(default)]
        uncited: bool,
    }, facts ["letter", "listed"], labels ["references"];
}

impl Check for FutureReference {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(field), Some(written)) = (&document.references, document.dating.day()) else { return };
        for entry in &field.entries {
            let Some((year, span)) = entry.year else { continue };
            let own = document.classification.as_ref().zip(entry.telegram).filter(|(line, telegram)| {
                telegram.serial.0 > line.serial.0 && is_own(document, line.post, telegram.post)
            });
            let (place, number) = match (self.by_serial, own) {
                (false, _) if year > written.year() => (span, None),
                (true, Some((line, telegram))) if year == written.year() => (telegram.serial.1, Some(line.serial.1)),
                _ => continue,
            };
            let finding = report.at(place).fact("reference", entry.span).fact("year", i64::from(year));
            finding.fact("written", written);
            match (number, &document.date_time_group) {
                (Some(number), _) => drop(finding.related("number", number)),
                (None, Some(group)) => drop(finding.related("written", group.span)),
                (None, None) => {}
            }
        }
    }
}

fn self_reference(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(field), Some(line)) = (&document.references, &document.classification) else { return };
    let own_year = document.dating.day().map(jiff::civil::Date::year);
    for entry in &field.entries {
        let Some(telegram) = entry.telegram else { continue };
        let same_year = match (telegram.year, own_year) {
            (Some((year, _)), Some(own)) => year == own,
            _ => true,
        };
        if same_year && telegram.serial.0 == line.serial.0 && is_own(document, line.post, telegram.post) {
            report.at(entry.span).fact("reference", entry.span).related("number", line.serial.1);
        }
    }
}

/// Whether a reference names the post that sends the telegram.
fn is_own(document: &Document<'_>, own: Span, named: Span) -> bool {
    document.registers.posts().is_same(document.text(own), document.text(named))
}

impl Check for UndatedReference {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(field), Some(written)) = (&document.references, document.dating.day()) else { return };
        if written.month() != 1 {
            return;
        }
        let undated = field.entries.iter().filter(|entry| entry.telegram.is_some_and(|it| it.year.is_none()));
        for entry in undated.filter(|entry| entry.telegram.is_some_and(|it| it.serial.0 >= self.serial)) {
            let finding = report.at(entry.span).fact("reference", entry.span);
            finding.fact("year", i64::from(written.year())).fact("before", i64::from(written.year() - 1));
        }
    }
}

impl Check for CitedReference {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(field) = &document.references else { return };
        let listed: Vec<_> = field.entries.iter().filter_map(|entry| entry.letter).collect();
        let (Some(first), Some(last)) = (document.paragraphs.first(), document.paragraphs.last()) else { return };
        // References without letters have those of their places: `ref B` is none of `REF: ACCRA 301`.
        let placed = if listed.is_empty() { places(field) } else { String::new() };
        let known: BTreeSet<char> = listed.iter().map(|letter| letter.value).chain(placed.chars()).collect();
        if known.is_empty() {
            return;
        }
        let numbered = known.contains(&'1');
        let fits = |byte: u8, ends: bool| match byte {
            b'0'..=b'9' => numbered,
            b'a'..=b'z' => !numbered && ends,
            _ => !numbered && byte.is_ascii_uppercase(),
        };
        let cited = cited_letters(&document.sent(first.span.to(last.span)), &fits);
        let repaired = listed.iter().any(|letter| letter.repaired);
        if self.uncited {
            // A text that cites by letter nowhere refers in some other way.
            let known: BTreeSet<char> = cited.iter().map(|(letter, _)| *letter).collect();
            for letter in listed.iter().filter(|letter| !cited.is_empty() && !known.contains(&letter.value)) {
                report.at(letter.span).fact("letter", letter.value.to_string()).repaired(repaired);
            }
            return;
        }
        let names = known.iter().map(char::to_string).collect::<Vec<_>>().join(", ");
        let names = if placed.is_empty() { names } else { format!("{} without a letter", placed.len()) };
        let missing: Vec<_> = cited.iter().filter(|(letter, _)| !known.contains(letter)).collect();
        // The letters of a range stand in one place: `refs A-F`.
        for here in missing.chunk_by(|one, next| one.1 == next.1) {
            let letters = match *here {
                [(letter, _)] => letter.to_string(),
                [(first, _), .., (last, _)] => format!("{first} to {last}"),
                [] => continue,
            };
            let finding = report.at(here[0].1).fact("letter", letters).fact("listed", names.clone());
            finding.related("references", field.span).repaired(repaired);
        }
    }
}

/// The letters that the entries of a field would have, if each is a telegram.
fn places(field: &References) -> String {
    let telegrams = field.entries.iter().all(|entry| entry.telegram.is_some());
    ('A'..='Z').take(if telegrams { field.entries.len() } else { 0 }).collect()
}

/// The letters after `ref`, `refs`, `reftel` or `reference`: `Ref A`, `refs B and C`, `REFTEL D`, `Ref. E`. `fits` says
/// of a character whether it can be one, and whether no word follows it.
fn cited_letters(sent: &Sent<'_>, fits: &dyn Fn(u8, bool) -> bool) -> Vec<(char, Span)> {
    let inside: &str = sent;
    let bytes = inside.as_bytes();
    let mut cited = Vec::new();
    for at in memchr::memchr2_iter(b'f', b'F', bytes) {
        // A hard wrap may have split the word: `Re` at the end of one line, `f B` on the next.
        let wrapped = at > 0 && bytes[at - 1] == b'\n';
        let before = bytes[..at - usize::from(wrapped)].strip_suffix(b"\r").filter(|_| wrapped);
        let before = before.unwrap_or(&bytes[..at - usize::from(wrapped)]);
        let word = before.len() >= 2 && before[before.len() - 2..].eq_ignore_ascii_case(b"re");
        if !word || before.len() >= 3 && before[before.len() - 3].is_ascii_alphanumeric() {
            continue;
        }
        let rest = &inside[at + 1..];
        let suffixes = ["erences", "erence", "tels", "tel", " tels", " tel", "s"];
        let suffix = suffixes.into_iter().find(|suffix| begins_with(rest, suffix)).map_or(0, str::len);
        let point = usize::from(suffix < 2 && rest[suffix..].starts_with(". "));
        read_letters(sent, at + 1 + suffix + point, fits, &mut cited);
    }
    cited
}

/// Single letters from `at` on, small ones only before a sign, joined by commas, slashes, «and» or ampersands, over line
/// ends too, and those between the ends of `A-D`: `(ref a)`, `ref (b)`.
fn read_letters(sent: &Sent<'_>, mut at: usize, fits: &dyn Fn(u8, bool) -> bool, cited: &mut Vec<(char, Span)>) {
    let (inside, bytes): (&str, _) = (sent, sent.as_bytes());
    let mut last: Option<u8> = None;
    loop {
        let Some(joint) = joint(&inside[at..], last.is_some()) else { return };
        // A letter may be in brackets: `references (e) through (g)`.
        let begin = at + joint.len();
        let closed = [(b'(', b')'), (b'[', b']'), (b'"', b'"')]
            .iter()
            .any(|(open, close)| bytes.get(begin) == Some(open) && bytes.get(begin + 2) == Some(close));
        let letter = begin + usize::from(closed);
        let Some(&byte) = bytes.get(letter) else { return };
        let behind = &inside[letter + inside[letter..].chars().next().map_or(0, char::len_utf8)..];
        let ends =
            behind.is_empty() || behind.starts_with(['.', ',', ';', ':', ')', '-', '/']) || behind.starts_with(" and ");
        let spanned = joined(behind).is_some_and(|other| fits(other, true));
        // `Ref B/C` cites two letters, `REF B-52` and `REF C/NF` none.
        let alone = spanned
            || closed
            || !behind.starts_with(|c: char| {
                c.is_ascii_alphanumeric() || matches!(c, '\'' | '-' | '/') && joint.trim().is_empty()
            }) && !behind.strip_prefix('.').is_some_and(|behind| behind.starts_with(|c: char| c.is_alphanumeric()));
        // «REF A MEETING» in a text of capitals: A is an article there; only other letters are certain references.
        if !alone || !fits(byte, closed || ends || last.is_some()) || bytes[letter..].starts_with(b"I ") {
            return;
        }
        let from = last.filter(|last| is_range(joint) && *last < byte).map_or(byte, |last| last + 1);
        let place = sent.span(letter..letter + 1);
        cited.extend((from..=byte).map(|letter| (letter.to_ascii_uppercase() as char, place)));
        last = Some(byte);
        at = letter + 1 + usize::from(closed);
    }
}

/// Whether the letters between two that are joined so are meant, too.
fn is_range(joint: &str) -> bool {
    joint.contains('-') || joint.trim().to_ascii_lowercase().starts_with("thr")
}

/// The letter behind the hyphen of a range, or behind a slash: `-D`, ` - D`, `/D`.
fn joined(text: &str) -> Option<u8> {
    let rest = text.trim_start().strip_prefix(['-', '/'])?.trim_start().as_bytes();
    rest.first().copied().filter(|_| !rest.get(1).is_some_and(u8::is_ascii_alphanumeric))
}

/// What joins a letter to the one before it, or to the word: a space or line end, a comma with one, a slash, a hyphen, a
/// word between two; to the word also a colon.
fn joint(text: &str, between: bool) -> Option<&str> {
    let blanks = |text: &str| text.bytes().take(3).take_while(|b| matches!(b, b' ' | b'\n' | b'\r')).count();
    let lead = blanks(text);
    let signs =
        [", and", ", AND", "and", "AND", "or", "OR", "through", "THROUGH", "thru", "THRU", "&", ",", "/", "-", ":", ""];
    let sign = signs.into_iter().find(|sign| text[lead..].starts_with(sign))?;
    let trail = blanks(&text[lead + sign.len()..]);
    let fits = match sign {
        "" => lead > 0,
        "/" => lead + trail == 0,
        "-" => between || lead + trail == 0,
        ":" => !between && lead == 0,
        "," | ", and" | ", AND" => lead == 0 && trail > 0,
        _ => lead > 0 && trail > 0,
    };
    fits.then(|| &text[..lead + sign.len() + trail])
}
