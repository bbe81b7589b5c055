//! The style of an element in, whether it hides the element's text out; a style sheet in, the names out that it hides.

use super::HiddenKind;

/// How declarations such as `color: white; display: none` hide text, if they do. `dark` is whether something before
/// them set a background, on which white text is to be seen.
pub(super) fn hides(style: &str, dark: bool) -> Option<HiddenKind> {
    let declarations = || style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let value = |name: &str| {
        let mut found = declarations().filter(|(property, _)| property.trim().eq_ignore_ascii_case(name));
        found.next_back().map(|(_, value)| value.replace("!important", "").trim().to_ascii_lowercase())
    };
    let is = |name: &str, hiding: &str| value(name).is_some_and(|value| value == hiding);
    let nothing = |name: &str| value(name).is_some_and(|value| is_nothing(&value));
    let far = value("text-indent").is_some_and(|indent| indent.starts_with("-9") && indent.len() > 4);
    if is("display", "none") || is("visibility", "hidden") || nothing("font-size") || nothing("opacity") || far {
        return Some(HiddenKind::Undisplayed);
    }
    let colour = value("color").map(|colour| canonical(&colour))?;
    let background = value("background-color").or_else(|| value("background")).map(|colour| canonical(&colour));
    let same = match background {
        Some(background) => background == colour,
        None => colour == "#ffffff" && !dark,
    };
    (same || colour == "transparent").then_some(HiddenKind::SameColour)
}

/// The classes (`.name`) and identifiers (`#name`) that `sheet` takes off the page. What it says of elements inside others,
/// of states, and of other media than the screen is left out.
pub(super) fn hidden_names(sheet: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = sheet;
    while let Some((prelude, behind)) = rest.split_once('{') {
        let selectors = prelude.rsplit(['}', ';']).next().unwrap_or_default();
        // A comment may stand before the selectors.
        let selectors = selectors.rsplit("*/").next().unwrap_or_default().trim();
        let length = block(behind);
        let (inside, after) = behind.split_at(length);
        if !selectors.starts_with('@') && hides(inside, true) == Some(HiddenKind::Undisplayed) {
            names.extend(selectors.split(',').filter_map(|selector| simple(selector.trim())));
        }
        rest = after;
    }
    names
}

/// Whether `sheet` paints any ground on which white text is to be seen.
pub(super) fn paints(sheet: &str) -> bool {
    let declarations = sheet.split(['{', '}', ';']).filter_map(|declaration| declaration.split_once(':'));
    let grounds = declarations.filter(|(property, _)| property.trim().to_ascii_lowercase().starts_with("background"));
    let pale = ["#ffffff", "transparent", "none", "inherit", "initial"];
    grounds.map(|(_, value)| canonical(&value.trim().to_ascii_lowercase())).any(|ground| !pale.contains(&&*ground))
}

/// The length of a block behind its opening brace, blocks inside it included.
fn block(behind: &str) -> usize {
    let mut depth = 1;
    for (at, byte) in behind.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    behind.len()
}

/// The class or identifier that `selector` is, perhaps with the name of an element before it.
fn simple(selector: &str) -> Option<String> {
    let at = selector.find(['.', '#'])?;
    let word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (word(&selector[..at]) && word(&selector[at + 1..]) && selector.len() > at + 1).then(|| selector[at..].to_owned())
}

/// Whether a colour of the old `font` element hides text.
pub(super) fn is_white(colour: &str) -> bool {
    canonical(&colour.trim().to_ascii_lowercase()) == "#ffffff"
}

/// Whether a length or a share is zero.
fn is_nothing(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse::<f32>().is_ok_and(|number| number == 0.0)
}

/// A colour in the one way in which it is compared.
fn canonical(colour: &str) -> String {
    let compact: String = colour.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(short) = compact.strip_prefix('#').filter(|digits| digits.len() == 3) {
        return short.chars().fold("#".to_owned(), |long, digit| long + &digit.to_string().repeat(2));
    }
    if let Some(parts) = compact.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
        let bytes: Vec<u8> = parts.split(',').filter_map(|part| part.parse().ok()).collect();
        if let [red, green, blue] = bytes[..] {
            return format!("#{red:02x}{green:02x}{blue:02x}");
        }
    }
    match &*compact {
        "white" => "#ffffff".to_owned(),
        "black" => "#000000".to_owned(),
        _ => compact,
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
            "opacity:0 !important",
            "text-indent:-9999px",
        ] {
            assert_eq!(hides(style, false), Some(HiddenKind::Undisplayed), "{style}");
        }
        for style in [
            "display:block",
            "font-size:0.9em",
            "opacity: .5",
            "color: #000",
            "color:white;background:#000",
            "text-indent:-2em",
        ] {
            assert_eq!(hides(style, false), None, "{style}");
        }
    }

    #[test]
    fn a_style_sheet_names_what_it_hides() {
        let sheet = "/* a */ .gone, span.left { color: red; display: none } #x{opacity:0}\n.seen { color: red }\n\
                     @media print { .paper { display: none } } .menu .item { display: none } .tab:hover {display:none}";
        assert_eq!(hidden_names(sheet), [".gone", ".left", "#x"]);
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
        ] {
            assert_eq!(hides(style, false), Some(HiddenKind::SameColour), "{style}");
        }
        assert_eq!(hides("color:#fff", true), None);
        assert!(is_white("WHITE") && is_white("#ffffff") && !is_white("#000"));
    }
}
