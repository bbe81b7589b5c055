//! Views of text with no-break spaces, as pages and word processors leave them in what is copied from them.
//!
//! Readers see blanks. A single one is left as it stands, so that fixes reach it.

use super::plain::lines;
use super::{Draft, View};
use crate::source::{SourceFile, Span};

const NO_BREAK: &str = "\u{a0}";
/// So many lines hold one within their text, at least.
const LINES: usize = 3;

/// The view of a text in which several lines have no-break spaces for blanks.
pub(super) fn view(source: &SourceFile) -> Option<View> {
    let text = source.text();
    memchr::memmem::find(text.as_bytes(), NO_BREAK.as_bytes())?;
    let inner = |line: &Span| text[line.range()].trim().contains(NO_BREAK);
    if lines(text).iter().filter(|line| inner(line)).count() < LINES {
        return None;
    }
    let (mut draft, mut at) = (Draft::default(), 0);
    for found in memchr::memmem::find_iter(text.as_bytes(), NO_BREAK) {
        let blank = Span::new(found as u32, (found + NO_BREAK.len()) as u32);
        draft.copy(text, Span::new(at, blank.start));
        draft.put(" ", blank);
        at = blank.end;
    }
    draft.copy(text, Span::new(at, text.len() as u32));
    Some(draft.view(source))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    #[test]
    fn blanks_are_those_that_readers_see() {
        let shown = |text: &str| {
            let source = source::read("x.txt", text.as_bytes().to_vec()).expect("readable");
            view(&source).map(|view| view.source().text().to_owned())
        };
        let telegram = "R\u{a0}051200Z\u{a0}MAR\u{a0}07\nFM\u{a0}TOKYO\n\n1.\u{a0}(U)\u{a0}Ice.\n";
        assert_eq!(shown(telegram), Some(telegram.replace('\u{a0}', " ")));
        assert_eq!(shown("SECRET\u{a0}//NOFORN\n\n(S//NF) Ice.\n"), None);
        assert_eq!(shown("\u{a0} One.\n\u{a0} Two.\n\u{a0} Three.\n"), None);
    }
}
