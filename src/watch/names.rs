//! Compares the words of a text with plain names, in all the forms in which a name may be written.

use std::collections::HashMap;

use super::nearby::Surnames;
use super::reading::{LONGEST, Manner, TextReading, spelt_out};
use super::word::{Gap, WatchedWord, mistake, words};
use crate::scan::copy::Copy;
use crate::source::Span;

/// The fewest letters that a name of one word has.
const SHORTEST: usize = 3;
/// From how many letters on a name of one word need not begin with a capital, and is looked for through damage.
const TELLING: usize = 6;
/// From how many letters on given name and surname in one word are that name and no other word.
const JOINED: usize = 8;
/// From how many letters on a surname after an initial in the same word is looked for.
const BEHIND_INITIAL: usize = 5;

/// How a name is written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Form {
    /// Its words, a space apart.
    text: String,
    /// Whether it was read through damage, or is no more than initials and a surname.
    doubtful: bool,
    /// After which word a comma is, the surname being first; 0 for nowhere.
    comma: usize,
    words: usize,
    shape: Shape,
}

/// What of a name a form is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Its words.
    Words,
    /// Its words, where the list knows of no middle name, so that any may be in the text.
    AnyMiddle,
    /// All of it in one word: `janefictive`.
    Joined,
    /// Initial and surname in one word, as addresses have it: `jfictive`.
    Handle,
}

/// The names of a list, by their words as scanners may mistake them.
#[derive(Default)]
pub(super) struct Names {
    forms: HashMap<String, Vec<Form>>,
    surnames: Surnames,
    count: usize,
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Adds a name. One with diacritics may be written with two letters for each.
    pub(super) fn add(&mut self, name: &str) -> Result<(), &'static str> {
        let spelt_out = spelt_out(&Copy::of(name, Span::new(0, name.len() as u32)));
        for name in std::iter::once(name).chain(spelt_out.as_ref().map(|copy| &*copy.text)) {
            let words = words(name);
            let comma = words.iter().position(|word| word.gap == Gap::Comma).unwrap_or(0);
            let mut plain: Vec<&str> = words.iter().map(|word| word.plain.as_str()).collect();
            // `Fictive, Jane` is listed by the surname.
            plain.rotate_left(comma);
            if !plain.iter().any(|word| word.len() >= SHORTEST && word.chars().any(char::is_alphabetic)) {
                return Err("is not a name: it needs a word of at least three letters");
            }
            if plain.len() > LONGEST {
                return Err("is not a name: it has more than six words");
            }
            self.add_forms(&plain, if comma > 0 { comma } else { surname(name, &words) });
        }
        self.count += 1;
        Ok(())
    }

    /// Adds the ways to write a name whose last `surnames` words are the surname.
    fn add_forms(&mut self, name: &[&str], surnames: usize) {
        let (given, last) = name.split_at(name.len() - surnames.min(name.len()));
        last.last().iter().for_each(|last| self.surnames.add(last));
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        for (given, doubtful) in ways(given) {
            let (front, back) = ([&given[..], &owned(last)].concat(), [&owned(last)[..], &given].concat());
            let any_middle = given.len() == 1 && name.len() == surnames + 1;
            let shape = if any_middle { Shape::AnyMiddle } else { Shape::Words };
            self.insert(&front, doubtful, 0, shape);
            if !given.is_empty() {
                self.insert(&back, doubtful, last.len(), shape);
            }
        }
        // Where the list does not say which words are the surname, another may be written first than was taken for it.
        for split in 1..given.len() {
            let turned = [owned(&name[split..]), owned(&name[..split])].concat();
            self.insert(&turned, false, name.len() - split, Shape::Words);
        }
        if let Some(first) = given.first() {
            self.add_joined(first, given, last);
        }
    }

    /// Adds the ways to write a name in one word.
    fn add_joined(&mut self, first: &str, given: &[&str], last: &[&str]) {
        let last = last.concat();
        let whole = [given.concat(), last.clone()].concat();
        for joined in [whole, format!("{first}{last}"), format!("{last}{first}")] {
            if joined.chars().count() >= JOINED {
                self.insert_word(joined, Shape::Joined);
            }
        }
        if let Some(initial) = first.chars().next().filter(|_| last.chars().count() >= BEHIND_INITIAL) {
            self.insert_word(format!("{initial}{last}"), Shape::Handle);
            self.insert_word(format!("{last}{initial}"), Shape::Handle);
        }
    }

    fn insert_word(&mut self, word: String, shape: Shape) {
        self.surnames.add(&word);
        self.insert(&[word], shape == Shape::Handle, 0, shape);
    }

    fn insert(&mut self, words: &[String], doubtful: bool, comma: usize, shape: Shape) {
        let form = Form { text: words.join(" "), doubtful, comma, words: words.len(), shape };
        let mut mistaken = String::new();
        mistake(&form.text, &mut mistaken);
        let forms = self.forms.entry(mistaken).or_default();
        if !forms.contains(&form) {
            forms.push(form);
        }
    }

    /// The stretches of `span` in which names of the list can be.
    pub(super) fn stretches(&self, text: &str, span: Span) -> Vec<Span> {
        self.surnames.stretches(text, span)
    }

    /// Calls `see` with every run of words of `reading` that is a name of the list.
    pub(super) fn find(&self, reading: &TextReading, see: &mut dyn FnMut(&[WatchedWord], bool)) {
        if self.count == 0 {
            return;
        }
        let words = &reading.words;
        for start in 0..words.len() {
            let (mut text, mut mistaken) = (String::new(), String::new());
            for end in start..words.len().min(start + LONGEST) {
                if end > start {
                    if !words[end].joins(&words[end - 1]) {
                        break;
                    }
                    text.push(' ');
                    mistaken.push(' ');
                }
                text.push_str(&words[end].plain);
                mistake(&words[end].plain, &mut mistaken);
                let run = &words[start..=end];
                let any_middle = reading.manner == Manner::WithoutInitials;
                let forms = self.forms.get(&mistaken).into_iter().flatten();
                let fitting = forms.filter(|form| !any_middle || form.shape == Shape::AnyMiddle);
                if let Some(doubtful) = fitting.filter_map(|form| form.fits(run, &text)).min() {
                    see(run, doubtful);
                }
            }
        }
    }
}

