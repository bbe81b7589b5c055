//! Reads the settings of a run: where findings go, what they link to, where they are kept, and which of them may stay.

use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::paths::normal;
use super::raw::Raw;
use super::trust::{self, Confines};
use crate::render::{Output, RuleUrl};
use crate::source::mistake::Mistake;

/// Where findings go, what they link to, where they are kept, and which may stay. This belongs to a run, not to a document.
#[derive(Clone, Debug, Default)]
pub struct OutputSettings {
    /// The formats; a file is an absolute path. Empty if nothing is said.
    pub formats: Vec<Output>,
    /// Where the page of each rule is.
    pub rule_url: Option<RuleUrl>,
    /// Where the cache is, if not where the platform keeps caches.
    pub cache_dir: Option<CacheDir>,
    /// The findings that may stay.
    pub baseline: Option<BaselineFile>,
}

/// The folder for the cache that a configuration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheDir {
    /// The folder, absolute.
    pub path: PathBuf,
    /// Whether the user named it, and not a configuration that was found: what is in it may have come with the documents.
    pub trusted: bool,
}

/// The file of a baseline.
#[derive(Clone, Debug)]
pub struct BaselineFile {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// Why it may not be written, if it was a stranger's configuration that named it.
    pub unwritable: Option<&'static str>,
    reach: Confines,
}

impl BaselineFile {
    /// The one that was typed.
    pub fn typed(path: PathBuf) -> BaselineFile {
        BaselineFile { path, unwritable: None, reach: Confines::Anywhere }
    }

    /// Its text.
    ///
    /// # Errors
    ///
    /// What the system says, or that a configuration may not name this file.
    pub fn read(&self) -> io::Result<String> {
        self.reach.read(&self.path)
    }
}

/// The settings; the last layer with formats replaces all of them.
pub(super) fn read(layers: &[Raw], mistakes: &mut Vec<Mistake>) -> OutputSettings {
    let formats = layers.iter().rev().find_map(|layer| Some((layer, layer.keys.output.as_ref()?.format.as_ref()?)));
    if let Some((layer, formats)) = formats.filter(|(layer, _)| layer.reach != Confines::Anywhere) {
        let files = formats.get_ref().iter().filter_map(|output| output.file.as_ref());
        for why in files.filter_map(|file| trust::forbids_report(&layer.root, file)) {
            let mistake = layer.file.mistake(formats.span(), format!("reports cannot be written there: {why}"));
            mistakes.push(
                mistake.help(
                    "choose a file below the directory of this configuration whose name does not begin with a dot",
                ),
            );
        }
    }
    let placed = |(layer, formats): (&Raw, &Spanned<Vec<Output>>)| -> Vec<Output> {
        let place = |file: &PathBuf| normal(&layer.root.join(file));
        let placed = formats.get_ref().iter();
        placed.map(|output| Output { file: output.file.as_ref().map(place), ..*output }).collect()
    };
    let mut outputs = layers.iter().rev().filter_map(|layer| layer.keys.output.as_ref());
    let baseline = layers.iter().rev().find_map(|layer| Some((layer, layer.keys.baseline.as_ref()?.get_ref())));
    OutputSettings {
        formats: formats.map(placed).unwrap_or_default(),
        rule_url: outputs.find_map(|output| output.rule_url.clone()).map(Spanned::into_inner),
        cache_dir: cache_dir(layers, mistakes),
        baseline: baseline.map(|(layer, file)| BaselineFile {
            path: normal(&layer.root.join(file)),
            unwritable: match layer.reach {
                Confines::Anywhere => None,
                Confines::Below(_) => trust::forbids_report(&layer.root, Path::new(file)),
            },
            reach: layer.reach.clone(),
        }),
    }
}

/// The folder that the last of `layers` names that names one.
fn cache_dir(layers: &[Raw], mistakes: &mut Vec<Mistake>) -> Option<CacheDir> {
    let (layer, named) = layers.iter().rev().find_map(|layer| Some((layer, layer.keys.cache_dir.as_ref()?)))?;
    let (path, trusted) = (normal(&layer.root.join(named.get_ref())), layer.reach == Confines::Anywhere);
    if !trusted && let Err(why) = trust::real_below(&layer.root, &path) {
        let mistake = layer.file.mistake(named.span(), format!("the cache cannot be kept there: {why}"));
        mistakes.push(mistake.help("choose a directory below that of this configuration"));
    }
    Some(CacheDir { path, trusted })
}
