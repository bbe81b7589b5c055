//! Parses the text of a banner line or portion mark of any style.
//!
//! A [`ReadMarking`] is the marking, a token with its span for every word, and faults of spelling. Style and date are left
//! to [`super::judge()`]. Never fails, never panics, linear in the text.

mod atomic;
mod cui;
mod entry;
mod foreign;
mod level;
mod lists;
mod systems;

use std::ops::Range;

pub(super) use level::begins_behind_level;

use super::fault::Fault;
use super::level::Level;
use super::model::{Category, Control, Marking, MarkingToken, Owner};
use super::register::{Register, RegisterEntry, WrittenForm};
use super::scope::MarkingKind;
use super::signs::{is_false_slash, plain_signs, tight};

/// A marking as read.
#[derive(Clone, Debug)]
pub struct ReadMarking {
    /// Banner or portion.
    pub kind: MarkingKind,
    /// What it means; nothing where no level could be made out.
    pub marking: Option<Marking>,
    /// Every recognized word, in the order of the text.
    pub tokens: Vec<MarkingToken>,
    /// The fields between the double slashes.
    pub fields: Vec<(Category, Range<usize>)>,
    /// What is to be said about the writing.
    pub faults: Vec<Fault>,
    /// The text without parentheses and outer space.
    pub body: Range<usize>,
    /// The whole text.
    pub text: String,
}

impl ReadMarking {
    /// Whether every word found its place in the marking. A word that no register knows, or that is misspelled, is in
    /// none: it may have been the one that restricts the text.
    pub fn is_whole(&self) -> bool {
        let lost = |rule: &str| rule.starts_with("unknown-") || rule == "misspelled-marking-token";
        !self.faults.iter().any(|fault| lost(fault.name))
    }
}

/// Reads one banner or portion mark. A portion may come with or without its parentheses.
pub fn read(text: &str, kind: MarkingKind, register: &Register) -> ReadMarking {
    let plain = plain_signs(text);
    let upper = plain.to_ascii_uppercase();
    let mut reader = Reader::new(&plain, &upper, kind, register);
    let body = reader.body();
    if plain != text {
        reader.note_signs(&text[body.clone()], body.clone());
    }
    reader.note_lower_case(body.clone());
    let fields = reader.split_fields(body.clone());
    let read_level = reader.read_fields(&fields);
    let Reader { marking, mut tokens, mut fields, mut faults, .. } = reader;
    if plain != text {
        // A sign that is read as a slash has more bytes than one.
        let whole = |span: &mut Range<usize>| {
            *span = text.floor_char_boundary(span.start)..text.ceil_char_boundary(span.end);
        };
        tokens.iter_mut().for_each(|token| whole(&mut token.span));
        fields.iter_mut().for_each(|(_, span)| whole(span));
        faults.iter_mut().for_each(|fault| whole(&mut fault.span));
    }
    ReadMarking { kind, marking: read_level.then_some(marking), tokens, fields, faults, body, text: text.to_owned() }
}

