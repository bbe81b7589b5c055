//! Reads the codes of number formats (ECMA-376 part 1, 18.8.31): the words around a number, and how it is written.

/// Signs that stand for the number, or for a part of it.
const DIGITS: [char; 5] = ['0', '#', '?', '.', ','];
/// Digits behind the point at most.
const MOST: usize = 30;

/// What stands before the number or text in a section of a code, the signs that stand for it, and what follows.
#[derive(Debug, Default)]
struct Section {
    before: String,
    signs: String,
    after: String,
}

/// A number as a format shows it.
pub(super) fn number(code: &str, written: &str, number: f64) -> String {
    let sections = sections(code);
    let negative = number < 0.0 && sections.len() > 1 && !sections[1].signs.contains('@');
    let zero = number == 0.0 && sections.len() > 2;
    let Some(section) = sections.get(if zero { 2 } else { usize::from(negative) }) else { return written.to_owned() };
    // Where signs are missing, the format shows its words alone.
    let digits = match &*section.signs {
        "" | "@" => {
            if section.signs.is_empty() && !code.is_empty() {
                String::new()
            } else {
                written.to_owned()
            }
        }
        signs if signs.starts_with(['0', '#', '?', '.']) => {
            digits(signs, if negative { -number } else { number }, &section.after)
        }
        _ => written.to_owned(),
    };
    format!("{}{digits}{}", section.before, section.after)
}

/// A text as a format shows it, if it has a section for texts.
pub(super) fn text(code: &str, written: &str) -> Option<String> {
    let sections = sections(code);
    let section = sections.iter().find(|section| section.signs.contains('@'))?;
    Some(format!("{}{written}{}", section.before, section.after))
}

fn digits(signs: &str, number: f64, after: &str) -> String {
    let places = signs.split_once('.').map_or(0, |(_, places)| places.chars().filter(|sign| *sign != ',').count());
    let number = if after.starts_with('%') { number * 100.0 } else { number };
    let plain = format!("{:.1$}", number, places.min(MOST));
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |(whole, rest)| (whole, rest));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let parted = signs.split('.').next().is_some_and(|whole| whole.contains(','));
    let mut shown = String::from(sign);
    for (at, digit) in whole.char_indices() {
        if parted && at > 0 && (whole.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if !rest.is_empty() {
        shown.push('.');
        shown.push_str(rest);
    }
    shown
}

fn sections(code: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        let Some(section) = sections.last_mut() else { break };
        let goes_on = section.after.is_empty();
        let words = if section.signs.is_empty() { &mut section.before } else { &mut section.after };
        match sign {
            ';' => sections.push(Section::default()),
            '"' => words.extend(signs.by_ref().take_while(|sign| *sign != '"')),
            '\\' => words.extend(signs.next()),
            // A space as wide as a sign; a sign that fills the cell.
            '_' => {
                signs.next();
                words.push(' ');
            }
            '*' => _ = signs.next(),
            // Colors and conditions; money names its sign.
            '[' => {
                let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                let money = inside.strip_prefix('$').and_then(|money| money.split('-').next());
                words.extend(money.into_iter().flat_map(str::chars));
            }
            '@' => section.signs.push('@'),
            'G' => {
                section.signs.push('@');
                let rest = signs.as_str();
                signs = rest.strip_prefix("eneral").unwrap_or(rest).chars();
            }
            _ if DIGITS.contains(&sign) && goes_on => section.signs.push(sign),
            _ => words.push(sign),
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_the_words_around_them() {
        for (code, written, shown) in [
            ("\"(S//NF) \"#,##0", "40000", "(S//NF) 40,000"),
            ("\\(\\U\\)\\ 0.00", "2.5", "(U) 2.50"),
            ("[$$-409]#,##0.00;[Red]([$$-409]#,##0.00)", "-1234.5", "($1,234.50)"),
            ("0%", "0.25", "25%"),
            ("General\" (C)\"", "7", "7 (C)"),
            ("#,##0_);(#,##0)", "1000", "1,000 "),
            ("0;-0;\"(U) none\"", "0", "(U) none"),
            ("", "12.5", "12.5"),
            ("0.00E+00", "3", "3.00E+00"),
        ] {
            assert_eq!(number(code, written, written.parse().expect("a number")), shown, "{code}");
        }
        assert_eq!(text("0;0;0;\"(S) \"@", "Velm").as_deref(), Some("(S) Velm"));
        assert_eq!(text("#,##0", "Velm"), None);
    }
}
