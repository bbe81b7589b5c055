//! Determines whether a text is full of scanning damage.
//!
//! Signs are what only scanning leaves in running text: digits, spaces or periods in words, letters of the wrong case,
//! common words with a similar letter. A writer makes a mistake or two; a bad scan has several per page, and then no
//! single letter of a field can be trusted. Computed only on request.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{Document, Kind, Layout};
use crate::document::telegram::tags::{Tag, TagShape};
use crate::document::text::line::texts;
use crate::register::vocabulary::{SCAN, WORDS, behind};
use crate::source::Span;

const FEWEST: usize = 2;
/// …which is one to so many bytes. A scan with one character in a hundred damaged has about three of them.
const BYTES_TO_A_SCAR: usize = 900;
const ENOUGH: usize = 8000;

impl Document<'_> {
    /// Whether the text is so full of damage that a wrong letter or a missing line of it says nothing about the
    /// telegram that was sent.
    pub fn is_noisy(&self) -> bool {
        // A message in the field form was never scanned, and its labels look like scars.
        if self.layout == Some(Layout::FieldForm) {
            return false;
        }
        let begun = |text: &'_ str| {
            let begun = text.get(..ENOUGH).unwrap_or(text);
            if begun.contains('\r') { begun.replace("\r\n", "\n").replace('\r', "\n") } else { begun.to_owned() }
        };
        let needed = |text: &str| FEWEST.max(text.len() / BYTES_TO_A_SCAR);
        let text = self.text(self.span);
        if self.kind == Kind::Markdown && text.contains("</") {
            let plain = untagged(&begun(text));
            return scars(&plain).nth(needed(&plain) - 1).is_some();
        }
        let mut text = begun(&self.sent(self.span));
        let needed = needed(&text);
        if self.is_military() {
            // Military messages list people in columns, and their initials are no torn words.
            text = text.lines().filter(|line| !line.trim().contains("  ")).collect::<Vec<_>>().join("\n");
        }
        let body = self.paragraphs.first().map_or(self.span.end, |first| first.span.start);
        let body = begun(&self.sent(Span::new(body, self.span.end)));
        // `1.4 b and d`: the letters of reasons are no torn words.
        let reasons = self.authority.iter().flat_map(|authority| &authority.reasons);
        let cited = reasons.flat_map(|reason| scars(self.text(reason.span))).count();
        let scars = scars(&text).chain(broken_lines(&body)).take(needed + cited).count().saturating_sub(cited);
        // What could not be read in the head counts only beside damage in the text, for a head alone may be typed
        // badly; and not the first of it, since one mistake is not damage.
        scars + self.unread().saturating_sub(1).min(scars) >= needed
    }

    /// How many lines and words of the head were read through damage, or not at all, and are not damaged words
    /// themselves.
    fn unread(&self) -> usize {
        let repairs = self.repairs.iter().filter(|repair| repair.damage.changes_letters()).map(|repair| repair.span);
        let captions = self.captions.iter().filter(|caption| caption.name.is_none()).map(|caption| caption.span);
        let registered = |tag: &Tag| {
            tag.shape == TagShape::Name
                || self.registers.tags().code(&self.text(tag.span).to_ascii_uppercase()).is_some()
        };
        let tags = self.tags.iter().flat_map(|field| &field.tokens).filter(|tag| !registered(tag)).map(|tag| tag.span);
        let malformed = self.malformed.iter().map(|(_, span)| *span);
        repairs
            .chain(captions)
            .chain(tags)
            .chain(malformed)
            .filter(|span| scars(self.text(*span)).next().is_none())
            .count()
    }
}

/// `text` with a space for each tag, which is not damage.
fn untagged(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, behind)| behind);
        plain.push(' ');
    }
    plain + rest
}

fn scars(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).flat_map(|line| {
        let (mut before, mut last) = ("", "");
        line.split_ascii_whitespace().filter(move |word| {
            let (two, one) = (std::mem::replace(&mut before, last), std::mem::replace(&mut last, word));
            is_scarred(word, one, two)
        })
    })
}

