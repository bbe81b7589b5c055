//! A text that was made of another one, with the place there of every byte.

use regex::{Captures, Regex};

use crate::source::Span;

/// What a stretch of a text says when something in it is replaced.
pub(crate) struct Copy {
    /// What it says.
    pub(crate) text: String,
    /// Where each byte of that comes from.
    origins: Vec<Span>,
}

impl Copy {
    /// What stands at `span`.
    pub(crate) fn of(text: &str, span: Span) -> Copy {
        let inside = text[span.range()].to_owned();
        Copy { origins: (0..inside.len()).map(|at| span.part(at, 1)).collect(), text: inside }
    }

    /// What the letters at `places` spell, each `letters` of them `bytes` bytes.
    pub(crate) fn spelled(text: String, places: &[Span], letters: usize, bytes: usize) -> Copy {
        let origin = |at: usize| {
            let first = (at / bytes * letters).min(places.len() - 1);
            places[first].to(places[(first + letters).min(places.len()) - 1])
        };
        Copy { origins: (0..text.len()).map(origin).collect(), text }
    }

    /// Where the bytes of `place` come from.
    pub(crate) fn origin(&self, place: Span) -> Span {
        let next = || self.origins.get(place.end as usize).map_or_else(Span::default, |next| Span::at(next.start));
        self.origins[place.range()].iter().copied().reduce(Span::to).unwrap_or_else(next)
    }

    /// The copy with everything replaced that `pattern` matches, or its group `here`; `None` if that changes nothing.
    pub(crate) fn replace(&self, pattern: &Regex, by: impl Fn(&Captures<'_>) -> String) -> Option<Copy> {
        let mut next = Copy { text: String::new(), origins: Vec::new() };
        let mut done = 0;
        for found in pattern.captures_iter(&self.text) {
            let (place, new) = (found.name("here").unwrap_or(found.get_match()).range(), by(&found));
            next.text.push_str(&self.text[done..place.start]);
            next.origins.extend_from_slice(&self.origins[done..place.start]);
            let origin = self.origin(Span::new(place.start as u32, place.end as u32));
            next.origins.extend(std::iter::repeat_n(origin, new.len()));
            next.text.push_str(&new);
            done = place.end;
        }
        next.text.push_str(&self.text[done..]);
        next.origins.extend_from_slice(&self.origins[done..]);
        (next.text != self.text).then_some(next)
    }
}
