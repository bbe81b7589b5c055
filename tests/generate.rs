//! What is generated is true: the pages of rules in `docs/rules/`, and scripts that shells take.

#[path = "program/folder.rs"]
mod folder;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use cable_lint::check::CHECKS;
use cable_lint::cli::Cli;
use cable_lint::rule::RuleSet;
use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;
use folder::skip;
use serde_json::{Value, json};

/// What stands below a generated page.
const NOTE: &str = "\n---\n\nGenerated from `rules/`: `BLESS=1 cargo test --test generate` writes this page.\n";

fn generate(what: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cable-lint")).arg("generate").args(what).output().expect("it runs");
    assert!(output.status.success(), "{what:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_pages_of_rules_are_those_of_today() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let groups: BTreeSet<&str> = rules.rules().iter().map(|rule| rule.group.as_str()).collect();
    let mut pages = vec![("README.md".to_owned(), generate(&["rules-md"]))];
    pages.extend(groups.iter().map(|group| (format!("{group}.md"), generate(&["rules-md", group]))));
    assert!(pages.len() > 10, "{groups:?}");
    if std::env::var_os("BLESS").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for (name, page) in &pages {
            fs::write(folder.join(name), format!("{page}{NOTE}")).expect("the page can be written");
        }
    }
    let kept = fs::read_dir(&folder).expect("the pages").map(|entry| entry.expect("readable").file_name());
    let kept: BTreeSet<String> = kept.map(|name| name.to_string_lossy().into_owned()).collect();
    assert_eq!(kept, pages.iter().map(|(name, _)| name.clone()).collect(), "docs/rules/ holds a page for each group");
    for (name, page) in &pages {
        let current = fs::read_to_string(folder.join(name)).is_ok_and(|kept| kept == format!("{page}{NOTE}"));
        assert!(current, "docs/rules/{name} is out of date: `BLESS=1 cargo test --test generate` writes it");
    }
}

/// The table of keys in `docs/configuration.md`, as the schema of configurations has them.
fn table_of_keys() -> String {
    let schema = cable_lint::config::schema();
    let mut table = "| key | default | what it sets |\n| --- | --- | --- |\n".to_owned();
    for (key, part) in schema["properties"].as_object().expect("keys") {
        let default = part.get("default").filter(|default| default.as_array().is_none_or(|list| !list.is_empty()));
        let default = default.map_or_else(String::new, |default| format!("`{default}`").replace("\",\"", "\", \""));
        let about = part["description"].as_str().expect("a description").replace('\n', " ");
        table += &format!("| `{key}` | {default} | {about} |\n");
    }
    table
}

#[test]
fn the_table_of_keys_is_that_of_today() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    let page = fs::read_to_string(&path).expect("the page");
    let start = page.find("| key | default |").expect("the table");
    let end = start + page[start..].find("\n\n").expect("an end") + 1;
    let current = [&page[..start], &table_of_keys(), &page[end..]].concat();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &current).expect("the page can be written");
        return;
    }
    assert!(current == page, "docs/configuration.md is out of date: `BLESS=1 cargo test --test generate` writes it");
}

#[test]
fn the_page_of_checks_is_that_of_today() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    let page = format!(
        "{}\n---\n\nGenerated from `src/check/`: `BLESS=1 cargo test --test generate` writes this page.\n",
        generate(&["checks-md"])
    );
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let current = fs::read_to_string(&path).is_ok_and(|kept| kept == page);
    assert!(current, "docs/checks.md is out of date: `BLESS=1 cargo test --test generate` writes it");
}

#[test]
fn every_command_has_a_man_page_that_names_its_options() {
    assert!(generate(&["man"]).contains(".TH cable-lint 1"));
    let program = Cli::command();
    let commands: Vec<&clap::Command> = program.get_subcommands().collect();
    assert!(commands.len() > 5, "{} commands", commands.len());
    for command in commands {
        let name = command.get_name();
        let page = generate(&["man", name]);
        let options = program.get_arguments().chain(command.get_arguments()).filter_map(clap::Arg::get_long);
        let options = options.map(|option| format!("\\-\\-{}", option.replace('-', "\\-")));
        for said in options.chain([format!(".TH cable-lint-{name} 1")]) {
            assert!(page.contains(&said), "{said:?} is missing in the page of {name}\n{page}");
        }
    }
}

#[test]
fn bash_takes_its_completions() {
    for shell in Shell::value_variants() {
        let shell = shell.to_string();
        assert!(generate(&["completions", &shell]).contains("stdin-filename"), "{shell}");
    }
    let script = generate(&["completions", "bash"]);
    let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() else {
        return skip("completions of bash: bash is not installed");
    };
    bash.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("it reads");
    assert!(bash.wait().expect("it ends").success());
}

/// The chapters of a book and of what is below them, by path, each with its text.
fn chapters(items: &Value) -> Vec<(String, String)> {
    let below = items.as_array().into_iter().flatten().filter_map(|item| item.get("Chapter")).flat_map(|chapter| {
        let text = |key: &str| chapter[key].as_str().unwrap_or_default().to_owned();
        [vec![(text("path"), text("content"))], chapters(&chapter["sub_items"])].concat()
    });
    below.collect()
}

#[test]
fn a_book_gets_a_page_for_each_rule() {
    for list in ["items", "sections"] {
        let chapter = |name: &str, below: Value| {
            json!({"Chapter": {
                "name": name, "content": "", "number": [1], "sub_items": below, "path": format!("rules/{name}.md"),
                "source_path": null, "parent_names": []
            }})
        };
        let book = json!([{"renderer": "html"}, {list: [chapter("README", json!([chapter("privacy", json!([]))])), "Separator"]}]);
        let mut asked = Command::new(env!("CARGO_BIN_EXE_cable-lint"));
        let mut asked =
            asked.args(["generate", "book"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it runs");
        asked.stdin.take().expect("it is piped").write_all(book.to_string().as_bytes()).expect("it reads");
        let output = asked.wait_with_output().expect("it ends");
        let given: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let pages = chapters(&given[list]);
        let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
        let privacy: Vec<_> = rules.rules().iter().filter(|rule| rule.group == "privacy").collect();
        assert_eq!(pages.len(), privacy.len() + 2);
        for rule in privacy {
            let page = pages.iter().find(|(path, _)| *path == format!("rule/{}.md", rule.name)).expect("a page");
            for part in [
                format!("# {}\n", rule.name),
                "Wrong:".to_owned(),
                "**source**".to_owned(),
                format!("--rule {}", rule.name),
            ] {
                assert!(page.1.contains(&part), "{part}: {}", page.1);
            }
        }
    }
}

#[test]
fn the_list_of_pages_has_every_page() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let list = fs::read_to_string(docs.join("SUMMARY.md")).expect("the list");
    for folder in ["", "rules/"] {
        for entry in fs::read_dir(docs.join(folder)).expect("the pages") {
            let name = entry.expect("readable").file_name().to_string_lossy().into_owned();
            let is_page = name.ends_with(".md") && name != "SUMMARY.md";
            assert!(!is_page || list.contains(&format!("({folder}{name})")), "docs/SUMMARY.md lacks {folder}{name}");
        }
    }
}

#[test]
fn completions_know_the_names_of_rules_and_groups() {
    for shell in ["bash", "zsh", "fish"] {
        let script = generate(&["completions", shell]);
        assert!(script.contains("portion-outranks-banner") && script.contains("privacy"), "{shell}");
    }
}
