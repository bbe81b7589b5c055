//! No secret leaves: one set of documents through every output format, to standard output, standard error and files.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use cable_lint::config::{Configs, Request};
use cable_lint::finding::{Finding, Showing, resolve};
use cable_lint::render::Format;
use cable_lint::rule::RuleSet;
use cable_lint::source;
use tempfile::TempDir;

/// What may stand in no output, in any case. The watched name is there by its parts, too.
const SECRETS: [&str; 25] = [
    "899-12-3456",
    "899123456",
    "899.12.3456",
    "899/12/3456",
    "899-12-3458",
    "jane.fictive",
    "mail.example.com",
    "Fictive",
    "Jane",
    "3712 345678 90120",
    "371234567890120",
    "GB63 FICT",
    "X1234567",
    "12 MAR 1951",
    "1951-03-12",
    "８９９-１２-３４５９",
    "899-12-3459",
    "Told-Of",
    "abner(at)mail",
    "Quenby",
    "Joe Smuggled",
    "555-0243",
    "Zebulon",
    "Watchword",
    "WmVidWxvbi",
];

/// Rules that say as much of a line as rules can.
const HOUSE: &str = r#"
[whole-line]
check = "text-pattern"
level = "warning"
summary = "a line"
why = "It is long."
message = "the line `{text}`"
help = "mind `{text}`"
source = ["house style"]
since = "0.1.0"
options = { pattern = "(?m)^.*(?:899|Fictive|FICTIVE).*$" }
[whole-document]
check = "text-pattern"
level = "info"
summary = "a document"
why = "It is long."
message = "the text `{text}`"
source = ["house style"]
since = "0.1.0"
options = { pattern = "(?s).+" }
"#;

/// Two secrets on a line, one over a line break, one hidden, one encoded, one smuggled, the same one twice, one at the end.
fn text() -> String {
    let smuggled: String =
        "Joe Smuggled".bytes().filter_map(|byte| char::from_u32(0xE0000 + u32::from(byte))).collect();
    format!(
        "C O N F I D E N T I A L OSLO 000012\nTAGS: PREL, NO\nSUBJECT: MS. FICTIVE AND JANE FICTIVE\n\n\
         1. (C) Jane Fictive (SSN 899-12-3456, card 3712 345678 90120) writes as jane.fictive@mail.example.com.\n\
         2. (C) J. Fictive was born on 12 MAR 1951; passport X1234567; account GB63 FICT 6016 1331 9268 19. Jane\nFictive\n\
         3. (C) <!-- Quenby --> met Quenby, &#74;ane Fictive and Fictive, Jane{smuggled} at (202) 555-0243.\n\
         4. (C) {}Jane Fictive 899123456, 899.12.3456 or 899/12/3456{}\n\
         5. (C) Zebulon Q. Watch-\nword, WATCHWORD, ZEBULON, Zebulon=20Watchw=\nord, WmVidWxvbiBXYXRjaHdvcmQ=\n\
         6. (C) Ms. Watchword, Zebulon's aunt, and Z. Watchword, saw Quen\u{200B}by and QUENBY\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}XXXXXX.\n\
         7. (C) The same number, 899-12-3456, in other digits: SSN ８９９-１２-３４５９, which is 899-12-3459. On 1951-03-12\n\
         he met [REDACTED: Told-Of Fictive], abner(at)mail.example.com and Told-Of Fictive. His number is 899-12-3456",
        "word ".repeat(200),
        " word".repeat(200),
    )
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(path, bytes).expect("a file");
}

