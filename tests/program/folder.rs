//! A folder to run the program in, and what it said there.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub(crate) const WORD: &str = r#"
[word]
check = "text-pattern"
level = "warning"
summary = "a word"
why = "It is there."
message = "a word"
source = ["house style"]
since = "0.1.0"
options = { pattern = "QQQ" }
[[word.example]]
bad = """
QQQ
^^^ word
"""
[[word.example]]
good = "ok"
"#;

/// A folder with a pack of one rule of its own, under which every `QQQ` is a warning and nothing else is anything.
pub(crate) fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    write(&folder, "word.toml", WORD);
    write(&folder, ".cable-lint.toml", "rule-packs = ['word.toml']\nrules = { all = 'ignore', word = 'warning' }\n");
    folder
}

pub(crate) fn write(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(path, bytes).expect("a file");
}

pub(crate) fn program(folder: &Path, typed: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cable-lint"));
    command.args(typed).current_dir(folder).env("NO_COLOR", "1").env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
    for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

/// The exit code, standard output and standard error.
pub(crate) fn run(folder: &TempDir, typed: &[&str]) -> (i32, String, String) {
    told(&program(folder.path(), typed).output().expect("it runs"))
}

pub(crate) fn run_with_stdin(folder: &TempDir, typed: &[&str], stdin: &[u8]) -> (i32, String, String) {
    let mut command = program(folder.path(), typed);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    child.stdin.take().expect("a pipe").write_all(stdin).expect("it reads");
    told(&child.wait_with_output().expect("it ends"))
}

pub(crate) fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("no signal"), text(&output.stdout), text(&output.stderr))
}

/// The search path, with the program that was just built in front.
pub(crate) fn search_path() -> OsString {
    let built = Path::new(env!("CARGO_BIN_EXE_cable-lint")).parent().expect("a folder").to_owned();
    let rest = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    env::join_paths([built].into_iter().chain(rest)).expect("a path")
}

/// Says that a test could not be made. What is written past the macros is shown even if the test passes. Where all that is
/// needed must be there, as in `.ci/hooks`, the test fails.
pub(crate) fn skip(why: &str) {
    assert!(env::var_os("CABLE_LINT_SKIP").is_none_or(|word| word != "never"), "not tested: {why}");
    let _ = writeln!(std::io::stderr(), "\nNOT TESTED: {why}\n");
}

/// Like [`run`], as a user to whom things can be forbidden; `None` if this one is root and can be nobody else.
#[cfg(unix)]
pub(crate) fn run_unprivileged(folder: &TempDir, typed: &[&str]) -> Option<(i32, String, String)> {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let mut command = program(folder.path(), typed);
    if fs::metadata(folder.path()).expect("a folder").uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    match command.output() {
        Ok(output) => Some(told(&output)),
        Err(error) => {
            skip(&format!("nobody can run the program: {error}"));
            None
        }
    }
}
