//! A clean text in, the same as a bad scan out.
//!
//! Each character is damaged with the same chance, in one of the ways in which scans of cables are: taken for one that
//! looks like it, lost, torn off by a blank, joined to the next word or line, or moved to a line of its own.

use fastrand::Rng;

/// Characters, and what they are taken for.
const ALIKE: [(char, &str); 44] = [
    ('O', "0QD"),
    ('0', "OD"),
    ('I', "1lTJ"),
    ('1', "Il7"),
    ('l', "1I"),
    ('S', "58"),
    ('5', "S"),
    ('B', "8R"),
    ('8', "B3"),
    ('3', "8"),
    ('Z', "2"),
    ('2', "Z"),
    ('G', "6C"),
    ('6', "Gb"),
    ('7', "1"),
    ('T', "IY"),
    ('E', "F"),
    ('F', "EP"),
    ('C', "G("),
    ('M', "N"),
    ('N', "MH"),
    ('D', "O0"),
    ('Q', "O"),
    ('U', "V"),
    ('V', "U"),
    ('R', "P"),
    ('P', "F"),
    ('A', "4"),
    ('a', "ou"),
    ('c', "eo"),
    ('e', "co"),
    ('h', "b"),
    ('i', "lj"),
    ('m', "n"),
    ('n', "ur"),
    ('o', "0c"),
    ('r', "n"),
    ('t', "fl"),
    ('u', "n"),
    ('.', ","),
    (',', "."),
    (':', ";."),
    (')', "J]"),
    ('/', "l1"),
];

/// Damages so many in a thousand characters of `text`.
pub fn scan(rng: &mut Rng, text: &str, per_mille: u32) -> String {
    let mut scanned = String::with_capacity(text.len() + 40);
    for letter in text.chars() {
        if rng.u32(..1000) < per_mille { damage(rng, letter, &mut scanned) } else { scanned.push(letter) }
    }
    scanned
}

fn damage(rng: &mut Rng, letter: char, scanned: &mut String) {
    match (letter, rng.u32(..100)) {
        ('¶', ..80) => scanned.push('1'),
        ('\n', ..50) => scanned.push(' '),
        // A line break that is lost beside another changes nothing; one that is added breaks a line.
        ('\n', _) => scanned.push_str("\n\n"),
        (' ', ..50) => {}
        (' ', ..75) => scanned.push_str("  "),
        (' ', _) => scanned.push('\n'),
        (_, ..70) => scanned.push(alike(rng, letter)),
        (_, ..85) => {}
        _ => scanned.extend([letter, ' ']),
    }
}

fn alike(rng: &mut Rng, letter: char) -> char {
    let looks = ALIKE.iter().find(|(known, _)| *known == letter).map(|(_, looks)| looks.chars().collect::<Vec<char>>());
    looks.map_or('.', |looks| looks[rng.usize(..looks.len())])
}
