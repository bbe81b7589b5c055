//! What is kept from run to run changes nothing but the time that a run takes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cable_lint::render::Format;
use tempfile::TempDir;

use super::folder::*;

/// A mail whose text and attachment are encoded.
const MAIL: &str = "From: quill@example.org\nTo: varden@example.org\nSubject: CONFIDENTIAL lamps\nMIME-Version: 1.0\n\
    Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\
    Content-Transfer-Encoding: quoted-printable\n\nCONFIDENTIAL\n\n1. (S) The lamp was shown =\nat Port Varden.\n\nCONFIDENTIAL\n\
    --x\nContent-Type: text/plain; name=lamps.txt\nContent-Disposition: attachment; filename=lamps.txt\n\
    Content-Transfer-Encoding: base64\n\nQ09ORklERU5USUFMCgoxLiAoUykgVGhlIGxhbXAgd2FzIHNob3duLgoKQ09ORklERU5USUFMCg==\n--x--\n";
const PAPER: &str =
    "CONFIDENTIAL\n\n12 March 2014\n\n(S) The lamp was shown to Mr. Varden.\n\n(C) It was lit.\n\nCONFIDENTIAL\n";
const PAGE: &str = "<html><body><p>CONFIDENTIAL</p><p>(S) The lamp <span style=\"display:none\">of Tor Varden</span> was shown.</p></body></html>";
const REGISTER: &str = "sci = [{ portion = 'LMP', banner = 'LAMP', order = 5000, meaning = 'a lamp' }]\n";
const RICH: &str =
    r"{\rtf1\ansi CONFIDENTIAL\par\par (S) The lamp was shown.\par {\v Tor Varden} \par CONFIDENTIAL\par}";

/// Documents of every kind, clean and not, below one without a configuration.
fn documents() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    write(&folder, "mail.eml", MAIL);
    write(&folder, "paper.txt", PAPER);
    write(&folder, "page.html", PAGE);
    write(&folder, "rich.rtf", RICH);
    write(&folder, "latin.txt", b"CONFIDENTIAL\n\n(S) The lamp of Ren\xe9.\n");
    write(
        &folder,
        "wide.txt",
        format!("\u{feff}{PAPER}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
    );
    write(&folder, "draft.md", "(S) The lamp. <!-- cable-lint: allow-line all until 2026-12-31: it is a draft -->\n");
    write(
        &folder,
        "due.txt",
        "SECRET\n\n(S) The lamp.\n\nClassified By: Ada Quill\nDerived From: Guide\nDeclassify On: 20261231\n",
    );
    write(&folder, "empty.txt", "");
    write(&folder, "binary.txt", [0; 64]);
    write(&folder, "plain.txt", "A text without markings.\n");
    for number in 1..10 {
        write(&folder, &format!("set/{number}.txt"), PAPER.replace("lamp", &format!("lamp {number}")));
    }
    folder
}

/// A run in a folder with a cache of its own.
fn cached(folder: &TempDir, typed: &[&str]) -> (i32, String, String) {
    run(folder, &[&["check", "--cache-dir", "kept", "-v"], typed].concat())
}

fn plain(folder: &TempDir, typed: &[&str]) -> (i32, String, String) {
    run(folder, &[&["check", "--no-cache", "-v"], typed].concat())
}

/// The files of a cache, each with its bytes.
fn kept(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder.join("kept/.cable-lint-cache")).expect("a cache");
    entries
        .map(|entry| entry.expect("readable").path())
        .map(|path| (path.clone(), fs::read(path).expect("a file")))
        .collect()
}

/// Sees to it that a run with the cache says what one without says; whether it knew everything.
fn same(folder: &TempDir, typed: &[&str]) -> bool {
    let before = kept(folder.path());
    assert_eq!(cached(folder, typed), plain(folder, typed), "{typed:?}");
    before == kept(folder.path())
}

