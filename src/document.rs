//! Parses tokens into documents.
//!
//! A [`Document`] is what rules look at: every part of a telegram, or the paragraphs and markings of any other text,
//! each with its span. Parsing never fails: a missing part is `None`, and a value read through damage says so. Judging
//! is left to checks.

mod assumed;
pub mod authority;
mod condition;
pub mod damage;
mod dating;
pub mod exposure;
pub(crate) mod family;
mod letters;
pub(crate) mod marks;
mod name;
mod origin;
pub mod outline;
pub mod page;
pub mod paper;
pub mod paragraph;
mod parse;
mod part;
pub mod telegram;
pub mod text;
pub mod withheld;

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use crate::marking::Level;
pub use crate::marking::Style;
use crate::register::Registers;
use crate::scan::bytes::Triggers;
use crate::source::{SourceFile, Span};
use crate::watch::{Sighting, WatchList};
pub use assumed::{Assumptions, Holds, Today};
use authority::Authority;
pub use condition::Condition;
use damage::repair::Repair;
pub use dating::{Clue, Dating};
use exposure::hidden::Hidden;
use exposure::personal::Personal;
pub use name::Named;
pub use origin::Origin;
use page::Page;
use page::furniture::Furniture;
pub use page::sent::Sent;
use paragraph::{Paragraph, PortionMark};
pub use parse::{is_markdown, parse, parse_parts};
pub use part::Part;
use telegram::addressee::Addressee;
use telegram::caption::CaptionLine;
use telegram::classification::{ClassificationLine, Section};
pub use telegram::layout::Layout;
use telegram::order::OrderLine;
use telegram::reference::References;
use telegram::signature::Signature;
use telegram::tags::Tags;
use telegram::transmission::{DateTimeGroup, Filing, Identifier, Prosign, Routing};
use withheld::Redactions;
pub use withheld::profile::Profile;

/// A value, where it is, and whether it was read through damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<T> {
    /// What it was read as.
    pub value: T,
    /// Its place.
    pub span: Span,
    /// Whether the text says something else that damage explains.
    pub repaired: bool,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A telegram.
    Cable,
    /// Any other text in paragraphs.
    Memo,
    /// Text with Markdown markup.
    Markdown,
}

/// The SUBJECT field.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// The field with its label and continuation lines.
    pub span: Span,
    /// The label.
    pub label: Span,
    /// The subject; empty if nothing is there.
    pub value: Span,
    /// Its portion mark.
    pub mark: Option<PortionMark>,
}

/// A line that is nothing but a marking.
#[derive(Clone, Copy, Debug)]
pub struct Banner {
    /// The line.
    pub span: Span,
    /// Its level; `None` if it cannot be made out.
    pub level: Option<Level>,
}

/// Where in a message a marking is that stands for all of it, as its banner does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarriedIn {
    /// In its subject.
    Subject,
    /// Behind a label of its head that is for markings.
    Label,
    /// In a message or an attachment that goes with it.
    Enclosed,
}

/// A marking of something that a message bears or carries.
#[derive(Clone, Copy, Debug)]
pub struct Carried {
    /// The marking.
    pub marking: Banner,
    /// Where it is.
    pub place: CarriedIn,
}

