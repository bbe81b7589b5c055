//! pre-commit as people use it: a scratch repository, our hook, commits.
//!
//! Needs git and pre-commit; where one is not installed, the test says so and passes. `.ci/hooks` fetches them. The hook runs
//! the program that was just built.

#[path = "program/folder.rs"]
mod folder;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cable_lint::config::DEFAULT_INCLUDE;
use folder::{search_path, skip};
use tempfile::TempDir;

const BROKEN: &str = include_str!("cables/example.txt");
const CLEAN: &str = include_str!("cables/clean/2007.txt");

/// A folder with a repository of hooks, a repository of documents, and all else that pre-commit touches.
struct Scratch {
    folder: TempDir,
    path: OsString,
}

impl Scratch {
    fn new(path: OsString) -> Scratch {
        let scratch = Scratch { folder: TempDir::new().expect("a folder"), path };
        for repository in ["hooks", "papers"] {
            fs::create_dir(scratch.at(repository)).expect("a folder");
            scratch.git(repository, &["init", "--quiet"]);
        }
        scratch
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        folder::write(&self.folder, name, text);
    }

    /// Runs a program in a repository; whether it succeeded, and what it said.
    fn run(&self, program: &str, repository: &str, typed: &[&str]) -> (bool, String) {
        let identity = ["-c", "user.name=Ada Quill", "-c", "user.email=quill@example.org"];
        let mut command = Command::new(program);
        command.args(if program == "git" { &identity[..] } else { &[] }).args(typed);
        command
            .current_dir(self.at(repository))
            .env("PATH", &self.path)
            .env("PRE_COMMIT_HOME", self.at("cache"))
            .env("XDG_CACHE_HOME", self.at("cache"));
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
            command.env_remove(name);
        }
        let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}"));
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    fn git(&self, repository: &str, typed: &[&str]) -> String {
        let (done, said) = self.run("git", repository, typed);
        assert!(done, "git {typed:?}: {said}");
        said
    }

    /// Tries to commit everything.
    fn commit(&self) -> (bool, String) {
        self.git("papers", &["add", "--all"]);
        self.run("git", "papers", &["commit", "--message", "papers"])
    }
}

/// Whether `program` can be run in `path`.
fn is_in(path: &OsString, program: &str) -> bool {
    let found = env::split_paths(path).any(|folder| folder.join(program).is_file());
    found && Command::new(program).arg("--version").env("PATH", path).output().is_ok_and(|done| done.status.success())
}

/// A search path with git, pre-commit and the program that was just built.
fn tools() -> Option<OsString> {
    let path = search_path();
    if !is_in(&path, "git") {
        skip("the pre-commit hook: git is not installed");
        return None;
    }
    if !is_in(&path, "pre-commit") {
        skip("the pre-commit hook: pre-commit is not installed");
        return None;
    }
    Some(path)
}

/// The repository of hooks, and a repository of documents that uses it.
fn installed() -> Option<Scratch> {
    let scratch = Scratch::new(tools()?);
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    scratch.write("hooks/.pre-commit-hooks.yaml", &fs::read_to_string(hooks).expect("the hooks"));
    scratch.git("hooks", &["add", "--all"]);
    scratch.git("hooks", &["commit", "--quiet", "--message", "hooks"]);
    let revision = scratch.git("hooks", &["rev-parse", "HEAD"]);
    scratch.configure(revision.trim(), "");
    let (done, said) = scratch.run("pre-commit", "papers", &["install"]);
    assert!(done, "{said}");
    Some(scratch)
}

impl Scratch {
    /// Writes what pre-commit is to do in the repository of documents.
    fn configure(&self, revision: &str, more: &str) {
        let hooks = self.at("hooks");
        let config = format!(
            "repos:\n- repo: {}\n  rev: {revision}\n  hooks:\n  - id: cable-lint-system\n{more}",
            hooks.display()
        );
        self.write("papers/.pre-commit-config.yaml", &config);
    }
}

#[test]
fn the_hook_is_given_what_a_directory_is_searched_for() {
    let kinds = DEFAULT_INCLUDE.map(|pattern| pattern.strip_prefix("**/*.").expect("an extension"));
    let files = format!(r"  files: (?i)\.({})$", kinds.join("|"));
    let hooks = include_str!("../.pre-commit-hooks.yaml");
    let given: Vec<&str> = hooks.lines().filter(|line| line.trim_start().starts_with("files:")).collect();
    assert_eq!(given, [files.as_str(); 2]);
}

#[test]
fn the_hook_blocks_what_is_broken_and_passes_what_is_clean_excluded_or_known() {
    let Some(scratch) = installed() else { return };
    scratch.write("papers/.cable-lint.toml", "exclude = ['archive/']\n");
    scratch.write("papers/archive/old.txt", BROKEN);
    scratch.write("papers/clean.txt", CLEAN);
    scratch.write("papers/code.py", "STPDIS = 1\n");
    let (done, said) = scratch.commit();
    assert!(done, "{said}");

    for number in 0..40 {
        scratch.write(&format!("papers/broken {number}.txt"), BROKEN);
    }
    let (done, said) = scratch.commit();
    assert!(!done && said.contains("error[portion-outranks-banner]"), "{said}");
    assert_eq!(said.matches("checked 40 documents: ").count(), 1, "one summary\n{said}");
    assert!(!said.contains("archive"), "{said}");

    let listed = ["check", "--baseline", "known.toml", "--write-baseline", "-q"];
    let (done, said) = scratch.run("cable-lint", "papers", &listed);
    assert!(done, "{said}");
    let revision = scratch.git("hooks", &["rev-parse", "HEAD"]);
    scratch.configure(revision.trim(), "    args: [--verbose, --baseline, known.toml]\n");
    let (done, said) = scratch.commit();
    assert!(done, "what is known may stay\n{said}");

    scratch
        .write("papers/broken 7.txt", &BROKEN.replace("E.O. 12958: DECL: 03/07/2037", "E.O. 12958: DECL: 03/07/2047"));
    let (done, said) = scratch.commit();
    assert!(!done && said.contains("declassification on 2047-03-07"), "what is new may not\n{said}");
    assert_eq!(said.matches("error[").count(), 1, "and it alone is told, with the entry that is gone\n{said}");
    assert_eq!(said.matches("checked 1 document: 1 error, 1 warning, 6 suppressed").count(), 1, "one summary\n{said}");
    let kept = fs::read_to_string(scratch.at("papers/known.toml")).expect("the baseline");
    assert_eq!(scratch.git("papers", &["show", "HEAD:known.toml"]), kept, "the hook writes no baseline");
}
