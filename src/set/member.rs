//! A document of a set that is compared with others, and the comparison.

use std::sync::OnceLock;

use super::Relations;
use super::align::Anchors;
use super::entry::{NotedPlaces, SetEntry, local_part, names};
use super::gap::{Aligned, CutGap, Side, align};
use super::prints;
use super::record::CopyRecord;
use super::words::{self, CUT, WordToken};
use crate::diagnostic::{Diagnostic, Elsewhere};
use crate::document::Document;
use crate::document::exposure::personal::PersonalKind;
use crate::source::{SourceFile, Span};
use crate::view::View;

/// A document of a set with what comparing it needs.
pub struct Member {
    file: SourceFile,
    view: Option<View>,
    tokens: Vec<WordToken>,
    /// What it is aligned by, once it is.
    anchors: OnceLock<Anchors>,
    /// The documents in its file.
    pub records: Vec<CopyRecord>,
    /// Its redactions, in order.
    pub marks: Vec<CutMark>,
    /// Whether it is a mail, whose copies hold other replies.
    pub mail: bool,
    /// Its addresses.
    addresses: Vec<Span>,
    noted: Noted,
}

/// What rules note of a document: places in its text.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// The names of persons for whom protection is asked.
    pub protected: Vec<Span>,
    /// The addresses of which half is left.
    pub halves: Vec<Span>,
}

impl Noted {
    fn places(&self) -> NotedPlaces<'_> {
        NotedPlaces { protected: &self.protected, halves: &self.halves }
    }

    /// What is kept of the documents of one file, in which this was noted. `seed` is the key of the run.
    pub fn entry(&self, documents: &[Document<'_>], seed: u64) -> SetEntry {
        SetEntry::of(documents, &self.places(), seed)
    }
}

/// A redaction and its codes.
#[derive(Clone, Debug)]
pub struct CutMark {
    /// Its place.
    pub span: Span,
    /// The codes, in order, each once.
    pub codes: Vec<String>,
}

/// A document and those that have something in common with it.
pub struct Comparison<'c> {
    /// The document.
    pub here: &'c Member,
    /// The others.
    pub others: Vec<Neighbor<'c>>,
}

/// A document that has something in common with another.
pub struct Neighbor<'c> {
    /// The other document.
    pub member: &'c Member,
    /// What both have in common beside passages.
    pub relations: Relations,
    /// What it has where the document has redactions, in order.
    pub gaps: Vec<CutGap>,
    /// How many words both have.
    pub shared: usize,
    /// How many words of the document differ between those.
    pub differing: usize,
}

impl Member {
    /// Keeps what is needed of the documents of one file, in which rules noted something.
    pub fn read(documents: &[Document<'_>], noted: Noted) -> Unplaced {
        let mut marks = Vec::new();
        let mut addresses = Vec::new();
        for document in documents {
            marks.extend(document.redactions().marks.iter().map(|mark| {
                let mut codes: Vec<String> =
                    mark.codes.iter().filter(|code| !code.repaired).map(|code| code.name.clone()).collect();
                codes.sort();
                codes.dedup();
                CutMark { span: mark.span, codes }
            }));
            let personal = document.personal().iter().filter(|found| found.kind == PersonalKind::Email);
            addresses.extend(personal.map(|found| found.span));
        }
        Unplaced {
            tokens: words::tokens(documents),
            records: documents.iter().map(CopyRecord::of).collect(),
            mail: documents.iter().any(Document::is_mail),
            marks,
            addresses,
            noted,
        }
    }

    /// The file.
    pub fn file(&self) -> &SourceFile {
        &self.file
    }

    /// The text that places count in, as a file of its own.
    pub fn shown(&self) -> &SourceFile {
        self.view.as_ref().map_or(&self.file, View::source)
    }

    /// Whether comments are looked for in the file, rather than in what readers see.
    pub fn markup(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.markup)
    }

    /// The text that places count in.
    pub fn text(&self) -> &str {
        self.shown().text()
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        self.tokens.iter().filter(|token| token.is_word()).count()
    }

    /// When it was released, if its first document says so.
    pub fn released(&self) -> Option<jiff::civil::Date> {
        self.records.iter().find_map(|record| record.released)
    }

    /// The codes of the mark at `span`.
    pub fn codes(&self, span: Span) -> &[String] {
        let found = self.marks.binary_search_by_key(&span, |mark| mark.span);
        found.map_or(&[], |index| &self.marks[index].codes)
    }