/// One document.
pub struct Document<'s> {
    /// Its file.
    pub source: &'s SourceFile,
    /// The part of the file that it is.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// Whose habits it follows.
    pub style: Style,
    /// Who wrote it: its markings may follow other rules than those of the United States.
    pub origin: Origin,
    /// The configured profile, for the rules of release.
    pub profile: Option<Profile>,
    /// How a telegram is laid out; `None` for any other text.
    pub layout: Option<Layout>,
    /// Lines of a telegram that are not part of its text.
    pub furniture: Vec<Furniture>,
    /// When it was written.
    pub dating: Dating,
    /// What says when.
    pub clue: Option<Clue>,
    /// The date at the head of a document, if it is not one that is read.
    pub unread_date: Option<Span>,
    /// The current date, for rules that depend on it; `None` if not given.
    pub today: Today,
    /// The vocabulary it was read with.
    pub registers: &'s Registers,
    /// `VZCZC…`.
    pub identifier: Option<Identifier>,
    /// `OO RUEH…`.
    pub routing: Option<Routing>,
    /// `DE RUEH… #…`.
    pub filing: Option<Filing>,
    /// `ZNY CCCCC ZZH`.
    pub prosign: Option<Prosign>,
    /// `O 061158Z DEC 07`.
    pub date_time_group: Option<DateTimeGroup>,
    /// The sending post.
    pub from: Option<Span>,
    /// Everybody it is sent to.
    pub addressees: Vec<Addressee>,
    /// `XMT AMEMBASSY …`: posts that are left out of a collective.
    pub exempt: Option<Span>,
    /// Level, post and serial.
    pub classification: Option<ClassificationLine>,
    /// The section of a message without a message reference number.
    pub(crate) section: Option<Section>,
    /// Captions, in order.
    pub captions: Vec<CaptionLine>,
    /// Lines that pass the telegram on.
    pub passing: Vec<Span>,
    /// Correction notices.
    pub corrections: Vec<Span>,
    /// `E.O. 12958: DECL: …`.
    pub order: Option<OrderLine>,
    /// `TAGS: …`.
    pub tags: Option<Tags>,
    /// `SUBJECT: …`.
    pub subject: Option<Subject>,
    /// `REF: …`.
    pub references: Option<References>,
    /// `Classified By: …`, and the lines of a classification authority block.
    pub authority: Option<Authority>,
    /// The body.
    pub paragraphs: Vec<Paragraph>,
    /// The name under it.
    pub signature: Option<Signature>,
    /// Lines that are nothing but a marking, in a text that is not a telegram.
    pub banners: Vec<Banner>,
    /// What else says how high a message is: its subject, a label of its head, what it quotes and encloses.
    pub carried: Vec<Carried>,
    /// The pages of a text that is not a telegram, where form feeds part them.
    pub pages: Vec<Page>,
    /// Whether an empty line is between all lines, so that none of them parts paragraphs.
    pub double_spaced: bool,
    /// Damage that was read through, by place.
    pub repairs: Vec<Repair>,
    /// Lines that are a part by their beginning but do not fit its grammar.
    pub malformed: Vec<(Part, Span)>,
    /// The head of a mail that it begins with.
    pub mail_head: Option<Span>,
    /// Lines of a head that none of its fields could read.
    pub unread: Vec<Span>,
    /// Names that must not be released; `None` if none were given.
    pub watch: Option<&'s WatchList>,
    conditions: [OnceCell<bool>; Condition::COUNT],
    triggers: OnceCell<Triggers>,
    personal: OnceCell<Vec<Personal>>,
    hidden: OnceCell<Vec<Hidden>>,
    sightings: OnceCell<Vec<Sighting>>,
    redactions: OnceCell<Redactions>,
}

