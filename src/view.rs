//! What a person reads in a file, as text, with a map from it to places in the file.
//!
//! Plain text is its own view and costs no copy. Quotation marks and line numbers at the margin, columns, markup
//! and the encodings of mail are no part of what is read; each has a reader here. Everything behind it sees text only.

mod blanks;
mod columns;
mod fields;
#[cfg(any(feature = "office", feature = "pdf"))]
mod harmless;
mod html;
#[cfg(feature = "office")]
mod inside;
mod mail;
mod markdown;
mod nest;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
#[cfg(any(feature = "office", feature = "pdf"))]
mod sight;

use std::sync::Arc;

use nest::{Budget, Nest};

use crate::diagnostic::{Diagnostic, Fact, Shown};
use crate::source::packed::Packed;
use crate::source::{self, SourceFile, Span, Unreadable};

/// The text that readers see in a file, and where it is there.
#[derive(Debug)]
pub struct View {
    source: SourceFile,
    pieces: Vec<Piece>,
    cuts: Vec<u32>,
    /// Where parts begin that are spelled otherwise in the file, each with its name; an empty name ends one.
    parts: Vec<(u32, Arc<str>)>,
    /// Why parts of the file are not in the view, although they may hold text.
    unread: Vec<String>,
    /// Texts in the file that are not drawn, or of which more is there than is drawn.
    beneath: Vec<Beneath>,
    /// Whether the file is markup, whose hidden text and marks of redaction are judged in the file itself.
    pub markup: bool,
    /// Whether the text is spelled otherwise in the file, so that no place in the file shows it.
    encoded: bool,
}

/// A text that the file holds in another spelling, beside what the view shows: the markup of a page in a mail.
#[derive(Debug)]
pub struct Beneath {
    /// The text as a view of the file.
    pub view: View,
    /// Whether readers may be shown it instead of the view, and it says something else.
    pub differs: bool,
}

/// A stretch of the view.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the view.
    view: u32,
    /// What it is in the file.
    file: Span,
    /// Whether it stands there letter by letter; otherwise it stands for the whole.
    verbatim: bool,
}

/// A view that is being written.
#[derive(Debug, Default)]
struct Draft {
    text: String,
    pieces: Vec<Piece>,
    /// Where a part of the file begins that is a document of its own.
    cuts: Vec<u32>,
    /// Where parts begin that are spelled otherwise in the file, each with its name; an empty name ends one.
    parts: Vec<(u32, Arc<str>)>,
    /// Why parts of the file are not in it.
    unread: Vec<String>,
    /// What else the file holds, in another spelling.
    beneath: Vec<Beneath>,
}

impl Draft {
    /// Adds what stands at `span` in the file, as it is.
    fn copy(&mut self, text: &str, span: Span) {
        if !span.is_empty() {
            self.pieces.push(Piece { view: self.text.len() as u32, file: span, verbatim: true });
            self.text.push_str(&text[span.range()]);
        }
    }

    /// Adds `shown`, for which `span` stands in the file.
    fn put(&mut self, shown: &str, span: Span) {
        if !shown.is_empty() {
            self.pieces.push(Piece { view: self.text.len() as u32, file: span, verbatim: false });
            self.text.push_str(shown);
        }
    }

    /// Adds what another draft holds.
    fn append(&mut self, other: Draft) {
        let shift = self.text.len() as u32;
        self.pieces.extend(other.pieces.into_iter().map(|piece| Piece { view: piece.view + shift, ..piece }));
        self.text.push_str(&other.text);
    }

    /// Ends the line, unless nothing is in it.
    fn end_line(&mut self, at: u32) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.put("\n", Span::at(at));
        }
    }

    fn view(self, source: &SourceFile) -> View {
        let text = source.shown(self.text);
        let Draft { pieces, cuts, parts, unread, beneath, .. } = self;
        View { source: text, pieces, cuts, parts, unread, beneath, markup: false, encoded: false }
    }
}

