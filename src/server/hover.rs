//! Explains what stands at a place: a marking with its other forms, a TAGS code, a caption, an exemption code, a
//! declassification instruction with its limit.

use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use super::documents::Snapshot;
use super::reading::{ReadText, context, day, read};
use crate::document::withheld::code::ExemptionCode;
use crate::document::{Document, Part};
use crate::finding;
use crate::finding::answer::Statutes;
use crate::marking::MarkingKind;
use crate::register::exemptions::System;
use crate::register::tags::TagKind;
use crate::register::{CaptionKind, Order};
use crate::source::Span;

/// What is known of the place that an editor points at.
pub(super) fn hover(snapshot: &Snapshot, params: &HoverParams) -> Option<Hover> {
    let byte = snapshot.text.offset(params.text_document_position_params.position);
    let (text, range) = read(snapshot, |reading| {
        let document = reading.document(byte)?;
        let (span, text) = Place { reading, document, byte }.known()?;
        // What is quoted is of the document: it is masked as everywhere.
        Some((finding::guarded(&text, reading.rules), reading.range(span)))
    })??;
    let (kind, value) = match snapshot.client.markdown {
        true => (MarkupKind::Markdown, text),
        false => (MarkupKind::PlainText, text.replace("**", "").replace('`', "")),
    };
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range: Some(range) })
}

/// A place in a document.
struct Place<'p> {
    reading: &'p ReadText<'p>,
    document: &'p Document<'p>,
    byte: usize,
}

