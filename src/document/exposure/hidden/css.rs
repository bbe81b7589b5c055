//! Determines whether a style hides its element's text, and which names a style sheet hides.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::HiddenKind;
use super::colour::{Ground, is_see_through};
use crate::register::vocabulary::WORDS;

/// The declarations of a style: `color: white; display: none`.
pub(crate) struct Declarations<'s>(Cow<'s, str>);

impl Declarations<'_> {
    pub(crate) fn new(style: &str) -> Declarations<'_> {
        Declarations(without_comments(style))
    }

    /// The last value that is declared for `name`, in lower case.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let declarations = self.0.split(';').filter_map(|declaration| declaration.split_once(':'));
        let mut found = declarations.filter(|(property, _)| property.trim().eq_ignore_ascii_case(name));
        found.next_back().map(|(_, value)| value.replace("!important", "").trim().to_ascii_lowercase())
    }

    fn is(&self, name: &str, values: &[&str]) -> bool {
        self.value(name).is_some_and(|value| values.contains(&&*value))
    }

    fn is_nothing(&self, name: &str) -> bool {
        self.value(name).and_then(|value| number(&value)).is_some_and(|number| number == 0.0)
    }

    fn is_away(&self) -> bool {
        self.is("display", &["none"])
            || self.is("visibility", &["hidden", "collapse"])
            || self.is("mso-hide", &["all"])
            || self.is("content-visibility", &["hidden"])
            || self.value("font-size").is_some_and(|size| is_tiny(&size))
            || self.is_nothing("opacity")
            || self.value("filter").is_some_and(|filter| number_in("opacity(", &filter) == Some(0.0))
    }

    /// Whether the text is off the page or clipped, as text for screen readers is.
    fn is_beside_the_page(&self) -> bool {
        let far = |name: &str| self.value(name).is_some_and(|value| is_far(&value));
        let placed = self.is("position", &["absolute", "fixed"]);
        let shut = self.is("overflow", &["hidden", "clip"]);
        far("text-indent")
            || far("margin-left")
            || placed && ["left", "top", "right", "bottom"].into_iter().any(far)
            || placed && self.value("clip").is_some_and(|clip| is_shut(&clip))
            || self.value("clip-path").is_some_and(|path| is_no_path(&path))
            || self.value("transform").is_some_and(|transform| is_gone(&transform))
            || shut && ["height", "max-height", "width", "max-width"].into_iter().any(|name| self.is_nothing(name))
    }

    /// Whether the text has the color of its background, which is `ground` if the style sets none.
    fn is_same_colour(&self, ground: &Ground) -> bool {
        let Some(colour) = self.value("-webkit-text-fill-color").or_else(|| self.value("color")) else { return false };
        // Where the background is cut out by the letters, they show it.
        if is_see_through(&colour) {
            return !self.0.contains("background-clip");
        }
        let same =
            |background: &str| colour == background && colour.starts_with("var(") || background == "currentcolor";
        match self.background() {
            Some(background) => same(&background) || Ground::of(&background).swallows(&colour),
            None => ground.swallows(&colour),
        }
    }

    pub(crate) fn background(&self) -> Option<String> {
        let colour = self.value("background-color").or_else(|| self.value("background"));
        let value = colour.or_else(|| self.value("background-image"))?;
        (!is_see_through(&value) && !matches!(&*value, "none" | "inherit" | "initial")).then_some(value)
    }
}

/// `css` with a space for each comment in it (CSS Syntax 3, section 4.3.2).
fn without_comments(css: &str) -> Cow<'_, str> {
    static COMMENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)/\*.*?(?:\*/|\z)").expect("a valid pattern"));
    COMMENT.replace_all(css, " ")
}

/// How declarations such as `color: white; display: none` hide text that is on `ground`, if they do.
pub(crate) fn hides(style: &str, ground: &Ground) -> Option<HiddenKind> {
    let style = Declarations::new(style);
    if style.is_away() || style.is_beside_the_page() {
        return Some(HiddenKind::Undisplayed);
    }
    style.is_same_colour(ground).then_some(HiddenKind::SameColour)
}

/// The classes (`.name`) and identifiers (`#name`) whose text `sheet` may hide, with their declarations. What it says
/// of elements inside others, of states, and of other media than the screen is left out.
pub(crate) fn hidden_names(sheet: &str) -> Vec<(String, String)> {
    static RULE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"([^{};]*)\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)").expect("a valid pattern"));
    let mut names = Vec::new();
    for found in RULE.captures_iter(&without_comments(sheet)) {
        let (selectors, style) = (found[1].trim(), &found[2]);
        if !selectors.starts_with('@') && hides(style, &Ground::Paper).is_some() {
            let away = Declarations::new(style).is_away();
            let told = |name: &String| WORDS.markup.screen_readers.iter().any(|known| name.contains(known));
            let selected = selectors.split(',').filter_map(|selector| simple(selector.trim()));
            names.extend(selected.filter(|name| away || !told(name)).map(|name| (name, style.to_owned())));
        }
    }
    names
}

/// Whether `sheet` paints any ground on which white text is to be seen.
pub(crate) fn paints(sheet: &str) -> bool {
    let declarations = sheet.split(['{', '}', ';']).filter_map(|declaration| declaration.split_once(':'));
    let grounds = declarations.filter(|(property, _)| property.trim().to_ascii_lowercase().starts_with("background"));
    let mut values = grounds.map(|(_, value)| value.replace("!important", "").trim().to_ascii_lowercase());
    let pale = |value: &str| matches!(value, "none" | "inherit" | "initial") || is_see_through(value);
    values.any(|value| !pale(&value) && !Ground::of(&value).swallows("white"))
}

