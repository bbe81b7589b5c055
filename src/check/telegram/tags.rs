//! Checks tags: their kinds, unknown and joined ones, codes from other lists, and those of another era.
//!
//! A TAGS line with visible scanning damage is skipped, because a wrong tag cannot be distinguished from a wrong letter
//! there.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::document::telegram::tags::{Tag, TagShape};
use crate::document::{Document, Part};
use crate::register::tags::TagKind;
use crate::rule::check::{Check, Report};

checks! {
    /// Reports a TAGS field without a four-letter subject (5 FAH-3 H-110).
    "subject-tag" = subject_tag;
    /// Reports each value of a part that is in a table of wrong values, with the right one.
    "wrong-value": WrongValue {
        /// Where to look.
        part: Part,
        /// The right value for each wrong one.
        right: BTreeMap<String, String>,
    }, facts ["wrong", "right"], edits;
    /// Reports a country that is tagged with its ISO code, if that is not a tag of another country.
    "iso-code" = iso_code, facts ["wrong", "right"], edits;
    /// Reports a tag that no register knows.
    "unknown-tag" = unknown_tag, facts ["tag"];
    /// Reports tags that ran together, with the tags that they are.
    "glued-tags" = glued_tags, facts ["tags", "split"], edits;
    /// Reports a tag that was given up before the document was written.
    "tag-era": TagEra {
        /// How many years a tag may live on.
        years: i16,
        /// Tags that have rules of their own.
        except: Vec<String>,
    }, facts ["tag", "meaning", "last"];
}

fn subject_tag(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(field) = &document.tags else { return };
    // Glued or unknown tokens may hide a subject.
    let tags = document.registers.tags();
    let unclear = |tag: &Tag| match tag.shape {
        TagShape::Subject | TagShape::Other => {
            tags.code(document.text(tag.span)).is_none_or(|code| code.kind != TagKind::Organization)
        }
        _ => false,
    };
    if !field.tokens.iter().any(unclear) && !field.tokens.is_empty() {
        report.at(field.label);
    }
}

impl Check for WrongValue {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        document.each(self.part, &mut |span| {
            if let Some(right) = self.right.get(document.text(span)) {
                let finding = report.at(span).fact("wrong", span).fact("right", right.clone());
                finding.edit(span, right.clone()).repaired(document.is_repaired(span));
            }
        });
    }
}

fn iso_code(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(field) = &document.tags else { return };
    for tag in field.tokens.iter().filter(|tag| tag.shape == TagShape::Place) {
        if let Some(right) = document.registers.tags().of_iso(document.text(tag.span)) {
            let finding = report.at(tag.span).fact("wrong", tag.span).fact("right", right.to_owned());
            finding.edit(tag.span, right.to_owned()).repaired(document.is_repaired(tag.span));
        }
    }
}

/// Tags followed by a visitor's name, sometimes without its parentheses (5 FAH-3 H-110).
const VISITS: [&str; 5] = ["OCON", "OEXC", "OREP", "OTRA", "OVIP"];

fn unknown_tag(document: &Document<'_>, report: &mut Report<'_>) {
    each_unknown(document, &mut |tag| {
        let text = document.text(tag.span);
        let tags = document.registers.tags();
        // Programs were made up as they were needed and organizations come and go; the lists lag behind both.
        let severity = match tag.shape {
            TagShape::Subject | TagShape::Place => Severity::Warning,
            TagShape::Other if has_letter_too_many(document, text) => Severity::Warning,
            _ => Severity::Info,
        };
        if tags.of_iso(text).is_none() && tags.split(text).is_none() {
            let finding = report.at(tag.span).fact("tag", tag.span);
            finding.at_most(severity).repaired(document.is_repaired(tag.span));
        }
    });
}

/// Whether a word of five letters is a subject with one too many: `ELABB`.
fn has_letter_too_many(document: &Document<'_>, tag: &str) -> bool {
    let subject = |at: usize| document.registers.tags().code(&[&tag[..at], &tag[at + 1..]].concat());
    tag.len() == 5 && tag.is_ascii() && (0..5).filter_map(subject).any(|code| code.kind == TagKind::Subject)
}

fn glued_tags(document: &Document<'_>, report: &mut Report<'_>) {
    each_unknown(document, &mut |tag| {
        let Some(split) = document.registers.tags().split(document.text(tag.span)) else { return };
        let commas = document.tags.as_ref().is_some_and(|field| document.text(field.span).contains(','));
        let separator = if commas { ", " } else { " " };
        let apart = split.tags.join(separator);
        let finding = report.at(tag.span).fact("tags", tag.span).fact("split", apart.clone());
        finding.repaired(document.is_repaired(tag.span));
        if split.unique {
            finding.edit(tag.span, apart);
        }
    });
}

impl Check for TagEra {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(field), Some(date)) = (&document.tags, document.dating.earliest) else { return };
        for tag in field.tokens.iter().filter(|tag| !matches!(tag.shape, TagShape::Name | TagShape::Other)) {
            let text = document.text(tag.span);
            let Some(code) = document.registers.tags().code(text) else { continue };
            let Some(last) = code.last.filter(|last| date.year() > last + self.years) else { continue };
            if !self.except.iter().any(|tag| tag == text) {
                let finding = report.at(tag.span).fact("tag", tag.span).fact("last", i64::from(last));
                finding.fact("meaning", code.meaning.to_string()).repaired(document.is_repaired(tag.span));
            }
        }
    }
}

/// Shows `see` every tag that is made like one and in no register, on a line that was not damaged.
fn each_unknown(document: &Document<'_>, see: &mut dyn FnMut(&Tag)) {
    let Some(field) = &document.tags else { return };
    let tags = document.registers.tags();
    // Whether the words of a visitor's name may be here.
    let mut visitor = false;
    let mut unknown = Vec::new();
    for tag in &field.tokens {
        let text = document.text(tag.span);
        if tag.shape == TagShape::Name || tags.code(text).is_some() {
            visitor = VISITS.contains(&text);
        } else if !visitor && is_made_like_tag(text) {
            unknown.push(tag);
        }
    }
    // Marks that only scanning leaves: lower-case letters among capitals, signs, single letters. Looked for only now: on
    // nearly every line all tags are known.
    let odd = |tag: &Tag| tag.shape == TagShape::Other && !is_made_like_tag(document.text(tag.span));
    if !unknown.is_empty() && !field.tokens.iter().any(odd) {
        unknown.into_iter().filter(|tag| !is_word(document, tag)).for_each(see);
    }
}

/// Two letters or more, all capitals, with at most the punctuation that organizations have.
fn is_made_like_tag(text: &str) -> bool {
    let fits =
        |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'\'' | b'&');
    let letters = text.bytes().filter(u8::is_ascii_uppercase).count();
    letters >= 2 && text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(fits)
}

/// Whether a tag is not a code but a word: the name of a place, or a caption that strayed in.
fn is_word(document: &Document<'_>, tag: &Tag) -> bool {
    let (text, registers) = (document.text(tag.span), document.registers);
    registers.tags().is_name_word(text)
        || registers.caption(text).is_some()
        || registers.posts().is_name_word(text)
        || registers.posts().is_post(text)
}
