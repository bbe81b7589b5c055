//! Views of mail (RFC 5322, RFC 2045): headers as they stand, bodies decoded, each attachment a document of its own.
//!
//! Of alternatives the plain text is read. What stands in the file as it is keeps its places; a decoded letter has that
//! of the letters that encode it.

use mailparse::{MailHeaderMap, ParsedMail, parse_mail};

use super::nest::{Budget, Nest};
use super::{Beneath, Draft, View, html, is_packed, unpack};
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
    let worded = memchr::memmem::find(&text.as_bytes()[..HEAD.min(text.len())], b"=?").is_some();
    if !head.any(|line| says(line) || worded && encoded_word(line, 0).is_some()) {
        return None;
    }
    let mail = parse_mail(text.as_bytes()).ok()?;
    // Without its parts a multipart message is read as it stands.
    let apart = mail.ctype.mimetype.to_ascii_lowercase().starts_with("multipart/");
    let mut drawer = Drawer { text, source, draft: Draft::default(), budget: Budget::default() };
    let head = Span::new(0, drawer.place(mail.get_body_raw_bytes())?.start);
    let worded = encoded_word(&text[head.range()], 0).is_some();
    if mail.subparts.is_empty() && (apart || is_plain(&mail)) && !worded {
        return None;
    }
    drawer.head(head);
    drawer.part(&mail, 0);
    drawer.attachment(&mail, false);
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

/// Whether a part is one of those whose bodies are text, or of parts.
fn is_read(part: &ParsedMail<'_>) -> bool {
    let kind = part.ctype.mimetype.to_ascii_lowercase();
    ["text/", "message/", "multipart/"].iter().any(|read| kind.starts_with(read))
}

/// How deep parts lie in one another, at most.
const DEEPEST: usize = 16;

struct Drawer<'d> {
    text: &'d str,
    source: &'d SourceFile,
    draft: Draft,
    /// What may be unpacked of all attachments.
    budget: Budget,
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
            let from = self.draft.text.len();
            let chosen = plain.or_else(|| texts().last());
            chosen.into_iter().for_each(|part| self.part(part, depth + 1));
            let others = texts().filter(|part| !chosen.is_some_and(|chosen| std::ptr::eq(chosen, *part)));
            others.filter(|part| part.ctype.mimetype == "text/html").for_each(|part| self.other(part, from));
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
            self.attachment(inner, related);
        }
        if part.subparts.is_empty() && (kind.starts_with("text/") || kind.starts_with("message/")) {
            self.body(part, &kind, depth);
        }
    }

    /// Reads an attachment that is no text, if there is a reader for it, as a file of its own; says why not, but of
    /// signatures and of pictures that belong to a page.
    fn attachment(&mut self, part: &ParsedMail<'_>, related: bool) {
        if is_read(part) {
            return;
        }
        let kind = part.ctype.mimetype.to_ascii_lowercase();
        let bytes = part.get_body_raw().ok().filter(|bytes| is_packed(bytes));
        let Some((span, bytes)) = self.place(part.get_body_raw_bytes()).zip(bytes) else {
            if !related && !kind.ends_with("-signature") {
                self.draft.unread.push(format!("its attachment of type {kind} was not checked"));
            }
            return;
        };
        let name = name(part);
        let unpacked = Nest::new(&self.budget).inside().and_then(|nest| unpack(&bytes, nest));
        match unpacked
            .and_then(|(text, packed)| SourceFile::unpacked(format!("{}/{name}", self.source.name()), text, packed))
        {
            Ok(source) => {
                let packed = source.packed();
                let unread = packed.into_iter().flat_map(|packed| &packed.unread).map(|why| format!("{name}: {why}"));
                self.draft.unread.extend(unread);
                self.draft.beneath.push(Beneath { view: View::enclosed(source, &name, span), differs: true });
            }
            Err(error) => self.draft.unread.push(format!("{name}: {error}")),
        }
    }

    fn body(&mut self, part: &ParsedMail<'_>, kind: &str, depth: usize) {
        let Some(span) = self.place(part.get_body_raw_bytes()) else { return };
        let markup = kind == "text/html";
        match self.decoded(part, span) {
            Some(page) if markup => {
                self.begin_part(&name(part));
                self.draw(&page);
                self.begin_part("");
                self.lay_beneath(page, false);
            }
            Some(text) => {
                self.begin_part(&name(part));
                self.draft.append(text);
                self.begin_part("");
            }
            None if kind == "message/rfc822" => self.message(span, depth),
            None if markup => html::draw(self.text, span, &mut self.draft),
            None => self.draft.copy(self.text, span),
        }
    }

    /// Says that a part begins here that is spelled otherwise in the file; with an empty name, that it has ended.
    fn begin_part(&mut self, name: &str) {
        self.draft.parts.push((self.draft.text.len() as u32, name.into()));
    }

    /// A message in a message: its head as it stands, and its parts.
    fn message(&mut self, span: Span, depth: usize) {
        let text = self.text;
        let mail = parse_mail(&text.as_bytes()[span.range()]).ok();
        let parted = mail.and_then(|mail| Some((self.place(mail.get_body_raw_bytes())?, mail)));
        let Some((body, mail)) = parted else { return self.draft.copy(text, span) };
        self.head(Span::new(span.start, body.start));
        self.part(&mail, depth + 1);
    }

    /// A head as it stands, but for its encoded words (RFC 2047).
    fn head(&mut self, span: Span) {
        let inside = &self.text[span.range()];
        let mut at = 0;
        while let Some(word) = encoded_word(inside, at) {
            // Blanks between two of them belong to neither.
            if at == 0 || !inside[at..word.place.start as usize].trim().is_empty() {
                self.draft.copy(self.text, span.part(at, word.place.start as usize - at));
            }
            let data = span.part(word.data.start as usize, word.data.len() as usize);
            let bytes = if word.base64 { base64(self.text, data) } else { quoted_printable(self.text, data) };
            let blank = |(byte, place)| (if byte == b'_' && !word.base64 { b' ' } else { byte }, place);
            let bytes: Vec<(u8, Span)> = bytes.into_iter().map(blank).collect();
            self.draft.append(letters(word.charset, &bytes));
            at = word.place.end as usize;
        }
        self.draft.copy(self.text, span.part(at, inside.len() - at));
    }

    /// What the body of a part at `span` spells, if it stands otherwise in the file.
    fn decoded(&self, part: &ParsedMail<'_>, span: Span) -> Option<Draft> {
        let bytes = match &*encoding(part) {
            "base64" => base64(self.text, span),
            "quoted-printable" => quoted_printable(self.text, span),
            _ => return None,
        };
        Some(letters(&part.ctype.charset, &bytes))
    }

    /// Adds what a browser shows of a page.
    fn draw(&mut self, page: &Draft) {
        let mut drawn = Draft::default();
        html::draw(&page.text, Span::new(0, page.text.len() as u32), &mut drawn);
        let place = |at: u32| page.pieces[page.pieces.partition_point(|piece| piece.view <= at).max(1) - 1].file;
        let chars: Vec<(usize, char)> = drawn.text.char_indices().collect();
        for (at, shown) in chars.into_iter().filter(|_| !page.pieces.is_empty()) {
            let piece = drawn.pieces[drawn.pieces.partition_point(|piece| piece.view <= at as u32).max(1) - 1];
            let there = if piece.verbatim { piece.file.start + at as u32 - piece.view } else { piece.file.start };
            self.draft.put(shown.encode_utf8(&mut [0; 4]), place(there));
        }
    }

    /// Keeps a page that some readers see instead of what was drawn since `from`.
    fn other(&mut self, part: &ParsedMail<'_>, from: usize) {
        let Some(span) = self.place(part.get_body_raw_bytes()) else { return };
        let page = self.decoded(part, span).unwrap_or_else(|| {
            let mut page = Draft::default();
            page.copy(self.text, span);
            page
        });
        let mut drawn = Draft::default();
        html::draw(&page.text, Span::new(0, page.text.len() as u32), &mut drawn);
        let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let differs = words(&drawn.text) != words(&self.draft.text[from..]);
        self.lay_beneath(page, differs);
    }

    /// Keeps a page whose markup may hold more than is drawn of it.
    fn lay_beneath(&mut self, page: Draft, differs: bool) {
        let source = self.source.spelled(page.text.clone(), "html");
        let view = View { source, encoded: true, ..page.view(self.source) };
        self.draft.beneath.push(Beneath { view, differs });
    }
}

