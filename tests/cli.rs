//! Runs the program as people do.
//!
//! `tests/cli/NAME.trycmd` is a transcript: each `$` line is run in `tests/cli/NAME.in`, and what follows is what must
//! come out, standard error included; `? 1` is the exit code, `[..]` stands for any text and `...` for any lines.
//! `TRYCMD=overwrite cargo test --test cli` writes what comes out now; read the difference before you commit it.
//! The picture in the README is a transcript, too.
//! What a transcript cannot hold (odd bytes, links, standard input) is made here.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use cable_lint::render::Format;
use tempfile::TempDir;

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("FORCE_COLOR", "0")
        .env("CLICOLOR_FORCE", "0")
        .env("TERM", "dumb")
        .case("tests/cli/*.trycmd")
        .case("README.md");
}

#[test]
fn every_flag_of_the_help_stands_in_a_transcript() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let paths = fs::read_dir(folder).expect("the transcripts").map(|entry| entry.expect("readable").path());
    let transcripts = paths.filter(|path| path.extension().is_some_and(|name| name == "trycmd"));
    let text: String = transcripts.map(|path| fs::read_to_string(path).expect("a text")).collect();
    let run: Vec<&str> = text.lines().filter(|line| line.starts_with("$ cable-lint")).collect();
    let help = text.lines().filter(|line| line.trim_start().starts_with('-'));
    let flags = help.flat_map(str::split_whitespace).filter(|word| word.starts_with("--") && word.len() > 2);
    let flag = |word: &str| word.trim_end_matches(|c: char| !c.is_ascii_lowercase()).to_owned();
    let flags: std::collections::BTreeSet<String> = flags.map(flag).filter(|flag| flag != "--").collect();
    // The short forms of these are what people type.
    let short = [("--output-format", " -o "), ("--quiet", " -q "), ("--verbose", " -v "), ("--jobs", " -j ")];
    let stands = |flag: &str| {
        let short = short.iter().find(|(long, _)| *long == flag).map_or(flag, |(_, short)| short);
        run.iter().any(|line| line.contains(flag) || line.contains(short))
    };
    let missing: Vec<&String> = flags.iter().filter(|flag| !stands(flag)).collect();
    assert!(missing.is_empty() && flags.len() > 30, "no transcript runs {missing:?} of {flags:?}");
}

const WORD: &str = r#"
[word]
check = "text-pattern"
level = "warning"
summary = "a word"
why = "It is there."
message = "a word"
source = ["house style"]
since = "0.1.0"
options = { pattern = "QQQ" }
[[word.example]]
bad = """
QQQ
^^^ word
"""
[[word.example]]
good = "ok"
"#;

/// A folder with a pack of one rule of its own, under which every `QQQ` is a warning and nothing else is anything.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    write(&folder, "word.toml", WORD);
    write(&folder, ".cable-lint.toml", "rule-packs = ['word.toml']\nrules = { all = 'ignore', word = 'warning' }\n");
    folder
}

fn write(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(path, bytes).expect("a file");
}

fn program(folder: &Path, typed: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cable-lint"));
    command.args(typed).current_dir(folder).env("NO_COLOR", "1");
    for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

/// The exit code, standard output and standard error.
fn run(folder: &TempDir, typed: &[&str]) -> (i32, String, String) {
    told(&program(folder.path(), typed).output().expect("it runs"))
}

fn run_with_stdin(folder: &TempDir, typed: &[&str], stdin: &[u8]) -> (i32, String, String) {
    let mut command = program(folder.path(), typed);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    child.stdin.take().expect("a pipe").write_all(stdin).expect("it reads");
    told(&child.wait_with_output().expect("it ends"))
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("no signal"), text(&output.stdout), text(&output.stderr))
}

