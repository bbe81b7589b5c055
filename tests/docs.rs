//! The pages for people are true: links resolve, what they show works, and they name all there is to name.

#[path = "program/folder.rs"]
mod folder;
#[path = "docs/pages.rs"]
mod pages;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cable_lint::cli::Cli;
use cable_lint::render::Format;
use clap::CommandFactory;
use folder::{program, run, write};
use pages::{page, pages, toml_blocks};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;
use tempfile::TempDir;

/// What a page links to, and the anchors of its headings as GitHub makes them.
fn links_and_anchors(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let (mut links, mut anchors, mut heading) = (Vec::new(), BTreeSet::new(), None::<String>);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => links.push(dest_url.to_string()),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => heading.iter_mut().for_each(|heading| heading.push_str(&text)),
            Event::End(TagEnd::Heading(_)) => {
                let slug = slug(&heading.take().unwrap_or_default());
                let again = (1..).map(|number| format!("{slug}-{number}"));
                let free = [slug.clone()].into_iter().chain(again).find(|anchor| !anchors.contains(anchor));
                anchors.extend(free);
            }
            _ => {}
        }
    }
    (links, anchors)
}

fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[test]
fn links_lead_to_files_and_headings_that_exist() {
    let mut anchors = BTreeMap::new();
    let mut links = Vec::new();
    for page in pages() {
        let (to, here) = links_and_anchors(&page.text);
        links.extend(to.into_iter().map(|link| (page.path.clone(), link)));
        anchors.insert(page.path.canonicalize().expect("it is there"), here);
    }
    let (mut looked, mut dead) = (0, Vec::new());
    for (from, link) in links.iter().filter(|(_, link)| !link.contains("://")) {
        looked += 1;
        let (file, anchor) = link.split_once('#').map_or((link.as_str(), None), |(file, anchor)| (file, Some(anchor)));
        let target = match file {
            "" => from.clone(),
            _ => from.parent().expect("a folder").join(file),
        };
        let Ok(target) = target.canonicalize() else {
            dead.push(format!("{}: {link}", from.display()));
            continue;
        };
        let known = |anchor| anchors.get(&target).is_some_and(|anchors: &BTreeSet<String>| anchors.contains(anchor));
        if !anchor.is_none_or(known) || !target.starts_with(Path::new(env!("CARGO_MANIFEST_DIR"))) {
            dead.push(format!("{}: {link}", from.display()));
        }
    }
    assert!(dead.is_empty() && looked > 500, "{looked} links were followed; dead:\n{}", dead.join("\n"));
}

#[test]
fn every_page_can_be_reached_from_the_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().expect("it is there");
    let (mut reached, mut left) = (BTreeSet::new(), vec![root.join("README.md")]);
    while let Some(path) = left.pop() {
        let is_page = path.extension().is_some_and(|extension| extension == "md");
        if is_page && reached.insert(path.clone()) {
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            let files = links_and_anchors(&text).0;
            let files = files.iter().filter_map(|link| link.split('#').next().filter(|file| !file.is_empty()));
            left.extend(files.filter_map(|file| path.parent()?.join(file).canonicalize().ok()));
        }
    }
    let lost: Vec<_> = pages().into_iter().map(|page| page.path).filter(|path| !reached.contains(path)).collect();
    assert!(lost.is_empty(), "nothing leads to {lost:?}");
}

#[test]
fn the_readme_is_short() {
    let lines = page("README.md").lines().count();
    assert!(lines <= 200, "the README has {lines} lines; move something to docs/");
}

#[test]
fn the_readme_shows_the_command_that_decides_in_ci() {
    let run = page(".ci/run");
    let command = run.lines().find(|line| line.starts_with("cargo test")).expect("the command that runs the tests");
    let readme = page("README.md");
    assert!(readme.lines().any(|line| line.split(" #").next().is_some_and(|shown| shown.trim_end() == command)));
}

