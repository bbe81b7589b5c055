//! Views of mail (RFC 5322, RFC 2045): headers as they stand, bodies decoded, each attachment a document of its own.
//!
//! Of alternatives the plain text is read. What stands in the file as it is keeps its places; a decoded letter has that
//! of the letters that encode it.

use mailparse::{MailHeaderMap, ParsedMail, parse_mail};

use super::{Draft, View, html};
use crate::source::{SourceFile, Span};

/// Headers that only mail has; one of them begins a line of the head.
const SIGNS: [&str; 3] = ["mime-version:", "content-type:", "content-transfer-encoding:"];
/// The most bytes of a head that is looked at for them.
const HEAD: usize = 16 * 1024;

/// The view of a message whose head says how its body is spelled; `None` of any other file.
pub(super) fn view(source: &SourceFile) -> Option<View> {
    let text = source.text();
    let word = text.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    if word == 0 || text.as_bytes().get(word) != Some(&b':') {
        return None;
    }
    let head = &text[..text.floor_char_boundary(HEAD.min(text.len()))];
    let mut head = head.lines().take_while(|line| !line.trim().is_empty());
    let says = |line: &str| {
        SIGNS.iter().any(|sign| line.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign)))
    };
    if !head.any(says) {
        return None;
    }
    let mail = parse_mail(text.as_bytes()).ok()?;
    // Without its parts a multipart message is read as it stands.
    let apart = mail.ctype.mimetype.to_ascii_lowercase().starts_with("multipart/");
    if mail.subparts.is_empty() && (apart || is_plain(&mail)) {
        return None;
    }
    let mut drawer = Drawer { text, draft: Draft::default() };
    let head = Span::new(0, drawer.place(mail.get_body_raw_bytes())?.start);
    drawer.draft.copy(text, head);
    drawer.part(&mail, 0);
    drawer.draft.unread.extend(unread(&mail));
    Some(View { encoded: true, ..drawer.draft.view(source) })
}

/// How a part is spelled, in small letters.
fn encoding(part: &ParsedMail<'_>) -> String {
    part.headers.get_first_value("Content-Transfer-Encoding").unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether the body of a part stands in the file as it is.
fn is_plain(part: &ParsedMail<'_>) -> bool {
    let encoded = ["base64", "quoted-printable"].contains(&&*encoding(part));
    !encoded && part.ctype.mimetype.starts_with("text/") && part.ctype.mimetype != "text/html"
}

/// Why a part was not read, if it may hold text. A signature holds none.
fn unread(part: &ParsedMail<'_>) -> Option<String> {
    let kind = part.ctype.mimetype.to_ascii_lowercase();
    let read = ["text/", "message/", "multipart/"].iter().any(|read| kind.starts_with(read));
    (!read && !kind.ends_with("-signature")).then(|| format!("its attachment of type {kind} was not checked"))
}

/// How deep parts lie in one another, at most.
const DEEPEST: usize = 16;

struct Drawer<'d> {
    text: &'d str,
    draft: Draft,
}

trait Raw<'p> {
    fn get_body_raw_bytes(&self) -> &'p [u8];
}

impl<'p> Raw<'p> for ParsedMail<'p> {
    /// The body as it stands in the file: what is behind the head.
    fn get_body_raw_bytes(&self) -> &'p [u8] {
        let bytes = self.raw_bytes;
        let head = memchr::memmem::find(bytes, b"\n\n").map(|at| at + 2);
        let lines = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| at + 4);
        let start = head.into_iter().chain(lines).min().unwrap_or(0);
        // A part without any head begins with an empty line.
        let start = if bytes.starts_with(b"\n") { 1 } else { start };
        &bytes[start..]
    }
}

