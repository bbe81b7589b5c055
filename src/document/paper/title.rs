//! Recognises the title of an official memorandum.

use crate::document::telegram::military;
use crate::document::text::line::{Line, texts};
use crate::lex::Kind;
use crate::register::vocabulary::WORDS;

/// The lines at which a paper begins below another one in the same file: a marking below the marking that ends the one
/// above, with the title of a memorandum under it. Released papers are one record, whose stamps speak of all of it.
pub(crate) fn papers(text: &str, lines: &[Line]) -> Vec<usize> {
    let level = |line: &Line| line.opening == Some(Kind::Capitals) && military::level(text, line.span).is_some();
    let full: Vec<usize> = (0..lines.len()).filter(|index| !lines[*index].is_empty()).collect();
    let titled = |line: &usize| text[lines[*line].span.range()].to_ascii_uppercase().starts_with("MEMORANDUM ");
    let titles: Vec<usize> = (0..full.len()).filter(|at| titled(&full[*at])).collect();
    if titles.len() < 2 || memchr::memmem::find(text.as_bytes(), b"RELEASE").is_some() {
        return Vec::new();
    }
    let begins = titles.iter().skip(1).filter_map(|title| {
        let at = (title.saturating_sub(HEAD)..*title).rfind(|at| level(&lines[full[*at]]))?;
        (at > 0 && level(&lines[full[at - 1]]) && titles[0] < at).then(|| full[at])
    });
    begins.collect()
}

/// The title of a memorandum is within so many lines of its marking.
const HEAD: usize = 8;

/// Whether one of the first lines of `text` is the title of an official memorandum, perhaps within markup.
pub(crate) fn is_titled(text: &str) -> bool {
    let head = texts(text).map(|(_, line)| line.trim()).filter(|line| !line.is_empty()).take(12);
    head.map(|line| line.trim_start_matches(['#', '*', ' '])).any(|line| {
        let line = if line.starts_with('<') { line.split_once('>').map_or(line, |(_, inside)| inside) } else { line };
        let start = line.get(..26.min(line.len())).unwrap_or_default().to_ascii_lowercase();
        WORDS.paper.titles.iter().any(|title| start.starts_with(title))
    })
}
