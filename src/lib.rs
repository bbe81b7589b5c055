//! A linter for US diplomatic cables and other marked government text.
//!
//! # Stages
//!
//! ```text
//! bytes ─source::read─▶ SourceFile ─view─▶ text ─lex─▶ tokens ─document::parse─▶ Document(s)
//!       ─check::run(&RuleSet)─▶ [Diagnostic] ─finding::resolve─▶ [Finding] ─suppress─▶ [Finding] ─render─▶ text
//! ```
//!
//! Each stage is one function whose signature is the arrow. [`lint`] covers the middle ones; [`marking::roll_up`] is the
//! algebra of markings, [`rule::RuleSet::with_packs`] loads house rules. Without the default feature `cli` the library
//! has these and needs neither clap nor threads nor a file system.
//!
//! # Invariants
//!
//! - Parsing never fails and never panics, whatever the bytes. Damage becomes a token, a `None` or a repaired value. A
//!   panic caused by a bug costs one document ([`run::guarded`]).
//! - Tokens tile the text: every byte belongs to exactly one. Prose becomes long runs.
//! - A [`source::Span`] is a range of the decoded text, on character boundaries. [`source::SourceFile::position`] alone
//!   turns its ends into bytes of the file on disk (byte-order mark and original encoding counted), rows and columns.
//! - A [`diagnostic::Diagnostic`] contains spans and facts, never document text. Only [`finding`] quotes text, and it
//!   is the only place that masks.
//! - A value read through damage says so ([`document::Reading`]), and a finding based on it is at most a warning.
//! - Only [`source::lex`] uses logos; only the pretty and short renderers and config errors use codespan; only `cli` uses
//!   clap; only [`config`], [`suppress::baseline`], [`rule`], [`register`], [`marking`] and [`source::mistake`] use toml; only
//!   [`files`] and [`config`] use globset and ignore.
//! - Output is sorted by path, start, end and rule, and independent of hash order. Workers never print.
//! - Only [`files`], [`config`], [`run`] and the language server access files; only [`run`] reads the clock. There is no
//!   network code and no global state.

#![cfg_attr(
    not(all(feature = "cli", feature = "office", feature = "pdf")),
    allow(dead_code, unused_imports, reason = "the program uses the rest")
)]

pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
pub mod diagnostic;
pub mod document;
#[cfg(feature = "cli")]
pub mod files;
pub mod finding;
pub mod fix {
    //! Proves fixes, and applies them to the bytes of a file.

    #[cfg(feature = "cli")]
    mod apply;
    pub(crate) mod prove;

    #[cfg(feature = "server")]
    pub(crate) use apply::replacements;
    #[cfg(feature = "cli")]
    pub use apply::{Applied, FixedDocument, Unmended, mend};
}
pub mod marking;
pub mod register;
#[cfg(feature = "cli")]
pub mod render;
pub mod rule;
#[cfg(feature = "cli")]
pub mod run;
pub mod scan;
#[cfg(feature = "server")]
#[path = "server/serve.rs"]
pub mod server;
pub mod set;
pub mod source;
pub mod suppress;
pub mod view;
pub mod watch;

use std::sync::Arc;

pub use check::copies::{compared, member};
use diagnostic::Diagnostic;
use document::Document;
pub use document::outline::Outline;
use rule::RuleSet;
use source::SourceFile;
pub use source::lex;
use source::packed::Packed;
use view::Beneath;

/// Lints one file. Pure: no I/O, no clock, no globals. Findings are sorted by start, end and rule.
///
/// ```
/// use cable_lint::check::CHECKS;
/// use cable_lint::rule::RuleSet;
///
/// let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
/// let source = cable_lint::source::read("memo.txt", b"CONFIDENTIAL\n\n1. (S) The ferry was late.\n".to_vec())?;
/// let found = cable_lint::lint(&source, &rules);
/// let names: Vec<&str> = found.iter().map(|found| rules.rules()[found.rule].name.as_str()).collect();
/// assert!(names.contains(&"portion-outranks-banner"));
/// # Ok::<(), cable_lint::source::Unreadable>(())
/// ```
///
/// What sensitive rules point at is among them even where such a rule is ignored, so that [`finding::resolve`] can mask
/// it. `resolve` then drops the findings of ignored rules; [`rule::RuleSet::level`] says which they are. What a comment
/// of a draft allows is there, and marked.
pub fn lint(source: &SourceFile, rules: &RuleSet) -> Vec<Diagnostic> {
    lint_each(source, rules, &mut |_, look| look()).diagnostics
}

