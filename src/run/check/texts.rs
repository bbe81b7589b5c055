//! Gets the texts of files with findings for a report that shows them, in order, as many as a browser takes.
//!
//! It reads the files again: what all of them hold would not fit in memory.

use std::sync::atomic::AtomicUsize;

use super::lint::{Checked, each, read};
use crate::files::{Input, Listed};
use crate::finding::{ShownText, shown_text};
use crate::run::Failure;
use crate::source::mistake::plain;
use crate::view;

/// So many bytes of text a report holds.
const MOST: usize = 24 << 20;
/// So many files are read before it is asked whether there is enough.
const AT_ONCE: usize = 64;

/// The texts, each with what findings call the file.
pub(in crate::run) fn texts(
    documents: &[Listed],
    checked: &[Result<Checked, String>],
    threads: usize,
) -> Result<Vec<(String, ShownText)>, Failure> {
    let with_findings = documents.iter().zip(checked).filter_map(|(document, checked)| {
        let checked = checked.as_ref().ok()?;
        Some((document, checked.findings.first()?.filename.clone(), &checked.text))
    });
    let wanted: Vec<_> = with_findings.collect();
    let (mut texts, mut size) = (Vec::new(), 0);
    for some in wanted.chunks(AT_ONCE) {
        if size > MOST {
            break;
        }
        let shown = each(some, threads, &AtomicUsize::new(0), &|(document, _, text)| match (text, &document.place) {
            (Some(text), _) => Ok(text.clone()),
            (None, Input::Stdin(_)) => Ok(ShownText::default()),
            (None, Input::File(_)) => {
                let bytes = read(document).map_err(|error| plain(&error))?;
                let file = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
                Ok(shown_text(&file, &document.rules))
            }
        })?;
        // What cannot be read a second time is shown by its findings alone.
        for ((_, name, _), text) in some.iter().zip(shown) {
            let Ok(text) = text else { continue };
            size += text.size();
            texts.push((name.clone(), text));
        }
    }
    Ok(texts)
}
