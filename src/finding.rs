//! Turns diagnostics into findings: spans into places, facts into sentences.
//!
//! The only place where document text leaves its file, and so the only one that masks it. Renderers see only a
//! [`Finding`], which no longer needs the document.

pub mod answer;
mod compared;
pub(crate) mod excerpt;
mod fingerprint;
#[cfg(feature = "cli")]
pub mod fold;
mod grouped;
mod kept;
mod legible;
mod location;
pub(crate) mod mask;
mod page;
mod row;
mod secret;
mod wording;

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::diagnostic::{Confidence, Diagnostic, Proof, Severity, Shown};
use crate::rule::check::Secret;
use crate::rule::{Applicability, Rule, RuleSet};
use crate::source::{Position, SourceFile, Span};
use crate::suppress::{Suppression, SuppressionKind};
use crate::watch::WatchList;
pub use compared::{Beside, resolve_compared};
pub use excerpt::{Excerpt, ExcerptLabel};
use excerpt::{Pointer, excerpts};
use fingerprint::Fingerprints;
pub use fingerprint::is_fingerprint;
pub(crate) use kept::is_discreet;
pub(crate) use legible::{Discreet, guarded};
pub use legible::{Legible, Looked, legible};
pub use location::Location;
use mask::Masks;
pub use page::{ShownLine, ShownText, TextPiece, shown_text};
pub use row::{DocumentRow, rows};
use secret::{MARK, Secrets};
use wording::Wording;

/// One finding as programs and people see it; serializes to the JSON contract.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The rule's name.
    pub code: String,
    /// The rule's group.
    pub group: String,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Anything else worth knowing.
    pub notes: Vec<String>,
    /// The regulations or evidence it rests on.
    pub source: Vec<String>,
    /// A page about the rule.
    pub url: Option<String>,
    /// The file; null of a line that is in none.
    #[serde(serialize_with = "or_null")]
    pub filename: String,
    /// Where it starts.
    pub location: Location,
    /// Where it ends: the place after its last character.
    pub end_location: Location,
    /// Other places that belong to it.
    pub related: Vec<RelatedPlace>,
    /// What would fix it.
    pub fix: Option<FixOffer>,
    /// Names the finding by content, not by position: 16 hexadecimal digits; null of a line that is in no file.
    #[serde(serialize_with = "or_null")]
    pub fingerprint: String,
    /// What the file is called wherever that is kept, if not by its own name, parts of which are masked. Unlike
    /// `filename` it does not depend on what is shown.
    #[serde(skip)]
    pub masked_filename: Option<String>,
    /// What suppresses it, if anything does.
    pub suppression: Option<Suppression>,
    /// How many others of its file it stands for.
    #[serde(skip)]
    pub more: usize,
    /// The lines it touches, for people; empty if snippets are not wanted.
    #[serde(skip)]
    pub excerpts: Vec<Excerpt>,
}

fn or_null<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    Some(text).filter(|text| !text.is_empty()).serialize(serializer)
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedPlace {
    /// What it has to do with it.
    pub message: String,
    /// The file.
    pub filename: String,
    /// Where it starts.
    pub location: Location,
    /// Where it ends.
    pub end_location: Location,
}

/// Edits that would fix a finding.
#[derive(Clone, Debug, Serialize)]
pub struct FixOffer {
    /// Whether they can change what the document says: safe only if that is proved.
    pub applicability: Applicability,
    /// Whether they are proved safe beside the other fixes of the document that are.
    #[serde(skip)]
    pub together: bool,
    /// What they do.
    pub message: String,
    /// The edits, in order, never overlapping.
    pub edits: Vec<PlacedEdit>,
}

/// One replacement.
#[derive(Clone, Debug, Serialize)]
pub struct PlacedEdit {
    /// The replacement, as it may be shown: applying a fix uses the diagnostic's own edits.
    pub content: String,
    /// Where the replaced text starts.
    pub location: Position,
    /// Where it ends.
    pub end_location: Position,
}