/// What came of a file.
pub struct Linted {
    /// What [`lint`] says.
    pub diagnostics: Vec<Diagnostic>,
    /// Nothing in it is marked, and nothing was recognized: silence says little about it.
    pub unmarked: bool,
    /// Why parts of it were not read: attachments of a mail that hold no plain text, text that an archive lost.
    pub unread: Vec<String>,
    /// The pages that are nothing but a picture, by their names.
    pub pictures: Vec<Arc<str>>,
}

/// Like [`lint`], but `around` runs each rule, given by its index, on each document.
pub fn lint_each(source: &SourceFile, rules: &RuleSet, around: &mut dyn FnMut(usize, &mut dyn FnMut())) -> Linted {
    lint_seen(source, rules, around, &mut |_, _| {})
}

/// Is shown the documents of a file, and what was found in them, before places are those of the file.
pub type See<'s> = dyn FnMut(&[Document<'_>], &[Diagnostic]) + 's;

/// Like [`lint_each`], and shows the documents to `see`.
pub fn lint_seen(
    source: &SourceFile,
    rules: &RuleSet,
    around: &mut dyn FnMut(usize, &mut dyn FnMut()),
    see: &mut See<'_>,
) -> Linted {
    if let Some(view) = view::view(source, document::is_markdown(source, &rules.assumptions)) {
        return lint_view(source, &view, rules, around, see);
    }
    if let Some(packed) = source.packed() {
        return lint_packed(source, packed, rules, around, see);
    }
    let tokens = lex::lex(source.text());
    let documents = parsed(source, &tokens, &[], rules);
    let mut found = found(source, &documents, rules, around);
    see(&documents, &found);
    fix::prove::prove(source, &documents, rules, &mut found, &|other| {
        let tokens = lex::lex(other.text());
        self::found(other, &parsed(other, &tokens, &[], rules), rules, &mut |_, look| look())
    });
    let unread = missing(&found, rules);
    Linted {
        unmarked: !documents.iter().any(Document::is_recognised),
        diagnostics: found,
        unread,
        pictures: Vec::new(),
    }
}

/// What rules say of text that is missing from a file, each once.
fn missing(found: &[Diagnostic], rules: &RuleSet) -> Vec<String> {
    let fired = |rule: usize| found.iter().any(|found| found.rule == rule && found.allowed.is_none());
    let missing = rules.rules().iter().enumerate().filter(|(_, rule)| rule.unread && rule.level.is_some());
    let missing = missing.filter(|(index, _)| fired(*index));
    missing.map(|(_, rule)| format!("text is missing: {}", rule.summary)).collect()
}

/// Runs only the rules that say that text is missing.
fn unread_only(rules: &RuleSet) -> impl FnMut(usize, &mut dyn FnMut()) {
    |rule, run| {
        if rules.rules()[rule].unread {
            run();
        }
    }
}

/// What rules say of text that is missing from what readers see in a file, each once.
pub fn lost(seen: &SourceFile, rules: &RuleSet) -> Vec<String> {
    let tokens = lex::lex(seen.text());
    missing(&found(seen, &parsed(seen, &tokens, &[], rules), rules, &mut unread_only(rules)), rules)
}

