//! Reads IP addresses, coordinates and military grid references.

use std::net::Ipv4Addr;
use std::sync::LazyLock;

use regex::Regex;

use super::{PersonalKind, between, stands_alone};
use crate::source::Span;

pub(crate) fn read_numbers(text: &str, groups: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    if let [first, .., last] = *groups
        && groups.len() == 4
        && groups.windows(2).all(|pair| between(text, pair[0], pair[1]) == ".")
    {
        let whole = first.to(last);
        // Shorter ones are far more often numbers of sections.
        let address = text[whole.range()].parse::<Ipv4Addr>().ok().filter(|_| whole.len() >= 10);
        if address.is_some_and(is_public) && stands_alone(text, whole) {
            see(PersonalKind::Internet, whole);
        }
    }
    if let [degrees, decimals, ..] = *groups
        && decimals.len() >= 3
        && between(text, degrees, decimals) == "."
    {
        let south = text[..degrees.start as usize].ends_with('-');
        matched(&DECIMAL_DEGREES, PersonalKind::Coordinates, text, degrees.start - u32::from(south), see);
    }
    if let [degrees, minutes, seconds] = *groups
        && between(text, degrees, minutes) == "-"
        && text[seconds.end as usize..].trim_start().starts_with(['N', 'S'])
    {
        matched(&SIGNED_DEGREES, PersonalKind::Coordinates, text, degrees.start, see);
    }
}

fn is_public(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let shared = first == 100 && (64..128).contains(&second);
    let reserved = first == 0 || first >= 224 || shared;
    !(reserved
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation())
}

/// Three decimals are some hundred metres.
static DECIMAL_DEGREES: LazyLock<Regex> = LazyLock::new(|| {
    let latitude = r"^-?(?:[0-8]?\d|90)\.\d{3,8}(?:\s?°)?(?:\s?[NS])?";
    let longitude = r"-?(?:1[0-7]\d|180|\d{1,2})\.\d{3,8}(?:\s?°?\s?[EW])?";
    let between = r"(?:,\s{0,2}|[,;/]?\s(?i:lon(?:g|gitude)?)[.:=]?\s{0,2})";
    Regex::new(&format!("{latitude}{between}{longitude}")).expect("a valid pattern")
});
static DEGREES: LazyLock<Regex> = LazyLock::new(|| {
    let degrees = r"^(?:[0-8]\d[0-5]\d|9000)(?:[0-5]\d)?[NS][ ,/]{0,2}(?:0\d{2}|1[0-7]\d|180)[0-5]\d(?:[0-5]\d)?[EW]";
    Regex::new(degrees).expect("a valid pattern")
});
static SIGNED_DEGREES: LazyLock<Regex> = LazyLock::new(|| {
    let minutes = r#"[-°º]\s?[0-5]?\d(?:\.\d+)?(?:['’′-]\s?(?:[0-5]?\d(?:\.\d+)?(?:["”″]|''|’’)?)?)?\s?"#;
    Regex::new(&format!(r"^[0-8]?\d{minutes}[NS][\s,;/]{{0,3}}[01]?\d?\d{minutes}[EW]")).expect("a valid pattern")
});
static GRID: LazyLock<Regex> = LazyLock::new(|| {
    let square =
        r"^(?:[1-9]|[1-5]\d|60)[C-HJ-NP-X] ?[A-HJ-NP-Z][A-HJ-NP-V] ?(?:\d{2,5} \d{2,5}|\d{10}|\d{8}|\d{6}|\d{4})";
    Regex::new(square).expect("a valid pattern")
});

pub(crate) fn read_lettered(text: &str, at: u32, see: &mut dyn FnMut(PersonalKind, Span)) {
    matched(&DEGREES, PersonalKind::Coordinates, text, at, see);
    matched(&SIGNED_DEGREES, PersonalKind::Coordinates, text, at, see);
    matched(&GRID, PersonalKind::GridSquare, text, at, see);
}

fn matched(pattern: &Regex, kind: PersonalKind, text: &str, at: u32, see: &mut dyn FnMut(PersonalKind, Span)) {
    let start = at as usize;
    let end = text.floor_char_boundary((start + 64).min(text.len()));
    let Some(found) = pattern.find(&text[start..end]) else { return };
    let span = Span::new(at, at + found.end() as u32);
    let sound = kind != PersonalKind::GridSquare
        || halves_agree(found.as_str()) && !is_date(found.as_str()) && !is_in_web_address(text, at);
    if sound && stands_alone(text, span) {
        see(kind, span);
    }
}

/// Whether what is at `at` is part of an address of the web, or of what such an address asks for.
fn is_in_web_address(text: &str, at: u32) -> bool {
    const LONG: usize = 256;
    let stem = &text[text.ceil_char_boundary((at as usize).saturating_sub(LONG))..at as usize];
    let word = stem.rsplit(|c: char| c.is_whitespace() || matches!(c, '<' | '"' | '(')).next().unwrap_or_default();
    word.contains("://") || word.starts_with("www.") || word.ends_with(['=', '&', '?', '%'])
}

fn is_date(square: &str) -> bool {
    let letters = square.trim_start_matches(|c: char| c.is_ascii_digit()).get(..3);
    let months = ["JAN", "FEB", "MAR", "APR", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    letters.is_some_and(|letters| months.contains(&letters))
}

fn halves_agree(square: &str) -> bool {
    let tail =
        square.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(|c: char| !c.is_ascii_digit());
    tail.split_once(' ').is_none_or(|(easting, northing)| easting.len() == northing.len())
}

#[cfg(test)]
mod tests {
    use super::PersonalKind::{Coordinates, GridSquare, Internet};
    use crate::document::exposure::personal::tests::of;

    #[test]
    fn only_public_internet_addresses_are_read() {
        assert_eq!(of(Internet, "from 198.41.0.4 to 10.20.30.40, 192.0.2.17, 1.2.3.4, 300.41.0.4"), ["198.41.0.4"]);
        assert!(of(Internet, "section 198.41.0.4.1").is_empty());
    }

    #[test]
    fn coordinates_are_read_in_degrees_and_in_decimals() {
        assert_eq!(of(Coordinates, "at 3852N 07702W and 385211N07702 11E."), ["3852N 07702W"]);
        assert_eq!(of(Coordinates, "at 38.8977, -77.0365."), ["38.8977, -77.0365"]);
        assert_eq!(of(Coordinates, "LAT 38.8977 LONG -77.0365."), ["38.8977 LONG -77.0365"]);
        for place in ["38°53'52\"N 77°02'11\"W", "38-53-52N 077-02-11W", "38º 53’ N, 77º 02’ W", "38°53.5'N / 77°2.1'W"]
        {
            assert_eq!(of(Coordinates, &format!("at {place}.")), [place]);
        }
        assert!(of(Coordinates, "081534Z MAR 07, 38.9, 77.0, 3.141, 2, 20° N of 5° W, 10-12-14 N").is_empty());
    }

    #[test]
    fn grid_squares_have_equal_halves() {
        assert_eq!(of(GridSquare, "at 18S UJ 23480 06470, 18SUJ2348"), ["18S UJ 23480 06470", "18SUJ2348"]);
        assert!(of(GridSquare, "https://a.example/x?aid=38SMB43218765&ns=18 www.a.example/~38SMB4321").is_empty());
        assert!(of(GridSquare, "18S UJ 23480 064, 18S UJ 234, 14SEP 171973").is_empty());
    }
}
