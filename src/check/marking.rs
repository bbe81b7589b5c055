//! Checks of banner lines, portion marks and the overall marking.

mod carried;
mod fault;
mod foreign_sides;
mod pages;
mod portion_mark;
mod portion_rank;
mod unmarked_block;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[
    carried::CHECKS,
    fault::CHECKS,
    foreign_sides::CHECKS,
    pages::CHECKS,
    portion_mark::CHECKS,
    portion_rank::CHECKS,
    unmarked_block::CHECKS,
];
