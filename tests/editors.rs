//! The README's recipes for editors, tried in the editors on a file with non-ASCII text.
//!
//! Needs `nvim`, or `emacs`; a test whose editor is not installed says so and passes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A word that is not to stand there, behind letters of one to four bytes.
const TEXT: &str = "UNCLAS OSLO 000001\nSUBJECT: É\n¶1. naïve 🗎 déjà STPDIS vu\n";

const PACK: &str = r#"
[word]
check = "text-pattern"
level = "warning"
summary = "a word"
why = "It is there."
message = "a word"
source = ["house style"]
since = "0.1.0"
options = { pattern = "STPDIS" }
[[word.example]]
bad = """
STPDIS
^^^^^^ word
"""
[[word.example]]
good = "ok"
"#;

/// The first block of the README in `language`.
fn recipe(language: &str) -> &'static str {
    let readme = include_str!("../README.md");
    let block = readme.split(&format!("```{language}\n")).nth(1).expect("the README has such a recipe");
    block.split("```").next().expect("the recipe ends")
}

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("a.txt", TEXT);
    write("pack.toml", PACK);
    write(".cable-lint.toml", "rule-packs = ['pack.toml']\nrules = { all = 'ignore', word = 'warning' }\n");
    write("recipe.vim", recipe("vim"));
    write("recipe.lua", recipe("lua"));
    write("recipe.el", recipe("elisp"));
    folder
}

/// What an editor that runs in `folder` wrote to the file `out`; `None` if there is no such editor.
fn edited(editor: &str, folder: &Path, typed: &[&str]) -> Option<String> {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_cable-lint"));
    let rest = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let path = env::join_paths([program.parent().expect("a folder").to_owned()].into_iter().chain(rest));
    let mut command = Command::new(editor);
    command.args(typed).current_dir(folder).env("PATH", path.expect("a path")).env("HOME", folder);
    let Ok(output) = command.output() else {
        #[expect(clippy::print_stderr, reason = "a test that is skipped must say so")]
        {
            eprintln!("skipped: {editor} is not installed");
        }
        return None;
    };
    let said = [output.stdout, output.stderr].concat();
    let out = fs::read_to_string(folder.join("out"));
    Some(out.unwrap_or_else(|error| panic!("{editor}: {error}: {}", String::from_utf8_lossy(&said))))
}

/// The byte in its line at which the word stands, from 0.
fn byte() -> usize {
    TEXT.lines().last().and_then(|line| line.find("STPDIS")).expect("there")
}

#[test]
fn vim_fills_its_quickfix_list() {
    let folder = folder();
    let jump =
        "silent make | cfirst | call writefile([line('.') . ':' . col('.') . ': ' . getqflist()[0].text], 'out')";
    let typed = ["--clean", "--headless", "-S", "recipe.vim", "a.txt", "-c", jump, "-c", "qall!"];
    let Some(out) = edited("nvim", folder.path(), &typed) else { return };
    assert_eq!(out, format!("3:{}: [word] a word\n", byte() + 1));
}

#[test]
fn neovim_fills_its_diagnostics() {
    let folder = folder();
    let show = "lua dofile_env = setfenv(assert(loadstring(io.open('recipe.lua'):read('*a') .. ' ; return parse')), \
        getfenv())(); local d = dofile_env(vim.fn.system('cable-lint check -o json a.txt'), 0)[1]; \
        vim.fn.writefile({ table.concat({ d.lnum, d.col, d.end_lnum, d.end_col, d.severity, d.code }, ' ') }, 'out')";
    let typed = ["--clean", "--headless", "a.txt", "-c", show, "-c", "qall!"];
    let Some(out) = edited("nvim", folder.path(), &typed) else { return };
    assert_eq!(out, format!("2 {} 2 {} 2 word\n", byte(), byte() + "STPDIS".len()));
}

#[test]
fn emacs_reports_to_flymake() {
    let folder = folder();
    let show = "(progn (require 'flymake) (load-file \"recipe.el\") (find-file \"a.txt\") \
        (cable-lint-flymake (lambda (found) (let ((it (car found))) (with-temp-file \"out\" (insert (format \"%d %S %s\" \
        (flymake-diagnostic-beg it) (flymake-diagnostic-type it) (flymake-diagnostic-text it))))))) \
        (while (and (not (file-exists-p \"out\")) (accept-process-output nil 10))) (sit-for 0.1))";
    let Some(out) = edited("emacs", folder.path(), &["--batch", "--quick", "--eval", show]) else { return };
    let place = TEXT.split("STPDIS").next().map_or(0, |before| before.chars().count()) + 1;
    assert_eq!(out, format!("{place} :warning [word] a word"));
}