/// What of the documents findings may show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Showing {
    /// Whether text that a rule calls sensitive is shown; masked otherwise.
    pub reveal: bool,
    /// Whether the lines that a finding touches are kept for people to see.
    pub snippets: bool,
    /// How many characters of such a line are shown at most around one place, if a screen is narrow.
    pub width: Option<u16>,
}

/// At most this many related places are shown in excerpts; all of them are listed.
const SHOWN_RELATED: usize = 8;

/// Turns the diagnostics of one file into findings, sorted by start, end and rule name.
///
/// What one sensitive rule points at, its related places included, is masked in the findings of all rules. So
/// `diagnostics` must hold everything that was found in the file: what will be suppressed, and what sensitive rules
/// found that are ignored. The findings of ignored rules are dropped here, once they have masked.
pub fn resolve(source: &SourceFile, diagnostics: &[Diagnostic], rules: &RuleSet, showing: Showing) -> Vec<Finding> {
    let withheld = withheld(source, diagnostics, rules);
    resolve_without(source, diagnostics, rules, showing, withheld, &[])
}

/// Like [`resolve`], for a file that is not a document, in which no rule has looked for watched names.
pub(crate) fn resolve_beside(
    source: &SourceFile,
    diagnostics: &[Diagnostic],
    rules: &RuleSet,
    showing: Showing,
) -> Vec<Finding> {
    let whole = Span::new(0, source.text().len() as u32);
    let sightings = rules.watch.iter().flat_map(|watch| watch.sightings(source.text(), whole));
    let names: Vec<Span> = sightings.map(|sighting| sighting.span).collect();
    resolve_without(source, diagnostics, rules, showing, Masks::spread(source, &names, &names, &names), &[])
}

fn resolve_without(
    source: &SourceFile,
    diagnostics: &[Diagnostic],
    rules: &RuleSet,
    showing: Showing,
    (hidden, words): (Masks, Secrets),
    others: &[Beside<'_>],
) -> Vec<Finding> {
    let rule = |diagnostic: &Diagnostic| &*rules.rules()[diagnostic.rule];
    let (no_masks, no_words) = (Masks::default(), Secrets::default());
    let (masks, secrets) = if showing.reveal { (&no_masks, &no_words) } else { (&hidden, &words) };
    let masked_filename = words.masked_name(source.name(), rules.watch.as_deref());
    let filename = if showing.reveal { source.name().to_owned() } else { masked_filename.clone() };
    let masked_filename = Some(masked_filename).filter(|masked| masked != source.name());
    let files = others.iter().map(|other| other.filename.clone()).collect();
    let resolver = Resolver { source, masks, secrets, showing, filename, masked_filename, others, files };
    let mut fingerprints = Fingerprints::new(source, &hidden);

    let active = |diagnostic: &&Diagnostic| rules.level(diagnostic.rule).is_some();
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().filter(active).collect();
    sorted.sort_by(|a, b| (a.span, &rule(a).name).cmp(&(b.span, &rule(b).name)));
    sorted
        .into_iter()
        .map(|diagnostic| {
            let rule = rule(diagnostic);
            resolver.finding(diagnostic, rule, fingerprints.next(&rule.name, diagnostic.span))
        })
        .collect()
}

/// What of `source` may not be shown: the places that sensitive rules point at, with every other place where their
/// words are, and the words of watched names there.
fn withheld(source: &SourceFile, diagnostics: &[Diagnostic], rules: &RuleSet) -> (Masks, Secrets) {
    let rule = |diagnostic: &Diagnostic| &*rules.rules()[diagnostic.rule];
    let sensitive = diagnostics.iter().filter(|diagnostic| rule(diagnostic).sensitive);
    let places: Vec<Span> = sensitive.clone().flat_map(secret_places).collect();
    let is_name = |span: &Span, least| mask::is_name(source.slice(*span), least);
    let (mut names, mut in_names) = (Vec::new(), Vec::new());
    for diagnostic in sensitive {
        let secret = rule(diagnostic).entry.secret;
        let numbered = secret == Secret::Data && diagnostic.severity > Severity::Info;
        let cut = secret == Secret::PerhapsName && is_name(&diagnostic.span, 1);
        if cut || secret == Secret::Name {
            names.push(diagnostic.span);
        }
        if numbered || is_name(&diagnostic.span, 2) || names.last() == Some(&diagnostic.span) {
            in_names.push(diagnostic.span);
        }
    }
    Masks::spread(source, &places, &names, &in_names)
}

/// What `diagnostic` says must not be read: not the mark or the box that it points at beside its own place.
fn secret_places(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> {
    let related = diagnostic.related.iter().filter(|related| !matches!(related.label, "mark" | "box"));
    std::iter::once(diagnostic.span).chain(related.map(|related| related.span))
}

/// What a file of which nothing is known but its name may be called. The same goes for a path, and for a sentence with
/// one.
pub(crate) fn shown_name(name: &str, watch: Option<&WatchList>) -> String {
    Secrets::default().masked_name(name, watch)
}

/// The masks of a text that is not a document.
pub(crate) fn masks_beside(source: &SourceFile, rules: &RuleSet) -> Masks {
    legible::guard(source, rules).0
}

/// Whether parts of `name` are masked.
pub(crate) fn is_masked(name: &str) -> bool {
    name.contains(MARK)
}

/// What all findings of a file are made with.
struct Resolver<'r> {
    source: &'r SourceFile,
    masks: &'r Masks,
    secrets: &'r Secrets,
    showing: Showing,
    /// What the file may be called.
    filename: String,
    /// What it is called where that is kept, if not by its own name.
    masked_filename: Option<String>,
    /// The other files of the set that findings point at, and their names.
    others: &'r [Beside<'r>],
    files: Vec<String>,
}