/// A line that ends long before the margin although the next word would have fitted, after a line that is full:
/// ordinary lines of a paragraph, one of which was cut in two.
fn broken_lines(text: &str) -> impl Iterator<Item = &str> {
    /// A line is full if it is within so many characters of the margin.
    const RAGGED: usize = 15;
    let lines = || texts(text).map(|(_, line)| line);
    let widths = || lines().map(str::len).filter(|width| *width < 80);
    let margin = widths().max().unwrap_or(0);
    let following = lines().skip(1).zip(lines().skip(2));
    lines()
        .zip(following)
        .filter(move |(above, (line, below))| {
            let next = below.split_ascii_whitespace().next().unwrap_or("");
            let prose = |text: &str| text.contains(' ') && text.starts_with(|c: char| c.is_alphanumeric());
            let goes_on = line.contains(' ')
                && line.ends_with(|c: char| c.is_ascii_alphabetic())
                && next.starts_with(|c: char| c.is_ascii_alphabetic());
            above.len() + RAGGED > margin
                && margin > 40
                && prose(above)
                && goes_on
                && line.len() + next.len() + RAGGED < margin
        })
        .map(|(_, (line, _))| line)
}

/// `06S1`, `2O07`, `17226I`: one letter among digits that looks like one of them; `AMEMBASSlES`, `tImber`: a letter in
/// the wrong case.
static MISREAD: LazyLock<Regex> = LazyLock::new(|| {
    let digits = "^[0-9]{3,}[OIl]$|[0-9][OIlSBZGDQ][0-9]";
    Regex::new(&format!("{digits}|^[A-Z]{{2,}}l[A-Z]*$|^[A-Z]l[A-Z]+$|[a-z]I")).expect("a valid pattern")
});
/// `.AS`, `,OLD`: a point where the first letter of a word was; not `.com`, `...`.
static POINT_BEFORE: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[.,][A-Z]{2,}$").expect("a valid pattern"));
/// A Q with a consonant after it, which is an O: `QF`, `NOBQDY`; not `IRAQ`, `IRAQI`, `QATAR`, `QUIET`.
static LONE_Q: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^[A-Z]*Q[A-Z&&[^AEIOUSWY]][A-Z]*$").expect("a valid pattern"));

fn is_scarred(word: &str, before: &str, second_before: &str) -> bool {
    if let [letter] = word.as_bytes() {
        return is_torn(*letter, before, second_before);
    }
    let core = word.trim_matches(|c: char| c.is_ascii_punctuation());
    has_digit_among_letters(core)
        || MISREAD.is_match(core) && !is_serial(core)
        || has_point_inside(core)
        || POINT_BEFORE.is_match(word)
        || core.len() != 3 && LONE_Q.is_match(core)
        || is_unclosed(word)
        || is_glued(core)
        || is_cut(core, before)
        || starts_in_mid_sentence(word, before)
        || is_fragment(core)
        || is_misread(core)
}

/// A letter on its own that is not a word: «th e», «THE AMB ASSADOR S AID». Capitals are alone in a letter-spaced word,
/// in a date-time group, as an initial or as the name of a thing.
fn is_torn(letter: u8, before: &str, second_before: &str) -> bool {
    let capital = letter.is_ascii_uppercase() && !b"AIXVO".contains(&letter);
    let words = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    letter.is_ascii_lowercase() && letter != b'a' && letter != b'o'
        || capital && words(before) && words(second_before) && !WORDS.damage.named.contains(&before)
}

/// `IMMEDI4TE`, `0f`, `tw0`; not `25X1`, `G8`, `F16`, `21st`, `10km`.
fn has_digit_among_letters(core: &str) -> bool {
    let bytes = core.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    if digits != 1 || digits + letters < bytes.len() || letters == 0 {
        return false;
    }
    let at = bytes.iter().position(u8::is_ascii_digit).unwrap_or(0);
    let inside = at > 0 && at + 1 < bytes.len();
    let small = bytes.iter().any(u8::is_ascii_lowercase);
    inside && letters >= 4
        || has_digit_like_a_letter(bytes)
        || small && letters >= 2 && !WORDS.damage.endings.contains(&&core[usize::from(at == 0)..])
        || letters >= 5
}

