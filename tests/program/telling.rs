//! What is told, to whom, and where it is written.

use std::fs;

use cable_lint::render::Format;

use super::folder::*;

#[test]
fn one_run_writes_several_formats() {
    let folder = folder();
    write(&folder, "x.txt", "QQQ\n");
    let (code, out, _) = run(&folder, &["check", "-o", "json=out.json", "-o", "short", "-o", "json-lines=out.jsonl"]);
    assert_eq!((code, out.as_str()), (1, "x.txt:1:1: warning[word] a word\n"));
    let report = fs::read_to_string(folder.path().join("out.json")).expect("a report");
    assert!(serde_json::from_str::<serde_json::Value>(&report).is_ok());
    assert!(folder.path().join("out.jsonl").exists());
    assert_eq!(run(&folder, &["check", "-o", "json=a.json", "-o", "short=a.json"]).0, 2);
    let left = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 5, "no temporary file is left");
}

#[test]
fn the_answer_is_the_same_on_any_number_of_threads() {
    let folder = folder();
    for number in 0..300 {
        write(&folder, &format!("{}/{number}.txt", number % 7), "QQQ\n".repeat(number % 5));
    }
    write(&folder, "3/binary.txt", [0; 99]);
    let alone = run(&folder, &["check", "-o", "json", "-v", "-j1"]);
    assert_eq!(alone.0, 2);
    for jobs in ["-j2", "-j4", "-j9"] {
        assert_eq!(run(&folder, &["check", "-o", "json", "-v", jobs]), alone);
    }
}

#[test]
fn rules_and_explanations_are_data_for_programs() {
    let folder = folder();
    let (code, out, _) = run(&folder, &["rules", "-o", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let word = rules.as_array().expect("a list").iter().find(|rule| rule["name"] == "word").expect("the rule");
    let expected = serde_json::json!(
        {"name": "word", "group": "word", "level": "warning", "fixable": null, "summary": "a word", "url": null}
    );
    assert_eq!((code, word), (0, &expected));
    let (code, out, _) = run(&folder, &["explain", "word", "-o", "json"]);
    let word: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, &word["pack"], &word["default_level"]), (0, &"word.toml".into(), &"warning".into()));
    assert_eq!(word["examples"][0], serde_json::json!({"good": false, "text": "QQQ\n^^^ word\n"}));
}

/// Beside `word`: a sensitive rule for numbers, and one that quotes the whole line.
pub(super) const NUMBERS: &str = r#"
[number]
check = "text-pattern"
level = "warning"
sensitive = true
summary = "a number"
why = "It is nobody's business."
message = "a number {text}"
source = ["house style"]
since = "0.1.0"
options = { pattern = "[0-9]{9}" }
[line]
check = "text-pattern"
level = "warning"
summary = "a line"
why = "It is long."
message = "the line `{text}`"
source = ["house style"]
since = "0.1.0"
options = { pattern = "QQQ.*" }
"#;

#[test]
fn what_a_sensitive_rule_points_at_is_masked_even_where_the_rule_is_ignored() {
    let folder = folder();
    write(&folder, "numbers.toml", NUMBERS);
    write(&folder, "a.txt", "QQQ 078051120 QQQ\n");
    for (levels, typed) in [
        ("number = 'warning', line = 'warning'", &[][..]),
        ("number = 'ignore', line = 'warning'", &[]),
        ("number = 'warning', line = 'warning'", &["--only", "line"]),
        ("number = 'warning', line = 'warning'", &["--ignore", "number"]),
    ] {
        let config = format!("rule-packs = ['numbers.toml']\nrules = {{ all = 'ignore', {levels} }}\n");
        write(&folder, ".cable-lint.toml", config);
        // Statistics count findings, and quote none.
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Statistics).map(Format::name) {
            let (code, out, _) = run(&folder, &[&["check", "-o", format, "a.txt"], typed].concat());
            assert!(code == 1 && out.contains("▒▒▒▒▒▒") && !out.contains("078051120"), "{levels} {typed:?}: {out}");
            let shown = out.contains("a number");
            assert_eq!(
                shown,
                typed.is_empty() && levels.starts_with("number = 'warning'"),
                "{levels} {typed:?}: {out}"
            );
        }
    }
}

#[test]
fn what_belongs_to_a_sensitive_finding_is_masked_with_it() {
    let folder = folder();
    let repeated = WORD
        .replace("check = \"text-pattern\"", "check = \"repeated-value\"\nsensitive = true")
        .replace("{ pattern = \"QQQ\" }", "{ part = \"tags.tag\" }");
    write(&folder, "word.toml", repeated);
    write(
        &folder,
        "a.txt",
        "UNCLAS OSLO 000001\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: ZZQQ, ZZQQ\nSUBJECT: X\n\n1. (U) Y.\n",
    );
    let (code, out, _) = run(&folder, &["check", "a.txt"]);
    assert!(code == 1 && out.contains("TAGS: ▒▒▒▒▒▒, ▒▒▒▒▒▒") && !out.contains("ZZQQ"), "{out}");
}
