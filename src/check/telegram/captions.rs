//! Checks captions: those allowed only alone or in order, unknown ones, and their words in the subject.

use crate::document::{Document, Layout};
use crate::register::{Caption, CaptionKind};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports a channel caption beside another one, and a caption beside one that is alone (5 FAH-2 H-442).
    "channel-captions" = channel_captions, facts ["caption", "other"], labels ["other"];
    /// Reports a special handling caption below a less restrictive one (5 FAH-2 H-442).
    "caption-rank" = caption_rank, facts ["caption", "above"], labels ["above"];
    /// Reports a caption outside the dates in which it was in use.
    "caption-era" = caption_era, facts ["caption", "written", "limit"];
    /// Reports a line among the captions that is not a caption.
    "unknown-caption" = unknown_caption, facts ["caption"];
    /// Reports a caption below the E.O. line; captions are directly under the classification line.
    "caption-place" = caption_place, facts ["caption"], labels ["order"];
    /// Reports a caption that the subject must repeat and does not, or the reverse (5 FAH-2 H-440).
    "subject-slug": SubjectSlug {
        /// The caption.
        caption: String,
        /// Report the words in the subject without the caption.
        #[serde(default)]
        reverse: bool,
    }, facts ["caption"], labels ["subject"];
}

fn channel_captions(document: &Document<'_>, report: &mut Report<'_>) {
    let known = known(document);
    // The first place of each caption: as many as the register has, however long the document.
    let mut firsts: Vec<(usize, &(&Caption, Span, bool))> = Vec::new();
    for (place, entry) in known.iter().enumerate() {
        if !firsts.iter().any(|(_, (caption, _, _))| caption.name == entry.0.name) {
            firsts.push((place, entry));
        }
    }
    let channels = known.iter().enumerate().filter(|(_, (caption, _, _))| caption.kind == CaptionKind::Channel);
    for (place, (caption, span, repaired)) in channels {
        let other = firsts.iter().find(|(first, (candidate, _, _))| {
            let both_channels = candidate.kind == CaptionKind::Channel && *first < place;
            candidate.name != caption.name && (both_channels || caption.alone)
        });
        if let Some((_, (other, there, unsure))) = other {
            let finding = report.at(*span).fact("caption", caption.name.clone()).fact("other", other.name.clone());
            finding.related("other", *there).repaired(*repaired || *unsure);
        }
    }
}

fn caption_rank(document: &Document<'_>, report: &mut Report<'_>) {
    for pair in known(document).windows(2) {
        let [(above, there, unsure), (caption, span, repaired)] = pair else { continue };
        if caption.rank.is_some_and(|rank| above.rank.is_none_or(|higher| higher > rank)) {
            let finding = report.at(*span).fact("caption", caption.name.clone()).fact("above", above.name.clone());
            finding.related("above", *there).repaired(*repaired || *unsure);
        }
    }
}

fn caption_era(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(written) = document.dating.day() else { return };
    for (caption, span, repaired) in known(document) {
        let early = caption.from.filter(|from| written < *from);
        let late = caption.until.filter(|until| written > *until);
        if let Some(limit) = early.or(late) {
            let finding = report.at(span).fact("caption", caption.name.clone());
            finding.fact("written", written).fact("limit", limit).repaired(repaired);
        }
    }
}

fn unknown_caption(document: &Document<'_>, report: &mut Report<'_>) {
    for caption in document.captions.iter().filter(|caption| caption.name.is_none() && caption.rivals.is_empty()) {
        report.at(caption.span).fact("caption", caption.span);
    }
}

fn caption_place(document: &Document<'_>, report: &mut Report<'_>) {
    // The field form has its captions below.
    let Some(order) = document.order.filter(|_| document.layout != Some(Layout::FieldForm)) else { return };
    for caption in document.captions.iter().filter(|caption| caption.span.start > order.span.end) {
        report.at(caption.span).fact("caption", caption.span).related("order", order.span).repaired(caption.repaired);
    }
}

/// The captions that the register knows, with their places and whether they were read through damage.
fn known<'d>(document: &'d Document<'_>) -> Vec<(&'d Caption, Span, bool)> {
    let entry = |name: &String| document.registers.caption(name);
    let captions = document.captions.iter();
    captions.filter_map(|caption| Some((entry(caption.name.as_ref()?)?, caption.span, caption.repaired))).collect()
}

impl Check for SubjectSlug {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(subject) = document.subject else { return };
        let text = document.sent(subject.value);
        let words = text.find(self.caption.as_str());
        let caption = document.captions.iter().find(|caption| caption.name.as_deref() == Some(self.caption.as_str()));
        match (caption, words) {
            (Some(caption), None) if !self.reverse => {
                let finding = report.at(caption.span).fact("caption", caption.span);
                finding.related("subject", subject.span).repaired(caption.repaired);
            }
            // Inside a sentence they are words like others.
            (None, Some(at)) if self.reverse && (at == 0 || at <= 8 && text.starts_with('(')) => {
                let span = text.span(at..at + self.caption.len());
                report.at(span).fact("caption", span).repaired(document.is_damaged());
            }
            _ => {}
        }
    }
}
