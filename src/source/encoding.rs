//! Converts pieces of a file to text and back, in the encoding of the file.

use std::borrow::Cow;

use super::Encoding;

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
