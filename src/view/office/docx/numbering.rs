//! Counts the numbers of lists, as Word draws them before paragraphs (ECMA-376 part 1, 17.9).

use std::collections::{BTreeMap, BTreeSet};

use super::super::xml::Element;

/// How deep lists lie in one another.
const LEVELS: usize = 9;
/// Numbers beyond this are written in digits, whatever the format.
const MOST_LETTERS: u32 = 780;

/// A level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// What is drawn, with `%1` for the number of the first level.
    text: String,
    /// What stands between the number and the text.
    behind: &'static str,
}

/// What a list changes in a level of the abstract one: where it begins, and how it is written.
type Change = (usize, Option<u32>, Option<Level>);

impl Default for Level {
    fn default() -> Level {
        Level { start: 1, format: "decimal".to_owned(), text: String::new(), behind: " " }
    }
}

/// The lists of a document, and how far each has come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    levels: BTreeMap<String, Vec<Level>>,
    /// The levels of each list, by the name of an abstract one, and where it begins anew.
    lists: BTreeMap<String, (String, Vec<Change>)>,
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// The lists that have begun.
    begun: BTreeSet<String>,
}

impl Numbering {
    pub(super) fn read(root: &Element<'_>) -> Numbering {
        let mut numbering = Numbering::default();
        let mut styled = BTreeMap::new();
        let all = |name: &'static str| root.elements().filter(move |element| element.name == name);
        for list in all("abstractNum") {
            let Some(id) = list.attribute("abstractNumId") else { continue };
            let mut levels = vec![Level::default(); LEVELS];
            for level in list.elements().filter(|element| element.name == "lvl") {
                if let Some(place) = depth(level).and_then(|depth| levels.get_mut(depth)) {
                    *place = read_level(level);
                }
            }
            styled.extend(list.value_of("styleLink").map(|style| (style.to_owned(), levels.clone())));
            numbering.levels.insert(id.to_owned(), levels);
        }
        for list in all("abstractNum") {
            let link = list.value_of("numStyleLink").and_then(|style| styled.get(style));
            if let (Some(id), Some(levels)) = (list.attribute("abstractNumId"), link) {
                numbering.levels.insert(id.to_owned(), levels.clone());
            }
        }
        for list in all("num") {
            let (Some(id), Some(of)) = (list.attribute("numId"), list.value_of("abstractNumId")) else { continue };
            let overrides = list.elements().filter(|element| element.name == "lvlOverride").filter_map(|change| {
                let start = change.value_of("startOverride").and_then(|start| start.parse().ok());
                Some((depth(change)?, start, change.child("lvl").map(read_level)))
            });
            numbering.lists.insert(id.to_owned(), (of.to_owned(), overrides.collect()));
        }
        numbering
    }

    /// Counts on in a list, and says what is drawn before the paragraph.
    pub(super) fn next(&mut self, list: &str, depth: usize) -> String {
        let Some((of, overrides)) = self.lists.get(list) else { return String::new() };
        let Some(levels) = self.levels.get(of).filter(|levels| depth < levels.len()) else { return String::new() };
        let level = |at: usize| {
            let changed = overrides.iter().find(|(depth, ..)| *depth == at).and_then(|(_, _, level)| level.as_ref());
            changed.unwrap_or(&levels[at])
        };
        let counts = self.counts.entry(of.clone()).or_default();
        if !self.begun.contains(list) {
            self.begun.insert(list.to_owned());
            for (at, start, _) in overrides {
                if let (Some(start), Some(count)) = (start, counts.get_mut(*at)) {
                    *count = start.checked_sub(1);
                }
            }
        }
        for (at, count) in counts.iter_mut().enumerate().take(depth) {
            count.get_or_insert(level(at).start);
        }
        counts[depth] = Some(counts[depth].map_or(level(depth).start, |count| count.saturating_add(1)));
        counts[depth + 1..].fill(None);
        let here = level(depth);
        if here.format == "bullet" {
            return format!("•{}", here.behind);
        }
        let mut text = here.text.clone();
        for (at, count) in counts.iter().enumerate().take(depth + 1) {
            let number = written(count.unwrap_or(level(at).start), &level(at).format);
            text = text.replace(&format!("%{}", at + 1), &number);
        }
        if text.trim().is_empty() { String::new() } else { text + here.behind }
    }
}

fn depth(level: &Element<'_>) -> Option<usize> {
    level.attribute("ilvl")?.parse().ok().filter(|depth| *depth < LEVELS)
}

fn read_level(level: &Element<'_>) -> Level {
    let bounded = |text: &str| text.chars().take(40).collect();
    Level {
        start: level.value_of("start").and_then(|start| start.parse().ok()).unwrap_or(0),
        format: level.value_of("numFmt").unwrap_or("decimal").to_owned(),
        text: level.value_of("lvlText").map(bounded).unwrap_or_default(),
        behind: if level.value_of("suff") == Some("nothing") { "" } else { " " },
    }
}

/// A number in a format.
fn written(number: u32, format: &str) -> String {
    let lower = |text: String| text.to_lowercase();
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "upperLetter" => letters(number),
        "lowerLetter" => lower(letters(number)),
        "upperRoman" => roman(number),
        "lowerRoman" => lower(roman(number)),
        _ => number.to_string(),
    }
}

/// `A` to `Z`, then `AA` to `ZZ`, as Word counts.
fn letters(number: u32) -> String {
    if number == 0 || number > MOST_LETTERS {
        return number.to_string();
    }
    let letter = char::from(b'A' + ((number - 1) % 26) as u8);
    String::from(letter).repeat((number as usize - 1) / 26 + 1)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > MOST_LETTERS {
        return number.to_string();
    }
    let (mut rest, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::super::xml::tree;
    use super::*;

    #[test]
    fn numbers_count_on_and_begin_anew_below_a_new_one() {
        let text = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2."/></w:lvl>
            <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
            <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="7"/>
            <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>"#;
        let mut numbering = Numbering::read(&tree(text).expect("well formed"));
        let next = |place: (&str, usize)| numbering.next(place.0, place.1);
        let drawn =
            [("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("1", 3), ("2", 0), ("2", 0), ("9", 0)];
        let drawn = drawn.map(next);
        assert_eq!(drawn, ["1. ", "a. ", "b. ", "(I) ", "2. ", "a. ", "• ", "5. ", "6. ", ""]);
    }

    #[test]
    fn letters_and_roman_numbers() {
        assert_eq!(
            (letters(27), letters(3), roman(14), roman(49)),
            ("AA".into(), "C".into(), "XIV".into(), "XLIX".into())
        );
        assert_eq!((letters(0), written(3, "decimalZero"), written(3, "none")), ("0".into(), "03".into(), "".into()));
    }
}
