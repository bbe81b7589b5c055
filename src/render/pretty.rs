//! Writes `pretty`: for people, with the lines concerned and what to do.

use std::io::{self, Write};

use super::terminal::{Sheet, Terminal};
use super::{Colour, RunReport, Unread};
use crate::diagnostic::Severity;
use crate::finding::Finding;
use crate::rule::Applicability;
use crate::source::visible::{visible, visible_lines};

pub(super) fn write(report: &RunReport<'_>, colour: Colour, out: &mut dyn Write) -> io::Result<()> {
    let mut terminal = Terminal::new(out, colour);
    for finding in report.findings {
        terminal.draw(finding_sheet(finding, report))?;
    }
    for unread in report.unreadable {
        terminal.draw(unread_sheet(unread))?;
    }
    Ok(())
}

fn finding_sheet<'f>(finding: &'f Finding, report: &RunReport<'_>) -> Sheet<'f> {
    Sheet {
        severity: finding.severity,
        code: Some(report.name(&finding.code)),
        message: visible(&finding.message).into_owned(),
        filename: visible(&finding.filename).into_owned(),
        place: Some((finding.location.row, finding.location.column)),
        excerpts: &finding.excerpts,
        notes: notes(finding, report.links),
    }
}

fn unread_sheet(unread: &Unread) -> Sheet<'_> {
    Sheet {
        severity: Severity::Error,
        code: None,
        message: format!("not checked: {}", visible(&unread.reason)),
        filename: visible(&unread.filename).into_owned(),
        place: None,
        excerpts: &[],
        notes: Vec::new(),
    }
}

/// What is printed below the lines. Where the name of the rule is a link, its address is not shown.
fn notes(finding: &Finding, links: bool) -> Vec<String> {
    let mut notes = unseen_related(finding);
    notes.extend(finding.help.as_deref().map(|help| note("help", help)));
    notes.extend(finding.fix.as_ref().map(|fix| match fix.applicability {
        Applicability::Safe => note("fix", &fix.message),
        Applicability::Unsafe => note("fix (unsafe)", &fix.message),
    }));
    notes.extend(finding.notes.iter().map(|text| note("note", text)));
    if !finding.source.is_empty() {
        notes.push(note("source", &finding.source.join("; ")));
    }
    notes.extend(finding.url.as_deref().filter(|_| !links).map(|url| note("see", url)));
    notes.extend(finding.suppression.as_ref().map(|why| note("suppressed", why.words())));
    notes
}

/// A note; its further lines begin under the text of its first.
fn note(title: &str, text: &str) -> String {
    let text = visible_lines(text.trim_end());
    format!("{title}: {}", text.replace('\n', &format!("\n{:1$}", "", title.len() + 2)))
}

/// The related places that no excerpt shows.
fn unseen_related(finding: &Finding) -> Vec<String> {
    let shown = finding.excerpts.iter().flat_map(|excerpt| &excerpt.labels).filter(|label| !label.primary).count();
    let unseen = finding.related.iter().skip(shown).map(|related| {
        let place = *related.location;
        let message = visible(&related.message);
        match related.filename == finding.filename {
            true => format!("see also: {}:{}: {message}", place.row, place.column),
            false => format!("see also: {}:{}:{}: {message}", visible(&related.filename), place.row, place.column),
        }
    });
    unseen.collect()
}
