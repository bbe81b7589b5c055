//! Recognizes documents of the programs before Office 2007, and encrypted ones, and says what to do with them.

/// How compound files begin (MS-CFB, 2.2).
const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Names of streams in compound files, and what to do with a file that has one.
const ADVICE: [(&str, &str); 6] = [
    ("EncryptedPackage", "it is encrypted: open it with its password, and save it without one"),
    ("WordDocument", "this is a document of Word 97 to 2003: save it as DOCX"),
    ("Workbook", "this is a workbook of Excel 97 to 2003: save it as XLSX"),
    ("PowerPoint Document", "this is a presentation of PowerPoint 97 to 2003: save it as PPTX"),
    ("__properties_version1.0", "this is a message of Outlook: save it as EML"),
    ("VisioDocument", "this is a drawing of Visio: save it as PDF"),
];

/// Whether a file is a compound file.
pub(super) fn is_old(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// Why a compound file is not read, and what to do with it.
pub(super) fn refused(bytes: &[u8]) -> Option<&'static str> {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    let known = ADVICE.iter().find(|(stream, _)| has(stream)).map(|(_, advice)| *advice);
    is_old(bytes).then(|| known.unwrap_or("this is an object of another program: check it in that program"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_documents_are_told_what_to_become() {
        let file = |stream: &str| {
            let name = stream.encode_utf16().flat_map(u16::to_le_bytes);
            [SIGNATURE.to_vec(), vec![0; 600], name.collect()].concat()
        };
        assert!(refused(&file("WordDocument")).is_some_and(|advice| advice.ends_with("save it as DOCX")));
        assert!(refused(&file("EncryptedPackage")).is_some_and(|advice| advice.contains("password")));
        assert!(refused(&file("Other")).is_some() && refused(b"PK\x03\x04").is_none());
    }
}
