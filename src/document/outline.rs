//! Sums up what was read of a document in a row: what it is, when it was written, how high it is, and how much of it
//! could be read.

use serde::Serialize;

use super::family::FAMILIES;
use super::paper::mail;
use super::telegram::military;
use super::telegram::segment::Field;
use super::text::line::texts;
use super::{Clue, Condition, Document, Kind, Layout, Origin, Part, Profile, Style};
use crate::source::Span;

/// The parts that show what a document is.
pub(crate) const SIGNS: [Part; 16] = [
    Part::Identifier,
    Part::Routing,
    Part::Filing,
    Part::Prosign,
    Part::DateTimeGroup,
    Part::From,
    Part::To,
    Part::Classification,
    Part::Order,
    Part::Tags,
    Part::Subject,
    Part::References,
    Part::Authority,
    Part::Banner,
    Part::PortionMark,
    Part::ReleaseStamp,
];

/// What was read of one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outline {
    /// Its first row in the file.
    pub first_row: u32,
    /// Its last row there.
    pub last_row: u32,
    /// Telegram, memorandum or Markdown page.
    pub kind: Kind,
    /// What such documents are called: telegram, military message, e-mail, paper and the like.
    pub family: &'static str,
    /// The parts by which it was recognized, as rule packs call them.
    pub signs: Vec<&'static str>,
    /// Whose habits it follows.
    pub style: Style,
    /// The configured profile.
    pub profile: Option<Profile>,
    /// When it was written, as far as that is known: a day, or the days between which it was.
    pub date: Option<String>,
    /// What says so.
    pub dated_by: Option<Clue>,
    /// The overall level.
    pub level: Option<&'static str>,
    /// The marking that says so, as it stands there.
    pub banner: Option<String>,
    /// Its message reference number.
    pub number: Option<String>,
    /// The TAGS codes.
    pub tags: Vec<String>,
    /// How many paragraphs it has.
    pub paragraphs: usize,
    /// How many of them bear a portion mark.
    pub marked: usize,
    /// How many references it names.
    pub references: usize,
    /// How many redactions it has.
    pub redactions: usize,
    /// How many lines of its head could not be read.
    pub unread: usize,
    /// How many pieces of text are in it that readers do not see.
    pub hidden: usize,
}

impl Outline {
    /// The outline of a document. `row` gives the row of the file in which a place of its text is.
    pub(crate) fn of(document: &Document<'_>, row: impl Fn(u32) -> u32) -> Outline {
        let text = |span| document.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let count = |part| {
            let mut count = 0;
            document.each(part, &mut |_| count += 1);
            count
        };
        let level = document.level();
        let line = document.classification.as_ref();
        // On a typed form the number stands on a line of its own.
        let marking = |level: Span| line.map(|line| line.span).filter(|line| line.contains(level)).unwrap_or(level);
        Outline {
            first_row: row(document.span.start),
            last_row: row(document.span.end.saturating_sub(1).max(document.span.start)),
            kind: document.kind,
            family: family(document),
            signs: SIGNS.into_iter().filter(|part| count(*part) > 0).map(Part::name).collect(),
            style: document.style,
            profile: document.profile,
            date: date(document),
            dated_by: document.clue,
            level: level.map(|level| level.value.word()),
            banner: level.map(|level| text(marking(level.span))),
            number: line.map(|line| format!("{} {}", text(line.post), line.serial.0)),
            tags: document.tags.iter().flat_map(|tags| &tags.tokens).map(|tag| text(tag.span)).collect(),
            paragraphs: document.paragraphs.len(),
            marked: document.paragraphs.iter().filter(|paragraph| paragraph.mark.is_some()).count(),
            references: document.references.as_ref().map_or(0, |references| references.entries.len()),
            redactions: count(Part::Redaction),
            unread: document.unread.len() + document.malformed.len(),
            hidden: document.hidden().len(),
        }
    }
}

/// What says of which family a document is stands within so many lines.
const HEAD: usize = 60;

/// What people call such a document.
fn family(document: &Document<'_>) -> &'static str {
    match (document.layout, document.origin) {
        _ if document.is_military() => "military message",
        (Some(Layout::Printed), _) => "printed edition",
        (Some(Layout::FieldForm), _) => "telegram form",
        (Some(_), _) => "telegram",
        (None, Origin::Nato) => "NATO paper",
        (None, Origin::Foreign) => "foreign paper",
        (None, _) if document.is_mail() || mail::begins_below_stamp(document.text(document.span)) => "e-mail",
        (None, _) if document.kind == Kind::Markdown => "page",
        (None, _)
            if texts(document.text(document.span))
                .take(HEAD)
                .any(|(_, line)| military::set(line.trim()) == Some(Field::Subject)) =>
        {
            "military message"
        }
        (None, _) if is_agency_cable(document.text(document.span)) => "CIA cable",
        (None, _) if document.is_recognised() || document.meets(Condition::Titled) => "paper",
        _ => "text",
    }
}

/// Whether the first lines say that they are of a cable of the CIA: its secretariat stamped them, or one is
/// `CITE PARIS 90833`.
fn is_agency_cable(text: &str) -> bool {
    let family = &FAMILIES.agency_cable;
    let cites = |line: &str| {
        let cited = family.variants(Field::Number).iter().find_map(|label| line.split_once(label));
        cited.is_some_and(|(before, behind)| {
            let words = behind.split_ascii_whitespace();
            let number = words.clone().last().is_some_and(|word| word.bytes().filter(u8::is_ascii_digit).count() > 1);
            let apart = before.is_empty() || before.ends_with(' ');
            apart && number && (2..=5).contains(&words.count()) && !line.contains(char::is_lowercase)
        })
    };
    let mut head = texts(text).map(|(_, line)| line.trim()).take(HEAD).collect::<Vec<_>>().into_iter();
    let routed = head.clone().flat_map(|line| line.split([' ', ':', ','])).any(|word| family.columns.contains(&word));
    head.any(|line| family.begins(line) || routed && cites(line))
}

/// The day, or the two days between which it was written, as ISO 8601 writes an interval.
fn date(document: &Document<'_>) -> Option<String> {
    let open = || "..".to_owned();
    let dating = document.dating;
    match (dating.day(), dating.earliest, dating.latest) {
        (Some(day), ..) => Some(day.to_string()),
        (None, None, None) => None,
        (None, first, last) => {
            let end = |day: Option<jiff::civil::Date>| day.map_or_else(open, |day| day.to_string());
            Some(format!("{}/{}", end(first), end(last)))
        }
    }
}
