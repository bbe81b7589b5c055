//! Repositories of strangers: what they may make the program read, write, wait for and print.

use std::fs;

use cable_lint::render::Format;
use tempfile::TempDir;

use super::folder::*;

/// A folder with a secret, and a repository in it whose configuration is `config`.
fn checkout(config: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    write(&folder, "secret.toml", "the word is = = xyzzy\n");
    write(&folder, "word.toml", WORD);
    write(&folder, "repo/.git/HEAD", "");
    write(&folder, "repo/.cable-lint.toml", config);
    write(&folder, "repo/x.txt", "ok\n");
    write(&folder, "repo/inside/word.toml", WORD);
    folder
}

fn check(folder: &TempDir, typed: &[&str]) -> (i32, String, String) {
    told(&program(&folder.path().join("repo"), &[&["check"], typed].concat()).output().expect("it runs"))
}

#[test]
fn a_configuration_that_was_found_names_no_file_outside_its_repository() {
    for config in [
        "extend = '../secret.toml'",
        "rule-packs = ['../secret.toml']",
        "registers = ['inside/../../secret.toml']",
        "watch-list = '../secret.toml'",
        "rule-packs = ['../nothing.toml']",
    ] {
        let folder = checkout(config);
        let (code, out, err) = check(&folder, &["-o", "short"]);
        assert!(code == 2 && out.is_empty() && err.contains("it is outside"), "{config}: {code} {err}");
        assert!(!err.contains("xyzzy"), "{config}: {err}");
        let named = check(&folder, &["--config", ".cable-lint.toml"]);
        assert!(
            named.0 != 0 && !named.2.contains("it is outside") || config.starts_with("watch"),
            "{config}: {named:?}"
        );
    }
    let folder = checkout("rule-packs = ['../word.toml']\nrules = { all = 'ignore', word = 'warning' }");
    assert_eq!(check(&folder, &[]).0, 2);
    assert_eq!(check(&folder, &["--config", ".cable-lint.toml"]).0, 0, "the user named it");
    let folder = checkout("rule-packs = ['inside/word.toml']\nrules = { all = 'ignore', word = 'warning' }");
    assert_eq!(check(&folder, &[]).0, 0, "what is its own it may read");
    write(&folder, "repo/inside/.cable-lint.toml", "extend = '../.cable-lint.toml'");
    write(&folder, "repo/inside/y.txt", "QQQ\n");
    assert_eq!(check(&folder, &[]).0, 1, "all of it, from wherever in it");
}

#[test]
fn a_configuration_that_was_found_writes_below_its_directory_only() {
    for file in [
        "../out",
        "inside/../../out",
        ".git/config",
        ".hidden",
        "inside/.git/x",
        "/tmp/cable-lint-out",
        ".cable-lint.toml",
    ] {
        let folder = checkout(&format!("output.format = ['pretty', 'json={file}']"));
        let (code, _, err) = check(&folder, &[]);
        assert!(code == 2 && err.contains("reports cannot be written there"), "{file}: {code} {err}");
        assert!(!folder.path().join("repo").join(file).exists() || file == ".cable-lint.toml", "{file}");
    }
    let folder = checkout("output.format = ['json=inside/report.json']");
    assert_eq!(check(&folder, &[]).0, 0);
    assert!(folder.path().join("repo/inside/report.json").exists());
    let folder = checkout("output.format = ['json=../out.json']");
    assert_eq!(check(&folder, &["--config", ".cable-lint.toml"]).0, 0, "the user named it");
    assert!(folder.path().join("out.json").exists());
}

