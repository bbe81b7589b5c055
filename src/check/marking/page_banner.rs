//! Checks the markings at the top and bottom of pages.

use serde::Deserialize;

use crate::document::Document;
use crate::document::page::Page;
use crate::rule::check::{Check, Report};

/// Reports each page without a marking at its top or bottom. Where most pages have none the copy has lost them, and
/// nothing is said.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnmarkedPage {}

impl Check for UnmarkedPage {
    const NAME: &'static str = "unmarked-page";
    const FACTS: &'static [&'static str] = &["page", "side"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let whole = |page: &&Page| page.top.is_some() && page.bottom.is_some();
        let marked = document.pages.iter().filter(whole).count();
        if marked * 2 <= document.pages.len() {
            return;
        }
        for (number, page) in (1i64..).zip(&document.pages) {
            for (side, marking, line) in [("top", page.top, page.first), ("bottom", page.bottom, page.last)] {
                if marking.is_none() {
                    report.at(line).fact("page", number).fact("side", side.to_owned());
                }
            }
        }
    }
}

/// Reports each page marked above the first page of the document, which has the overall marking. It requires a
/// document whose pages are all marked: a file can hold several documents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageRank {}

impl Check for PageRank {
    const NAME: &'static str = "page-rank";
    const FACTS: &'static [&'static str] = &["page", "marking", "overall"];
    const LABELS: &'static [&'static str] = &["overall"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let banners = |page: &Page| Some([page.top?, page.bottom?]);
        let Some(pages) = document.pages.iter().map(banners).collect::<Option<Vec<_>>>() else { return };
        let Some([first, bottom]) = pages.first() else { return };
        let Some(overall) = first.level.filter(|_| first.level == bottom.level) else { return };
        for (number, page) in (1i64..).zip(&pages) {
            let levels = page.iter().filter_map(|banner| Some((banner.span, banner.level?)));
            if let Some((span, higher)) = levels.into_iter().find(|(_, level)| *level > overall) {
                let finding = report.at(span).fact("page", number).fact("marking", higher.word());
                finding.fact("overall", overall.word()).related("overall", first.span);
            }
        }
    }
}
