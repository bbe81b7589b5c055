//! Checks for offices whose country is withheld while the telegram names it elsewhere.

use crate::diagnostic::Severity;
use crate::document::Document;
use crate::document::telegram::tags::TagShape;
use crate::document::withheld::redaction::Redaction;
use crate::register::exemptions::Offices;
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports a mark before the title of an office, in the subject or the first paragraph, where tags name the
    /// country.
    "country-tags" = country_tags, facts ["mark", "office"], labels ["tag", "post"], needs Release;
    /// Reports each name after an office whose country was removed: the holder's name reveals it.
    "named-office-holder": NamedOfficeHolder {
        /// The words of which the title of an office consists.
        offices: Vec<String>,
    }, facts ["name"], labels ["mark"], needs Release;
}

fn country_tags(document: &Document<'_>, report: &mut Report<'_>) {
    let marks = &document.redactions().marks;
    if marks.is_empty() {
        return;
    }
    let tags = document.tags.iter().flat_map(|tags| &tags.tokens);
    let places: Vec<Span> = tags.filter(|tag| tag.shape == TagShape::Place).map(|tag| tag.span).collect();
    // An embassy reports on its own country unless it says otherwise.
    let embassy = |from: &Span| {
        let named = !marks.iter().any(|mark| from.contains(mark.span));
        places.is_empty() && named && document.text(*from).contains("AMEMBASSY ")
    };
    let post = document.from.filter(embassy);
    let subject = document.subject.map(|subject| subject.value);
    let first = document.paragraphs.first().map(|paragraph| paragraph.span);
    let told = |mark: &&Redaction| {
        let inside = [subject, first].into_iter().flatten().any(|part| part.contains(mark.span));
        inside && mark.stands_for_text() && office(document, mark.span).is_some()
    };
    if let Some(mark) = marks.iter().find(told).filter(|_| !places.is_empty() || post.is_some()) {
        let finding = report.at(mark.span).fact("mark", mark.span);
        if let Some(office) = office(document, mark.span) {
            finding.fact("office", office);
        }
        finding.related_each("tag", places.iter().copied()).related_each("post", post);
        finding.at_most(if places.len() == 1 { Severity::Warning } else { Severity::Info });
    }
}

/// The word after a mark, if it is the title of an office or the first word of one. Behind a title a name was removed.
fn office(document: &Document<'_>, span: Span) -> Option<Span> {
    let next = document.behind(span.end, 48).strip_prefix([' ', '\n'])?;
    Some(Span::at(span.end + 1).part(0, title(document, next)?))
}

/// The length of the first word of `text` if an office begins with it.
pub(crate) fn title(document: &Document<'_>, text: &str) -> Option<usize> {
    let Offices { titles, before, alone } = &document.registers.exemptions().offices;
    let is = |word: &str, of: &[String]| of.iter().any(|known| known.eq_ignore_ascii_case(word));
    let letters = |word: &'_ str| word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let mut words = text.split([' ', '\n', '\r']).map(|word| &word[..letters(word)]);
    let first = words.next()?;
    if is(first, titles) || is(first, alone) {
        return Some(first.len());
    }
    let leads = is(first, before);
    let follows = words.take(3).find(|word| !is(word, before)).is_some_and(|word| is(word, titles));
    (leads && follows).then_some(first.len())
}

impl Check for NamedOfficeHolder {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let marks = document.redactions().marks.iter().filter(|mark| mark.stands_for_text() && mark.closed);
        for mark in marks {
            if let Some(name) = self.holder(document, mark.span) {
                report.at(name).fact("name", name).related("mark", mark.span);
            }
        }
    }
}

impl NamedOfficeHolder {
    /// The name in `the XXXXXXXXXXXX foreign minister Jon Ekman`. An office in capitals may belong to the name alone, so
    /// that the mark before it hides something else, unless an article is before the mark.
    fn holder(&self, document: &Document<'_>, mark: Span) -> Option<Span> {
        let behind = document.behind(mark.end, 100).strip_prefix(' ')?;
        let article = ["the ", "The ", "THE "].iter().any(|it| document.before(mark.start, it.len()) == *it);
        let is_office = |word: &&str| {
            let known = self.offices.iter().any(|office| office.eq_ignore_ascii_case(word));
            known && (article || word.starts_with(char::is_lowercase))
        };
        let at: usize = behind.split(' ').take_while(is_office).map(|word| word.len() + 1).sum();
        let named = |word: &&str| {
            let letters = word.trim_end_matches([',', '.', ';', ')']);
            letters.chars().count() >= 2
                && letters.starts_with(char::is_uppercase)
                && letters.chars().skip(1).all(|c| c.is_lowercase() || c == '-')
        };
        let names: Vec<&str> = behind.get(at..)?.split([' ', '\n', '\r']).take(2).take_while(named).collect();
        let len = names.join(" ").trim_end_matches([',', '.', ';', ')']).len();
        (at > 0 && len > 0).then(|| Span::at(mark.end + 1).part(at, len))
    }
}