    /// The text where the comparison begins, if it has any: where a finding about all of it is.
    pub fn start(&self) -> Span {
        let first = self.tokens.iter().find(|token| token.is_word());
        first.map_or(Span::at(0), |token| token.span)
    }

    /// Its half addresses that an address of `other` completes, each with that address.
    pub(crate) fn completed(&self, other: &Member) -> Vec<(Span, Span)> {
        let completed = self.noted.halves.iter().filter_map(|half| {
            let local = local_part(self.text(), *half)?;
            let whole = other.addresses.iter().find(|address| {
                let address = other.text()[address.range()].to_lowercase();
                address.split_once('@').is_some_and(|(name, _)| name == local)
            })?;
            Some((*half, *whole))
        });
        completed.collect()
    }

    /// The places of names in it that `other` says to protect, each with the place where it says so.
    pub(crate) fn protected_by(&self, other: &Member) -> Vec<(Span, Span)> {
        let asked = other.noted.protected.iter().filter_map(|name| {
            let keys: Vec<u64> = other.tokens.iter().filter(|it| name.contains(it.span)).map(|it| it.key).collect();
            let [.., first, last] = keys[..] else { return None };
            Some((prints::name(&[first, last], 0), *name))
        });
        let asked: Vec<(u64, Span)> = asked.collect();
        let mut found = Vec::new();
        names(self.text(), &self.tokens, |_, span, keys| {
            let name = prints::name(keys, 0);
            let own = self.noted.protected.iter().any(|protected| protected.touches(span));
            let asked = asked.iter().find(|(asked, _)| *asked == name && !own);
            found.extend(asked.map(|(_, place)| (span, *place)));
        });
        found
    }

    /// A finding in its text as one in its file.
    pub fn placed(&self, finding: Diagnostic) -> Diagnostic {
        match &self.view {
            Some(view) => view.placed(&self.file, finding),
            None => finding,
        }
    }

    /// A place in its text, to which a finding of another document points.
    pub fn placed_elsewhere(&self, mut place: Elsewhere) -> Elsewhere {
        if let Some(view) = &self.view {
            let mut placed = view.placed(&self.file, Diagnostic::pointing(place.span));
            place.shown = placed.shown.pop().flatten();
            place.span = placed.span;
        }
        place
    }

    fn side(&self) -> Side<'_> {
        let anchors = self.anchors.get_or_init(|| Anchors::new(&self.tokens));
        Side { text: self.text(), tokens: &self.tokens, anchors }
    }

    /// About so many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        let seen = self.view.as_ref().map_or(0, |view| view.source().text().len());
        self.file.text().len() + seen + self.tokens.len() * 2 * size_of::<WordToken>()
    }

    /// Whether words of others can stand for something in it.
    fn cuts(&self) -> bool {
        self.tokens.iter().any(|token| token.key == CUT)
    }
}

/// A member whose text is still in the hands of its reader.
pub struct Unplaced {
    tokens: Vec<WordToken>,
    records: Vec<CopyRecord>,
    marks: Vec<CutMark>,
    mail: bool,
    addresses: Vec<Span>,
    noted: Noted,
}

impl Unplaced {
    /// The member, with its file and what readers see of it.
    pub fn of(self, file: SourceFile, view: Option<View>) -> Member {
        let Unplaced { tokens, records, marks, mail, addresses, noted } = self;
        Member { file, view, tokens, anchors: OnceLock::new(), records, marks, mail, addresses, noted }
    }
}

impl<'c> Comparison<'c> {
    /// Compares `here` with each of `others`.
    pub fn new(here: &'c Member, others: impl IntoIterator<Item = (&'c Member, Relations)>) -> Comparison<'c> {
        let cuts = here.cuts();
        let others = others.into_iter().map(|(member, relations)| {
            let one_record = relations.has(Relations::ONE_RECORD);
            let aligned = (cuts || one_record).then(|| align(here.side(), member.side(), one_record));
            let Aligned { gaps, shared, differing } = aligned.unwrap_or_default();
            Neighbor { member, relations, gaps, shared, differing }
        });
        Comparison { here, others: others.collect() }
    }
}

impl Neighbor<'_> {
    /// The records of `here` that are the same message as one of the other document, with that.
    pub(crate) fn messages<'r>(
        &'r self,
        here: &'r Member,
    ) -> impl Iterator<Item = (&'r CopyRecord, &'r CopyRecord)> + 'r {
        here.records.iter().filter_map(|record| {
            let number = record.number.as_ref()?;
            let same = |other: &&CopyRecord| other.number.as_ref().is_some_and(|other| other.names(number));
            Some((record, self.member.records.iter().find(same)?))
        })
    }
}
