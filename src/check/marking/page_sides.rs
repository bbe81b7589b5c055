//! Compares the marking at the top of a page with that at its bottom.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::page::Page;
use crate::document::{Banner, Document};
use crate::marking::{Kind, Reading, read};
use crate::rule::check::{Check, Report};

checks! {
    "page-sides": PageSides, facts ["top", "bottom"], labels ["top"];
}

/// Reports each page whose marking at the bottom is not that at its top. A released document is left alone: its
/// releaser marks pages too.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageSides {
    /// What differs.
    differ: Differ,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Differ {
    /// What the two mean.
    Meaning,
    /// How the same is written.
    Spelling,
}

impl Check for PageSides {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let differing: Vec<_> = sides(document)
            .filter(|[top, bottom]| document.text(top.span) != document.text(bottom.span))
            .filter(|sides| difference(document, sides) == Some(self.differ))
            .collect();
        if differing.is_empty() || document.redactions().release.is_stamped() {
            return;
        }
        for [top, bottom] in differing {
            let finding = report.at(bottom.span).fact("top", top.span).fact("bottom", bottom.span);
            finding.related("top", top.span);
        }
    }
}

/// The markings at top and bottom of each page, or of a document on one page, which has no others.
fn sides<'d>(document: &'d Document<'_>) -> impl Iterator<Item = [Banner; 2]> + 'd {
    let whole = match document.banners[..] {
        [top, bottom] if document.pages.is_empty() && is_around_all(document, &top, &bottom) => Some([top, bottom]),
        _ => None,
    };
    let pages = document.pages.iter().filter_map(|page: &Page| Some([page.top?, page.bottom?]));
    pages.filter(|[top, bottom]| top.span != bottom.span).chain(whole)
}

/// Whether nothing is above `top` and below `bottom`.
fn is_around_all(document: &Document<'_>, top: &Banner, bottom: &Banner) -> bool {
    let text = document.source.text();
    let above = &text[document.span.start as usize..top.span.start as usize];
    let below = &text[bottom.span.end as usize..document.span.end as usize];
    above.trim().is_empty() && below.trim().is_empty()
}

/// How two markings differ, as far as both can be read.
fn difference(document: &Document<'_>, [top, bottom]: &[Banner; 2]) -> Option<Differ> {
    if top.level? != bottom.level? {
        return Some(Differ::Meaning);
    }
    let register = document.registers.markings();
    let reading = |banner: &Banner| read(document.text(banner.span), Kind::Banner, register);
    let sides = [reading(top), reading(bottom)];
    let [top, bottom] = &sides;
    let sound = sides.iter().all(Reading::is_whole);
    sound.then(|| if top.marking == bottom.marking { Differ::Spelling } else { Differ::Meaning })
}
