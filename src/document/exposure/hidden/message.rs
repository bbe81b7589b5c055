//! Finds base64 parts of e-mail messages whose other parts were redacted.
//!
//! Redacting the readable part leaves the copy that the mail program made (RFC 2045, section 6.8; RFC 2046, section
//! 5.1.4).

use super::{HiddenKind, See};
use crate::document::Document;
use crate::document::text::word::trim;
use crate::source::Span;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Letters that a part has at least, to be a copy of anything.
const LETTERS: usize = 16;
/// The most bytes before and after a line in which the rest of its head is.
const HEAD: usize = 2048;
/// Words in a part whose readable text was removed as well.
const MARKS: [&str; 4] = ["XXXX", "██", "REDACTED", "redacted"];

/// The parts of `document` that only a machine reads, where something was removed for people. Its `encodings` are where
/// it says `base64`.
pub(crate) fn read(document: &Document<'_>, encodings: &[u32], see: See<'_>) {
    if encodings.is_empty() || !document.redactions().is_redacted() {
        return;
    }
    let text = document.text(document.span);
    let mut done = 0;
    for at in encodings.iter().map(|at| (at - document.span.start) as usize) {
        if at < done {
            continue;
        }
        let line = text[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let label = text[line..at].trim_end().to_ascii_lowercase();
        if label != "content-transfer-encoding:" || !is_text(text, line) {
            continue;
        }
        let Some(span) = body(document, at) else { continue };
        done = (span.end - document.span.start) as usize;
        if says_more(document.text(span)) {
            see(HiddenKind::EncodedPart, span);
        }
    }
}

/// Whether the header with the line at `line` gives a text type, or none.
fn is_text(text: &str, line: usize) -> bool {
    let back = text.ceil_char_boundary(line.saturating_sub(HEAD));
    let before = &text[back..line];
    let head_start = before.rfind("\n\n").or_else(|| before.rfind("\n\r\n")).map_or(back, |at| back + at);
    let reach = text.floor_char_boundary((line + HEAD).min(text.len()));
    let behind =
        text[line..reach].split("\n\n").next().and_then(|head| head.split("\n\r\n").next()).unwrap_or_default();
    let head = [&text[head_start..line], behind].concat().to_ascii_lowercase();
    // The head of the part follows the line that bounds it.
    let own = head.rsplit("\n--").next().unwrap_or(&head);
    !own.contains("content-type:") || own.contains("content-type: text/") || own.contains("content-type:text/")
}

fn body(document: &Document<'_>, at: usize) -> Option<Span> {
    let text = document.text(document.span);
    let reach = text.floor_char_boundary((at + HEAD).min(text.len()));
    let head = ["\n\n", "\n\r\n"].iter().filter_map(|end| Some(text[at..reach].find(end)? + end.len())).min()?;
    let start = at + head;
    let lines =
        text[start..].split_inclusive('\n').take_while(|line| !line.trim().is_empty() && !line.starts_with("--"));
    let length: usize = lines.map(str::len).sum();
    let span = Span::new(
        (document.span.start as usize + start) as u32,
        (document.span.start as usize + start + length) as u32,
    );
    Some(trim(document.source.text(), span)).filter(|span| !span.is_empty())
}

fn says_more(body: &str) -> bool {
    let run: String = body.split_whitespace().collect();
    let Ok(bytes) = STANDARD.decode(run) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= LETTERS && letters * 2 > text.chars().count() && !MARKS.iter().any(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use crate::document::exposure::hidden::HiddenKind::EncodedPart;
    use crate::document::exposure::hidden::tests::of;

    /// A message of two parts, the second of `kind` and in base64.
    fn message(first: &str, kind: &str, second: &str) -> String {
        format!(
            "From: desk\nSubject: visit\nContent-Type: multipart/alternative; boundary=xyz\n\n--xyz\nContent-Type: \
             text/plain\n\n{first}\n--xyz\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{second}\n--xyz--\n"
        )
    }

    // printf 'The minister met Jane Fictive in the evening.' | base64
    const WHOLE: &str = "VGhlIG1pbmlzdGVyIG1ldCBKYW5lIEZpY3RpdmUgaW4gdGhlIGV2ZW5pbmcu";

    #[test]
    fn a_copy_of_what_was_redacted_is_found() {
        let redacted = "The minister met XXXXXXXXXXXX in the evening.";
        assert_eq!(of(EncodedPart, &message(redacted, "text/html; charset=utf-8", WHOLE)), [WHOLE]);
        assert_eq!(of(EncodedPart, &message(redacted, "text/html", WHOLE).replace('\n', "\r\n")), [WHOLE]);
        assert_eq!(of(EncodedPart, &message(redacted, "text/html", WHOLE).replace("base64", "BASE64")), [WHOLE]);
    }

    #[test]
    fn other_parts_are_left_alone() {
        assert!(of(EncodedPart, &message("The minister met Jane.", "text/html", WHOLE)).is_empty());
        assert!(of(EncodedPart, &message("He met XXXXXXXXXXXX.", "image/png", WHOLE)).is_empty());
        // printf 'The minister met XXXXXXXXXXXX in the evening.' | base64
        let redacted = "VGhlIG1pbmlzdGVyIG1ldCBYWFhYWFhYWFhYWFggaW4gdGhlIGV2ZW5pbmcu";
        assert!(of(EncodedPart, &message("He met XXXXXXXXXXXX.", "text/html", redacted)).is_empty());
    }
}
