//! Names for findings that survive editing: what is wrong and the words around it, never where it stands.
//!
//! Enters: findings of one file in order. Leaves: 16 hexadecimal digits each. Masked text enters as its mark even if it
//! is revealed, so that a fingerprint neither changes with what is shown nor lets a short secret be guessed. What baselines
//! keep must tell one secret from another, and counts a few bits of it.

use std::collections::HashMap;

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::mask::Masks;
use crate::source::{SourceFile, Span};

/// How many bytes of a finding's own text count; of a longer one, only its ends.
const OWN_TEXT: usize = 4096;

/// Values that what is masked may have in a fingerprint that is not exported. So few that a name or a number cannot be
/// found out from it by trying, and enough that another secret in its place hardly ever goes by unseen.
const CHECKS: u64 = 1 << 8;

/// The names of one finding.
pub(super) struct Names {
    /// Over masked text: tells nothing of what is masked.
    pub(super) exported: String,
    /// Counts what is masked as one of [`CHECKS`] values; `None` if nothing is masked there.
    pub(super) known: Option<String>,
}

/// Makes the fingerprints of one file.
pub(super) struct Fingerprints<'f> {
    source: &'f SourceFile,
    masks: &'f Masks,
    open: Masks,
    seen: HashMap<u64, u64>,
    /// The line looked at last, masked and not. Findings come in order, so each line is read once, however many it has.
    line: Option<(Span, [u64; 2])>,
}

impl<'f> Fingerprints<'f> {
    pub(super) fn new(source: &'f SourceFile, masks: &'f Masks) -> Fingerprints<'f> {
        Fingerprints { source, masks, open: Masks::default(), seen: HashMap::new(), line: None }
    }

    /// The names of the finding of `rule` at `span`. Equal findings are told apart by the order of the calls.
    pub(super) fn next(&mut self, rule: &str, span: Span) -> Names {
        let lines = self.lines(span.start);
        let content = |masks: &Masks, line: u64| {
            let own = masks.folded_ends(self.source, span, OWN_TEXT);
            xxh3_64(format!("{rule}\0{own}\0{line:016x}").as_bytes())
        };
        let masked = content(self.masks, lines[0]);
        let open = if self.masks.is_empty() { masked } else { content(&self.open, lines[1]) };
        let known = (open != masked).then(|| xxh3_64_with_seed(&masked.to_le_bytes(), u64::MAX - open % CHECKS));
        Names { exported: self.numbered(masked), known: known.map(|known| self.numbered(known)) }
    }

    /// The fingerprint of `content`, told from those of equal content.
    fn numbered(&mut self, content: u64) -> String {
        let occurrence = self.seen.entry(content).or_default();
        let fingerprint = xxh3_64_with_seed(&content.to_le_bytes(), *occurrence);
        *occurrence += 1;
        format!("{fingerprint:016x}")
    }

    fn lines(&mut self, offset: u32) -> [u64; 2] {
        let span = self.source.line(offset);
        match self.line {
            Some((known, hashes)) if known == span => hashes,
            _ => {
                let hash = |masks: &Masks| xxh3_64(masks.folded(self.source, span).as_bytes());
                let masked = hash(self.masks);
                let hashes = [masked, if self.masks.is_empty() { masked } else { hash(&self.open) }];
                self.line = Some((span, hashes));
                hashes
            }
        }
    }
}

/// Whether `word` can be a fingerprint: 16 hexadecimal digits, in small letters.
pub fn is_fingerprint(word: &str) -> bool {
    word.len() == 16 && word.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::source;

    /// The names of a finding in a line whose fifth to ninth letters are masked.
    fn names(text: &str) -> Names {
        let source = source::read("x", text.as_bytes().to_vec()).expect("readable");
        let secret = Span::new(4, 8);
        Fingerprints::new(&source, &Masks::new([secret])).next("a-rule", secret)
    }

    #[test]
    fn what_is_exported_does_not_depend_on_what_is_masked() {
        let (one, two) = (names("met Jane."), names("met John."));
        assert!(one.exported == two.exported && one.known.is_some() && one.known != two.known);
        assert_ne!(one.exported, names("saw Jane.").exported);
    }

    #[test]
    fn what_is_kept_says_hardly_anything_of_what_is_masked() {
        let kept: HashSet<Option<String>> = (1000..9000).map(|number| names(&format!("met {number}.")).known).collect();
        assert!((128..=256).contains(&kept.len()), "{}", kept.len());
    }

    #[test]
    fn equal_findings_are_told_apart_by_their_order() {
        let source = source::read("x", b"a b a b".to_vec()).expect("readable");
        let masks = Masks::default();
        let mut fingerprints = Fingerprints::new(&source, &masks);
        let first = fingerprints.next("a-rule", Span::new(0, 1));
        assert!(first.known.is_none() && first.exported != fingerprints.next("a-rule", Span::new(4, 5)).exported);
    }
}
