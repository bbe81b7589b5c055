//! Finds the person for whom protection is requested: `Ada Quill, warden of the pier, Port Velm (protect identity)`.
//!
//! The request follows a phrase that begins with the name and continues with offices and places. So the phrase is read
//! backwards, comma by comma, to the first name that no preposition makes a place or an office.

use crate::check::general::pattern::{Keywords, Pattern};
use crate::diagnostic::Severity;
use crate::document::text::line::behind_empty_line;
use crate::document::{Condition, Document, Kind};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports each person for whom protection is asked and who is named nevertheless.
    "protected-source": ProtectedSource {
        /// How protection is requested.
        request: Pattern,
        /// Words of which a request holds at least one, in any case.
        keywords: Keywords,
        /// Words that a name does not begin with though a sentence may.
        starters: Vec<String>,
        /// Words in capitals that are not part of a person's name: kinds of sources, offices, months.
        others: Vec<String>,
    }, secret PerhapsName;
}

/// The longest phrase, in bytes.
const PHRASE: usize = 240;
/// The longest name, in words; and in a text of capitals, where nothing separates it from the words before.
const LONGEST: usize = 4;
const LONGEST_IN_CAPITALS: usize = 2;
/// What makes a place, an office or a kind of person of the name after it.
const PLACING: [&str; 10] = ["of", "at", "in", "near", "the", "a", "an", "on", "for", "another"];

impl Check for ProtectedSource {
    fn words(&self) -> &[String] {
        self.keywords.rare()
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // The name is for those alone who may read a classified telegram.
        let open = document.kind == Kind::Cable && document.meets(Condition::Unclassified);
        if !open && !document.meets(Condition::Released) {
            return;
        }
        // The Archives release whole records by an act of their own, and what is declassified by its age is not read for
        // names: thousands of telegrams of the 1970s show them.
        let archives = document.redactions().release.is_from_archives();
        let most = match (document.meets(Condition::Published), document.kind) {
            (true, _) if !archives => Severity::Error,
            (false, Kind::Cable) => Severity::Info,
            _ => Severity::Warning,
        };
        for request in self.request.regex().find_iter(document.text(document.span)) {
            let end = document.span.start + request.start() as u32;
            let (phrase, cut) = phrase(document, end);
            let parts: Vec<&str> = document.text(phrase).split([',', ';', ':']).collect();
            let place = |name: &str| {
                let at = name.as_ptr() as usize - document.text(phrase).as_ptr() as usize;
                phrase.part(at, name.len())
            };
            if let Some(name) = parts.iter().rev().find_map(|part| self.person(part)) {
                report.at(place(name)).at_most(most);
            } else if let Some((name, _)) = parts.last().and_then(|part| self.name(part)).filter(|_| !cut) {
                // An office or a place identifies a person only to insiders.
                report.at(place(name)).at_most(Severity::Info);
            }
        }
    }
}

impl ProtectedSource {
    /// The person's name that ends `part`.
    fn person<'t>(&self, part: &'t str) -> Option<&'t str> {
        let (name, before) = self.name(part)?;
        let before = before.to_lowercase();
        (!PLACING.contains(&&*before)).then_some(name)
    }

    /// The words in capitals that end `part`, and the word before them.
    fn name<'t>(&self, part: &'t str) -> Option<(&'t str, &'t str)> {
        let longest = if part.contains(char::is_lowercase) { LONGEST } else { LONGEST_IN_CAPITALS };
        let among = |list: &[String], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        let words: Vec<&str> = part.split_whitespace().collect();
        let named = |word: &&&str| word.starts_with(char::is_uppercase);
        let mut run = words.len() - words.iter().rev().take(longest).take_while(named).count();
        while words.get(run).is_some_and(|word| among(&self.starters, word)) {
            run += 1;
        }
        let (first, last) = (words.get(run)?, words.last()?);
        let start = first.as_ptr() as usize - part.as_ptr() as usize;
        let end = last.as_ptr() as usize - part.as_ptr() as usize + last.len();
        let name = part[start..end].trim_end_matches(['"', '”', '\'', '-', ' ']);
        // What has a number is the symbol of a source.
        let other = words[run..].iter().any(|word| {
            let digit = word.contains(|c: char| c.is_ascii_digit());
            digit || among(&self.others, word.trim_matches(|c: char| !c.is_alphanumeric()))
        });
        (!other).then(|| (name, run.checked_sub(1).map_or("", |before| words[before])))
    }
}

/// The phrase that ends at `end`: from the start of its sentence, or from after what was cut out of it, and whether
/// anything was.
fn phrase(document: &Document<'_>, end: u32) -> (Span, bool) {
    let before = document.before(end, PHRASE);
    let near = end as usize - before.len();
    let blank = before.len() - behind_empty_line(before).len();
    // The point of a title or an initial ends no sentence.
    let mut sentence = before.match_indices(['.', '?', '!']).filter(|(at, point)| {
        let word = before[..*at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let ends = before[at + 1..].starts_with([' ', '\n', '\r']);
        ends && (*point != "." || word.len() > 3 || word.ends_with(|c: char| c.is_ascii_digit()))
    });
    let sentence = sentence.next_back().map_or(0, |(at, _)| at + 1);
    let (marks, stamps) = (&document.redactions().marks, &document.redactions().release.stamps);
    let mark = marks[..marks.partition_point(|mark| mark.span.end <= end)].last().map_or(0, |mark| mark.span.end);
    let stamp = stamps[..stamps.partition_point(|stamp| stamp.span.end <= end)].last().map_or(0, |it| it.span.end);
    let start = (near + blank.max(sentence)).max(stamp as usize);
    let gap = before.rfind("   ").map_or(0, |gap| near + gap + 3);
    let cut = gap.max(mark as usize);
    (Span::new(start.max(cut) as u32, end), cut > start)
}
