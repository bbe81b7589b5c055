//! Checks that a released document has a complete declassification notice.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::general::pattern::Pattern;
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::rule::check::{Check, Report};

checks! {
    "incomplete-notice": IncompleteNotice, facts ["notice"], needs Release;
    /// Reports each notice that names a day before the document was written.
    "notice-date" = notice_date, facts ["date", "written"], needs Release;
}

/// Reports the first notice of declassification in a document of whose notices none says what `needs` looks for; at
/// most as info if only the word is left of it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IncompleteNotice {
    /// What a notice must say.
    needs: Pattern,
}

impl Check for IncompleteNotice {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let notices = &document.redactions().release.notices;
        let complete = |document: &Document<'_>| {
            notices.iter().any(|notice| self.needs.regex().is_match(document.text(notice.whole)))
        };
        if let Some(first) = notices.first().filter(|_| !complete(document)) {
            let finding = report.at(first.span).fact("notice", first.span);
            if first.bare {
                finding.at_most(Severity::Info);
            }
        }
    }
}

fn notice_date(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(written) = document.dating.earliest else { return };
    for notice in &document.redactions().release.notices {
        if let Some((date, span)) = notice.date.filter(|(date, _)| *date < written) {
            report.at(span).fact("date", date).fact("written", written);
        }
    }
}
