//! Compares the sending post with the register of posts.

use crate::document::Document;
use crate::marking::likeness::distance;
use crate::register::posts::{bare_name, without_kind};
use crate::rule::check::Report;
use crate::source::Span;

checks! {
    /// Reports an embassy or consulate on the FM line whose name is nearly that of a post, with that post's name.
    "misspelt-sender" = misspelt_sender, facts ["name", "near"], edits;
    /// Reports an embassy or consulate on the FM line that is not listed, nor nearly so.
    "unknown-sender" = unknown_sender, facts ["name"];
    /// Reports a reference to a telegram of a post whose name is nearly that of another, with that post's name.
    "misspelt-reference" = misspelt_reference, facts ["name", "near"], edits;
}

fn misspelt_sender(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(name) = unlisted_sender(document) else { return };
    if let Some(near) = nearest(document, name) {
        report.at(name).fact("name", name).fact("near", near.clone()).edit(name, near);
    }
}

fn unknown_sender(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(name) = unlisted_sender(document).filter(|name| nearest(document, *name).is_none()) else { return };
    // A name with digits was damaged, and says nothing of the post.
    if !document.text(name).bytes().any(|byte| byte.is_ascii_digit()) {
        report.at(name).fact("name", name);
    }
}

fn misspelt_reference(document: &Document<'_>, report: &mut Report<'_>) {
    let entries = document.references.iter().flat_map(|field| &field.entries);
    for telegram in entries.filter_map(|entry| entry.telegram).filter(|telegram| !telegram.repaired) {
        let name = document.text(telegram.post);
        let plain = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' ');
        if !plain || NOT_POSTS.contains(&name) || document.registers.posts().is_post(name) {
            continue;
        }
        if let Some(near) = nearest(document, telegram.post) {
            report.at(telegram.post).fact("name", telegram.post).fact("near", near.clone()).edit(telegram.post, near);
        }
    }
}

/// Senders of telegrams that are not posts and have names like those of posts.
const NOT_POSTS: [&str; 6] = ["STATE", "SECSTATE", "SECTO", "TOSEC", "SECDEF", "DIRGEN"];

/// The name of the sending embassy or consulate, if it is not listed. Missions, departments and commands are never all
/// listed; nor does a name with lower-case letters or signs in it, which scanning leaves, say anything of its post.
fn unlisted_sender(document: &Document<'_>) -> Option<Span> {
    let from = document.from?;
    let sender = document.text(from);
    let named = sender.starts_with("AMEMBASSY ") || sender.starts_with("AMCONSUL ");
    if !named || document.registers.posts().is_post(sender) {
        return None;
    }
    let name = without_kind(sender);
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'\'');
    (!name.is_empty() && name.bytes().all(plain)).then(|| Span::new(from.end - name.len() as u32, from.end))
}

/// The name of the one post that is a slip or a misread letter away: a quarter of the letters, and two at most.
fn nearest(document: &Document<'_>, name: Span) -> Option<String> {
    let seen = bare_name(document.text(name));
    let limit = (seen.len() as u32 / 2).min(4);
    let near = document.registers.posts().names().filter_map(|post| {
        let cost = distance(&seen, &bare_name(post), limit)?;
        Some((cost, post))
    });
    let mut near: Vec<(u32, &str)> = near.collect();
    near.sort_unstable();
    let unsure = near.len() > 1 && near[0].0 == near[1].0;
    near.first().filter(|_| seen.len() >= 5 && !unsure).map(|(_, post)| (*post).to_owned())
}
