//! Checks the markings at the top and bottom of pages.

use crate::document::Document;
use crate::document::page::Page;
use crate::rule::check::Report;

checks! {
    /// Reports each page without a marking at its top or bottom.
    "unmarked-page" = unmarked_page, facts ["page", "side"];
    /// Reports each page marked above the first page of the document, which has the overall marking.
    "page-rank" = page_rank, facts ["page", "marking", "overall"], labels ["overall"];
}

/// Where most pages have none the copy has lost them, and nothing is said.
fn unmarked_page(document: &Document<'_>, report: &mut Report<'_>) {
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

/// It requires a document whose pages are all marked: a file can hold several documents.
fn page_rank(document: &Document<'_>, report: &mut Report<'_>) {
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
