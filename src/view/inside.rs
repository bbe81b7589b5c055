//! Reads a page of the web that lies in another file: what readers see of it, and what it hides.

use super::View;
use crate::document::{Assumptions, Condition, parse};
use crate::register::Registers;
use crate::source::SourceFile;
use crate::source::hidden::HiddenKind;
use crate::source::lex::lex;
use crate::source::packed::{Packed, Packing};

/// The text of a page, whose view is `view`, and what is known of it.
pub(super) fn read(source: &SourceFile, view: &View) -> (String, Packed) {
    let mut packing = Packing::default();
    packing.part("page");
    packing.put(view.source().text());
    let (tokens, registers) = (lex(source.text()), Registers::builtin());
    for document in parse(source, &tokens, &registers, &Assumptions::default()) {
        for hidden in document.hidden() {
            // Comments in a page without marks are for those who write pages.
            let own = hidden.kind != HiddenKind::Comment || document.meets(Condition::Marked);
            if own && is_of_markup(hidden.kind) {
                packing.hide(hidden.kind, source.slice(hidden.span), None, hidden.covered);
            }
        }
    }
    packing.finish()
}

/// Whether it is the markup that hides a text; what characters hide is in the view as well.
fn is_of_markup(kind: HiddenKind) -> bool {
    use HiddenKind::{Attribute, Comment, Covered, CustomData, SameColour, StyledAway, Tracked, Undisplayed};
    matches!(kind, Attribute | Comment | Covered | CustomData | SameColour | StyledAway | Tracked | Undisplayed)
}
