//! Parses the declassification instruction after DECL or Declassify On.
//!
//! Used for the E.O. line and the classification authority block: dates, events, and the values of every order since
//! 1961, whether or not in force. The register says which were allowed when.

use std::sync::{LazyLock, OnceLock};

use jiff::civil::Date;
use regex::Regex;

use crate::document::text::date::{WrittenDate, date, dates};
use crate::document::text::word::{trim, trim_punctuation, words};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// One declassification value of a document.
#[derive(Clone, Copy, Debug)]
pub struct Declassification {
    /// The value, without its label.
    pub span: Span,
    /// What is to happen to the classification, and when: `date`, `event`, or the name of one of the forms in
    /// `rules/registers/words.toml`.
    pub instruction: &'static str,
    /// The number of the exemption or group, if it has one, and its place.
    pub category: Option<(u32, Span)>,
    /// The date in it.
    pub date: Option<WrittenDate>,
}

/// The forms of instructions, in order, each compiled when those before it do not match: to compile them all takes longer
/// than to lint a telegram.
static FORMS: LazyLock<Vec<OnceLock<Regex>>> =
    LazyLock::new(|| WORDS.instructions.iter().map(|_| OnceLock::new()).collect());

/// Reads a value; `None` if nothing is there. `after` is the date of the document. A value is one line; what scanning
/// has put below it is not part of it.
pub(crate) fn declassification(text: &str, span: Span, after: Option<Date>) -> Option<Declassification> {
    let line = text[span.range()].find(['\n', '\r']).unwrap_or(span.len() as usize);
    let span = trim_punctuation(text, trim(text, span.part(0, line)));
    if span.is_empty() {
        return None;
    }
    if let Some(written) = date(text, span, after) {
        return Some(Declassification { span, instruction: "date", category: None, date: Some(written) });
    }
    let said = &text[span.range()];
    let mut forms = WORDS.instructions.iter().zip(FORMS.iter());
    let found = forms.find_map(|((name, form), compiled)| {
        let compiled = compiled.get_or_init(|| Regex::new(form).expect("a valid pattern"));
        Some((*name, compiled.captures(said)?))
    });
    let Some((instruction, found)) = found else {
        let date = latest(text, span, after);
        let instruction = if date.is_some() { "dated-event" } else { "event" };
        return Some(Declassification { span, instruction, category: None, date });
    };
    let number = found.name("number");
    let category =
        number.and_then(|digits| Some((digits.as_str().parse().ok()?, span.part(digits.start(), digits.len()))));
    Some(Declassification { span, instruction, category, date: dates(text, span, after).next() })
}

/// The day by which an event ends the classification: `Completion of the survey, 20240501`. A date inside an event is part
/// of its name.
fn latest(text: &str, span: Span, after: Option<Date>) -> Option<WrittenDate> {
    let set_off =
        |before: &str| before.ends_with([',', ';', '(']) || WORDS.latest.iter().any(|word| before.ends_with(word));
    let dates =
        words(text, span).filter(|word| set_off(text[span.start as usize..word.span.start as usize].trim_end()));
    let mut dates = dates.filter_map(|word| date(text, Span::new(word.span.start, span.end), after));
    dates.find(|written| {
        written.span.end == span.end && written.date.is_none_or(|day| after.is_none_or(|after| day > after))
    })
}