/// The class or identifier that `selector` is, perhaps with the name of an element before it.
fn simple(selector: &str) -> Option<String> {
    let at = selector.find(['.', '#'])?;
    let word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (word(&selector[..at]) && word(&selector[at + 1..]) && selector.len() > at + 1).then(|| selector[at..].to_owned())
}

fn number(value: &str) -> Option<f32> {
    value.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse().ok()
}

/// Whether letters of this size are dots: at most a point of 1/72 inch high, a tenth of the letters around them.
fn is_tiny(size: &str) -> bool {
    let most = ["px", "pt"].iter().any(|unit| size.ends_with(unit)).then_some(1.0);
    let most = most.or(size.ends_with('%').then_some(10.0)).unwrap_or(0.1);
    number(size).is_some_and(|number| number <= most)
}

/// The first argument of the function `name` in `value`.
fn number_in(name: &str, value: &str) -> Option<f32> {
    number(value.strip_prefix(name)?.trim_end_matches(')').split(' ').next()?)
}

fn is_far(length: &str) -> bool {
    let whole_pages =
        length.ends_with("vw") || length.ends_with("vh") || length.ends_with("em") || length.ends_with('%');
    number(length).is_some_and(|number| number <= if whole_pages { -99.0 } else { -500.0 })
}

/// Whether `rect(0, 0, 0, 0)` leaves nothing to see.
fn is_shut(clip: &str) -> bool {
    let inside = clip.strip_prefix("rect(").and_then(|rest| rest.strip_suffix(')'));
    let edges = inside.map(|inside| inside.split([',', ' ']).filter(|edge| !edge.is_empty()).map(number));
    edges.is_some_and(|mut edges| edges.all(|edge| edge.is_some_and(|edge| edge.abs() <= 1.0)))
}

fn is_no_path(path: &str) -> bool {
    number_in("inset(", path).is_some_and(|inset| inset >= 50.0) || number_in("circle(", path) == Some(0.0)
}

fn is_gone(transform: &str) -> bool {
    let (name, arguments) = transform.split_once('(').unwrap_or_default();
    let mut arguments = arguments.trim_end_matches(')').split(',').map(str::trim);
    match name {
        "scale" => arguments.next().and_then(number).is_some_and(|scale| scale == 0.0),
        "translate" | "translatex" | "translatey" => arguments.any(is_far),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hiding_declarations_are_told_from_others() {
        for style in [
            "display:none",
            "color: red; Visibility : hidden",
            "font-size: 0px",
            "font-size:1px",
            "font-size:0.1pt",
            "font-size: 5%",
            "filter: opacity(0)",
            "content-visibility:hidden",
            "opacity:0 !important",
            "text-indent:-9999px",
            "position:absolute; left:-10000px",
            "position: fixed; top: -100vh",
            "position:absolute;clip:rect(0 0 0 0)",
            "position:absolute; clip: rect(1px, 1px, 1px, 1px)",
            "clip-path: inset(100%)",
            "height:0;overflow:hidden",
            "transform: translateX(-9999px)",
            "transform:scale(0)",
            "mso-hide:all",
        ] {
            assert_eq!(hides(style, &Ground::Paper), Some(HiddenKind::Undisplayed), "{style}");
        }
        for style in [
            "display:block",
            "font-size:0.9em",
            "font-size:6pt",
            "font-size:80%",
            "filter:opacity(.8)",
            "opacity: .5",
            "color: #000",
            "color:white;background:#000",
            "text-indent:-2em",
            "position:absolute;left:-3px",
            "left:-9999px",
            "clip-path: inset(5px)",
            "height:0;overflow:visible",
            "position:absolute;clip:rect(0,100px,50px,0)",
            "transform:translate(-50%, -50%)",
            "margin-left:-20px",
            "color:transparent;-webkit-background-clip:text;background:linear-gradient(red,blue)",
        ] {
            assert_eq!(hides(style, &Ground::Paper), None, "{style}");
        }
    }

    #[test]
    fn a_style_sheet_names_what_it_hides() {
        let sheet = "/* a */ .gone, span.left { color: red; display: none } #x{opacity:0}\n.seen { color: red }\n\
                     @media print { .paper { display: none } } .menu .item { display: none } .tab:hover {display:none}";
        let names: Vec<String> = hidden_names(sheet).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, [".gone", ".left", "#x"]);
        assert!(hidden_names(".sr-only{position:absolute;clip:rect(0,0,0,0)}").is_empty());
        assert!(
            paints("p { color: red } .top{background : #003}") && !paints("body { background: #FFF; color: blue }")
        );
        assert!(hidden_names("no braces").is_empty() && hidden_names(".a { display: none").len() == 1);
    }

    #[test]
    fn a_colour_is_the_same_however_it_is_written() {
        for style in [
            "color:#000;background:black",
            "background-color: rgb(0, 0, 0); color: black",
            "color:#fff",
            "color:transparent",
            "color:rgba(0,0,0,0)",
            "background: #222222 ; color: rgb(34 34 34)",
            "background:#000 url(a.png);color:#010101",
            "color:#000/* ink */;background:black",
            "color:var(--ink);background:var(--ink)",
            "color:hsl(0deg 0% 0%);background/**/:#000",
            "background:currentColor;color:red",
        ] {
            assert_eq!(hides(style, &Ground::Paper), Some(HiddenKind::SameColour), "{style}");
        }
        assert_eq!(hides("color:#fff", &Ground::Unknown), None);
        assert_eq!(hides("color:#fff", &Ground::of("navy")), None);
        assert_eq!(hides("color:navy", &Ground::of("#000080")), Some(HiddenKind::SameColour));
    }
}
