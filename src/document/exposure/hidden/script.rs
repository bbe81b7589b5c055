//! Finds names that the scripts of a redacted page hold and its text does not: what a program was to show or to hide.

use std::sync::LazyLock;

use regex::Regex;

use super::{HiddenKind, See};
use crate::document::exposure::known::KnownWords;
use crate::source::Span;

/// Texts of scripts that are looked at, at most.
const MOST: usize = 20_000;

/// Reads the scripts in `span` of `text`.
pub(crate) fn read(text: &str, span: Span, see: See<'_>) {
    static SCRIPT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?is)<script\b[^>]*>(.*?)</script").expect("a valid pattern"));
    static TEXT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#""([^"\\\n]{4,120})"|'([^'\\\n]{4,120})'|`([^`\\\n]{4,120})`"#).expect("a valid pattern")
    });
    let inside = &text[span.range()];
    if !["</script", "</SCRIPT"].iter().any(|end| memchr::memmem::find(inside.as_bytes(), end.as_bytes()).is_some()) {
        return;
    }
    let scripts: Vec<regex::Match<'_>> =
        SCRIPT.captures_iter(inside).filter_map(|found| found.get(1)).filter(|script| !script.is_empty()).collect();
    let mut around = String::with_capacity(inside.len());
    let mut done = 0;
    for script in &scripts {
        around.push_str(&inside[done..script.start()]);
        done = script.end();
    }
    around.push_str(&inside[done..]);
    let known = KnownWords::new(&around, std::iter::empty());
    if !known.is_redacted() {
        return;
    }
    let texts = scripts.iter().flat_map(|script| {
        let found = TEXT.captures_iter(script.as_str());
        found.filter_map(|found| found.iter().skip(1).flatten().next()).map(|text| (script.start(), text))
    });
    for (start, said) in texts.take(MOST).filter(|(_, said)| known.is_named_by(said.as_str())) {
        let from = span.start as usize + start + said.start();
        see(HiddenKind::CustomData, Span::new(from as u32, (from + said.len()) as u32));
    }
}

#[cfg(test)]
mod tests {
    use crate::document::exposure::hidden::HiddenKind::CustomData;
    use crate::document::exposure::hidden::tests::of;

    fn page(script: &str, met: &str) -> String {
        format!("<html><body><p>1. (U) He met {met} in Port Velm.</p><script>{script}</script></body></html>")
    }

    #[test]
    fn names_in_scripts_of_a_redacted_page_are_found() {
        for script in [
            "var guest = \"Ada Quill\";",
            "show('Ada Quill')",
            "{\"guest\": {\"name\": \"Ada Quill\"}}",
            "note(`Ada Quill`)",
        ] {
            assert_eq!(of(CustomData, &page(script, "██████")), ["Ada Quill"], "{script}");
            assert!(of(CustomData, &page(script, "Ada Quill")).is_empty(), "readers see the name");
            assert!(of(CustomData, &page(script, "the minister")).is_empty(), "nothing was redacted");
        }
    }

    #[test]
    fn words_of_programs_are_no_names() {
        for script in [
            "gtag('config', 'G-XXXX'); track(\"Google Tag Manager\")",
            "label = 'Read More'; other = \"Sign In\"; font = 'Times New Roman'",
            "{\"@type\": \"Organization\", \"name\": \"Port Velm\"}",
            "head['Content-Type'] = 'text/html'; open(\"Open Menu\")",
        ] {
            assert!(of(CustomData, &page(script, "██████")).is_empty(), "{script}");
        }
    }
}
