//! Turns a panic into a sentence without document text: a bug in cable-lint costs one document, not the run.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// Where the last panic of this thread was.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on a panic prints nothing by itself: Rust would quote document text.
pub fn install() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        PLACE.with_borrow_mut(|known| *known = place);
    }));
}

/// Does `work`.
///
/// # Errors
///
/// Where it panicked. What it shares must be usable afterward: poisoned locks are opened, and documents are read
/// only.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let place = |_: Box<dyn Any + Send>| match PLACE.take() {
        place if place.is_empty() => "a bug in cable-lint".to_owned(),
        place => format!("a bug in cable-lint, at {place}"),
    };
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_without_its_words() {
        let broken = |text: &str| guarded(|| panic!("a text that nobody may see: {text}"));
        let told: Result<(), String> = broken("QQQ");
        assert!(told.is_err_and(|bug| bug.starts_with("a bug in cable-lint") && !bug.contains("QQQ")));
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
