//! Finds the texts that are quoted within a paragraph.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::document::text::line::Line;
use crate::register::vocabulary::WORDS;

/// The lines of quoted texts, each from the one behind `BEGIN TEXT` to that of `END TEXT`, which the mark of the paragraph
/// around them covers. What never ends is none.
pub(super) fn texts(text: &str, lines: &[Line]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut begun: Vec<Option<usize>> = vec![None; WORDS.quoted.len()];
    for (index, line) in lines.iter().enumerate() {
        let written = &text[line.span.range()];
        if !may_quote(written) {
            continue;
        }
        let upper = written.to_ascii_uppercase();
        for (kind, (begin, end)) in WORDS.quoted.iter().enumerate() {
            let stop = find_word(&upper, end);
            let before = &upper[..stop.unwrap_or(upper.len())];
            // One word alone in small letters is one of a sentence: `the quote`.
            let sign = |at: &usize| {
                let large = written[*at..].starts_with(begin) || before[at + begin.len()..].starts_with(':');
                begin.contains(' ') || large && !before[..*at].ends_with("END ")
            };
            begun[kind] = find_word(before, begin).filter(sign).map(|_| index).or(begun[kind]);
            if let (Some(from), Some(_)) = (begun[kind], stop) {
                begun.iter_mut().for_each(|begun| *begun = begun.filter(|begun| *begun != from));
                found.push(from + 1..index + 1);
            }
        }
    }
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut reach = 0;
    found.retain(|range| {
        let further = range.end > reach && !range.is_empty();
        reach = reach.max(range.end);
        further
    });
    found
}

/// Whether words that begin or end a quoted text are in `line`, in one look at it.
fn may_quote(line: &str) -> bool {
    static SIGNS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let words = WORDS.quoted.iter().flat_map(|(begin, end)| [begin, end]);
        AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
    });
    SIGNS.as_ref().is_none_or(|signs| signs.is_match(line))
}

fn find_word(line: &str, words: &str) -> Option<usize> {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mut places = line.match_indices(words).map(|(at, _)| at);
    places.find(|at| apart(line[..*at].chars().next_back()) && apart(line[at + words.len()..].chars().next()))
}
