//! Checks paragraphs: references to numbers that do not exist, headings that are not opened or closed.

use crate::check::general::pattern::{Keywords, Pattern};
use crate::document::{Document, Part};
use crate::rule::check::{Check, Report};

checks! {
    /// Reports `para 12` in a text of nine paragraphs.
    "paragraph-reference" = paragraph_reference, facts ["number", "last"], labels ["last"];
    /// Reports a heading that closes what none opened: `END SUMMARY` without `SUMMARY`.
    "paired-headings": PairedHeadings {
        /// What opens.
        open: Pattern,
        /// Words of which every heading holds one: a text that has none of them is not searched.
        #[serde(default)]
        keywords: Keywords,
        /// What closes.
        close: Pattern,
        /// Report what is opened and not closed, instead of closed and not opened.
        #[serde(default)]
        unclosed: bool,
    }, facts ["heading"];
}

fn paragraph_reference(document: &Document<'_>, report: &mut Report<'_>) {
    let numbers = document.paragraphs.iter().filter_map(|paragraph| paragraph.number);
    let Some(last) = numbers.max_by_key(|number| number.value) else { return };
    let Some(body) = document.first(Part::Body) else { return };
    let text = document.sent(body);
    let found = |word: &'static [u8]| memchr::memmem::find_iter(text.as_bytes(), word);
    for at in found(b"ara").chain(found(b"ARA")).filter(|at| *at > 0) {
        let behind = &text[at + 3..];
        let whole = ["graph", "GRAPH"].iter().find_map(|rest| behind.strip_prefix(rest));
        let behind = whole.unwrap_or(behind);
        let digits =
            behind.strip_prefix(' ').or_else(|| behind.trim_start_matches('\r').strip_prefix('\n')).unwrap_or("");
        let len = digits.bytes().take_while(u8::is_ascii_digit).count();
        let begins = matches!(text.as_bytes()[at - 1], b'p' | b'P');
        // Of a reference telegram, an order or a resolution: «para 12 of ref A», «paragraph 12 reftel».
        let behind = &digits[len..];
        let decimal = behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let elsewhere = decimal || behind.trim_start().starts_with(|c: char| c.is_ascii_alphabetic() || c == '(');
        // `REF A, PARA 4` is a paragraph of the reference.
        let before = text.get(..at - 1).unwrap_or_default().trim_end().trim_end_matches(',');
        let before = before.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or_default().trim_end();
        let elsewhere = elsewhere || before.ends_with("REF") || before.ends_with("ref") || before.ends_with("Ref");
        let Ok(number) = digits[..len].parse::<u32>() else { continue };
        if begins && !elsewhere && len < 3 && number > last.value {
            let start = text.len() - digits.len();
            let finding = report.at(text.span(start..start + len)).fact("number", i64::from(number));
            finding.fact("last", i64::from(last.value)).related("last", last.span).repaired(last.repaired);
        }
    }
}

impl Check for PairedHeadings {
    fn words(&self) -> &[String] {
        self.keywords.rare()
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(body) = document.first(Part::Body) else { return };
        let text = document.sent(body);
        if !self.keywords.stand_in(&text) {
            return;
        }
        let told = if self.unclosed { &self.open } else { &self.close };
        if !told.regex().is_match(&text) {
            return;
        }
        let mut marks: Vec<(usize, usize, bool)> = Vec::new();
        marks.extend(self.close.regex().find_iter(&text).map(|found| (found.start(), found.end(), false)));
        marks.extend(self.open.regex().find_iter(&text).map(|found| (found.start(), found.end(), true)));
        marks.sort_unstable();
        let (mut open, mut closed_until) = (Vec::new(), 0);
        for (start, end, opens) in marks {
            let span = text.span(start..end);
            if !opens {
                closed_until = end;
                if open.pop().is_none() && !self.unclosed {
                    report.at(span).fact("heading", span);
                }
            } else if start >= closed_until {
                // SUMMARY inside END SUMMARY opens nothing.
                open.push(span);
            }
        }
        for span in open.into_iter().filter(|_| self.unclosed) {
            report.at(span).fact("heading", span);
        }
    }
}