/// `TH4T`, `AN0`: in capitals, a digit that looks like a letter; not `CO2`, `MI5`, `WW2S`.
fn has_digit_like_a_letter(core: &[u8]) -> bool {
    let capital = |byte: &u8| byte.is_ascii_uppercase();
    let inside = core.len() > 3
        && core.windows(3).any(|three| capital(&three[0]) && b"0148".contains(&three[1]) && capital(&three[2]));
    let at_end = matches!(core, [letters @ .., b'0'] if letters.len() > 1 && letters.iter().all(capital));
    inside && core.iter().all(u8::is_ascii_alphanumeric) || at_end
}

/// `C12W34B56`: the number of a classifier, in which letters stand between digits.
fn is_serial(core: &str) -> bool {
    let letters = core.bytes().filter(|byte| byte.is_ascii_uppercase() && !b"OISBZGDQ".contains(byte)).count();
    letters > 1 && core.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// `th.s`, `IMMED,ATE`, `SE(RET`; not `p.m`, `U.S`, `state.gov`, `LEAD(s)`.
fn has_point_inside(core: &str) -> bool {
    let Some((left, right)) = core.split_once(['.', ',', ';', '(']) else { return false };
    // `RUE.C/SECSTATE`: what follows a slash is another word.
    let right = right.split('/').next().unwrap_or(right);
    let letters = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    letters(left) && letters(right) && left.len() > 1 && !WORDS.damage.domains.contains(&right) && !core.ends_with("(s")
}

/// A portion mark or a letter of reasons with another sign in place of the parenthesis: `(UJ`, `(b]`.
fn is_unclosed(word: &str) -> bool {
    matches!(word.as_bytes(), [b'(', first, .., b'J' | b']'] if word.len() <= 5 && first.is_ascii_alphabetic() && !word.contains(')'))
}

/// An article glued to the word before it: `INTHE`, `ofthe`.
fn is_glued(core: &str) -> bool {
    let cut = core.len().checked_sub(3).filter(|cut| *cut > 1 && core.is_char_boundary(*cut));
    cut.map(|cut| core.split_at(cut)).is_some_and(|(before, article)| {
        article.eq_ignore_ascii_case("the") && WORDS.damage.glued.iter().any(|word| word.eq_ignore_ascii_case(before))
    })
}

/// The end of a long common word whose beginning is before a space: `FOLLOW ING`, `quest ion`; not «in form», «per
/// cent».
fn is_cut(core: &str, before: &str) -> bool {
    let whole = before.len() + core.len();
    let Some(first) = before.bytes().next().filter(|_| core.len() > 1 && before.len() > 1 && whole > 6) else {
        return false;
    };
    let is_word = |word: &&str| {
        word.len() == whole
            && word.get(..before.len()).is_some_and(|start| start.eq_ignore_ascii_case(before))
            && word.get(before.len()..).is_some_and(|rest| rest.eq_ignore_ascii_case(core))
    };
    !WORDS.damage.beginnings.iter().any(|word| word.eq_ignore_ascii_case(before))
        && common(first.to_ascii_lowercase()).iter().any(is_word)
}

/// A lower-case letter after a full stop: «the ministry. the road»; not «p.m. the», «approx. ten».
fn starts_in_mid_sentence(word: &str, before: &str) -> bool {
    let stem = before.strip_suffix('.').unwrap_or("");
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && stem.len() > 3
        && !stem.contains('.')
        && stem.bytes().all(|byte| byte.is_ascii_lowercase())
        && !WORDS.damage.abbreviations.contains(&stem)
}

/// Two lower-case letters that are not a word: «th», «oe».
fn is_fragment(core: &str) -> bool {
    let known = || WORDS.exposure.short.contains(&core) || WORDS.damage.fragments.contains(&core);
    core.len() == 2 && core.bytes().all(|byte| byte.is_ascii_lowercase()) && !known()
}

fn common(first: u8) -> &'static [&'static str] {
    static COMMON: LazyLock<Vec<&str>> = LazyLock::new(|| SCAN.common.split_ascii_whitespace().collect());
    let start = COMMON.partition_point(|word| word.as_bytes()[0] < first);
    let len = COMMON[start..].partition_point(|word| word.as_bytes()[0] == first);
    &COMMON[start..start + len]
}

