//! Gives the names under which values of a part are compared: captions as in the register, addressees by post, others
//! by text.

use std::borrow::Cow;

use super::{Document, Part};
use crate::source::Span;

/// A value under the name by which it is compared.
#[derive(Clone, Debug)]
pub struct Named<'d> {
    /// The name.
    pub name: Cow<'d, str>,
    /// Its place.
    pub span: Span,
    /// Whether it was read through damage.
    pub repaired: bool,
}

impl Document<'_> {
    /// The values of `part` by name, in order.
    pub fn named(&self, part: Part) -> Vec<Named<'_>> {
        match part {
            Part::Caption => {
                let captions = self.captions.iter();
                let named = captions.filter_map(|caption| Some((caption.name.as_deref()?, caption)));
                named.map(|(name, c)| Named { name: name.into(), span: c.span, repaired: c.repaired }).collect()
            }
            Part::Addressee | Part::To | Part::Info => {
                let addressees =
                    self.addressees.iter().filter(|a| part == Part::Addressee || a.action == (part == Part::To));
                let name = |post: Span, all: Span| self.text(if post.is_empty() { all } else { post });
                addressees.map(|a| Named { name: name(a.post, a.span).into(), span: a.span, repaired: false }).collect()
            }
            _ => {
                let mut named = Vec::new();
                self.each(part, &mut |span| {
                    named.push(Named { name: self.text(span).into(), span, repaired: self.is_repaired(span) });
                });
                named
            }
        }
    }

    /// Whether `name` was regularly written twice in documents of this date: SIPDIS was from 2006 to 2008. Where the
    /// date is not known to the day, it may have.
    pub fn may_repeat(&self, part: Part, name: &str) -> bool {
        let era =
            if part == Part::Caption { self.registers.caption(name).and_then(|caption| caption.repeats) } else { None };
        era.is_some_and(|era| self.dating.day().is_none_or(|day| era.contains(day)))
    }
}
