//! Checks the posts that send and receive: against the register, the message reference number and each other.

use crate::document::Document;
use crate::marking::likeness::distance;
use crate::register::posts::{bare_name, without_kind};
use crate::rule::check::Report;
use crate::source::Span;

checks! {
    /// Reports a message reference number of another post than the one on the FM line.
    "post-agreement" = post_agreement, facts ["post", "from"], labels ["from"];
    /// Reports a sending post among the addressees that are to know.
    "own-post" = own_post, facts ["post"], labels ["from"];
    /// Reports an embassy or consulate whose line goes on to name another post.
    "merged-addressees" = merged_addressees, facts ["first", "second"];
    /// Reports an XMT line, which takes posts out of a collective, in a telegram that addresses none.
    "uncovered-exemption" = uncovered_exemption;
    /// Reports an embassy or consulate on the FM line whose name is nearly that of a post, with that post's name.
    "misspelt-sender" = misspelt_sender, facts ["name", "near"], edits;
    /// Reports an embassy or consulate on the FM line that is not listed, nor nearly so.
    "unknown-sender" = unknown_sender, facts ["name"];
    /// Reports a reference to a telegram of a post whose name is nearly that of another, with that post's name.
    "misspelt-reference" = misspelt_reference, facts ["name", "near"], edits;
}

fn post_agreement(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(from), Some(line)) = (document.from, &document.classification) else { return };
    let sender = document.text(from);
    let (sender_bare, post) = (bare_name(sender), bare_name(document.text(line.post)));
    // Missions and the Department are numbered by short names that are not theirs on the FM line (USUN NEW YORK and
    // USUNNEWYORK, SECSTATE WASHDC and STATE), so only an embassy or consulate can be recognized as another one.
    let named = sender.starts_with("AMEMBASSY ") || sender.starts_with("AMCONSUL ");
    // A name that differs by a letter or two was scanned or typed wrong; it is not another post.
    let slip = strsim::damerau_levenshtein(&sender_bare, &post) * 3 <= sender_bare.len().max(post.len());
    if named && !slip && !sender_bare.starts_with(&post) && !post.starts_with(&sender_bare) {
        report.at(line.post).fact("post", line.post).fact("from", from).related("from", from);
    }
}

fn own_post(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(from) = document.from else { return };
    let own = document.text(from);
    // Commands of the armed forces send themselves a copy; a post of the State Department names its kind.
    if without_kind(own) == own.trim() {
        return;
    }
    for addressee in
        document.addressees.iter().filter(|addressee| !addressee.action && document.text(addressee.post) == own)
    {
        report.at(addressee.span).fact("post", addressee.post).related("from", from);
    }
}

fn merged_addressees(document: &Document<'_>, report: &mut Report<'_>) {
    for addressee in &document.addressees {
        let Some((first, second)) = two_posts(document, addressee.post) else { continue };
        report.at(addressee.post).fact("first", first).fact("second", second);
    }
}

/// The two posts that a line names, one at its beginning and one at its end.
fn two_posts(document: &Document<'_>, post: Span) -> Option<(Span, Span)> {
    let line = document.text(post);
    let name = without_kind(line);
    if !line.starts_with("AM") || name.len() == line.len() || !name.contains(' ') || name.len() > 60 {
        return None;
    }
    let posts = document.registers.posts();
    let name_span = Span::new(post.end - name.len() as u32, post.end);
    if posts.is_exactly(name) {
        return None;
    }
    let blanks = || name.match_indices(' ').map(|(at, _)| at);
    let first = blanks().find(|at| posts.is_exactly(&name[..*at]))?;
    let second = blanks().find(|at| *at >= first && name.len() - at > 4 && posts.is_exactly(name[*at..].trim()))?;
    Some((name_span.part(0, first), name_span.part(second + 1, name.len() - second - 1)))
}

fn uncovered_exemption(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(exempt) = document.exempt else { return };
    let many = |post: &str| ["COLLECTIVE", "ALL ", "POSTS", "ALDAC"].iter().any(|word| post.contains(word));
    if !document.addressees.is_empty() && !document.addressees.iter().any(|a| many(document.text(a.span))) {
        report.at(exempt);
    }
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
