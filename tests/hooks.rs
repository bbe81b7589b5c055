//! pre-commit as people use it: a scratch repository, our hook, commits.
//!
//! Needs git and pre-commit (`pip install pre-commit`); without them the test says so and passes. Nothing is downloaded:
//! the hook runs the program that was just built.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const BROKEN: &str = include_str!("cables/example.txt");

/// A folder with a repository of hooks, a repository of documents, and all else that pre-commit touches.
struct Scratch {
    folder: TempDir,
    path: String,
}

impl Scratch {
    fn new() -> Scratch {
        let folder = TempDir::new().expect("a folder");
        let program = PathBuf::from(env!("CARGO_BIN_EXE_cable-lint"));
        let program = program.parent().expect("a folder").to_owned();
        let rest = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
        let path = env::join_paths([program].into_iter().chain(rest)).expect("a path");
        let scratch = Scratch { folder, path: path.to_string_lossy().into_owned() };
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
        fs::create_dir_all(self.at(name).parent().expect("a parent")).expect("folders");
        fs::write(self.at(name), text).expect("a file");
    }

    /// Runs a program in a repository; whether it succeeded, and what it said.
    fn run(&self, program: &str, repository: &str, typed: &[&str]) -> (bool, String) {
        let identity = ["-c", "user.name=Ada Quill", "-c", "user.email=quill@example.org"];
        let mut command = Command::new(program);
        command.args(if program == "git" { &identity[..] } else { &[] }).args(typed);
        command.current_dir(self.at(repository)).env("PATH", &self.path).env("PRE_COMMIT_HOME", self.at("cache"));
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

fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The repository of hooks, and a repository of documents that uses it.
fn installed() -> Option<Scratch> {
    for program in ["git", "pre-commit"] {
        if !is_installed(program) {
            #[expect(clippy::print_stderr, reason = "a test that is skipped must say so")]
            {
                eprintln!("skipped: {program} is not installed");
            }
            return None;
        }
    }
    let scratch = Scratch::new();
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    scratch.write("hooks/.pre-commit-hooks.yaml", &fs::read_to_string(hooks).expect("the hooks"));
    scratch.git("hooks", &["add", "--all"]);
    scratch.git("hooks", &["commit", "--quiet", "--message", "hooks"]);
    let revision = scratch.git("hooks", &["rev-parse", "HEAD"]);
    let config = format!(
        "repos:\n- repo: {}\n  rev: {}\n  hooks:\n  - id: cable-lint-system\n",
        scratch.at("hooks").display(),
        revision.trim()
    );
    scratch.write("papers/.pre-commit-config.yaml", &config);
    let (done, said) = scratch.run("pre-commit", "papers", &["install"]);
    assert!(done, "{said}");
    Some(scratch)
}

#[test]
fn the_hook_blocks_what_is_broken_and_passes_what_is_clean_or_excluded() {
    let Some(scratch) = installed() else { return };
    scratch.write("papers/.cable-lint.toml", "exclude = ['archive/']\n");
    scratch.write("papers/archive/old.txt", BROKEN);
    scratch.write("papers/clean.txt", include_str!("cables/clean/2007.txt"));
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
}
