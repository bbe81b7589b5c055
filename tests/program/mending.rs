//! Documents that fixes change, or would.

use std::fs;

use tempfile::TempDir;

use super::folder::*;
use super::telling::NUMBERS;

/// Like [`folder`], with a fix for the word: `QQQ` becomes `new`.
pub(super) fn folder_with_a_fix(new: &str) -> TempDir {
    let folder = folder();
    let fix = format!("replacement = \"{new}\" }}\nfix = {{ applicability = \"safe\", message = \"write it anew\" }}");
    write(&folder, "word.toml", WORD.replace("\"QQQ\" }", &format!("\"QQQ\", {fix}")));
    folder
}

#[test]
fn standard_input_goes_mended_to_standard_output() {
    let folder = folder_with_a_fix("Q-QQ");
    let (code, out, err) = run_with_stdin(&folder, &["check", "--fix", "-"], b"a QQQ\r\nb");
    assert_eq!((code, out.as_str(), err.as_str()), (0, "a Q-QQ\r\nb", ""));
    let (code, out, err) =
        run_with_stdin(&folder, &["check", "--fix", "-o", "short", "--only", "nothing", "-"], b"QQQ");
    assert!(code == 2 && out.is_empty() && err.contains("nothing"), "{out} {err}");
    let (code, out, _) = run_with_stdin(&folder, &["check", "--diff", "--stdin-filename", "x.txt", "-"], b"QQQ\n");
    assert_eq!((code, out.as_str()), (1, "--- a/x.txt\n+++ b/x.txt\n@@ -1 +1 @@\n-QQQ\n+Q-QQ\n"));
    let lost = folder_with_a_fix("");
    let (code, out, err) = run_with_stdin(&lost, &["check", "--fix", "-o", "short", "-"], b"QQQ left");
    assert_eq!((code, out.as_str(), err.as_str()), (1, "QQQ left", "<stdin>:1:1: warning[word] a word\n"));
}

#[test]
fn fixes_that_come_to_no_end_are_told_and_not_applied() {
    let folder = folder_with_a_fix("QQQ.");
    write(&folder, "x.txt", "QQQ");
    let (code, _, err) = run(&folder, &["check", "--fix", "-o", "short"]);
    let told = "cable-lint: cannot fix x.txt: its fixes undo each other; it was not changed\n";
    assert_eq!((code, err.as_str()), (2, told));
    assert_eq!(fs::read(folder.path().join("x.txt")).expect("a file"), b"QQQ");
    let echoed = run_with_stdin(&folder, &["check", "--fix", "-"], b"QQQ");
    assert_eq!((echoed.0, echoed.1.as_str()), (2, "QQQ"));
}

#[test]
fn what_is_said_of_a_document_once_may_move_to_the_marking_that_a_fix_makes_readable() {
    let folder = TempDir::new().expect("a folder");
    let memo = |top: &str| {
        format!(
            "{top}\n\n9 October 2015\n\n(TS//SI//OC/NF) The ferry was late.\n\nClassified By: Edo Quame, Harbor Desk\n\
             Derived From: DSCG 14-02, 20140601\nDeclassify On: 20401009\n\nTOP SECRET//SI//ORCON/NOFORN\n"
        )
    };
    for top in ["TOP SECRET //SI // ORCON/NOFORN", "TOP SECRET//SI/ /ORCON/NOFORN", "TOP SECRET//SI//ORCON /NOFORN"] {
        write(&folder, "memo.txt", memo(top));
        run(&folder, &["check", "--isolated", "--fix", "-q", "memo.txt"]);
        let mended = fs::read_to_string(folder.path().join("memo.txt")).expect("a file");
        assert_eq!(mended, memo("TOP SECRET//SI//ORCON/NOFORN"), "{top}");
    }
    // What is gone for good may not go: `portion-outranks-banner` tells that a level is wrong.
    let wrong = memo("SECRET //SI // ORCON/NOFORN");
    write(&folder, "memo.txt", &wrong);
    let (_, out, _) = run(&folder, &["check", "--isolated", "--fix", "-o", "short", "memo.txt"]);
    assert!(out.contains("differing-page-markings"), "{out}");
}

#[test]
fn a_difference_shows_no_secret() {
    let folder = folder_with_a_fix("Q-QQ");
    write(&folder, "numbers.toml", NUMBERS);
    let config = "rule-packs = ['word.toml', 'numbers.toml']\nrules = { all = 'ignore', word = 'warning' }\n";
    write(&folder, ".cable-lint.toml", config);
    write(&folder, "a.txt", "QQQ 078051120\n");
    let (code, out, _) = run(&folder, &["check", "--diff", "a.txt"]);
    assert_eq!((code, out.as_str()), (1, "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-QQQ ▒▒▒▒▒▒\n+Q-QQ ▒▒▒▒▒▒\n"));
    assert_eq!(run(&folder, &["check", "--fix", "-o", "json", "a.txt"]).0, 0);
    assert_eq!(fs::read(folder.path().join("a.txt")).expect("a file"), b"Q-QQ 078051120\n");
}