#[cfg(unix)]
#[test]
fn links_pipes_and_devices_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let pipe = |folder: &TempDir, name: &str| {
        let made = std::process::Command::new("mkfifo").arg(folder.path().join(name)).status();
        let made = made.is_ok_and(|status| status.success());
        if !made {
            skip("pipes beside documents: mkfifo makes none");
        }
        made
    };
    let folder = checkout("rule-packs = ['link.toml']");
    symlink("../secret.toml", folder.path().join("repo/link.toml")).expect("a link");
    let (code, _, err) = check(&folder, &[]);
    assert!(code == 2 && err.contains("it is outside") && !err.contains("xyzzy"), "{err}");
    let folder = checkout("");
    fs::remove_file(folder.path().join("repo/.cable-lint.toml")).expect("a file");
    symlink("../secret.toml", folder.path().join("repo/.cable-lint.toml")).expect("a link");
    let (code, _, err) = check(&folder, &[]);
    assert!(code == 2 && err.contains("it is outside") && !err.contains("xyzzy"), "{err}");
    let folder = checkout("output.format = ['json=link/out', 'short=out.json']");
    symlink("..", folder.path().join("repo/link")).expect("a link");
    symlink("../secret.toml", folder.path().join("repo/out.json")).expect("a link");
    let (code, _, err) = check(&folder, &[]);
    assert!(code == 2 && err.matches("reports cannot be written there").count() == 2, "{err}");
    for config in
        ["registers = ['/dev/zero']", "watch-list = 'pipe'", "output.format = ['json=pipe']", "extend = 'pipe'"]
    {
        let folder = checkout(config);
        if pipe(&folder, "repo/pipe") {
            assert_eq!(check(&folder, &[]).0, 2, "{config}");
        }
    }
    let folder = checkout("");
    fs::remove_file(folder.path().join("repo/.cable-lint.toml")).expect("a file");
    if pipe(&folder, "repo/.cable-lint.toml") {
        assert_eq!(check(&folder, &[]).0, 2);
    }
    for list in [".gitignore", "inside/.ignore"] {
        let folder = checkout("");
        write(&folder, "repo/inside/y.txt", "ok\n");
        if pipe(&folder, &format!("repo/{list}")) {
            let (code, _, err) = check(&folder, &[]);
            assert!(code == 2 && err.contains(&format!("{list}: this is not a file")), "{err}");
        }
    }
    let folder = checkout("");
    if pipe(&folder, "repo/pipe.txt") {
        for typed in [&["pipe.txt"][..], &["."], &["--fix", "pipe.txt"]] {
            let (code, _, err) = check(&folder, typed);
            assert!(code == 2 && err.contains("cannot read pipe.txt"), "{err}");
        }
    }
}

/// What the log of a runner would obey in `text`.
fn obeyed(text: &str) -> Vec<&str> {
    let lines = text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    lines
        .filter(|line| line.trim_start().starts_with("::") || line.contains("##[") || line.contains("##vso["))
        .collect()
}

#[cfg(unix)]
#[test]
fn nothing_that_is_printed_is_obeyed() {
    let steers = |c: char| matches!(c, '\u{80}'..='\u{9f}' | '\u{1b}' | '\u{7f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}');
    let folder = folder();
    let name = "::error::##[a]\u{85}\n::b\r::c \u{202e}\u{9b}##vso[d].txt";
    let text = "::error::x QQQ \u{85}::y\r::z QQQ\u{202e}\u{2066}\u{9b}31m##[group]QQQ ##vso[task.x]QQQ\n\u{3000}::set-env name=x::QQQ\n";
    write(&folder, name, text);
    write(&folder, "\r::gone\u{202e}##[x].txt/##vso[y]", "");
    for format in Format::ALL.map(Format::name) {
        let (code, out, err) =
            run(&folder, &["check", "-v", "--statistics", "-o", format, ".", "\u{85}\r::missing##[a].txt"]);
        assert_eq!(code, 2, "{err}");
        let own = |line: &&&str| format == "github" && line.starts_with("::") && line.contains(" title=cable-lint");
        let obeyed = [obeyed(&out), obeyed(&err)].concat();
        assert!(obeyed.iter().all(|line| own(&line) && !line.contains("##[")), "{format}: {obeyed:?}");
        assert!(!out.contains(steers) && !err.contains(steers), "{format}: {out:?} {err:?}");
        if format == "json" {
            let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
            assert_eq!(report["diagnostics"][0]["filename"], name, "programs get the true name");
        }
    }
    let fixed = super::mending::folder_with_a_fix("Q-QQ");
    write(&fixed, name, text);
    let (_, out, err) = run(&fixed, &["check", "--diff"]);
    assert!(out.contains("+::error::x Q-QQ") && obeyed(&out).is_empty() && !out.contains(steers), "{out:?}");
    assert!(obeyed(&err).is_empty());
    let (_, out, err) = run(&fixed, &["check", "--no-such\r::error::##[a]"]);
    assert!(obeyed(&out).is_empty() && obeyed(&err).is_empty(), "{err:?}");
    let (_, out, err) = run(&fixed, &["marking", "::error::x", "\u{85}##[a]"]);
    assert!(obeyed(&out).is_empty() && obeyed(&err).is_empty() && !out.contains(steers), "{out:?}");
}

