//! What is no text is refused, so that it never looks clean; what bears no marking is judged mildly; and of ordinary pages,
//! notes, messages and foreign words nobody says that they hide anything.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use cable_lint::check::CHECKS;
use cable_lint::rule::RuleSet;
use cable_lint::source;
use cable_lint::source::Unreadable;
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
    let mut rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
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
    // The head of a message has the addresses that deliver it, and the list has somebody called May.
    assert_eq!(said("mail.eml"), [("watched-name".to_owned(), "May".to_owned())]);
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

/// Texts of every day with what looks like marks of redaction, each under what it shows.
const ORDINARY: [(&str, &str); 10] = [
    (
        "a licence to fill in",
        "Copyright [yyyy] [name of copyright owner]\n\nThe contributor ________ grants to _____________ a licence as of \
         ____________ to use it, on the ____ day of __________ that is named in ______ and nowhere else.\nMr. ________ of \
         ____________ agreed with Mrs. ____________ today.\n",
    ),
    (
        "placeholders",
        "Set API_KEY=xxxxxxxxxxxxsecret, or user=xxxxxxxx password=xxxxxxxxxxxx token=xxxxxx in the file.\nReplace XXXX \
         XXXXXXX with your own name. Write to xxxx@example.com. See CVE-2024-XXXX and ticket ABC-XXXXX.\n",
    ),
    (
        "versions",
        "# tool 1.4.2\n\nSince 1.5(b) and 1.4(c), 3.3b1 and B10 work. See RELEASE NOTES for 25X1.\n1.\n2. Run it.\n",
    ),
    (
        "a table",
        "| name | value | xxxx |\n| ---- | ----- | ---- |\n| a____b | `____` | XXXXXXX |\n| B1 | B2 | XXXX XXXXXXXXX |\n",
    ),
    (
        "drawings",
        "  +------+     ████████  ██████\n  | XXXX |     ██    ██  ██\n  +------+     ████████  ██████\n  ____________\n \
         |            |______\n  Loading ██████ 100% done, ████ Tota and ███████ Remains\n",
    ),
    ("templates", "<p>Hello {{NAME}}, your <b>{{EMAIL}}</b></p>\nDear <NAME>, write to <EMAIL> or <PERSON>'s agent.\n"),
    (
        "the words of a statute",
        "(b)(1) In general. The Secretary shall act.\n(b)(2) Exceptions. A person who acts.\n(b)(3) No later than 30 days \
         after.\n(b)(4) the term \"agency\" means.\nPursuant to subsection (b)(5), and as defined in (b)(10).\nUnder \
         (b)(7) such records are withheld.\n",
    ),
    (
        "a list of tasks",
        "- [ ] todo\n- [x] done\n- [...] rest\n- [------] gauge\n- [deleted] file\n- [removed] old feature\n- [removed the \
         flag]\n- [deletion of rows\n",
    ),
    ("a quotation", "And then he [...] said \"[name]\" to [____] and [redacted] it, as [deleted] wrote.\n"),
    (
        "front matter",
        "---\nname: lighthouse\nauthor: Jane Fictive\n---\nname: xxxxxxxx\nFrom: XXXXXXXX\nThe harbour board heard \
         xxxxxxxx on Tuesday. The harbour board heard Ekman Rask on Tuesday.\n",
    ),
];

#[test]
fn what_only_looks_like_a_redaction_fails_nothing() {
    let failed = ORDINARY.into_iter().filter(|(_, text)| status(text) != Some(0)).map(|(name, _)| name);
    assert_eq!(failed.collect::<Vec<_>>(), Vec::<&str>::new());
}