#[test]
fn a_run_says_the_same_whether_it_knows_the_documents_or_not() {
    let folder = documents();
    cached(&folder, &[]);
    assert!(kept(folder.path()).len() > 10);
    for format in Format::ALL {
        assert!(same(&folder, &["-o", format.name()]), "{}", format.name());
    }
    for jobs in ["1", "8"] {
        assert!(same(&folder, &["-o", "json", "-j", jobs]), "{jobs}");
    }
    assert!(same(&folder, &["--show-suppressed", "--allow-images", "--fail-on", "error"]), "what is told is not kept");
    assert!(same(&folder, &["rich.rtf"]), "a single file that is not text");
}

#[test]
fn whatever_a_finding_depends_on_makes_it_be_looked_for_again() {
    let folder = documents();
    write(&folder, "word.toml", WORD.replace("QQQ", "lamp"));
    write(&folder, "register.toml", REGISTER);
    write(&folder, "names.list", "Tor Varden\n");
    cached(&folder, &[]);
    for typed in [
        &["--error", "portion"][..],
        &["--config", "rule-packs = ['word.toml']"],
        &["--config", "registers = ['register.toml']"],
        &["--config", "watch-list = 'names.list'"],
        &["--config", "kind = 'memo'"],
        &["--config", "style = 'ic'"],
        &["--config", "date = 1960-01-01"],
        &["--config", "profile = 'foia'"],
    ] {
        assert!(plain(&folder, typed).2.contains("checked 19 documents"), "{typed:?} works");
        assert!(!same(&folder, typed), "{typed:?}: other rules, other answers");
    }
    // The text of the list, and of the pack, counts, not its name.
    for (name, text) in [("names.list", "Ada Quill\n"), ("word.toml", &WORD.replace("QQQ", "shown"))] {
        write(&folder, name, text);
        let key = if name == "names.list" { "watch-list = 'names.list'" } else { "rule-packs = ['word.toml']" };
        assert!(!same(&folder, &["--config", key]), "{name}");
    }
    // So do the bytes of a document, and its name.
    write(&folder, "set/1.txt", PAPER.replace("(S)", "(U)"));
    assert!(!same(&folder, &[]));
    fs::rename(folder.path().join("set/2.txt"), folder.path().join("set/899-12-3456.txt")).expect("another name");
    assert!(!same(&folder, &[]));
}

#[test]
fn what_holds_for_a_day_is_forgotten_on_the_next() {
    let folder = documents();
    let on = |day| ["--warn", "passed-declassification-date", "--as-of", day];
    for day in ["2026-12-30", "2026-12-31", "2027-01-01"] {
        cached(&folder, &on(day));
        assert!(same(&folder, &on(day)), "{day}");
        assert_eq!(plain(&folder, &on(day)).1.contains("passed-declassification-date"), day == "2027-01-01");
    }
    cached(&folder, &["paper.txt", "set", "--as-of", "2027-01-01"]);
    assert!(same(&folder, &["paper.txt", "set", "--as-of", "2027-06-01"]), "the rest holds on any day");
}

#[test]
fn a_cache_that_is_damaged_counts_for_nothing() {
    let folder = documents();
    let damages: [fn(&mut Vec<u8>); 5] = [
        |bytes| bytes.iter_mut().skip(20).step_by(7).for_each(|byte| *byte ^= 0x55),
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| bytes.clear(),
        |bytes| bytes.extend_from_slice(b"more"),
        |bytes| *bytes = b"cablint1 a checksum, and whatever else".to_vec(),
    ];
    let expected = plain(&folder, &[]);
    cached(&folder, &[]);
    for damage in damages {
        for (path, mut bytes) in kept(folder.path()) {
            damage(&mut bytes);
            fs::write(path, bytes).expect("a file");
        }
        assert_eq!(cached(&folder, &[]), expected);
        assert!(same(&folder, &[]), "it is whole again");
    }
    // Folders stand where files should.
    for path in kept(folder.path()).into_keys().skip(1) {
        fs::remove_file(&path).expect("a file");
        fs::create_dir(&path).expect("a folder");
    }
    assert_eq!(cached(&folder, &[]), expected);
}

