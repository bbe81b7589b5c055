//! Folds the findings of one file that say the same over and over, so that a report cannot outgrow its file.
//!
//! A megabyte can hold a hundred thousand portions with one fault, each of which takes a kilobyte of a report. The first
//! are listed, and the others counted in the one behind them.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::Finding;
use crate::diagnostic::Severity;

/// So many findings of one rule that say the same are listed of a file.
pub const MOST_ALIKE: usize = 1_000;
/// So many findings of one rule are listed of a file, whatever they say.
pub const MOST_OF_RULE: usize = 10_000;

/// What findings that become one have in common: how they count, and the rule.
type Kind = (String, Severity, bool, bool);

/// The findings of one file, of which those that say what many others say become one of each kind.
#[derive(Default)]
pub struct Fold {
    kept: Vec<Finding>,
    /// How many there are of each rule, severity and message, by hash.
    alike: HashMap<u64, usize>,
    of_rule: HashMap<(String, Severity), usize>,
    /// Where the finding is that stands for others, and the row of the last of them.
    folded: BTreeMap<Kind, (usize, u32)>,
}

impl Fold {
    /// Adds the next finding of the file, which must be marked as suppressed if it is.
    pub fn add(&mut self, finding: Finding) {
        let hash = BuildHasherDefault::<DefaultHasher>::default();
        let alike = hash.hash_one((&finding.code, finding.severity as u8, &finding.message));
        let alike = self.alike.entry(alike).or_default();
        *alike += 1;
        let repeated = *alike > MOST_ALIKE;
        let of_rule = self.of_rule.entry((finding.code.clone(), finding.severity)).or_default();
        *of_rule += 1;
        if !repeated && *of_rule <= MOST_OF_RULE {
            self.kept.push(finding);
            return;
        }
        let kind = (finding.code.clone(), finding.severity, finding.fix.is_some(), finding.suppression.is_some());
        let row = finding.location.row;
        let next = self.kept.len();
        let (at, last) = self.folded.entry(kind).or_insert((next, row));
        *last = row;
        if *at == next {
            self.kept.push(finding);
        } else {
            self.kept[*at].more += 1;
        }
    }

    /// What is to be reported, in order.
    pub fn finish(mut self) -> Vec<Finding> {
        for &(at, row) in self.folded.values() {
            let finding = &mut self.kept[at];
            if finding.more > 0 {
                finding.notes.push(format!(
                    "{} more like this are not listed, the last in line {row}: the report has the first {MOST_ALIKE} of a file \
                     that say the same",
                    finding.more
                ));
            }
        }
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CHECKS;
    use crate::finding::{Showing, resolve};
    use crate::render::Summary;
    use crate::rule::RuleSet;

    fn folded(paragraphs: usize) -> Vec<Finding> {
        let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
        let text = format!("CONFIDENTIAL\n\n{}CONFIDENTIAL\n", "(S) Text.\n\n".repeat(paragraphs));
        let source = crate::source::read("memo.txt", text.into_bytes()).expect("a text");
        let mut fold = Fold::default();
        let found = resolve(&source, &crate::lint(&source, &rules), &rules, Showing::default());
        found.into_iter().for_each(|finding| fold.add(finding));
        let of_rule = fold.finish().into_iter().filter(|finding| finding.code == "portion-outranks-banner");
        of_rule.collect()
    }

    #[test]
    fn what_a_file_says_too_often_is_counted_and_not_lost() {
        let listed = folded(MOST_OF_RULE + 500);
        assert!(listed.len() <= MOST_OF_RULE + 1, "{}", listed.len());
        let mut summary = Summary::default();
        listed.iter().for_each(|finding| summary.count(finding));
        assert_eq!(summary.errors, MOST_OF_RULE + 500);
        let last = listed.last().expect("findings");
        assert!(last.more > 0 && last.notes.iter().any(|note| note.contains("more like this")), "{:?}", last.notes);
        // As many as are listed are listed whole.
        assert!(folded(MOST_ALIKE).iter().all(|finding| finding.more == 0 && finding.notes.is_empty()));
    }
}