/// Reads one file, and sums up what was read of each of its documents, in order, and how many parts of it could not be
/// read. Pure, like [`lint`].
pub fn inspect(source: &SourceFile, rules: &RuleSet) -> (Vec<Outline>, usize) {
    let view = view::view(source, document::is_markdown(source, &rules.assumptions));
    let text = view.as_ref().map_or(source, view::View::source);
    let cuts =
        source.packed().map(|packed| &packed.cuts[..]).or(view.as_ref().map(view::View::cuts)).unwrap_or_default();
    let tokens = lex::lex(text.text());
    let place = |at| view.as_ref().map_or(at, |view| view.place(source::Span::at(at)).start);
    let mut documents = parsed(text, &tokens, cuts, rules);
    if let Some(packed) = source.packed() {
        let behind = documents.iter().filter(|document| document.span.start >= packed.seen).count();
        documents.truncate((documents.len() - behind).max(1));
    }
    let mut outlines: Vec<Outline> =
        documents.iter().map(|document| Outline::of(document, |at| source.position(place(at)).row)).collect();
    for Beneath { view, .. } in view.iter().flat_map(view::View::beneath) {
        // Attached documents; other markup of a page is the same text again.
        if view.source().packed().is_some() {
            outlines.extend(inspect(view.source(), rules).0);
        }
    }
    let unread = view.as_ref().map(view::View::unread).or(source.packed().map(|packed| &packed.unread[..]));
    let unread = unread.map_or(0, <[String]>::len)
        + missing(&found(text, &documents, rules, &mut unread_only(rules)), rules).len();
    if view.is_some_and(|view| view.hides()) {
        let tokens = lex::lex(source.text());
        let hidden = |document: &Document<'_>| document.hidden().len();
        outlines[0].hidden += parsed(source, &tokens, &[], rules).iter().map(hidden).sum::<usize>();
    }
    (outlines, unread)
}

/// The places of the parts by which the documents of a text are recognized, each with its name.
pub(crate) fn signs(source: &SourceFile, cuts: &[u32], rules: &RuleSet) -> Vec<(source::Span, &'static str)> {
    let tokens = lex::lex(source.text());
    let mut signs = Vec::new();
    for document in parsed(source, &tokens, cuts, rules) {
        for part in document::outline::SIGNS {
            document.each(part, &mut |span| signs.push((span, part.name())));
        }
    }
    signs
}

/// Lints the text of a file that is not text. Nothing in it can be fixed here, and of hidden text only what rules of
/// exposure say counts.
fn lint_packed(
    source: &SourceFile,
    packed: &Packed,
    rules: &RuleSet,
    around: &mut dyn FnMut(usize, &mut dyn FnMut()),
    see: &mut See<'_>,
) -> Linted {
    let tokens = lex::lex(source.text());
    let documents = parsed(source, &tokens, &packed.cuts, rules);
    let mut found = found(source, &documents, rules, around);
    see(&documents[..documents.partition_point(|document| document.span.start < packed.seen)], &found);
    let exposes = |finding: &Diagnostic| check::is_of_exposure(rules.rules()[finding.rule].entry.name);
    found.retain(|finding| finding.span.start < packed.seen || exposes(finding));
    for finding in &mut found {
        finding.edits.clear();
        // What a program read from a picture it may have misread; that something is hidden there is certain.
        if packed.is_scan(finding.span.start) && !exposes(finding) {
            finding.repaired(true);
        }
    }
    let mut seen = documents.iter().filter(|document| document.span.start < packed.seen);
    let unread = packed.unread.iter().cloned().chain(missing(&found, rules)).collect();
    let pictures = packed.pictures.clone();
    Linted { unmarked: !seen.any(Document::is_recognised), diagnostics: found, unread, pictures }
}