#[test]
fn programs_that_run_at_the_same_time_do_not_disturb_each_other() {
    let folder = documents();
    let expected = plain(&folder, &[]);
    let start = || {
        let mut command = program(folder.path(), &["check", "--cache-dir", "kept", "-v"]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().expect("it runs")
    };
    let running: Vec<_> = (0..4).map(|_| start()).collect();
    for child in running {
        assert_eq!(told(&child.wait_with_output().expect("it ends")), expected);
    }
    assert_eq!(cached(&folder, &[]), expected);
}

#[test]
fn a_fix_is_made_whatever_is_known() {
    let folder = documents();
    write(
        &folder,
        "set/1.txt",
        "SECRET // NOFORN\n\n12 March 2014\n\n(S//NF) The lamp was shown.\n\nSECRET // NOFORN\n",
    );
    cached(&folder, &[]);
    assert_eq!(cached(&folder, &["--diff"]), plain(&folder, &["--diff"]));
    assert!(cached(&folder, &["--fix"]).2.contains("fixed"));
    assert_eq!(cached(&folder, &[]), plain(&folder, &[]));
}

#[test]
fn without_a_place_for_it_there_is_no_cache_and_no_complaint() {
    let folder = documents();
    write(&folder, "file", "");
    let expected = plain(&folder, &[]);
    for place in ["file", "file/below", "/dev/null/cache", "/proc/cache"] {
        assert_eq!(run(&folder, &["check", "-v", "--cache-dir", place]), expected, "{place}");
    }
    for home in ["/nonexistent", "", "file"] {
        let mut command = program(folder.path(), &["check", "-v"]);
        let output = command.env_remove("XDG_CACHE_HOME").env("HOME", home).output().expect("it runs");
        assert_eq!(told(&output), expected, "{home}");
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_may_look_into_a_cache_and_one_that_others_can_write_counts_for_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = documents();
    let expected = plain(&folder, &[]);
    cached(&folder, &[]);
    let cache = folder.path().join("kept/.cable-lint-cache");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&cache), 0o700);
    let before = kept(folder.path());
    let answers = before.keys().filter(|path| !path.ends_with(".gitignore"));
    answers.for_each(|path| assert_eq!(mode(path), 0o600, "{}", path.display()));
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o755)).expect("permissions");
    write(&folder, "set/1.txt", PAPER.replace("(S)", "(U)"));
    assert_eq!(cached(&folder, &[]), plain(&folder, &[]));
    assert_eq!(kept(folder.path()), before, "it is left alone");
    assert_ne!(expected, plain(&folder, &[]));
}

#[test]
fn a_configuration_of_a_stranger_keeps_a_cache_below_itself_and_brings_none_that_counts() {
    let folder = documents();
    write(&folder, ".git/HEAD", "");
    for outside in ["../cache", "/tmp/cache", "set/../../cache"] {
        write(&folder, ".cable-lint.toml", format!("cache-dir = '{outside}'\n"));
        let (code, _, err) = run(&folder, &["check"]);
        assert!(code == 2 && err.contains("the cache cannot be kept there: it is outside"), "{outside}: {err}");
    }
    write(&folder, ".cable-lint.toml", "cache-dir = 'kept'\n");
    let homes = ["one", "two"].map(|home| folder.path().join(home));
    let at = |home: &Path| {
        let mut command = program(folder.path(), &["check", "-v"]);
        told(&command.env("XDG_CACHE_HOME", home).output().expect("it runs"))
    };
    let expected = at(&homes[0]);
    let written = kept(folder.path());
    assert_eq!((at(&homes[0]), kept(folder.path())), (expected.clone(), written.clone()), "one's own is known");
    assert_eq!(at(&homes[1]), expected);
    assert_ne!(kept(folder.path()), written, "what somebody else wrote is not");
}
