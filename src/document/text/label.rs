//! Finds the label that a line begins with, as it should be written or a slip of the typist away.

use crate::marking::likeness::distance;

/// No colon further into a line ends a label.
const LONGEST: usize = 24;

/// Signs that are typed for the colon behind a label, and what may stand between the two.
pub(crate) const COLONS: [char; 9] = [':', ';', '=', '.', ',', '-', '/', ' ', '\t'];

/// The length of the one of `labels` that `text` begins with, in any case: `Tags :`, `subject=`.
pub(crate) fn label(text: &str, labels: &[&str]) -> Option<usize> {
    let len = begins(text, labels)?.0;
    text[len..].trim_start().starts_with([':', ';', '=']).then_some(len)
}

/// The length of the one of `labels` that `text` begins with, and whether it is in the case of one of them.
pub(crate) fn begins(text: &str, labels: &[&str]) -> Option<(usize, bool)> {
    let start =
        labels.iter().find_map(|label| text.get(..label.len()).filter(|start| start.eq_ignore_ascii_case(label)))?;
    Some((start.len(), labels.contains(&start)))
}

/// The length of what stands before a colon and is one of `labels` but for a slip or its blanks: `TGAS:`, `T A G S:`.
pub(crate) fn misspelt(text: &str, labels: &[&str]) -> Option<usize> {
    let colon = text.bytes().take(LONGEST).position(|byte| b":;=".contains(&byte))?;
    let seen = text[..colon].trim_end();
    labels.iter().any(|label| is_slip(seen, label)).then_some(seen.len())
}

/// Whether `seen` is `word` but for one letter wrong, missing, too many or in the place of its neighbor, or but for some
/// letters that scanners mistake. Words of three letters are near too many others, but for those with the same letters.
pub(crate) fn is_slip(seen: &str, word: &str) -> bool {
    let bare = |text: &str| text.replace([' ', '-'], "").to_ascii_uppercase();
    let letters = |text: &str| text.bytes().filter(|byte| !b" -".contains(byte)).count();
    if letters(seen).abs_diff(letters(word)) > 1 {
        return false;
    }
    let (seen, word) = (bare(seen), bare(word));
    if word.len() < 4 {
        return seen.len() == word.len() && seen.bytes().all(|b| word.as_bytes().contains(&b)) && seen != word;
    }
    strsim::osa_distance(&seen, &word) <= 1 || distance(&seen, &word, if word.len() > 8 { 3 } else { 2 }).is_some()
}

/// The length of a mark and the blanks behind it, in front of a label.
pub(crate) fn mark_before(line: &str) -> usize {
    let close = line.as_bytes().iter().take(8).position(|byte| *byte == b')').filter(|_| line.starts_with('('));
    let mark = |close: usize| line[1..close].bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'/');
    close.filter(|close| mark(*close)).map_or(0, |close| line.len() - line[close + 1..].trim_start().len())
}
