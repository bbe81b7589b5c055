//! What a paper is, and the words that all papers are made of.

use cable_lint::document::Profile;
use fastrand::Rng;

/// A text with what is known of it beside the text.
pub struct Paper {
    /// The text.
    pub text: String,
    /// The name of its file.
    pub name: &'static str,
    /// What its owner says that it is.
    pub profile: Option<Profile>,
}

impl From<String> for Paper {
    fn from(text: String) -> Paper {
        Paper { text, name: "paper.txt", profile: None }
    }
}

impl Paper {
    /// A text under that name.
    pub fn named(name: &'static str, text: String) -> Paper {
        Paper { name, ..Paper::from(text) }
    }

    /// A text that its owner calls released.
    pub fn released(text: String) -> Paper {
        Paper { profile: Some(Profile::Released), ..Paper::from(text) }
    }
}

const SENTENCES: [&str; 12] = [
    "The dues will stay where they are until the summer.",
    "The agent was asked to put that in a letter.",
    "Nobody had seen the second draft of the contract.",
    "The road to the old pier was closed by the thaw.",
    "Two boats were sold and a third was let for the season.",
    "The clerk kept the books of the last two years.",
    "They went over the list of guests line by line.",
    "The grain was promised for the spring and came in June.",
    "A driver was sent to the station and waited there.",
    "The committee has asked for a line to the school.",
    "The price of a candle was doubled in one week.",
    "The letter was signed on the following Friday.",
];
const LONG: [&str; 9] = [
    "The delegation returned to the capital on the evening flight and went home by road.",
    "The owner received the port captain on the next morning in the office at the quay.",
    "They spoke for an hour about the harbour, the road and the coming fishing season.",
    "They went on to the question of the grain that was promised for the early spring.",
    "The clerk asked for the list of the guests and was told that it was not yet ready.",
    "The captain promised to send it by courier before the end of the following month.",
    "The meeting closed with the usual assurances of good will from both of the sides.",
    "Nothing was signed, and no date was set for the next of these meetings in summer.",
    "The press was told of none of it until the week after the last guest had left it.",
];
const SUBJECTS: [&str; 4] = ["Harbour dues", "The old pier", "Grain for the spring", "Two boats"];

/// A random choice.
pub fn pick<T: Copy>(rng: &mut Rng, choices: &[T]) -> T {
    choices[rng.usize(..choices.len())]
}

/// A sentence of small words.
pub fn sentence(rng: &mut Rng) -> &'static str {
    pick(rng, &SENTENCES)
}

/// What a paper is about.
pub fn subject(rng: &mut Rng) -> &'static str {
    pick(rng, &SUBJECTS)
}

/// Full lines of a page, with `code` in the margin of the middle one.
pub fn full_lines(code: &str) -> String {
    let line = |(at, line): (usize, &&str)| match at {
        4 => format!("{line}{:30}{code}\n", ""),
        _ => format!("{line}\n"),
    };
    LONG.iter().enumerate().map(line).collect()
}
