//! Checks for values that appear twice.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Part};
use crate::rule::check::{Check, Report};

checks! {
    "repeated-value": RepeatedValue, facts ["value"], labels ["first"];
}

/// Reports each value of `part` that was there before.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RepeatedValue {
    /// Where to look.
    part: Part,
    /// Report every second occurrence, whatever its value.
    #[serde(default)]
    any_value: bool,
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
