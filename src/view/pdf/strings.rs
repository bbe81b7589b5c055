//! Reads the strings of a PDF that are meant for people.

use hayro_interpret::hayro_syntax::object::{Dict, Object, String as Bytes};

/// Decodes a text string: UTF-16, UTF-8, or the PDF's own encoding, which is Windows-1252 but for a few signs.
pub(super) fn decode(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => encoding_rs::UTF_8.decode_without_bom_handling(rest).0,
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\r' { ' ' } else { c }).collect()
}

/// The text under a key.
pub(super) fn text(dictionary: &Dict<'_>, key: &[u8]) -> Option<String> {
    let bytes = dictionary.get::<Bytes<'_>>(key)?;
    Some(decode(bytes.as_bytes())).filter(|text| !text.trim().is_empty())
}

/// The texts under a key that has one or a list of them.
pub(super) fn texts(dictionary: &Dict<'_>, key: &[u8]) -> Vec<String> {
    match dictionary.get::<Object<'_>>(key) {
        Some(Object::String(bytes)) => vec![decode(bytes.as_bytes())],
        Some(Object::Array(items)) => {
            items.iter::<Bytes<'_>>().take(1000).map(|bytes| decode(bytes.as_bytes())).collect()
        }
        _ => Vec::new(),
    }
}