/// The ways to write given names, and whether each leaves a doubt.
fn ways(given: &[&str]) -> Vec<(Vec<String>, bool)> {
    let initial = |word: &&str| word.chars().next().map_or(String::new(), String::from);
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let initials: Vec<String> = given.iter().map(initial).collect();
    let mut ways: Vec<(Vec<String>, bool)> = vec![(owned(given), false)];
    if let Some((first, middle)) = given.split_first() {
        let one = |word: String| vec![word];
        ways.push((owned(&[*first]), false));
        ways.push(([one((*first).to_owned()), middle.iter().map(initial).collect()].concat(), false));
        ways.push(([one(initial(first)), owned(middle)].concat(), true));
        ways.push((one(initial(first)), true));
        ways.push((initials, true));
    }
    ways
}

impl Form {
    /// Whether commas, capitals and full stops are in `run` where this form has them; if so, whether a doubt is left
    /// that it is the name. Its words are `text`, which may be mistaken for those of the form if that is long enough.
    fn fits(&self, run: &[WatchedWord], text: &str) -> Option<bool> {
        let exact = text == self.text;
        if !exact && self.text.len() < TELLING + self.words - 1 {
            return None;
        }
        let (first, last) = (run.first()?, run.last()?);
        let address = last.address;
        let commas = run.iter().enumerate().skip(1).all(|(index, word)| match word.gap {
            Gap::Comma => index == self.comma,
            _ => self.comma != index || !self.doubtful || address,
        });
        let initials = run.iter().enumerate().all(|(index, word)| {
            let stopped = run.get(index + 1).is_none_or(|next| next.gap == Gap::Stop);
            word.plain.len() > 1 || address || word.capital && stopped
        });
        let alone = run.len() > 1 || first.capital || first.plain.len() >= TELLING;
        let known = self.words == run.len() && commas && initials && alone;
        let joined = match self.shape {
            Shape::Handle => address,
            _ => true,
        };
        let sure = self.shape != Shape::Joined || first.joined || address;
        let apart = run.iter().skip(1).any(|word| word.gap == Gap::Cell);
        (known && joined).then_some(self.doubtful || !exact || !sure || apart)
    }
}

/// How many words at the end of a name are its surname: those joined by hyphens, and particles before them.
fn surname(name: &str, words: &[WatchedWord]) -> usize {
    const PARTICLES: [&str; 12] = ["al", "el", "bin", "bint", "de", "del", "der", "di", "la", "ter", "van", "von"];
    let hyphenated = |index: usize| {
        let between = &name[words[index - 1].span.end as usize..words[index].span.start as usize];
        between == "-"
    };
    let mut first = words.len() - 1;
    while first > 1 && (hyphenated(first) || PARTICLES.contains(&words[first - 1].plain.as_str())) {
        first -= 1;
    }
    words.len() - first
}
