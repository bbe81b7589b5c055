//! Checks portion marks by themselves: missing ones, and those without their caption.

use serde::Deserialize;

use crate::document::paragraph::Paragraph;
use crate::document::text::line::{line_around, texts};
use crate::document::text::word::begins_with;
use crate::document::{Document, Part};
use crate::register::vocabulary::WORDS;
use crate::rule::check::{Check, Filled, Report};

checks! {
    /// Reports each numbered paragraph without a mark in a document of which other paragraphs have one.
    "missing-mark" = missing_mark, facts ["paragraph"];
    "caption-for-portion": CaptionForPortion, facts ["portion", "caption"], labels ["classification"];
}

fn missing_mark(document: &Document<'_>, report: &mut Report<'_>) {
    let marked = document.paragraphs.iter().filter(|paragraph| paragraph.mark.is_some()).count();
    // «Entire text» stands for a mark on every paragraph; without any mark the document may be unmarked by waiver,
    // and one sentence about it would say as much as one for each paragraph.
    if marked == 0 || document.paragraphs.iter().any(|paragraph| is_entire_text(document, paragraph)) {
        return;
    }
    for paragraph in document.paragraphs.iter().filter(|paragraph| paragraph.mark.is_none()) {
        let Some(number) = paragraph.number else { continue };
        let begins = &document.source.text()[paragraph.text as usize..paragraph.span.end as usize];
        if crate::document::authority::is_authority_line(begins) || is_marked_oddly(begins) {
            continue;
        }
        let finding = report.at(number.span).fact("paragraph", i64::from(number.value));
        finding.repaired(number.repaired);
    }
}

/// Whether the mark of a paragraph stands for all: `(C) ENTIRE TEXT`, `C - ENTIRE TEXT`, `(C - ENTIRE TEXT)`.
fn is_entire_text(document: &Document<'_>, paragraph: &Paragraph) -> bool {
    let from = paragraph.mark.map_or(paragraph.text, |mark| mark.span.start) as usize;
    let line = texts(&document.source.text()[from..]).next().map_or("", |(_, line)| line);
    let (level, words) = line.split_at(line.find([' ', '-']).unwrap_or(line.len()));
    let words =
        if matches!(level, "ENTIRE" | "Entire" | "entire") { line } else { words.trim_start_matches(['-', ' ']) };
    level.len() < 20 && words.get(..11).is_some_and(|words| words.eq_ignore_ascii_case("entire text"))
}

/// Whether a paragraph that begins like this is marked after all, in the wrong place or the wrong form.
fn is_marked_oddly(begins: &str) -> bool {
    let heading = WORDS.paper.headings.iter().find(|words| begins_with(begins, words));
    let behind = heading.map_or("", |heading| begins[heading.len()..].trim_start_matches([':', '.', ' ', '\n']));
    behind.starts_with('(') || WORDS.paper.long_forms.iter().any(|words| begins_with(begins, words))
}

/// Reports the first portion mark with a control that asks for a caption, if the caption is not there.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct CaptionForPortion {
    /// Words of a mark, any of which asks for the caption.
    controls: Filled<String>,
    /// The caption that is asked for.
    caption: String,
}

impl Check for CaptionForPortion {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(line) = &document.classification else { return };
        let asks =
            |inside: &str| inside.split(['/', ' ', ',', '-']).any(|word| self.controls.iter().any(|c| c == word));
        let on_line = line.handling.is_some_and(|handling| document.text(handling).contains(&self.caption));
        // A form says it with the level above: `SENSITIVE BUT UNCLASSIFIED`, `UNCLASSIFIED//SBU`.
        let level = document.text(line_around(document.source.text(), document.span, line.level.span.start));
        let above = !line.span.contains(line.level.span) && (level.contains(&self.caption) || asks(level));
        if on_line || above || document.named(Part::Caption).iter().any(|caption| caption.name == self.caption.as_str())
        {
            return;
        }
        let marks = document.paragraphs.iter().filter_map(|paragraph| paragraph.mark);
        if let Some(mark) = marks.into_iter().find(|mark| asks(document.text(mark.inside))) {
            let finding = report.at(mark.span).fact("portion", mark.span).fact("caption", self.caption.clone());
            finding.related("classification", line.span).repaired(mark.repaired);
        }
    }
}
