//! One set of findings through every format, against the files in `tests/render/`; `BLESS=1` rewrites them.

#[path = "render/html.rs"]
mod html;
#[path = "render/report.rs"]
mod report;
#[path = "render/set.rs"]
mod set;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cable_lint::diagnostic::Diagnostic;
use cable_lint::finding::{Finding, Showing, resolve};
use cable_lint::render::{Colour, Format, RuleUrl, RunReport, Summary, Unread, render};
use cable_lint::source;
use cable_lint::source::Span;
use cable_lint::suppress::{Suppression, SuppressionKind};
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use report::bare;
use set::{SECRETS, diagnostic, files, rules};

const MASKED: Showing = Showing { reveal: false, snippets: true, width: None };
const REVEALED: Showing = Showing { reveal: true, snippets: true, width: None };
const BARE: Showing = Showing { reveal: false, snippets: false, width: None };

/// The findings as everyone sees them; one file of the set is long.
static SEEN: LazyLock<Vec<Finding>> = LazyLock::new(|| findings(MASKED));

/// The findings of all files of the set.
fn findings(showing: Showing) -> Vec<Finding> {
    let rules = rules();
    let mut files = files(&rules);
    files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
    files.iter().flat_map(|file| resolve(&file.source, &file.diagnostics, &rules, showing)).collect()
}

