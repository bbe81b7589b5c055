//! Finds the places at which text may have been withheld or released.
//!
//! One pass for words and one for brackets, over text that nearly always has neither. Words that every telegram has
//! (`Classified By`, `1.4`) are not triggers: they are searched only where a trigger was found.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::seek::Seeker;
use crate::marking::packed::{packed, unpack};
use crate::source::Span;

/// What set the reader off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Trigger {
    /// `[`
    Bracket,
    /// `<`
    Angle,
    /// `{{`
    Brace,
    /// The brace after the name of a command: `\censor{`
    Macro,
    /// ` REDACTED `, which may have lost the bracket before it
    Unopened,
    /// `REDACTED`, behind a sign that may open a mark: `(REDACTED`, `**REDACTED`
    Framed,
    /// A run of X.
    Cross,
    /// A run of black squares.
    Block,
    /// A run of low lines.
    Rule,
    /// `(b)(`
    Code,
    /// A category that no law knows.
    Category,
    /// A label of the CIA.
    Label,
    /// `, box ` of `NND 989501, box 7, tab 3`
    Withdrawal,
    /// `RELEASE IN PART`
    Stamp,
    /// `IN PART`, after what may be left of `RELEASE`
    Decision,
    /// `Approved For Release`
    Approval,
    /// `Case No. F-2014-20439`
    Case,
    /// `Doc No. C05765931`
    Document,
    /// `A/GIS, DoS`, before the day of the review
    Review,
    /// `Declassified`
    Notice,
    /// `Total Deleted Page(s) = 40`
    DeletedPages,
    /// `RESTRICTIONS : 1B; 4`
    Restrictions,
    /// `JFK Act 6 (4)`
    Assassination,
    /// `Withdrawal/Redaction Sheet`
    Sheet,
    /// `Case 1:15-cv-07433 Document 1328 Filed 01/05/24`
    Docket,
    /// `NW 54214 DocId:32289817 Page 2`
    Archived,
}

/// The words at which a text is read (`rules/registers/triggers.toml`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words<'a> {
    #[serde(borrow)]
    often: BTreeMap<Trigger, Vec<&'a str>>,
    #[serde(borrow)]
    rare: BTreeMap<Trigger, Vec<&'a str>>,
    #[serde(borrow)]
    framed: Vec<&'a str>,
    #[serde(borrow)]
    labels: Vec<&'a str>,
}

static WORDS: LazyLock<Words<'static>> = LazyLock::new(|| unpack(packed!("triggers")));
static FRAMES: LazyLock<Seeker> = LazyLock::new(|| Seeker::new(&WORDS.framed));
/// What finds the words that are there often, and the trigger of each.
static OFTEN: LazyLock<(Seeker, Vec<Trigger>)> = LazyLock::new(|| {
    let words = || WORDS.often.iter().flat_map(|(trigger, words)| words.iter().map(move |word| (*trigger, word)));
    (Seeker::new(words().map(|(_, word)| word)), words().map(|(trigger, _)| trigger).collect())
});

pub(crate) fn triggers(text: &str, span: Span) -> Vec<(Trigger, u32)> {
    let inside = text[span.range()].as_bytes();
    let mut found: Vec<(Trigger, u32)> = memchr::memchr3_iter(b'[', b'<', b'{', inside)
        .filter_map(|at| {
            let trigger = match inside[at] {
                b'[' => Trigger::Bracket,
                b'<' => Trigger::Angle,
                _ if inside.get(at + 1) == Some(&b'{') => Trigger::Brace,
                _ if at > 0 && (inside[at - 1].is_ascii_alphabetic() || inside[at - 1] == b'*') => Trigger::Macro,
                _ => return None,
            };
            Some((trigger, span.start + at as u32))
        })
        .collect();
    for (trigger, word) in WORDS.rare.iter().flat_map(|(trigger, words)| words.iter().map(move |word| (trigger, word)))
    {
        found.extend(memchr::memmem::find_iter(inside, word).map(|at| (*trigger, span.start + at as u32)));
    }
    FRAMES.each(inside, &mut |_, at| found.push((Trigger::Framed, span.start + at as u32)));
    OFTEN.0.each(inside, &mut |word, at| found.push((OFTEN.1[word], span.start + at as u32)));
    if found.iter().any(|(trigger, _)| *trigger == Trigger::Approval) {
        let labels = WORDS.labels.iter().flat_map(|label| memchr::memmem::find_iter(inside, label));
        found.extend(labels.map(|at| (Trigger::Label, span.start + at as u32)));
    }
    found.sort_unstable_by_key(|&(trigger, at)| (at, trigger));
    found
}