/// Lints what readers see in a file. The fixes of such findings are not proved.
fn lint_view(
    source: &SourceFile,
    view: &view::View,
    rules: &RuleSet,
    around: &mut dyn FnMut(usize, &mut dyn FnMut()),
    see: &mut See<'_>,
) -> Linted {
    let tokens = lex::lex(view.source().text());
    let documents = parsed(view.source(), &tokens, view.cuts(), rules);
    let name = |finding: &Diagnostic| rules.rules()[finding.rule].entry.name;
    let of_withheld =
        |rule: usize| check::is_of_withheld(rules.rules()[rule].entry.name) || rules.rules()[rule].group == "redaction";
    // What readers see is judged as they see it; tags, comments and heads in the file itself.
    let in_markup = |finding: &Diagnostic| view.markup && of_withheld(finding.rule) && !view.shows(finding.span);
    let seen = found(view.source(), &documents, rules, around);
    see(&documents, &seen);
    let mut all: Vec<Diagnostic> = seen.into_iter().map(|finding| view.placed(source, finding)).collect();
    if view.hides() {
        // What no reader sees is in the file all the same, and leaks with it.
        let tokens = lex::lex(source.text());
        let raw = parsed(source, &tokens, &[], rules);
        // The heads of a mail are no part of what was released.
        if view.is_page() {
            raw.iter().for_each(|document| document.is_like(&documents));
        }
        let mut below = found(source, &raw, rules, around);
        below.retain(|finding| check::is_of_exposure(name(finding)) || in_markup(finding));
        all.sort_by_key(|finding| finding.span);
        below.retain(|finding| !stands_in(finding, &all));
        all.extend(below);
    }
    let unseen = |finding: &Diagnostic| check::is_of_exposure(name(finding)) || check::is_of_withheld(name(finding));
    let (mut beneath, mut pictures): (Vec<Diagnostic>, Vec<Arc<str>>) = (Vec::new(), Vec::new());
    for Beneath { view, differs } in view.beneath() {
        let linted = lint_each(view.source(), rules, around);
        pictures.extend(linted.pictures.iter().map(|page| format!("{}, {page}", view.name()).into()));
        let found = linted.diagnostics.into_iter();
        beneath.extend(found.filter(|found| *differs || unseen(found)).map(|found| view.placed(source, found)));
    }
    all.sort_by_key(|finding| finding.span);
    beneath.retain(|finding| !stands_in(finding, &all));
    all.extend(beneath);
    if view.markup {
        suppress::apply_comments(source, rules, &mut all);
    }
    all.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end, diagnostic.rule));
    let unmarked = !documents.iter().any(Document::is_recognised);
    let unread = view.unread().iter().cloned().chain(missing(&all, rules)).collect();
    Linted { unmarked, diagnostics: all, unread, pictures }
}

/// Whether `all` has a finding of the same rule where `finding` is. Sorted by place, the few before it decide.
fn stands_in(finding: &Diagnostic, all: &[Diagnostic]) -> bool {
    let before = all.partition_point(|other| other.span.start < finding.span.end);
    all[before.saturating_sub(16)..before]
        .iter()
        .any(|other| other.rule == finding.rule && other.span.touches(finding.span))
}

/// Reads one file, and shows `look` its documents, in order, with what makes a place in the file of a place in them.
#[cfg(feature = "server")]
pub(crate) fn read_documents<R>(
    source: &SourceFile,
    rules: &RuleSet,
    look: impl FnOnce(&[Document<'_>], &dyn Fn(source::Span) -> source::Span) -> R,
) -> R {
    let view = view::view(source, document::is_markdown(source, &rules.assumptions));
    let (text, cuts) = view.as_ref().map_or((source, &[][..]), |view| (view.source(), view.cuts()));
    let tokens = lex::lex(text.text());
    look(&parsed(text, &tokens, cuts, rules), &|span| view.as_ref().map_or(span, |view| view.place(span)))
}

fn parsed<'s>(
    source: &'s SourceFile,
    tokens: &'s [lex::Token],
    cuts: &[u32],
    rules: &'s RuleSet,
) -> Vec<document::Document<'s>> {
    let mut documents = document::parse_parts(source, tokens, cuts, rules.registers(), &rules.assumptions);
    documents.iter_mut().for_each(|document| document.watch = rules.watch.as_deref());
    documents
}

/// What is wrong with the documents of a file, sorted, without proofs of fixes.
fn found(
    source: &SourceFile,
    documents: &[document::Document<'_>],
    rules: &RuleSet,
    around: &mut dyn FnMut(usize, &mut dyn FnMut()),
) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> =
        documents.iter().flat_map(|document| check::run_each(document, rules, around)).collect();
    suppress::apply_comments(source, rules, &mut found);
    found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end, diagnostic.rule));
    found
}