impl Resolver<'_> {
    fn finding(&self, diagnostic: &Diagnostic, rule: &Rule, fingerprint: String) -> Finding {
        let wording = self.wording(diagnostic, rule);
        let (location, end_location) = self.shown(diagnostic, 0, diagnostic.span);
        Finding {
            notes: location.whereabouts().into_iter().collect(),
            code: rule.name.clone(),
            group: rule.group.clone(),
            severity: diagnostic.severity,
            confidence: diagnostic.confidence,
            message: wording.fill(&rule.message),
            help: rule.help.as_ref().map(|help| wording.fill(help)),
            source: rule.source.clone(),
            url: None,
            filename: self.filename.clone(),
            location,
            end_location,
            related: self.related(diagnostic, rule),
            fix: self.fix(diagnostic, rule),
            fingerprint,
            masked_filename: self.masked_filename.clone(),
            suppression: diagnostic.allowed.map(|reason| self.allowed(reason)),
            more: 0,
            excerpts: self.excerpts(diagnostic, rule),
        }
    }

    fn wording<'w>(&'w self, diagnostic: &'w Diagnostic, rule: &'w Rule) -> Wording<'w> {
        Wording {
            source: self.source,
            masks: self.masks,
            facts: &diagnostic.facts,
            secrets: self.secrets,
            files: &self.files,
            mask_quotes: rule.sensitive && !self.showing.reveal,
            mask_results: self.touches(diagnostic),
        }
    }

    /// Whether a place that `diagnostic` points at is masked, so that what was worked out from it must be too.
    fn touches(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.places().any(|place| self.masks.touch(place))
    }

    /// What a comment says, masked like anything else of the document.
    fn allowed(&self, reason: Span) -> Suppression {
        let reason = Some(self.masks.folded(self.source, reason)).filter(|reason| !reason.is_empty());
        Suppression { kind: SuppressionKind::Inline, reason }
    }

    fn places(&self, span: Span) -> (Position, Position) {
        (self.source.position(span.start), self.source.position(span.end))
    }

    /// The ends of the place of that index, in the file and in the text that readers see.
    fn shown(&self, diagnostic: &Diagnostic, index: usize, span: Span) -> (Location, Location) {
        self.located(self.source, diagnostic.shown.get(index).and_then(Option::as_ref), span)
    }

    /// The ends of a place of `source`, in the file and in the text that readers see.
    fn located(&self, source: &SourceFile, shown: Option<&Shown>, span: Span) -> (Location, Location) {
        let (start, end) = (source.position(span.start), source.position(span.end));
        let named = |part: &str| -> Arc<str> { self.secrets.masked(part.to_owned()).into() };
        if let Some(place) = source.packed().and_then(|packed| packed.place(span)) {
            let page = place.page.map(|page| (page, place.rectangle));
            let part = named(&place.part);
            let [start, end] =
                [start, end].map(|file| Location { on_disk: false, file, shown: Some((part.clone(), file)), page });
            return (start, end);
        }
        let shown = shown.map(|shown| {
            let part = named(&shown.part);
            [shown.start, shown.end].map(|place| (part.clone(), place))
        });
        let [first, last] = shown.map_or([None, None], |ends| ends.map(Some));
        (Location { shown: first, ..start.into() }, Location { shown: last, ..end.into() })
    }

    fn related(&self, diagnostic: &Diagnostic, rule: &Rule) -> Vec<RelatedPlace> {
        let place = |(index, related): (usize, &crate::diagnostic::Related)| {
            let (location, end_location) = self.shown(diagnostic, index + 1, related.span);
            let message = rule.label(related.label).to_owned();
            RelatedPlace { message, filename: self.filename.clone(), location, end_location }
        };
        let elsewhere = diagnostic.elsewhere.iter().map(|place| {
            let other = &self.others[place.file];
            let (location, end_location) = self.located(other.source, place.shown.as_ref(), place.span);
            let message = rule.label(place.label).to_owned();
            RelatedPlace { message, filename: other.filename.clone(), location, end_location }
        });
        diagnostic.related.iter().enumerate().map(place).chain(elsewhere).collect()
    }

    /// The fix, if the rule offers one and the check found how to write it.
    fn fix(&self, diagnostic: &Diagnostic, rule: &Rule) -> Option<FixOffer> {
        let fix = rule.fix.as_ref().filter(|_| !diagnostic.edits.is_empty())?;
        let mut edits: Vec<_> = diagnostic.edits.iter().collect();
        edits.sort_by_key(|edit| edit.span);
        let hide = self.touches(diagnostic) || rule.sensitive && !self.showing.reveal;
        let placed = edits.into_iter().map(|edit| {
            let (location, end_location) = self.places(edit.span);
            let masked = hide || self.masks.touch(edit.span);
            let content = match &edit.content {
                Cow::Borrowed(content) => (*content).to_owned(),
                Cow::Owned(_) if masked => MARK.to_owned(),
                Cow::Owned(content) => self.secrets.masked(content.clone()),
            };
            PlacedEdit { content, location, end_location }
        });
        let proved = diagnostic.proof != Proof::None;
        Some(FixOffer {
            applicability: if proved { fix.applicability } else { Applicability::Unsafe },
            together: diagnostic.proof == Proof::Together,
            message: self.wording(diagnostic, rule).fill(&fix.message),
            edits: placed.collect(),
        })
    }

    fn excerpts(&self, diagnostic: &Diagnostic, rule: &Rule) -> Vec<Excerpt> {
        if !self.showing.snippets {
            return Vec::new();
        }
        let primary = Pointer { span: diagnostic.span, message: "", primary: true };
        let related = diagnostic.related.iter().take(SHOWN_RELATED).map(|related| Pointer {
            span: related.span,
            message: rule.label(related.label),
            primary: false,
        });
        let pointers: Vec<Pointer<'_>> = std::iter::once(primary).chain(related).collect();
        excerpts(self.source, self.masks, &pointers, self.showing.width)
    }
}
