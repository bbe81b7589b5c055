//! Bounds what is unpacked of files inside files: attachments of mail, documents in documents.

use std::cell::Cell;

use crate::source::Unreadable;

/// How many bytes a file and those inside it may unpack to.
const MOST_BYTES: u64 = 256 << 20;
/// How deep files may lie in one another.
const DEEPEST: usize = 4;
/// How many files may lie in one, at any depth.
const MOST_FILES: u32 = 500;

/// What may still be unpacked of a file and of those inside it.
#[derive(Debug)]
pub(super) struct Budget {
    bytes: Cell<u64>,
    files: Cell<u32>,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { bytes: Cell::new(MOST_BYTES), files: Cell::new(MOST_FILES) }
    }
}

/// Where a package is: how deep in others, and what may be unpacked of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nest<'n> {
    budget: &'n Budget,
    depth: usize,
}

impl<'n> Nest<'n> {
    /// That of a file that is in no other.
    pub(super) fn new(budget: &'n Budget) -> Nest<'n> {
        Nest { budget, depth: 0 }
    }

    /// How many bytes may still be unpacked.
    #[cfg_attr(not(feature = "office"), allow(dead_code, reason = "only packages unpack"))]
    pub(super) fn left(self) -> u64 {
        self.budget.bytes.get()
    }

    /// Counts bytes that were unpacked.
    ///
    /// # Errors
    ///
    /// That no more may be unpacked.
    #[cfg_attr(not(feature = "office"), allow(dead_code, reason = "only packages unpack"))]
    pub(super) fn take(self, bytes: u64) -> Result<(), Unreadable> {
        let left = self.left().checked_sub(bytes);
        self.budget.bytes.set(left.unwrap_or(0));
        let reason = || Unreadable::Packed(format!("it unpacks to more than {} MiB", MOST_BYTES >> 20));
        left.map(|_| ()).ok_or_else(reason)
    }

    /// That of a package inside this one.
    ///
    /// # Errors
    ///
    /// Why it is not read: it lies too deep, or there are too many.
    pub(super) fn inside(self) -> Result<Nest<'n>, Unreadable> {
        let left = self.budget.files.get();
        if self.depth >= DEEPEST {
            return Err(Unreadable::Packed(format!("it lies more than {DEEPEST} files deep in others")));
        }
        if left == 0 {
            return Err(Unreadable::Packed(format!("more than {MOST_FILES} files are in this one")));
        }
        self.budget.files.set(left - 1);
        Ok(Nest { depth: self.depth + 1, ..self })
    }
}
