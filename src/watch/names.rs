//! Plain names in, the ways in which they may be written kept, words out of a text compared with them.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

use super::nearby::Surnames;
use super::word::{Gap, Word, mistaken, words};
use crate::source::Span;

/// The most words that a name has.
pub(super) const LONGEST: usize = 6;
/// The fewest letters that a name of one word has.
const SHORTEST: usize = 3;
/// From how many letters on a name of one word need not begin with a capital, and is looked for through damage.
const TELLING: usize = 6;

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    /// Whether it was read through damage, or is no more than initials and a surname.
    doubtful: bool,
    /// After which word a comma stands, the surname being first; 0 for nowhere.
    comma: usize,
    words: usize,
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
            return Err("is no name: it needs a word of three letters");
        }
        if plain.len() > LONGEST {
            return Err("is no name: it has more than six words");
        }
        self.count += 1;
        let surnames = if comma > 0 { comma } else { surname(name, &words) };
        self.add_forms(&plain, surnames);
        Ok(())
    }

    /// Adds the ways to write a name whose last `surnames` words are the surname.
    fn add_forms(&mut self, name: &[&str], surnames: usize) {
        let (given, last) = name.split_at(name.len() - surnames.min(name.len()));
        last.last().iter().for_each(|last| self.surnames.add(last));
        let initial = |word: &str| word.chars().next().map_or(String::new(), String::from);
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let initials: Vec<String> = given.iter().map(|word| initial(word)).collect();
        let mut ways: Vec<(Vec<String>, bool)> = vec![(owned(given), false)];
        if let Some((first, middle)) = given.split_first() {
            ways.push((owned(&[*first]), false));
            let abbreviated = middle.iter().map(|word| initial(word));
            ways.push((std::iter::once((*first).to_owned()).chain(abbreviated).collect(), false));
            ways.push((initials[..1].to_vec(), true));
            ways.push((initials, true));
        }
        for (given, doubtful) in ways {
            let (front, back) = ([&given[..], &owned(last)].concat(), [&owned(last)[..], &given].concat());
            self.insert(&front, 0, doubtful);
            if !given.is_empty() {
                self.insert(&back, last.len(), doubtful);
            }
        }
    }

    fn insert(&mut self, words: &[String], comma: usize, doubtful: bool) {
        let telling = words.iter().map(String::len).sum::<usize>() >= TELLING;
        for mistaken_too in [false, true] {
            if mistaken_too && !telling {
                continue;
            }
            let mut hash = self.start(mistaken_too);
            words.iter().for_each(|word| self.go_on(&mut hash, word, mistaken_too));
            let form = Form { doubtful: doubtful || mistaken_too, comma, words: words.len() };
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

    /// The stretches of `span` in which names of the list can stand.
    pub(super) fn stretches(&self, text: &str, span: Span) -> Vec<Span> {
        self.surnames.stretches(text, span)
    }

    /// Calls `see` with every run of `words` that is a name of the list.
    pub(super) fn find(&self, words: &[Word], see: &mut dyn FnMut(&[Word], bool)) {
        if self.count == 0 {
            return;
        }
        for start in 0..words.len() {
            let mut hashes = [self.start(false), self.start(true)];
            for end in start..words.len().min(start + LONGEST) {
                if end > start && !joins(words, end) {
                    break;
                }
                let word = &words[end].plain;
                self.go_on(&mut hashes[0], word, false);
                self.go_on(&mut hashes[1], word, true);
                let run = &words[start..=end];
                let forms = hashes.iter().filter_map(|hash| self.forms.get(hash)).flatten();
                if let Some(form) = forms.into_iter().find(|form| form.fits(run)) {
                    see(run, form.doubtful);
                }
            }
        }
    }
}

/// Whether the word at `index` can belong to the same name as the one before it.
fn joins(words: &[Word], index: usize) -> bool {
    match words[index].gap {
        Gap::Blank | Gap::Comma => true,
        Gap::Stop => words[index - 1].is_initial(),
        Gap::Other => false,
    }
}

impl Form {
    /// Whether commas, capitals and full stops stand in `run` where this form has them.
    fn fits(&self, run: &[Word]) -> bool {
        let commas = run.iter().enumerate().skip(1).all(|(index, word)| match word.gap {
            Gap::Comma => index == self.comma,
            _ => self.comma != index || self.words == 2 && !self.doubtful,
        });
        let initials = run.iter().enumerate().all(|(index, word)| {
            word.plain.len() > 1 || word.capital && run.get(index + 1).is_none_or(|next| next.gap == Gap::Stop)
        });
        let alone = run.len() > 1 || run[0].capital || run[0].plain.len() >= TELLING;
        self.words == run.len() && commas && initials && alone
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
