//! The order of fields, and of controls inside their field. Enters: tokens and fields as they stand. Leaves: a fault
//! per field out of order.

use super::Court;
use crate::marking::fault::Fault;
use crate::marking::model::{Category, Owner};

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
        if self.marking.owner == Owner::Cui {
            return self.judge_cui_order();
        }
        self.judge_field(Category::Sci, "control-systems-out-of-order", system);
        self.judge_field(Category::AtomicEnergy, "atomic-energy-out-of-order", order);
        self.judge_field(Category::Dissemination, "dissemination-controls-out-of-order", order);
        self.judge_field(Category::NonIc, "non-ic-controls-out-of-order", order);
        self.judge_field(Category::CuiCategory, "cui-categories-out-of-order", order_and_name);
    }

    fn judge_cui_order(&mut self) {
        self.judge_field(Category::CuiCategory, "cui-categories-out-of-order", order_and_name);
        let forms = self.tokens(Category::Dissemination).map(|token| self.form(Category::Dissemination, &token.name));
        let forms: Vec<_> = forms.map(|form| form.to_uppercase()).collect();
        if !forms.is_sorted() {
            self.fault_field(Category::Dissemination, "cui-controls-out-of-order");
        }
    }

    fn judge_field<K: PartialOrd>(&mut self, category: Category, rule: &'static str, key: fn(&str, u16) -> K) {
        let keys: Vec<K> = self.tokens(category).map(|token| key(&token.name, token.order)).collect();
        if !keys.is_sorted() {
            self.fault_field(category, rule);
        }
    }

    fn tokens(&self, category: Category) -> impl Iterator<Item = &crate::marking::Token> {
        self.reading.tokens.iter().filter(move |token| token.category == category)
    }

    /// A fault on the whole field, from its first to its last token.
    fn fault_field(&mut self, category: Category, rule: &'static str) {
        let spans = self.tokens(category).map(|token| token.span.clone());
        let Some(span) = spans.reduce(|all, each| all.start.min(each.start)..all.end.max(each.end)) else { return };
        self.fault(Fault::new(rule, span).guess());
    }
}

/// Control systems sort by name, digits first (Manual A.6, H.4 p61).
fn system(name: &str, _order: u16) -> String {
    name.split('-').next().unwrap_or(name).to_owned()
}

fn order(_name: &str, order: u16) -> u16 {
    order
}

fn order_and_name(name: &str, order: u16) -> (u16, String) {
    (order, name.to_owned())
}
