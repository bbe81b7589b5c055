//! Reads street addresses after the words that announce a home.

use std::sync::LazyLock;

use regex::Regex;

use super::{Page, PersonalKind};
use crate::source::Span;

const REACH: usize = 120;

static HERE: LazyLock<Regex> = LazyLock::new(|| {
    let address = r"(?x)^(?i:[a-z]{0,7}(?:\s{1,12}(?:is|are|at|of|address|in|located|number)){0,3}[\s:,(]{1,14})
        (?<here>(?:(?i:No\.)\ )?\d{1,5}[A-Za-z]?,?\s{1,12}(?:(?:[A-Z][A-Za-z'.-]*|\d{1,3}(?i:st|nd|rd|th))\s{1,12}){1,4}
        (?i:(?:st|str|ave|rd|ln|dr|blvd|ct|pl|pkwy|hwy)\b\.?|(?:street|avenue|road|lane|drive|boulevard|court|place|terrace|way|close|crescent|square|circle|parkway|highway)\b))";
    Regex::new(address).expect("a valid pattern")
});

pub(crate) fn read(page: Page<'_>, word: Span, see: &mut dyn FnMut(PersonalKind, Span)) {
    let text = page.text;
    let at = word.end as usize;
    let reach = text.floor_char_boundary((at + REACH).min(page.span.end as usize)).max(at);
    let here = HERE.captures(&text[at..reach]).and_then(|found| found.name("here"));
    if let Some(here) = here {
        see(PersonalKind::Residence, Span::new((at + here.start()) as u32, (at + here.end()) as u32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::exposure::personal::tests::of;

    #[test]
    fn a_residence_needs_a_number_and_a_street() {
        for (text, street) in [
            ("He resides at 14 Old Harbor Road, Ndola", "14 Old Harbor Road"),
            ("his residence: 9 Elm Street", "9 Elm Street"),
            ("HOME ADDRESS: 27 FICTIVE ROAD, NDOLA", "27 FICTIVE ROAD"),
            ("Home address:\n   27 Old\n   Harbor Drive", "27 Old\n   Harbor Drive"),
            ("She lives at 1600 West 5th Street.", "1600 West 5th Street"),
        ] {
            assert_eq!(of(PersonalKind::Residence, text), [street], "{text}");
        }
        assert!(of(PersonalKind::Residence, "the Residence at 5 p.m.; 14 Old Harbor Road").is_empty());
    }
}
