//! Reads e-mail addresses around an at sign.

use std::sync::LazyLock;

use regex::Regex;

use super::PersonalKind;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// Bytes of a local part and of a domain that mail systems take at most (RFC 5321, section 4.5.3.1).
const LOCAL: usize = 64;
const DOMAIN: usize = 255;

/// The address around the sign at `sign`, if there is one: `@`, or `(at)`, `AT` or `%40` for it.
pub(crate) fn read(text: &str, sign: Span, see: &mut dyn FnMut(PersonalKind, Span)) {
    let bytes = text.as_bytes();
    let (before, after) = (&bytes[..sign.start as usize], &bytes[sign.end as usize..]);
    let blank = |byte: Option<&u8>| usize::from(byte == Some(&b' '));
    let (left, right) = (blank(before.last()), blank(after.first()));
    // A blank may stand around a sign that is spelt out, and on both sides of any.
    let loose = sign.len() > 1 || left + right == 2;
    let (left, right) = if loose { (left, right) } else { (0, 0) };
    let (start, end) = (before.len() - left, sign.end as usize + right);
    let local = local(&bytes[..start]);
    let domain = domain(&text[end..], loose);
    // Of an address whose first half was taken out, a line may be left.
    let named = text[start - local..start].contains(|c: char| c.is_ascii_alphanumeric());
    if named && domain > 0 {
        see(PersonalKind::Email, Span::new((start - local) as u32, (end + domain) as u32));
    }
}

/// Like [`read`], for the `AT` that stands one name before the point at `dot`: `TVARDEN AT VELM DOT EXAMPLE`.
pub(crate) fn read_before(text: &str, dot: Span, see: &mut dyn FnMut(PersonalKind, Span)) {
    let before = text[..dot.start as usize].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let sign = before.len().checked_sub(4).and_then(|from| before.get(from..));
    if sign.is_some_and(|sign| sign.eq_ignore_ascii_case(" at ")) {
        read(text, Span::new(before.len() as u32 - 3, before.len() as u32 - 1), see);
    }
}

/// No domain that government mail goes to ends in a longer name; what scanning makes of words often does.
const LONGEST_TOP: usize = "example".len();

/// Two names and more with points between them, which may be spelt out: `(dot)`, ` [dot] `, ` DOT `.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    let name = "[a-z0-9-]*[a-z0-9]";
    let names =
        format!(r"(?i-u)^(?:{name}-*(?:\.|[(\[{{]dot[)\]}}]|(?<word> (?:dot|[(\[{{]dot[)\]}}]) )))+(?<top>{name})");
    Regex::new(&names).expect("a valid pattern")
});

/// How many bytes of `after` are a domain. Behind a sign that is spelt out, or has blanks around it, the last name is in
/// letters of one kind, as no word is that opens a sentence.
fn domain(after: &str, loose: bool) -> usize {
    let Some(names) = NAMES.captures(&after[..after.floor_char_boundary(DOMAIN)]) else { return 0 };
    let (length, top) = (names.get_match().len(), &names["top"]);
    let small = |byte: u8| byte.is_ascii_lowercase();
    let even = !loose || top.bytes().all(small) || !top.bytes().any(small);
    let among = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(top));
    let worded = names.name("word").is_some();
    let known = !worded || among(&WORDS.exposure.domains) || top.len() == 2 && !among(&WORDS.exposure.short);
    let whole = (2..=LONGEST_TOP).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let ends = !after[length..].trim_start_matches('-').starts_with("..");
    if whole && even && known && ends { length } else { 0 }
}

/// How many bytes at the end of `before` can be a local part. An apostrophe is one between letters only, else it quotes.
fn local(before: &[u8]) -> usize {
    let letter = |at: Option<usize>| at.and_then(|at| before.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let is_local = |&(at, byte): &(usize, &u8)| match byte {
        b'\'' => letter(at.checked_sub(1)) && letter(Some(at + 1)),
        byte => byte.is_ascii_alphanumeric() || b"._%+-".contains(byte),
    };
    before.iter().enumerate().rev().take(LOCAL).take_while(is_local).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::exposure::personal::tests::of;

    #[test]
    fn addresses_end_where_the_sentence_does() {
        let text = "<jane.fictive@mail.example.com>, or mailto:j+f@example.org, 'o'fic@example.org'.";
        assert_eq!(
            of(PersonalKind::Email, text),
            ["jane.fictive@mail.example.com", "j+f@example.org", "o'fic@example.org"]
        );
        let text = "tor.varden(at)velm.example, TVARDEN (AT) VELM.EXAMPLE or t.v[at]mail(dot)velm(dot)example.";
        assert_eq!(
            of(PersonalKind::Email, text),
            ["tor.varden(at)velm.example", "TVARDEN (AT) VELM.EXAMPLE", "t.v[at]mail(dot)velm(dot)example"]
        );
        let text = "TVARDEN AT VELM DOT EXAMPLE, t.v at mail dot velm dot com, t.v @ velm.example, t.v%40velm.example, \
                    t.v@velm(dot)example, t.v{at}velm [dot] example, t.v＠velm.example.";
        assert_eq!(
            of(PersonalKind::Email, text),
            [
                "TVARDEN AT VELM DOT EXAMPLE",
                "t.v at mail dot velm dot com",
                "t.v @ velm.example",
                "t.v%40velm.example",
                "t.v@velm(dot)example",
                "t.v{at}velm [dot] example",
                "t.v＠velm.example"
            ]
        );
        let text = "Work at a dot once, AIM AT RED DOT SIGHTS, at the dot on the map, sold @ noon.Then, 40%40 now, a @ 3.20, \
                    The pier [at] noon [dot] is full.";
        assert!(of(PersonalKind::Email, text).is_empty());
        assert!(of(PersonalKind::Email, "opens (at) noon, or (at)the pier. In (at) port.").is_empty());
        assert!(of(PersonalKind::Email, "5 @ 7, @home, a@b, x@y..z, me@localhost, ___@example.org").is_empty());
    }
}
