//! Normalizes and compares paths as written, without the file system.

use std::path::{Component, Path, PathBuf};

/// The name of a configuration file.
pub const FILE_NAME: &str = ".cable-lint.toml";

/// The way from the directory `from` to `path`, both absolute, with `/` between names; the path itself if they share
/// nothing.
pub fn way(path: &Path, from: &Path) -> String {
    let path = normal(path);
    let shared = from.ancestors().enumerate().find(|(_, above)| path.starts_with(above));
    let way = match shared.filter(|(_, above)| above.parent().is_some()) {
        Some((up, above)) => "../".repeat(up) + &path.strip_prefix(above).unwrap_or(&path).to_string_lossy(),
        None => path.to_string_lossy().into_owned(),
    };
    if std::path::MAIN_SEPARATOR == '\\' { way.replace('\\', "/") } else { way }
}

/// The path without `.` and `..`, read off its letters alone.
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            other => normal.push(other),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_without_dots() {
        assert_eq!(normal(Path::new("/a/./b/../c")), Path::new("/a/c"));
    }

    #[test]
    fn files_are_called_by_the_way_to_them() {
        let to = |path| way(Path::new(path), Path::new("/papers/here"));
        assert_eq!(to("/papers/here/a/x.toml"), "a/x.toml");
        assert_eq!(to("/papers/here/a/../../x.toml"), "../x.toml");
        assert_eq!(to("/etc/x.toml"), "/etc/x.toml");
    }
}
