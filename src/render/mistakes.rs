//! Mistakes in configurations, packs and registers, for people.

use std::io::{self, Write};
use std::sync::Arc;

use super::Colour;
use super::terminal::{Sheet, Terminal};
use crate::check::CHECKS;
use crate::diagnostic::Severity;
use crate::finding::excerpt::{Pointer, excerpts};
use crate::finding::mask::Masks;
use crate::finding::{guarded, masks_beside};
use crate::mistake::{Mistake, TomlFile};
use crate::rule::{RuleSet, builtin_packs};
use crate::source;
use crate::source::{SourceFile, Span};
use crate::visible::{Harmless, Spelling, visible, visible_lines};

/// The most mistakes that are told.
const MOST: usize = 100;

/// Writes `mistakes` to `out`, each with its line.
///
/// # Errors
///
/// What the writer says.
pub fn mistakes(mistakes: &[Mistake], colour: Colour, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Harmless::new(out, Spelling::Text);
    let mut terminal = Terminal::new(&mut out, colour);
    let rules = RuleSet::load(&builtin_packs(), CHECKS).ok();
    let left_out = mistakes.len().saturating_sub(MOST);
    let mistakes = &mistakes[..mistakes.len() - left_out];
    for group in mistakes.chunk_by(|a, b| Arc::ptr_eq(&a.file, &b.file)) {
        let source = readable(&group[0].file);
        let masks = source.as_ref().zip(rules.as_ref()).map(|(source, rules)| masks_beside(source, rules));
        let masks = masks.unwrap_or_default();
        for mistake in group {
            let said = |text: &str| rules.as_ref().map_or_else(|| text.to_owned(), |rules| guarded(text, rules));
            let shown =
                Mistake { message: said(&mistake.message), help: mistake.help.as_deref().map(said), ..mistake.clone() };
            draw(&shown, source.as_ref(), &masks, &mut terminal)?;
        }
    }
    drop(terminal);
    if left_out > 0 {
        writeln!(out, "and {left_out} more")?;
    }
    out.flush()
}

fn draw(mistake: &Mistake, source: Option<&SourceFile>, masks: &Masks, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let span = source.map(|source| (source, span(mistake, source)));
    let place = span.map(|(source, span)| source.position(span.start));
    let excerpts = span.map_or_else(Vec::new, |(source, span)| {
        excerpts(source, masks, &[Pointer { span, message: "", primary: true }])
    });
    terminal.draw(Sheet {
        severity: Severity::Error,
        code: None,
        message: one_line(&mistake.message),
        filename: visible(&mistake.file.name).into_owned(),
        place: place.map(|place| (place.row, place.column)),
        excerpts: &excerpts,
        notes: mistake.help.iter().map(|help| format!("help: {}", visible_lines(help))).collect(),
    })
}

/// The file as something with lines; nothing if there is no text to show.
fn readable(file: &TomlFile) -> Option<SourceFile> {
    if file.text.is_empty() {
        return None;
    }
    source::read(file.name.as_str(), file.text.clone().into_bytes()).ok()
}

/// Where the mistake is in `source`, which does not have the byte-order mark that the file may begin with.
fn span(mistake: &Mistake, source: &SourceFile) -> Span {
    let text = source.text();
    let mark = mistake.file.text.len() - text.len();
    let start = text.floor_char_boundary(mistake.span.start.saturating_sub(mark));
    let end = text.ceil_char_boundary(mistake.span.end.saturating_sub(mark)).max(start);
    Span::new(start as u32, end as u32)
}

/// TOML's own messages can have several lines; the first line of a mistake cannot.
fn one_line(message: &str) -> String {
    visible(&message.lines().map(str::trim).collect::<Vec<_>>().join(", ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(all: &[Mistake]) -> String {
        let mut out = Vec::new();
        mistakes(all, Colour::Never, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_mistake_shows_its_line_and_help() {
        let file = TomlFile::new("a.toml", "\u{feff}x = 1\r\nlevle = \"\u{1b}[2J\"\r\n");
        let at = file.text.find("levle").expect("there");
        let shown = drawn(&[file.mistake(at..at + 5, "`levle` is no key").suggest("levle", ["level"])]);
        let expected = "\
error: `levle` is no key
  ┌─ a.toml:2:1
  │
2 │ levle = \"␛[2J\"
  │ ^^^^^
  │
  = help: did you mean `level`?

";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_mistake_without_text_names_its_file() {
        let file = TomlFile::new("a\n.toml", "");
        assert_eq!(drawn(&[file.mistake(0..0, "it cannot\nbe read")]), "error: it cannot, be read\n  ┌─ a␊.toml\n\n");
    }

    #[test]
    fn a_span_outside_the_text_is_no_trouble() {
        let file = TomlFile::new("a.toml", "é");
        assert!(drawn(&[file.mistake(1..99, "odd")]).contains("a.toml:1:1"));
    }
}
