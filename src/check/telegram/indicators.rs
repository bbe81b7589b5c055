//! Compares routing indicators with the register: unknown ones, and those of another post.

use crate::document::telegram::transmission::is_routing_indicator;
use crate::document::{Document, Part};
use crate::register::posts::Indicator;
use crate::rule::check::{Check, Filled, Report};

checks! {
    /// Reports the first place of each routing indicator that the register does not list, in a range where it is meant
    /// to be complete.
    "unknown-indicator": UnknownIndicator {
        /// How the indicators of that range begin.
        prefixes: Filled<String>,
    }, facts ["indicator"];
    /// Reports an addressee whose indicator is that of other posts.
    "indicator-post" = indicator_post, facts ["indicator", "posts", "addressee"];
    /// Reports a DE line whose indicator is that of other posts than the sender.
    "filing-post" = filing_post, facts ["indicator", "posts", "from"], labels ["from"];
}

impl Check for UnknownIndicator {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut seen: Vec<&str> = Vec::new();
        document.each(Part::Indicator, &mut |span| {
            let text = document.text(span);
            let expected = self.prefixes.iter().any(|prefix| text.starts_with(prefix.as_str()));
            let unknown = expected && is_routing_indicator(text) && !document.registers.posts().knows(text);
            // A long list is looked through no further than a telegram is long.
            if unknown && seen.len() < 64 && !seen.contains(&text) {
                seen.push(text);
                report.at(span).fact("indicator", span).repaired(document.is_repaired(span));
            }
        });
    }
}

fn indicator_post(document: &Document<'_>, report: &mut Report<'_>) {
    for addressee in &document.addressees {
        let Some(span) = addressee.indicator else { continue };
        let (indicator, post) = (document.text(span), document.text(addressee.post));
        let Some(found) = document.registers.posts().other_than(indicator, post) else { continue };
        let finding = report.at(span).fact("indicator", span).fact("posts", listed(found));
        finding.fact("addressee", addressee.post).repaired(document.is_repaired(span));
    }
}

fn filing_post(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(filing), Some(from)) = (document.filing, document.from) else { return };
    let (span, sender) = (filing.indicator, document.text(from));
    if let Some(found) = document.registers.posts().other_than(document.text(span), sender) {
        let finding = report.at(span).fact("indicator", span).fact("posts", listed(found));
        finding.fact("from", from).related("from", from).repaired(document.is_repaired(span));
    }
}

/// Whom an indicator reaches, in words.
fn listed(indicator: &Indicator) -> String {
    indicator.addressees.join(" or ")
}
