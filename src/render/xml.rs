//! Writes XML for [`super::junit`] and [`super::checkstyle`]: quick-xml, plus the characters that XML cannot contain.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::name::QName;

use crate::source::visible;

/// A writer of indented XML that has written its first line.
pub(super) fn begin(out: &mut dyn Write) -> io::Result<Writer<&mut dyn Write>> {
    let mut writer = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(writer)
}

/// Ends what [`begin`] began.
pub(super) fn end(mut writer: Writer<&mut dyn Write>) -> io::Result<()> {
    writer.get_mut().write_all(b"\n")
}

/// An attribute. Line breaks and tabs are spelled out, since readers of XML make spaces of them.
pub(super) fn attribute<'a>(name: &'a str, value: &str) -> Attribute<'a> {
    let escaped = quick_xml::escape::escape(legal(value));
    let escaped = escaped.replace('\n', "&#10;").replace('\t', "&#9;");
    Attribute { key: QName(name), value: Cow::Owned(escaped) }
}

/// The text of an element.
pub(super) fn text(text: &str) -> BytesText<'static> {
    BytesText::from_escaped(quick_xml::escape::escape(legal(text)).into_owned())
}

/// `text` with a stand-in for each character that XML 1.0 has no way to hold (section 2.2 of the recommendation).
fn legal(text: &str) -> Cow<'_, str> {
    let illegal = |c: char| matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}');
    if !text.contains(illegal) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\u{FFFE}' | '\u{FFFF}' => shown.push(char::REPLACEMENT_CHARACTER),
            _ if illegal(character) => visible::push(&mut shown, character),
            _ => shown.push(character),
        }
    }
    Cow::Owned(shown)
}
