//! Checks addressee lines: two posts on one line, exemptions from a collective that is not addressed.

use crate::document::Document;
use crate::register::posts::without_kind;
use crate::rule::check::Report;
use crate::source::Span;

checks! {
    /// Reports an embassy or consulate whose line goes on to name another post.
    "merged-addressees" = merged_addressees, facts ["first", "second"];
    /// Reports an XMT line, which takes posts out of a collective, in a telegram that addresses none.
    "uncovered-exemption" = uncovered_exemption;
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