/// A common word with one letter that looks like the right one, `tbe`, `AMD`, `fhat`, or one that is lost.
fn is_misread(core: &str) -> bool {
    let seen = core.as_bytes();
    let first = seen.first().map_or(0, u8::to_ascii_lowercase);
    // Of the first letters only a T is looked for: so many of the commonest words have it.
    let words = common(first).iter().chain(if b"fliy".contains(&first) { common(b't') } else { &[] });
    let fits = |word: &&str| is_alike(seen, word.as_bytes()) || lacks_one(seen, word.as_bytes());
    seen.len() >= 3 && !SCAN.other.contains(&core) && words.into_iter().any(fits)
}

/// Whether `seen` is `word`, in one case or the other, with one letter taken for another.
fn is_alike(seen: &[u8], word: &[u8]) -> bool {
    if seen.len() != word.len() {
        return false;
    }
    let capitals = seen[1].is_ascii_uppercase();
    let alike = if capitals { &SCAN.capitals } else { &SCAN.small };
    let meant = |byte: u8| if capitals { byte.to_ascii_uppercase() } else { byte };
    // The first letter of a word in lower case may be a capital.
    let same = |meant: u8, seen: u8| if capitals { meant == seen } else { meant == seen.to_ascii_lowercase() };
    let mut wrong =
        word.iter().map(|byte| meant(*byte)).zip(seen.iter().copied()).filter(|(meant, seen)| !same(*meant, *seen));
    let looks = |meant: u8, seen: u8| behind(alike, meant.into()).is_some_and(|looks| looks.as_bytes().contains(&seen));
    matches!((wrong.next(), wrong.next()), (Some((meant, seen)), None) if looks(meant, seen))
}

/// Whether `seen` is a long word without one of its inner letters.
fn lacks_one(seen: &[u8], word: &[u8]) -> bool {
    if word.len() < 6 || seen.len() + 1 != word.len() {
        return false;
    }
    let same = seen.iter().zip(word).take_while(|(seen, word)| seen.eq_ignore_ascii_case(word)).count();
    (1..seen.len()).contains(&same) && seen[same..].eq_ignore_ascii_case(&word[same + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        scars(text).collect()
    }

    #[test]
    fn what_only_scanning_leaves_is_found() {
        assert_eq!(
            found("He to1d th e M1nister that tbe road,is closed"),
            ["to1d", "th", "e", "M1nister", "tbe", "road,is"]
        );
        assert_eq!(found("THE MINISTFR AMD THE AMBASSADOR S AID"), ["MINISTFR", "AMD", "S"]);
        assert_eq!(
            found("TH4T QF S1 .AS (UJ INTHE FOLLOW ING NAME 17226I"),
            ["TH4T", "QF", ".AS", "(UJ", "INTHE", "ING", "17226I"]
        );
        assert_eq!(found("the ministry. he said PRlORITY in 2O07"), ["he", "PRlORITY", "2O07"]);
    }

    #[test]
    fn what_writers_write_is_not() {
        for text in [
            "AL QAIDA IN IRAQ, IRAQI TEN PER CENT (SBU) CO2 MI5 AND FDR PROM NIGHT, IN FORM 4700",
            "He asked to breathe (or bathe) in the 1990s, with (C) and (b).",
            "Classified By: C12W34B56, LEAD(s): 31 and 2 B",
            "On the 21st the F-16s left at 5 p.m. for the 1990s base (see 25X1, G8 and H1N1).",
            "EconOff met Mr. McAdam of the U.S. group at 10km, i.e. outside, and www.example.gov said so.",
            "R 061158Z DEC 07\nC O N F I D E N T I A L TOKYO 000123\nREF: A. STATE 12345",
            "HE HAD SEEN REF B AND REFS A AND C. ANNEX B IS IN PART C OF THE TEXT.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_line_cut_in_two_is_found() {
        let text = "The committee met twice in the spring and could not agree on a\nchairman or on\nthe day of the next meeting, which is to be held in the autumn\nat the old harbor.";
        for end in ["\n", "\r\n", "\r"] {
            assert_eq!(broken_lines(&text.replace('\n', end)).collect::<Vec<_>>(), ["chairman or on"]);
        }
    }
}
