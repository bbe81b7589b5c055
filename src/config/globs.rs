//! Patterns in, «does it match» out.
//!
//! The rules, as in `.gitignore` where it has them: `*` and `?` do not cross `/`; `**` does; a pattern without `/`
//! matches at any depth; a `/` in front ties it to the directory of the configuration; a `/` at the end means everything
//! below. Paths are relative, with `/` between names, and never begin with `./`. There is no `!`.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A list of patterns, ready to match.
#[derive(Clone, Debug)]
pub struct Globs {
    set: GlobSet,
}

/// A pattern that is none.
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
    /// Every pattern that is none.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Globs, Vec<BadGlob>> {
        let (mut builder, mut bad) = (GlobSetBuilder::new(), Vec::new());
        for (index, pattern) in patterns.into_iter().enumerate() {
            for normal in normal(pattern) {
                match GlobBuilder::new(&normal).literal_separator(true).build() {
                    Ok(glob) => drop(builder.add(glob)),
                    Err(error) => bad.push(BadGlob { index, message: error.kind().to_string() }),
                }
            }
            if pattern.starts_with('!') {
                bad.push(BadGlob { index, message: "patterns cannot be negated with `!`".to_owned() });
            }
        }
        bad.dedup_by_key(|bad| bad.index);
        if !bad.is_empty() {
            return Err(bad);
        }
        builder.build().map(|set| Globs { set }).map_err(|error| vec![BadGlob { index: 0, message: error.to_string() }])
    }

    /// Whether a pattern matches the relative path itself.
    pub fn matches(&self, path: &Path) -> bool {
        !self.set.is_empty() && self.set.is_match(path)
    }

    /// Whether a pattern matches the relative path or a directory on the way to it.
    pub fn cover(&self, path: &Path) -> bool {
        !self.set.is_empty() && path.ancestors().any(|part| !part.as_os_str().is_empty() && self.set.is_match(part))
    }
}

/// What `pattern` means in globset's own terms. A pattern for all that lies below a directory matches the directory, too,
/// so that a walk need not enter it.
fn normal(pattern: &str) -> Vec<String> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let (pattern, below) = match pattern.strip_suffix('/') {
        Some(directory) => (directory, true),
        None => (pattern, false),
    };
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
