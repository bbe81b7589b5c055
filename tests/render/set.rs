//! The rules and files that every format is tried with.

use cable_lint::check::CHECKS;
use cable_lint::diagnostic::{Diagnostic, Fact, Proof};
use cable_lint::rule::{Lookup, RuleSet};
use cable_lint::source;
use cable_lint::source::mistake::TomlFile;
use cable_lint::source::{SourceFile, Span};

/// What no output may hold.
pub(crate) const SECRETS: [&str; 4] = ["078-05-1120", "219-09-9999", "987-65-4329", "457-55-5462"];

/// A file name that would clear a screen, write backwards and forge a line.
pub(crate) const EVIL_NAME: &str = "evil\u{1b}[2J\u{202e}txt.\nzzz.txt:1:1: all is well";

const PACK: &str = r#"
[portion-outranks-banner]
check = "text-pattern"
level = "error"
summary = "a paragraph is marked higher than its document"
why = "A reader cleared for the overall marking would be shown text above it."
message = "the paragraph is marked {text}, above the overall marking"
help = "raise the overall marking,\nor lower the portion mark {text}"
source = ["32 CFR 2001.21(b)", "5 FAH-1"]
since = "0.1.0"
options = { pattern = "x" }
fix = { applicability = "unsafe", message = "replace {text} by (C)" }

[social-security-number]
check = "text-pattern"
level = "warning"
confidence = "medium"
summary = "a social security number"
why = "It is nobody's business."
message = "`{text}` looks like a social security number"
source = []
since = "0.1.0"
sensitive = true
options = { pattern = "x" }

[long-paragraph]
check = "text-pattern"
level = "warning"
summary = "a long paragraph"
why = "It is long."
message = "the paragraph `{text}` is long"
source = []
since = "0.1.0"
options = { pattern = "x" }

[odd-word]
check = "text-pattern"
level = "info"
confidence = "low"
summary = "an odd word"
why = "It is odd."
message = "`{text}` is an odd word"
source = []
since = "0.1.0"
options = { pattern = "x" }
fix = { applicability = "safe", message = "leave out a blank" }
"#;

/// The rules of the set.
pub(crate) fn rules() -> RuleSet {
    RuleSet::load(&[TomlFile::new("rules/house.toml", PACK)], CHECKS).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

/// What the rule called `name` would say of `span`.
pub(crate) fn diagnostic(rules: &RuleSet, name: &str, span: Span) -> Diagnostic {
    let Lookup::Rule(rule) = rules.find(name) else { panic!("no rule called {name}") };
    Diagnostic {
        rule,
        severity: rules.level(rule).expect("no rule of the set is ignored"),
        confidence: rules.rules()[rule].confidence,
        span,
        facts: vec![("text", Fact::Quote(span))],
        related: Vec::new(),
        elsewhere: Vec::new(),
        edits: Vec::new(),
        proof: Proof::Together,
        shown: Vec::new(),
        allowed: None,
    }
}

/// A file and what was found in it.
pub(crate) struct File {
    pub(crate) source: SourceFile,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A file on the way to its diagnostics.
struct Draft<'r> {
    rules: &'r RuleSet,
    file: File,
}

impl Draft<'_> {
    /// Adds a finding of the rule called `name` at the first place where `words` stand.
    fn find(&mut self, name: &str, words: &str) -> &mut Diagnostic {
        let span = self.span(words);
        self.file.diagnostics.push(diagnostic(self.rules, name, span));
        self.file.diagnostics.last_mut().expect("just pushed")
    }

    fn span(&self, words: &str) -> Span {
        let start = self.file.source.text().find(words).expect("the words are there") as u32;
        Span::new(start, start + words.len() as u32)
    }
}

/// The files of the set.
pub(crate) fn files(rules: &RuleSet) -> Vec<File> {
    let draft = |name: &str, text: &str| {
        let source = source::read(name, text.as_bytes().to_vec()).expect("readable");
        Draft { rules, file: File { source, diagnostics: Vec::new() } }
    };
    vec![
        cable(draft("cables/one.txt", CABLE)),
        evil(draft(EVIL_NAME, EVIL)),
        foreign(draft("foreign.txt", FOREIGN)),
        long_line(draft("long.txt", &long_text())),
    ]
}

const CABLE: &str = "\
C O N F I D E N T I A L BEIJING 000001
SUBJECT: TALKS

1. (S) He gave his number, 078-05-1120, and left.
2. (C) An  odd word and an odder word on one\tline.
3. (U) The file ends with a number: 219-09-9999";

/// An error with everything, a secret inside another finding, two findings on a line, a secret at the end of the file.
fn cable(mut draft: Draft<'_>) -> File {
    let (banner, mark, number) = (draft.span("C O N F I D E N T I A L"), draft.span("(S)"), draft.span("1."));
    let error = draft.find("portion-outranks-banner", "(S)");
    error.related("the overall marking", banner).related("the paragraph", number).edit(mark, "(C)");
    draft.find("long-paragraph", "1. (S) He gave his number, 078-05-1120, and left.\n2. (C)");
    draft.find("social-security-number", SECRETS[0]);
    let blank = draft.span("  odd").part(0, 1);
    draft.find("odd-word", "An  odd").edit(blank, "");
    draft.find("odd-word", "odder word on one\tline");
    draft.find("social-security-number", SECRETS[1]);
    draft.file
}

const EVIL: &str = "1. (U) red \u{1b}[31m and back\u{202e}wards \u{200b}WORD \u{9b}0m \u{7} \0 \u{85} end\r\n";

fn evil(mut draft: Draft<'_>) -> File {
    let escape = draft.span("\u{1b}[31m");
    draft.find("odd-word", "\u{202e}wards \u{200b}WORD").related("an escape\nsequence\u{2066}", escape);
    draft.find("odd-word", "\0 \u{85}");
    draft.file
}

const FOREIGN: &str = "\u{feff}SÉCRET\r\n1. (S) naïve 🗎 机密 e\u{301} WORD, 987-65-4329\r\n\r\n\r\n2. (U) End.\r\n";

fn foreign(mut draft: Draft<'_>) -> File {
    let end = draft.span("End.");
    draft.find("odd-word", "WORD").related("the end", end);
    draft.find("social-security-number", SECRETS[2]);
    draft.find("odd-word", "End.\r\n");
    draft.file
}

/// Ten million bytes in one line.
fn long_text() -> String {
    format!("{}WORD one 457-55-5462 two OTHER{}", "lorem ".repeat(1_000_000), " ipsum".repeat(666_666))
}

fn long_line(mut draft: Draft<'_>) -> File {
    let start = Span::new(0, 5);
    draft.find("odd-word", "WORD").related("the start", start);
    draft.find("social-security-number", SECRETS[3]);
    draft.find("long-paragraph", &long_text());
    draft.file
}
