//! Sets of documents: however they are read, the findings are the same, and what is cut is said nowhere.

use std::collections::BTreeMap;
use std::fs;

use tempfile::TempDir;

use super::folder::{program, run, told, write};

const CUT: &str = "RELEASE IN PART B6\n\nThe committee met in the town hall of Port Velm and heard [B6] on the results of the \
second survey of the eastern pier.\nThe members asked for a copy of the report and for the letters that the harbor master had \
sent to the ministry in spring.\n";
const NAME: &str = "Ada Quill";

/// Three copies, of which one cuts a name, and two cables with one number and different levels.
fn set() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let whole = CUT.replace("RELEASE IN PART B6\n\n", "").replace("[B6]", NAME);
    write(&folder, "a/cut.txt", CUT);
    write(&folder, "b/whole.txt", &whole);
    write(&folder, "c/scan.txt", whole.replace("survey", "suryey").replace("members", "mernbers"));
    let cable = "O 061158Z DEC 07\nFM AMEMBASSY PORT VELM\nTO SECSTATE WASHDC\nUNCLAS PORT VELM 000123\n\nE.O. 12958: N/A\n\
                 TAGS: PREL\nSUBJECT: FERRY\n\n1. The ferry was late, and the harbor office asked why.\n";
    write(&folder, "d/low.txt", cable);
    write(&folder, "d/high.txt", cable.replace("UNCLAS", "S E C R E T").replace("N/A", "DECL: 12/06/2017"));
    folder
}

/// The findings of the group, one a line.
fn findings(folder: &TempDir, typed: &[&str]) -> Vec<String> {
    let (_, out, told) = run(folder, &[&["check", "--isolated", "--only", "set", "-o", "json-lines"], typed].concat());
    assert!(!told.contains("not compared"), "{told}");
    out.lines().filter(|line| line.contains("\"group\":\"set\"")).map(str::to_owned).collect()
}

/// What a step says of lines.
fn step(folder: &TempDir, typed: &[&str], lines: &[&str]) -> Vec<String> {
    write(folder, "lines", lines.join("\n"));
    let (_, out, _) = run(folder, &[&["set"], typed, &["lines"]].concat());
    out.lines().map(str::to_owned).collect()
}

/// Lines in groups by the value of a key.
fn grouped<'l>(lines: &'l [String], key: &str) -> BTreeMap<String, Vec<&'l str>> {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for line in lines {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        groups.entry(value[key].as_str().expect("a word").to_owned()).or_default().push(line);
    }
    groups
}

#[test]
fn parts_threads_and_order_change_nothing() {
    let folder = set();
    let one = findings(&folder, &["--jobs", "1", "."]);
    assert_eq!(one.len(), 2, "{one:?}");
    assert_eq!(one, findings(&folder, &["--jobs", "2", "d", "c", "b", "a"]));
    let (_, mapped, _) = run(&folder, &["set", "map", "--isolated", "."]);
    let mapped: Vec<String> = mapped.lines().map(str::to_owned).collect();
    assert!(mapped.is_sorted());
    // Each key and each document is a part of its own, the last first.
    let keys = grouped(&mapped, "key");
    let pairs: Vec<String> = keys.values().rev().flat_map(|lines| step(&folder, &["reduce"], lines)).collect();
    let documents = grouped(&pairs, "document");
    let found = documents.values().flat_map(|lines| step(&folder, &["compare", "--isolated"], lines));
    assert_eq!(found.collect::<Vec<_>>(), one);
}

#[test]
fn an_index_has_the_rest_of_the_set() {
    let folder = set();
    let all = findings(&folder, &["--write-set-index", "set.index", "."]);
    assert_eq!(findings(&folder, &["a/cut.txt"]), [""; 0], "a list of files is no set");
    // From either side.
    assert_eq!(findings(&folder, &["--set-index", "set.index", "a/cut.txt"]), all[..1]);
    assert_eq!(findings(&folder, &["--set-index", "set.index", "b/whole.txt"]).len(), 1);
    // A new document is added, and one that is gone is left out.
    write(&folder, "e/new.txt", CUT.replace("B6", "B5"));
    fs::remove_file(folder.path().join("c/scan.txt")).expect("it is there");
    let typed = ["--set-index", "set.index", "--write-set-index", "set.index", "e/new.txt"];
    let new = findings(&folder, &typed);
    assert!(new.iter().any(|line| line.contains("e/new.txt")), "{new:?}");
    let index = fs::read_to_string(folder.path().join("set.index")).expect("an index");
    assert!(index.contains("e/new.txt") && !index.contains("c/scan.txt") && !index.contains("Quill"));
    // What is damaged is not trusted, but may be written anew.
    write(&folder, "set.index", index.replacen("\"path\":\"e", "\"path\":\"f", 1));
    let checked = ["check", "--isolated", "--only", "set", "--set-index", "set.index", "."];
    let (code, _, said) = run(&folder, &checked);
    assert!(code == 2 && said.contains("damaged"), "{said}");
    let (code, _, said) = run(&folder, &[&checked[..], &["--write-set-index", "set.index"]].concat());
    assert!(code == 1 && said.contains("written anew"), "{said}");
    assert_eq!(run(&folder, &checked).0, 1);
}

#[test]
fn no_format_says_what_is_cut() {
    let folder = set();
    let formats = [
        "pretty",
        "short",
        "json",
        "json-lines",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
        "markdown",
    ];
    for format in formats {
        let (code, out, said) = run(&folder, &["check", "--isolated", "--only", "set", "-o", format, "a", "b", "c"]);
        assert!(code == 1 && !out.is_empty(), "{format}: {said}");
        assert!(!out.contains("Quill") && !said.contains("Quill"), "{format}: {out}");
        let related = ["pretty", "json", "json-lines", "sarif", "rdjson"].contains(&format);
        assert!(!related || out.contains("b/whole.txt"), "{format}: {out}");
    }
}

#[test]
fn findings_across_files_are_known_by_their_own_file() {
    let folder = set();
    let typed = ["check", "--isolated", "--only", "set", "--no-progress", "--baseline", "known.toml"];
    assert_eq!(run(&folder, &[&typed[..], &["--write-baseline", "."]].concat()).0, 0);
    // The other file may be called otherwise.
    fs::rename(folder.path().join("b/whole.txt"), folder.path().join("b/renamed.txt")).expect("it is there");
    let (code, out, _) = run(&folder, &[&typed[..], &["."]].concat());
    assert_eq!(code, 0, "{out}");
    // The steps of an engine know it, too.
    let (_, mapped, _) = run(&folder, &["set", "map", "--isolated", "a", "b", "c", "d"]);
    let pairs = step(&folder, &["reduce"], &mapped.lines().collect::<Vec<_>>());
    let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
    let compare = |typed: &[&str]| {
        step(&folder, &[&["compare", "--isolated", "--baseline", "known.toml"], typed].concat(), &pairs)
    };
    assert_eq!(compare(&[]), [""; 0]);
    assert_eq!(compare(&["--no-suppressions"]).len(), 2);
    // Where nothing is compared, nothing is gone either.
    let (_, out, _) = told(
        &program(folder.path(), &["check", "--isolated", "--baseline", "known.toml", "a/cut.txt"])
            .output()
            .expect("it runs"),
    );
    assert!(!out.contains("unused-suppression"), "{out}");
}
