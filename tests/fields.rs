//! Fields: a telegram is judged alike however its fields are labelled, lettered and set (`tests/cables/fields.toml`).

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

#[derive(Deserialize)]
struct File {
    field: Vec<Field>,
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
}

#[test]
fn fields_are_read_in_every_dress() {
    let file = std::fs::read_to_string("tests/cables/fields.toml").expect("the fields");
    let file: File = toml::from_str(&file).expect("the fields are TOML");
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let mut wrong = Vec::new();
    for field in &file.field {
        let values = [
            ("{order}", &field.order),
            ("{tags}", &field.tags),
            ("{subject}", &field.subject),
            ("{ref}", &field.reference),
            ("{authority}", &field.authority),
            ("{cites}", &field.cites),
        ];
        let text = values.into_iter().fold(TELEGRAM.to_owned(), |text, (name, value)| text.replace(name, value));
        let source = cable_lint::source::read("telegram.txt", text.clone().into_bytes()).expect("a text");
        let found = cable_lint::lint(&source, &rules);
        let loud = found.iter().filter(|finding| finding.severity >= Severity::Warning);
        let mut found: Vec<&str> = loud.map(|finding| rules.rules()[finding.rule].name.as_str()).collect();
        found.sort_unstable();
        found.dedup();
        if found != field.finds {
            wrong.push(format!("{:?} is found, not {:?}:\n{text}", found, field.finds));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
