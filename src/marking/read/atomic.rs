//! Parses Atomic Energy Act entries, such as `RD-CNWDI-SIGMA 14 20`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Reader, control};
use crate::marking::fault::Fault;
use crate::marking::model::Category;
use crate::marking::scope::MarkingKind;

/// The SIGMA categories in force (Manual H.6 p109); 1-5 and 9-13 are obsolete.
const CURRENT_SIGMA: [u16; 4] = [14, 15, 18, 20];

impl Reader<'_> {
    /// Reads an entry that begins with RD, FRD or another atomic energy token.
    pub(super) fn read_atomic(&mut self, at: &Range<usize>) -> Option<Category> {
        let word = self.up(at);
        if self.read_atomic_other(at) || self.read_orphan(at) {
            return Some(Category::AtomicEnergy);
        }
        let heads = ["FORMERLY RESTRICTED DATA", "RESTRICTED DATA", "FRD", "RD"];
        let head = heads.into_iter().find(|head| {
            word.strip_prefix(head)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-') || rest.starts_with(' '))
        })?;
        let (entry, form) = self.register.control(head)?;
        let formerly = entry.name == "FRD";
        let head_at = at.start..at.start + head.len();
        let energy = &mut self.marking.atomic_energy;
        let known = if formerly { &mut energy.frd } else { &mut energy.rd };
        if std::mem::replace(known, true) {
            self.fault(Fault::new("duplicate-marking-token", at.clone()).fact("token", word));
        }
        self.token(entry, head_at.clone(), form);
        let mut start = head_at.end;
        for suffix in word[head.len()..].split_inclusive('-') {
            let span = self.trim(start..start + suffix.trim_end_matches('-').len());
            start += suffix.len();
            if !span.is_empty() {
                self.read_suffix(span, formerly);
            }
        }
        Some(Category::AtomicEnergy)
    }

    /// DCNI, UCNI, TFNI and what a user's register adds.
    fn read_atomic_other(&mut self, at: &Range<usize>) -> bool {
        let Some((entry, form)) = self.register.control(self.up(at)) else { return false };
        if entry.category != Category::AtomicEnergy
            || ["RD", "FRD", "RD-CNWDI", "RD-SG", "FRD-SG"].contains(&&*entry.name)
        {
            return false;
        }
        self.token(entry, at.clone(), form);
        self.marking.atomic_energy.others.insert(control(entry));
        true
    }

    /// `CNWDI` or `SIGMA 14` without RD or FRD in front.
    fn read_orphan(&mut self, at: &Range<usize>) -> bool {
        let word = self.up(at);
        let sigma = sigma_numbers(word).is_some();
        if word != "CNWDI" && !sigma {
            return false;
        }
        let energy = &self.marking.atomic_energy;
        let parents = [energy.rd, energy.frd];
        if parents == [false, false] {
            let fault = Fault::new("weapon-data-without-parent", at.clone()).fact("token", word);
            self.fault(if sigma { fault } else { fault.suggest("RD-CNWDI") });
            self.marking.atomic_energy.rd = true;
        } else {
            let separator = at.start.saturating_sub(1)..at.start;
            self.fault(Fault::new("wrong-category-separator", separator).fact("right", "-").guess());
        }
        self.read_suffix(at.clone(), parents == [false, true]);
        true
    }

    fn read_suffix(&mut self, at: Range<usize>, formerly: bool) {
        let word = self.up(&at);
        if let Some(numbers) = sigma_numbers(word) {
            return self.read_sigma(at.clone(), numbers, formerly);
        }
        if !["CNWDI", "N", "CRITICAL NUCLEAR WEAPON DESIGN INFORMATION"].contains(&word) {
            return self.fault(Fault::new("unknown-marking-token", at).fact("token", word));
        }
        if word == "N" {
            self.fault(Fault::new("unusual-token-spelling", at.clone()).fact("token", word).suggest("CNWDI"));
        }
        if formerly {
            return self.fault(Fault::new("weapon-design-under-frd", at));
        }
        self.marking.atomic_energy.cnwdi = true;
        self.note(Category::AtomicEnergy, "RD-CNWDI".to_owned(), 6001, at);
    }

    fn read_sigma(&mut self, at: Range<usize>, numbers: &str, formerly: bool) {
        let (name, order) = if formerly { ("FRD-SG", 6011) } else { ("RD-SG", 6002) };
        if let Some(entry) = self.register.entry(Category::AtomicEnergy, name) {
            // SG belongs to portions, SIGMA to banners: the token judges the form, the number list is free.
            let (rule, word, right) = match self.kind {
                MarkingKind::Banner => ("portion-form-in-banner", "SG", "SIGMA"),
                MarkingKind::Portion => ("banner-form-in-portion", "SIGMA", "SG"),
            };
            if self.up(&at).starts_with(word) {
                let word_at = at.start..at.start + word.len();
                self.fault(Fault::new(rule, word_at).fact("token", word).suggest(right));
            }
            self.note(Category::AtomicEnergy, entry.name.clone(), order, at.clone());
        }
        let parsed: Vec<Option<u16>> = numbers.split_whitespace().map(|number| number.parse().ok()).collect();
        let valid: Vec<u16> = parsed.iter().flatten().copied().filter(|number| (1..=99).contains(number)).collect();
        if valid.len() < parsed.len() || parsed.is_empty() {
            self.fault(Fault::new("invalid-sigma-number", at.clone()).fact("token", numbers));
        }
        if valid.iter().any(|number| !CURRENT_SIGMA.contains(number)) {
            self.fault(Fault::new("obsolete-sigma-number", at.clone()).fact("token", numbers));
        }
        if !valid.is_sorted() {
            let sorted: Vec<_> = valid.iter().collect::<BTreeSet<_>>().into_iter().map(ToString::to_string).collect();
            let head = self.up(&at).split(' ').next().unwrap_or("SIGMA");
            self.fault(
                Fault::new("sigma-numbers-out-of-order", at.clone()).suggest(format!("{head} {}", sorted.join(" "))),
            );
        }
        let field = &mut self.marking.atomic_energy;
        if formerly { &mut field.frd_sigma } else { &mut field.rd_sigma }.extend(valid);
    }
}

/// The numbers of `SIGMA 14 20` or `SG 14`.
fn sigma_numbers(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("SIGMA").or_else(|| word.strip_prefix("SG"))?;
    (rest.is_empty() || rest.starts_with(' ')).then_some(rest)
}