/// The row, column, UTF-16 column and byte of each finding in the only document of `bytes`.
fn places(bytes: &[u8]) -> (i32, Vec<[u64; 4]>) {
    let folder = folder();
    write(&folder, "x.txt", bytes);
    let (code, out, _) = run(&folder, &["check", "-o", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let keys = ["row", "column", "utf16_column", "offset"];
    let place = |found: &serde_json::Value| keys.map(|key| found["location"][key].as_u64().expect("a number"));
    (code, report["diagnostics"].as_array().expect("a list").iter().map(place).collect())
}

#[test]
fn text_of_every_encoding_is_read_and_placed() {
    assert_eq!(places(b"a\r\nb\r\xe9 QQQ"), (1, vec![[3, 3, 3, 7]]), "Windows-1252, CRLF, lone CR");
    assert_eq!(places("\u{feff}é\u{1f600} QQQ\n".as_bytes()), (1, vec![[1, 4, 5, 10]]), "byte-order mark, astral");
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain("\nQQQ".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(places(&wide), (1, vec![[2, 1, 1, 4]]), "UTF-16");
    let nul = b"a long line of text with one NUL \0 in it, and QQQ";
    assert_eq!(places(nul), (1, vec![[1, 47, 47, 46]]), "a NUL byte");
    assert_eq!(places(b""), (0, vec![]), "an empty file");
}

#[test]
fn a_binary_file_is_named_and_not_checked() {
    let folder = folder();
    write(&folder, "x.txt", [0; 4096]);
    write(&folder, "y.txt", "QQQ");
    let (code, out, err) = run(&folder, &["check", "-o", "json", "-v"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("x.txt: this looks like a binary file") && err.contains("1 unreadable"), "{err}");
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&report["summary"]["documents"], &report["summary"]["unreadable"]), (&1.into(), &1.into()));
}

#[test]
fn a_line_of_ten_megabytes_is_checked() {
    let mut line = "word ".repeat(2 << 20).into_bytes();
    line.extend(b"QQQ");
    let at = line.len() as u64 - 3;
    assert_eq!(places(&line), (1, vec![[1, at + 1, at + 1, at]]));
}

#[test]
fn standard_input_is_a_document() {
    let folder = folder();
    write(
        &folder,
        "drafts/.cable-lint.toml",
        "rule-packs = ['../word.toml']\nrules = { all = 'ignore', word = 'info' }\n",
    );
    let (code, out, _) = run_with_stdin(&folder, &["check", "-", "-o", "short"], b"QQQ\n");
    assert_eq!((code, out.as_str()), (1, "<stdin>:1:1: warning[word] a word\n"));
    let typed = ["check", "-", "-o", "short", "--stdin-filename", "./drafts/new.txt"];
    let (code, out, _) = run_with_stdin(&folder, &typed, b"QQQ\n");
    assert_eq!((code, out.as_str()), (0, "drafts/new.txt:1:1: info[word] a word\n"));
    let excluded: Vec<&str> =
        typed.into_iter().chain(["--exclude", "drafts", "--force-exclude", "--allow-empty"]).collect();
    assert_eq!(run_with_stdin(&folder, &excluded, b"QQQ\n").0, 0);
    let both = run_with_stdin(&folder, &["check", "-", "--files-from", "-"], b"");
    assert!(both.0 == 2 && both.2.contains("standard input"), "{both:?}");
}

#[test]
fn a_list_of_files_may_come_from_standard_input() {
    let folder = folder();
    write(&folder, "a b.txt", "QQQ\n");
    let (code, out, _) = run_with_stdin(&folder, &["check", "--files-from", "-", "-o", "short"], b"a b.txt\r\n");
    assert_eq!((code, out.as_str()), (1, "a b.txt:1:1: warning[word] a word\n"));
    assert_eq!(run_with_stdin(&folder, &["check", "--files-from", "-"], b"").0, 2);
}

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
        {"name": "word", "group": "word", "level": "warning", "fixable": null, "summary": "a word"}
    );
    assert_eq!((code, word), (0, &expected));
    let (code, out, _) = run(&folder, &["explain", "word", "-o", "json"]);
    let word: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, &word["pack"], &word["default_level"]), (0, &"word.toml".into(), &"warning".into()));
    assert_eq!(word["examples"][0], serde_json::json!({"good": false, "text": "QQQ\n^^^ word\n"}));
}

#[test]
fn our_own_configuration_is_an_example_that_works() {
    let own = include_str!("../.cable-lint.toml");
    let first = include_str!("../src/run/init.toml");
    assert_eq!(first.replace("#include = [\"cables/**", "include = [\"tests/cables/**"), own, "`init` writes the same");
    let is_text = |rest: &&str| rest.starts_with(|c: char| !c.is_whitespace());
    let used: Vec<&str> = own.lines().map(|line| line.strip_prefix('#').filter(is_text).unwrap_or(line)).collect();
    let folder = folder();
    write(&folder, "house/rules.toml", WORD);
    write(&folder, "house/base.toml", "fail-on = 'error'\n");
    write(&folder, "house/markings.toml", "");
    for text in [own.to_owned(), used.join("\n")] {
        write(&folder, ".cable-lint.toml", &text);
        assert_eq!(run(&folder, &["rules"]).2, "");
    }
    assert!(used.contains(&"fail-on = \"warning\""));
}

