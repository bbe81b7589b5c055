//! Converts file names for other programs: relative to the current directory, or as URIs.
//!
//! Findings name a file as typed. Programs look it up in a checkout, so an absolute name is made relative to the
//! directory of the run.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is spelled out in a URI: everything but what RFC 3986 calls unreserved, and the slash.
const SPELT_OUT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// `name` without `root`, the directory of the run, in front.
pub(super) fn relative<'n>(name: &'n str, root: &str) -> &'n str {
    let below = name.strip_prefix(root).and_then(|rest| rest.strip_prefix('/'));
    below.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// `name` as a URI, and whether it is relative to the directory of the run.
pub(crate) fn uri(name: &str, root: &str) -> (String, bool) {
    let name = relative(name, root);
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes().get(2) == Some(&b'/');
    let encoded = utf8_percent_encode(name, SPELT_OUT).to_string();
    match (name.starts_with('/'), drive) {
        (true, _) => (format!("file://{encoded}"), false),
        (_, true) => (format!("file:///{}", encoded.replacen("%3A", ":", 1)), false),
        _ => (encoded, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_below_the_run_are_relative() {
        assert_eq!(relative("/home/x/a.txt", "/home/x"), "a.txt");
        assert_eq!(relative("/home/xy/a.txt", "/home/x"), "/home/xy/a.txt");
        assert_eq!(relative("../a.txt", "/home/x"), "../a.txt");
    }

    #[test]
    fn uris_hold_no_character_with_a_meaning() {
        let uri = |name| uri(name, "/home/x");
        assert_eq!(uri("a b/50%:é#?.txt"), ("a%20b/50%25%3A%C3%A9%23%3F.txt".to_owned(), true));
        assert_eq!(uri("/home/x/a.txt"), ("a.txt".to_owned(), true));
        assert_eq!(uri("/etc/a.txt"), ("file:///etc/a.txt".to_owned(), false));
        assert_eq!(uri("C:/a.txt"), ("file:///C:/a.txt".to_owned(), false));
    }
}
