//! What other programs make of the tables that `inspect` prints.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::folder::{program, skip, told, write};

/// Prints rows and columns of a table, and how many of its files are named `cable.txt`, as pandas and as DuckDB load it.
const LOADERS: [(&str, &str); 2] = [
    (
        "pandas",
        "import pandas, sys; t = pandas.read_csv(sys.argv[1]); print(*t.shape, (t.filename == 'cable.txt').sum(), t.paragraphs.sum() > 0)",
    ),
    (
        "duckdb",
        "import duckdb, sys; t = duckdb.read_csv(sys.argv[1]); c = \"select count(*), sum((filename = 'cable.txt')::int), sum(paragraphs) > 0 from t\"\n\
         n, one, some = duckdb.sql(c).fetchall()[0]; print(n, len(t.columns), one, some)",
    ),
];

fn python(typed: &[&str]) -> Option<String> {
    let done = Command::new("python3").args(typed).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

#[test]
fn the_table_of_inspect_loads_elsewhere() {
    let clean = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables/clean");
    let folder = TempDir::new().expect("a folder");
    for name in ["2007.txt", "memo-2018.txt", "mail.txt"] {
        write(&folder, name, fs::read(clean.join(name)).expect("a document"));
    }
    // A value with quotation marks and a comma in it.
    write(&folder, "cable.txt", "UNCLASSIFIED//\"FOUO\", SBU\n\n1. (U) Ice.\n");
    let (code, table, said) =
        told(&program(folder.path(), &["inspect", "--isolated", "-o", "csv", "."]).output().expect("it runs"));
    assert_eq!((code, said.as_str()), (0, ""));
    write(&folder, "table.csv", &table);
    let path = folder.path().join("table.csv").display().to_string();
    let columns = table.lines().next().expect("a head").split(',').count();
    let rows = table.lines().count() - 1;
    let mut tested = false;
    for (library, load) in LOADERS {
        if python(&["-c", &format!("import {library}")]).is_none() {
            continue;
        }
        let loaded = python(&["-c", load, &path]).unwrap_or_else(|| panic!("{library} loads the table"));
        assert_eq!(loaded, format!("{rows} {columns} 1 True"), "{library}");
        tested = true;
    }
    if !tested {
        skip("neither pandas nor DuckDB is installed for python3");
    }
}

/// What an archive printed in place of a text is missing, whoever asks.
#[test]
fn text_that_an_archive_lost_is_counted() {
    let folder = TempDir::new().expect("a folder");
    let telegram = |text: &str| format!("UNCLAS TOKYO 000123\nTAGS: PREL, JA\nSUBJECT: FERRIES\n{text}\n");
    write(&folder, "lost.txt", telegram("EXPAND ERROR ENCOUNTERED; TELEGRAM TEXT FOR THIS MRN IS UNAVAILABLE"));
    write(&folder, "whole.txt", telegram("1. THE EXPAND ERROR RATE IS LOW."));
    let asked = |typed: &[&str]| told(&program(folder.path(), typed).output().expect("it runs"));
    let (code, rows, _) = asked(&["inspect", "--isolated", "-o", "json-lines", "."]);
    let unread: Vec<bool> = rows.lines().map(|row| row.contains("\"unread_parts\":1,")).collect();
    assert_eq!((code, unread), (2, vec![true, false]));
    let (code, _, said) = asked(&["text", "--isolated", "lost.txt"]);
    assert!(code == 2 && said.contains("not read: text is missing"), "{said}");
    assert_eq!(asked(&["text", "--isolated", "whole.txt"]).0, 0);
}

#[test]
fn families_are_told_by_their_signs() {
    let family = |text: &str| {
        let folder = TempDir::new().expect("a folder");
        write(&folder, "x.txt", text);
        let (_, row, _) = told(&program(folder.path(), &["inspect", "--isolated", "x.txt"]).output().expect("it runs"));
        row.lines().next().unwrap_or_default().to_owned()
    };
    for (text, named) in [
        ("SECRET\nACTION: WH 8\nINFO: ADDP, FILE\nPRITY DIR CITE VELM 3301\nREF: DIR 40112\n\n1. ICE.\n", "CIA cable"),
        ("SECRET\n\nWE CITE SECTION 3301\n\n1. ICE.\n", "paper"),
        ("Summary of Conclusions for\nMeeting on Ferries\n\nDATE: September 11, 1995\n\nThey will sail.\n", "paper"),
        ("A summary of conclusions will follow.\n\nThey will sail.\n", "text"),
        ("331. Editorial Note\n\nOn June 14, 1963, the ferries sailed.\n", "printed edition"),
        ("331. Editorial Notes and Ferries\n\nOn June 14, 1963, the ferries sailed.\n", "text"),
        (
            "ALARACT 045/2016\n\nDTG: 141530Z JUN 16\n\nSUBJ/ALARACT 045/2016 - BUSES\n\n1. (U) ICE.\n",
            "military message",
        ),
        (
            "RR RUWGALE\nDE RUWNND 10 13/2337Z\nZNR\nR 132145Z\nPM 91 BOMBWG\nTO RUWGALE/28 AIR DIV\nRUEAHQ/CSAF\nBT\nSUBJECT: ICE.\n1. ICE.\n",
            "military message",
        ),
        (
            "RR RUWGALE\nDE RUWNND 10 13/2337Z\nZNR\nR 132145Z\nPM OSLO\nTO RUEHC/SECSTATE WASHDC\nRUEAHQ/CSAF\nBT\nSUBJECT: ICE.\n1. ICE.\n",
            "telegram",
        ),
        ("UNCLASSIFIED\n\nSubj/Ref as above.\n\n1. (U) Ice.\n", "paper"),
    ] {
        let row = family(text);
        assert!(row.contains(&format!(": {named} (")), "{named}: {row}");
    }
}
