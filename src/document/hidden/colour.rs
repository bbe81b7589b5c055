//! Colours of pages in, whether one is lost on another out.

/// How far two colours may lie apart in each of red, green and blue, and still be one to the eye.
const APART: u8 = 10;

/// What text stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// The page, which nothing paints.
    Paper,
    /// One colour.
    Colour(String),
    /// A picture, or whatever a style sheet says that is not in the file.
    Unknown,
}

impl Ground {
    /// The ground that the value of `background` or `bgcolor` paints.
    pub(super) fn of(value: &str) -> Ground {
        let colour = colour_of(&value.trim().to_ascii_lowercase());
        if channels(&colour).is_some() { Ground::Colour(colour) } else { Ground::Unknown }
    }

    /// Whether text in `colour` is not to be seen on it.
    pub(super) fn swallows(&self, colour: &str) -> bool {
        match self {
            Ground::Paper => is_alike(colour, "#ffffff"),
            Ground::Colour(ground) => is_alike(colour, ground),
            Ground::Unknown => false,
        }
    }
}

/// The colour in the value of `background`, which may name a picture as well.
pub(super) fn colour_of(background: &str) -> String {
    let mut depth = 0;
    let parts = background.split(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && c.is_whitespace()
    });
    let mut parts = parts.filter(|part| !part.is_empty());
    // A picture covers the colour below it.
    if background.contains("gradient(") {
        return String::new();
    }
    parts.find(|part| channels(part).is_some()).unwrap_or(background).to_owned()
}

/// Whether two colours are the same to the eye.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    match (channels(one), channels(other)) {
        (Some(one), Some(other)) => one.iter().zip(other).all(|(one, other)| one.abs_diff(other) <= APART),
        // Of colours that are not known here it is known whether they are called the same.
        (None, None) => !one.is_empty() && one == other && one.bytes().all(|byte| byte.is_ascii_lowercase()),
        _ => false,
    }
}

/// Whether a colour is none.
pub(super) fn is_see_through(colour: &str) -> bool {
    let compact: String = colour.chars().filter(|c| !c.is_whitespace()).collect();
    let alpha = compact.strip_prefix("rgba(").or_else(|| compact.strip_prefix("hsla("));
    let alpha = alpha.and_then(|rest| rest.strip_suffix(')')?.rsplit([',', '/']).next()?.parse::<f32>().ok());
    let hex = compact.strip_prefix('#').filter(|digits| matches!(digits.len(), 4 | 8));
    let clear = hex.is_some_and(|digits| digits.ends_with('0') && (digits.len() == 4 || digits.ends_with("00")));
    compact == "transparent" || alpha == Some(0.0) || clear
}

/// Red, green and blue of a colour, if it is written in a known way.
fn channels(colour: &str) -> Option<[u8; 3]> {
    let colour = colour.trim();
    if let Some(digits) = colour.strip_prefix('#') {
        let digit = |at: usize, len: usize| u8::from_str_radix(digits.get(at..at + len)?, 16).ok();
        return match digits.len() {
            3 | 4 => Some([digit(0, 1)? * 17, digit(1, 1)? * 17, digit(2, 1)? * 17]),
            6 | 8 => Some([digit(0, 2)?, digit(2, 2)?, digit(4, 2)?]),
            _ => None,
        };
    }
    if let Some(inside) = colour.strip_prefix("rgb").and_then(|rest| rest.trim_start_matches('a').strip_prefix('(')) {
        let mut parts = inside.trim_end_matches(')').split([',', ' ', '/']).filter(|part| !part.is_empty());
        let mut channel = || parts.next()?.parse().ok();
        return Some([channel()?, channel()?, channel()?]);
    }
    Some(match colour.to_ascii_lowercase().as_str() {
        "white" => [255, 255, 255],
        "black" => [0, 0, 0],
        "snow" => [255, 250, 250],
        "whitesmoke" => [245, 245, 245],
        "silver" => [192, 192, 192],
        "gray" | "grey" => [128, 128, 128],
        "red" => [255, 0, 0],
        "maroon" => [128, 0, 0],
        "yellow" => [255, 255, 0],
        "green" => [0, 128, 0],
        "lime" => [0, 255, 0],
        "blue" => [0, 0, 255],
        "navy" => [0, 0, 128],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_compared_as_the_eye_does() {
        assert!(is_alike("#fff", "rgb(255, 255, 255)") && is_alike("WHITE", "#fefefe") && is_alike("teal", "teal"));
        assert!(!is_alike("#fff", "#eee") && !is_alike("navy", "black") && !is_alike("var(--a)", "var(--b)"));
    }

    #[test]
    fn a_ground_is_read_out_of_what_paints_it() {
        assert_eq!(Ground::of("#000 url(a b.png) no-repeat"), Ground::Colour("#000".to_owned()));
        assert_eq!(Ground::of("url(a.png)"), Ground::Unknown);
        assert_eq!(Ground::of("linear-gradient(red, blue)"), Ground::Unknown);
        assert!(Ground::of("white").swallows("#fff") && !Ground::Unknown.swallows("#fff"));
    }

    #[test]
    fn what_is_no_colour_is_see_through() {
        assert!(is_see_through("rgba(0, 0, 0, 0)") && is_see_through("#0000") && is_see_through("transparent"));
        assert!(!is_see_through("#000") && !is_see_through("rgba(0,0,0,.5)") && !is_see_through("#000000"));
    }
}
