//! Finds parts of e-mail messages that say what was redacted in other parts: in base64, or as a page.
//!
//! Redacting the readable part leaves the copies that the mail program made (RFC 2045, section 6.8; RFC 2046, section
//! 5.1.4).

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mailparse::{MailHeaderMap, parse_headers};
use regex::Regex;

use super::{HiddenKind, See};
use crate::document::Document;
use crate::document::text::word::trim;
use crate::source::Span;

/// Letters that a part has at least, to be a copy of anything.
const LETTERS: usize = 16;
/// The most bytes before and after a line in which the rest of its head is.
const HEAD: usize = 2048;
/// Words in a part whose readable text was removed as well.
const MARKS: [&str; 5] = ["XXXX", "██", "=E2=96=88", "REDACTED", "redacted"];

/// The parts of `document` that only a machine reads, where something was removed for people.
pub(crate) fn read(document: &Document<'_>, see: See<'_>) {
    static HEAD_LINE: LazyLock<Regex> = LazyLock::new(|| {
        let lines = r"(?im)^content-(?:transfer-encoding:\s*base64|type:\s*text/html)";
        Regex::new(lines).expect("a valid pattern")
    });
    let text = document.text(document.span);
    // The pattern is compiled only where something is base64, or a copy of the text.
    let copied = text.contains("multipart/alternative");
    if !copied && !["e64", "E64"].iter().any(|end| text.contains(end)) {
        return;
    }
    if !HEAD_LINE.is_match(text) || !document.redactions().is_redacted() {
        return;
    }
    let mut done = 0;
    for at in HEAD_LINE.find_iter(text).map(|line| line.start()) {
        if at < done {
            continue;
        }
        let Some((body, encoded)) = body(text, at) else { continue };
        done = body.end as usize;
        let span = trim(document.source.text(), document.span.part(body.start as usize, body.len() as usize));
        let marked = || {
            let marks = &document.redactions().marks;
            let next = marks.partition_point(|mark| mark.span.start < span.start);
            marks.get(next).is_some_and(|mark| span.contains(mark.span))
        };
        let inside = document.text(span);
        if encoded && decoded(inside).is_some_and(|text| says_more(&text))
            || copied && !encoded && says_more(inside) && !marked()
        {
            see(HiddenKind::EncodedPart, span);
        }
    }
}

/// The body of the part of whose head `at` is, if the head says that it is text, or nothing; and whether it is base64.
fn body(text: &str, at: usize) -> Option<(Span, bool)> {
    let back = text.ceil_char_boundary(at.saturating_sub(HEAD));
    let lines = text[back..at].split_inclusive('\n').rev();
    // The head is behind an empty line, or the line that bounds the part.
    let head = lines.take_while(|line| !line.trim().is_empty() && !line.starts_with("--")).map(str::len).sum::<usize>();
    let reach = text.floor_char_boundary((at + HEAD).min(text.len()));
    let (headers, length) = parse_headers(&text.as_bytes()[at - head..reach]).ok()?;
    let kind = headers.get_first_value("Content-Type").unwrap_or_default().trim().to_ascii_lowercase();
    let start = at - head + length;
    if !(kind.is_empty() || kind.starts_with("text/")) || start < at {
        return None;
    }
    let encoding = headers.get_first_value("Content-Transfer-Encoding").unwrap_or_default();
    let encoded = encoding.trim().eq_ignore_ascii_case("base64");
    let lines = text[start..].split_inclusive('\n');
    let lines = lines.take_while(|line| !(line.starts_with("--") || encoded && line.trim().is_empty()));
    Some((Span::new(start as u32, (start + lines.map(str::len).sum::<usize>()) as u32), encoded))
}

fn decoded(body: &str) -> Option<String> {
    let run: String = body.split_whitespace().collect();
    STANDARD.decode(run).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether nothing was removed from `text`.
fn says_more(text: &str) -> bool {
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
    fn a_page_that_shows_what_the_text_cuts_is_found() {
        let redacted = "The minister met XXXXXXXXXXXX in the evening.";
        let page = |who: &str| format!("<p>The minister met {who}\nin the evening.</p>\n\n<p>She left.</p>");
        let plain = |who: &str| message(redacted, "text/html", &page(who)).replace("base64", "quoted-printable");
        assert_eq!(of(EncodedPart, &plain("Jane Fictive")), [page("Jane Fictive")]);
        for mark in ["XXXXXXXXXXXX", "[REDACTED B6]", "=E2=96=88=E2=96=88"] {
            assert!(of(EncodedPart, &plain(mark)).is_empty(), "{mark}");
        }
        assert!(of(EncodedPart, &plain("Jane Fictive").replace("XXXXXXXXXXXX", "Jane")).is_empty());
        assert!(of(EncodedPart, &plain("Jane Fictive").replace("alternative", "mixed")).is_empty());
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
