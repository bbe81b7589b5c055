//! Runs the example documents in rule packs, which are documentation and tests at once.
//!
//! Below a line of an example, a line of carets and a rule name says that this rule must fire at the text above the
//! carets: `   ^^^ portion-outranks-banner`. A tab before them is one character, as in that text. These lines are
//! removed before linting; a document line of that form begins its carets with a backslash.

use std::sync::Arc;

use jiff::civil::Date;

use crate::document::{Profile, Style};
use crate::source::Span;
use crate::source::hidden::HiddenKind;
use crate::source::mistake::TomlFile;
use crate::source::packed::Packing;
use crate::source::{self, SourceFile, Unreadable};

/// That a rule must fire at some bytes of an example.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expectation {
    /// The bytes, in [`Example::text`].
    pub span: Span,
    /// The rule.
    pub rule: String,
}

/// How the document of an example is spelled in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ExampleEncoding {
    /// As it is in the pack.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// One byte a character, for rules about files that are not UTF-8.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// UTF-16, little end first, with a byte-order mark; U+FFFD stands for half of a surrogate pair.
    #[serde(rename = "utf-16")]
    Utf16,
}

/// One document of a rule, without its expectations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// The document.
    pub text: String,
    /// Its file name, which determines its kind.
    pub name: String,
    /// How it is spelled in bytes.
    pub encoding: ExampleEncoding,
    /// What kind of document it is taken for; `None` is to be read from the text.
    pub profile: Option<Profile>,
    /// Today, for rules that ask.
    pub as_of: Option<Date>,
    /// Names that must not be released, for rules that watch for them.
    pub watch_list: Vec<String>,
    /// When it was written, where its text does not say.
    pub date: Option<Date>,
    /// Whose marking habits it follows, where its text does not say.
    pub style: Option<Style>,
    /// A marking register of its own.
    pub register: Option<Arc<TomlFile>>,
    /// How its last line is hidden, as in a file that is not text.
    pub hidden: Option<HiddenKind>,
    /// The other documents of its set, for rules that compare them.
    pub set: Vec<String>,
    /// Whether the rule must be silent about it.
    pub good: bool,
    /// What must be found, in order.
    pub expected: Vec<Expectation>,
}

impl Example {
    /// Takes the expectations out of `text`. Carets count characters of the line above.
    ///
    /// # Errors
    ///
    /// What is wrong with an expectation, or that a bad example has none or a good one has some.
    pub fn parse(text: &str, name: String, good: bool) -> Result<Example, String> {
        let (mut kept, mut expected) = (String::with_capacity(text.len()), Vec::new());
        let mut above = 0;
        for line in text.split_inclusive('\n') {
            match expectation(line) {
                Some((columns, rule)) => {
                    let end = kept.trim_end_matches(['\n', '\r']).len();
                    let span = columns_of(&kept[above..end.max(above)], &columns)
                        .ok_or_else(|| format!("the carets for `{rule}` extend beyond the line above them"))?;
                    let span = Span::new(span.start + above as u32, span.end + above as u32);
                    expected.push(Expectation { span, rule: rule.to_owned() });
                }
                None => {
                    above = kept.len();
                    kept.push_str(&unescape(line));
                }
            }
        }
        match (good, expected.is_empty()) {
            (true, false) => Err("a good example expects no finding; write it as `bad`".to_owned()),
            (false, true) => {
                Err("a bad example needs a line such as `^^^ rule-name` below the text that is wrong".to_owned())
            }
            _ => {
                expected.sort();
                Ok(Example { text: kept, name, good, expected, ..Example::default() })
            }
        }
    }

    /// The document as a file that was read.
    pub(crate) fn source(&self) -> Result<SourceFile, Unreadable> {
        let Some(kind) = self.hidden else { return source::read(self.name.as_str(), self.bytes()) };
        let last = self.text.trim_end().rfind('\n').map_or(0, |at| at + 1);
        let mut packing = Packing::default();
        packing.page(1);
        packing.put(&self.text[..last]);
        packing.hide(kind, &self.text[last..], None, (kind == HiddenKind::Covered).then_some(100));
        let (text, packed) = packing.finish();
        SourceFile::unpacked(self.name.as_str(), text, packed)
    }

