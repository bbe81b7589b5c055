//! Computes fingerprints of findings that survive editing: from the rule and the words around the finding, not its
//! position.
//!
//! Masked text counts as its mask even if it is revealed, so that a fingerprint does not depend on what is shown and
//! gives no bit of a secret away; equal findings are numbered.

use std::collections::HashMap;

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::mask::Masks;
use crate::source::{SourceFile, Span};

/// How many bytes of a finding's own text count; of a longer one, only its ends.
const OWN_TEXT: usize = 4096;

/// Makes the fingerprints of one file.
pub(super) struct Fingerprints<'f> {
    source: &'f SourceFile,
    masks: &'f Masks,
    seen: HashMap<u64, u64>,
    /// The line looked at last. Findings come in order, so each line is read once, however many it has.
    line: Option<(Span, u64)>,
}

impl<'f> Fingerprints<'f> {
    pub(super) fn new(source: &'f SourceFile, masks: &'f Masks) -> Fingerprints<'f> {
        Fingerprints { source, masks, seen: HashMap::new(), line: None }
    }

    /// The fingerprint of the finding of `rule` at `span`. Equal findings are distinguished by the order of the calls.
    pub(super) fn next(&mut self, rule: &str, span: Span) -> String {
        let line = self.line(span.start);
        let own = self.masks.folded_ends(self.source, span, OWN_TEXT);
        let content = xxh3_64(format!("{rule}\0{own}\0{line:016x}").as_bytes());
        let occurrence = self.seen.entry(content).or_default();
        let fingerprint = xxh3_64_with_seed(&content.to_le_bytes(), *occurrence);
        *occurrence += 1;
        format!("{fingerprint:016x}")
    }

    fn line(&mut self, offset: u32) -> u64 {
        let span = self.source.line(offset);
        match self.line {
            Some((known, hash)) if known == span => hash,
            _ => {
                let hash = xxh3_64(self.masks.folded(self.source, span).as_bytes());
                self.line = Some((span, hash));
                hash
            }
        }
    }
}

/// Whether `word` can be a fingerprint: 16 hexadecimal digits, in lower case.
pub fn is_fingerprint(word: &str) -> bool {
    word.len() == 16 && word.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    /// The fingerprint of a finding in a line whose fifth to ninth letters are masked.
    fn name(text: &str) -> String {
        let source = source::read("x", text.as_bytes().to_vec()).expect("readable");
        let secret = Span::new(4, 8);
        Fingerprints::new(&source, &Masks::new([secret])).next("a-rule", secret)
    }

    #[test]
    fn no_bit_depends_on_what_is_masked() {
        assert_eq!(name("met Jane."), name("met John."));
        assert_ne!(name("met Jane."), name("saw Jane."));
    }

    #[test]
    fn equal_findings_are_told_apart_by_their_order() {
        let source = source::read("x", b"a b a b".to_vec()).expect("readable");
        let masks = Masks::default();
        let mut fingerprints = Fingerprints::new(&source, &masks);
        assert_ne!(fingerprints.next("a-rule", Span::new(0, 1)), fingerprints.next("a-rule", Span::new(4, 5)));
    }
}
