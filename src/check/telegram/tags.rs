//! Checks the kinds of tags, and codes from another list.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::telegram::tags::{Tag, TagShape};
use crate::document::{Document, Part};
use crate::register::tags::TagKind;
use crate::rule::check::{Check, Report};

checks! {
    /// Reports a TAGS field without a four-letter subject (5 FAH-3 H-110).
    "subject-tag" = subject_tag;
    "wrong-value": WrongValue, facts ["wrong", "right"], edits;
    /// Reports a country that is tagged with its ISO code, if that is not a tag of another country.
    "iso-code" = iso_code, facts ["wrong", "right"], edits;
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

/// Reports each value of a part that is in a table of wrong values, with the right one.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct WrongValue {
    /// Where to look.
    part: Part,
    /// The right value for each wrong one.
    right: BTreeMap<String, String>,
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
