//! Checks amounts in the brackets of a documentary edition: `[3½ lines not declassified]`.

use serde::Deserialize;

use crate::document::Document;
use crate::document::withheld::redaction::{Amount, Extent, MarkStyle};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports each amount that has the `fault`.
    "stated-amount": StatedAmount {
        /// What to look for.
        fault: Fault,
    }, facts ["mark"], edits, needs Release;
}

/// What can be wrong with an amount.
#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// There is none.
    Missing,
    /// Number and unit do not agree.
    Number,
    /// A fraction with a slash.
    Slash,
    /// Set upright where the others are set in italics.
    Upright,
}

impl Check for StatedAmount {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let marks = &document.redactions().marks;
        let set = |span: Span| document.text(span).contains("<hi ");
        // Plain text has lost its italics; where any are left, they count.
        let italics = matches!(self.fault, Fault::Upright) && marks.iter().any(|mark| set(mark.span));
        for mark in marks {
            let Some(extent) = mark.extent else { continue };
            let upright = || italics && mark.style == MarkStyle::Frus && !set(mark.span);
            match (self.fault, extent) {
                (Fault::Missing, Extent::Unstated) => _ = report.at(mark.span).fact("mark", mark.span),
                (Fault::Upright, _) if upright() => _ = report.at(mark.span).fact("mark", mark.span),
                (Fault::Number, Extent::Amount(first, second)) => {
                    [Some(first), second].iter().flatten().for_each(|it| disagreeing(document, mark.span, it, report));
                }
                (Fault::Slash, Extent::Amount(first, second)) => {
                    [Some(first), second].iter().flatten().for_each(|it| slashed(document, it, report));
                }
                _ => {}
            }
        }
    }
}

fn disagreeing(document: &Document<'_>, mark: Span, amount: &Amount, report: &mut Report<'_>) {
    if amount.plural != amount.is_singular() {
        return;
    }
    let word = document.text(amount.unit);
    let right = if amount.plural { word[..word.len() - 1].to_owned() } else { format!("{word}s") };
    report.at(amount.unit).fact("mark", mark).edit(amount.unit, right);
}

fn slashed(document: &Document<'_>, amount: &Amount, report: &mut Report<'_>) {
    let Some(fraction) = amount.fraction.filter(|_| amount.slashed) else { return };
    let finding = report.at(fraction).fact("mark", fraction);
    let sign = match document.text(fraction) {
        "1/4" => "¼",
        "1/2" => "½",
        "3/4" => "¾",
        "1/3" => "⅓",
        "2/3" => "⅔",
        _ => return,
    };
    // After a whole number the sign follows without a space.
    let blank = u32::from(amount.whole.is_some());
    finding.edit(Span::new(fraction.start - blank, fraction.end), sign);
}
