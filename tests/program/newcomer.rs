//! What people do at first, and what they are shown then.

use std::process::Stdio;

use super::folder::*;

#[test]
fn a_file_without_a_command_is_met_with_the_command() {
    let folder = folder();
    write(&folder, "x.txt", "ok\n");
    let (code, _, err) = run(&folder, &["x.txt"]);
    assert!(code == 2 && err.contains("write `cable-lint check x.txt`"), "{err}");
    let (code, _, err) = run(&folder, &["y.txt"]);
    assert!(code == 2 && err.contains("unrecognized") && !err.contains("cable-lint check"), "{err}");
}

#[test]
fn a_report_among_the_documents_is_written_anew() {
    let folder = folder();
    write(&folder, "x.txt", "QQQ\n");
    for (report, page) in [("-o=html=page.html", "page.html"), ("-o=markdown=page.md", "page.md")] {
        for _ in 0..2 {
            let (code, out, err) = run(&folder, &["check", "-v", report, "-o", "short"]);
            assert_eq!((code, out.as_str()), (1, "x.txt:1:1: warning[word] a word\n"), "{page}: {err}");
            assert!(err.contains("checked 1 document"), "{err}");
        }
        std::fs::remove_file(folder.path().join(page)).expect("the report");
        // What only looks like one stays.
        write(&folder, page, "## cable-linting\n");
        assert_eq!(run(&folder, &["check", report]).0, 2);
        std::fs::remove_file(folder.path().join(page)).expect("a document");
    }
}

#[test]
fn the_watch_list_is_no_document() {
    let folder = folder();
    write(
        &folder,
        ".cable-lint.toml",
        "watch-list = './names.txt'\nrules = { all = 'ignore', watched-name = 'error' }\n",
    );
    write(&folder, "names.txt", "Ada Quill\n");
    write(&folder, "names/names.txt", "Ada Quill\n");
    let (code, out, _) = run(&folder, &["check", "-o", "short"]);
    assert!(code == 1 && out.lines().count() == 1 && out.starts_with("names/names.txt:1:1:"), "{out}");
}

#[test]
fn who_has_read_enough_of_a_list_leaves_in_peace() {
    let folder = folder();
    let mut child =
        program(folder.path(), &["rules"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    assert_eq!(told(&child.wait_with_output().expect("it ends")), (0, String::new(), String::new()));
}

#[test]
fn where_there_is_nothing_to_fix_that_is_said() {
    let folder = folder();
    write(&folder, "x.txt", "QQQ\n");
    for fix in ["--fix", "--diff"] {
        let (_, _, err) = run(&folder, &["check", "-v", fix]);
        assert!(err.contains("checked 1 document: 1 warning; nothing to fix;"), "{err}");
    }
    assert!(!run(&folder, &["check", "-v"]).2.contains("nothing to fix"));
}

#[test]
fn a_rule_is_found_by_words_and_shown_with_an_example_of_each_kind() {
    let folder = folder();
    write(&folder, "word.toml", format!("{WORD}\n[[word.example]]\nbad = \"QQQ QQQ\\n^^^ word\\n    ^^^ word\\n\"\n"));
    let (code, out, _) = run(&folder, &["explain", "house", "style"]);
    assert!(code == 0 && out.matches("wrong:").count() == 1 && out.matches("right:").count() == 1, "{out}");
    assert!(out.ends_with("\n1 more example: `cable-lint explain word -o markdown`\n"), "{out}");
    assert_eq!(run(&folder, &["explain", "word", "-o", "markdown"]).1.matches("Wrong:").count(), 2);
}
