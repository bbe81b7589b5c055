//! Reads what stands in front of a portion mark: bullets, numbers, and headings on the line of their paragraph.

use crate::document::authority::is_authority_line;
use crate::document::letters::enumerator;
use crate::marking::Level;
use crate::register::vocabulary::WORDS;

/// A mark is within so many bytes of the start of its line.
pub(crate) const REACH: usize = 48;

/// Whether a sign may stand in front of a portion, or is a blank.
pub(crate) fn is_bullet(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}') || WORDS.paper.bullets.contains(c)
}

/// The length of the `o` that stands for a bullet.
pub(crate) fn typed_bullet(text: &str) -> Option<usize> {
    let behind = text.strip_prefix('o')?;
    (behind.starts_with([' ', '\t']) && behind.trim_start().starts_with('(')).then_some(1)
}

/// A number without its point in front of a mark and a capital, `2 (S) The…`, `2 - (S) The…`, `2/(S) THE…`: its value, how
/// many digits, and how far it reaches.
pub(crate) fn unpointed(text: &str) -> Option<(u32, usize, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[digits..].trim_start_matches([' ', '\t', ')', '/', '-', '–']);
    let behind = mark.strip_prefix('(')?.split_once(')')?.1.trim_start();
    let fits = digits < 3 && !text.starts_with('0') && behind.starts_with(char::is_uppercase);
    Some((text[..digits].parse().ok().filter(|_| fits)?, digits, text.len() - mark.len()))
}

/// The length of the heading that a paragraph begins with, up to its mark: `Background: (S) …`, `Facts. (S) …`, `Key points
/// -- (S) …`, `Background (S): …`. The subject and the lines of the authority block have readers of their own. `counted` says
/// that a number or a bullet is in front.
pub(crate) fn run_in(line: &str, counted: bool) -> Option<usize> {
    let open = line[..line.floor_char_boundary(REACH)].find('(')?;
    let aside = aside(&line[open..]);
    let open = open + aside;
    let before = line[..open].trim_end_matches([' ', '\t', '*', '_']);
    // `TEXT: 1. (S)`: a number stands behind the heading.
    let before = before
        .rfind(": ")
        .filter(|at| enumerator(before[at + 2..].trim_start()).is_some())
        .map_or(before, |at| &before[..=at]);
    let label = before.trim_end_matches([':', '.', '-', '–', '—', ' ', '*', '_']);
    let sign = before[label.len()..].trim_matches([' ', '*', '_']);
    let words = label.split_ascii_whitespace().count();
    let plain = label.bytes().all(|b| {
        b.is_ascii_alphanumeric() || !b.is_ascii() || b" /-&,'#".contains(&b) || aside > 0 && b"()".contains(&b)
    });
    let labels = ["SUBJECT", "SUBJ", "RE", "FROM", "TO", "DATE", "CC", "VIA", "THRU", "ATTN"];
    let own = labels.iter().any(|own| label.eq_ignore_ascii_case(own));
    let apart = before.len() < open && label.len() > 2;
    let begins = label.starts_with(|c: char| c.is_ascii_uppercase());
    if !(begins && plain && apart) || own || words > 6 || is_authority_line(line) {
        return None;
    }
    let inside = &line[open + 1..];
    let behind = inside.find(')').map_or("", |close| &inside[close + 1..]);
    let sentence = |text: &str| {
        text.trim_start_matches([' ', '*', '_'])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“‘".contains(c))
    };
    // A sentence that ends in front of the mark of the next has small words.
    let titled = || {
        counted && words < 5
            || label.split(' ').all(|word| word.len() < 4 || !word.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let fits = match sign {
        ":" => !inside.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()),
        "." | "-" | "--" | "–" | "—" => titled() && sentence(behind),
        "" => behind.strip_prefix(':').is_some_and(|behind| titled() && sentence(behind)),
        _ => false,
    };
    fits.then_some(before.len())
}

/// The length of an abbreviation or a remark that a heading ends with, up to the mark behind: `(BLUF): (S) …`.
fn aside(text: &str) -> usize {
    let Some((inside, behind)) = text[1..].split_once(')') else { return 0 };
    let rest = behind.trim_start_matches([' ', ':', '.', '-', '–', '—', '*', '_']);
    let words = inside.len() > 1 && inside.bytes().all(|b| b.is_ascii_alphanumeric() || b" &-".contains(&b));
    if words && Level::named(inside).is_none() && rest.starts_with('(') { text.len() - rest.len() } else { 0 }
}

/// How a line is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Enumerator {
    /// The bullet, or `1`, `a`, `A`, `i`, `(`, `p` or `.` for `1.`, `a.`, `A.`, `ii.`, `(1)`, `(a)` and `1.1`.
    pub(crate) kind: char,
    /// The place of a number or letter; 0 for bullets.
    pub(crate) place: u32,
    /// How far it reaches.
    pub(crate) len: usize,
}

/// What a line without its indent is counted with: a bullet, a number or a letter, and a blank behind it.
pub(crate) fn count(line: &str) -> Option<Enumerator> {
    let first = line.chars().next()?;
    let apart = |len: usize| line[len..].starts_with([' ', '\t', '\u{a0}']);
    let bullet = first == 'o' || is_bullet(first) && !"|>#_~§".contains(first);
    if bullet && (apart(first.len_utf8()) || !first.is_ascii()) {
        return Some(Enumerator { kind: first, place: 0, len: first.len_utf8() });
    }
    let len = enumerator(line).filter(|len| apart(*len))?;
    let word = line[..len].trim_matches(['(', ')', '[', ']', '.', '/']);
    let number = || word.split('.').try_fold(0, |sum, part| Some(sum * 100 + part.parse::<u32>().ok()?));
    let (kind, place) = match word.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => {
            (if letter.is_ascii_uppercase() { 'A' } else { 'a' }, u32::from(letter & 31))
        }
        letters if letters.iter().all(u8::is_ascii_alphabetic) => ('i', 0),
        _ => (if word.contains('.') { '.' } else { '1' }, number()?),
    };
    let kind = match (line.starts_with(['(', '[']), kind) {
        (true, '1') => '(',
        (true, _) => 'p',
        (false, kind) => kind,
    };
    Some(Enumerator { kind, place, len })
}
