//! Fields: a telegram is judged alike however its fields are labelled, lettered and set (`tests/cables/fields.toml`), and a
//! military message however its class line is written (`tests/cables/messages.toml`).

use cable_lint::check::CHECKS;
use cable_lint::diagnostic::Severity;
use cable_lint::rule::RuleSet;
use serde::Deserialize;

const TELEGRAM: &str = "\
P 201010Z MAR 08
FM AMEMBASSY ACCRA
TO SECSTATE WASHDC PRIORITY 1180
C O N F I D E N T I A L ACCRA 000377

SIPDIS

{order}
{tags}
{subject}

{ref}

{authority}

1. (C) The board counted its bags ({cites}).

2. (C) Many were gone.
QUILL
";

const MESSAGE: &str = "\
P 111230Z MAY 18
FM COMDESRON NINE NINE
TO COMNINTHFLT
INFO NAVSTA VELM POINT
BT
{line}
MSGID/GENADMIN/COMDESRON NINE NINE/-/MAY//
SUBJ/(U) MOORING OF THE BARGES//
{ref}
RMKS/1. (U) THIS ORDER CHANGES THE MOORING.
2. {mark} THE BARGES MOOR INSIDE THE EASTERN MOLE.
3. (U) TUGS ARE ORDERED.//
BT
#0411
NNNN
";

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    field: Vec<Field>,
    #[serde(default)]
    message: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    #[serde(default = "line")]
    line: String,
    #[serde(default = "mark")]
    mark: String,
    #[serde(default = "sets", rename = "ref")]
    sets: String,
    finds: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    #[serde(default = "order")]
    order: String,
    #[serde(default = "tags")]
    tags: String,
    #[serde(default = "subject")]
    subject: String,
    #[serde(default = "reference", rename = "ref")]
    reference: String,
    #[serde(default = "authority")]
    authority: String,
    #[serde(default = "cites")]
    cites: String,
    finds: Vec<String>,
}

/// The fields as they should be written.
macro_rules! sound {
    ($($name:ident = $text:literal;)+) => { $(fn $name() -> String { $text.to_owned() })+ };
}

sound! {
    order = "E.O. 12958: DECL: 03/20/2018";
    tags = "TAGS: PREL, ECON, GH";
    subject = "SUBJECT: COCOA BOARD COUNTS ITS BAGS";
    reference = "REF: ACCRA 301";
    authority = "Classified By: Counselor Ada Quill for reasons 1.4 (b) and (d).";
    cites = "reftel";
    line = "UNCLAS //N01000//";
    mark = "(U)";
    sets = "REF/A/DOC/COMNINTHFLT/01MAR2018//";
}

/// The documents of a file of rows, each with the rules that must fire.
fn read(name: &str) -> File {
    let file = std::fs::read_to_string(format!("tests/cables/{name}.toml")).expect("the rows");
    toml::from_str(&file).expect("the rows are TOML")
}

fn filled(text: &str, values: &[(&str, &String)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}

/// Asserts that of each text the rules that fire at warning or above are those beside it.
fn compare<'f>(rows: impl Iterator<Item = (String, &'f Vec<String>)>) {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let mut wrong = Vec::new();
    for (text, finds) in rows {
        let source = cable_lint::source::read("telegram.txt", text.clone().into_bytes()).expect("a text");
        let found = cable_lint::lint(&source, &rules);
        let loud = found.iter().filter(|finding| finding.severity >= Severity::Warning);
        let mut found: Vec<&str> = loud.map(|finding| rules.rules()[finding.rule].name.as_str()).collect();
        found.sort_unstable();
        found.dedup();
        if found != *finds {
            wrong.push(format!("{found:?} is found, not {finds:?}:\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fields_are_read_in_every_dress() {
    compare(read("fields").field.iter().map(|field| {
        let values = [
            ("{order}", &field.order),
            ("{tags}", &field.tags),
            ("{subject}", &field.subject),
            ("{ref}", &field.reference),
            ("{authority}", &field.authority),
            ("{cites}", &field.cites),
        ];
        (filled(TELEGRAM, &values), &field.finds)
    }));
}

#[test]
fn class_lines_are_read_in_every_dress() {
    compare(read("messages").message.iter().map(|message| {
        let values = [("{line}", &message.line), ("{mark}", &message.mark), ("{ref}", &message.sets)];
        (filled(MESSAGE, &values), &message.finds)
    }));
}
