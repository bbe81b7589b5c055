//! Writes what linting said of a document as few bytes, and reads it back, trusting none of them.
//!
//! Numbers take a byte for each seven bits. Names of facts and labels are numbers in the table of checks.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use super::CachedAnswer;
use crate::Linted;
use crate::diagnostic::{Confidence, Diagnostic, Edit, Fact, Proof, Related, Severity, Shown};
use crate::rule::RuleSet;
use crate::set::{Gist, Mention, Role, SetEntry};
use crate::source::{Position, Span};

const SEVERITIES: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];
const CONFIDENCES: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];
const PROOFS: [Proof; 3] = [Proof::None, Proof::Alone, Proof::Together];

/// What linting said, with what can be compared, and the day or the year for which it holds; 0 for always.
pub(super) fn encode(linted: &Linted, entry: Option<&SetEntry>, day: u64, rules: &RuleSet) -> Option<Vec<u8>> {
    let mut out = Writer(Vec::new());
    out.number(day);
    out.number(linted.unmarked.into());
    out.list(&linted.unread, |out, reason| {
        out.text(reason);
        Some(())
    })?;
    out.list(&linted.pictures, |out, page| {
        out.text(page);
        Some(())
    })?;
    out.list(&linted.diagnostics, |out, found| out.diagnostic(found, rules))?;
    out.list(entry.as_slice(), |out, entry| out.entry(entry))?;
    Some(out.0)
}

/// The day or the year for which an answer holds.
pub(super) fn day(bytes: &[u8]) -> Option<u64> {
    Reader { bytes, words: &LastingWords::default() }.number()
}

/// What linting said; nothing if the bytes do not say it.
pub(super) fn decode(bytes: &[u8], rules: &RuleSet, words: &LastingWords) -> Option<CachedAnswer> {
    let mut input = Reader { bytes, words };
    input.number()?;
    let linted = Linted {
        unmarked: input.number()? == 1,
        unread: input.list(|input| input.text().map(str::to_owned))?,
        pictures: input.list(|input| input.text().map(Arc::from))?,
        diagnostics: input.list(|input| input.diagnostic(rules))?,
    };
    let entry = input.list(Reader::entry)?.pop();
    input.bytes.is_empty().then_some(CachedAnswer { linted, entry })
}

