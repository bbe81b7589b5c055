//! Adds the pages of rules to a book: `cable-lint generate book` is a preprocessor for mdBook.
//!
//! mdBook gives the book as JSON and takes it back. Behind the chapter of a group of rules each of its rules gets one of
//! its own, so that no file for it need be kept; `rule-url` can lead there.

use std::io;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::Failure;
use super::super::explain::page;
use super::groups;
use crate::check::CHECKS;
use crate::rule::{Rule, RuleSet, builtin_packs};

/// Reads the book on standard input, and gives it back with the pages.
pub(super) fn book() -> Result<String, Failure> {
    let unfit = |error: serde_json::Error| Failure::Usage(format!("this is not a book as mdBook writes it: {error}"));
    let (_, mut book): (Value, Value) = serde_json::from_reader(io::stdin().lock()).map_err(unfit)?;
    let rules = RuleSet::load(&builtin_packs(), CHECKS).map_err(Failure::Mistakes)?;
    // mdBook 0.5 calls `items` what it called `sections` before.
    for list in ["items", "sections"] {
        add(&mut book[list], &rules);
    }
    serde_json::to_string(&book).map_err(unfit)
}

/// Adds pages to the chapters of groups in `items`, and in what is below them.
fn add(items: &mut Value, rules: &RuleSet) {
    for item in items.as_array_mut().into_iter().flatten() {
        let Some(chapter) = item.get_mut("Chapter") else { continue };
        let group = chapter["path"].as_str().and_then(|path| path.strip_prefix("rules/")?.strip_suffix(".md"));
        let group = groups(rules).find(|rules| Some(rules[0].group.as_str()) == group);
        let pages: Vec<Value> = group.into_iter().flatten().map(|rule| page_of(rule, chapter)).collect();
        match chapter["sub_items"].as_array_mut() {
            Some(below) => below.extend(pages),
            None => chapter["sub_items"] = pages.into(),
        }
        add(&mut chapter["sub_items"], rules);
    }
}

fn page_of(rule: &Arc<Rule>, chapter: &Value) -> Value {
    let parents = chapter["parent_names"].as_array().into_iter().flatten().chain([&chapter["name"]]);
    json!({ "Chapter": {
        "name": rule.name,
        "content": page(rule),
        "number": null,
        "sub_items": [],
        "path": format!("rule/{}.md", rule.name),
        "source_path": null,
        "parent_names": parents.collect::<Vec<_>>(),
    }})
}