/// The documents, in every encoding and with every line end, some under names that are secrets themselves.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let (text, at) = (text(), folder.path());
    write(at, "house.toml", HOUSE);
    write(at, "watch.list", "# protected\nJane Fictive\nFictive\nZebulon Watchword\n");
    write(
        at,
        ".cable-lint.toml",
        "rule-packs = ['house.toml']\nwatch-list = 'watch.list'\n[rules]\nbare-social-security-number = 'info'\n\
         [[suppress]]\nrule = 'unknown-tag'\npath = 'old/Jane-Fictive.txt'\nreason = 'Jane Fictive agreed'\n",
    );
    write(at, "plain.txt", &text);
    write(at, "crlf.txt", text.replace('\n', "\r\n"));
    write(at, "cr.txt", text.replace('\n', "\r"));
    write(at, "bom.txt", format!("\u{feff}{text}"));
    let utf16 = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    write(at, "utf16.txt", utf16);
    write(at, "notes/jane_fictive 899-12-3456.txt", &text);
    write(at, "Fictive-Jane/memo.md", "~~Quenby~~ wrote.\n\n[x]: mailto:jane.fictive@mail.example.com\n");
    write(at, "quiet/jane-fictive.txt", "1. (C) Nothing to see.\n");
    write(at, "quiet/ZebulonWatchword2.txt", "1. (C) Nothing to see.\n");
    write(at, "quiet/to-Zebulon%20Watchword.txt", "1. (C) Nothing to see.\n");
    // A configuration below a directory with a name.
    write(at, "Fictive-Jane/.cable-lint.toml", "watch-list = '../watch.list'\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink(at.join("Fictive-Jane"), at.join("Fictive-Jane/loop.md")).expect("a link");
    // What cannot be read is named as well.
    write(at, "broken/Jane.Fictive.txt", [0; 64]);
    write(at, "broken/899-12-3458.txt", [0; 64]);
    folder
}

fn assert_no_secret(output: &[u8], whence: &str) {
    let text = String::from_utf8_lossy(output).to_lowercase();
    for secret in SECRETS {
        if let Some(at) = text.find(&secret.to_lowercase()) {
            let near: String = text[text.floor_char_boundary(at.saturating_sub(60))..].chars().take(160).collect();
            panic!("{secret:?} leaves through {whence}: {near}");
        }
    }
}

/// Runs `check` in `folder` with `typed` behind it.
fn run(folder: &TempDir, typed: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_cable-lint"));
    program.current_dir(folder.path()).arg("check").args(typed).env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
    program.output().expect("it runs")
}

/// Runs `check` in `folder` with `typed` behind it, and sees to it that no secret comes out.
fn check(folder: &TempDir, typed: &[&str]) {
    let run = run(folder, typed);
    // Some documents cannot be read.
    assert_eq!(run.status.code(), Some(2), "{typed:?}: {}", String::from_utf8_lossy(&run.stderr));
    assert_no_secret(&run.stdout, &format!("{typed:?}"));
    assert_no_secret(&run.stderr, &format!("standard error of {typed:?}"));
    assert!(!run.stderr.is_empty());
}

/// Like [`check`] of all documents, with a report in every format.
fn check_in_every_format(folder: &TempDir, typed: &[&str]) {
    let reports = Format::ALL.map(|format| format!("{0}={0}.out", format.name()));
    let reports = reports.iter().flat_map(|report| ["-o", report]);
    check(folder, &["."].into_iter().chain(reports).chain(typed.iter().copied()).collect::<Vec<_>>());
    for name in Format::ALL.map(Format::name) {
        let report = fs::read(folder.path().join(format!("{name}.out"))).expect("a report");
        assert!(!report.is_empty(), "{name} says nothing");
        assert_no_secret(&report, &format!("{name} of {typed:?}"));
    }
}

#[test]
fn no_secret_leaves_through_any_format() {
    let folder = folder();
    for format in Format::ALL {
        let file = format!("{}=report.out", format.name());
        // Standard output takes another format meanwhile, so that each goes to a file and to a pipe.
        check(&folder, &[".", "-v", "--statistics", "-o", format.name()]);
        check(&folder, &[".", "-o", "short", "-o", &file]);
        let report = fs::read(folder.path().join("report.out")).expect("a report");
        assert!(!report.is_empty(), "{} says nothing", format.name());
        assert_no_secret(&report, &file);
    }
}

#[test]
fn the_surname_of_a_name_that_is_found_is_hidden_as_well() {
    let folder = TempDir::new().expect("a folder");
    let head = "UNCLAS OSLO 000012\nE.O. 13526: N/A\nTAGS: PREL, NO\nSUBJECT: PIER\n";
    let source =
        "1. (U) The clerk Jane Quenby (strictly protect) told us so. Quenby said more.\n2. (U) Mr. Quenby left.\n";
    write(folder.path(), "source.txt", format!("{head}{source}"));
    let beside = "1. (U) The officer met ███ ██████ Abe Quenby in the lobby. Quenby left.\n";
    write(folder.path(), "box.txt", format!("{head}{beside}"));
    for format in Format::ALL {
        let run = run(&folder, &[".", "--isolated", "--snippets", "always", "-o", format.name()]);
        assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stdout));
        assert_no_secret(&run.stdout, format.name());
        assert_no_secret(&run.stderr, "standard error");
    }
}

