//! Words as they were scanned in, words as they were meant out.
//!
//! What scanning does to letters, as costs: a confusion that scanners make costs half a change. Every value read this
//! way is a [`super::Reading`] that says so, and the place is kept as a [`Repair`] for the rules of damage.

use std::borrow::Cow;

use crate::source::Span;

/// A kind of damage that was read through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// A caption with wrong letters.
    Caption,
    /// A level word with wrong letters.
    LevelWord,
    /// A precedence word with wrong letters.
    PrecedenceWord,
    /// A field label with wrong letters.
    Label,
    /// The letter of a reference, scanned as something else.
    Enumerator,
    /// Paragraph numbers in front of which the pilcrow was scanned as the digit 1.
    Pilcrow,
    /// Two fields on one line.
    JoinedFields,
    /// Tags of markup inside a field.
    Markup,
    /// A signature on the line of the last sentence.
    GluedSignature,
    /// A portion mark with a parenthesis missing, or blanks or small letters inside.
    PortionMark,
    /// A mark of the end of the message with letters missing.
    EndMark,
}

/// One place where damage was read through.
#[derive(Clone, Debug)]
pub struct Repair {
    /// What is damaged.
    pub damage: Damage,
    /// The damaged text.
    pub span: Span,
    /// What it was read as.
    pub read: Cow<'static, str>,
    /// Another place that bears the reading out.
    pub witness: Option<Span>,
}

/// Letters that scanners take for each other.
const CONFUSIONS: [(char, char); 16] = [
    ('I', 'T'),
    ('I', 'L'),
    ('I', '1'),
    ('I', 'J'),
    ('L', '1'),
    ('O', '0'),
    ('O', 'Q'),
    ('O', 'D'),
    ('B', '8'),
    ('S', '5'),
    ('S', '8'),
    ('G', '6'),
    ('Z', '2'),
    ('E', 'F'),
    ('C', 'G'),
    ('N', 'M'),
];

/// How far `seen` is from `meant`, in half changes of a letter; both in capitals.
pub(super) fn distance(seen: &str, meant: &str) -> u32 {
    let meant: Vec<char> = meant.chars().collect();
    let mut above: Vec<u32> = (0..=meant.len() as u32).map(|n| 2 * n).collect();
    for (row, letter) in seen.chars().enumerate() {
        let mut left = 2 * (row as u32 + 1);
        let mut diagonal = above[0];
        above[0] = left;
        for (column, &other) in meant.iter().enumerate() {
            let best = (diagonal + substitution(letter, other)).min(left + 2).min(above[column + 1] + 2);
            diagonal = above[column + 1];
            above[column + 1] = best;
            left = best;
        }
    }
    above[meant.len()]
}

fn substitution(seen: char, meant: char) -> u32 {
    if seen == meant {
        0
    } else if CONFUSIONS.contains(&(seen, meant)) || CONFUSIONS.contains(&(meant, seen)) {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confusions_of_scanners_cost_half() {
        assert_eq!(distance("SIPDIS", "SIPDIS"), 0);
        assert_eq!(distance("STPDTS", "SIPDIS"), 2);
        assert_eq!(distance("STPDTS", "STADIS"), 3);
        assert_eq!(distance("PIORITY", "PRIORITY"), 2);
        assert_eq!(distance("", "AB"), 4);
    }
}
