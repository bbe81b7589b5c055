//! Masks the names of files and directories that are not documents, with the settings of all documents, as they have
//! no configuration of their own.

use std::sync::Arc;

use crate::config::Configs;
use crate::files::Listing;
use crate::finding;
use crate::source::visible::clipped;
use crate::watch::WatchList;

/// The most characters of a name that are shown.
pub(super) const LONGEST: usize = 4096;

/// What is masked in such names.
pub(super) struct MaskedNames(Vec<Arc<WatchList>>);

impl MaskedNames {
    pub(super) fn new(configs: &Configs, listing: &Listing) -> MaskedNames {
        // Without any document, no configuration was requested.
        if listing.documents.is_empty() && !listing.unreadable.is_empty() {
            configs.here();
        }
        MaskedNames::of(configs)
    }

    /// What is masked by the lists of the configurations that were read.
    pub(super) fn of(configs: &Configs) -> MaskedNames {
        MaskedNames(configs.watch_lists())
    }

    /// What `name`, or a sentence with a name in it, may say.
    pub(super) fn shown(&self, name: &str) -> String {
        // Paths are shorter than what may be typed.
        let name = &clipped(name, LONGEST);
        self.0.iter().fold(finding::shown_name(name, None), |name, list| finding::shown_name(&name, Some(list)))
    }
}
