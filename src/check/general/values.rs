//! Checks values of parts: against a list, against each other, and for repetition.

use std::collections::HashMap;

use crate::document::{Document, Named, Part};
use crate::rule::check::{Check, Filled, Report};

checks! {
    /// Reports each `part` whose text is not one of `values`.
    "allowed-values": AllowedValues {
        /// What to look at.
        part: Part,
        /// What may be there.
        values: Filled<String>,
        /// Whether capitals and lower-case letters are the same.
        #[serde(default)]
        ignore_case: bool,
    }, facts ["value", "allowed"];
    /// Reports each `part` whose text is one of `values`.
    "forbidden-values": ForbiddenValues {
        /// What to look at.
        part: Part,
        /// What must not be there.
        values: Filled<String>,
    }, facts ["value"];
    /// Reports each value of `part` that was there before.
    "repeated-value": RepeatedValue {
        /// Where to look.
        part: Part,
        /// Report every second occurrence, whatever its value.
        #[serde(default)]
        any_value: bool,
    }, facts ["value"], labels ["first"];
    /// Reports each value of `part` among `values` if another value among `with` is there too; or, with `parts`, the
    /// second of two parts that both occur.
    "forbidden-together": ForbiddenTogether {
        /// Where both values are.
        part: Part,
        /// The one value.
        #[serde(default)]
        values: Vec<String>,
        /// The other value; `values` again if empty.
        #[serde(default)]
        with: Vec<String>,
        /// Another part that excludes `part` altogether.
        other: Option<Part>,
    }, facts ["value", "other"], labels ["other"];
}

impl Check for AllowedValues {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        document.each(self.part, &mut |span| {
            let value = document.text(span);
            let same = |allowed: &String| {
                if self.ignore_case { allowed.eq_ignore_ascii_case(value) } else { allowed == value }
            };
            if !self.values.iter().any(same) {
                let finding = report.at(span).fact("value", span).fact("allowed", self.values.join(", "));
                finding.repaired(document.is_repaired(span));
            }
        });
    }
}

impl Check for ForbiddenValues {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        document.each(self.part, &mut |span| {
            if self.values.iter().any(|value| value == document.text(span)) {
                report.at(span).fact("value", span).repaired(document.is_repaired(span));
            }
        });
    }
}

impl Check for RepeatedValue {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let named = document.named(self.part);
        if named.len() < 2 {
            return;
        }
        let mut first = HashMap::with_capacity(named.len());
        for value in &named {
            let key = if self.any_value { "" } else { value.name.as_ref() };
            match first.get(key) {
                Some(&before) if !document.may_repeat(self.part, &value.name) => {
                    report.at(value.span).fact("value", value.span).related("first", before);
                }
                Some(_) => {}
                None => drop(first.insert(key, value.span)),
            }
        }
    }
}

impl Check for ForbiddenTogether {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if let Some(other) = self.other {
            if let (Some(here), Some(there)) = (document.first(self.part), document.first(other)) {
                report.at(here).fact("value", here).fact("other", there).related("other", there);
            }
            return;
        }
        let with = if self.with.is_empty() { &self.values } else { &self.with };
        let named = document.named(self.part);
        // The first place of each value that can clash: as many as the rule names, however long the document.
        let mut firsts: Vec<(usize, &Named<'_>)> = Vec::new();
        for (place, value) in named.iter().enumerate() {
            let clashes = with.iter().any(|w| *w == value.name);
            if clashes && !firsts.iter().any(|(_, first)| first.name == value.name) {
                firsts.push((place, value));
            }
        }
        for (place, value) in named.iter().enumerate().filter(|(_, value)| self.values.iter().any(|v| *v == value.name))
        {
            // Among equals the later one is reported, and the first that it clashes with is underlined.
            let clash = firsts
                .iter()
                .find(|(first, other)| other.name != value.name && (!self.with.is_empty() || *first < place));
            if let Some((_, other)) = clash {
                let finding =
                    report.at(value.span).fact("value", value.name.to_string()).fact("other", other.name.to_string());
                finding.related("other", other.span).repaired(value.repaired || other.repaired);
            }
        }
    }
}
