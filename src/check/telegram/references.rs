//! Checks references: from the future, to the telegram itself, cited but not listed.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Sent};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    "future-reference": FutureReference, facts ["reference", "year", "written"], labels ["written", "number"];
    /// Reports a reference to the telegram itself.
    "self-reference" = self_reference, facts ["reference"], labels ["number"];
    "undated-reference": UndatedReference, facts ["reference", "year", "before"];
    "cited-reference": CitedReference, facts ["letter", "listed"], labels ["references"];
}

/// Reports a reference to a year after the document's own, or to a later telegram of the same post and year.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct FutureReference {
    /// Go by serials, instead of by years.
    #[serde(default)]
    by_serial: bool,
}

impl Check for FutureReference {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(field), Some(written)) = (&document.references, document.dating.day()) else { return };
        for entry in &field.entries {
            let Some((telegram, (year, span))) = entry.telegram.and_then(|telegram| Some((telegram, telegram.year?)))
            else {
                continue;
            };
            let own = document
                .classification
                .as_ref()
                .filter(|line| telegram.serial.0 > line.serial.0 && is_own(document, line.post, telegram.post));
            let (place, number) = match (self.by_serial, own) {
                (false, _) if year > written.year() => (span, None),
                (true, Some(line)) if year == written.year() => (telegram.serial.1, Some(line.serial.1)),
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

/// Reports in January a number without a year that the year before may have given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UndatedReference {
    /// The lowest serial that hardly any post reaches in January.
    serial: u32,
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

/// Reports letters that the body cites and the REF field does not list, or the reverse.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct CitedReference {
    /// Report references that are listed and never cited, instead of cited and not listed.
    #[serde(default)]
    uncited: bool,
}

impl Check for CitedReference {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(field) = &document.references else { return };
        let listed: Vec<_> = field.entries.iter().filter_map(|entry| entry.letter).collect();
        let (Some(first), Some(last)) = (document.paragraphs.first(), document.paragraphs.last()) else { return };
        if listed.is_empty() {
            return;
        }
        let cited = cited_letters(&document.sent(first.span.to(last.span)));
        let repaired = listed.iter().any(|letter| letter.repaired);
        if self.uncited {
            // A text that cites by letter nowhere refers in some other way.
            let known = Letters::of(cited.iter().map(|(letter, _)| *letter));
            for letter in listed.iter().filter(|letter| !cited.is_empty() && !known.has(letter.value)) {
                report.at(letter.span).fact("letter", letter.value.to_string()).repaired(repaired);
            }
            return;
        }
        let known = Letters::of(listed.iter().map(|letter| letter.value));
        for (letter, span) in cited.iter().filter(|(letter, _)| !known.has(*letter)) {
            let finding = report.at(*span).fact("letter", letter.to_string()).fact("listed", known.list());
            finding.related("references", field.span).repaired(repaired);
        }
    }
}

/// A set of capital letters.
struct Letters([bool; 26]);

impl Letters {
    fn of(letters: impl Iterator<Item = char>) -> Letters {
        let mut set = [false; 26];
        letters.filter(char::is_ascii_uppercase).for_each(|letter| set[letter as usize - 'A' as usize] = true);
        Letters(set)
    }

    fn has(&self, letter: char) -> bool {
        letter.is_ascii_uppercase() && self.0[letter as usize - 'A' as usize]
    }

    fn list(&self) -> String {
        ('A'..='Z').filter(|letter| self.has(*letter)).map(String::from).collect::<Vec<_>>().join(", ")
    }
}

/// The letters after `ref`, `refs` or `reftel`: `Ref A`, `refs B and C`, `REFTEL D`.
fn cited_letters(sent: &Sent<'_>) -> Vec<(char, Span)> {
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
        let lower: String = rest.chars().take(7).map(|c| c.to_ascii_lowercase()).collect();
        let suffix = ["erences", "erence", "tels", "tel", "s"]
            .into_iter()
            .find(|suffix| lower.starts_with(suffix))
            .map_or(0, str::len);
        read_letters(sent, at + 1 + suffix, &mut cited);
    }
    cited
}

/// Single letters from `at` on, small ones only before a sign: `(ref a)`, `ref (b)`. They are joined by commas, slashes, «and» or ampersands, over line ends too.
fn read_letters(sent: &Sent<'_>, mut at: usize, cited: &mut Vec<(char, Span)>) {
    let (inside, bytes): (&str, _) = (sent, sent.as_bytes());
    loop {
        let Some(joint) = joint(&inside[at..]) else { return };
        let begin = at + joint.len();
        let letter = begin + usize::from(bytes.get(begin) == Some(&b'(') && bytes.get(begin + 2) == Some(&b')'));
        let closed = bytes.get(letter + 1).is_some_and(|byte| b").,;".contains(byte))
            && !bytes.get(letter + 2).is_some_and(u8::is_ascii_alphanumeric);
        let small = || bytes[letter].is_ascii_lowercase() && closed;
        let alone = bytes.get(letter).is_some_and(|byte| byte.is_ascii_uppercase() || small())
            && !bytes.get(letter + 1).is_some_and(|b| {
                b.is_ascii_alphanumeric() || matches!(b, b'\'' | b'-' | b'/') && joint.trim().is_empty()
            });
        // «REF A MEETING» in a text of capitals: A is an article there; only other letters are certain references.
        if !alone || bytes[letter..].starts_with(b"I ") {
            return;
        }
        // `references (e) through (g)`
        let here = bytes[letter].to_ascii_uppercase();
        let from = cited.last().filter(|_| joint.trim().len() > 3).map_or(here, |(last, _)| *last as u8 + 1);
        cited.extend((from..here).map(|between| (between as char, sent.span(letter..letter + 1))));
        cited.push((bytes[letter].to_ascii_uppercase() as char, sent.span(letter..letter + 1)));
        at = letter + 1 + (letter - begin);
    }
}

/// What joins a letter to the one before it: a space or line end, a comma with one, a slash, a word between two.
fn joint(text: &str) -> Option<&str> {
    let blanks = |text: &str| text.bytes().take(3).take_while(|b| matches!(b, b' ' | b'\n' | b'\r')).count();
    let lead = blanks(text);
    let sign = ["and", "AND", "through", "THROUGH", "thru", "THRU", "&", ",", "/", ""]
        .into_iter()
        .find(|sign| text[lead..].starts_with(sign))?;
    let trail = blanks(&text[lead + sign.len()..]);
    let fits = match sign {
        "" => lead > 0,
        "/" => lead + trail == 0,
        "," => lead == 0 && trail > 0,
        _ => lead > 0 && trail > 0,
    };
    fits.then(|| &text[..lead + sign.len() + trail])
}
