//! Parses entries with a list of countries: REL TO, DISPLAY ONLY, EYES ONLY and FGI.

use std::ops::Range;

use super::Reader;
use crate::marking::code::{Code, Codes, written};
use crate::marking::fault::Fault;
use crate::marking::model::Category;
use crate::marking::register::WrittenForm;

/// The openers of release lists, longest first.
const RELEASE: [&str; 5] = ["AUTHORIZED FOR RELEASE TO", "RELEASABLE TO", "REL TO", "RELTO", "REL"];

/// Whether an entry begins a list of countries: `REL TO USA, GBR`, `FGI GBR`.
pub(super) fn opens_list(word: &str) -> bool {
    RELEASE.into_iter().chain(["DISPLAY ONLY", "FGI"]).any(|opener| opens(word, opener))
}

impl Reader<'_> {
    /// Reads an entry that opens a list, if it is one.
    pub(super) fn read_list(&mut self, at: &Range<usize>) -> Option<Category> {
        let word = self.up(at);
        if let Some(opener) = RELEASE.into_iter().find(|opener| opens(word, opener)) {
            self.read_release(at, opener);
            return Some(Category::Dissemination);
        }
        if opens(word, "DISPLAY ONLY") {
            self.read_display(at);
            return Some(Category::Dissemination);
        }
        if word == "EYES"
            || word.ends_with("EYES ONLY") && self.register.control(word).is_none_or(|(entry, _)| entry.name == "EYES")
        {
            self.read_eyes(at);
            return Some(Category::Dissemination);
        }
        let fgi = ["FOREIGN GOVERNMENT INFORMATION", "FGI"].into_iter().find(|opener| opens(word, opener))?;
        self.read_fgi(at, fgi.len());
        Some(Category::ForeignInformation)
    }

    fn read_release(&mut self, at: &Range<usize>, opener: &str) {
        self.list_token("REL", at);
        let list = at.start + opener.len()..at.end;
        if opener == "REL" && self.trim(list.clone()).is_empty() {
            self.marking.release = Some(Codes::new());
            return;
        }
        if opener == "REL" || opener == "RELTO" {
            let span = at.start..at.start + opener.len();
            self.fault(Fault::new("release-list-without-to", span).fact("right", "REL TO").guess());
        }
        let codes = self.read_codes(list.clone(), ',');
        let span = self.trim(list);
        let usa = codes.first().is_some_and(Code::is_usa);
        let named = codes.iter().any(Code::is_usa);
        let set: Codes = codes.iter().cloned().collect();
        let right = || {
            let full: Codes = set.iter().cloned().chain([Code::usa()]).collect();
            written(&full, ", ", true)
        };
        if !named {
            let fault = Fault::new("rel-to-without-usa", span.clone());
            self.fault(if set.is_empty() { fault } else { fault.suggest(right()) });
        } else if !usa {
            self.fault(Fault::new("usa-not-first", span.clone()).guess());
        } else if set.len() == 1 {
            self.fault(Fault::new("rel-to-usa-alone", at.clone()));
        }
        // USA out of its place is one fault, and it is named already.
        let abroad: Vec<Code> = codes.into_iter().filter(|code| !code.is_usa()).collect();
        self.note_order(&abroad, span);
        self.note_overlap(&set, at);
        self.marking.release = Some(set);
    }

    fn read_display(&mut self, at: &Range<usize>) {
        self.list_token("DISPLAY", at);
        let mut list = at.start + "DISPLAY ONLY".len()..at.end;
        if let Some(rest) = self.up(&list).trim_start().strip_prefix("TO ") {
            let start = at.end - rest.len();
            let to = self.trim(list.start..start);
            self.fault(Fault::new("display-only-to", at.start..to.end).fact("right", "DISPLAY ONLY").guess());
            list.start = start;
        }
        let codes = self.read_codes(list.clone(), ',');
        if codes.is_empty() {
            self.fault(Fault::new("empty-country-list", at.clone()).fact("token", "DISPLAY ONLY"));
        }
        let set: Codes = codes.iter().cloned().collect();
        let usa = usize::from(codes.first().is_some_and(Code::is_usa));
        self.note_order(&codes[usa..], self.trim(list));
        self.marking.display = Some(set);
    }

    fn read_eyes(&mut self, at: &Range<usize>) {
        self.list_token("EYES", at);
        let list = at.start..at.end - if self.up(at).ends_with("EYES ONLY") { "EYES ONLY".len() } else { "EYES".len() };
        let codes = self.read_codes(list.clone(), '/');
        let set: Codes = codes.iter().cloned().collect();
        let five_eyes = ["AUS", "CAN", "GBR", "NZL", "USA"];
        if set.iter().any(|code| !five_eyes.contains(&code.as_str())) {
            let right = format!("REL TO {}", written(&set, ", ", true));
            self.fault(Fault::new("eyes-only-beyond-five-eyes", at.clone()).fact("list", right));
        }
        // Without countries it is the caption of older documents, which has nothing to do with the waiver.
        if !set.is_empty() {
            self.fault(Fault::new("eyes-only-after-waiver", at.clone()));
        }
        self.marking.eyes = Some(set);
    }

    fn read_fgi(&mut self, at: &Range<usize>, opener: usize) {
        self.note(Category::ForeignInformation, "FGI".to_owned(), 7000, at.start..at.start + opener);
        let list = at.start + opener..at.end;
        let span = self.trim(list.clone());
        if span.is_empty() {
            self.marking.foreign.concealed = true;
            return;
        }
        // A second FGI among the codes stands for a source that is not named.
        let words = self.up(&span).split(' ').filter(|word| *word == "FGI").count();
        if words > 0 {
            self.marking.foreign.concealed = true;
            self.fault(Fault::new("concealed-and-named-source", at.clone()));
        }
        let codes = self.read_codes(list, ' ');
        if codes.iter().any(Code::is_usa) {
            self.fault(Fault::new("usa-as-foreign-source", span.clone()));
        }
        let set: Codes = codes.iter().cloned().collect();
        self.note_order(&codes, span);
        self.marking.foreign.sources.extend(set);
    }

    fn list_token(&mut self, name: &str, at: &Range<usize>) {
        if let Some((entry, _)) = self.register.control(name) {
            self.note_duplicate(entry, at);
            self.token(entry, at.clone(), WrittenForm::Both);
        }
    }

    /// The codes of a list, in the order of the text: `USA, GBR`, `GBR JPN` or `USA/GBR`.
    fn read_codes(&mut self, list: Range<usize>, wanted: char) -> Vec<Code> {
        let list = self.trim(list);
        let word = self.up(&list);
        let mut codes: Vec<Code> = Vec::new();
        let (mut spaced, mut and) = (true, false);
        let mut start = 0;
        let bounds = word.match_indices([',', ' ', '/', ';']).map(|(at, _)| at).chain([word.len()]);
        for end in bounds {
            let part = &word[start..end];
            let at = list.start + start..list.start + end;
            if end < word.len() {
                spaced &= separates(&word[end..], wanted) || part.is_empty();
            }
            start = end + 1;
            match part {
                "" | "FGI" => {}
                "AND" => and = true,
                _ => self.read_code(part, at, &mut codes),
            }
        }
        // A comma that nothing follows says that the list goes on, or that a code is missing.
        let compact: String = word.split(' ').collect();
        let open = compact.ends_with([',', ';']) || [",,", ";;", ",;"].iter().any(|gap| compact.contains(gap));
        if and {
            self.fault(Fault::new("and-in-country-list", list).guess());
        } else if !spaced || word.starts_with([',', ';']) {
            let fault = Fault::new("wrong-country-separator", list).fact("list", word);
            self.fault(if open { fault.fact("right", "each code once") } else { fault.guess() });
        }
        codes
    }

    pub(super) fn read_code(&mut self, word: &str, at: Range<usize>, codes: &mut Vec<Code>) {
        let place = self.register.place(word);
        if place.is_none() {
            let fault = Fault::new("unknown-country-code", at.clone()).fact("token", word);
            let alias = self.register.alias(word);
            self.fault(match alias {
                Some(alias) if alias.certain => fault.suggest(alias.code.as_str()),
                _ => fault.guess(),
            });
        } else if word.len() > 3 {
            self.fault(Fault::new("retired-country-code", at.clone()).fact("token", word));
        }
        let code = self.register.code(word);
        // Longer lists than there are codes need no search for a repetition: they repeat one.
        if codes.iter().take(400).any(|known| *known == code) || codes.len() > 400 {
            self.fault(Fault::new("duplicate-country-code", at).fact("token", word));
        } else {
            codes.push(code);
        }
    }

    fn note_order(&mut self, codes: &[Code], span: Range<usize>) {
        if !codes.is_sorted() {
            self.fault(Fault::new("countries-out-of-order", span).guess());
        }
    }

    /// A country beside an organization that contains it says nothing new.
    fn note_overlap(&mut self, codes: &Codes, at: &Range<usize>) {
        let organisations = codes.iter().filter_map(|code| self.register.place(code.as_str()));
        let members: Codes = organisations.flat_map(|place| place.members.iter().cloned()).collect();
        if let Some(code) = codes.iter().find(|code| !code.is_usa() && members.contains(*code)) {
            self.fault(Fault::new("redundant-country-code", at.clone()).fact("token", code.as_str()));
        }
    }
}

/// Whether the text after a code begins with the wanted separator.
fn separates(rest: &str, wanted: char) -> bool {
    match wanted {
        ',' => rest.starts_with(", ") && !rest.starts_with(",  "),
        ' ' => rest.starts_with(' ') && !rest.starts_with("  "),
        _ => rest.starts_with('/') || rest.trim().is_empty(),
    }
}

/// Whether an entry begins with the opener as a whole word.
fn opens(word: &str, opener: &str) -> bool {
    word.strip_prefix(opener).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || rest.starts_with(','))
}
