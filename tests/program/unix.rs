//! What only Unix has: links, rights, pipes, devices.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Stdio;

use super::folder::*;
use super::mending::folder_with_a_fix;

#[test]
fn a_link_that_leads_back_is_named() {
    let folder = folder();
    write(&folder, "a/b/x.txt", "QQQ\n");
    symlink("..", folder.path().join("a/b/loop")).expect("a link");
    let (code, out, err) = run(&folder, &["check", "-o", "short"]);
    assert_eq!((code, out.as_str()), (2, "a/b/x.txt:1:1: warning[word] a word\n"));
    assert_eq!(err, "cable-lint: cannot read a/b/loop: this link leads back to `a`, which contains it\n");
}

#[test]
fn a_link_to_nothing_is_named_if_a_document_is_missing() {
    let folder = folder();
    write(&folder, "x.txt", "ok\n");
    symlink("nothing", folder.path().join("library.so")).expect("a link");
    assert_eq!(run(&folder, &["check"]), (0, String::new(), String::new()));
    symlink("nothing", folder.path().join("gone.txt")).expect("a link");
    let (code, _, err) = run(&folder, &["check"]);
    assert_eq!((code, err.as_str()), (2, "cable-lint: cannot read gone.txt: No such file or directory\n"));
    symlink("itself.txt", folder.path().join("itself.txt")).expect("a link");
    assert_eq!(run(&folder, &["check", "itself.txt"]).0, 2);
}

#[test]
fn a_document_that_may_not_be_read_is_named() {
    let folder = folder();
    write(&folder, "x.txt", "ok\n");
    let forbid = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    forbid(&folder.path().join("x.txt"), 0o000);
    forbid(folder.path(), 0o755);
    let Some((code, _, err)) = run_unprivileged(&folder, &["check"]) else { return };
    assert_eq!((code, err.as_str()), (2, "cable-lint: cannot read x.txt: Permission denied\n"));
}

#[test]
fn a_device_without_an_end_is_refused() {
    let folder = folder();
    let (code, _, err) = run(&folder, &["check", "/dev/zero"]);
    assert_eq!(code, 2);
    assert_eq!(err, "cable-lint: cannot read /dev/zero: this is a device, not a document\n");
    // Standard input by another name is read, even if it is a device.
    let mut child = program(folder.path(), &["check", "/dev/stdin"]);
    let output = child.stdin(Stdio::null()).output().expect("it runs");
    assert_ne!(told(&output).0, 2, "{output:?}");
}

#[test]
fn a_name_that_drives_terminals_is_made_harmless() {
    let folder = folder();
    write(&folder, "a\u{1b}[31m\nb.txt", "QQQ\n");
    symlink("nothing", folder.path().join("c\u{1b}[2J.txt")).expect("a link");
    let (code, out, err) = run(&folder, &["check", "-o", "short", "-v"]);
    assert_eq!(code, 2);
    assert!(!out.contains('\u{1b}') && !err.contains('\u{1b}') && out.lines().count() == 1, "{out:?} {err:?}");
}

#[test]
fn a_reader_who_leaves_has_not_read_in_full() {
    let folder = folder();
    write(&folder, "x.txt", "QQQ\n".repeat(100_000));
    let mut child = program(folder.path(), &["check", "-o", "short"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let left = (2, String::new(), "cable-lint: cannot write to standard output: Broken pipe\n".to_owned());
    assert_eq!(told(&child.wait_with_output().expect("it ends")), left);
}

#[test]
fn a_full_disk_is_a_failure() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        return skip("a full disk: there is no /dev/full");
    };
    let folder = folder();
    write(&folder, "x.txt", "QQQ\n");
    let done = program(folder.path(), &["check"]).stdout(full).output().expect("it runs");
    let (code, _, err) = told(&done);
    assert_eq!(code, 2);
    assert!(err.contains("cannot write to standard output"), "{err}");
    let (code, _, err) = run(&folder, &["check", "-o", "json=/dev/full"]);
    assert!(code == 2 && err.contains("cannot write `/dev/full`"), "{err}");
}

#[test]
fn a_mended_file_keeps_its_rights_and_its_link() {
    let folder = folder_with_a_fix("Q-QQ");
    write(&folder, "x.dat", b"caf\xe9 QQQ\r\n");
    let path = folder.path().join("x.dat");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    symlink("x.dat", folder.path().join("x.txt")).expect("a link");
    assert_eq!(run(&folder, &["check", "--fix", "x.txt"]), (0, String::new(), String::new()));
    assert_eq!(fs::read(&path).expect("a file"), b"caf\xe9 Q-QQ\r\n");
    assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
    assert!(folder.path().join("x.txt").is_symlink());
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 4, "no temporary file is left");
}

#[test]
fn a_file_with_two_names_is_left_alone() {
    let folder = folder_with_a_fix("Q-QQ");
    write(&folder, "x.txt", "QQQ");
    fs::hard_link(folder.path().join("x.txt"), folder.path().join("y.dat")).expect("a link");
    let (code, _, err) = run(&folder, &["check", "--fix"]);
    assert!(code == 2 && err.starts_with("cable-lint: cannot fix x.txt: it has other names"), "{err}");
    assert_eq!(fs::read(folder.path().join("y.dat")).expect("a file"), b"QQQ");
}

#[test]
fn a_report_replaces_what_a_link_points_at_and_has_common_permissions() {
    let folder = folder();
    write(&folder, "x.txt", "ok\n");
    write(&folder, "real.json", "old");
    symlink("real.json", folder.path().join("link.json")).expect("a link");
    assert_eq!(run(&folder, &["check", "-o", "json=link.json", "-o", "json-lines=/dev/null"]).0, 0);
    assert!(fs::read_to_string(folder.path().join("real.json")).expect("a report").contains("diagnostics"));
    assert!(folder.path().join("link.json").is_symlink());
    let mode = fs::metadata(folder.path().join("real.json")).expect("a report").permissions().mode();
    let usual = fs::metadata(folder.path().join("x.txt")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, usual & 0o777);
}