fn rendered(format: Format, findings: &[Finding], colour: Colour) -> String {
    let unreadable = [Unread { filename: "gone\u{1b}.txt".to_owned(), reason: "no such\nfile".to_owned() }];
    let mut summary = Summary { documents: 4, unreadable: 1, fixed: 2, unmarked: 3, ..Summary::default() };
    let skipped = [(String::new(), 1), (".rtf".to_owned(), 2)].into();
    findings.iter().for_each(|finding| summary.count(finding));
    let mut out = Vec::new();
    let rules = rules();
    let report =
        RunReport { unreadable: &unreadable, skipped: &skipped, rules: rules.rules(), ..bare(findings, summary) };
    render(format, &report, colour, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("every format is UTF-8")
}

fn expect_golden(name: &str, actual: &str) {
    // A release must not change what is expected.
    let version = |value: &str| format!("ersion\": \"{value}\"");
    let actual = &actual.replace(&version(env!("CARGO_PKG_VERSION")), &version("[VERSION]"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/render").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, actual).expect("the golden file can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}; BLESS=1?", path.display()));
    assert!(&expected == actual, "{name} differs (BLESS=1 rewrites it); it is now\n{actual}");
}

#[test]
fn every_format_is_as_written() {
    // A page that is mostly style and script has tests of its own.
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Html) {
        let name = format!("{}.txt", format.name());
        expect_golden(&name, &rendered(format, &SEEN, Colour::Never));
    }
}

#[test]
fn colours_revealing_and_leaving_out_snippets_are_as_written() {
    let cable = |mut findings: Vec<Finding>| {
        findings.retain(|finding| finding.filename == "cables/one.txt");
        findings
    };
    expect_golden("pretty-colour.txt", &rendered(Format::Pretty, &cable(SEEN.clone()), Colour::Always));
    expect_golden("pretty-revealed.txt", &rendered(Format::Pretty, &cable(findings(REVEALED)), Colour::Never));
    expect_golden("pretty-bare.txt", &rendered(Format::Pretty, &findings(BARE), Colour::Never));
}

fn known() -> Suppression {
    Suppression { kind: SuppressionKind::Config, reason: Some("known".to_owned()) }
}

#[test]
fn no_format_holds_a_secret() {
    for showing in [MASKED, BARE] {
        let mut findings = findings(showing);
        findings.iter_mut().for_each(|finding| finding.suppression = Some(known()));
        for format in Format::ALL {
            let shown = rendered(format, &findings, Colour::Never);
            for secret in SECRETS {
                assert!(!shown.contains(&secret[..6]), "{} holds {secret}\n{shown}", format.name());
                assert!(!shown.contains(&secret[secret.len() - 4..]), "{} holds an end of {secret}", format.name());
            }
        }
    }
}

#[test]
fn revealing_changes_no_finding_but_its_words() {
    let revealed = findings(REVEALED);
    let keys = |findings: &[Finding]| -> Vec<_> {
        findings
            .iter()
            .map(|f| (f.code.clone(), f.location.clone(), f.end_location.clone(), f.fingerprint.clone()))
            .collect()
    };
    assert_eq!(keys(&SEEN), keys(&revealed));
    assert!(rendered(Format::Pretty, &revealed, Colour::Never).contains(SECRETS[0]));
}

#[test]
fn no_format_holds_what_a_terminal_obeys() {
    for format in Format::ALL {
        // A row of a table ends as RFC 4180 says.
        let shown = rendered(format, &SEEN, Colour::Never).replace("\r\n", "\n");
        // Formats for programs keep signs without width, which do nothing to a terminal.
        let is_text = !shown.starts_with(['{', '[', '<']);
        let obeyed = |c: &char| {
            (c.is_control() && *c != '\n')
                || is_text && ('\u{200B}'..='\u{200D}').contains(c)
                || ('\u{200E}'..='\u{200F}').contains(c)
                || ('\u{2028}'..='\u{202E}').contains(c)
                || ('\u{2066}'..='\u{2069}').contains(c)
        };
        assert_eq!(shown.chars().find(obeyed), None, "{}", format.name());
    }
    assert_eq!(rendered(Format::Short, &SEEN, Colour::Never).lines().count(), SEEN.len() + 1);
}

#[test]
fn json_keeps_true_file_names() {
    let object: serde_json::Value =
        serde_json::from_str(&rendered(Format::Json, &SEEN, Colour::Never)).expect("valid JSON");
    let names = object["diagnostics"].as_array().expect("a list").iter().map(|d| d["filename"].as_str());
    assert!(names.into_iter().any(|name| name == Some(set::EVIL_NAME)));
}

#[test]
fn json_lines_are_the_diagnostics_of_json() {
    let object: serde_json::Value =
        serde_json::from_str(&rendered(Format::Json, &SEEN, Colour::Never)).expect("valid JSON");
    let lines = rendered(Format::JsonLines, &SEEN, Colour::Never);
    let mut lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect();
    let mut types = Vec::new();
    for line in &mut lines {
        types.push(line.as_object_mut().expect("an object").remove("type").expect("a type"));
    }
    assert_eq!(types.pop().expect("a last line"), "summary");
    assert_eq!(types.pop().expect("a line before it"), "unreadable");
    assert!(types.iter().all(|kind| kind == "diagnostic"));
    let mut summary = object["summary"].clone();
    summary["skipped"] = object["skipped"].clone();
    assert_eq!(lines.pop(), Some(summary));
    assert_eq!(lines.pop().as_ref(), object["unreadable"].get(0));
    assert_eq!(serde_json::Value::from(lines), object["diagnostics"]);
}

#[test]
fn a_finding_is_one_command_of_github_whatever_its_words() {
    let rules = rules();
    let source = source::read("50%, a:b\nc.txt", b"100%\r\n::error::x".to_vec()).expect("readable");
    let found = resolve(&source, &[diagnostic(&rules, "long-paragraph", Span::new(0, 16))], &rules, MASKED);
    let expected = "::warning title=cable-lint (long-paragraph),file=50%25%2C a%3Ab%0Ac.txt,line=1,endLine=2::\
        the paragraph `100%25 ::error::x` is long\n";
    let shown = rendered(Format::Github, &found, Colour::Never);
    assert_eq!(shown.split_inclusive('\n').next(), Some(expected));
}

#[test]
fn a_name_that_would_command_a_build_server_is_led_by_a_backslash() {
    let rules = rules();
    let source = source::read("::stop-commands::x", b"WORD".to_vec()).expect("readable");
    let found = resolve(&source, &[diagnostic(&rules, "odd-word", Span::new(0, 4))], &rules, MASKED);
    assert!(rendered(Format::Short, &found, Colour::Never).starts_with("\\::stop-commands::x:1:1: "));
}

/// The values of all attributes in `xml`.
fn attributes(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut values = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => return values,
            Event::Start(element) | Event::Empty(element) => {
                for attribute in element.attributes() {
                    let value = attribute.expect("an attribute").normalized_value(XmlVersion::Explicit1_0);
                    values.push(value.expect("it is escaped").into_owned());
                }
            }
            _ => {}
        }
    }
}

