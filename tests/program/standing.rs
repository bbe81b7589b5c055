//! The configuration of a document is found from the document.

use super::folder::*;

#[test]
fn a_configuration_above_the_repository_is_not_looked_at() {
    let folder = folder();
    write(&folder, "repository/.git/HEAD", "");
    write(&folder, "repository/x.txt", "QQQ\n");
    let (_, out, _) = run(&folder, &["check", "-o", "short", "repository"]);
    assert!(!out.contains("[word]"), "{out}");
}

#[test]
fn where_one_stands_makes_no_difference() {
    let folder = folder();
    write(&folder, "sub/archive/x.txt", "QQQ\n");
    write(
        &folder,
        "sub/.cable-lint.toml",
        "rule-packs = ['../word.toml']\nrules = { all = 'ignore', word = 'error' }\n",
    );
    let here = run(&folder, &["check", "-o", "short", "sub"]).1;
    assert_eq!(here, "sub/archive/x.txt:1:1: error[word] a word\n");
    let place = folder.path().join("sub/archive");
    let there = told(&program(&place, &["check", "-o", "short", "../../sub"]).output().expect("it runs")).1;
    assert_eq!(there, "../../sub/archive/x.txt:1:1: error[word] a word\n");
    // The directory in which everything stands is called like what is excluded.
    let excluded = told(&program(&place, &["check", "--exclude", "archive", "-o", "short"]).output().expect("it runs"));
    assert_eq!(excluded.1, "x.txt:1:1: error[word] a word\n");
}
