//! Finds the places at which text may have been withheld or released.
//!
//! One pass for words and one for brackets, over text that nearly always has neither. Words that every telegram has
//! (`Classified By`, `1.4`) are not triggers: they are searched only where a trigger was found.

use std::sync::LazyLock;

use super::seek::Seeker;
use crate::source::Span;

/// What set the reader off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// Letters that rarely occur together except in what they announce. Up to 32 such words of four letters and more are
/// looked for twice as fast as others.
const WORDS: &[(&str, Trigger)] = &[
    ("RELEASE", Trigger::Stamp),
    (" IN FULL", Trigger::Decision),
    (" IN PART", Trigger::Decision),
    ("or Release", Trigger::Approval),
    ("or release", Trigger::Approval),
    ("Case No", Trigger::Case),
    ("Doc No", Trigger::Document),
    ("DoS on", Trigger::Review),
    ("DoS\n", Trigger::Review),
    ("DoS\r", Trigger::Review),
    ("eclassified", Trigger::Notice),
    ("ECLASSIFIED", Trigger::Notice),
    ("eclassification Auth", Trigger::Notice),
    ("XXXX", Trigger::Cross),
    ("xxxx", Trigger::Cross),
    ("\u{2588}\u{2588}", Trigger::Block),
    ("\u{25a0}\u{25a0}", Trigger::Block),
    ("\u{2593}\u{2593}", Trigger::Block),
    ("_____", Trigger::Rule),
    ("(b)(", Trigger::Code),
    ("(b) (", Trigger::Code),
    ("Ongoing Matter", Trigger::Category),
    (", box ", Trigger::Withdrawal),
    ("eleted Page", Trigger::DeletedPages),
    ("RESTRICTIONS", Trigger::Restrictions),
    ("JFK ", Trigger::Assassination),
    ("JEK ", Trigger::Assassination),
    ("ithdrawal", Trigger::Sheet),
    ("WITHDRAWAL ", Trigger::Sheet),
    ("-cv-", Trigger::Docket),
    ("-cr-", Trigger::Docket),
    ("DocId", Trigger::Archived),
];

/// Words for which a pass of their own costs less than a place among the others.
const RARE: &[(&str, Trigger)] = &[
    (" REDACTED ", Trigger::Unopened),
    ("\nREDACTED ", Trigger::Unopened),
    ("Docid:", Trigger::Archived),
    ("Assassination Records", Trigger::Archived),
];

/// Words of marks that stand in other signs than square brackets.
const FRAMED: [&str; 14] = [
    "REDACTED",
    "CENSORED",
    "WITHHELD",
    "BLACKED OUT",
    "EXCISED:",
    "MITTED:",
    "edacted:",
    "edacted -",
    "ensored:",
    "ithheld:",
    "ithheld -",
    "lacked out:",
    "xcised:",
    "mitted:",
];

/// The labels of the CIA, which mean something only where it has approved a release. Telegrams speak of the STATE
/// Department in every other line.
const LABELS: [&str; 3] = ["STAT", "ILLEGIB", "25X1"];

/// Every place in `text[span]` worth reading, in order.
pub(crate) fn triggers(text: &str, span: Span) -> Vec<(Trigger, u32)> {
    static SEEKER: LazyLock<Seeker> = LazyLock::new(|| Seeker::new(WORDS.iter().map(|(word, _)| word)));
    static FRAMES: LazyLock<Seeker> = LazyLock::new(|| Seeker::new(FRAMED));
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
    for (words, trigger) in RARE {
        found.extend(memchr::memmem::find_iter(inside, words).map(|at| (*trigger, span.start + at as u32)));
    }
    FRAMES.each(inside, &mut |_, at| found.push((Trigger::Framed, span.start + at as u32)));
    SEEKER.each(inside, &mut |word, at| found.push((WORDS[word].1, span.start + at as u32)));
    if found.iter().any(|(trigger, _)| *trigger == Trigger::Approval) {
        let labels = LABELS.iter().flat_map(|label| memchr::memmem::find_iter(inside, label));
        found.extend(labels.map(|at| (Trigger::Label, span.start + at as u32)));
    }
    found.sort_unstable_by_key(|&(trigger, at)| (at, trigger));
    found
}
