//! Lists the parts of the documents in a text, nested where one encloses another.

use lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, Range, SymbolInformation, SymbolKind, Uri,
};

use super::documents::Snapshot;
use super::reading::{ReadText, read};
use crate::document::outline::Outline;
use crate::document::{Document, Part};
use crate::finding::Discreet;
use crate::source::Span;

/// The parts of a header that are listed, each with its name.
const PARTS: [(Part, &str, SymbolKind); 17] = [
    (Part::Identifier, "Message identifier", SymbolKind::KEY),
    (Part::Routing, "Routing line", SymbolKind::FIELD),
    (Part::Filing, "Filing line", SymbolKind::FIELD),
    (Part::Prosign, "Security prosign", SymbolKind::FIELD),
    (Part::DateTimeGroup, "Date-time group", SymbolKind::FIELD),
    (Part::From, "From", SymbolKind::FIELD),
    (Part::To, "To", SymbolKind::FIELD),
    (Part::Info, "Info", SymbolKind::FIELD),
    (Part::Classification, "Classification line", SymbolKind::KEY),
    (Part::Banner, "Banner line", SymbolKind::KEY),
    (Part::Caption, "Caption", SymbolKind::PROPERTY),
    (Part::Order, "E.O. line", SymbolKind::PROPERTY),
    (Part::Tags, "TAGS", SymbolKind::PROPERTY),
    (Part::Subject, "Subject", SymbolKind::PROPERTY),
    (Part::References, "References", SymbolKind::PROPERTY),
    (Part::Authority, "Classification authority", SymbolKind::PROPERTY),
    (Part::Signature, "Signature", SymbolKind::CONSTANT),
];

/// The most characters of the text that a name of a part shows.
const LONGEST: usize = 60;

/// The parts of the documents in a text.
pub(super) fn symbols(snapshot: &Snapshot, _: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
    let symbols = read(snapshot, |reading| {
        let discreet = reading.discreet();
        let all = reading.documents.iter().map(|document| Lister { reading, document, discreet: &discreet }.document());
        nested(all.collect())
    })?;
    if snapshot.client.nests_symbols {
        return Some(DocumentSymbolResponse::Nested(symbols));
    }
    let mut flat = Vec::new();
    symbols.into_iter().for_each(|symbol| flatten(symbol, None, &snapshot.uri, &mut flat));
    Some(DocumentSymbolResponse::Flat(flat))
}

/// The first document, if it is a mail, encloses what follows it.
fn nested(documents: Vec<DocumentSymbol>) -> Vec<DocumentSymbol> {
    let mut nested: Vec<DocumentSymbol> = Vec::new();
    for document in documents {
        match nested.last_mut().filter(|last| last.kind == SymbolKind::PACKAGE) {
            Some(mail) => {
                mail.range.end = mail.range.end.max(document.range.end);
                mail.children.get_or_insert_default().push(document);
            }
            None => nested.push(document),
        }
    }
    nested
}

struct Lister<'l> {
    reading: &'l ReadText<'l>,
    document: &'l Document<'l>,
    discreet: &'l Discreet,
}

impl Lister<'_> {
    fn document(&self) -> DocumentSymbol {
        let outline = Outline::of(self.document, |_| 1);
        let number = outline.number.map(|number| self.discreet.value(number));
        let name = number.map_or_else(|| outline.family.to_owned(), |number| format!("{} {number}", outline.family));
        let detail = [outline.level.map(str::to_owned), outline.date].into_iter().flatten().collect::<Vec<_>>();
        let mut children: Vec<DocumentSymbol> = Vec::new();
        for (part, name, kind) in PARTS {
            self.document.each(part, &mut |span| children.extend(self.part(span, name, kind)));
        }
        children.extend(self.document.mail_head.and_then(|head| self.part(head, "Mail head", SymbolKind::KEY)));
        for paragraph in &self.document.paragraphs {
            let number = paragraph.number.map(|number| format!(" {}", number.value)).unwrap_or_default();
            children.extend(self.part(paragraph.span, &format!("Paragraph{number}"), SymbolKind::STRING));
        }
        children.sort_by_key(|child| (child.range.start, std::cmp::Reverse(child.range.end)));
        let kind = if self.document.is_mail() { SymbolKind::PACKAGE } else { SymbolKind::FILE };
        let mut range = self.reading.range(self.document.span);
        range.end = children.iter().map(|child| child.range.end).fold(range.end, Ord::max);
        symbol(name, Some(detail.join(", ")), kind, range, Some(children))
    }

    fn part(&self, span: Span, name: &str, kind: SymbolKind) -> Option<DocumentSymbol> {
        let words = self.discreet.text(self.document.source, span);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let range = self.reading.range(span);
        let detail = crate::source::visible::clipped(&words, LONGEST).into_owned();
        (range.start != range.end).then(|| symbol(name.to_owned(), Some(detail), kind, range, None))
    }
}

#[expect(deprecated, reason = "the protocol still has the field that is left empty")]
fn symbol(
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    range: Range,
    children: Option<Vec<DocumentSymbol>>,
) -> DocumentSymbol {
    let detail = detail.filter(|detail| !detail.is_empty());
    let selection_range = Range::new(range.start, range.start);
    DocumentSymbol { name, detail, kind, tags: None, deprecated: None, range, selection_range, children }
}

#[expect(deprecated, reason = "the protocol still has the field that is left empty")]
fn flatten(symbol: DocumentSymbol, inside: Option<String>, uri: &Uri, flat: &mut Vec<SymbolInformation>) {
    let DocumentSymbol { name, kind, range, children, .. } = symbol;
    let location = Location::new(uri.clone(), range);
    let information =
        SymbolInformation { name: name.clone(), kind, tags: None, deprecated: None, location, container_name: inside };
    flat.push(information);
    children.into_iter().flatten().for_each(|child| flatten(child, Some(name.clone()), uri, flat));
}