#[test]
fn no_secret_leaves_where_its_own_rule_is_silent() {
    let folder = folder();
    for typed in [&["--only", "whole-line,whole-document"][..], &["--ignore", "privacy,exposure"]] {
        check_in_every_format(&folder, typed);
    }
}

#[test]
fn no_secret_leaves_with_a_difference_or_a_fix() {
    let folder = folder();
    check(&folder, &[".", "--diff"]);
    check(&folder, &[".", "--diff", "--unsafe-fixes"]);
    check(&folder, &[".", "--fix", "-v"]);
    check(&folder, &[".", "--fix", "--unsafe-fixes", "-o", "json", "--timings"]);
}

#[test]
fn a_fix_that_takes_away_what_tells_a_secret_does_not_show_it() {
    let folder = folder();
    let number = "1. (C) His pass\u{200B}port lay there. Passport No. Q7654321 is not his.\n";
    write(folder.path(), "plain.txt", format!("{}\n{number}", text().replace("passport", "pass\u{200B}port")));
    check(&folder, &["plain.txt", "broken", "--diff"]);
    let run = run(&folder, &["plain.txt", "--diff"]);
    assert!(!String::from_utf8_lossy(&run.stdout).contains("Q7654321"));
}

#[test]
fn no_secret_is_kept_in_a_baseline() {
    let folder = folder();
    let kept = || fs::read(folder.path().join("known.toml")).expect("a baseline");
    check(&folder, &[".", "--baseline", "known.toml", "--write-baseline"]);
    assert_no_secret(&kept(), "a baseline");
    assert!(String::from_utf8(kept()).expect("text").lines().count() > 50);
    // What it keeps is known again, under masked names too, and nothing of it is thought to be gone.
    let again = run(&folder, &[".", "--baseline", "known.toml", "-o", "short"]);
    let said = String::from_utf8_lossy(&again.stdout).into_owned();
    assert!(!said.contains("watched-name") && !said.contains("known.toml"), "{said}");
    let before = kept();
    check(&folder, &[".", "--baseline", "known.toml", "--prune-baseline"]);
    assert_eq!(String::from_utf8_lossy(&before), String::from_utf8_lossy(&kept()));
    check_in_every_format(&folder, &["--baseline", "known.toml", "--show-suppressed"]);
}

#[test]
fn no_secret_is_kept_in_a_cache() {
    let folder = folder();
    for typed in [&[][..], &["--ignore", "privacy,exposure"], &["--only", "whole-line,whole-document"]] {
        check(&folder, &[&[".", "--cache-dir", "kept"], typed].concat());
        let files = fs::read_dir(folder.path().join("kept/.cable-lint-cache")).expect("a cache");
        let files: Vec<_> = files.map(|file| file.expect("readable").path()).collect();
        assert!(files.len() > 5, "{typed:?}: {files:?}");
        for file in files {
            assert_no_secret(&fs::read(&file).expect("a file"), &format!("{} of {typed:?}", file.display()));
            assert_no_secret(
                file.as_os_str().as_encoded_bytes().rsplit(|byte| *byte == b'/').next().expect("a name"),
                "names",
            );
        }
        let [cached, plain] =
            [&["--cache-dir", "kept"][..], &["--no-cache"]].map(|way| run(&folder, &[&["."], way, typed].concat()));
        assert_eq!(
            (cached.status, cached.stdout, cached.stderr),
            (plain.status, plain.stdout, plain.stderr),
            "{typed:?}"
        );
    }
}

#[test]
fn what_could_not_be_read_is_not_named() {
    let folder = folder();
    for typed in [&["Jane-Fictive.txt"][..], &["Jane-Fictive"], &["-o", "sarif", "broken"], &["-o", "json", "broken"]] {
        check(&folder, typed);
    }
    // Nor is the directory that all names are told from.
    let inside = folder.path().join("Fictive-Jane");
    for format in Format::ALL {
        let mut program = Command::new(env!("CARGO_BIN_EXE_cable-lint"));
        let run = program.current_dir(&inside).args(["check", ".", "-v", "-o", format.name()]).output();
        let run = run.expect("it runs");
        assert_no_secret(&run.stdout, &format!("{} of a directory", format.name()));
        assert_no_secret(&run.stderr, "standard error");
    }
}

