//! An at sign in, the address of electronic mail around it out.

use super::PersonalKind;
use crate::source::Span;

/// Bytes of a local part and of a domain that mail systems take at most (RFC 5321, section 4.5.3.1).
const LOCAL: usize = 64;
const DOMAIN: usize = 255;

/// The address around the `@` at `at`, if there is one.
pub(super) fn read(text: &str, at: u32, see: &mut dyn FnMut(PersonalKind, Span)) {
    let (before, after) = (&text.as_bytes()[..at as usize], &text.as_bytes()[at as usize + 1..]);
    let is_domain = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let local = local(before);
    let length = after.iter().take(DOMAIN).take_while(is_domain).count();
    let domain = String::from_utf8_lossy(&after[..length]);
    let domain = domain.trim_end_matches(['.', '-']);
    let labels: Vec<&str> = domain.split('.').collect();
    let named = labels.last().is_some_and(|top| top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if local > 0 && labels.len() >= 2 && labels.iter().all(|label| !label.is_empty()) && named {
        let local = String::from_utf8_lossy(&before[before.len() - local..]).trim_start_matches(['.', '-']).to_owned();
        // Of an address whose first half was taken out, a line may be left.
        let named = local.contains(|c: char| c.is_ascii_alphanumeric());
        let local = local.len();
        if named {
            see(PersonalKind::Email, Span::new(at - local as u32, at + 1 + domain.len() as u32));
        }
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
    use super::super::tests::of;
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_does() {
        let text = "<jane.fictive@mail.example.com>, or mailto:j+f@example.org, 'o'fic@example.org'.";
        assert_eq!(
            of(PersonalKind::Email, text),
            ["jane.fictive@mail.example.com", "j+f@example.org", "o'fic@example.org"]
        );
        assert!(of(PersonalKind::Email, "5 @ 7, @home, a@b, x@y..z, me@localhost, ___@example.org").is_empty());
    }
}
