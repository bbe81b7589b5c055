//! Compares operating signals and channels with what they announce.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::Document;
use crate::rule::check::{Check, Report};

checks! {
    "correction-signal": CorrectionSignal;
    /// Reports the channel XYZ on a telegram that is relayed elsewhere than to RUEHWEB, or the reverse.
    "web-channel" = web_channel, facts ["channel"], labels ["routing"];
}

/// Reports the signal ZDS without a correction notice, or the reverse.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionSignal {
    /// Report a notice without the signal.
    #[serde(default)]
    reverse: bool,
}

impl Check for CorrectionSignal {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(group) = &document.date_time_group else { return };
        let signal = group.signals.iter().find(|signal| document.text(**signal) == "ZDS");
        let place = match (signal, document.corrections.first()) {
            (Some(signal), None) if !self.reverse => *signal,
            (None, Some(notice)) if self.reverse => *notice,
            _ => return,
        };
        report.at(place);
    }
}

fn web_channel(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(identifier), Some(routing)) = (document.identifier, &document.routing) else { return };
    let web = document.text(identifier.channel) == "XYZ";
    let relayed = routing.indicators.iter().any(|indicator| document.text(*indicator) != "RUEHWEB");
    if web == relayed && !routing.indicators.is_empty() {
        let finding = report.at(identifier.channel).fact("channel", identifier.channel);
        finding.related("routing", routing.span);
    }
}
