//! Reads what a release withholds: redactions, their codes, and the stamps of releases.

pub mod code;
pub(crate) mod profile;
pub mod redaction;
pub mod release;

use super::{Document, Layout, Profile};
use crate::register::exemptions::{ExemptionRegister, System};
use crate::scan::words::{Trigger, triggers};
use crate::source::Span;
use code::ExemptionCode;
use redaction::{MarkStyle, Redaction, Told, angle, behind, bracket, margin, run, telling};
use release::Release;

/// What was taken out of a document, and what its releaser says of it.
#[derive(Debug, Default)]
pub struct Redactions {
    /// The marks in the text, in order. Codes of stamps are not among them.
    pub marks: Vec<Redaction>,
    /// What marks say about what they hide, in order.
    pub told: Vec<Told>,
    /// What the releaser printed on the document.
    pub release: Release,
    /// The profile for the rules of release.
    pub profile: Profile,
}

impl Redactions {
    /// Whether there is neither a mark in the text nor anything that a releaser printed.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.release.is_empty()
    }

    /// Whether a mark is in the text that says that something is missing.
    pub fn is_redacted(&self) -> bool {
        self.marks.iter().any(Redaction::hides)
    }

    /// Whether marks are all the words in `span` of `text`.
    pub(crate) fn cover(&self, text: &str, span: Span) -> bool {
        let first = self.marks.partition_point(|mark| mark.span.end <= span.start);
        let inside = self.marks[first..].iter().take_while(|mark| mark.span.start < span.end);
        let mut at = span.start;
        let bare = |from: u32, to: u32| !text[from.min(to) as usize..to as usize].contains(char::is_alphanumeric);
        for mark in inside.filter(|mark| mark.hides()) {
            if !bare(at, mark.span.start) {
                return false;
            }
            at = mark.span.end;
        }
        at > span.start && bare(at, span.end)
    }

    /// Whether the text has a mark that only redaction uses. A row of X's or of low lines is
    /// as often a placeholder, and boxes are drawn.
    pub fn is_surely_redacted(&self) -> bool {
        use MarkStyle::{Blank, Block, Cross, Placeholder};
        self.marks.iter().any(|mark| mark.hides() && !matches!(mark.style, Blank | Block | Cross | Placeholder))
    }

    /// The marks that begin in `span`.
    pub fn within(&self, span: Span) -> &[Redaction] {
        let first = self.marks.partition_point(|mark| mark.span.start < span.start);
        let inside = self.marks[first..].partition_point(|mark| mark.span.start < span.end);
        &self.marks[first..first + inside]
    }

    /// The codes of the marks in the text.
    pub fn body_codes(&self) -> impl Iterator<Item = &ExemptionCode> {
        self.marks.iter().flat_map(|mark| &mark.codes)
    }

    /// Every code: of stamps, of marks and of sheets.
    pub fn codes(&self) -> impl Iterator<Item = &ExemptionCode> {
        self.release.codes().chain(self.body_codes())
    }
}

pub(crate) fn read(document: &Document<'_>, assumed: Option<Profile>) -> Redactions {
    let text = document.source.text();
    let found = triggers(text, document.span);
    if found.is_empty() {
        return Redactions { profile: assumed.unwrap_or_default(), ..Redactions::default() };
    }
    let release = release::read(document, &found);
    let mut told = Vec::new();
    let marks = marks(document, &found, &release, assumed, &mut told);
    let printed = document.layout == Some(Layout::Printed) && !release.has_margin();
    let profile = assumed.or(printed.then_some(Profile::Frus)).unwrap_or_else(|| profile(&release, &marks));
    Redactions { marks, told, release, profile }
}

fn marks(
    document: &Document<'_>,
    found: &[(Trigger, u32)],
    release: &Release,
    assumed: Option<Profile>,
    told: &mut Vec<Told>,
) -> Vec<Redaction> {
    let (text, register) = (document.source.text(), document.registers.exemptions());
    let mut marks: Vec<Redaction> = Vec::new();
    let mut read_until = document.span.start;
    for &(trigger, at) in found {
        // What is in a mark already read is part of it.
        if at < read_until {
            continue;
        }
        let here = Span::new(at, document.span.end);
        if let Some((mark, says)) = telling::mark(text, document.span, here, trigger, register) {
            read_until = mark.span.end;
            marks.push(mark);
            told.push(says);
            continue;
        }
        let read = match trigger {
            Trigger::Bracket => bracket::mark(text, here, register),
            Trigger::Unopened => bracket::unopened(text, here, register),
            Trigger::Notice => bracket::unopened_amount(text, document.span, at),
            Trigger::Angle | Trigger::Brace => angle::mark(text, here, register),
            Trigger::Cross | Trigger::Block | Trigger::Rule => run::mark(text, document.span, at, trigger),
            Trigger::Code => margin::inline_code(text, read_until, here, register),
            Trigger::Category => margin::category(text, here, register),
            Trigger::Withdrawal => margin::withdrawal(text, document.span, at),
            Trigger::Assassination => margin::ground(text, here, register),
            Trigger::Label if release.is_from_cia() => margin::label(text, here, register),
            _ => None,
        };
        let Some(mut mark) = read else { continue };
        read_until = mark.span.end;
        if let Some((codes, end)) = behind::codes(text, document.span, &mark, register) {
            mark.codes = codes;
            read_until = end;
        }
        let label = behind::label(text, document.span, &mark, register);
        marks.push(mark);
        if let Some(label) = label {
            read_until = label.span.end;
            marks.push(label);
        }
    }
    if release.has_margin() {
        marks.extend(margin::margin_codes(document, release));
    } else if marks.iter().filter(|mark| mark.style == MarkStyle::Code).nth(1).is_some() {
        marks.extend(margin::codes_alone(document));
    }
    marks.sort_by_key(|mark| mark.span);
    marks.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    margin::strike_legends(&mut marks);
    if assumed != Some(Profile::Foia) {
        strike_doubtful_categories(text, &mut marks, register);
    }
    marks
}

/// Strikes categories of a releaser's own making that are ordinary words or letters, such as `[IT]`, where no other
/// shows that such categories were in use.
fn strike_doubtful_categories(text: &str, marks: &mut Vec<Redaction>, register: &ExemptionRegister) {
    let doubtful = |mark: &Redaction| {
        mark.style == MarkStyle::Category && bracket::is_doubtful(&text[mark.span.range()], register)
    };
    let sure = marks.iter().any(|mark| mark.style == MarkStyle::Category && !doubtful(mark));
    if !sure {
        marks.retain(|mark| !doubtful(mark));
    }
}

pub(crate) fn profile(release: &Release, marks: &[Redaction]) -> Profile {
    let has = |style: MarkStyle| marks.iter().any(|mark| mark.style == style);
    if release.has_margin() {
        Profile::Foia
    } else if has(MarkStyle::Frus) || !release.omissions.is_empty() {
        Profile::Frus
    } else if release.docket.is_some() {
        Profile::Court
    } else if marks
        .iter()
        .any(|mark| mark.style == MarkStyle::Code && mark.codes.iter().all(|c| c.system != System::Jfk))
    {
        Profile::Foia
    } else if release.is_stamped() || [MarkStyle::Withdrawal, MarkStyle::Code, MarkStyle::Category].into_iter().any(has)
    {
        Profile::Released
    } else {
        Profile::Draft
    }
}
