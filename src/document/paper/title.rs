//! Recognises the title of an official memorandum.

use crate::document::text::line::texts;
use crate::register::vocabulary::WORDS;

/// Whether one of the first lines of `text` is the title of an official memorandum, perhaps within markup.
pub(crate) fn is_titled(text: &str) -> bool {
    let head = texts(text).map(|(_, line)| line.trim()).filter(|line| !line.is_empty()).take(12);
    head.map(|line| line.trim_start_matches(['#', '*', ' '])).any(|line| {
        let line = if line.starts_with('<') { line.split_once('>').map_or(line, |(_, inside)| inside) } else { line };
        let start = line.get(..26.min(line.len())).unwrap_or_default().to_ascii_lowercase();
        WORDS.paper.titles.iter().any(|title| start.starts_with(title))
    })
}
