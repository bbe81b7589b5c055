//! Writes mistakes in configurations, packs and registers, for people.

use std::io::{self, Write};
use std::sync::Arc;

use super::Colour;
use super::terminal::{Sheet, Terminal};
use crate::diagnostic::Severity;
use crate::finding::excerpt::{Pointer, excerpts};
use crate::finding::mask::Masks;
use crate::finding::{guarded, masks_beside, shown_name};
use crate::rule::RuleSet;
use crate::source;
use crate::source::mistake::{Mistake, TomlFile};
use crate::source::visible::{Harmless, Spelling, clipped, visible, visible_lines};
use crate::source::{SourceFile, Span};

/// The most mistakes that are shown.
const MOST: usize = 100;

/// The most characters of a name that are told.
const LONGEST_NAME: usize = 400;

/// Writes `mistakes` to `out`, each with its line; what the rules that `wary` gives for a file call sensitive is masked.
///
/// # Errors
///
/// What the writer says.
pub fn mistakes(
    mistakes: &[Mistake],
    wary: &dyn Fn(&TomlFile) -> Option<RuleSet>,
    colour: Colour,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut out = Harmless::new(out, Spelling::Text);
    let mut terminal = Terminal::new(&mut out, colour);
    let left_out = mistakes.len().saturating_sub(MOST);
    let mistakes = &mistakes[..mistakes.len() - left_out];
    for group in mistakes.chunk_by(|a, b| Arc::ptr_eq(&a.file, &b.file)) {
        let (source, rules) = (readable(&group[0].file), wary(&group[0].file));
        let masks = source.as_ref().zip(rules.as_ref()).map(|(source, rules)| masks_beside(source, rules));
        let masks = masks.unwrap_or_default();
        let masks = source.as_ref().map_or_else(Masks::default, |source| masks.and(listed_names(source)));
        for mistake in group {
            let said = |text: &str| rules.as_ref().map_or_else(|| text.to_owned(), |rules| guarded(text, rules));
            let shown =
                Mistake { message: said(&mistake.message), help: mistake.help.as_deref().map(said), ..mistake.clone() };
            let name = short_name(&shown.file.name);
            let name =
                rules.as_ref().map_or_else(|| name.clone(), |rules| said(&shown_name(&name, rules.watch.as_deref())));
            draw(&shown, &name, source.as_ref(), &masks, &mut terminal)?;
        }
    }
    drop(terminal);
    if left_out > 0 {
        writeln!(out, "and {left_out} more")?;
    }
    out.flush()
}

/// `name`, or of one that no file can have its ends and its length.
fn short_name(name: &str) -> String {
    let length = name.chars().count();
    if length <= LONGEST_NAME {
        name.to_owned()
    } else {
        format!("{} ({length} characters)", clipped(name, LONGEST_NAME))
    }
}

fn draw(
    mistake: &Mistake,
    name: &str,
    source: Option<&SourceFile>,
    masks: &Masks,
    terminal: &mut Terminal<'_>,
) -> io::Result<()> {
    let span = source.map(|source| (source, span(mistake, source)));
    let place = span.map(|(source, span)| source.position(span.start));
    let excerpts = span.map_or_else(Vec::new, |(source, span)| {
        excerpts(source, masks, &[Pointer { span, message: "", primary: true }], None)
    });
    terminal.draw(Sheet {
        severity: Severity::Error,
        code: None,
        message: one_line(&mistake.message),
        filename: visible(name).into_owned(),
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

/// Names that somebody wrote into a configuration where the path of a watch list belongs: `watch-list = ["…"]`.
fn listed_names(source: &SourceFile) -> Option<Span> {
    let text = source.text();
    let at = text.find("watch-list")?;
    let behind = text[at..].split_once('=')?.1.trim_start();
    let open = behind.strip_prefix('[')?;
    let end = open.find(']').unwrap_or(open.len());
    let start = text.len() - open.len();
    Some(Span::new(start as u32, (start + end) as u32))
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
    use crate::check::CHECKS;

    fn drawn(all: &[Mistake]) -> String {
        let mut out = Vec::new();
        mistakes(all, &|_| RuleSet::builtin(CHECKS).ok(), Colour::Never, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn names_written_in_place_of_a_watch_list_are_masked() {
        let file = TomlFile::new("a.toml", "watch-list = [\"Tor Varden\"]\n");
        let drawn = drawn(&[file.mistake(13..27, "this must be a string")]);
        assert!(drawn.contains("watch-list = [▒▒▒▒▒▒]") && !drawn.contains("Varden"), "{drawn}");
        let file = TomlFile::new("a.toml", "watch-list = \"names\"\nfail-on = [\"Tor Varden\"]\n");
        assert!(self::drawn(&[file.mistake(32..46, "this must be a string")]).contains("Tor Varden"));
    }

    #[test]
    fn a_name_that_no_file_can_have_is_shortened() {
        let file = TomlFile::new("q".repeat(120_000), "");
        let drawn = drawn(&[file.mistake(0..0, "cannot read this")]);
        assert!(drawn.contains("…") && drawn.contains("(120000 characters)") && drawn.len() < 1000, "{drawn}");
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
