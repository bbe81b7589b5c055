//! Writes `html`: a page with all findings and documents, in one file that loads nothing.
//!
//! The page is a template with its style and script beside it. What comes from documents reaches the template as values,
//! which it escapes, and the script as JSON in which nothing can end the element. A policy in the head forbids all but
//! this style and this script.

mod data;

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::statistics::{Counted, RowsByFile, counted};
use super::{Facet, RunReport, Summary, Unread};
use crate::finding::{Excerpt, Finding};
use crate::source::visible::visible;

const TEMPLATE: &str = include_str!("html/report.html");
const STYLE: &str = include_str!("html/report.css");
const SCRIPT: &str = include_str!("html/report.js");

/// So many findings and documents are there without a script.
const STATIC: usize = 500;
/// So many bars a chart has.
const BARS: usize = 200;

/// What the template is filled with.
#[derive(Serialize)]
struct Page<'r> {
    version: &'static str,
    verdict: String,
    style_hash: String,
    script_hash: String,
    style: &'static str,
    script: &'static str,
    data: String,
    cards: Vec<Card>,
    facets: Vec<Chart>,
    unread: Vec<Unread>,
    findings: Vec<StaticFinding<'r>>,
    more_findings: usize,
    documents: Vec<StaticDocument<'r>>,
    more_documents: usize,
}

#[derive(Serialize)]
struct Card {
    name: &'static str,
    kind: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Chart {
    name: &'static str,
    bars: Vec<Bar>,
    more: usize,
}

/// A bar; its lengths are parts of a hundred.
#[derive(Serialize)]
struct Bar {
    name: String,
    said: String,
    findings: usize,
    errors: f64,
    warnings: f64,
    before_infos: f64,
    infos: f64,
}

#[derive(Serialize)]
struct StaticFinding<'r> {
    level: &'static str,
    message: String,
    place: String,
    rule: &'r str,
    url: Option<&'r str>,
    suppressed: Option<String>,
    lines: Vec<StaticLine>,
    help: Option<String>,
    fix: Option<String>,
    why: &'r str,
    source: String,
    related: Vec<String>,
}

#[derive(Serialize)]
struct StaticLine {
    row: u32,
    pieces: Vec<StaticPiece>,
}

#[derive(Serialize)]
struct StaticPiece {
    text: String,
    kind: Option<&'static str>,
}

#[derive(Serialize)]
struct StaticDocument<'r> {
    place: String,
    date: &'r str,
    level: &'r str,
    family: &'r str,
    number: String,
}

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let documents = RowsByFile::new(report.documents);
    let mut worst: Vec<&Finding> = report.findings.iter().collect();
    worst.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let findings: Vec<_> = worst.iter().take(STATIC).map(|finding| static_finding(finding, report)).collect();
    let rows: Vec<_> = report.documents.iter().take(STATIC).map(static_document).collect();
    let unread = report.unreadable.iter().map(|unread| Unread {
        filename: visible(&unread.filename).into_owned(),
        reason: visible(&unread.reason).into_owned(),
    });
    let page = Page {
        version: env!("CARGO_PKG_VERSION"),
        verdict: verdict(&report.summary),
        style_hash: hash(STYLE),
        script_hash: hash(SCRIPT),
        style: STYLE,
        script: SCRIPT,
        data: data::json(report, &documents)?,
        cards: cards(&report.summary),
        facets: charts(report, &documents),
        unread: unread.collect(),
        more_findings: report.findings.len() - findings.len(),
        more_documents: report.documents.len() - rows.len(),
        findings,
        documents: rows,
    };
    let mut engine = Environment::new();
    engine.add_template("report.html", TEMPLATE).map_err(io::Error::other)?;
    let template = engine.get_template("report.html").map_err(io::Error::other)?;
    let written = template.render(Serde(&page)).map_err(io::Error::other)?;
    out.write_all(written.as_bytes())
}

/// What a policy calls a style or a script.
fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

fn verdict(summary: &Summary) -> String {
    let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let counts = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")];
    let found: Vec<String> = counts.iter().filter(|(count, _)| *count > 0).map(|&(n, word)| many(n, word)).collect();
    let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
    let unread = if summary.unreadable > 0 { format!("; {} not checked", summary.unreadable) } else { String::new() };
    format!("{found} in {}{unread}", many(summary.documents, "document"))
}

fn cards(summary: &Summary) -> Vec<Card> {
    let always = [
        ("errors", "error", summary.errors),
        ("warnings", "warning", summary.warnings),
        ("infos", "info", summary.infos),
        ("documents", "documents", summary.documents),
    ];
    let sometimes = [
        ("with a fix", "fixable", summary.fixable),
        ("suppressed", "suppressed", summary.suppressed),
        ("fixed", "fixed", summary.fixed),
        ("unmarked", "unmarked", summary.unmarked),
        ("not checked", "unread", summary.unreadable),
    ];
    let sometimes = sometimes.into_iter().filter(|(.., count)| *count > 0);
    always.into_iter().chain(sometimes).map(|(name, kind, count)| Card { name, kind, count }).collect()
}

