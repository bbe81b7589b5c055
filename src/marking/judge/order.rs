//! Checks the order of fields, and of controls inside their field.

use super::Court;
use crate::marking::fault::Fault;
use crate::marking::model::{Category, MarkingToken, Owner};

impl Court<'_> {
    pub(super) fn judge_order(&mut self) {
        let fields: Vec<Category> = self
            .reading
            .fields
            .iter()
            .map(|(category, _)| *category)
            .filter(|each| *each != Category::Unknown)
            .collect();
        if !fields.is_sorted() {
            let cui = fields.contains(&Category::Cui) && self.marking.owner != Owner::Cui;
            let rule = if cui { "cui-out-of-place" } else { "categories-out-of-order" };
            self.fault(Fault::new(rule, self.reading.body.clone()).guess());
        }
        self.judge_field(Category::CuiCategory, "cui-categories-out-of-order", |token| {
            (token.order, token.name.clone())
        });
        if self.marking.owner == Owner::Cui {
            let form = |token: &MarkingToken| self.form(Category::Dissemination, &token.name).to_uppercase();
            if !self.tokens(Category::Dissemination).map(form).is_sorted() {
                self.fault_field(Category::Dissemination, "cui-controls-out-of-order");
            }
            return;
        }
        // Control systems sort by name, digits first (Manual A.6, H.4 p61).
        let system = |token: &MarkingToken| token.name.split('-').next().map(str::to_owned);
        self.judge_field(Category::Sci, "control-systems-out-of-order", system);
        self.judge_field(Category::AtomicEnergy, "atomic-energy-out-of-order", |token| token.order);
        self.judge_field(Category::Dissemination, "dissemination-controls-out-of-order", |token| token.order);
        self.judge_field(Category::NonIc, "non-ic-controls-out-of-order", |token| token.order);
    }

    fn judge_field<K: PartialOrd>(&mut self, category: Category, rule: &'static str, key: impl Fn(&MarkingToken) -> K) {
        if !self.tokens(category).map(key).is_sorted() {
            self.fault_field(category, rule);
        }
    }

    fn tokens(&self, category: Category) -> impl Iterator<Item = &MarkingToken> {
        self.reading.tokens.iter().filter(move |token| token.category == category)
    }

    /// A fault on the whole field, from its first to its last token.
    fn fault_field(&mut self, category: Category, rule: &'static str) {
        let spans = self.tokens(category).map(|token| token.span.clone());
        let Some(span) = spans.reduce(|all, each| all.start.min(each.start)..all.end.max(each.end)) else { return };
        self.fault(Fault::new(rule, span).guess());
    }
}
