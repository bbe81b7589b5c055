//! Views of HTML and other documents of markup: a line for each block, as a browser shows them.
//!
//! Heads, style sheets, scripts and comments are not shown. What a style hides is left to the readers of hidden text.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::{Draft, Piece, View};
use crate::document::exposure::hidden::tag::without_endless_tags;
use crate::source::{SourceFile, Span};

/// Elements that begin and end a line.
const BLOCKS: &str = concat!(
    "address article aside blockquote body caption center closer dateline dd div dl dt figure footer form h1 h2 h3 h4 ",
    "h5 h6 head header hr html item li list main nav ol opener p pre row section signed table tbody td text tfoot th ",
    "thead tr ul",
);
/// Elements whose content is not shown.
const UNSHOWN: &str = "head script style title template noscript teiheader";
/// Elements that keep the line breaks of the file.
const KEEPING: &str = "pre textarea xmp listing";

/// Elements of which one holds a label and the next its value.
const CELLS: &str = "td th dt dd";

/// The view of a file of markup; `None` of any other.
pub(super) fn view(source: &SourceFile) -> Option<View> {
    let text = source.text();
    let name = source.name().rsplit('.').next().unwrap_or_default();
    let named = ["html", "htm", "xhtml"].iter().any(|known| known.eq_ignore_ascii_case(name));
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let begins = ["<!doctype html", "<html"]
        .iter()
        .any(|word| start.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)));
    if !named && !begins && !is_edition(text) {
        return None;
    }
    let mut draft = Draft::default();
    draw(text, Span::new(0, text.len() as u32), &mut draft);
    Some(View { markup: true, ..draft.view(source) })
}

/// Whether a text is of an edition in TEI, whatever its name.
pub(crate) fn is_edition(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(text.len().min(1000))];
    head.trim_start().starts_with('<') && head.contains("tei-c.org/ns/")
}

/// Whether `list` has the word `name`.
fn is_in(list: &str, name: &[u8]) -> bool {
    list.split(' ').any(|word| word.as_bytes().eq_ignore_ascii_case(name))
}

/// Draws the markup in `span` of `text`.
pub(super) fn draw(text: &str, span: Span, draft: &mut Draft) {
    let inside = &text[span.range()];
    // In TEI a head is a heading; in a file without elements for lines each line of it is one.
    let tei = inside.contains("tei-c.org");
    let lower = inside.to_ascii_lowercase();
    let lined = ["<p", "<br", "<div", "<td", "<li", "<dd"].iter().any(|tag| lower.contains(tag));
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut drawer =
        Drawer { text, from: span.start, draft, tei, unshown: None, keeping: usize::from(!lined), cell: None };
    for token in Tokenizer::new_with_emitter(&*without_endless_tags(inside), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => drawer.start(&tag),
            Token::EndTag(tag) => drawer.end(&tag.name, tag.span.start as u32),
            Token::String(string) => drawer.string(string.span.start as u32, string.span.end as u32),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
}

struct Drawer<'d> {
    text: &'d str,
    /// Where the tokenizer began.
    from: u32,
    draft: &'d mut Draft,
    tei: bool,
    /// The element that is open and not shown, and how many of its name are open.
    unshown: Option<(Vec<u8>, usize)>,
    /// How many elements are open that keep line breaks.
    keeping: usize,
    /// Where the view ended with the last cell.
    cell: Option<usize>,
}