#[test]
fn what_silence_says_nothing_about_is_counted() {
    let folder = folder();
    for name in ["a.wpd", "d/B.WPD", "c.pages", "Makefile", "d/excluded.wpd"] {
        write(&folder, name, "x");
    }
    write(&folder, "Memo.TXT", "QQQ\n");
    write(&folder, "marked.md", "SECRET\n\n(S) Text.\n\nSECRET\n");
    write(&folder, "packed.txt", b"BZh91AY&SY\x01\x02");
    let typed = ["check", "-v", "--exclude", "excluded.wpd", ".", "d"];
    let (code, out, err) = run(&folder, &[&typed[..], &["-o", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 2);
    assert_eq!(report["skipped"], serde_json::json!({"": 1, ".pages": 1, ".toml": 1, ".wpd": 2}));
    let reason = "this is a bzip2 file, not text: extract its text first";
    assert_eq!(report["unreadable"], serde_json::json!([{"filename": "packed.txt", "reason": reason}]));
    let summary = &report["summary"];
    assert_eq!((&summary["documents"], &summary["unmarked"], &summary["fixed"]), (&2.into(), &1.into(), &0.into()));
    assert_eq!(report["diagnostics"][0]["filename"], "Memo.TXT");
    let told = "checked 2 documents: 1 warning, 1 unreadable; 1 unmarked; skipped 2 .wpd, 1 .pages, 1 without extension, 1 .toml";
    assert!(err.contains(told), "{err}");
    let (_, _, err) = run(&folder, &["check", "."]);
    assert!(err.contains("cable-lint: skipped 3 .wpd, 1 .pages: their content is not checked\n"), "{err}");
    assert!(!run(&folder, &["check", "-q", "."]).2.contains("skipped"));
    let (_, out, _) = run(&folder, &[&typed[..], &["-o", "json-lines"]].concat());
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&lines[1]["type"], &lines[1]["reason"]), (&"unreadable".into(), &reason.into()));
    assert_eq!((&lines[2]["type"], &lines[2]["skipped"]), (&"summary".into(), &report["skipped"]));
    let fixed = super::mending::folder_with_a_fix("Q-QQ");
    write(&fixed, "x.txt", "QQQ\n");
    let count = |typed: &[&str]| {
        let (_, out, _) = run(&fixed, typed);
        serde_json::from_str::<serde_json::Value>(&out).expect("JSON")["summary"]["fixed"].clone()
    };
    assert_eq!(count(&["check", "--fix", "-o", "json"]), 1);
    assert_eq!(count(&["check", "--fix", "-o", "json"]), 0, "a second time there is nothing to mend");
}

#[test]
fn a_repository_without_a_configuration_is_told_from_the_watched() {
    let folder = folder();
    write(&folder, "names.lst", "Tor Varden\n");
    write(&folder, "inner/.git/HEAD", "");
    write(&folder, "inner/x.txt", "Tor Varden came.\n");
    let (code, _, err) = run(&folder, &["check"]);
    assert_eq!((code, err.as_str()), (0, ""), "nobody watches");
    let config = fs::read_to_string(folder.path().join(".cable-lint.toml")).expect("the configuration");
    write(&folder, ".cable-lint.toml", format!("watch-list = 'names.lst'\n{config}"));
    let (code, _, err) = run(&folder, &["check"]);
    let told = "cable-lint: inner is a repository without its own configuration: the watch list of .cable-lint.toml \
                does not apply to it\n";
    assert_eq!((code, err.as_str()), (0, told));
    write(&folder, "inner/.cable-lint.toml", "rules = { all = 'ignore' }\n");
    assert_eq!(run(&folder, &["check", "--isolated"]).2, "", "nothing was to reach it");
    write(&folder, "x.txt", "ok\n");
    assert_eq!(run(&folder, &["check"]).2, "", "it has one");
}

#[test]
fn blanks_of_every_kind_break_nothing() {
    let folder = TempDir::new().expect("a folder");
    let stamp = "Declassified/Released US Department of State\nEO Systematic Review\n";
    let stamps = format!("{stamp}{stamp}20 Mar 2014\n");
    let mut documents = vec![stamps.clone(), stamps.replace(" US", "\nUS"), stamp.repeat(3) + "20 Mar 2014"];
    for blank in "\u{a0}\u{1680}\u{2002}\u{2003}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{85}\u{b}\u{c}\t".chars() {
        documents.push(format!("{blank}\nUNCLAS OSLO 000001\n{blank}\nTAGS: PREL\n"));
        documents.push(format!("CUI{blank}/NOFORN\n\nText.\n\nCUI{blank}{blank}//{blank}SP-CTI\n"));
        documents.push(format!(
            "//{blank}SECRET//NOFORN\n\n({blank}S{blank}//{blank}NF{blank}) Text.\n\n//{blank}{blank}NATO SECRET\n"
        ));
    }
    for (index, text) in documents.iter().enumerate() {
        write(&folder, &format!("{index}.txt"), text);
    }
    let (code, _, err) = run(&folder, &["check", "--isolated", "-o", "short"]);
    assert!(code < 2 && err.is_empty(), "{code} {err}");
}
