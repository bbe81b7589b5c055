//! Checks paragraphs: references to numbers that do not exist, headings that are not opened or closed.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::general::pattern::{Keywords, Pattern};
use crate::document::text::word::begins_with;
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
    for cited in CITED.captures_iter(&text) {
        let number = cited.name("number").expect("a number is matched").range();
        // Of a reference telegram, an order or a resolution: «para 12 of ref A», «paragraph 12 reftel».
        let behind = &text[number.end..];
        let decimal = behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let next = behind.trim_start();
        let of_reference = next.strip_prefix(',').is_some_and(|next| begins_with(next.trim_start(), "ref"));
        let elsewhere = decimal || of_reference || next.starts_with(|c: char| c.is_ascii_alphabetic() || c == '(');
        let Ok(value) = text[number.clone()].parse::<u32>() else { continue };
        if cited.name("reference").is_none() && !elsewhere && number.len() < 3 && value > last.value {
            let finding = report.at(text.span(number)).fact("number", i64::from(value));
            finding.fact("last", i64::from(last.value)).related("last", last.span).repaired(last.repaired);
        }
    }
}

/// A paragraph that is cited by its number. `REF A, PARA 4` is one of the reference.
static CITED: LazyLock<Regex> = LazyLock::new(|| {
    let cited =
        r"(?<reference>(?:REF|Ref|ref)\s*[A-Z],*\s*)?[Pp](?:ara|ARA)(?:graph|GRAPH)?(?: |\r*\n)(?<number>[0-9]+)";
    Regex::new(cited).expect("a valid pattern")
});

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
