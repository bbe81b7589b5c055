//! Compares the sending post with the message reference number and the addressees.

use crate::document::Document;
use crate::register::posts::{bare_name, without_kind};
use crate::rule::check::Report;

checks! {
    /// Reports a message reference number of another post than the one on the FM line.
    "post-agreement" = post_agreement, facts ["post", "from"], labels ["from"];
    /// Reports a sending post among the addressees that are to know.
    "own-post" = own_post, facts ["post"], labels ["from"];
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
