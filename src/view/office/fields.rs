//! Reads the codes of fields, and says which of them carry data that the page does not show.

use crate::register::vocabulary::WORDS;

/// The fields that are open at a place.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

#[derive(Debug, Default)]
struct Field {
    code: String,
    /// Whether what it shows has begun.
    shows: bool,
}

/// How many fields may be open in one another.
const DEEPEST: usize = 50;

impl Fields {
    /// Reads the beginning, the middle or the end of a field; the code of one that ends, and whether it shows nothing yet.
    pub(super) fn turn(&mut self, what: &str) -> Option<(String, bool)> {
        match what {
            "begin" if self.open.len() < DEEPEST => self.open.push(Field::default()),
            "separate" => self.open.last_mut()?.shows = true,
            "end" => return self.open.pop().map(|field| (field.code, !field.shows)),
            _ => {}
        }
        None
    }

    /// Whether text here is a part of a code.
    pub(super) fn is_code(&self) -> bool {
        self.open.iter().any(|field| !field.shows)
    }

    /// Adds to the code of the innermost field that shows nothing yet.
    pub(super) fn add(&mut self, text: &str) {
        if let Some(field) = self.open.iter_mut().rev().find(|field| !field.shows) {
            field.code.push_str(text);
        }
    }

    /// Whether a field shows the number of a page, or of all.
    pub(super) fn counts(code: &str) -> bool {
        let name = code.split_whitespace().next().unwrap_or_default();
        ["PAGE", "NUMPAGES", "SECTIONPAGES"].iter().any(|known| name.eq_ignore_ascii_case(known))
    }

    /// What the code of a field holds beside its name, if fields of that name carry data.
    pub(super) fn data(code: &str) -> Option<String> {
        let code = code.trim();
        let (name, rest) = code.split_once(char::is_whitespace).unwrap_or((code, ""));
        let carries = WORDS.office.fields.iter().any(|known| name.eq_ignore_ascii_case(known));
        let local = rest.contains("file:") || rest.contains(r"\\\\") || rest.contains(r"mailto:");
        let rest = rest.trim();
        (carries || name.eq_ignore_ascii_case("HYPERLINK") && local).then(|| rest.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_with_data_are_told_from_those_of_pages() {
        assert_eq!(
            Fields::data(r#" INCLUDETEXT "C:\\drafts\\varden.docx" "#).as_deref(),
            Some(r#""C:\\drafts\\varden.docx""#)
        );
        for code in ["PAGE", r#" TOC \o "1-3" "#, r#"HYPERLINK "https://example.com""#, "NUMPAGES  \\* MERGEFORMAT"] {
            assert_eq!(Fields::data(code), None, "{code}");
        }
    }

    #[test]
    fn a_field_inside_the_code_of_another_is_code() {
        let mut fields = Fields::default();
        fields.turn("begin");
        fields.add("IF ");
        fields.turn("begin");
        fields.add("MERGEFIELD Name");
        fields.turn("separate");
        assert!(fields.is_code());
        assert_eq!(fields.turn("end"), Some(("MERGEFIELD Name".to_owned(), false)));
        fields.turn("separate");
        assert!(!fields.is_code());
        assert_eq!(fields.turn("end"), Some(("IF ".to_owned(), false)));
        assert!(Fields::counts(" page \\* MERGEFORMAT") && !Fields::counts("PAGEREF x"));
    }
}