/// Reads a file that findings will call `name`: text, or a file whose text a reader here takes out.
///
/// # Errors
///
/// [`Unreadable`] if it holds no text that can be read whole.
pub fn open(name: impl Into<String>, bytes: Vec<u8>) -> Result<SourceFile, Unreadable> {
    if !is_packed(&bytes) {
        return source::read(name, bytes);
    }
    let (text, packed) = unpack(&bytes, Nest::new(&Budget::default()))?;
    SourceFile::unpacked(name, text, packed)
}

/// Whether a file is not text, but one for which there is a reader here.
pub fn is_packed(bytes: &[u8]) -> bool {
    #[cfg(feature = "pdf")]
    if pdf::is_pdf(bytes) {
        return true;
    }
    #[cfg(feature = "office")]
    if office::is_office(bytes) {
        return true;
    }
    let _ = bytes;
    false
}

/// The text of a file that is not text and for which there is a reader.
fn unpack(bytes: &[u8], nest: Nest<'_>) -> Result<(String, Packed), Unreadable> {
    #[cfg(feature = "pdf")]
    if pdf::is_pdf(bytes) {
        return pdf::read(bytes, nest);
    }
    #[cfg(feature = "office")]
    if office::is_office(bytes) {
        return office::read(bytes, nest);
    }
    let _ = (bytes, nest);
    Err(Unreadable::Signature("a file of another program"))
}

/// What readers see in a file; `None` where that is its text. `markdown` says that the file is Markdown, whose reader
/// keeps places itself; only a telegram in it has a view.
pub fn view(source: &SourceFile, markdown: bool) -> Option<View> {
    if source.packed().is_some() {
        return None;
    }
    let plain = |source: &SourceFile| plain::view(source).or_else(|| columns::view(source));
    let coded = || mail::view(source).or_else(|| html::view(source));
    let Some(outer) = coded().or_else(|| blanks::view(source).filter(|_| !markdown)) else {
        return if markdown { markdown::view(source) } else { plain(source) };
    };
    // A reply quotes inside its part of the mail.
    Some(outer.through(blanks::view).through(plain))
}

impl View {
    /// The text, as a file of its own.
    pub fn source(&self) -> &SourceFile {
        &self.source
    }

    /// What the part is called with which it begins.
    pub fn name(&self) -> &str {
        self.parts.first().map_or("", |(_, name)| name)
    }

    /// Where documents begin and end that are parts of the file: attachments of a message, telegrams on a page.
    pub fn cuts(&self) -> &[u32] {
        &self.cuts
    }

    /// Why parts of the file were not read, although they may hold text.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// Texts in the file that are not drawn, or of which more is there than is drawn.
    pub fn beneath(&self) -> &[Beneath] {
        &self.beneath
    }

    /// What `view` makes of the text.
    fn through(self, view: impl Fn(&SourceFile) -> Option<View>) -> View {
        match view(&self.source).filter(|_| !self.markup) {
            Some(inner) => inner.within(self),
            None => self,
        }
    }

