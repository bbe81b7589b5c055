//! Looks for words and signs in the bytes of a text before anything is parsed.

pub(crate) mod bytes;
pub(crate) mod copy;
pub(crate) mod seek;
pub(super) mod words;

/// Declares patterns that are compiled when they are first needed.
macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $pattern:expr;)+) => { $(
        $(#[$doc])*
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($pattern).expect("a valid pattern"));
    )+ };
}
pub(crate) use patterns;
