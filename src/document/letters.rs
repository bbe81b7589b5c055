//! Letters in parentheses at the start of a line that list, explain or end a word, and are no portion marks.

use super::text::line::Line;
use super::text::word::{begins_with, starts_with_word};
use crate::marking::Level;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// How far bullets and the pilcrow reach at the start of `text`, which web pages also write `&#182;` and `&para;`.
pub(super) fn bullet(text: &str) -> usize {
    let mut rest = text;
    loop {
        let behind = rest.trim_start_matches(['-', '–', '—', '•', '·', '*', '¶', ' ']);
        let written = ["&#182;", "&para;"].into_iter().find_map(|pilcrow| behind.strip_prefix(pilcrow));
        match written {
            Some(behind) => rest = behind,
            None => return text.len() - behind.len(),
        }
    }
}

/// The length of the enumerator that `text` begins with: `1.`, `12)`, `(3)`, `[3]`, `3/`, `a.`, `aa.`, `A1.`, `(ii)`,
/// `Figure 2.`.
pub(super) fn enumerator(text: &str) -> Option<usize> {
    let first = text.as_bytes().first()?.to_ascii_lowercase();
    let mut captions = WORDS.paper.captions.iter().filter(|word| word.as_bytes()[0].to_ascii_lowercase() == first);
    let caption = captions.find(|word| begins_with(text, word) && text[word.len()..].starts_with(' '));
    let begin = caption.map_or(0, |word| word.len() + 1);
    let open = usize::from(text[begin..].starts_with(['(', '[']));
    let rest = &text[begin + open..];
    let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let word = &rest[..len];
    if !(1..=5).contains(&len) {
        return None;
    }
    let is_number = len <= 3 && word.bytes().all(|b| b.is_ascii_digit());
    let roman = || [b"ivx", b"IVX"].iter().any(|signs| word.bytes().all(|b| signs.contains(&b)));
    let twice = || len == 2 && word[..1] == word[1..] && word.bytes().all(|b| b.is_ascii_lowercase());
    // `Q1.` and `A1.` count questions and answers.
    let coded = || {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        open == 0 && len < 4 && digits.len() + 1 == len && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let is_letter = len == 1 || roman() || twice() || coded();
    if !(is_number || is_letter) {
        return None;
    }
    let behind = &rest[len..];
    // `1.1` and `2.3.1` count the parts of a paragraph.
    let parts = behind.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    if is_number && parts > 1 && behind.starts_with('.') && behind[parts..].starts_with([' ', '\t']) {
        return Some(begin + open + len + parts);
    }
    let closes = match behind.as_bytes().first() {
        Some(b')') => !text[begin..].starts_with('['),
        Some(b']') => text[begin..].starts_with('['),
        Some(b'.' | b':' | b'-') => open == 0,
        Some(b'/') => open == 0 && is_number && behind[1..].starts_with([' ', '\t']),
        _ => return caption.map(|_| begin + open + len),
    };
    closes.then_some(begin + open + len + 1)
}

/// The letters that enumerate what a text lists: `(C)` is one of them where the last such letter was (B), at the start of
/// an earlier line or within the line right above.
#[derive(Default)]
pub(super) struct Letters {
    begun: Option<u8>,
    above: Option<u8>,
}

impl Letters {
    pub(super) fn enumerate(&mut self, text: &str, line: &Line) -> bool {
        let inside = text[line.span.range()].as_bytes();
        let letter = |at: usize| match inside.get(at..at + 3) {
            Some([b'(', letter @ b'A'..=b'Z', b')']) => Some(*letter),
            _ => None,
        };
        let here = letter(bullet(&text[line.span.range()]));
        let next = |before: Option<u8>| here.is_some() && here == before.map(|before| before + 1);
        let enumerates = next(self.begun) || next(self.above);
        self.begun = here.or(self.begun);
        self.above = memchr::memrchr_iter(b'(', inside).find_map(letter);
        enumerates
    }
}

/// Whether the sentence of a line goes on in the next: what begins there is no mark.
pub(super) fn goes_on(line: &str) -> bool {
    let last = line.rsplit([' ', '\t']).next().unwrap_or_default();
    last.ends_with(',') || WORDS.paper.leading.iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// Whether what stands behind a mark of one letter goes on with a sentence: `NAME` / `(S) OF WITNESS`.
pub(super) fn is_plural(behind: &str) -> bool {
    ["OF ", "AND ", "OR "].iter().any(|word| begins_with(behind, word))
}

/// The longest entry of a list of names, in bytes.
const ENTRY: usize = 40;

/// Whether the level that the mark `marking` stands for is behind it: `(TS) for TOP SECRET`, `(S)  Secret`, `(C) =
/// CONFIDENTIAL`, `(S//NF) Secret, not releasable to foreign nationals`.
pub(super) fn is_explained(marking: &str, behind: &str) -> bool {
    let bare = |text: &'_ str| text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    // A sentence would begin with a capital.
    let joint =
        WORDS.paper.meaning.iter().find(|word| behind.strip_prefix(**word).is_some()).map_or(0, |word| word.len());
    let words = &behind[joint + bare(&behind[joint..])..];
    let level = Level::named(marking.split('/').next().unwrap_or_default()).map_or("", Level::word);
    let rest = words.get(level.len()..).filter(|_| !level.is_empty() && starts_with_word(words, level));
    let controls = marking.contains('/');
    rest.is_some_and(|rest| joint > 0 || bare(rest) == rest.len() || controls && rest.starts_with([',', ';', '/']))
}

/// Whether `letter`, before the words `behind` on the line `lines[index]`, is one of a legend, of a list of names, votes or
/// numbers, or the end of a word: `(C) = closed`, `(C) 202-555-0145`, `(C) Varden` above `(R) Marsh`, `MEMBER(S)` above
/// `(S)`.
pub(super) fn is_legend(text: &str, lines: &[Line], index: usize, letter: Span, behind: &str) -> bool {
    let plain = |line: &Line| text[line.span.range()].trim();
    let inside = |line: Option<&Line>| line.map_or("", |line| &plain(line)[bullet(plain(line))..]);
    let (above, below) = (inside(index.checked_sub(1).map(|above| &lines[above])), inside(lines.get(index + 1)));
    let explained =
        behind.strip_prefix(['-', '–']).is_some_and(|rest| rest.trim_start().starts_with(char::is_lowercase));
    let others =
        behind.starts_with(char::is_lowercase) && behind.match_indices(" (").any(|(at, _)| other(&behind[at + 1..]));
    let entry = behind.len() < ENTRY && !behind.ends_with(['.', ':', ';', '?', '!']);
    let ends = |line: &str| line.rfind('(').is_some_and(|at| line.len() - at == 3 && other(&line[at..]));
    let ended = behind.is_empty() && !above.is_empty() && below.is_empty();
    let listed = entry && !behind.is_empty() && (other(above) || ends(above) || other(below));
    is_explained(&text[letter.range()], behind)
        || letter.len() <= 2
            && (behind.starts_with('=') || explained || others || ended || listed || is_telephone(behind))
}

/// Whether `text` begins with a letter in parentheses that is the mark of no level.
fn other(text: &str) -> bool {
    matches!(text.as_bytes(), [b'(', letter @ b'A'..=b'Z', b')', ..] if !b"UCS".contains(letter))
}

/// Whether `text` begins with a telephone number: `202-555-0145`, `(202) 555.0145`, `+44 20 …`.
fn is_telephone(text: &str) -> bool {
    let number = text.find(|c: char| !(c.is_ascii_digit() || "+-.() ".contains(c))).map_or(text, |end| &text[..end]);
    let group = |len: usize, part: &str| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = number.split(['-', '.', ' ', '(', ')']).filter(|part| !part.is_empty()).collect();
    number.starts_with('+')
        || parts.windows(2).any(|pair| group(3, pair[0]) && group(4, pair[1])) && number.contains(['-', '.'])
}
