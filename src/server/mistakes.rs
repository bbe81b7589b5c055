//! Turns mistakes in configurations into diagnostics, at their exact places, masked as on the command line.

use std::path::Path;

use lsp_types::{Diagnostic, DiagnosticSeverity};

use super::NAME;
use super::text::Text;
use super::workspace::{Folder, Paper};
use crate::config;
use crate::finding;
use crate::rule::RuleSet;
use crate::source::mistake::Mistake;

/// What is wrong with the file at `path`, which people write for cable-lint.
pub(super) fn of(folder: &Folder, path: &Path, text: &Text) -> Vec<Diagnostic> {
    let mistakes = folder.review(path, text.as_str());
    if mistakes.is_empty() {
        return Vec::new();
    }
    let rules = config::wary(folder.request.clone(), Some(path.to_owned()));
    let told = |mistake: &Mistake| {
        let here = config::normal(&folder.root.join(&mistake.file.name)) == path;
        let name = if here { String::new() } else { format!("{}: ", mistake.file.name) };
        let range = if here { text.range(mistake.span.clone()) } else { text.range(0..0) };
        Diagnostic { range, ..error(&format!("{name}{}", said(mistake)), rules.as_ref()) }
    };
    mistakes.iter().map(told).collect()
}

/// That a document cannot be judged, and why.
pub(super) fn unchecked(subject: &Paper) -> Diagnostic {
    let [first, rest @ ..] = &subject.mistakes[..] else { return Diagnostic::default() };
    let more = if rest.is_empty() { String::new() } else { format!(" (and {} more)", rest.len()) };
    let message = format!("this document was not checked: {}: {}{more}", first.file.name, said(first));
    error(&message, Some(&subject.listed.rules))
}

fn said(mistake: &Mistake) -> String {
    let help = mistake.help.as_ref().map(|help| format!("\nhelp: {help}"));
    mistake.message.trim_end().to_owned() + &help.unwrap_or_default()
}

fn error(message: &str, rules: Option<&RuleSet>) -> Diagnostic {
    let message = rules.map_or_else(|| message.to_owned(), |rules| finding::guarded(message, rules));
    let severity = Some(DiagnosticSeverity::ERROR);
    Diagnostic { severity, source: Some(NAME.to_owned()), message, ..Diagnostic::default() }
}