#[test]
fn xml_gives_back_the_names_and_words_that_went_in() {
    let rendered = Format::ALL.map(|format| rendered(format, &SEEN, Colour::Never));
    let xml: Vec<&String> = rendered.iter().filter(|shown| shown.starts_with("<?xml")).collect();
    assert_eq!(xml.len(), 2, "JUnit and Checkstyle");
    for shown in xml {
        let values = attributes(shown);
        // XML has no way to hold an escape character.
        assert!(values.contains(&set::EVIL_NAME.replace('\u{1b}', "␛")), "{values:?}");
        assert!(values.iter().any(|value| value == "`An odd` is an odd word"), "{values:?}");
    }
}

#[test]
fn sarif_holds_what_code_scanning_asks_for() {
    let log: serde_json::Value =
        serde_json::from_str(&rendered(Format::Sarif, &SEEN, Colour::Never)).expect("valid JSON");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!((rules.len(), results.len()), (4, SEEN.len()));
    let mut prints = std::collections::BTreeSet::new();
    for (result, finding) in results.iter().zip(SEEN.iter()) {
        assert_eq!(rules[result["ruleIndex"].as_u64().expect("an index") as usize]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(!uri.contains([':', ' ', '\n']) && !uri.starts_with('/'), "{uri}");
        assert_eq!(place["region"]["startLine"], finding.location.row);
        prints.insert((uri, result["partialFingerprints"]["cableLint/v1"].as_str().expect("a fingerprint")));
    }
    assert_eq!(prints.len(), results.len());
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"].as_array().map(Vec::len), Some(1));
    assert!(!log.to_string().contains("snippet"));
}

#[test]
fn suppressed_findings_are_told_where_the_format_has_a_word_for_it() {
    let mut findings = SEEN.clone();
    findings.iter_mut().for_each(|finding| finding.suppression = Some(known()));
    let told = |format| rendered(format, &findings, Colour::Never);
    assert_eq!(told(Format::Sarif).matches("\"justification\": \"known\"").count(), findings.len());
    assert_eq!(told(Format::Junit).matches("<skipped message=\"known\"/>").count(), findings.len());
    for format in Format::ALL {
        let shown = told(format);
        assert!(shown.contains("known") || !shown.contains("odd word"), "{}: {shown}", format.name());
    }
}

#[test]
fn names_of_rules_lead_to_their_pages() {
    let url = RuleUrl::read("https://example.org/rules#{rule}").expect("an address");
    let mut findings = SEEN.clone();
    findings.iter_mut().for_each(|finding| finding.url = Some(url.of(&finding.code)));
    let rules = rules();
    let told = |format, links| {
        let report = bare(&findings, Summary::default());
        let report = RunReport { rules: rules.rules(), rule_url: Some(&url), links, ..report };
        let mut out = Vec::new();
        render(format, &report, Colour::Never, &mut out).expect("a vector takes all");
        String::from_utf8(out).expect("UTF-8")
    };
    let page = "https://example.org/rules#odd-word";
    let linked = told(Format::Pretty, true);
    assert!(linked.contains(&format!("[\u{1b}]8;;{page}\u{1b}\\odd-word\u{1b}]8;;\u{1b}\\]: ")), "{linked}");
    assert!(!linked.contains("see: "), "a link says where it leads");
    assert!(told(Format::Pretty, false).contains(&format!("= see: {page}\n")));
    assert!(told(Format::Json, false).contains(&format!("\"url\": \"{page}\"")));
    assert!(told(Format::Rdjson, false).contains(&format!("\"url\": \"{page}\"")));
    assert!(told(Format::Sarif, false).contains(&format!("\"helpUri\": \"{page}\"")));
    assert!(told(Format::Markdown, false).contains(&format!("[`odd-word`](<{page}>)")));
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Pretty) {
        assert!(!told(format, true).contains('\u{1b}'), "{}", format.name());
    }
}