#[test]
fn gitignore_counts_in_a_repository() {
    let folder = folder();
    write(&folder, ".git/HEAD", "");
    write(&folder, ".gitignore", "private/\n");
    write(&folder, "private/x.txt", "QQQ\n");
    write(&folder, "y.txt", "ok\n");
    assert_eq!(run(&folder, &["check"]).0, 0);
    assert_eq!(run(&folder, &["check", "--no-respect-gitignore"]).0, 1);
    assert_eq!(run(&folder, &["check", "private/x.txt"]).0, 1);
}

/// Beside `word`: a sensitive rule for numbers, and one that quotes the whole line.
const NUMBERS: &str = r#"
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
        for format in Format::ALL.map(Format::name) {
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

#[test]
fn a_configuration_above_the_repository_is_not_looked_at() {
    let folder = folder();
    write(&folder, "repository/.git/HEAD", "");
    write(&folder, "repository/x.txt", "QQQ\n");
    let (_, out, _) = run(&folder, &["check", "-o", "short", "repository"]);
    assert!(!out.contains("[word]"), "{out}");
}

#[test]
fn where_one_stands_makes_no_difference() {
    let folder = folder();
    write(&folder, "sub/archive/x.txt", "QQQ\n");
    write(
        &folder,
        "sub/.cable-lint.toml",
        "rule-packs = ['../word.toml']\nrules = { all = 'ignore', word = 'error' }\n",
    );
    let here = run(&folder, &["check", "-o", "short", "sub"]).1;
    assert_eq!(here, "sub/archive/x.txt:1:1: error[word] a word\n");
    let place = folder.path().join("sub/archive");
    let there = told(&program(&place, &["check", "-o", "short", "../../sub"]).output().expect("it runs")).1;
    assert_eq!(there, "../../sub/archive/x.txt:1:1: error[word] a word\n");
    // The directory in which everything stands is called like what is excluded.
    let excluded = told(&program(&place, &["check", "--exclude", "archive", "-o", "short"]).output().expect("it runs"));
    assert_eq!(excluded.1, "x.txt:1:1: error[word] a word\n");
}

#[test]
fn a_directory_called_like_a_document_is_searched() {
    let folder = folder();
    write(&folder, "x.txt/y.txt", "QQQ\n");
    assert_eq!(run(&folder, &["check", "-o", "short"]).1, "x.txt/y.txt:1:1: warning[word] a word\n");
    assert_eq!(run(&folder, &["check", "-o", "short", "x.txt"]).1, "x.txt/y.txt:1:1: warning[word] a word\n");
}

/// Like [`folder`], with a fix for the word: `QQQ` becomes `new`.
fn folder_with_a_fix(new: &str) -> TempDir {
    let folder = folder();
    let fix = format!("replacement = \"{new}\" }}\nfix = {{ applicability = \"safe\", message = \"write it anew\" }}");
    write(&folder, "word.toml", WORD.replace("\"QQQ\" }", &format!("\"QQQ\", {fix}")));
    folder
}

#[test]
fn standard_input_goes_mended_to_standard_output() {
    let folder = folder_with_a_fix("RRR");
    let (code, out, err) = run_with_stdin(&folder, &["check", "--fix", "-"], b"a QQQ\r\nb");
    assert_eq!((code, out.as_str(), err.as_str()), (0, "a RRR\r\nb", ""));
    let (code, out, err) =
        run_with_stdin(&folder, &["check", "--fix", "-o", "short", "--only", "nothing", "-"], b"QQQ");
    assert!(code == 2 && out.is_empty() && err.contains("nothing"), "{out} {err}");
    let (code, out, _) = run_with_stdin(&folder, &["check", "--diff", "--stdin-filename", "x.txt", "-"], b"QQQ\n");
    assert_eq!((code, out.as_str()), (1, "--- a/x.txt\n+++ b/x.txt\n@@ -1 +1 @@\n-QQQ\n+RRR\n"));
    let lost = folder_with_a_fix("");
    let (code, out, err) = run_with_stdin(&lost, &["check", "--fix", "-o", "short", "-"], b"QQQ left");
    assert_eq!((code, out.as_str(), err.as_str()), (1, "QQQ left", "<stdin>:1:1: warning[word] a word\n"));
}

#[test]
fn fixes_that_come_to_no_end_are_told_and_not_applied() {
    let folder = folder_with_a_fix("QQQ.");
    write(&folder, "x.txt", "QQQ");
    let (code, _, err) = run(&folder, &["check", "--fix", "-o", "short"]);
    let told = "cable-lint: cannot fix x.txt: its fixes undo each other; it was left as it is\n";
    assert_eq!((code, err.as_str()), (2, told));
    assert_eq!(fs::read(folder.path().join("x.txt")).expect("a file"), b"QQQ");
    let echoed = run_with_stdin(&folder, &["check", "--fix", "-"], b"QQQ");
    assert_eq!((echoed.0, echoed.1.as_str()), (2, "QQQ"));
}

#[test]
fn a_difference_shows_no_secret() {
    let folder = folder_with_a_fix("RRR");
    write(&folder, "numbers.toml", NUMBERS);
    let config = "rule-packs = ['word.toml', 'numbers.toml']\nrules = { all = 'ignore', word = 'warning' }\n";
    write(&folder, ".cable-lint.toml", config);
    write(&folder, "a.txt", "QQQ 078051120\n");
    let (code, out, _) = run(&folder, &["check", "--diff", "a.txt"]);
    assert_eq!((code, out.as_str()), (1, "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-QQQ ▒▒▒▒▒▒\n+RRR ▒▒▒▒▒▒\n"));
    assert_eq!(run(&folder, &["check", "--fix", "-o", "json", "a.txt"]).0, 0);
    assert_eq!(fs::read(folder.path().join("a.txt")).expect("a file"), b"RRR 078051120\n");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_link_that_leads_back_is_named() {
        let folder = folder();
        write(&folder, "a/b/x.txt", "QQQ\n");
        symlink("..", folder.path().join("a/b/loop")).expect("a link");
        let (code, out, err) = run(&folder, &["check", "-o", "short"]);
        assert_eq!((code, out.as_str()), (2, "a/b/x.txt:1:1: warning[word] a word\n"));
        assert_eq!(err, "cable-lint: cannot read a/b/loop: this link leads back to `a`, which holds it\n");
    }

    #[test]
    fn a_link_to_nothing_is_named_if_a_document_is_missing() {
        let folder = folder();
        write(&folder, "x.txt", "ok\n");
        symlink("nothing", folder.path().join("library.so")).expect("a link");
        assert_eq!(run(&folder, &["check"]), (0, String::new(), String::new()));
        symlink("nothing", folder.path().join("gone.txt")).expect("a link");
        let (code, _, err) = run(&folder, &["check"]);
        assert_eq!((code, err.as_str()), (2, "cable-lint: cannot read gone.txt: No such file or directory\n"));
        symlink("itself.txt", folder.path().join("itself.txt")).expect("a link");
        assert_eq!(run(&folder, &["check", "itself.txt"]).0, 2);
    }

    #[test]
    fn a_document_that_may_not_be_read_is_named() {
        let folder = folder();
        write(&folder, "x.txt", "ok\n");
        let path = folder.path().join("x.txt");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
        if fs::read(&path).is_ok() {
            return; // Nothing is forbidden to root.
        }
        let (code, _, err) = run(&folder, &["check"]);
        assert_eq!((code, err.as_str()), (2, "cable-lint: cannot read x.txt: Permission denied\n"));
    }

    #[test]
    fn a_name_that_drives_terminals_is_made_harmless() {
        let folder = folder();
        write(&folder, "a\u{1b}[31m\nb.txt", "QQQ\n");
        symlink("nothing", folder.path().join("c\u{1b}[2J.txt")).expect("a link");
        let (code, out, err) = run(&folder, &["check", "-o", "short", "-v"]);
        assert_eq!(code, 2);
        assert!(!out.contains('\u{1b}') && !err.contains('\u{1b}') && out.lines().count() == 1, "{out:?} {err:?}");
    }

    #[test]
    fn a_reader_who_leaves_is_no_failure() {
        let folder = folder();
        write(&folder, "x.txt", "QQQ\n".repeat(100_000));
        let mut child = program(folder.path(), &["check", "-o", "short"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(child.stdout.take());
        assert_eq!(told(&child.wait_with_output().expect("it ends")), (0, String::new(), String::new()));
    }

    #[test]
    fn a_full_disk_is_a_failure() {
        let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { return };
        let folder = folder();
        write(&folder, "x.txt", "QQQ\n");
        let done = program(folder.path(), &["check"]).stdout(full).output().expect("it runs");
        let (code, _, err) = told(&done);
        assert_eq!(code, 2);
        assert!(err.contains("cannot write to standard output"), "{err}");
    }

    #[test]
    fn a_mended_file_keeps_its_rights_and_its_link() {
        let folder = folder_with_a_fix("RRR");
        write(&folder, "x.dat", b"caf\xe9 QQQ\r\n");
        let path = folder.path().join("x.dat");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
        symlink("x.dat", folder.path().join("x.txt")).expect("a link");
        assert_eq!(run(&folder, &["check", "--fix", "x.txt"]), (0, String::new(), String::new()));
        assert_eq!(fs::read(&path).expect("a file"), b"caf\xe9 RRR\r\n");
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
        assert!(folder.path().join("x.txt").is_symlink());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 4, "no temporary file is left");
    }

    #[test]
    fn a_file_with_two_names_is_left_alone() {
        let folder = folder_with_a_fix("RRR");
        write(&folder, "x.txt", "QQQ");
        fs::hard_link(folder.path().join("x.txt"), folder.path().join("y.dat")).expect("a link");
        let (code, _, err) = run(&folder, &["check", "--fix"]);
        assert!(code == 2 && err.starts_with("cable-lint: cannot fix x.txt: it has other names"), "{err}");
        assert_eq!(fs::read(folder.path().join("y.dat")).expect("a file"), b"QQQ");
    }

    #[test]
    fn a_report_replaces_what_a_link_points_at_and_has_common_permissions() {
        let folder = folder();
        write(&folder, "x.txt", "ok\n");
        write(&folder, "real.json", "old");
        symlink("real.json", folder.path().join("link.json")).expect("a link");
        assert_eq!(run(&folder, &["check", "-o", "json=link.json", "-o", "json-lines=/dev/null"]).0, 0);
        assert!(fs::read_to_string(folder.path().join("real.json")).expect("a report").contains("diagnostics"));
        assert!(folder.path().join("link.json").is_symlink());
        let mode = fs::metadata(folder.path().join("real.json")).expect("a report").permissions().mode();
        let usual = fs::metadata(folder.path().join("x.txt")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, usual & 0o777);
    }
}

/// The `toml` blocks of the README: a configuration, entries to add to it, and a rule pack.
fn readme_blocks() -> Vec<String> {
    let readme = include_str!("../README.md");
    let blocks = readme.split("```toml\n").skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_configuration_and_the_pack_of_the_readme_work() {
    let blocks = readme_blocks();
    let [configuration, entries, pack] = &blocks[..] else { panic!("the README has {} toml blocks", blocks.len()) };
    let folder = TempDir::new().expect("a folder");
    write(&folder, ".cable-lint.toml", "");
    write(&folder, "set/.cable-lint.toml", format!("{configuration}{entries}"));
    write(&folder, "house.toml", pack);
    let checked = program(&folder.path().join("set"), &["check", "--allow-empty"]).output().expect("it runs");
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stderr));
    let tested = program(folder.path(), &["test", "house.toml"]).output().expect("it runs");
    assert_eq!(tested.status.code(), Some(0), "{}", String::from_utf8_lossy(&tested.stdout));
}

#[test]
fn a_marking_that_is_not_utf_8_is_reported_and_the_others_are_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = b"(S//NF)\n(\xff\xfe)\n(U)\n";
    let (code, out, err) = run_with_stdin(&folder, &["marking", "-o", "json-lines"], input);
    assert_eq!((code, out.lines().count()), (2, 3), "{out}{err}");
    let valid = |line: &str| line.contains("\"valid\":true");
    assert_eq!(out.lines().map(valid).collect::<Vec<_>>(), [true, false, true], "{out}");
    assert!(err.contains("line 2"), "{err}");
}
