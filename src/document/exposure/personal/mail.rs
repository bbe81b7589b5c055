//! An at sign in, the address of electronic mail around it out.

use super::PersonalKind;
use crate::source::Span;

/// Bytes of a local part and of a domain that mail systems take at most (RFC 5321, section 4.5.3.1).
const LOCAL: usize = 64;
const DOMAIN: usize = 255;

/// The address around the sign at `sign`, if there is one: `@`, or `(at)` for it.
pub(crate) fn read(text: &str, sign: Span, see: &mut dyn FnMut(PersonalKind, Span)) {
    let spelt = sign.len() > 1;
    let bytes = text.as_bytes();
    // Around a sign that is spelt out blanks may stand.
    let blanks = |byte: Option<&u8>| usize::from(spelt && byte == Some(&b' '));
    let start = sign.start as usize - blanks(bytes[..sign.start as usize].last());
    let end = sign.end as usize + blanks(bytes.get(sign.end as usize));
    let local = local(&bytes[..start]);
    let domain = domain(&text[end..], spelt);
    // Of an address whose first half was taken out, a line may be left.
    let named = text[start - local..start].contains(|c: char| c.is_ascii_alphanumeric());
    if named && domain > 0 {
        see(PersonalKind::Email, Span::new((start - local) as u32, (end + domain) as u32));
    }
}

/// How many bytes of `after` are a domain of two names and more. Where the sign is spelt out, its points may be.
fn domain(after: &str, spelt: bool) -> usize {
    let (mut length, mut names) = (0, 0);
    loop {
        let rest = &after.as_bytes()[length..];
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-';
        let name = rest.iter().take(DOMAIN).take_while(is_name).count();
        let named = after[length..length + name].trim_end_matches('-').len();
        if named == 0 || length > DOMAIN {
            return 0;
        }
        names += 1;
        let point = match &rest[name..] {
            [b'.', next, ..] if next.is_ascii_alphanumeric() => 1,
            [b'(' | b'[', dot @ ..] if spelt && dot.len() > 4 && dot[..3].eq_ignore_ascii_case(b"dot") => 5,
            [b'.', b'.', ..] => return 0,
            _ => {
                let top = &rest[..named];
                return if names > 1 && named > 1 && top.iter().all(u8::is_ascii_alphabetic) {
                    length + named
                } else {
                    0
                };
            }
        };
        length += name + point;
    }
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
        assert!(of(PersonalKind::Email, "opens (at) noon, or (at)the pier. In (at) port.").is_empty());
        assert!(of(PersonalKind::Email, "5 @ 7, @home, a@b, x@y..z, me@localhost, ___@example.org").is_empty());
    }
}
