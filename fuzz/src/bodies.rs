//! What the fuzz targets do with bytes: nothing may panic, whatever they are.
//!
//! `tests/properties.rs` includes this file and tries each body on seeds and what becomes of them.

use std::path::PathBuf;
use std::sync::LazyLock;

use cable_lint::check::CHECKS;
use cable_lint::config::{Configs, Request};
use cable_lint::finding::{Finding, Showing, resolve};
use cable_lint::fix::mend;
use cable_lint::marking::{self, Context, MarkingKind, Register, Style};
use cable_lint::rule::{Applicability, RuleSet};
use cable_lint::source::mistake::TomlFile;
use cable_lint::source::{self, SourceFile};
use cable_lint::watch::WatchList;
use cable_lint::{inspect, lex, lint, view};

/// The built-in rules.
pub static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin(CHECKS).expect("the built-in packs load"));

/// A target: its name, and what it does with the bytes of an input.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 12] = [
    ("pdf", pdf),
    ("office", office),
    ("mail", mail),
    ("html", html),
    ("markdown", markdown),
    ("text", text),
    ("lexer", lexer),
    ("pack", pack),
    ("configuration", configuration),
    ("marking", marking),
    ("fix", fix),
    ("watch", watch),
];

/// Reads a file of that name, and does with it what `check`, `inspect` and `text` do.
fn read(name: &str, data: &[u8]) {
    let Ok(source) = view::open(name, data.to_vec()) else { return };
    let found = lint(&source, &RULES);
    for finding in &found {
        assert!(finding.span.end as usize <= source.text().len(), "a finding points behind the end");
    }
    resolve(&source, &found, &RULES, Showing { reveal: false, snippets: true, width: None });
    inspect(&source, &RULES);
}

pub fn pdf(data: &[u8]) {
    read("paper.pdf", data);
}

/// DOCX, XLSX, PPTX, OpenDocument, RTF and ZIP: the bytes say which.
pub fn office(data: &[u8]) {
    read("paper.docx", data);
}

pub fn mail(data: &[u8]) {
    read("paper.eml", data);
}

pub fn html(data: &[u8]) {
    read("paper.html", data);
}

pub fn markdown(data: &[u8]) {
    read("paper.md", data);
}

pub fn text(data: &[u8]) {
    read("paper.txt", data);
}

/// Tokens are the whole text, in order.
pub fn lexer(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut end = 0;
    for token in lex::lex(&text) {
        assert_eq!(token.span.start, end, "tokens tile the text");
        end = token.span.end;
    }
    assert_eq!(end as usize, text.len(), "tokens tile the text");
}

/// A pack of rules that somebody wrote.
pub fn pack(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = RuleSet::with_packs(&[TomlFile::new("house.toml", text)], CHECKS);
}

/// A value of `--config`.
pub fn configuration(data: &[u8]) {
    let inline = vec![String::from_utf8_lossy(data).into_owned()];
    let request = Request { cwd: PathBuf::from("/"), inline, isolated: true, ..Request::default() };
    let _ = Configs::new(request);
}

/// Markings, as banner lines and as portion marks.
pub fn marking(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let register = Register::builtin();
    for line in text.lines() {
        for kind in [MarkingKind::Banner, MarkingKind::Portion] {
            let read = marking::read(line, kind, register);
            let context = Context { style: Style::Ic, date: jiff::civil::date(2020, 6, 1) };
            let _ = marking::judge(&read, register, context);
        }
    }
}

/// What safe fixes leave is text again.
pub fn fix(data: &[u8]) {
    let judge = |source: &SourceFile| -> Vec<Finding> {
        resolve(source, &lint(source, &RULES), &RULES, Showing { reveal: true, snippets: false, width: None })
    };
    if let Ok(done) = mend("paper.txt", data.to_vec(), Applicability::Safe, judge) {
        assert!(source::read("paper.txt", done.bytes).is_ok(), "what was text is text");
    }
}

/// A list of names, and a text in which it looks for them.
pub fn watch(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(list) = WatchList::read(&text) {
        list.sightings(&text, source::Span::new(0, text.len() as u32));
        list.in_file_name(&text);
    }
}
