//! Reports personal data by its form and by the words around it.

use std::collections::HashSet;

use serde::{Deserialize, Deserializer};

use crate::check::general::pattern::{Keywords, Pattern};
use crate::diagnostic::{LEVELS, Severity, parse_level};
use crate::document::exposure::personal::PersonalKind;
use crate::document::paper::mail::is_of_head;
use crate::document::text::line::before_empty_line;
use crate::document::text::table::Headings;
use crate::document::{Condition, Document};
use crate::rule::check::{Check, Report};
use crate::source::Span;
use crate::source::visible::folded;

checks! {
    "personal-data": PersonalData, needs Personal, secret Data;
}

/// Reports what looks like personal data of one kind.
///
/// With `context`, words that must be nearby: up to `within` characters before or after, on whatever line, or over the
/// column of a table; with `before` and `behind`, words on one side. Without any of them only what matches `alone` is
/// reported, at most as severe as `alone-level`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct PersonalData {
    /// What the data is.
    kind: PersonalKind,
    /// Words of which one is near all such data: a document without them is not searched.
    #[serde(default)]
    keywords: Keywords,
    /// What the data itself must match.
    form: Option<Pattern>,
    /// What it must not match, unless `before` or the heading of its column names it.
    except: Option<Pattern>,
    /// What is at most worth a look, and once in a document.
    mild: Option<Pattern>,
    /// What the text before or after the data must match.
    context: Option<Pattern>,
    /// What the text before the data must match.
    before: Option<Pattern>,
    /// What the text after the data must match.
    behind: Option<Pattern>,
    /// How far words count, in characters to either side.
    #[serde(default = "near")]
    within: usize,
    /// Whether the word must be in the same sentence.
    #[serde(default)]
    same_sentence: bool,
    /// What data must match to be reported without any of these words.
    alone: Option<Pattern>,
    /// What the text before the data must not match: it announces a number of something else.
    other: Option<Pattern>,
    /// The highest severity without any of these words.
    #[serde(default, deserialize_with = "severity")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("enum" = LEVELS)))]
    alone_level: Option<Severity>,
    /// The highest severity in an unmarked text: notes and licenses name their authors.
    #[serde(default, deserialize_with = "severity")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("enum" = LEVELS)))]
    unmarked_level: Option<Severity>,
    /// Pass over the head of a mail that nobody has released: what stands there is needed to deliver it.
    #[serde(default)]
    except_heads: bool,
}

fn near() -> usize {
    40
}

pub(crate) fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Severity>, D::Error> {
    let word = String::deserialize(deserializer)?;
    parse_level(&word).ok_or_else(|| serde::de::Error::custom(format!("`{word}` is not a level")))
}

impl Check for PersonalData {
    fn words(&self) -> &[String] {
        self.keywords.rare()
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut told: HashSet<String> = HashSet::new();
        let mut headings = Headings::new(document.source.text(), document.span);
        let own = |span| self.except_heads && stands_in_head(document, span) && !is_released(document, span);
        for found in document.personal().iter().filter(|found| found.kind == self.kind && !own(found.span)) {
            let text: String = document.text(found.span).chars().flat_map(folded).collect();
            let holds = |pattern: &Option<Pattern>| pattern.as_ref().map(|pattern| pattern.regex().is_match(&text));
            if holds(&self.form) == Some(false) {
                continue;
            }
            let sides = self.sides(document, found.span);
            if holds(&self.except) == Some(true)
                && !says(&self.before, sides.0)
                && !headings.over(found.span).is_some_and(|heading| says(&self.before, heading))
            {
                continue;
            }
            if says(&self.other, sides.0) {
                continue;
            }
            let mild = holds(&self.mild) == Some(true);
            if mild && !told.insert(text.to_ascii_lowercase()) {
                continue;
            }
            let mut most = if mild { Severity::Info } else { Severity::Error };
            if !self.has_context(sides) && !self.has_heading(headings.over(found.span)) {
                if holds(&self.alone) != Some(true) {
                    continue;
                }
                most = most.min(self.alone_level.unwrap_or(Severity::Error));
            }
            if found.specimen {
                most = most.min(Severity::Warning);
            }
            let unmarked_level = self.unmarked_level.or(found.specimen.then_some(Severity::Info));
            if let Some(level) = unmarked_level.filter(|_| !document.meets(Condition::Marked) || document.is_military())
            {
                most = most.min(level);
            }
            report.at(found.span).at_most(most);
        }
    }
}

impl PersonalData {
    /// Whether the heading of a table column says what its data is.
    fn has_heading(&self, heading: Option<&str>) -> bool {
        heading.is_some_and(|heading| says(&self.context, heading) || says(&self.before, heading))
    }

    /// Whether one of the `sides` has a word that says what the data is, or none is required.
    fn has_context(&self, sides: (&str, &str)) -> bool {
        if [&self.context, &self.before, &self.behind].iter().all(|words| words.is_none()) {
            return true;
        }
        let (before, after) = sides;
        says(&self.context, before)
            || says(&self.context, after)
            || says(&self.before, before)
            || says(&self.behind, after)
    }

    /// What is before and after `span`, as far as words count.
    fn sides<'d>(&self, document: &'d Document<'_>, span: Span) -> (&'d str, &'d str) {
        let text = document.source.text();
        let before = text[document.span.start as usize..span.start as usize].char_indices().rev();
        let start = before.take(self.within).last().map_or(0, |(at, _)| at) + document.span.start as usize;
        let after = text[span.end as usize..document.span.end as usize].chars().take(self.within);
        let end = span.end as usize + after.map(char::len_utf8).sum::<usize>();
        let before = &text[start.min(span.start as usize)..span.start as usize];
        let after = &text[span.end as usize..end];
        match self.same_sentence {
            true => (sentences(before).last().unwrap_or_default(), sentences(after).next().unwrap_or_default()),
            false => (before, after),
        }
    }
}

fn says(words: &Option<Pattern>, side: &str) -> bool {
    words.as_ref().is_some_and(|words| words.regex().is_match(side))
}

fn stands_in_head(document: &Document<'_>, place: Span) -> bool {
    document.mail_head.is_some_and(|head| head.contains(place)) || is_of_head(document.source.text(), place)
}

/// The longest note above a paper that a mail carries, in bytes.
const NOTE: usize = 300;

/// Whether the mail with an address was released. What is printed on a telegram or a paper says nothing of the mail that
/// carries it.
fn is_released(document: &Document<'_>, address: Span) -> bool {
    let first = document.redactions().release.first();
    let carries = || first.is_none_or(|at| at > address.start);
    let note = |at: u32| {
        let behind = document.source.text().get(address.end as usize..at as usize)?;
        let head = before_empty_line(behind);
        (head.len() < behind.len()).then(|| &behind[head.len()..])
    };
    let short = |note: &str| note.trim().len() < NOTE;
    let carried = || stands_in_head(document, address) && first.and_then(note).is_some_and(short);
    document.meets(Condition::Released) && !(document.layout.is_some() && carries() || carried())
}

/// The sentences of `text`. A short word with a full stop is an abbreviation, as in `No. 7`.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().filter(|&(at, character)| {
        let word = text[..at].len() - text[..at].trim_end_matches(char::is_alphanumeric).len();
        let alone = word == 0 && at == 0;
        matches!(character, '.' | '!' | '?' | ';')
            && (word > 3 || alone)
            && text[at + 1..].starts_with(char::is_whitespace)
    });
    let bounds: Vec<usize> = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).chain([text.len()]).collect();
    (1..bounds.len()).map(move |index| &text[bounds[index - 1]..bounds[index]])
}