/// What a part is called: an attachment by its file name.
fn name(part: &ParsedMail<'_>) -> String {
    let disposition = part.get_content_disposition();
    let named = disposition.params.get("filename").or_else(|| part.ctype.params.get("name"));
    named.map_or_else(|| "body".to_owned(), |name| format!("attachment {name}"))
}

/// The letters that bytes spell, each with where it is in the file.
fn letters(charset: &str, bytes: &[(u8, Span)]) -> Draft {
    let named = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
    // A byte-order mark says more than a name.
    let first: Vec<u8> = bytes.iter().take(3).map(|(byte, _)| *byte).collect();
    let (charset, mark) = encoding_rs::Encoding::for_bom(&first).unwrap_or((named, 0));
    let mut decoder = charset.new_decoder_without_bom_handling();
    let (mut draft, mut shown, mut from) = (Draft::default(), String::with_capacity(16), None);
    for (byte, place) in &bytes[mark..] {
        let from_here = *from.get_or_insert(place.start);
        shown.clear();
        let _ = decoder.decode_to_string(&[*byte], &mut shown, false);
        if !shown.is_empty() {
            // Lines end as they do in any other text.
            draft.put(if shown == "\r" { "" } else { &shown }, Span::new(from_here, place.end));
            from = None;
        }
    }
    draft
}

/// A word of a head in another alphabet: `=?utf-8?Q?=C3=89t=C3=A9?=`.
struct EncodedWord<'t> {
    place: Span,
    charset: &'t str,
    base64: bool,
    data: Span,
}

/// The first such word in `text` from `from` on.
fn encoded_word(text: &str, from: usize) -> Option<EncodedWord<'_>> {
    text[from..].match_indices("=?").find_map(|(at, _)| {
        let start = from + at;
        let (charset, rest) = text[start + 2..].split_once('?')?;
        let (kind, rest) = rest.split_once('?')?;
        let base64 = match kind {
            "B" | "b" => true,
            "Q" | "q" => false,
            _ => return None,
        };
        let data = text.len() - rest.len();
        let end = data + rest.find("?=")?;
        let plain = !charset.contains(char::is_whitespace) && !text[data..end].contains(char::is_whitespace);
        let place = Span::new(start as u32, end as u32 + 2);
        plain.then_some(EncodedWord { place, charset, base64, data: Span::new(data as u32, end as u32) })
    })
}

/// The bytes that base64 spells, each with the letters in which it is.
fn base64(text: &str, span: Span) -> Vec<(u8, Span)> {
    let text = &text[span.range()];
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
    let text = &text[span.range()];
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
