//! Compares the words of a text with plain names, in all the forms in which a name may be written.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

use super::nearby::Surnames;
use super::reading::{LONGEST, Reading};
use super::word::{Gap, Word, mistaken, words};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    /// Whether it was read through damage, or is no more than initials and a surname.
    doubtful: bool,
    /// After which word a comma is, the surname being first; 0 for nowhere.
    comma: usize,
    words: usize,
    shape: Shape,
}

/// What of a name a form is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// The names of a list, by the hashes of their words.
#[derive(Default)]
pub(super) struct Names {
    forms: HashMap<u64, Vec<Form>>,
    surnames: Surnames,
    count: usize,
    hasher: RandomState,
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Adds a name.
    pub(super) fn add(&mut self, name: &str) -> Result<(), &'static str> {
        let words = words(name, Span::new(0, name.len() as u32));
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
        self.count += 1;
        let surnames = if comma > 0 { comma } else { surname(name, &words) };
        self.add_forms(&plain, surnames);
        // A name with diacritics may be written with two letters for each.
        let mut spelt: Vec<&str> = words.iter().map(|word| word.spelt_out.as_deref().unwrap_or(&word.plain)).collect();
        spelt.rotate_left(comma);
        if spelt != plain {
            self.add_forms(&spelt, surnames);
        }
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
            self.insert(&front, Form { doubtful, comma: 0, words: front.len(), shape });
            if !given.is_empty() {
                self.insert(&back, Form { doubtful, comma: last.len(), words: back.len(), shape });
            }
        }
        // Where the list does not say which words are the surname, another may be written first than was taken for it.
        for split in 1..given.len() {
            let turned = [owned(&name[split..]), owned(&name[..split])].concat();
            let (comma, words) = (name.len() - split, name.len());
            self.insert(&turned, Form { doubtful: false, comma, words, shape: Shape::Words });
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
        self.insert(&[word], Form { doubtful: shape == Shape::Handle, comma: 0, words: 1, shape });
    }

    fn insert(&mut self, words: &[String], form: Form) {
        let telling = words.iter().map(String::len).sum::<usize>() >= TELLING;
        for mistaken_too in [false, true] {
            if mistaken_too && !telling {
                continue;
            }
            let mut hash = self.start(mistaken_too);
            words.iter().for_each(|word| self.go_on(&mut hash, word, mistaken_too));
            let form = Form { doubtful: form.doubtful || mistaken_too, ..form };
            let forms = self.forms.entry(hash).or_default();
            if !forms.contains(&form) {
                forms.push(form);
                forms.sort_unstable();
            }
        }
    }

    fn start(&self, mistaken: bool) -> u64 {
        self.hasher.hash_one(mistaken)
    }

    fn go_on(&self, hash: &mut u64, word: &str, read_mistaken: bool) {
        let mut hasher = self.hasher.build_hasher();
        hasher.write_u64(*hash);
        match read_mistaken {
            true => hasher.write(mistaken(word).as_bytes()),
            false => hasher.write(word.as_bytes()),
        }
        *hash = hasher.finish();
    }

    /// The stretches of `span` in which names of the list can be.
    pub(super) fn stretches(&self, text: &str, span: Span) -> Vec<Span> {
        self.surnames.stretches(text, span)
    }

    /// Calls `see` with every run of words of `reading` that is a name of the list.
    pub(super) fn find(&self, reading: &Reading, see: &mut dyn FnMut(&[Word], bool)) {
        if self.count == 0 {
            return;
        }
        let words = &reading.words;
        for start in 0..words.len() {
            let mut hashes = [self.start(false), self.start(true)];
            for end in start..words.len().min(start + LONGEST) {
                if end > start && !joins(words, end) {
                    break;
                }
                let word = &words[end];
                let written = word.spelt_out.as_deref().filter(|_| reading.spelt_out).unwrap_or(&word.plain);
                self.go_on(&mut hashes[0], written, false);
                self.go_on(&mut hashes[1], written, true);
                let run = &words[start..=end];
                let forms = hashes.iter().filter_map(|hash| self.forms.get(hash)).flatten();
                let mut fitting = forms.filter(|form| !reading.without_initials || form.shape == Shape::AnyMiddle);
                if let Some(doubtful) = fitting.find_map(|form| form.fits(run)) {
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

/// Whether the word at `index` can belong to the same name as the one before it.
fn joins(words: &[Word], index: usize) -> bool {
    match words[index].gap {
        Gap::Blank | Gap::Comma | Gap::Cell => true,
        Gap::Stop => words[index - 1].plain.chars().count() == 1,
        Gap::Other => false,
    }
}

impl Form {
    /// Whether commas, capitals and full stops are in `run` where this form has them; if so, whether a doubt is left
    /// that it is the name.
    fn fits(&self, run: &[Word]) -> Option<bool> {
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
        let sure = self.shape != Shape::Joined || first.humped || first.disguised || address;
        let apart = run.iter().skip(1).any(|word| word.gap == Gap::Cell);
        (known && joined).then_some(self.doubtful || !sure || apart)
    }
}

/// How many words at the end of a name are its surname: those joined by hyphens, and particles before them.
fn surname(name: &str, words: &[Word]) -> usize {
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
