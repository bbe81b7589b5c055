//! Writes what came of a run: reports to files and standard output, a summary to standard error.

pub(super) mod atomic;
pub(super) mod console;
pub(super) mod identity;
pub(super) mod output;
pub(super) mod summary;