#[test]
fn configurations_and_packs_of_the_pages_work() {
    let (configurations, packs) = (toml_blocks(false), toml_blocks(true));
    assert!(configurations.len() >= 4 && !packs.is_empty(), "{} and {}", configurations.len(), packs.len());
    for (name, configuration) in configurations {
        let folder = TempDir::new().expect("a folder");
        write(&folder, ".cable-lint.toml", "");
        write(&folder, "set/.cable-lint.toml", &configuration);
        write(&folder, "set/names.list", "Ada Quill\n");
        write(&folder, "set/known.toml", "version = 2\nfindings = []\n");
        let checked = program(&folder.path().join("set"), &["check", "--allow-empty"]).output().expect("it runs");
        let said = String::from_utf8_lossy(&checked.stderr).into_owned();
        // An entry of `[[suppress]]` names a file that is not here, and what is unused is a finding.
        let unused = configuration.contains("[[suppress]]") && checked.status.code() == Some(1);
        assert!(checked.status.code() == Some(0) || unused, "{name}: {said}\n{configuration}");
    }
    for (name, pack) in packs {
        let folder = TempDir::new().expect("a folder");
        write(&folder, "house.toml", &pack);
        let (code, out, err) = run(&folder, &["test", "house.toml"]);
        assert_eq!(code, 0, "{name}: {out}{err}");
    }
}

/// The names that stand in code in the first cell of a row of a table in `page`.
fn rows(page: &str) -> BTreeSet<String> {
    let firsts = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    firsts.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// What of `names` has no row in `page`.
fn without_row<'n>(page: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let (rows, names) = (rows(page), names.into_iter().collect::<Vec<_>>());
    assert!(names.len() > 5, "there is more than that: {names:?}");
    names.into_iter().filter(|name| !rows.contains(*name)).collect()
}

#[test]
fn the_pages_name_every_command_format_and_key() {
    let page = page("docs/command-line.md");
    let program = Cli::command();
    let commands: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    assert_eq!(without_row(&page, commands), [""; 0], "commands");
    assert_eq!(without_row(&page, Format::ALL.map(Format::name)), [""; 0], "formats");
    let schema = cable_lint::config::schema();
    let keys = schema["properties"].as_object().expect("keys").keys().map(String::as_str);
    let configuration = pages::page("docs/configuration.md");
    assert_eq!(without_row(&configuration, keys), [""; 0], "keys");
    for (part, keys) in schema["$defs"].as_object().expect("parts") {
        for key in keys["properties"].as_object().into_iter().flat_map(|keys| keys.keys()) {
            let named =
                configuration.contains(key.as_str()) || pages::page("docs/suppressions.md").contains(key.as_str());
            assert!(named, "{key} of {part}");
        }
    }
}

/// The keys of all objects in `value`, but of those that are named by data.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            found.extend(object.keys().cloned());
            object.iter().filter(|(key, _)| *key != "skipped").for_each(|(_, value)| keys(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
fn the_json_contract_names_every_key() {
    let folder = TempDir::new().expect("a folder");
    write(&folder, "a.txt", include_str!("cables/example.txt"));
    write(&folder, "b.txt", b"%PDF-1.4\n");
    write(&folder, "note.md", "<!-- cable-lint: allow-file zero-width-character: it is a joiner -->\n\na\u{200b}b\n");
    let (_, out, _) = run(&folder, &["check", "-o", "json", "--show-suppressed"]);
    let mut found = BTreeSet::new();
    keys(&serde_json::from_str(&out).expect("valid JSON"), &mut found);
    for expected in ["reason", "kind", "edits", "related"] {
        assert!(found.contains(expected), "the documents show no {expected}: {out}");
    }
    let page = page("docs/json.md");
    let missing: Vec<_> = found.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "docs/json.md does not name {missing:?}");
}

#[test]
fn our_own_pages_are_not_taken_for_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths: Vec<String> = pages().iter().map(|page| page.path.display().to_string()).collect();
    let typed: Vec<&str> =
        ["check", "--force-exclude", "--allow-empty"].into_iter().chain(paths.iter().map(String::as_str)).collect();
    let done = program(root, &typed).output().expect("it runs");
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stdout));
}
