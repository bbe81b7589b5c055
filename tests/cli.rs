//! Runs the program as people do.
//!
//! `tests/cli/NAME.trycmd` is a transcript: each `$` line is run in `tests/cli/NAME.in`, and what follows is what must
//! come out, standard error included; `? 1` is the exit code, `[..]` stands for any text and `...` for any lines.
//! `TRYCMD=overwrite cargo test --test cli` writes what comes out now; read the difference before you commit it.
//! What the README and the pages in `docs/` show is a transcript, too.
//! What a transcript cannot hold is in `tests/program/`.

#[path = "program/folder.rs"]
mod folder;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cable_lint::cli::Cli;
use clap::CommandFactory;
use folder::{WORD, run, write};

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("FORCE_COLOR", "0")
        .env("CLICOLOR_FORCE", "0")
        .env("TERM", "dumb")
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .case("tests/cli/*.trycmd")
        .case("README.md")
        .case("docs/*.md");
}

/// What was typed in all transcripts, by command: the words behind `cable-lint`.
fn typed() -> Vec<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let paths = fs::read_dir(folder).expect("the transcripts").map(|entry| entry.expect("readable").path());
    let transcripts = paths.filter(|path| path.extension().is_some_and(|name| name == "trycmd"));
    let text: String = transcripts.map(|path| fs::read_to_string(path).expect("a text")).collect();
    let lines = text.lines().filter_map(|line| line.strip_prefix("$ cable-lint "));
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// Whether `words` give the option, by its long name or its short one.
fn gives(words: &[String], option: &clap::Arg) -> bool {
    let long = option.get_long().map(|long| format!("--{long}"));
    let short = option.get_short().map(|short| format!("-{short}"));
    words.iter().any(|word| {
        let is_long = long.as_deref().is_some_and(|long| word == long || word.starts_with(&format!("{long}=")));
        is_long || short.as_deref().is_some_and(|short| !word.starts_with("--") && word.starts_with(short))
    })
}

/// The commands inside `command` that do something, each with the words that call it.
fn commands(command: &clap::Command, words: &[String]) -> Vec<(Vec<String>, clap::Command)> {
    let mut inside = command.get_subcommands().filter(|inside| inside.get_name() != "help").peekable();
    if inside.peek().is_none() {
        return vec![(words.to_vec(), command.clone())];
    }
    inside.flat_map(|inside| commands(inside, &[words, &[inside.get_name().to_owned()]].concat())).collect()
}

#[test]
fn every_command_and_every_option_stands_in_a_transcript() {
    let (typed, mut missing, mut options) = (typed(), BTreeSet::new(), 0);
    for (words, command) in commands(&Cli::command(), &[]) {
        let called = |typed: &&Vec<String>| typed.starts_with(&words);
        let help = [&words[..], &["--help".to_owned()]].concat();
        if !typed.contains(&help) || !typed.iter().any(|typed| called(&typed) && *typed != help) {
            missing.insert(words.join(" "));
        }
        for option in command.get_arguments().filter(|option| !option.is_positional()) {
            options += 1;
            if !typed.iter().filter(called).any(|typed| gives(typed, option)) {
                missing.insert(format!("{} --{}", words.join(" "), option.get_long().unwrap_or_default()));
            }
        }
    }
    for option in Cli::command().get_arguments() {
        options += 1;
        if !typed.iter().any(|typed| gives(typed, option)) {
            missing.insert(format!("--{}", option.get_long().unwrap_or_default()));
        }
    }
    assert!(missing.is_empty() && options > 40, "no transcript shows {missing:?}");
}

#[test]
fn the_configuration_that_init_writes_works_with_every_line_in_use() {
    let (own, first) = (include_str!("../.cable-lint.toml"), include_str!("../src/run/init.toml"));
    let is_text = |rest: &&str| rest.starts_with(|c: char| !c.is_whitespace());
    let used: Vec<&str> = first.lines().map(|line| line.strip_prefix('#').filter(is_text).unwrap_or(line)).collect();
    let folder = folder::folder();
    write(&folder, "house/rules.toml", WORD);
    write(&folder, "house/base.toml", "fail-on = 'error'\n");
    write(&folder, "house/captions.toml", "");
    write(&folder, "house/names.list", "Ada Quill\n");
    for text in [own, first, &used.join("\n")] {
        write(&folder, ".cable-lint.toml", text);
        assert_eq!(run(&folder, &["rules"]).2, "");
    }
    assert!(used.contains(&"fail-on = \"warning\""));
}