    /// The documents of its set as files, itself first.
    pub(crate) fn sources(&self) -> Result<Vec<SourceFile>, Unreadable> {
        let other = |(number, text): (usize, &String)| {
            source::read(format!("other-{}.txt", number + 1), text.clone().into_bytes())
        };
        std::iter::once(self.source()).chain(self.set.iter().enumerate().map(other)).collect()
    }

    /// The document as a file.
    fn bytes(&self) -> Vec<u8> {
        match self.encoding {
            ExampleEncoding::Utf8 => self.text.clone().into_bytes(),
            ExampleEncoding::Utf16 => {
                let units = self.text.encode_utf16().map(|unit| if unit == 0xFFFD { 0xD800 } else { unit });
                std::iter::once(0xFEFF).chain(units).flat_map(u16::to_le_bytes).collect()
            }
            ExampleEncoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(&self.text).0.into_owned(),
        }
    }
}

/// The bytes of `line` that the carets cover; carets after its last character stand for the empty span at its end.
fn columns_of(line: &str, columns: &std::ops::Range<usize>) -> Option<Span> {
    let mut bounds = line.char_indices().map(|(at, _)| at).chain([line.len()]);
    let start = bounds.nth(columns.start)?;
    let end = if start == line.len() { start } else { bounds.nth(columns.len() - 1)? };
    Some(Span::new(start as u32, end as u32))
}

/// The columns, from 0, and the rule name of an expectation line.
fn expectation(line: &str) -> Option<(std::ops::Range<usize>, &str)> {
    let carets = line.trim_start_matches([' ', '\t']);
    let start = line.len() - carets.len();
    let rule = carets.trim_start_matches('^');
    let width = carets.len() - rule.len();
    let rule = rule.trim();
    let name = !rule.is_empty() && rule.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (width > 0 && name).then_some((start..start + width, rule))
}

fn unescape(line: &str) -> String {
    match line.trim_start_matches([' ', '\t']).strip_prefix("\\^") {
        Some(_) => line.replacen("\\^", "^", 1),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_are_taken_out_and_point_at_the_line_above() {
        let example = Example::parse("é (S) x\n  ^^^ a-rule\n  ^ b-rule\ny\n", "x".into(), false).expect("valid");
        assert_eq!(example.text, "é (S) x\ny\n");
        let found: Vec<_> = example.expected.iter().map(|e| (&example.text[e.span.range()], e.rule.as_str())).collect();
        assert_eq!(found, [("(", "b-rule"), ("(S)", "a-rule")]);
    }

    #[test]
    fn a_tab_before_the_carets_is_a_character() {
        let example = Example::parse("\ta (S)\n\t  ^^^ a-rule\nab\n\t^ b-rule\n", "x".into(), false).expect("valid");
        let found: Vec<_> = example.expected.iter().map(|e| (&example.text[e.span.range()], e.rule.as_str())).collect();
        assert_eq!(found, [("(S)", "a-rule"), ("b", "b-rule")]);
        assert!(Example::parse("ab\n\t\t\t^ a-rule\n", "x".into(), false).is_err(), "they reach beyond the line");
        assert_eq!(Example::parse("x\n\t\\^ a-rule\n", "x".into(), true).expect("valid").text, "x\n\t^ a-rule\n");
    }

    #[test]
    fn a_backslash_keeps_a_line_of_carets() {
        let example = Example::parse("x\n \\^^^ not-a-rule\n", "x".into(), true).expect("valid");
        assert_eq!(example.text, "x\n ^^^ not-a-rule\n");
    }

    #[test]
    fn carets_beyond_the_line_are_refused() {
        assert!(Example::parse("x\n   ^^ a-rule\n", "x".into(), false).is_err());
    }
}
