//! What is no text is refused, so that it never looks clean; and what bears no marking is judged mildly.

use std::io::Write;
use std::process::{Command, Stdio};

use cable_lint::source::{self, Unreadable};

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
