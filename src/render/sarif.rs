//! Writes `sarif`: SARIF 2.1.0 (OASIS, 27 March 2020), for code scanning and viewers.
//!
//! Lists all rules that ran. Places are lines, columns in code points and bytes of the file on disk, never document
//! text. Unreadable files are notifications of the run.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::place::uri;
use super::{RuleUrl, RunReport, Unread, write_json};
use crate::diagnostic::Severity;
use crate::finding::{Finding, FixOffer, Location, RelatedPlace};
use crate::rule::Rule;
use crate::source::Position;
use crate::suppress::SuppressionKind;

/// What the files' URIs are relative to.
const ROOT: &str = "%SRCROOT%";

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let indices: BTreeMap<&str, usize> =
        report.rules.iter().enumerate().map(|(index, rule)| (rule.name.as_str(), index)).collect();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, &indices, report.root)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": report.rules.iter().map(|rule| descriptor(rule, report.rule_url)).collect::<Vec<Value>>(),
            }},
            "automationDetails": {"id": "cable-lint/"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {ROOT: {"description": {"text": "the directory in which cable-lint ran"}}},
            "invocations": [{
                "executionSuccessful": report.unreadable.is_empty(),
                "toolExecutionNotifications":
                    report.unreadable.iter().map(|unread| notification(unread, report.root)).collect::<Vec<Value>>(),
            }],
            "results": results,
        }],
    });
    write_json(&log, out)
}

fn descriptor(rule: &Rule, url: Option<&RuleUrl>) -> Value {
    let why = rule.why.trim();
    let sources = rule.source.join("; ");
    let help = [why, sources.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    let severity = rule.level.unwrap_or(Severity::Warning);
    let mut descriptor = json!({
        "id": rule.name,
        "shortDescription": message(&rule.summary),
        "fullDescription": message(why),
        "help": message(&help),
        "defaultConfiguration": {"enabled": rule.level.is_some(), "level": level(severity)},
        "properties": {
            "tags": [rule.group],
            "precision": rule.confidence.word(),
            "problem.severity": match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
        },
    });
    if let Some(url) = url {
        descriptor["helpUri"] = url.of(&rule.name).into();
    }
    descriptor
}

fn result(finding: &Finding, rules: &BTreeMap<&str, usize>, root: &str) -> Value {
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": message(&finding.message),
        "locations": [location(&finding.filename, (&finding.location, &finding.end_location), root)],
        "partialFingerprints": {"cableLint/v1": finding.fingerprint},
    });
    if let Some(index) = rules.get(finding.code.as_str()) {
        result["ruleIndex"] = json!(index);
    }
    if !finding.related.is_empty() {
        result["relatedLocations"] = finding.related.iter().map(|place| related(place, root)).collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([replacements(fix, &finding.filename, root)]);
    }
    if let Some(why) = &finding.suppression {
        let kind = if why.kind == SuppressionKind::Inline { "inSource" } else { "external" };
        result["suppressions"] = json!([{"kind": kind, "justification": why.words()}]);
    }
    result
}

fn related(place: &RelatedPlace, root: &str) -> Value {
    let mut related = location(&place.filename, (&place.location, &place.end_location), root);
    related["message"] = message(&place.message);
    related
}

fn replacements(fix: &FixOffer, filename: &str, root: &str) -> Value {
    let replacement = |edit: &crate::finding::PlacedEdit| {
        json!({
            "deletedRegion": region(edit.location, edit.end_location),
            "insertedContent": {"text": edit.content},
        })
    };
    let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
    let change = json!({"artifactLocation": artifact(filename, root), "replacements": replacements});
    json!({"description": message(&fix.message), "artifactChanges": [change]})
}

fn notification(unread: &Unread, root: &str) -> Value {
    json!({
        "level": "error",
        "message": message(&format!("not checked: {}", unread.reason)),
        "descriptor": {"id": "unreadable-document"},
        "locations": [{"physicalLocation": {"artifactLocation": artifact(&unread.filename, root)}}],
    })
}

fn location(filename: &str, (start, end): (&Location, &Location), root: &str) -> Value {
    let mut region = region(**start, **end);
    if !start.is_on_disk()
        && let Some(region) = region.as_object_mut()
    {
        // Lines and columns count in the text that was taken out; bytes of it are none of the file.
        region.retain(|key, _| !key.starts_with("byte"));
    }
    let mut place = json!({"physicalLocation": {"artifactLocation": artifact(filename, root), "region": region}});
    if let Some(part) = start.part() {
        place["logicalLocations"] = json!([{"name": part}]);
    }
    place
}

fn artifact(filename: &str, root: &str) -> Value {
    match uri(filename, root) {
        (uri, true) => json!({"uri": uri, "uriBaseId": ROOT}),
        (uri, false) => json!({"uri": uri}),
    }
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.row,
        "startColumn": start.column,
        "endLine": end.row,
        "endColumn": end.column,
        "byteOffset": start.offset,
        "byteLength": end.offset - start.offset,
    })
}

/// A plain text message. Where it would read as one with a placeholder (section 3.11.5) or a link (3.11.6) it is
/// escaped.
fn message(text: &str) -> Value {
    let mut text = text.to_owned();
    if text.contains("](") {
        text = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    }
    let placeholder = text.match_indices('{').any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    if placeholder {
        text = text.replace('{', "{{").replace('}', "}}");
    }
    json!({"text": text})
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_hold_neither_links_nor_placeholders() {
        assert_eq!(message("a [b] {c}")["text"], "a [b] {c}");
        assert_eq!(message("[a](1)")["text"], "\\[a\\](1)");
        assert_eq!(message("{0} or {x}")["text"], "{{0}} or {{x}}");
    }
}
