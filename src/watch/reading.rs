//! Lists the ways to read a text: as it is, joined over line ends, through markup, without what is in brackets or
//! quotes. Each is a replacement in the text.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::word::{WatchedWord, words};
use crate::scan::copy::Copy;
use crate::source::Span;

/// The most words that a name has.
pub(super) const LONGEST: usize = 6;

/// A text, read in one way.
pub(super) struct TextReading {
    copy: Copy,
    /// Its words.
    pub(super) words: Vec<WatchedWord>,
    /// What was done to it.
    pub(super) manner: Manner,
}

impl TextReading {
    fn of(copy: Copy, manner: Manner) -> TextReading {
        TextReading { words: words(&copy.text), copy, manner }
    }

    /// Where a run of its words is in the text that was read.
    pub(super) fn place(&self, run: &[WatchedWord]) -> Span {
        self.copy.origin(run[0].span.to(run[run.len() - 1].span))
    }
}

/// What a name is worth that is read in some way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// It is the name.
    Plain,
    /// It is the name if the list knows of no middle name: initials were left out that are between other words.
    WithoutInitials,
    /// It is no more than likely.
    Doubtful,
}

/// What is replaced, by what, in which manner.
type Way = (Regex, Write, Manner);
type Write = fn(&Captures<'_>) -> String;

static WAYS: LazyLock<Vec<Way>> = LazyLock::new(|| {
    use Manner::{Doubtful, Plain, WithoutInitials};
    let mut ways: Vec<Way> = Vec::new();
    let mut way =
        |pattern: &str, by: Write, manner| ways.push((Regex::new(pattern).expect("a valid pattern"), by, manner));
    // Words that are broken at the end of a line.
    way(r"[-\u{2010}\u{AD}]\s{0,32}[\r\n]\s{0,32}", nothing, Plain);
    // What Markdown and HTML put around words, and inside of them.
    way(r"<[^<>]{0,127}>|\](?:\([^()]{0,127}\))?|[\[*~_]+", blank, Plain);
    way(r"<[^<>]{0,127}>|\*{1,3}", nothing, Plain);
    // `JaneFictive`
    way(r"\p{Ll}(?<here>)\p{Lu}", blank, Plain);
    // `F I C T I V E`, with a sign between the letters that shows that they were put together.
    way(r"\b[\pL\pN](?: [\pL\pN]){2,}\b", |found| found[0].replace(' ', "\u{2060}"), Plain);
    way(SPELT_OUT, two_letters, Plain);
    way(r"\pL{2}(?<here>(?:\s+\p{Lu}\.?){1,2}\s+|[-. ]\pL[-.])\pL{2}", blank, WithoutInitials);
    // `Jane (Fictive)`, `Jane "Jay" Fictive`
    let opens = "(?:\\s*[(\\[\"“„«]|\\s['‘])\\s*";
    way(opens, blank, Doubtful);
    let aside = format!("{opens}[\\pL\\pN'’-]+(?: [\\pL\\pN'’-]+){{0,2}}\\s*[)\\]\"”’'“»]\\s*");
    way(&aside, blank, Doubtful);
    ways
});

/// A letter with a diacritic that typewriters and telegraphs wrote as two.
const SPELT_OUT: &str = r"[äÄöÖøØüÜåÅæÆ]|[aouAOU]\u{308}";

fn nothing(_: &Captures<'_>) -> String {
    String::new()
}

fn blank(_: &Captures<'_>) -> String {
    " ".to_owned()
}

fn two_letters(found: &Captures<'_>) -> String {
    let two = match &found[0] {
        "å" => "aa",
        "Å" => "Aa",
        "ä" | "æ" | "a\u{308}" => "ae",
        "Ä" | "Æ" | "A\u{308}" => "Ae",
        "ö" | "ø" | "o\u{308}" => "oe",
        "Ö" | "Ø" | "O\u{308}" => "Oe",
        "ü" | "u\u{308}" => "ue",
        _ => "Ue",
    };
    two.to_owned()
}

/// `copy` with two letters for each that has a diacritic; `None` if none has.
pub(super) fn spelt_out(copy: &Copy) -> Option<Copy> {
    static TWO: LazyLock<Regex> = LazyLock::new(|| Regex::new(SPELT_OUT).expect("a valid pattern"));
    copy.replace(&TWO, two_letters)
}

/// `copy` without tags; `None` if none is there.
pub(super) fn without_tags(copy: &Copy) -> Option<Copy> {
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new("<[^<>]{0,127}>").expect("a valid pattern"));
    copy.replace(&TAG, nothing)
}

/// The name of a file with spaces between its words; an initial keeps its point.
pub(super) fn apart(name: Copy) -> Copy {
    static JOINTS: LazyLock<[(Regex, Write); 4]> = LazyLock::new(|| {
        let joint = |pattern, by: Write| (Regex::new(pattern).expect("a valid pattern"), by);
        [
            joint(r"\p{Ll}(?<here>)\p{Lu}", blank),
            joint(r"\pL(?<here>)[0-9]", blank),
            joint(r"(?:^|\PL)\pL(?<here>[_./\\+])", |_| ".".to_owned()),
            joint(r"[_/\\+]", blank),
        ]
    });
    JOINTS.iter().fold(name, |name, (pattern, by)| name.replace(pattern, by).unwrap_or(name))
}

/// The readings of `copy` that differ from each other, the plainest first.
pub(super) fn readings(copy: Copy) -> Vec<TextReading> {
    let others = WAYS.iter().filter_map(|(pattern, by, manner)| Some((copy.replace(pattern, by)?, *manner)));
    let others: Vec<TextReading> = others.map(|(copy, manner)| TextReading::of(copy, manner)).collect();
    std::iter::once(TextReading::of(copy, Manner::Plain)).chain(others).collect()
}
