//! Matches paths against patterns.
//!
//! As in `.gitignore`: `*` and `?` do not match `/`; `**` does; a pattern without `/` matches at any depth; a leading
//! `/` anchors it at the directory of the configuration; a trailing `/` means everything below. Paths are relative,
//! with `/` between names, and never begin with `./`. There is no `!`. Extensions match in any case: `*.txt` matches
//! `MEMO.TXT`.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// The bytes that a pattern has at most: no path is longer.
const LONGEST: usize = 4096;

/// A list of patterns, ready to match.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    set: GlobSet,
}

/// An invalid pattern.
#[derive(Debug, PartialEq, Eq)]
pub struct BadGlob {
    /// Which of the patterns.
    pub index: usize,
    /// What is wrong with it.
    pub message: String,
}

impl Globs {
    /// Patterns of which none matches anything.
    pub fn none() -> Globs {
        Globs { set: GlobSet::empty() }
    }

    /// Compiles `patterns`.
    ///
    /// # Errors
    ///
    /// Every invalid pattern.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Globs, Vec<BadGlob>> {
        let mut builder = GlobSetBuilder::new();
        for (glob, _) in compiled(patterns)? {
            builder.add(glob);
        }
        let set = builder.build().map_err(|error| vec![BadGlob { index: 0, message: error.to_string() }])?;
        Ok(Globs { set })
    }

    /// Whether a pattern matches the relative path itself.
    pub fn matches(&self, path: &Path) -> bool {
        !self.set.is_empty() && self.set.is_match(small(path))
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Whether a pattern matches the relative path or a directory on the way to it.
    pub fn cover(&self, path: &Path) -> bool {
        !self.set.is_empty() && path.ancestors().any(|part| !part.as_os_str().is_empty() && self.matches(part))
    }
}

/// A document or a directory on its way to patterns of several directories. Both paths are absolute.
#[derive(Clone, Copy, Debug)]
pub struct Whereabouts<'p> {
    /// The path.
    pub path: &'p Path,
    /// What was typed to get there.
    pub argument: &'p Path,
    /// The directory of the configuration that applies to it, if that is known.
    pub home: Option<&'p Path>,
}

impl<'p> Whereabouts<'p> {
    /// The same path, under a configuration of the directory `home`.
    pub fn under(&self, home: &'p Path) -> Whereabouts<'p> {
        Whereabouts { home: Some(home), ..*self }
    }

    /// The path relative to `root`, if it is below; otherwise to its configuration, which may extend one that is
    /// elsewhere; otherwise to the directory that was named; otherwise its last name.
    pub fn below(&self, root: &Path) -> &'p Path {
        let inside = |root| stripped(self.path, root).filter(|rest| !rest.as_os_str().is_empty());
        inside(root)
            .or_else(|| self.home.and_then(inside))
            .or_else(|| inside(self.argument))
            .unwrap_or_else(|| Path::new(self.path.file_name().unwrap_or_default()))
    }
}

/// `path` behind `root`. Letters are compared first: to compare names one by one takes as long as to look up a document.
fn stripped<'p>(path: &'p Path, root: &Path) -> Option<&'p Path> {
    let behind = path.to_str().zip(root.to_str()).and_then(|(path, root)| path.strip_prefix(root)?.strip_prefix('/'));
    match behind.filter(|rest| !rest.starts_with(['/', '.'])) {
        Some(rest) => Some(Path::new(rest)),
        None => path.strip_prefix(root).ok(),
    }
}

/// Patterns that were written in several files, each relative to the directory of its own.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    parts: Vec<(PathBuf, Globs)>,
}

impl Patterns {
    /// Adds what was written in a file of the directory `root`.
    pub(crate) fn add(&mut self, root: &Path, globs: Globs) {
        self.parts.push((root.to_owned(), globs));
    }

    /// Whether a pattern matches the path itself.
    pub fn matches(&self, place: &Whereabouts<'_>) -> bool {
        self.parts.iter().any(|(root, globs)| globs.matches(place.below(root)))
    }

    /// Whether a pattern matches the path or a directory on the way to it.
    pub fn cover(&self, place: &Whereabouts<'_>) -> bool {
        self.parts.iter().any(|(root, globs)| globs.cover(place.below(root)))
    }
}

