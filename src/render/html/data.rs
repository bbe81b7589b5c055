//! Puts findings, documents and texts into the JSON that the script of the report reads. What many findings say alike is
//! said once, in a list of words.

use std::collections::HashMap;
use std::io;

use serde_json::{Value, json};

use super::super::statistics::{RowsByFile, year};
use super::{fix, pieces, related, text};
use crate::finding::{DocumentRow, Finding, ShownLine, ShownText};
use crate::render::RunReport;
use crate::source::visible::visible;

/// Strings, each once, by the order in which they were met.
#[derive(Default)]
struct Words {
    all: Vec<String>,
    known: HashMap<String, usize>,
}

impl Words {
    fn index(&mut self, word: &str) -> usize {
        if let Some(index) = self.known.get(word) {
            return *index;
        }
        self.known.insert(word.to_owned(), self.all.len());
        self.all.push(text(word));
        self.all.len() - 1
    }

    fn perhaps(&mut self, word: Option<&str>) -> Value {
        word.map_or_else(|| (-1).into(), |word| self.index(word).into())
    }
}

/// The JSON, in which no element can end.
pub(super) fn json(report: &RunReport<'_>, documents: &RowsByFile<'_>) -> io::Result<String> {
    let (mut words, mut files, mut rules) = (Words::default(), Words::default(), Words::default());
    let place_of: HashMap<*const DocumentRow, usize> =
        report.documents.iter().enumerate().map(|(index, row)| (std::ptr::from_ref(row), index)).collect();
    let rows: Vec<Value> = report.documents.iter().map(|row| document(row, &mut files)).collect();
    let mut findings = Vec::with_capacity(report.findings.len());
    for finding in report.findings {
        let row = documents.of(finding).map(|row| place_of[&std::ptr::from_ref(row)]);
        findings.push(self::finding(finding, row, &mut words, &mut files, &mut rules));
    }
    let known: HashMap<&str, _> = report.rules.iter().map(|rule| (rule.name.as_str(), rule)).collect();
    let group: HashMap<&str, &str> = report.findings.iter().map(|it| (it.code.as_str(), it.group.as_str())).collect();
    let rule = |name: &String| {
        let rule = known.get(name.as_str());
        json!({
            "name": visible(name),
            "group": group.get(name.as_str()).copied().unwrap_or_default(),
            "summary": rule.map_or("", |rule| &rule.summary),
            "why": rule.map(|rule| text(rule.why.trim())).unwrap_or_default(),
            "source": rule.map(|rule| text(&rule.source.join("; "))).unwrap_or_default(),
            "url": report.rule_url.map(|url| url.of(name)),
        })
    };
    let rules: Vec<Value> = rules.all.iter().map(rule).collect();
    let mut texts = serde_json::Map::new();
    for (filename, shown) in report.texts {
        texts.insert(files.index(filename).to_string(), self::shown(shown, &mut words));
    }
    let data = json!({
        "words": words.all, "files": files.all, "rules": rules, "documents": rows, "findings": findings, "texts": texts,
    });
    let written = serde_json::to_string(&data)?;
    // Neither an element nor a comment of HTML begins or ends without these, nor a command of a build log.
    let harmless = written.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Ok(harmless.replace("##", "#\\u0023"))
}

fn document(row: &DocumentRow, files: &mut Words) -> Value {
    let outline = &row.outline;
    let number = outline.number.as_deref().map(text).unwrap_or_default();
    json!([
        files.index(&row.filename),
        outline.date.as_deref().unwrap_or_default(),
        year(Some(row)),
        outline.level.unwrap_or_default(),
        outline.family,
        number,
        outline.first_row,
        outline.last_row,
        text(&outline.tags.join(" ")),
    ])
}

fn finding(finding: &Finding, row: Option<usize>, words: &mut Words, files: &mut Words, rules: &mut Words) -> Value {
    let told = finding.location.told();
    let excerpt: Vec<Value> = finding
        .excerpts
        .iter()
        .map(|excerpt| {
            let severity = 2 - finding.severity as usize;
            let piece = |(text, primary): (String, Option<bool>)| match primary {
                None => Value::from(text),
                Some(true) => json!([text, severity]),
                Some(false) => json!([text, null, [words.index("related place")]]),
            };
            json!([excerpt.row, pieces(excerpt).into_iter().map(piece).collect::<Vec<_>>()])
        })
        .collect();
    json!([
        files.index(&finding.filename),
        told.row,
        told.column,
        2 - finding.severity as usize,
        rules.index(&finding.code),
        words.index(&finding.message),
        row.map_or_else(|| Value::from(-1), Value::from),
        words.perhaps(finding.location.part()),
        {
            "help": words.perhaps(finding.help.as_deref()),
            "fix": fix(finding),
            "notes": finding.notes.iter().map(|note| text(note)).collect::<Vec<_>>(),
            "related": related(finding),
            "excerpt": excerpt,
            "fingerprint": finding.fingerprint,
            "suppressed": finding.suppression.as_ref().map(|why| text(why.words())),
        },
    ])
}

fn shown(shown: &ShownText, words: &mut Words) -> Value {
    let mut line = |line: &ShownLine| {
        let pieces: Vec<Value> = line
            .pieces
            .iter()
            .map(|piece| {
                let parts: Vec<usize> = piece.parts.iter().map(|part| words.index(part)).collect();
                match piece.severity {
                    None if parts.is_empty() => Value::from(piece.text.as_str()),
                    severity => json!([piece.text, severity.map(|severity| 2 - severity as usize), parts]),
                }
            })
            .collect();
        json!([line.row, pieces])
    };
    json!({ "cut": shown.cut, "lines": shown.lines.iter().map(&mut line).collect::<Vec<_>>() })
}