fn charts(report: &RunReport<'_>, documents: &RowsByFile<'_>) -> Vec<Chart> {
    let chart = |facet: Facet| {
        let counts = counted(report, documents, facet).into_iter().filter(|counted| counted.findings() > 0);
        let counts: Vec<Counted> = counts.collect();
        let most = counts.iter().map(Counted::findings).max().unwrap_or(1);
        let bars: Vec<Bar> = counts.iter().take(BARS).map(|counted| bar(counted, most)).collect();
        Chart { name: facet.name(), more: counts.len() - bars.len(), bars }
    };
    let charts = Facet::ALL.map(chart);
    charts.into_iter().filter(|chart| !chart.bars.is_empty()).collect()
}

fn bar(counted: &Counted, most: usize) -> Bar {
    let share = |count: usize| (count as f64 * 10_000.0 / most as f64).round() / 100.0;
    let Counted { name, errors, warnings, infos, .. } = counted;
    Bar {
        name: visible(name).into_owned(),
        said: format!("{errors} errors, {warnings} warnings, {infos} infos"),
        findings: counted.findings(),
        errors: share(*errors),
        warnings: share(*warnings),
        before_infos: share(errors + warnings),
        infos: share(*infos),
    }
}

fn static_finding<'r>(finding: &'r Finding, report: &RunReport<'r>) -> StaticFinding<'r> {
    let rule = report.rules.iter().find(|rule| rule.name == finding.code);
    StaticFinding {
        level: finding.severity.word(),
        message: visible(&finding.message).into_owned(),
        place: place(finding),
        rule: &finding.code,
        url: finding.url.as_deref(),
        suppressed: finding.suppression.as_ref().map(|why| visible(why.words()).into_owned()),
        lines: finding.excerpts.iter().map(static_line).collect(),
        help: finding.help.as_deref().map(text),
        fix: fix(finding),
        why: rule.map_or("", |rule| rule.why.trim()),
        source: text(&finding.source.join("; ")),
        related: related(finding),
    }
}

fn static_line(excerpt: &Excerpt) -> StaticLine {
    let pieces = pieces(excerpt).into_iter();
    let piece = |(text, primary): (String, Option<bool>)| StaticPiece {
        text,
        kind: primary.map(|primary| if primary { "error" } else { "part" }),
    };
    StaticLine { row: excerpt.row, pieces: pieces.map(piece).collect() }
}

/// The stretches of a line, each with whether it is the place of the finding or one that belongs to it, if either.
fn pieces(excerpt: &Excerpt) -> Vec<(String, Option<bool>)> {
    let labels = excerpt.labels.iter();
    let mut ends: Vec<usize> = labels.flat_map(|label| [label.range.start, label.range.end]).collect();
    ends.extend([0, excerpt.text.len()]);
    ends.sort_unstable();
    ends.dedup();
    let piece = |ends: &[usize]| {
        let covers = |label: &&crate::finding::ExcerptLabel| label.range.start <= ends[0] && ends[1] <= label.range.end;
        let primary = excerpt.labels.iter().filter(covers).map(|label| label.primary).max();
        (excerpt.text[ends[0]..ends[1]].replace('\t', "    "), primary)
    };
    ends.windows(2).map(piece).collect()
}

fn static_document(row: &crate::finding::DocumentRow) -> StaticDocument<'_> {
    StaticDocument {
        place: format!("{}:{}-{}", visible(&row.filename), row.outline.first_row, row.outline.last_row),
        date: row.outline.date.as_deref().unwrap_or("undated"),
        level: row.outline.level.unwrap_or("unmarked"),
        family: row.outline.family,
        number: row.outline.number.as_deref().map(text).unwrap_or_default(),
    }
}

fn text(text: &str) -> String {
    crate::source::visible::visible_lines(text.trim_end()).into_owned()
}

fn place(finding: &Finding) -> String {
    let (part, told) = (finding.location.part(), finding.location.told());
    let part = part.map_or_else(String::new, |part| format!(", {}", visible(part)));
    format!("{}{part}:{}:{}", visible(&finding.filename), told.row, told.column)
}

/// What the fix of a finding does, and what it writes.
fn fix(finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref()?;
    let writes = fix.edits.iter().map(|edit| match edit.content.as_str() {
        "" => format!("{}:{}: taken out", edit.location.row, edit.location.column),
        content => format!("{}:{}: {}", edit.location.row, edit.location.column, visible(content)),
    });
    let said = std::iter::once(format!("{} ({})", visible(&fix.message), fix.applicability.word()));
    Some(said.chain(writes).collect::<Vec<_>>().join("\n"))
}

fn related(finding: &Finding) -> Vec<String> {
    let said = finding.related.iter().map(|related| {
        let told = related.location.told();
        format!("{}:{}:{}: {}", visible(&related.filename), told.row, told.column, visible(&related.message))
    });
    said.collect()
}