/// The globs that `patterns` mean, each with the index of its pattern; or every invalid pattern.
pub(super) fn compiled<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Vec<(Glob, usize)>, Vec<BadGlob>> {
    let (mut globs, mut bad) = (Vec::new(), Vec::new());
    for (index, pattern) in patterns.into_iter().enumerate() {
        for normal in normal(pattern) {
            match GlobBuilder::new(&normal).literal_separator(true).build() {
                Ok(glob) => globs.push((glob, index)),
                Err(error) => bad.push(BadGlob { index, message: error.kind().to_string() }),
            }
        }
        if pattern.len() > LONGEST {
            bad.push(BadGlob { index, message: format!("patterns have at most {LONGEST} bytes") });
        }
        if pattern.starts_with('!') {
            bad.push(BadGlob { index, message: "patterns cannot be negated with `!`".to_owned() });
        }
    }
    bad.dedup_by_key(|bad| bad.index);
    if bad.is_empty() { Ok(globs) } else { Err(bad) }
}

/// `path` with its extension in lower case, as patterns have theirs.
pub(super) fn small(path: &Path) -> Cow<'_, Path> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some(extension) if extension.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Cow::Owned(path.with_extension(extension.to_ascii_lowercase()))
        }
        _ => Cow::Borrowed(path),
    }
}

/// What `pattern` means in globset's own terms. A pattern for all that is below a directory matches the directory, too,
/// so that a walk need not enter it.
fn normal(pattern: &str) -> Vec<String> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let (pattern, below) = match pattern.strip_suffix('/') {
        Some(directory) => (directory, true),
        None => (pattern, false),
    };
    let small = match pattern.rsplit_once('.').filter(|(_, behind)| !behind.contains(['/', '['])) {
        Some((before, extension)) => format!("{before}.{}", extension.to_ascii_lowercase()),
        None => pattern.to_owned(),
    };
    let pattern = small.as_str();
    let tied = pattern.strip_prefix('/');
    let pattern = match tied {
        Some(rest) => rest.to_owned(),
        None if pattern.contains('/') || pattern == "**" => pattern.to_owned(),
        None => format!("**/{pattern}"),
    };
    if below {
        return vec![format!("{pattern}/**"), pattern];
    }
    match pattern.strip_suffix("/**").filter(|directory| !directory.ends_with("**")) {
        Some(directory) => vec![directory.to_owned(), pattern],
        None => vec![pattern],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_what_the_table_says() {
        let table = [
            ("*.txt", "a.txt", true),
            ("*.txt", "d/e/a.txt", true),
            ("/*.txt", "a.txt", true),
            ("/*.txt", "d/a.txt", false),
            ("d/*.txt", "d/a.txt", true),
            ("d/*.txt", "d/e/a.txt", false),
            ("./d/*.txt", "d/a.txt", true),
            ("d/**", "d/e/a.txt", true),
            ("d/**", "d", true),
            ("d/**", "de", false),
            ("d/", "x/d/a.txt", true),
            ("/d/", "x/d/a.txt", false),
            ("**/*.txt", "a.txt", true),
            ("**", "a/b", true),
            ("a?.txt", "ab.txt", true),
            ("a?b", "a/b", false),
            ("{a,b}.txt", "d/b.txt", true),
            ("[ab].txt", "b.txt", true),
            ("*.txt", "d/Memo.TXT", true),
            ("*.Md", "a.mD", true),
            ("*.{txt,MD}", "a.Md", true),
            ("*.[tT]xt", "a.TXT", true),
            ("memo.txt", "MEMO.txt", false),
        ];
        for (pattern, path, expected) in table {
            let globs = Globs::new([pattern]).expect(pattern);
            assert_eq!(globs.matches(Path::new(path)), expected, "{pattern} on {path}");
        }
    }

    #[test]
    fn a_directory_covers_what_lies_below_it() {
        let globs = Globs::new(["archive"]).expect("valid");
        assert!(globs.cover(Path::new("x/archive/y/z.txt")));
        assert!(!globs.matches(Path::new("x/archive/y/z.txt")));
        assert!(!globs.cover(Path::new("x/archived/z.txt")));
    }

    #[test]
    fn every_bad_pattern_is_named() {
        let bad = Globs::new(["ok", "a[", "!b"]).expect_err("two are bad");
        assert_eq!(bad.iter().map(|bad| bad.index).collect::<Vec<_>>(), [1, 2]);
    }
}
