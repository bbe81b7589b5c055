//! Compares text colors with background colors. The only module that uses the color parser.

use csscolorparser::Color;

/// How far two colors may be apart in each of red, green and blue, of one, and still be one to the eye.
const APART: f32 = 0.04;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ground {
    /// The page, which nothing paints.
    Paper,
    /// One color.
    Colour(Color),
    /// A picture, or whatever a style sheet says that is not in the file.
    Unknown,
}

impl Ground {
    pub(crate) fn of(value: &str) -> Ground {
        painted(value).map_or(Ground::Unknown, Ground::Colour)
    }

    pub(crate) fn swallows(&self, colour: &str) -> bool {
        let Ok(colour) = csscolorparser::parse(colour) else { return false };
        match self {
            Ground::Paper => is_alike(&colour, &Color::new(1.0, 1.0, 1.0, 1.0)),
            Ground::Colour(ground) => is_alike(&colour, ground),
            Ground::Unknown => false,
        }
    }

    pub(crate) fn is_black(&self) -> bool {
        matches!(self, Ground::Colour(_)) && self.swallows("black")
    }
}

/// The color that the value of `background` paints, which may name a picture as well. A gradient is a color if it runs
/// from one to the same.
fn painted(value: &str) -> Option<Color> {
    if let Some((_, stops)) = value.split_once("gradient(") {
        let colours: Vec<Color> =
            parts(stops.trim_end_matches(')')).filter_map(|stop| csscolorparser::parse(stop).ok()).collect();
        let (first, rest) = colours.split_first()?;
        return rest.iter().all(|colour| is_alike(colour, first)).then_some(*first);
    }
    parts(value).find_map(|part| csscolorparser::parse(part).ok())
}

fn parts(value: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let parts = value.split(move |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && (c.is_whitespace() || c == ',')
    });
    parts.filter(|part| !part.is_empty())
}

fn is_alike(colour: &Color, ground: &Color) -> bool {
    let pairs = [(colour.r, ground.r), (colour.g, ground.g), (colour.b, ground.b)];
    // What is half transparent lets the ground through.
    pairs.iter().all(|(one, other)| (one - other).abs() * colour.a <= APART)
}

pub(crate) fn is_see_through(colour: &str) -> bool {
    csscolorparser::parse(colour).is_ok_and(|colour| colour.a <= APART)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_compared_as_the_eye_does() {
        for (colour, ground) in [
            ("#fff", "rgb(255, 255, 255)"),
            ("WHITE", "#fefefe"),
            ("dimgray", "#696969"),
            ("hsl(0,0%,0%)", "#000"),
            ("hwb(0 0% 100%)", "black"),
            ("lab(0% 0 0)", "#000"),
            ("oklch(100% 0 0)", "white"),
            ("rgb(0 0 0 / 2%)", "teal"),
            ("color(srgb 0 0 0)", "rgb(0% 0% 0%)"),
            ("#000", "linear-gradient(black, #010101)"),
            ("#000", "#000 url(a b.png) no-repeat"),
        ] {
            assert!(Ground::of(ground).swallows(colour), "{colour} on {ground}");
        }
        for (colour, ground) in [
            ("#fff", "#eee"),
            ("navy", "black"),
            ("var(--a)", "var(--b)"),
            ("red", "linear-gradient(red, blue)"),
            ("black", "url(a.png)"),
            ("hsl(0,0%,100%)", "#000"),
        ] {
            assert!(!Ground::of(ground).swallows(colour), "{colour} on {ground}");
        }
        assert!(Ground::Paper.swallows("white") && !Ground::Unknown.swallows("white") && Ground::of("#000").is_black());
    }

    #[test]
    fn what_is_no_colour_is_see_through() {
        assert!(is_see_through("rgba(0, 0, 0, 0)") && is_see_through("#0000") && is_see_through("transparent"));
        assert!(!is_see_through("#000") && !is_see_through("rgba(0,0,0,.5)") && !is_see_through("none"));
    }
}
