//! The recipes of `docs/editors.md`, tried in the editors on a file with non-ASCII text.
//!
//! Needs `nvim` 0.8, or `emacs` with eglot; a test whose editor is not installed says so and passes. `.ci/hooks` fetches both.

#[path = "program/folder.rs"]
mod folder;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use folder::{search_path, skip, write};
use tempfile::TempDir;

/// A word that is not to stand there, behind letters of one to four bytes.
const TEXT: &str = "UNCLAS OSLO 000001\nSUBJECT: É\n¶1. naïve 🗎 déjà QQQ vu\n";

/// The first block of the page in `language`.
fn recipe(language: &str) -> &'static str {
    let page = include_str!("../docs/editors.md");
    let block = page.split(&format!("```{language}\n")).nth(1).expect("the page has such a recipe");
    block.split("```").next().expect("the recipe ends")
}

/// A folder in which every `QQQ` is a warning, with the recipes.
fn folder() -> TempDir {
    let folder = folder::folder();
    write(&folder, "a.txt", TEXT);
    write(&folder, "recipe.vim", recipe("vim"));
    write(&folder, "recipe.lua", recipe("lua"));
    write(&folder, "recipe.el", recipe("elisp"));
    folder
}

/// What an editor that runs in `folder` wrote to the file `out`; `None` if there is no such editor.
fn edited(editor: &str, folder: &Path, typed: &[&str]) -> Option<String> {
    let mut command = Command::new(editor);
    command.args(typed).current_dir(folder).env("PATH", search_path()).env("HOME", folder);
    let Ok(output) = command.output() else {
        skip(&format!("{editor} is not installed"));
        return None;
    };
    let said = [output.stdout, output.stderr].concat();
    let out = fs::read_to_string(folder.join("out"));
    Some(out.unwrap_or_else(|error| panic!("{editor}: {error}: {}", String::from_utf8_lossy(&said))))
}

/// Says that an editor cannot run the recipe. No package of the system may be new enough, so this is never a failure.
fn old(what: &str) {
    let _ = writeln!(std::io::stderr(), "NOT TESTED: {what}");
}

/// The byte in its line at which the word stands, from 0.
fn byte() -> usize {
    TEXT.lines().last().and_then(|line| line.find("QQQ")).expect("there")
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
fn neovim_shows_diagnostics_of_the_server() {
    let folder = folder();
    let show = "lua if not vim.lsp.start then vim.fn.writefile({ 'old' }, 'out') vim.cmd('qall!') end; \
        vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20); local d = vim.diagnostic.get(0)[1]; \
        vim.fn.writefile({ table.concat({ d.lnum, d.col, d.end_lnum, d.end_col, d.severity, d.code }, ' ') }, 'out')";
    let open = ["--clean", "--headless", "-S", "recipe.lua", "-c", "edit a.txt", "-c", "silent! setfiletype text"];
    let Some(out) = edited("nvim", folder.path(), &[&open[..], &["-c", show, "-c", "qall!"]].concat()) else { return };
    if out == "old\n" {
        return old("this Neovim is older than 0.8, the first with `vim.lsp.start`");
    }
    assert_eq!(out, format!("2 {} 2 {} 2 word\n", byte(), byte() + "QQQ".len()));
}

#[test]
fn emacs_shows_diagnostics_of_the_server() {
    let folder = folder();
    let show = "(progn (package-initialize) (unless (require 'eglot nil t) (write-region \"old\" nil \"out\") (kill-emacs)) \
        (load-file \"recipe.el\") (remove-hook 'text-mode-hook #'eglot-ensure) (setq eglot-sync-connect 20) \
        (find-file \"a.txt\") (text-mode) (apply #'eglot--connect (eglot--guess-contact)) \
        (with-timeout (20) (while (not (flymake-diagnostics)) (flymake-start) (accept-process-output nil 0.1))) \
        (let ((it (car (flymake-diagnostics)))) (with-temp-file \"out\" (insert (format \"%d %d\" \
        (flymake-diagnostic-beg it) (flymake-diagnostic-end it))))))";
    let Some(out) = edited("emacs", folder.path(), &["--batch", "--no-init-file", "--eval", show]) else { return };
    if out == "old" {
        return old("this Emacs has no eglot");
    }
    let place = TEXT.split("QQQ").next().map_or(0, |before| before.chars().count()) + 1;
    assert_eq!(out, format!("{place} {}", place + "QQQ".len()));
}