    /// A view of the text of `outer` as a view of its file.
    fn within(self, outer: View) -> View {
        let (end, mut pieces, mut index) = (outer.source.text().len() as u32, Vec::new(), 0);
        for piece in &self.pieces {
            let mut from = piece.file.start;
            while from < piece.file.end {
                let next = |index: usize| outer.pieces.get(index + 1).map_or(end, |next| next.view);
                while index + 1 < outer.pieces.len() && next(index) <= from {
                    index += 1;
                }
                let (below, to) = (outer.pieces[index], next(index).min(piece.file.end));
                let part = |at: u32| below.file.start + (at - below.view);
                let file = if below.verbatim { Span::new(part(from), part(to)) } else { below.file };
                pieces.push(Piece { view: piece.view + (from - piece.file.start), file, ..below });
                from = to;
            }
        }
        let cut = |at: u32| {
            let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.file.end <= at))?;
            Some(piece.view + at.saturating_sub(piece.file.start))
        };
        let cuts = outer.cuts.iter().filter_map(|at| cut(*at)).collect();
        let parts = outer.parts.iter().filter_map(|(at, name)| Some((cut(*at)?, name.clone()))).collect();
        View { source: self.source, pieces, cuts, parts, ..outer }
    }

    /// Whether there is text in the file that is not in the view, or is spelled otherwise there.
    pub fn hides(&self) -> bool {
        self.markup || self.encoded
    }

    /// Whether the whole file is marked up, and no part of another one.
    pub fn is_page(&self) -> bool {
        self.markup && !self.encoded
    }

    /// A view of a file inside the file, which is spelled at `span`; findings call it `name`.
    fn enclosed(source: SourceFile, name: &str, span: Span) -> View {
        let pieces = vec![Piece { view: 0, file: span, verbatim: false }];
        let named = source.packed().map(|packed| {
            let part = |(at, part): (u32, &str)| (at, format!("{name}, {part}").into());
            packed.parts().map(part).collect::<Vec<(u32, Arc<str>)>>()
        });
        let parts = [(0, name.into())].into_iter().chain(named.unwrap_or_default()).collect();
        let (cuts, unread, beneath) = (Vec::new(), Vec::new(), Vec::new());
        View { source, pieces, cuts, parts, unread, beneath, markup: false, encoded: true }
    }

    /// Whether readers see what stands at a place in the file, letter by letter.
    pub fn shows(&self, place: Span) -> bool {
        let before = self.pieces.partition_point(|piece| piece.file.start <= place.start);
        self.pieces[..before].last().is_some_and(|piece| piece.verbatim && piece.file.contains(place))
    }

    /// The place in the file of a place in the view.
    pub fn place(&self, span: Span) -> Span {
        let piece = |at: u32| {
            let found = self.pieces.partition_point(|piece| piece.view <= at).checked_sub(1)?;
            Some((self.pieces[found], at - self.pieces[found].view))
        };
        let start = piece(span.start).map_or(0, |(piece, behind)| match piece.verbatim {
            true => (piece.file.start + behind).min(piece.file.end),
            false => piece.file.start,
        });
        let Some((last, behind)) = piece(span.end.saturating_sub(1)).filter(|_| !span.is_empty()) else {
            return Span::at(start);
        };
        let end = if last.verbatim { (last.file.start + behind + 1).min(last.file.end) } else { last.file.end };
        Span::new(start, end.max(start))
    }

    /// The place in the view, if it is in a part that is spelled otherwise in the file.
    fn shown(&self, span: Span) -> Option<Shown> {
        let at = self.parts.partition_point(|(start, _)| *start <= span.start).checked_sub(1)?;
        let part = self.parts[at].1.clone();
        let position = |at| self.source.position(at);
        (!part.is_empty()).then(|| Shown { part, start: position(span.start), end: position(span.end) })
    }

    /// A finding in the view as one in `file`. Its edits are kept where the file says the same there.
    pub fn placed(&self, file: &SourceFile, mut finding: Diagnostic) -> Diagnostic {
        if self.encoded {
            let shown: Vec<Option<Shown>> = finding.places().map(|place| self.shown(place)).collect();
            finding.shown = if shown.iter().any(Option::is_some) { shown } else { Vec::new() };
            for (_, fact) in &mut finding.facts {
                if let Fact::Quote(span) = fact {
                    *fact = Fact::Word(self.source.slice(*span).to_owned().into());
                }
            }
        }
        let edits = finding.edits.iter().map(|edit| (edit.span, self.place(edit.span)));
        let written = |content: &str| !self.markup && !self.encoded || !content.contains(['<', '&', '=']);
        let same = edits.clone().all(|(here, there)| self.source.slice(here) == file.slice(there))
            && finding.edits.iter().all(|edit| written(&edit.content));
        if same {
            finding.edits.iter_mut().for_each(|edit| edit.span = self.place(edit.span));
        } else {
            finding.edits.clear();
        }
        finding.span = self.place(finding.span);
        finding.related.iter_mut().for_each(|related| related.span = self.place(related.span));
        finding.allowed = finding.allowed.map(|span| self.place(span));
        for (_, fact) in &mut finding.facts {
            if let Fact::Quote(span) = fact {
                *span = self.place(*span);
            }
        }
        finding
    }
}
