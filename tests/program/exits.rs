//! The exit code of what goes wrong, and of what only looks like it.

use std::fs;

use super::folder::*;
use super::mending::folder_with_a_fix;

/// An entry that lets every `QQQ` of `x.txt` stand up to the end of 2026.
const ENTRY: &str =
    "\n[[suppress]]\nrule = 'word'\npath = 'x.txt'\nreason = 'so it was written'\nexpires = 2026-12-31\n";

/// Adds to the configuration of a folder that [`folder`] made.
fn configure(folder: &tempfile::TempDir, more: &str) {
    let rules = "rules = { all = 'ignore', suppression = 'warning', word = 'warning' }";
    write(folder, ".cable-lint.toml", format!("rule-packs = ['word.toml']\n{more}\n{rules}\n{ENTRY}"));
}

#[test]
fn what_is_suppressed_is_clean_until_its_day_is_over() {
    let folder = folder();
    configure(&folder, "");
    write(&folder, "x.txt", "QQQ\n");
    let on = |day: &str| run(&folder, &["check", "-o", "short", "--as-of", day]);
    assert_eq!(on("2026-12-31"), (0, String::new(), String::new()));
    let (code, out, _) = on("2027-01-01");
    assert_eq!(code, 1);
    assert!(out.contains("x.txt:1:1: warning[word]") && out.contains("warning[expired-suppression]"), "{out}");
    configure(&folder, "fail-on = 'error'");
    assert_eq!(on("2027-01-01").0, 0);
}

#[test]
fn what_cannot_be_used_is_told_at_its_place_and_nothing_is_checked() {
    let folder = folder();
    write(&folder, "x.txt", "QQQ\n");
    write(&folder, "register.toml", "sci = [{ portion = 3 }]\n");
    write(&folder, "pack.toml", "[odd]\ncheck = 'text-pattern'\n");
    write(&folder, "names.txt", "Ada Quill\nsha256: 12\n");
    write(&folder, "baseline.toml", "version = 2\nfindings = [{ path = 'x.txt' }]\n");
    write(&folder, "config.toml", "fail-on = 'never'\n");
    for (typed, place) in [
        (["--config", "registers = ['register.toml']"], "register.toml:1:"),
        (["--config", "registers = ['nothing.toml']"], "cannot read this register"),
        (["--config", "rule-packs = ['pack.toml']"], "pack.toml:"),
        (["--config", "watch-list = 'names.txt'"], "line 2 of the list"),
        (["--config", "watch-list = 'nothing.txt'"], "cannot read this watch list"),
        (["--baseline", "baseline.toml"], "baseline.toml:2:"),
        (["--baseline", "nothing.toml"], "cannot read this baseline"),
        (["--config", "config.toml"], "config.toml:1:"),
    ] {
        let (code, out, err) = run(&folder, &[&["check", "--exit-zero", "-o", "short"], &typed[..]].concat());
        assert!((code, out.as_str()) == (2, "") && err.contains(place), "{typed:?}: {code} {out}{err}");
        assert!(!err.contains("Quill"), "a list of names stays secret: {err}");
    }
}

#[test]
fn files_of_a_list_are_mended() {
    let folder = folder_with_a_fix("Q-QQ");
    write(&folder, "a.txt", "QQQ\n");
    write(&folder, "b.txt", "QQQ\n");
    let listed = run_with_stdin(&folder, &["check", "--fix", "--files-from", "-", "-o", "short", "-v"], b"a.txt\n");
    assert_eq!((listed.0, listed.1.as_str()), (0, ""));
    assert!(listed.2.contains("checked 1 document: nothing found; 1 fixed"), "{}", listed.2);
    let text = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a file");
    assert_eq!((text("a.txt").as_str(), text("b.txt").as_str()), ("Q-QQ\n", "QQQ\n"));
    assert_eq!(run_with_stdin(&folder, &["check", "--fix", "--files-from", "-"], b"gone.txt\n").0, 2);
}

#[test]
fn a_report_that_cannot_be_written_is_a_failure_whatever_was_found() {
    let folder = folder();
    write(&folder, "x.txt", "ok\n");
    fs::create_dir(folder.path().join("taken.json")).expect("a folder");
    for output in ["json=no/such/folder.json", "json=taken.json"] {
        let (code, _, err) = run(&folder, &["check", "--exit-zero", "-o", output]);
        assert!(code == 2 && err.contains("cannot write"), "{output}: {err}");
    }
    assert_eq!(run(&folder, &["check", "-o", "json=x.txt"]).0, 2, "a document is no place for a report");
    assert_eq!(fs::read(folder.path().join("x.txt")).expect("a file"), b"ok\n");
}

#[cfg(unix)]
#[test]
fn a_record_that_may_not_be_written_is_left_alone_and_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder_with_a_fix("Q-QQ");
    write(&folder, "x.txt", "QQQ\n");
    let path = folder.path().join("x.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("permissions");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("permissions");
    let Some((code, out, err)) = run_unprivileged(&folder, &["check", "--fix", "-o", "short"]) else { return };
    assert_eq!((code, out.as_str()), (2, "x.txt:1:1: warning[word] a word\n"));
    assert_eq!(err, "cable-lint: cannot fix x.txt: Permission denied\n");
    assert_eq!(fs::read(&path).expect("a file"), b"QQQ\n");
}
