//! Reports damage in the bytes of a file.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::Document;
use crate::rule::check::{Check, Report};
use crate::source::{Encoding, Span};

checks! {
    "undecodable": Undecodable;
    /// Reports a file without any text.
    "empty-text" = empty_text;
}

/// Reports the first byte that the encoding of the file does not allow.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Undecodable {
    /// What the file was read as.
    read_as: ReadAs,
}

/// What a file was read as in spite of a byte that does not fit.
#[derive(Clone, Copy, Deserialize, JsonSchema, PartialEq)]
enum ReadAs {
    /// A file without a byte-order mark that is not UTF-8.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// A file whose byte-order mark says UTF-16.
    #[serde(rename = "utf-16")]
    Utf16,
}

impl Check for Undecodable {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let source = document.source;
        let read_as = if source.encoding() == Encoding::Windows1252 { ReadAs::Windows1252 } else { ReadAs::Utf16 };
        let here = |at: &u32| (document.span.start..document.span.end).contains(at);
        if let Some(at) = source.undecodable().filter(here).filter(|_| read_as == self.read_as) {
            let len = source.text()[at as usize..].chars().next().map_or(0, char::len_utf8) as u32;
            report.at(Span::new(at, at + len));
        }
    }
}

fn empty_text(document: &Document<'_>, report: &mut Report<'_>) {
    if document.source.text().trim().is_empty() {
        report.at(Span::at(0));
    }
}