/// Words of the program, which live as long as it does.
#[derive(Default)]
pub(super) struct LastingWords(Mutex<HashSet<&'static str>>);

impl LastingWords {
    fn lasting(&self, word: &str) -> &'static str {
        let mut words = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        words.get(word).copied().unwrap_or_else(|| {
            let lasting: &'static str = Box::leak(word.into());
            words.insert(lasting);
            lasting
        })
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number > 0x7F {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    fn list<T>(&mut self, list: &[T], one: impl Fn(&mut Writer, &T) -> Option<()>) -> Option<()> {
        self.number(list.len() as u64);
        list.iter().try_for_each(|item| one(self, item))
    }

    fn span(&mut self, span: Span) {
        self.number(span.start.into());
        self.number(span.len().into());
    }

    /// The number of `name` in a table.
    fn name(&mut self, name: &str, known: &[&str]) -> Option<()> {
        known.iter().position(|known| *known == name).map(|index| self.number(index as u64))
    }

    /// A word, which is the program's own unless it was worked out.
    fn word(&mut self, word: &str, worked_out: bool) {
        self.number(worked_out.into());
        self.text(word);
    }

    fn diagnostic(&mut self, found: &Diagnostic, rules: &RuleSet) -> Option<()> {
        let entry = rules.rules()[found.rule].entry;
        if !found.elsewhere.is_empty() {
            return None;
        }
        self.number(found.rule as u64);
        self.number(found.severity as u64 | (found.confidence as u64) << 2 | (found.proof as u64) << 4);
        self.span(found.span);
        self.list(&found.facts, |out, (name, fact)| out.name(name, entry.facts).and_then(|()| out.fact(fact)))?;
        self.list(&found.related, |out, related| {
            out.span(related.span);
            out.name(related.label, entry.labels)
        })?;
        self.list(&found.edits, |out, edit| {
            out.span(edit.span);
            out.word(&edit.content, matches!(edit.content, Cow::Owned(_)));
            Some(())
        })?;
        self.list(&found.shown, |out, shown| {
            out.number(shown.is_some().into());
            shown.iter().for_each(|shown| out.shown(shown));
            Some(())
        })?;
        self.number(found.allowed.is_some().into());
        found.allowed.iter().for_each(|reason| self.span(*reason));
        Some(())
    }

    /// Fingerprints are in order, so that most of each is known from the one before.
    fn entry(&mut self, entry: &SetEntry) -> Option<()> {
        self.number(entry.gist.bits());
        self.number(entry.prints.len() as u64);
        let mut before = 0;
        for print in &entry.prints {
            self.number(print.checked_sub(before)?);
            before = *print;
        }
        self.list(&entry.mentions, |out, Mention { key, role, value }| {
            [*key, *value, *role as u64].into_iter().for_each(|number| out.number(number));
            Some(())
        })
    }

    fn fact(&mut self, fact: &Fact) -> Option<()> {
        match fact {
            Fact::Quote(span) => {
                self.number(0);
                self.span(*span);
            }
            Fact::Word(word) => {
                self.number(1);
                self.word(word, matches!(word, Cow::Owned(_)));
            }
            Fact::Number(number) => {
                self.number(2);
                self.number(*number as u64);
            }
            Fact::Date(date) => {
                self.number(3);
                self.number(date.year() as u16 as u64);
                self.number(date.month() as u64);
                self.number(date.day() as u64);
            }
            // Another file is named only by what compares files.
            Fact::File(_) => return None,
        }
        Some(())
    }

    fn shown(&mut self, shown: &Shown) {
        self.text(&shown.part);
        for Position { row, column, utf16_column, utf8_column, offset } in [shown.start, shown.end] {
            [row, column, utf16_column, utf8_column].into_iter().for_each(|number| self.number(number.into()));
            self.number(offset);
        }
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    words: &'b LastingWords,
}

impl<'b> Reader<'b> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(first & 0x7F) << shift;
            if first & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn small<N: TryFrom<u64>>(&mut self) -> Option<N> {
        self.number()?.try_into().ok()
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = self.small()?;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok()
    }

    fn list<T>(&mut self, one: impl Fn(&mut Reader<'b>) -> Option<T>) -> Option<Vec<T>> {
        (0..self.number()?).map(|_| one(self)).collect()
    }

    fn span(&mut self) -> Option<Span> {
        let start: u32 = self.small()?;
        Some(Span::new(start, start.checked_add(self.small()?)?))
    }

    fn name(&mut self, known: &'static [&'static str]) -> Option<&'static str> {
        known.get(self.small::<usize>()?).copied()
    }

    fn word(&mut self) -> Option<Cow<'static, str>> {
        let owned = self.number()? == 1;
        let word = self.text()?;
        Some(if owned { Cow::Owned(word.to_owned()) } else { Cow::Borrowed(self.words.lasting(word)) })
    }

    fn diagnostic(&mut self, rules: &RuleSet) -> Option<Diagnostic> {
        let rule: usize = self.small()?;
        let entry = rules.rules().get(rule)?.entry;
        let grades: usize = self.small()?;
        Some(Diagnostic {
            rule,
            severity: *SEVERITIES.get(grades & 3)?,
            confidence: *CONFIDENCES.get(grades >> 2 & 3)?,
            proof: *PROOFS.get(grades >> 4)?,
            span: self.span()?,
            facts: self.list(|input| Some((input.name(entry.facts)?, input.fact()?)))?,
            related: self.list(|input| {
                let span = input.span()?;
                Some(Related { label: input.name(entry.labels)?, span })
            })?,
            elsewhere: Vec::new(),
            edits: self.list(|input| Some(Edit { span: input.span()?, content: input.word()? }))?,
            shown: self.list(|input| Some(input.list(Reader::shown)?.pop()))?,
            allowed: self.list(Reader::span)?.pop(),
        })
    }

    fn entry(&mut self) -> Option<SetEntry> {
        let gist = Gist::from_bits(self.number()?);
        let mut before = 0_u64;
        let mut print = |input: &mut Reader<'b>| {
            before = before.checked_add(input.number()?)?;
            Some(before)
        };
        let prints = (0..self.number()?).map(|_| print(self)).collect::<Option<_>>()?;
        let mentions = self.list(|input| {
            let [key, value] = [input.number()?, input.number()?];
            Some(Mention { key, value, role: *Role::ALL.get(input.small::<usize>()?)? })
        })?;
        Some(SetEntry { prints, mentions, gist })
    }

    fn fact(&mut self) -> Option<Fact> {
        Some(match self.number()? {
            0 => Fact::Quote(self.span()?),
            1 => Fact::Word(self.word()?),
            2 => Fact::Number(self.number()? as i64),
            3 => {
                let year = self.small::<u16>()? as i16;
                Fact::Date(Date::new(year, self.small()?, self.small()?).ok()?)
            }
            _ => return None,
        })
    }

    fn shown(&mut self) -> Option<Shown> {
        let part = self.text()?.into();
        let [start, end] = [self.position()?, self.position()?];
        Some(Shown { part, start, end })
    }

    fn position(&mut self) -> Option<Position> {
        Some(Position {
            row: self.small()?,
            column: self.small()?,
            utf16_column: self.small()?,
            utf8_column: self.small()?,
            offset: self.number()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CHECKS;

    /// What linting says of a text, with something of everything that it may say.
    fn said(rules: &RuleSet) -> Linted {
        let text = b"CONFIDENTIAL\n\n12 March 2014\n\n(S) The lamp.\n\n(C) SSN 899-12-3456 <!-- cable-lint: allow all: x -->\n";
        let source = crate::source::read("x.md", text.to_vec()).expect("readable");
        let mut linted = crate::lint_each(&source, rules, &mut |_, look| look());
        let first = linted.diagnostics.iter_mut().find(|found| rules.rules()[found.rule].entry.facts.len() > 1);
        let first = first.expect("a finding with facts");
        let facts = rules.rules()[first.rule].entry.facts;
        let position = Position { row: 1, column: 300, utf16_column: 70_000, utf8_column: 2, offset: u64::MAX };
        first.facts = vec![
            (facts[0], Fact::Word("a word of the program".into())),
            (facts[1], Fact::Word("worked out".to_owned().into())),
            (facts[0], Fact::Number(-3)),
            (facts[0], Fact::Date(jiff::civil::date(-44, 3, 15))),
            (facts[1], Fact::Quote(Span::new(3, 9))),
        ];
        first.edit(Span::at(5), "a").edit(Span::new(7, 9), "b".to_owned());
        first.shown = vec![None, Some(Shown { part: "page 3".into(), start: position, end: position })];
        (first.proof, first.allowed) = (Proof::Together, Some(Span::at(7)));
        linted.unread.push("a reason".to_owned());
        linted.pictures.push("page 1".into());
        linted
    }

    fn compared() -> SetEntry {
        let mention = |role| Mention { key: u64::MAX, role, value: 3 };
        SetEntry {
            prints: vec![0, 7, 1 << 39, u64::MAX],
            mentions: Role::ALL.map(mention).to_vec(),
            gist: Gist::from_bits(u64::MAX),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let rules = RuleSet::builtin(CHECKS).expect("the packs load");
        let (linted, entry) = (said(&rules), compared());
        let bytes = encode(&linted, Some(&entry), 20_261_231, &rules).expect("it can be written");
        assert_eq!(day(&bytes), Some(20_261_231));
        let CachedAnswer { linted: read, entry: same } =
            decode(&bytes, &rules, &LastingWords::default()).expect("it can be read");
        assert_eq!(same, Some(entry));
        assert_eq!(read.diagnostics, linted.diagnostics);
        assert_eq!((read.unmarked, &read.unread, &read.pictures), (linted.unmarked, &linted.unread, &linted.pictures));
        let borrowed = |linted: &Linted| {
            let facts = linted.diagnostics.iter().flat_map(|found| &found.facts);
            facts.filter(|(_, fact)| matches!(fact, Fact::Word(Cow::Borrowed(_)))).count()
        };
        assert_eq!(borrowed(&read), borrowed(&linted), "what is masked depends on it");
    }

    #[test]
    fn whatever_else_stands_there_is_read_without_a_panic() {
        let rules = RuleSet::builtin(CHECKS).expect("the packs load");
        let (bytes, words) =
            (encode(&said(&rules), Some(&compared()), 0, &rules).expect("it can be written"), LastingWords::default());
        for at in 0..bytes.len() {
            assert!(decode(&bytes[..at], &rules, &words).is_none(), "{at}");
            for byte in [0, 0x7F, 0x80, 0xFF] {
                let mut damaged = bytes.clone();
                damaged[at] = byte;
                let source = crate::source::read("x", vec![b'a'; 40]).expect("readable");
                let read = decode(&damaged, &rules, &words);
                let fits = read.iter().flat_map(|answer| &answer.linted.diagnostics).all(|found| found.fits(&source));
                assert!(!fits || read.is_none_or(|answer| answer.linted.diagnostics.is_empty()), "{at}");
            }
        }
    }
}
