//! Checks of banner lines, portion marks and the overall marking.

pub(crate) mod fault;
pub(crate) mod page_banner;
pub(crate) mod page_sides;
pub(crate) mod pages;
pub(crate) mod portion_mark;
pub(crate) mod portion_rank;
pub(crate) mod unmarked_block;

checks! {
    fault::{MarkingFault, RollUp},
    page_banner::{PageRank, UnmarkedPage},
    page_sides::{PageSides},
    pages::{PageMark, PageSequence},
    portion_mark::{CaptionForPortion, MissingMark},
    portion_rank::{OverallRank, PortionRank},
    unmarked_block::{UnmarkedBlock},
}