#[test]
fn what_stands_around_a_watched_name_is_told_and_the_list_is_not() {
    let folder = folder();
    for typed in [
        &["config", "show"][..],
        &["config", "show", "quiet/zebulon_watchword.txt"],
        &["config", "show", "Fictive-Jane/memo.md"],
        &["config", "check"],
        &["config", "check", "Fictive-Jane"],
        &["explain", "watched-name"],
        &["rules"],
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_cable-lint")).current_dir(folder.path()).args(typed).output();
        let run = run.expect("it runs");
        assert_eq!(run.status.code(), Some(0), "{typed:?}");
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(!said.contains("Zebulon"), "{typed:?}: {said}");
        // The examples of the rules are about Jane Fictive, too.
        if typed[0] == "config" {
            assert_no_secret(&run.stdout, &format!("{typed:?}"));
        }
    }
}

#[test]
fn masked_text_is_not_revealed_to_a_pipe() {
    let folder = folder();
    for typed in [&["check", "--reveal", "."][..], &["check", "--reveal", "-o", "json=out.json", "."]] {
        let run = Command::new(env!("CARGO_BIN_EXE_cable-lint")).current_dir(folder.path()).args(typed).output();
        let run = run.expect("it runs");
        assert_eq!(run.status.code(), Some(2));
        assert_no_secret(&run.stdout, "a pipe");
        assert_no_secret(&run.stderr, "standard error");
    }
}

#[test]
fn a_bad_watch_list_is_not_quoted() {
    let folder = folder();
    write(folder.path(), "watch.list", "Jane Fictive\nsha256:Quenby\n");
    // Without a list it is not known what a directory must not be called.
    fs::remove_dir_all(folder.path().join("Fictive-Jane")).expect("a directory");
    let run = Command::new(env!("CARGO_BIN_EXE_cable-lint")).current_dir(folder.path()).args(["check", "."]).output();
    let run = run.expect("it runs");
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.code() == Some(2) && said.contains("line 2 of the list"), "{said}");
    assert_no_secret(&run.stderr, "standard error");
}

/// The rules that the documents of `folder` meet.
fn rules(folder: &Path) -> RuleSet {
    let request = Request { cwd: folder.to_owned(), ..Request::default() };
    let configs = Configs::new(request).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    let rules = configs.at(folder).rules();
    assert!(configs.mistakes().is_empty() && rules.watch.is_some());
    (*rules).clone()
}

#[test]
fn masking_changes_neither_the_number_of_findings_nor_their_names() {
    let folder = folder();
    let rules = rules(folder.path());
    for name in ["plain.txt", "notes/jane_fictive 899-12-3456.txt", "utf16.txt", "Fictive-Jane/memo.md"] {
        let source = source::read(name, fs::read(folder.path().join(name)).expect("readable")).expect("a text");
        let diagnostics = cable_lint::lint(&source, &rules);
        let names = |reveal| -> Vec<(String, String)> {
            let found: Vec<Finding> =
                resolve(&source, &diagnostics, &rules, Showing { reveal, snippets: true, width: None });
            found.into_iter().map(|finding| (finding.code, finding.fingerprint)).collect()
        };
        assert!(!names(false).is_empty());
        assert_eq!(names(false), names(true), "{name}");
    }
}

#[test]
fn nothing_that_is_kept_depends_on_what_is_masked() {
    let kept = |number: &str, name: &str| {
        let folder = TempDir::new().expect("a folder");
        let text =
            format!("UNCLASSIFIED\n\n1. (U) SSN {number}. He met [REDACTED: {name}] there.\n2. (U) SSN {number}.\n");
        write(folder.path(), "x.txt", text);
        let run = run(
            &folder,
            &["--isolated", "x.txt", "-o", "json", "--baseline", "known.toml", "--write-baseline", "--show-suppressed"],
        );
        let report: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
        let found =
            report["diagnostics"].as_array().expect("a list").iter().map(|found| found["fingerprint"].to_string());
        (found.collect::<Vec<_>>(), fs::read_to_string(folder.path().join("known.toml")).expect("a baseline"))
    };
    let one = kept("899-12-3456", "Tor Varden");
    assert!(one.0.len() > 2 && one == kept("899-34-5678", "Ada Quill"), "{one:?}");
}

