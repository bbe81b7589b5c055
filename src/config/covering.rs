//! Finds which of many patterns match a path, looking only at those whose first letters the path has.
//!
//! A configuration may have ten thousand entries, and a run a hundred thousand files: matching each path against all
//! patterns at once is as dear as trying them one by one.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use globset::{Glob, GlobMatcher};

use super::globs::{BadGlob, compiled, small};

/// Many patterns, each ready to be matched once a path begins like it.
#[derive(Debug, Default)]
pub struct Covering {
    patterns: Vec<Pattern>,
    /// The patterns that match from the start of a path, by what they begin with.
    tied: Beginnings,
    /// The patterns that match from any directory on.
    floating: Beginnings,
}

#[derive(Debug)]
struct Pattern {
    glob: Glob,
    /// Which of the patterns as written it stands for.
    of: usize,
    matcher: OnceLock<GlobMatcher>,
}

/// Patterns by the letters before their first sign.
#[derive(Debug, Default)]
struct Beginnings {
    patterns: HashMap<String, Vec<usize>>,
    /// How long beginnings are, each length once.
    lengths: Vec<usize>,
}

impl Beginnings {
    fn add(&mut self, pattern: &str, index: usize) {
        let beginning = &pattern[..pattern.find(['*', '?', '[', '{', '\\']).unwrap_or(pattern.len())];
        self.patterns.entry(beginning.to_owned()).or_default().push(index);
        if let Err(at) = self.lengths.binary_search(&beginning.len()) {
            self.lengths.insert(at, beginning.len());
        }
    }

    /// The patterns that begin as `path` does.
    fn of<'b>(&'b self, path: &'b str) -> impl Iterator<Item = usize> + 'b {
        let beginnings = self.lengths.iter().filter_map(|&length| path.get(..length));
        beginnings.filter_map(|beginning| self.patterns.get(beginning)).flatten().copied()
    }
}

impl Covering {
    /// Reads `patterns`, which mean what they mean in [`super::Globs`].
    ///
    /// # Errors
    ///
    /// Every invalid pattern.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Covering, Vec<BadGlob>> {
        let mut covering = Covering::default();
        for (index, (glob, of)) in compiled(patterns)?.into_iter().enumerate() {
            match glob.glob().strip_prefix("**/") {
                Some(rest) => covering.floating.add(rest, index),
                None => covering.tied.add(glob.glob(), index),
            }
            covering.patterns.push(Pattern { glob, of, matcher: OnceLock::new() });
        }
        Ok(covering)
    }

    /// Which patterns match the relative path or a directory on the way to it, by index, in order.
    pub fn covering(&self, path: &Path) -> Vec<usize> {
        let parts = path.ancestors().filter(|part| !self.patterns.is_empty() && !part.as_os_str().is_empty());
        let mut covering: Vec<usize> = parts.flat_map(|part| self.matching(part)).collect();
        covering.sort_unstable();
        covering.dedup();
        covering
    }

    fn matching(&self, path: &Path) -> Vec<usize> {
        let path = small(path);
        let matches = |index: &usize| {
            let Pattern { glob, matcher, .. } = &self.patterns[*index];
            matcher.get_or_init(|| glob.compile_matcher()).is_match(&path)
        };
        // What is not UTF-8 has no beginning that could be compared.
        let Some(text) = path.to_str() else {
            return (0..self.patterns.len()).filter(matches).map(|index| self.patterns[index].of).collect();
        };
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'/', text.as_bytes()).map(|at| at + 1));
        let floating = starts.flat_map(|start| self.floating.of(&text[start..]));
        self.tied.of(text).chain(floating).filter(matches).map(|index| self.patterns[index].of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Globs;

    #[test]
    fn what_covers_a_path_is_what_its_patterns_match() {
        let patterns = [
            "*.txt",
            "/*.txt",
            "d/*.txt",
            "./d/*.txt",
            "d/**",
            "d/",
            "/d/",
            "**/*.txt",
            "**",
            "a?.txt",
            "{a,b}.txt",
            "[ab].txt",
            "*.Md",
            "memo.txt",
            "é*.txt",
            "x/é",
            "archive",
            "d/**/e.txt",
            "\\*.txt",
        ];
        let covering = Covering::new(patterns).expect("valid");
        let paths =
            ["a.txt", "d/a.txt", "d/e/a.TXT", "x/d/b.txt", "é/éa.txt", "x/é/a.mD", "x/archive/y.z", "*.txt", "d/e.txt"];
        for path in paths {
            let expected: Vec<usize> = (0..patterns.len())
                .filter(|&index| Globs::new([patterns[index]]).expect("valid").cover(Path::new(path)))
                .collect();
            assert_eq!(covering.covering(Path::new(path)), expected, "{path}");
        }
        assert!(Covering::new(["a["]).is_err());
    }
}