/// The state of one reading.
struct Reader<'t> {
    text: &'t str,
    /// The text in capitals, byte for byte.
    upper: &'t str,
    kind: MarkingKind,
    register: &'t Register,
    marking: Marking,
    tokens: Vec<MarkingToken>,
    fields: Vec<(Category, Range<usize>)>,
    faults: Vec<Fault>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, upper: &'t str, kind: MarkingKind, register: &'t Register) -> Reader<'t> {
        let marking = Marking::plain(Level::Unclassified);
        let (tokens, fields, faults) = (Vec::new(), Vec::new(), Vec::new());
        Reader { text, upper, kind, register, marking, tokens, fields, faults }
    }

    /// The text between the parentheses, without outer space.
    fn body(&self) -> Range<usize> {
        let whole = self.trim(0..self.text.len());
        if self.kind == MarkingKind::Banner {
            return whole;
        }
        let inside = &self.text[whole.clone()];
        let start = whole.start + usize::from(inside.starts_with('('));
        let end = whole.end - usize::from(inside.ends_with(')') && start < whole.end);
        self.trim(start..end.max(start))
    }

    fn trim(&self, range: Range<usize>) -> Range<usize> {
        let slice = &self.text[range.clone()];
        let start = range.start + (slice.len() - slice.trim_start().len());
        start..(start + slice.trim().len())
    }

    fn up(&self, range: &Range<usize>) -> &'t str {
        &self.upper[range.clone()]
    }

    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Banners are in capitals (Manual D.1 p27). `Attorney-Client` and `Attorney-WP` are not (NIEM 5.2 cui.xsd).
    fn note_lower_case(&mut self, body: Range<usize>) {
        let text = &self.text[body.clone()];
        if text == self.up(&body) {
            return;
        }
        // `and` before the last country is a fault of its own.
        let allowed = text.replace("Attorney-", "ATTORNEY-").replace("Client", "CLIENT").replace(" and ", " AND ");
        if allowed.bytes().any(|byte| byte.is_ascii_lowercase()) {
            let rule = match self.kind {
                MarkingKind::Banner => "lower-case-banner",
                MarkingKind::Portion => "lower-case-portion-mark",
            };
            self.fault(Fault::new(rule, body).guess());
        }
    }

    /// Characters that only look like slashes or spaces.
    fn note_signs(&mut self, written: &str, body: Range<usize>) {
        let Some(first) = written.find(is_false_slash) else { return };
        let last = written.trim_end_matches(|c| !is_false_slash(c)).len();
        self.fault(Fault::new("look-alike-slash", body.start + first..body.start + last).guess());
    }

    /// The fields between double slashes, trimmed. `/ /` is a double slash. An empty field is left out and noted, but
    /// for the first one.
    fn split_fields(&mut self, body: Range<usize>) -> Vec<Range<usize>> {
        let mut fields: Vec<Range<usize>> = Vec::new();
        let mut start = body.start;
        let breaks = self.double_slashes(body.clone());
        let ends = breaks.iter().map(|slashes| slashes.start).chain([body.end]);
        let starts = breaks.iter().map(|slashes| slashes.end).chain([body.end]);
        for (end, next) in ends.zip(starts) {
            let field = self.trim(start..end);
            if !field.is_empty() || fields.is_empty() {
                fields.push(field);
            } else {
                self.fault(Fault::new("empty-category", start.saturating_sub(2)..start).guess());
            }
            start = next;
        }
        self.note_blanks(body);
        fields
    }

    /// Spaces around or between slashes: one fault, from the first to the last of them (Manual A.6).
    fn note_blanks(&mut self, body: Range<usize>) {
        let blank = |at: usize| self.text.as_bytes().get(at).is_some_and(u8::is_ascii_whitespace);
        let spaced = |slash: usize| {
            let before = self.text[body.start..slash].trim_end().len() + body.start;
            let behind = body.end - self.text[slash + 1..body.end].trim_start().len();
            (blank(slash + 1) || slash > body.start && blank(slash - 1)).then_some(before..behind)
        };
        let slashes = memchr::memchr_iter(b'/', &self.text.as_bytes()[body.clone()]).map(|at| body.start + at);
        // What fills up a sign of more bytes is not a space.
        if self.faults.iter().any(|fault| fault.name == "look-alike-slash") {
            return;
        }
        let Some(mut at) = slashes.filter_map(spaced).reduce(|all, each| all.start..each.end) else { return };
        at.start -= self.text[body.start..at.start].bytes().rev().take_while(|byte| *byte == b'/').count();
        at.end += self.text[at.end..body.end].bytes().take_while(|byte| *byte == b'/').count();
        let right = tight(self.up(&at));
        self.fault(Fault::new("spaces-around-slashes", at).suggest(right));
    }

    /// Where two slashes are, with or without a space between them.
    fn double_slashes(&self, body: Range<usize>) -> Vec<Range<usize>> {
        let (mut found, mut at) = (Vec::new(), body.start);
        while let Some(slash) = self.text[at..body.end].find('/').map(|slash| at + slash) {
            let rest = &self.text[slash + 1..body.end];
            let gap = rest.len() - rest.trim_start().len();
            at = slash + 1;
            if rest[gap..].starts_with('/') {
                at = slash + gap + 2;
                found.push(slash..at);
            }
        }
        found
    }

    fn read_fields(&mut self, fields: &[Range<usize>]) -> bool {
        let Some((first, rest)) = fields.split_first() else { return false };
        let (owner, rest) = match rest.split_first() {
            Some((owner, rest)) if first.is_empty() => (self.read_foreign_level(owner.clone()), rest),
            _ if self.up(first).starts_with('/') => {
                let slash = first.start..first.start + 1;
                self.fault(Fault::new("leading-slashes-on-us-marking", slash.clone()).guess());
                (self.read_us_level(self.trim(slash.end..first.end)), rest)
            }
            _ => (self.read_us_level(first.clone()), rest),
        };
        if !owner {
            return false;
        }
        for field in rest {
            self.read_behind(field.clone());
        }
        true
    }

    /// Reads a field after the level. A control after a space, as in `SI NOFORN`, has lost its slashes: it begins a
    /// field of its own, lest it pass for a part of what precedes it.
    fn read_behind(&mut self, field: Range<usize>) {
        let mut from = field.start;
        for entry in self.split_entries(field.clone()) {
            let mut start = entry.start;
            while let Some(blank) = self.glued_control(start..entry.end) {
                let gap = self.trim(start..blank).end..blank + 1;
                self.fault(Fault::new("missing-slashes-before-control", gap.clone()).fact("right", "//").guess());
                self.read_field(self.trim(from..gap.start));
                (from, start) = (gap.end, gap.end);
            }
        }
        self.read_field(self.trim(from..field.end));
        // Between two controls of one field a single slash is missing, which is said already.
        let single: Vec<_> = self.faults.iter().filter(|fault| fault.name == "wrong-category-separator").collect();
        let single: Vec<_> = single.into_iter().map(|fault| fault.span.clone()).collect();
        self.faults.retain(|fault| fault.name != "missing-slashes-before-control" || !single.contains(&fault.span));
    }

    /// The space in an entry after which a control of dissemination begins: every other category may hold spaces.
    fn glued_control(&self, entry: Range<usize>) -> Option<usize> {
        let word = self.up(&entry);
        if !word.contains(' ') || self.register.control(word).is_some() || word.ends_with("EYES ONLY") {
            return None;
        }
        let blanks = word.match_indices(' ').map(|(at, _)| at);
        let glued = |at: &usize| {
            let rest = word[at + 1..].trim_start();
            // The rest up to the next space may be the control, and more of them follow.
            let heads = rest.match_indices(' ').map(|(end, _)| &rest[..end]).take(4).chain([rest]);
            let control = heads
                .filter_map(|head| self.register.control(head))
                .any(|(entry, _)| matches!(entry.category, Category::Sci | Category::Dissemination | Category::NonIc));
            // A comma in front is a separator, if a wrong one.
            let apart = !word[..*at].trim().is_empty() && !word[..*at].ends_with(',');
            apart
                && (control && self.register.place(rest).is_none()
                    || !word.starts_with("FGI") && lists::opens_list(rest))
        };
        let at = blanks.take(16).find(glued)?;
        (self.register.nearest(word).is_none()).then_some(entry.start + at)
    }

    /// Reads one field after the level. Its first known entry says which field it is.
    fn read_field(&mut self, field: Range<usize>) {
        let mut category = None;
        let mut previous_end = field.start;
        for entry in self.split_entries(field.clone()) {
            let gap = previous_end..entry.start;
            previous_end = entry.end;
            if entry.is_empty() {
                self.fault(Fault::new("empty-entry", gap).guess());
                continue;
            }
            let found = self.read_entry(entry, category);
            match category {
                Some(before) if before != found && found != Category::Unknown => {
                    self.fault(Fault::new("wrong-category-separator", gap).fact("right", "//").guess());
                    self.fields.push((before, field.start..field.start));
                    category = Some(found);
                }
                None => category = Some(found),
                Some(_) => {}
            }
        }
        self.close_field(field, category.unwrap_or(Category::Unknown));
    }

    /// Notes the field; two neighbors of one category should have been one field.
    fn close_field(&mut self, field: Range<usize>, category: Category) {
        if let Some((before, span)) = self.fields.last()
            && *before == category
            && category != Category::Unknown
            && !span.is_empty()
        {
            let gap = span.end..field.start;
            self.fault(Fault::new("wrong-category-separator", gap).fact("right", "/").guess());
        }
        self.fields.push((category, field));
    }

    /// The entries between single slashes; the slashes inside an EYES ONLY list do not count.
    fn split_entries(&self, field: Range<usize>) -> Vec<Range<usize>> {
        let mut entries: Vec<Range<usize>> = Vec::new();
        let mut start = field.start;
        let mut open_eyes: Option<usize> = None;
        let slashes = self.text[field.clone()].match_indices('/').map(|(at, _)| field.start + at);
        for end in slashes.chain([field.end]) {
            let entry = self.trim(start..end);
            start = (end + 1).min(field.end);
            let word = self.up(&entry);
            if word == "USA" {
                open_eyes = Some(entries.len());
            }
            entries.push(entry.clone());
            if let (Some(first), Some(code)) = (open_eyes, word.strip_suffix("EYES ONLY"))
                && !code.trim().is_empty()
            {
                let from = entries[first].start;
                entries.truncate(first);
                entries.push(from..entry.end);
                open_eyes = None;
            }
        }
        entries
    }

    /// Notes a token, and whether its form fits the kind of marking.
    fn token(&mut self, entry: &RegisterEntry, span: Range<usize>, form: WrittenForm) {
        match (self.kind, form) {
            (MarkingKind::Banner, WrittenForm::Portion) => {
                let fault = Fault::new("portion-form-in-banner", span.clone()).fact("token", self.up(&span));
                self.fault(fault.suggest(entry.banner.as_str()));
            }
            (MarkingKind::Portion, WrittenForm::Banner) => {
                let fault = Fault::new("banner-form-in-portion", span.clone()).fact("token", self.up(&span));
                self.fault(fault.suggest(entry.name.as_str()));
            }
            (kind, WrittenForm::Variant) => {
                let fault = Fault::new("unusual-token-spelling", span.clone()).fact("token", self.up(&span));
                self.fault(fault.suggest(entry.form(kind)));
            }
            (_, WrittenForm::Both | WrittenForm::Portion | WrittenForm::Banner) => {}
        }
        self.note(entry.category, entry.name.clone(), entry.order, span);
    }

    fn note(&mut self, category: Category, name: String, order: u16, span: Range<usize>) {
        self.tokens.push(MarkingToken { span, category, name, order });
    }

    /// Adds a control to the part of the marking that its category is.
    fn keep(&mut self, entry: &RegisterEntry) {
        let kept = match entry.category {
            Category::NatoControl => &mut self.marking.nato_controls,
            Category::NonIc => &mut self.marking.non_ic,
            _ => &mut self.marking.dissemination,
        };
        kept.insert(control(entry));
    }

    /// NATO controls are in the atomic energy field of a US document (Manual H.7 p122).
    fn field_of(&self, category: Category) -> Category {
        match (category, &self.marking.owner) {
            (Category::NatoControl, Owner::Nato(_)) => Category::NatoControl,
            (Category::NatoControl, _) => Category::AtomicEnergy,
            _ => category,
        }
    }
}

fn control(entry: &RegisterEntry) -> Control {
    Control { order: entry.order, name: entry.name.clone() }
}