/// Runs the program in `folder`.
fn program(folder: &TempDir, typed: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cable-lint")).current_dir(folder.path()).args(typed).output().expect("it runs")
}

#[test]
fn what_is_typed_and_set_is_told_without_its_secrets() {
    let folder = TempDir::new().expect("a folder");
    let entry = "[[suppress]]\nrule = 'unknown-tag'\nreason = 'SSN: 899123456, jane.fictive@mail.example.com'\npath = 'x.txt'\n";
    write(folder.path(), "right.toml", entry);
    std::fs::create_dir(folder.path().join("899-12-3456")).expect("a folder in it");
    write(&folder.path().join("899-12-3456"), "x.txt", "UNCLAS OSLO 000012\n\nTAGS: XX\n");
    write(folder.path(), "wrong.toml", format!("fail-on = '899-12-3456'\n{entry}\nodd = 1\n"));
    write(
        folder.path(),
        "pack.toml",
        HOUSE.to_owned()
            + "[[whole-line.example]]\ngood = 'SSN 899-12-3456'\n[[whole-line.example]]\nbad = '''\nx\n^ whole-line\n'''\n",
    );
    for typed in [
        &["config", "show", "--config", "right.toml"][..],
        &["config", "show", "--config", "wrong.toml"],
        &["check", "--config", "wrong.toml"],
        &["test", "pack.toml"],
        &["check", "--as-of", "899-12-3456"],
        &["explain", "SSN 899-12-3456"],
        &["explain", "jane.fictive@mail.example.com"],
        &["--SSN-899-12-3456"],
        &["marking", "SECRET//SSN 899-12-3456"],
        &["marking", "-o", "json-lines", "SECRET//SSN 899-12-3456"],
        &["marking", "(REDACTED: Jane Fictive)"],
        &["marking", "-o", "json-lines", "met <span style=\"color:#000;background:#000\">Jane Fictive</span>"],
        &["suppress", "--isolated", "--rule", "all", "--reason", "known", "899-12-3456/x.txt"],
    ] {
        let run = program(&folder, typed);
        assert!(run.stdout.len() + run.stderr.len() > 0);
        assert_no_secret(&run.stdout, &format!("{typed:?}"));
        assert_no_secret(&run.stderr, &format!("standard error of {typed:?}"));
    }
}

#[test]
fn an_error_is_no_longer_than_a_reader_wants() {
    let folder = TempDir::new().expect("a folder");
    let long = "z".repeat(100_000);
    write(folder.path(), "value.toml", format!("fail-on = '{long}'\n"));
    write(folder.path(), "key.toml", format!("{long} = 1\n"));
    write(folder.path(), "many.toml", (0..3000).map(|number| format!("k{number} = 1\n")).collect::<String>());
    write(folder.path(), "list.toml", "watch-list = 'watch.list'\n");
    write(folder.path(), "watch.list", format!("sha256:{long}\n"));
    write(folder.path(), "pack.toml", format!("[{long}]\ncheck = '{long}'\n"));
    write(folder.path(), "known.toml", format!("version = '{long}'\n"));
    let setting = format!("fail-on = '{long}'");
    for typed in [
        &["check", "--config", "value.toml"][..],
        &["check", "--config", "key.toml"],
        &["check", "--config", "many.toml"],
        &["check", "--config", "list.toml"],
        &["check", "--config", &setting],
        &["check", "--baseline", "known.toml"],
        &["check", "--as-of", &long],
        &["check", "--only", &long],
        &["check", "-o", &long],
        &["check", "--files-from", &long],
        &["check", &long],
        &["explain", &long],
        &["test", "pack.toml"],
        &[&long],
    ] {
        let run = program(&folder, typed);
        assert_eq!(run.status.code(), Some(2), "{:?}", &typed[..typed.len() - 1]);
        let length = run.stderr.len();
        assert!((1..50_000).contains(&length), "{length} bytes of errors for {:?}", &typed[..typed.len() - 1]);
    }
}