impl<'s> Document<'s> {
    /// A document of which nothing has been read.
    fn empty(source: &'s SourceFile, span: Span, registers: &'s Registers) -> Document<'s> {
        Document {
            source,
            span,
            kind: Kind::Memo,
            style: Style::Ic,
            origin: Origin::UnitedStates,
            profile: None,
            layout: None,
            furniture: Vec::new(),
            dating: Dating::default(),
            clue: None,
            unread_date: None,
            today: Today::default(),
            registers,
            identifier: None,
            routing: None,
            filing: None,
            prosign: None,
            date_time_group: None,
            from: None,
            addressees: Vec::new(),
            exempt: None,
            classification: None,
            section: None,
            captions: Vec::new(),
            passing: Vec::new(),
            corrections: Vec::new(),
            order: None,
            tags: None,
            subject: None,
            references: None,
            authority: None,
            paragraphs: Vec::new(),
            signature: None,
            banners: Vec::new(),
            carried: Vec::new(),
            double_spaced: false,
            pages: Vec::new(),
            repairs: Vec::new(),
            malformed: Vec::new(),
            mail_head: None,
            unread: Vec::new(),
            watch: None,
            conditions: Default::default(),
            triggers: OnceCell::new(),
            personal: OnceCell::new(),
            hidden: OnceCell::new(),
            sightings: OnceCell::new(),
            redactions: OnceCell::new(),
        }
    }

    /// The text that `span` covers.
    pub fn text(&self, span: Span) -> &'s str {
        self.source.slice(span)
    }

    /// The text right before `at`, no more than `reach` bytes of it.
    pub(crate) fn before(&self, at: u32, reach: usize) -> &'s str {
        let near = self.source.text().ceil_char_boundary((at as usize).saturating_sub(reach));
        &self.source.text()[near.max(self.span.start as usize)..at as usize]
    }

    /// The text right behind `at`, no more than `reach` bytes of it.
    pub(crate) fn behind(&self, at: u32, reach: usize) -> &'s str {
        let near = (at as usize).saturating_add(reach).min(self.span.end as usize);
        &self.source.text()[at as usize..self.source.text().floor_char_boundary(near).max(at as usize)]
    }

    /// The text that `span` covers as it was sent, without the page furniture that interrupts it.
    pub fn sent(&self, span: Span) -> Sent<'s> {
        Sent::new(self.source, &self.furniture, span)
    }

    /// The redactions and the release marks. Read on first use.
    pub fn redactions(&self) -> &Redactions {
        self.redactions.get_or_init(|| crate::document::withheld::read(self, self.profile))
    }

    /// Whether it begins with the head of a mail.
    pub fn is_mail(&self) -> bool {
        self.mail_head.is_some()
    }

    /// Whether it is a message of the armed services.
    pub fn is_military(&self) -> bool {
        self.kind == Kind::Cable && self.style == Style::Dod
    }

    /// Whether the text at `span` is in page furniture.
    pub fn is_furniture(&self, span: Span) -> bool {
        let before = self.furniture.partition_point(|piece| piece.span.start <= span.start);
        self.furniture[..before].last().is_some_and(|piece| span.start < piece.span.end)
    }

    /// Whether anything in it is marked or recognized.
    pub fn is_recognised(&self) -> bool {
        self.layout.is_some() || self.authority.is_some() || self.meets(Condition::Marked)
    }

    /// Everything that looks like personal data, in order. Read when a rule first asks.
    pub fn personal(&self) -> &[Personal] {
        self.personal.get_or_init(|| crate::document::exposure::personal::read(self, self.triggers()))
    }

    /// The text that readers do not see, in order. Read when a rule first asks.
    pub fn hidden(&self) -> &[Hidden] {
        self.hidden.get_or_init(|| crate::document::exposure::hidden::read(self, self.triggers()))
    }

    /// Where watched names are, in order. Looked for when a rule first asks.
    pub fn sightings(&self) -> &[Sighting] {
        let look = || self.watch.map_or_else(Vec::new, |watch| watch.sightings(self.source.text(), self.span));
        self.sightings.get_or_init(look)
    }

    fn triggers(&self) -> &Triggers {
        self.triggers.get_or_init(|| Triggers::find(self.source.text(), self.span))
    }

    /// The overall level, and where it is: the classification line, what a paper has on its first and last page (32 CFR
    /// 2001.21(b)(1)), or the highest banner. Pages have banners of their own, at most as high as the overall one.
    pub fn level(&self) -> Option<Reading<Level>> {
        let line = self.classification.as_ref().map(|line| line.level).or_else(|| self.outer_level());
        let levels = self.banners.iter().rev().filter_map(|banner| Some((banner.level?, banner.span)));
        let highest = levels.max_by_key(|(level, _)| *level);
        line.or_else(|| highest.map(|(value, span)| Reading { value, span, repaired: false }))
    }

    /// The level on the outside of a paper whose pages are all marked.
    fn outer_level(&self) -> Option<Reading<Level>> {
        let [first, .., last] = &self.pages[..] else { return None };
        let whole = self.pages.iter().all(|page| page.top.is_some() && page.bottom.is_some());
        let (top, foot, bottom) = (first.top?, first.bottom?, last.bottom?);
        let same = whole && top.level == foot.level && top.level == bottom.level;
        Some(Reading { value: top.level.filter(|_| same)?, span: top.span, repaired: false })
    }
}
