//! Compares the sheet that an archive's catalog puts after a telegram with the telegram.

use serde::Deserialize;

use crate::document::page::furniture::FurnitureKind;
use crate::document::telegram::classification::sound_level_word;
use crate::document::text::date::date;
use crate::document::text::word::trim;
use crate::document::{Document, Part};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports a field of the sheet that an archive's catalog puts after a telegram, if the telegram says something else.
    "sheet-field": SheetField {
        /// What is compared.
        field: Field,
        /// What the sheet calls it; the first label that is there counts.
        sheet_labels: Vec<String>,
    }, facts ["sheet", "telegram"], labels ["telegram"];
}

/// What stands on the sheet and in the telegram.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Field {
    /// The message reference number.
    Number,
    /// The day of the date-time group.
    Date,
    /// The level.
    Level,
    /// The TAGS.
    Tags,
}

/// A telegram may be filed on the day after it was drafted.
const DAYS: i32 = 1;

impl Check for SheetField {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(sheet) = self.value(document) else { return };
        let differs = match self.field {
            Field::Number => number(document, sheet),
            Field::Date => day(document, sheet),
            Field::Level => level(document, sheet),
            Field::Tags => tags(document, sheet),
        };
        if let Some(telegram) = differs {
            let finding = report.at(sheet).fact("sheet", sheet).fact("telegram", telegram);
            finding.related("telegram", telegram).repaired(document.is_repaired(telegram));
        }
    }
}

impl SheetField {
    /// What stands behind the label on the sheet.
    fn value(&self, document: &Document<'_>) -> Option<Span> {
        let lines = || document.furniture.iter().filter(|piece| piece.kind == FurnitureKind::CatalogueSheet);
        let behind = |label: &String| {
            let line = lines().find(|line| document.text(line.span).starts_with(label.as_str()))?.span;
            Some(trim(document.source.text(), line.part(label.len(), line.len() as usize - label.len())))
        };
        self.sheet_labels.iter().find_map(behind).filter(|value| !value.is_empty())
    }
}

/// The number of the telegram, if `sheet` is another: `1976MASERU00512` is number 512 of Maseru in 1976. Posts are cut off
/// there.
fn number(document: &Document<'_>, sheet: Span) -> Option<Span> {
    let line = document.classification.as_ref()?;
    let (year, rest) = document.text(sheet).split_at_checked(4)?;
    let post = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let (year, serial): (i16, u32) = (year.parse().ok()?, rest[post.len()..].parse().ok()?);
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let same = serial == line.serial.0
        && letters(document.text(line.post)).contains(&letters(post))
        && document.dating.day().is_none_or(|day| day.year() == year);
    (!same).then(|| line.post.to(line.serial.1))
}

/// The date-time group, if it is of another day than `sheet`.
fn day(document: &Document<'_>, sheet: Span) -> Option<Span> {
    let group = document.date_time_group.as_ref()?;
    let (sheet, own) = (date(document.source.text(), sheet, None)?.date?, document.dating.day()?);
    let apart = sheet.since(own).ok()?.get_days();
    (apart.abs() > DAYS).then_some(group.span)
}

/// The level of the telegram, if it is not that of `sheet`.
fn level(document: &Document<'_>, sheet: Span) -> Option<Span> {
    let own = document.level()?;
    let (sheet, _) = sound_level_word(document.source.text(), sheet)?;
    (sheet.value != own.value).then_some(own.span)
}

/// The TAGS field, if a code is there or on the sheet but not in both. A sheet with persons, in parentheses, is passed over.
fn tags(document: &Document<'_>, sheet: Span) -> Option<Span> {
    let text = document.text(sheet);
    let mut sheet: Vec<&str> = text.split([',', ' ']).filter(|code| !code.is_empty()).collect();
    let mut own: Vec<&str> = Vec::new();
    document.each(Part::Tag, &mut |tag| own.push(document.text(tag)));
    for codes in [&mut sheet, &mut own] {
        codes.sort_unstable();
        codes.dedup();
    }
    let field = document.first(Part::Tags)?;
    (!own.is_empty() && !sheet.is_empty() && sheet != own && !text.contains('(')).then_some(field)
}
