//! Reads how the cells of a workbook look, and which of their numbers are days.

mod code;

use jiff::ToSpan;
use jiff::civil::date;

use super::super::look::{self, Colour, Look, WHITE};
use super::super::xml::Element;

/// How a cell looks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Format {
    pub(super) look: Look,
    /// The color of the cell; `None` if it is not known.
    pub(super) paper: Option<Colour>,
    /// Whether its number is a day.
    is_day: bool,
    /// What its code says, by its place.
    code: Option<usize>,
}

/// The formats of a workbook.
#[derive(Debug)]
pub(super) struct Formats {
    formats: Vec<Format>,
    codes: Vec<String>,
    /// How cells look while a condition holds: the color of text, and that of the cell.
    differential: Vec<Option<(Colour, Option<Colour>)>>,
    /// Whether days are counted from 1904.
    old: bool,
}

impl Formats {
    pub(super) fn new(old: bool) -> Formats {
        Formats { formats: Vec::new(), codes: Vec::new(), differential: Vec::new(), old }
    }

    pub(super) fn read(&mut self, root: &Element<'_>) {
        let list = |name: &str| root.child(name).into_iter().flat_map(Element::elements);
        let codes: Vec<(&str, &str)> = list("numFmts")
            .filter_map(|format| Some((format.attribute("numFmtId")?, format.attribute("formatCode")?)))
            .collect();
        let fonts: Vec<Look> = list("fonts").map(font).collect();
        let fills: Vec<Option<Colour>> = list("fills").map(fill).collect();
        let formats = list("cellXfs").map(|format| {
            let index = |name: &str| format.attribute(name).and_then(|index| index.parse::<usize>().ok());
            let id = format.attribute("numFmtId").unwrap_or_default();
            let place = codes.iter().position(|(known, _)| *known == id);
            let code = place.map_or("", |place| codes[place].1);
            let mut look = index("fontId").and_then(|at| fonts.get(at)).copied().unwrap_or_default();
            // Three empty sections show nothing of numbers or texts.
            look.hidden = code.starts_with(";;;").then_some(true);
            let paper = index("fillId").and_then(|at| fills.get(at)).copied().unwrap_or(Some(WHITE));
            Format { look, paper, is_day: is_day(id, code), code: place }
        });
        self.formats = formats.collect();
        self.differential = list("dxfs").map(differential).collect();
        self.codes = codes.into_iter().map(|(_, code)| code.to_owned()).collect();
    }

    /// The colors of a look that conditions give, if it has one of text.
    pub(super) fn differential(&self, id: usize) -> Option<(Colour, Option<Colour>)> {
        *self.differential.get(id)?
    }

    pub(super) fn of(&self, cell: &Element<'_>) -> Format {
        let index = cell.attribute("s").and_then(|index| index.parse::<usize>().ok()).unwrap_or(0);
        let plain = Format { paper: Some(WHITE), ..Format::default() };
        self.formats.get(index).copied().unwrap_or(plain)
    }

    /// What is shown of a text: some formats put words around it.
    pub(super) fn text(&self, written: &str, format: Format) -> Option<String> {
        code::text(self.codes.get(format.code?)?, written)
    }

    /// What is shown of a number.
    pub(super) fn number(&self, written: &str, format: Format) -> String {
        let Some(number) = written.parse::<f64>().ok() else { return written.to_owned() };
        if !format.is_day {
            let code = format.code.and_then(|code| self.codes.get(code));
            return code.map_or_else(|| written.to_owned(), |code| code::number(code, written, number));
        }
        let first = if self.old { date(1904, 1, 1) } else { date(1899, 12, 30) };
        let day = (1.0..2_958_466.0).contains(&number).then(|| first.checked_add((number as i64).days()).ok());
        day.flatten().map_or_else(|| written.to_owned(), |day| day.to_string())
    }
}

fn font(font: &Element<'_>) -> Look {
    let size = font.value_of("sz").and_then(|size| size.parse().ok());
    let struck = font.child("strike").map(|it| it.attribute("val").is_none_or(|on| on != "0" && on != "false"));
    Look { colour: font.child("color").map(colour), size, struck, ..Look::default() }
}

/// The color that fills a cell: that of paper without a pattern, none known of patterns.
fn fill(fill: &Element<'_>) -> Option<Colour> {
    let pattern = fill.child("patternFill")?;
    match pattern.attribute("patternType") {
        None | Some("none") => Some(WHITE),
        // Without a color of its own it is filled with that of text.
        Some("solid") => pattern.child("fgColor").map_or(Some([0, 0, 0]), colour),
        Some(_) => None,
    }
}

/// The color of text that a condition gives, and that of the cell; in it a pattern of one color has that behind it.
fn differential(look: &Element<'_>) -> Option<(Colour, Option<Colour>)> {
    let text = look.path(&["font", "color"]).and_then(colour)?;
    let paper = look.path(&["fill", "patternFill"]);
    Some((text, paper.and_then(|fill| fill.child("bgColor").or(fill.child("fgColor"))).and_then(colour)))
}

/// A color by its value, or black and white by their places in the lists of a workbook.
fn colour(colour: &Element<'_>) -> Option<Colour> {
    if let Some(written) = colour.attribute("rgb") {
        return look::colour(written.get(written.len().checked_sub(6)?..)?);
    }
    let plain = colour.attribute("tint").is_none_or(|tint| tint.parse() == Ok(0.0));
    match (colour.attribute("theme"), colour.attribute("indexed")) {
        (Some("0"), _) if plain => Some(WHITE),
        (Some("1"), _) if plain => Some([0, 0, 0]),
        (_, Some("1" | "9" | "65")) => Some(WHITE),
        (_, Some("0" | "8" | "64")) => Some([0, 0, 0]),
        _ => None,
    }
}

/// Whether a format is one of days: by its number (ECMA-376 part 1, 18.8.30), or by the letters of its code.
fn is_day(id: &str, code: &str) -> bool {
    let known = id.parse().is_ok_and(|id: u32| matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=58));
    let mut quoted = false;
    let mut bracketed = false;
    let letters = code.chars().filter(|c| {
        match c {
            '"' => quoted = !quoted,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ => {}
        }
        !quoted && !bracketed
    });
    let letters: String = letters.collect::<String>().to_ascii_lowercase();
    known || letters.contains('d') && letters.contains('m') || letters.contains("yy")
}

#[cfg(test)]
mod tests {
    use super::super::super::xml::tree;
    use super::*;

    #[test]
    fn days_are_told_from_numbers() {
        assert!(is_day("14", "") && is_day("164", "yyyy\\-mm\\-dd") && is_day("165", "d-mmm"));
        assert!(!is_day("0", "General") && !is_day("164", "0.00\" days, mm\"") && !is_day("164", "[Red]0.00"));
        let formats = Formats::new(false);
        let day = Format { is_day: true, ..Format::default() };
        assert_eq!(formats.number("44258", day), "2021-03-03");
        assert_eq!(formats.number("44258", Format::default()), "44258");
        assert_eq!(formats.number("1e300", day), "1e300");
    }

    #[test]
    fn colors_are_read_from_values_and_places() {
        let read = |text: &str| colour(&tree(text).expect("well formed"));
        assert_eq!(read("<color rgb=\"FF0000FF\"/>"), Some([0, 0, 255]));
        assert_eq!((read("<color theme=\"0\"/>"), read("<color theme=\"0\" tint=\"-0.5\"/>")), (Some(WHITE), None));
        assert_eq!((read("<color indexed=\"9\"/>"), read("<color rgb=\"x\"/>")), (Some(WHITE), None));
    }
}
