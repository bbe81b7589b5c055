//! Runs `cable-lint text`: prints what rules see in a file, with line numbers and places.

use std::path::Path;

use super::check::lint::{read, unchecked};
use super::check::{listed, today};
use super::report::console::Console;
use super::{Failure, Status, answer, request, selection, tell};
use crate::cli::{Files, TextArgs};
use crate::config::{Configs, Request};
use crate::finding::Discreet;
use crate::source::mistake::plain;
use crate::source::packed::Packed;
use crate::source::visible::visible;
use crate::source::{SourceFile, Span};
use crate::view::{Beneath, View};
use crate::{document, view};

pub(super) fn text(typed: &TextArgs, console: Console) -> Result<Status, Failure> {
    if typed.reveal && !console.stdout_terminal {
        let why = "`--reveal` shows masked text only on a terminal, never in a file or a pipe";
        return Err(Failure::Usage(why.to_owned()));
    }
    if typed.file.is_dir() {
        return Err(Failure::Usage(format!("`{}` is a directory; name one file", typed.file.display())));
    }
    let wishes = Request { today: today(), ..request(&typed.configuration)? };
    let cwd = wishes.cwd.clone();
    let configs = Configs::new(wishes).map_err(Failure::Mistakes)?;
    let files = Files::one(&typed.file, typed.stdin_filename.as_deref());
    let listing = listed(&selection::selection(&files, cwd, 1)?, &configs)?;
    let failed = |reason: String| Failure::Usage(format!("cannot read {}: {reason}", typed.file.display()));
    let Some(document) = listing.documents.first() else {
        let reason = listing.unreadable.first().map_or("it is excluded", |unread| &unread.reason);
        return Err(failed(reason.to_owned()));
    };
    let bytes = read(document).map_err(|error| failed(plain(&error)))?;
    let file = view::open(document.place.name(), bytes).map_err(|error| failed(error.to_string()))?;
    let view = view::view(&file, document::is_markdown(&file, &document.rules.assumptions));
    let seen = view.as_ref().map_or(&file, View::source);
    let discreet = Discreet::new(&file, seen, &document.rules, typed.reveal);
    let mut text = numbered(&file, seen, view.as_ref(), &discreet);
    for Beneath { view, .. } in view.iter().flat_map(View::beneath) {
        // Attachments; the markup of a page is no text to read.
        if view.source().packed().is_some() {
            let discreet = Discreet::new(&file, view.source(), &document.rules, typed.reveal);
            text += &format!("\n{}\n", visible(&discreet.value(view.name().to_owned())));
            text += &numbered(&file, view.source(), None, &discreet);
        }
    }
    answer(&text)?;
    let mut unread =
        view.as_ref().map(View::unread).or(file.packed().map(|packed| &packed.unread[..])).unwrap_or_default().to_vec();
    unread.extend(file.packed().iter().flat_map(|packed| &packed.pictures).map(|page| unchecked(page)));
    unread.extend(crate::lost(seen, &document.rules));
    for reason in &unread {
        let said = discreet.value(reason.clone());
        // Nobody is left to be told if standard error is gone.
        let _ = tell(&format!("cable-lint: {}: not read: {}\n", visible(discreet.name()), visible(&said)));
    }
    Ok(if unread.is_empty() { Status::Clean } else { Status::NotDone })
}

/// Each line with its number and, in a view, its place in the file; in a file that is not text, below the name of its
/// part, and what is hidden below what readers see.
fn numbered(file: &SourceFile, seen: &SourceFile, view: Option<&View>, discreet: &Discreet) -> String {
    let mut text = String::with_capacity(seen.text().len() * 5 / 4);
    let mut start = 0;
    let mut headings = seen.packed().into_iter().flat_map(headings).peekable();
    for (index, line) in seen.text().split_inclusive('\n').enumerate() {
        let span = Span::new(start, start + line.len() as u32);
        start = span.end;
        while let Some((_, heading)) = headings.next_if(|(at, _)| *at < span.end) {
            text += &format!("{:>7}{}\n", "", visible(&discreet.value(heading)));
        }
        let place = view.map(|view| {
            let place = file.position(view.place(span).start);
            format!(" {:>9}", format!("{}:{}", place.row, place.column))
        });
        let shown = discreet.text(seen, span);
        let shown = visible(shown.trim_end_matches(['\r', '\n'])).into_owned();
        let numbered = format!("{:>5}{} | {shown}", index + 1, place.unwrap_or_default());
        text += numbered.trim_end();
        text.push('\n');
    }
    text
}

/// What to say above the text of each part: what it is called, and how it is hidden.
fn headings(packed: &Packed) -> Vec<(u32, String)> {
    let mut hidden = packed.hidden.iter().peekable();
    let heading = |(at, part): (u32, &str)| {
        let unseen = hidden.next_if(|unseen| unseen.span.start == at);
        let how = unseen.map(|unseen| format!(", hidden ({})", unseen.kind.name()));
        let read = if packed.is_scan(at) { ", read from a picture" } else { "" };
        (at, format!("[{part}{read}{}]", how.unwrap_or_default()))
    };
    packed.parts().map(heading).collect()
}

impl Files {
    /// One file, which is read whatever the configuration includes.
    fn one(file: &Path, stdin_filename: Option<&Path>) -> Files {
        Files { paths: vec![file.to_owned()], stdin_filename: stdin_filename.map(Path::to_owned), ..Files::default() }
    }
}