impl Place<'_> {
    /// What stands there, and what is known of it.
    fn known(&self) -> Option<(Span, String)> {
        self.tag()
            .or_else(|| self.caption())
            .or_else(|| self.exemption())
            .or_else(|| self.reason())
            .or_else(|| self.declassification())
            .or_else(|| self.order())
            .or_else(|| self.marking())
    }

    fn is_at(&self, span: Span) -> bool {
        self.reading.is_at(self.byte, span)
    }

    fn tag(&self) -> Option<(Span, String)> {
        let tags = self.document.tags.iter().flat_map(|tags| &tags.tokens);
        let span = tags.map(|tag| tag.span).find(|span| self.is_at(*span))?;
        let tag = self.document.text(span);
        let Some(code) = self.document.registers.tags().code(tag) else {
            return Some((span, format!("**{tag}**: not in the register of TAGS")));
        };
        let kind = match code.kind {
            TagKind::Subject => "subject",
            TagKind::Program => "program",
            TagKind::Discontinued => "subject that is no longer in use",
            TagKind::Geographic => "country or place",
            TagKind::Organization => "organization",
        };
        let meaning = if code.meaning.is_empty() { "meaning not established" } else { code.meaning };
        let last = code.last.map(|year| format!(", in use until {year}")).unwrap_or_default();
        Some((span, format!("**{tag}**: {meaning}\n\nTAGS code for a {kind}{last}")))
    }

    fn caption(&self) -> Option<(Span, String)> {
        let line = self.document.captions.iter().find(|caption| self.is_at(caption.span))?;
        let caption = self.document.registers.caption(line.name.as_ref()?)?;
        let kind = match caption.kind {
            CaptionKind::SpecialHandling => "special handling: who within the government sees it",
            CaptionKind::Distribution => "distribution: which network carries it",
            CaptionKind::Dissemination => "dissemination: whether foreigners see it",
            CaptionKind::Administrative => "administrative control of unclassified text",
            CaptionKind::Channel => "channel to one office",
            CaptionKind::Slug => "word for the receiving office",
        };
        let mut text = format!("**{}**: {}\n\nCaption, {kind}", caption.name, caption.meaning);
        if caption.alone {
            text += "; it must be used alone";
        }
        text += &dates(caption.from, caption.until);
        Some((line.span, text))
    }

    fn exemption(&self) -> Option<(Span, String)> {
        let code = self.document.redactions().codes().find(|code| self.is_at(code.span))?;
        Some((code.span, self.explained(code)))
    }

    fn explained(&self, code: &ExemptionCode) -> String {
        let register = self.document.registers.exemptions();
        if let Some(known) = register.exemption(&code.name) {
            let law = match known.system {
                System::Foia => "exemption of the Freedom of Information Act",
                System::PrivacyAct => "exemption of the Privacy Act",
                System::Category => "category of the executive order on classification",
                System::Long => "exemption from automatic declassification",
                System::Order => "section of the executive order on classification",
                System::Jfk => "ground of postponement under the JFK Act",
                System::Presidential => "restriction of the Presidential Records Act",
                System::Nixon => "restriction of the Nixon materials",
                System::Statute => "statute that exemption 3 names",
            };
            let dates = dates(known.from, known.until);
            return format!("**{}**: {}\n\n{law}{dates} ({})", known.form, known.meaning, known.source);
        }
        let statute = register.statute.iter().find(|statute| *statute.name == *code.name);
        match statute {
            Some(statute) => format!("**{}**: {}\n\nstatute that exemption 3 names", statute.name, statute.meaning),
            None => format!("**{}**: not in the register of exemption codes", code.name),
        }
    }

    /// A letter of the section from which a classifier cites reasons.
    fn reason(&self) -> Option<(Span, String)> {
        let reasons = self.document.authority.iter().flat_map(|authority| &authority.reasons);
        let reason = reasons.into_iter().find(|reason| self.is_at(reason.span))?;
        let register = self.document.registers.exemptions();
        let section = reason.section.0;
        let lines = reason.letters.iter().map(|(letter, _)| {
            let meaning =
                register.exemption(&format!("1.{section}{letter}")).map_or("unknown", |known| &*known.meaning);
            format!("- **1.{section}({letter})**: {meaning}\n")
        });
        let lines: String = lines.collect();
        Some((reason.span, format!("Reasons for classification\n\n{}", lines.trim_end())))
    }

    /// A declassification instruction: how long it may last.
    fn declassification(&self) -> Option<(Span, String)> {
        let order = self.document.order.as_ref().and_then(|line| line.declassification);
        let authority = self.document.authority.as_ref().and_then(|authority| authority.declassification);
        let value = order.into_iter().chain(authority).find(|value| self.is_at(value.span))?;
        let written = day(self.document);
        let mut text = match value.date.and_then(|date| date.date) {
            Some(date) => format!("**Declassification on {date}**"),
            None => format!("**Declassification: {}**", value.instruction.replace('-', " ")),
        };
        let era = written.and_then(|written| self.document.registers.order_on(written));
        if let (Some(written), Some(era)) = (written, era) {
            let known =
                if self.document.dating.day().is_some() { "The document is of" } else { "If the document is of" };
            text += &format!("\n\n{known} {written}, it is under E.O. {}.", era.number);
            let after = |years| Some((years, Order::years_after(written, years)?));
            if let Some((years, usual)) = era.usual.and_then(after) {
                text += &format!(" Where nothing calls for less or more: {years} years, {usual}.");
            }
            if let Some((years, limit)) = era.years.and_then(after) {
                text += &format!(" A date may be at most {years} years away: {limit} ({}).", era.source);
            }
        }
        Some((value.span, text))
    }

    fn order(&self) -> Option<(Span, String)> {
        let (number, span) = self.document.order.as_ref()?.number.filter(|(_, span)| self.is_at(*span))?;
        let eras = self.document.registers.eras(number).map(|era| {
            let until = era.until.map_or_else(|| "today".to_owned(), |until| until.to_string());
            let instructions: Vec<&str> = era.instructions.iter().map(String::as_str).collect();
            let instructions = if instructions.is_empty() { "none".to_owned() } else { instructions.join(", ") };
            format!("- {} to {until}: declassification by {instructions}\n", era.from)
        });
        let eras: String = eras.collect();
        let known = if eras.is_empty() { "not in the register of orders" } else { eras.trim_end() };
        Some((span, format!("**E.O. {number}**\n\n{known}")))
    }

    /// A banner line or a portion mark.
    fn marking(&self) -> Option<(Span, String)> {
        let find = |part| {
            let mut found = None;
            self.document.each(part, &mut |span| found = found.or(Some(span).filter(|span| self.is_at(*span))));
            found
        };
        let portion = find(Part::PortionMark).map(|span| (span, MarkingKind::Portion));
        let banner = || Some((find(Part::Banner).or_else(|| find(Part::Level))?, MarkingKind::Banner));
        let (span, kind) = portion.or_else(banner)?;
        let answer = Statutes::of(self.reading.rules).answer(
            self.document.text(span).trim(),
            Some(kind),
            context(self.document)?,
        );
        let mut text = format!("**{}**\n\n", answer.input.split_whitespace().collect::<Vec<_>>().join(" "));
        for word in &answer.tokens {
            text += &format!("- `{}`: {}\n", word.text, word.meaning);
        }
        let forms = [("banner line", &answer.banner), ("portion mark", &answer.portion), ("meant", &answer.suggested)];
        let forms = forms.into_iter().filter_map(|(name, form)| Some(format!("{name} `{}`", form.as_ref()?)));
        text += &format!("\n{}", forms.collect::<Vec<_>>().join(", "));
        Some((span, text.trim_end().to_owned()))
    }
}

fn dates(from: Option<jiff::civil::Date>, until: Option<jiff::civil::Date>) -> String {
    let from = from.map(|date| format!(", from {date}")).unwrap_or_default();
    let until = until.map(|date| format!(", until {date}")).unwrap_or_default();
    from + &until
}
