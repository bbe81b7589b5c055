//! What is no text is refused, so that it never looks clean; what bears no marking is judged mildly; and of ordinary pages,
//! notes, messages and foreign words nobody says that they hide anything.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use cable_lint::rule::RuleSet;
use cable_lint::source::{self, Unreadable};
use cable_lint::watch::WatchList;

#[test]
fn packed_text_is_refused_by_its_first_bytes() {
    for start in
        [&b"%PDF-1.7\n"[..], b"PK\x03\x04 rest", b"\x1F\x8B\x08rest", b"\x89PNG\r\n\x1A\nrest", b"{\\rtf1\\ansi"]
    {
        assert!(matches!(source::read("x.txt", start.to_vec()), Err(Unreadable::Signature(_))), "{start:?}");
    }
    assert!(source::read("x.txt", b"The %PDF- sign begins such files. PK".to_vec()).is_ok());
}

/// The exit code of `check` for a text on standard input.
fn status(text: &str) -> Option<i32> {
    let mut check = Command::new(env!("CARGO_BIN_EXE_cable-lint"));
    let check = check.args(["check", "--isolated", "-q", "-"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut check = check.spawn().expect("the program starts");
    check.stdin.take().expect("it is a pipe").write_all(text.as_bytes()).expect("it is read");
    check.wait().expect("the program ends").code()
}

#[test]
fn an_address_in_a_text_without_markings_fails_nothing() {
    assert_eq!(status("Copyright (c) 2020 Jane Fictive <jane@mail.example.com>\n"), Some(0));
    assert_eq!(status("SECRET\n\n1. (U) Write to jane@mail.example.com.\n\nSECRET\n"), Some(1));
}

/// What the groups exposure and privacy say of a file in `tests/ordinary`, whatever the level.
fn said(name: &str) -> Vec<(String, String)> {
    let mut rules = RuleSet::builtin().expect("the built-in packs load");
    rules.watch = Some(WatchList::read("Josephine Watchword\nMay\n").expect("a list").into());
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ordinary").join(name)).expect("readable");
    let source = source::read(name, bytes).expect("a text");
    let found = cable_lint::lint(&source, &rules).into_iter().filter(|found| {
        let group = rules.rules()[found.rule].group.as_str();
        matches!(group, "exposure" | "privacy")
    });
    found.map(|found| (rules.rules()[found.rule].name.clone(), source.slice(found.span).to_owned())).collect()
}

#[test]
fn ordinary_markup_and_foreign_letters_hide_nothing() {
    for name in ["page.html", "notes.md", "letters.txt"] {
        assert_eq!(said(name), [], "{name}");
    }
    // A message names who wrote it, and the list has somebody called May.
    let said = said("mail.eml");
    let addresses = said.iter().filter(|(rule, _)| rule == "e-mail-address").count();
    assert!(addresses == 2 && said.len() == 3 && said[2] == ("watched-name".to_owned(), "May".to_owned()), "{said:?}");
}

#[test]
fn an_empty_placeholder_is_no_document() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let check = |typed: &[&str]| {
        let mut check = Command::new(env!("CARGO_BIN_EXE_cable-lint"));
        check.current_dir(folder.path()).args(["check", "--isolated", "-q"]).args(typed).stdout(Stdio::null());
        check.status().expect("the program starts").code()
    };
    fs::write(folder.path().join(".gitkeep"), "").expect("a file");
    fs::write(folder.path().join("clean.txt"), "A text without markings.\n").expect("a file");
    assert_eq!(check(&["."]), Some(0));
    // What is called like a document and holds none is told.
    fs::write(folder.path().join("empty.txt"), "\n").expect("a file");
    assert_eq!(check(&["."]), Some(1));
}
