//! Converts pieces of a file to text and back, in the encoding of the file.

use std::borrow::Cow;

use super::{Encoding, Unreadable};

impl Encoding {
    /// The text that `bytes` spell; a byte-order mark among them is a character like any other.
    pub fn read(self, bytes: &[u8]) -> Cow<'_, str> {
        let spelling = match self {
            Encoding::Utf8 | Encoding::Utf8Bom => encoding_rs::UTF_8,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        };
        spelling.decode_without_bom_handling(bytes).0
    }

    /// The bytes that spell `text`; `None` if it holds a character that this encoding has no bytes for.
    pub fn spell(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Encoding::Utf8 | Encoding::Utf8Bom => Some(text.as_bytes().to_vec()),
            Encoding::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Encoding::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Encoding::Windows1252 => {
                let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
        }
    }
}

pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, Encoding, Option<u32>), Unreadable> {
    super::refuse::by_signature(&bytes)?;
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => {
            return Ok(decode_utf16(encoding_rs::UTF_16LE, rest, Encoding::Utf16Le));
        }
        [0xFE, 0xFF, rest @ ..] => {
            return Ok(decode_utf16(encoding_rs::UTF_16BE, rest, Encoding::Utf16Be));
        }
        _ => {}
    }
    super::refuse::by_content(&bytes)?;
    let with_bom = bytes.starts_with(b"\xEF\xBB\xBF");
    match String::from_utf8(bytes) {
        Ok(mut text) if with_bom => {
            text.drain(..3);
            Ok((text, Encoding::Utf8Bom, None))
        }
        Ok(text) => Ok((text, Encoding::Utf8, None)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned();
            let before = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes[..valid]).0.len();
            Ok((text, Encoding::Windows1252, Some(before as u32)))
        }
    }
}

/// What is not UTF-16, a lone surrogate or half a unit at the end, decodes to a replacement character.
fn decode_utf16(
    spelling: &'static encoding_rs::Encoding,
    bytes: &[u8],
    encoding: Encoding,
) -> (String, Encoding, Option<u32>) {
    let (text, broken) = spelling.decode_without_bom_handling(bytes);
    let first = text.find(char::REPLACEMENT_CHARACTER).filter(|_| broken).map(|at| at as u32);
    (text.into_owned(), encoding, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spelt_reads_the_same() {
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252] {
            let bytes = encoding.spell("né €").expect("all have these");
            assert_eq!(encoding.read(&bytes), "né €", "{encoding:?}");
        }
        assert_eq!(Encoding::Windows1252.spell("机"), None);
    }
}
