//! Checks of banner lines, portion marks and the overall marking.

pub(crate) mod fault;
pub(crate) mod page_banner;
pub(crate) mod page_sides;
pub(crate) mod pages;
pub(crate) mod portion_mark;
pub(crate) mod portion_rank;
pub(crate) mod unmarked_block;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[
    fault::CHECKS,
    page_banner::CHECKS,
    page_sides::CHECKS,
    pages::CHECKS,
    portion_mark::CHECKS,
    portion_rank::CHECKS,
    unmarked_block::CHECKS,
];