#[test]
fn a_run_that_found_nothing_is_a_test_that_passed() {
    let summary = Summary { documents: 7, ..Summary::default() };
    let mut out = Vec::new();
    let report = bare(&[], summary);
    render(Format::Junit, &report, Colour::Never, &mut out).expect("a vector takes all");
    let shown = String::from_utf8(out).expect("UTF-8");
    assert!(shown.contains("<testcase name=\"7 documents checked\" classname=\"cable-lint\"/>"), "{shown}");
    assert!(shown.contains("tests=\"1\" failures=\"0\" errors=\"0\""), "{shown}");
}

#[test]
fn json_counts_bytes_rows_and_columns_of_the_file_on_disk() {
    let bytes = "\u{feff}SECRET\r\n1. (S) na\u{ef}ve \u{1f5ce} e\u{301} WORD tail\r\n".as_bytes();
    let rules = rules();
    let source = source::read("x", bytes.to_vec()).expect("readable");
    let start = source.text().find("WORD").expect("there") as u32;
    let diagnostics = [diagnostic(&rules, "odd-word", Span::new(start, start + 4))];
    let found = resolve(&source, &diagnostics, &rules, MASKED);
    let object: serde_json::Value =
        serde_json::from_str(&rendered(Format::Json, &found, Colour::Never)).expect("valid JSON");
    let [from, to] = ["location", "end_location"].map(|key| object["diagnostics"][0][key].clone());
    assert_eq!(from, serde_json::json!({"row": 2, "column": 19, "utf16_column": 20, "offset": 34}));
    assert_eq!(to, serde_json::json!({"row": 2, "column": 23, "utf16_column": 24, "offset": 38}));
    assert_eq!(&bytes[34..38], b"WORD");
}

#[test]
fn findings_come_by_start_end_and_rule_name() {
    let rules = rules();
    let source = source::read("x", b"one two three".to_vec()).expect("readable");
    let found = |name: &str, start, end| diagnostic(&rules, name, Span::new(start, end));
    let diagnostics = [
        found("odd-word", 4, 7),
        found("portion-outranks-banner", 0, 7),
        found("long-paragraph", 4, 7),
        found("odd-word", 0, 3),
    ];
    let order: Vec<_> = resolve(&source, &diagnostics, &rules, MASKED)
        .into_iter()
        .map(|finding| (finding.location.offset, finding.end_location.offset, finding.code))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn fingerprints_stay_when_text_moves_and_differ_within_a_file() {
    let rules = rules();
    let prints = |text: &str| -> Vec<String> {
        let source = source::read("x", text.as_bytes().to_vec()).expect("readable");
        let diagnostics: Vec<Diagnostic> = text
            .match_indices("WORD")
            .map(|(at, _)| diagnostic(&rules, "odd-word", Span::new(at as u32, at as u32 + 4)))
            .collect();
        resolve(&source, &diagnostics, &rules, MASKED).into_iter().map(|finding| finding.fingerprint).collect()
    };
    let before = prints("a WORD and WORD\nb WORD\n");
    let moved = prints("new first line\r\n\r\na  WORD and\tWORD\r\nb WORD");
    assert_eq!(before, moved);
    assert!(before[0] != before[1] && before[1] != before[2] && before[0] != before[2]);
    assert!(before.iter().all(|print| print.len() == 16 && print.bytes().all(|b| b.is_ascii_hexdigit())));
    assert_ne!(before[2], prints("b other WORD\n")[0]);
}

#[test]
fn many_findings_on_one_long_line_take_no_longer_than_their_number() {
    let rules = rules();
    let text = "é WORD 078-05-1120 ".repeat(20_000);
    let mut diagnostics = Vec::new();
    for (name, word) in [("odd-word", "WORD"), ("social-security-number", "078-05-1120")] {
        diagnostics.extend(
            text.match_indices(word)
                .map(|(at, word)| diagnostic(&rules, name, Span::new(at as u32, (at + word.len()) as u32))),
        );
    }
    let source = source::read("x", text.into_bytes()).expect("readable");
    assert_eq!(resolve(&source, &diagnostics, &rules, MASKED).len(), 40_000);
}