impl Drawer<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = &**tag.name;
        if let Some((unshown, depth)) = &mut self.unshown {
            *depth += usize::from(unshown == name && !tag.self_closing);
            return;
        }
        let at = self.from + tag.span.start as u32;
        let style = |(key, value): (&[u8], &[u8])| {
            let value = String::from_utf8_lossy(value).replace(' ', "").to_ascii_lowercase();
            key == b"hidden"
                || key == b"style" && (value.contains("display:none") || value.contains("visibility:hidden"))
        };
        let hidden = tag.attributes.iter().any(|(key, value)| style((key, value)));
        if hidden || is_in(UNSHOWN, name) && !(self.tei && name == b"head") {
            self.unshown = (!tag.self_closing).then(|| (name.to_vec(), 1));
        } else if name == b"br" || name == b"lb" {
            self.draft.put("\n", Span::at(at));
        } else if is_in(CELLS, name) && self.is_behind_label() {
            // `<dt>TAGS:</dt><dd>PREL</dd>` is one line.
            self.draft.pieces.pop();
            self.draft.text.pop();
            self.draft.put(" ", Span::at(at));
        } else if is_in(BLOCKS, name) {
            self.draft.end_line(at);
        }
        self.keeping += usize::from(is_in(KEEPING, name));
    }

    /// Whether a cell ends here with a colon, and the line with it.
    fn is_behind_label(&self) -> bool {
        let end = self.draft.text.len();
        let broken = |piece: &Piece| !piece.verbatim && piece.view as usize + 1 == end;
        self.cell == Some(end) && self.draft.text.ends_with(":\n") && self.draft.pieces.last().is_some_and(broken)
    }

    fn end(&mut self, name: &[u8], at: u32) {
        if let Some((unshown, depth)) = &mut self.unshown {
            *depth -= usize::from(unshown == name);
            if *depth == 0 {
                self.unshown = None;
            }
            return;
        }
        self.keeping = self.keeping.saturating_sub(usize::from(is_in(KEEPING, name)));
        if is_in(BLOCKS, name) {
            self.draft.end_line(self.from + at);
        }
        if is_in(CELLS, name) {
            self.cell = Some(self.draft.text.len());
        }
    }

    fn string(&mut self, start: u32, end: u32) {
        if self.unshown.is_some() {
            return;
        }
        let span = Span::new(self.from + start, self.from + end);
        let inside = &self.text[span.range()];
        let mut done = 0;
        for (at, sign) in
            inside.match_indices(['&', '\n', '\r', '\t']).filter(|(_, sign)| *sign == "&" || self.keeping == 0)
        {
            if at < done {
                continue;
            }
            self.draft.copy(self.text, span.part(done, at - done));
            done = at + sign.len();
            if sign != "&" {
                if !self.draft.text.is_empty() && !self.draft.text.ends_with(['\n', ' ']) {
                    self.draft.put(" ", span.part(at, sign.len()));
                }
                continue;
            }
            let len = inside[at..].bytes().take(32).position(|byte| byte == b';').map_or(1, |end| end + 1);
            let shown = character(&inside[at..at + len]);
            self.draft.put(shown.as_deref().unwrap_or(&inside[at..at + len]), span.part(at, len));
            done = at + len;
        }
        self.draft.copy(self.text, span.part(done, inside.len() - done));
    }
}

/// What a character reference is shown as; a blank that does not break is one like any other.
fn character(reference: &str) -> Option<String> {
    let Ok(Token::String(string)) = Tokenizer::new(reference).next()? else { return None };
    Some(String::from_utf8(string.value.0.clone()).ok()?.replace('\u{a0}', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    #[test]
    fn a_cell_goes_on_behind_one_with_a_label() {
        let shown = |text: &str| {
            let source = source::read("x.html", text.as_bytes().to_vec()).expect("readable");
            view(&source).expect("markup").source().text().to_owned()
        };
        let list = "<dl><dt>TAGS:</dt><dd>PREL, JA</dd>\n<dt>Subject:</dt>\n<dd>Ice</dd></dl>";
        assert_eq!(shown(list), "TAGS: PREL, JA\nSubject: Ice\n");
        let table = "<table><tr><th>E.O.:</th><td>13526</td></tr><tr><td>Ada</td><td>Tor</td></tr></table>";
        assert_eq!(shown(table), "E.O.: 13526\nAda\nTor\n");
        let kept = "<table><tr><td><pre>TAGS:\n</pre></td><td>PREL</td></tr></table>";
        assert_eq!(shown(kept), "TAGS:\nPREL\n");
        assert_eq!(shown("<p>Stores:</p><table><tr><td>Lamps</td></tr></table>"), "Stores:\nLamps\n");
    }
}
