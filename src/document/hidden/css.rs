//! The style of an element in, whether it hides the element's text out.

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
