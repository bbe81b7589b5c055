//! A report replaces nothing that it was not told to replace, by whatever name.

use std::fs;

use tempfile::TempDir;

use super::folder::*;

/// A folder with one of everything that must not be replaced.
fn full() -> TempDir {
    let folder = folder();
    let config = fs::read_to_string(folder.path().join(".cable-lint.toml")).expect("the configuration");
    write(&folder, ".cable-lint.toml", format!("watch-list = 'names.lst'\nregisters = ['words.toml']\n{config}"));
    write(&folder, "names.lst", "Tor Varden\n");
    write(&folder, "words.toml", "");
    write(&folder, "known.toml", "version = 2\nfindings = []\n");
    write(&folder, "papers/x.txt", "ok\n");
    write(&folder, "list", "papers/x.txt\n");
    folder
}

/// Runs a check that writes to `report`; the exit code and what it says. Nothing but new files may be there afterwards.
fn report_to(folder: &TempDir, reports: &[&str]) -> (i32, String) {
    let files = ["names.lst", "words.toml", "word.toml", "known.toml", "papers/x.txt", "list", ".cable-lint.toml"];
    let read = || files.map(|file| fs::read(folder.path().join(file)).expect("a file"));
    let before = read();
    let mut typed = vec!["check", "--baseline", "known.toml", "--files-from", "list"];
    reports.iter().for_each(|report| typed.extend(["-o", report]));
    let (code, _, err) = run(folder, &typed);
    assert_eq!(read(), before, "{reports:?} replaced something");
    (code, err)
}

#[test]
fn a_report_replaces_neither_documents_nor_what_the_run_reads() {
    let folder = full();
    for (file, what) in [
        ("papers/x.txt", "document"),
        ("./papers/../papers/x.txt", "document"),
        (".cable-lint.toml", "configuration"),
        ("word.toml", "configuration"),
        ("words.toml", "configuration"),
        ("names.lst", "configuration"),
        ("papers/../known.toml", "baseline"),
        ("./list", "file list"),
        ("papers/.cable-lint.toml", "configuration"),
    ] {
        let (code, err) = report_to(&folder, &[&format!("json={file}")]);
        assert!(
            code == 2 && err.contains(what) && err.contains("which a report cannot replace"),
            "{file}: {code} {err}"
        );
    }
    assert_eq!(report_to(&folder, &["json=papers/x.json", "short=known.txt"]).0, 0, "what is none of them is written");
    assert_eq!(report_to(&folder, &["json=papers/x.json"]).0, 0, "and replaced");
}

#[test]
fn two_reports_go_to_two_files() {
    let folder = full();
    for two in [["json=a.json", "short=./a.json"], ["json=papers/../a.json", "short=a.json"]] {
        let (code, err) = report_to(&folder, &two);
        assert!(code == 2 && err.contains("two reports for one file") && err.matches("a.json").count() == 2, "{err}");
        assert!(!folder.path().join("a.json").exists());
    }
    assert_eq!(report_to(&folder, &["json=a.json", "short=papers/a.json"]).0, 0);
}

#[cfg(unix)]
#[test]
fn links_make_no_other_file() {
    use std::os::unix::fs::symlink;
    let folder = full();
    let at = |name: &str| folder.path().join(name);
    symlink("papers", at("link")).expect("a link");
    symlink("papers/x.txt", at("x.json")).expect("a link");
    symlink("x.json", at("y.json")).expect("a link");
    symlink("names.lst", at("n.json")).expect("a link");
    fs::hard_link(at("papers/x.txt"), at("hard.json")).expect("a link");
    fs::hard_link(at("known.toml"), at("known.json")).expect("a link");
    for file in ["link/x.txt", "x.json", "y.json", "n.json", "hard.json", "known.json"] {
        let (code, err) = report_to(&folder, &[&format!("json={file}")]);
        assert!(code == 2 && err.contains("which a report cannot replace"), "{file}: {code} {err}");
    }
    // Found and not named, too.
    let (code, _, err) = run(&folder, &["check", "papers", "-o", "json=hard.json"]);
    assert!(code == 2 && err.contains("document"), "{err}");
    write(&folder, "r.json", "");
    symlink("r.json", at("s.json")).expect("a link");
    for two in [["json=r.json", "short=s.json"], ["json=link/new", "short=papers/new"]] {
        let (code, err) = report_to(&folder, &two);
        assert!(code == 2 && err.contains("two reports for one file"), "{two:?}: {err}");
    }
}