impl Drawer<'_> {
    /// Where a part of the text is.
    fn place(&self, bytes: &[u8]) -> Option<Span> {
        let start = (bytes.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start + bytes.len();
        let whole = end <= self.text.len() && self.text.is_char_boundary(start) && self.text.is_char_boundary(end);
        whole.then(|| Span::new(start as u32, end as u32))
    }

    /// Draws a part with those in it.
    fn part(&mut self, part: &ParsedMail<'_>, depth: usize) {
        if depth > DEEPEST {
            // Deeper parts are read as they stand, so that nothing in plain letters is lost.
            self.place(part.raw_bytes).into_iter().for_each(|span| self.draft.copy(self.text, span));
            self.draft.unread.push(format!("parts of this mail that are more than {DEEPEST} deep were not decoded"));
            return;
        }
        let kind = part.ctype.mimetype.to_ascii_lowercase();
        if kind == "multipart/alternative" {
            let texts = || part.subparts.iter();
            let plain = texts().find(|part| part.ctype.mimetype == "text/plain");
            plain.or_else(|| texts().last()).into_iter().for_each(|part| self.part(part, depth + 1));
            return;
        }
        for (index, inner) in part.subparts.iter().enumerate() {
            let related = kind == "multipart/related";
            let attached = index > 0 && !related;
            self.draft.end_line(0);
            if attached && (inner.ctype.mimetype.starts_with("text/") || inner.ctype.mimetype.starts_with("message/")) {
                self.draft.cuts.push(self.draft.text.len() as u32);
            }
            self.part(inner, depth + 1);
            self.draft.unread.extend(unread(inner).filter(|_| !related));
        }
        if part.subparts.is_empty() && (kind.starts_with("text/") || kind.starts_with("message/")) {
            self.body(part, &kind, depth);
        }
    }

    fn body(&mut self, part: &ParsedMail<'_>, kind: &str, depth: usize) {
        let Some(span) = self.place(part.get_body_raw_bytes()) else { return };
        let markup = kind == "text/html";
        match &*encoding(part) {
            "base64" => self.decoded(part, &base64(&self.text[span.range()], span), markup),
            "quoted-printable" => self.decoded(part, &quoted_printable(&self.text[span.range()], span), markup),
            _ if kind == "message/rfc822" => self.message(span, depth),
            _ if markup => html::draw(self.text, span, &mut self.draft),
            _ => self.draft.copy(self.text, span),
        }
    }

    /// A message in a message: its head as it stands, and its parts.
    fn message(&mut self, span: Span, depth: usize) {
        let text = self.text;
        let mail = parse_mail(&text.as_bytes()[span.range()]).ok();
        let parted = mail.and_then(|mail| Some((self.place(mail.get_body_raw_bytes())?, mail)));
        let Some((body, mail)) = parted else { return self.draft.copy(text, span) };
        self.draft.copy(text, Span::new(span.start, body.start));
        self.part(&mail, depth + 1);
    }

    /// Adds the letters that bytes spell, each with where it is in the file.
    fn decoded(&mut self, part: &ParsedMail<'_>, bytes: &[(u8, Span)], markup: bool) {
        let charset =
            encoding_rs::Encoding::for_label(part.ctype.charset.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
        let mut inner = Draft::default();
        let mut decoder = charset.new_decoder_without_bom_handling();
        let mut shown = String::with_capacity(16);
        let mut from = None;
        for (byte, place) in bytes.iter().filter(|(byte, _)| *byte != b'\r') {
            let from_here = *from.get_or_insert(place.start);
            shown.clear();
            let _ = decoder.decode_to_string(&[*byte], &mut shown, false);
            if !shown.is_empty() {
                inner.put(&shown, Span::new(from_here, place.end));
                from = None;
            }
        }
        if !markup {
            let shift = self.draft.text.len() as u32;
            self.draft
                .pieces
                .extend(inner.pieces.into_iter().map(|piece| super::Piece { view: piece.view + shift, ..piece }));
            self.draft.text.push_str(&inner.text);
            return;
        }
        let mut drawn = Draft::default();
        html::draw(&inner.text, Span::new(0, inner.text.len() as u32), &mut drawn);
        let place = |at: u32| inner.pieces[inner.pieces.partition_point(|piece| piece.view <= at).max(1) - 1].file;
        let chars: Vec<(usize, char)> = drawn.text.char_indices().collect();
        for (at, shown) in chars.into_iter().filter(|_| !inner.pieces.is_empty()) {
            let piece = drawn.pieces[drawn.pieces.partition_point(|piece| piece.view <= at as u32).max(1) - 1];
            let there = if piece.verbatim { piece.file.start + at as u32 - piece.view } else { piece.file.start };
            self.draft.put(shown.encode_utf8(&mut [0; 4]), place(there));
        }
    }
}

/// The bytes that base64 spells, each with the letters in which it is.
fn base64(text: &str, span: Span) -> Vec<(u8, Span)> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let (mut bytes, mut held, mut bits, mut last) = (Vec::with_capacity(text.len()), 0_u32, 0, 0);
    for (at, value) in text.bytes().enumerate().filter_map(|(at, byte)| Some((at, digit(byte)?))) {
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(((held >> bits) as u8, Span::new(span.start + last as u32, span.start + at as u32 + 1)));
        }
        last = at;
    }
    bytes
}

/// The bytes that quoted-printable spells, each with the letters for it (RFC 2045, section 6.7).
fn quoted_printable(text: &str, span: Span) -> Vec<(u8, Span)> {
    let bytes = text.as_bytes();
    let (mut shown, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let rest = &text[text.floor_char_boundary(at)..];
        let hex = rest.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let soft = ["=\r\n", "=\n"].into_iter().find(|end| rest.starts_with(end)).map(str::len);
        let len = match (bytes[at], soft, hex) {
            (b'=', Some(len), _) => len,
            (b'=', None, Some(byte)) => {
                shown.push((byte, span.part(at, 3)));
                3
            }
            (byte, ..) => {
                shown.push((byte, span.part(at, 1)));
                1
            }
        };
        at += len;
    }
    shown
}
