//! Finds personal data by its form and check digits.
//!
//! What makes a number personal is often the words around it, which rules judge. Numbers in the header lines and
//! references of telegrams are not personal data and are skipped.

mod account;
mod born;
mod card;
mod home;
mod mail;
mod number;
mod phone;
mod place;
mod word;

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::super::Document;
use crate::document::page::furniture::{Furniture, FurnitureKind};
use crate::register::vocabulary::WORDS;
use crate::scan::bytes::Triggers;
use crate::scan::copy::Copy;
use crate::source::Span;
use crate::source::visible::folded;
pub(crate) use born::{Day, dates_of, day};

/// What personal data looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PersonalKind {
    /// Three, two and four digits, as the Social Security Administration may have issued them.
    SocialSecurity,
    /// The same nine digits without signs, with points or with different signs between them.
    LooseSocialSecurity,
    /// A taxpayer number of the Internal Revenue Service.
    Taxpayer,
    /// Up to three capitals and five to ten digits.
    Identifier,
    /// Five to seventeen digits in one or more groups.
    AccountNumber,
    /// `A` and seven to nine digits, in groups or not.
    Alien,
    /// A bank's nine digits with their check digit.
    BankRouting,
    /// A number of a payment card, by its issuer and check digit.
    Card,
    /// An international bank account number, by its country's form and check digits.
    Account,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// An IP address that belongs to nobody.
    Internet,
    /// A latitude and a longitude, at least as fine as a kilometre.
    Coordinates,
    /// A square of the military grid.
    GridSquare,
    /// A date of birth, after a word that announces it.
    Birth,
    /// A home address, after a word that announces it.
    Residence,
}

/// Something that looks like personal data.
#[derive(Clone, Copy, Debug)]
pub struct Personal {
    /// What it looks like.
    pub kind: PersonalKind,
    /// Its place.
    pub span: Span,
    /// Whether it is printed in manuals as an example, and so is hardly anybody's.
    pub specimen: bool,
}

/// A text that is read for personal data.
#[derive(Clone, Copy)]
struct Page<'t> {
    text: &'t str,
    span: Span,
    /// The year in which it was written, if that is known.
    written: Option<i16>,
}

pub(crate) fn read(document: &Document<'_>, triggers: &Triggers) -> Vec<Personal> {
    let text = document.source.text();
    let written = document.dating.latest.map(jiff::civil::Date::year).or_else(|| document.today.year());
    let page = Page { text, span: document.span, written };
    let numbered = numbered_lines(document);
    let mut found = Vec::new();
    let mut see = |kind, span: Span| found.push((kind, span));
    look(page, triggers, &numbered, &mut see);
    if let Some(copy) = triggers.foreign.then(|| plain(page)).flatten() {
        let whole = Span::new(0, copy.text.len() as u32);
        look(
            Page { text: &copy.text, span: whole, written },
            &Triggers::find(&copy.text, whole),
            &[],
            &mut |kind, span| {
                let origin = copy.origin(span);
                // What is plain was found already.
                if !text[origin.range()].is_ascii() && !covered(&numbered, origin) {
                    see(kind, origin);
                }
            },
        );
    }
    let specimen = |kind, span: Span| is_specimen(kind, &text[span.range()]);
    let personal = |(kind, span)| Personal { kind, span, specimen: specimen(kind, span) };
    let mut found: Vec<Personal> = found.into_iter().map(personal).collect();
    found.sort_by_key(|personal| personal.span);
    found.dedup_by_key(|personal| (personal.span, personal.kind));
    found
}

fn look(page: Page<'_>, triggers: &Triggers, numbered: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    let text = page.text;
    for &run in triggers.numbers.iter().filter(|&&run| !covered(numbered, run)) {
        let groups = number::groups(text, run);
        number::read(text, &groups, see);
        card::read(text, &groups, see);
        phone::read(text, &groups, see);
        place::read_numbers(text, &groups, see);
    }
    triggers.accounts.iter().for_each(|&at| account::read(text, at, see));
    triggers.sides.iter().for_each(|&at| place::read_lettered(text, at, see));
    triggers.at_signs.iter().for_each(|&at| mail::read(text, Span::new(at, at + 1), see));
    word::read(page, see);
}

/// The text with the digits and signs of print and other scripts in plain letters; `None` if none are there.
fn plain(page: Page<'_>) -> Option<Copy> {
    static FOREIGN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[^\x00-\x7F]").expect("a valid pattern"));
    let is_plain = |c: char| c.is_ascii_digit() || c == '@';
    let foreign = |c: char| !c.is_ascii() && !c.is_alphabetic() && folded(c).all(is_plain);
    page.text[page.span.range()].contains(foreign).then_some(())?;
    Copy::of(page.text, page.span).replace(&FOREIGN, |found| found[0].chars().flat_map(folded).collect())
}

pub(crate) fn in_file_name(name: &str) -> Vec<Span> {
    let name = &parted(name);
    let triggers = Triggers::find(name, Span::new(0, name.len() as u32));
    let mut found = Vec::new();
    let mut see = |kind, span| {
        if matches!(kind, PersonalKind::SocialSecurity | PersonalKind::Card | PersonalKind::Account) {
            found.push(span);
        }
    };
    for &run in &triggers.numbers {
        let groups = number::groups(name, run);
        number::read(name, &groups, &mut see);
        card::read(name, &groups, &mut see);
    }
    triggers.accounts.iter().for_each(|&at| account::read(name, at, &mut see));
    found
}

/// The name of a file with spaces in the place of what joins its words; a hyphen does if a letter is beside it.
fn parted(name: &str) -> String {
    let mut parted = String::with_capacity(name.len());
    let mut characters = name.chars().peekable();
    let mut last = '-';
    while let Some(character) = characters.next() {
        let beside = last.is_alphabetic() || characters.peek().is_some_and(|next| next.is_alphabetic());
        parted.push(match character {
            '_' => ' ',
            '/' | '\\' | '.' => '\n',
            '-' if beside => '\n',
            other => other,
        });
        last = character;
    }
    parted
}

/// Whether `number` is one of a card or an account that is printed in manuals.
fn is_specimen(kind: PersonalKind, number: &str) -> bool {
    let compact = || number.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    matches!(kind, PersonalKind::Card | PersonalKind::Account) && WORDS.exposure.specimens.contains(&&*compact())
}

/// The lines of `document` in which long numbers are those of telegrams and documents, in order.
fn numbered_lines(document: &Document<'_>) -> Vec<Span> {
    use FurnitureKind::{CatalogueSheet, Drafting, OfficeList, RepeatedHeader};
    // Whatever can hold words of anybody is searched like the rest.
    let printed = |piece: &&Furniture| !matches!(piece.kind, OfficeList | Drafting | CatalogueSheet | RepeatedHeader);
    let mut lines: Vec<Span> = document.furniture.iter().filter(printed).map(|piece| piece.span).collect();
    lines.extend(document.identifier.map(|line| line.span));
    lines.extend(document.routing.as_ref().map(|line| line.span));
    lines.extend(document.filing.map(|line| line.span));
    lines.extend(document.prosign.map(|line| line.span));
    lines.extend(document.date_time_group.as_ref().map(|line| line.span));
    lines.extend(document.addressees.iter().map(|addressee| addressee.span));
    lines.extend(document.classification.as_ref().map(|line| line.span));
    lines.extend(document.references.as_ref().map(|field| field.span));
    lines.extend(document.order.as_ref().map(|line| line.span));
    let head: Vec<&str> = lines.iter().map(|line| document.text(*line)).collect();
    let repeated = document.furniture.iter().filter(|piece| piece.kind == RepeatedHeader).map(|piece| piece.span);
    let of_head = |line: &Span| head.iter().any(|first| first.contains(document.text(*line)));
    let again: Vec<Span> = repeated.filter(of_head).collect();
    lines.extend(again);
    lines.sort_unstable();
    lines
}

fn covered(lines: &[Span], span: Span) -> bool {
    let before = lines.partition_point(|line| line.start <= span.start);
    lines[..before].last().is_some_and(|line| span.start < line.end)
}

/// What stands between two groups. A hyphen is one whatever print or a scan made of it, at the end of a line too, and a
/// blank is one if it does not break.
fn between(text: &str, left: Span, right: Span) -> &str {
    let between = &text[left.end as usize..right.start as usize];
    match between {
        " " | "-" | "." | "" => between,
        "\u{a0}" => " ",
        _ if matches!(between.trim(), "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2212}") => "-",
        _ => between,
    }
}

fn before(text: &str, at: u32) -> Option<char> {
    text[..at as usize].chars().next_back()
}

fn after(text: &str, at: u32) -> Option<char> {
    text[at as usize..].chars().next()
}

/// Whether what is at `span` is a word of its own: no letter, digit or joining mark goes on at either end.
fn stands_alone(text: &str, span: Span) -> bool {
    stands_apart(text, span, "-./_@#")
}

fn stands_apart(text: &str, span: Span, joints: &str) -> bool {
    let joins = |c: char| joints.contains(c);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let left = before(text, span.start);
    let right = after(text, span.end);
    // A number sign is before numbers.
    let left_joined = left.is_some_and(|c| c != '#' && joins(c) && word(before(text, span.start - 1)));
    let right_joined = right.is_some_and(|c| joins(c) && word(after(text, span.end + 1)));
    !word(left) && !word(right) && !left_joined && !right_joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;
    use crate::document::Assumptions;
    use crate::register::Registers;
    use crate::{lex, source};

    /// The kinds found in `text`, each with what was read.
    pub(crate) fn found(text: &str) -> Vec<(PersonalKind, String)> {
        let source = source::read("x.txt", text.as_bytes().to_vec()).expect("readable");
        let registers = Registers::builtin();
        let documents = document::parse(&source, &lex::lex(source.text()), &registers, &Assumptions::default());
        let found = documents[0].personal();
        found.iter().map(|found| (found.kind, source.slice(found.span).to_owned())).collect()
    }

    /// What of `kind` is found in `text`.
    pub(crate) fn of(kind: PersonalKind, text: &str) -> Vec<String> {
        found(text).into_iter().filter(|(found, _)| *found == kind).map(|(_, text)| text).collect()
    }

    #[test]
    fn numbers_of_telegrams_are_not_personal() {
        let head = "VZCZCXRO4471\nOO RUEHBZ RUEHDU\nDE RUEHWD #0128 0671534\nZNY CCCCC ZZH\nO 081534Z MAR 07\n\
                    FM AMEMBASSY WINDHOEK\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 899123456\n\
                    C O N F I D E N T I A L WINDHOEK 000128\n\nE.O. 12958: DECL: 03/08/2017\nTAGS: PREL\n\
                    SUBJECT: X\nREF: A. STATE 1611823\n\n1. (C) Text of 3 March.\n";
        assert_eq!(found(head), []);
    }

    #[test]
    fn what_stands_in_lists_sheets_and_repeated_headers_is_searched() {
        let line = "C O N F I D E N T I A L OSLO 000128";
        let repeated =
            format!("{line}\nSSN 899-12-3456\nREF: STATE 1611823\n\n1. (C) Text.\n{line}\nSSN 899-12-3456\n");
        assert_eq!(of(PersonalKind::SocialSecurity, &repeated), ["899-12-3456"; 2]);
        let list = "PAGE 01 OSLO 00128 081534Z\nACTION EUR-12\nINFO OCT-01 899-12-3456 /013 W\n\
                    ------------------104522\nO 081534Z MAR 77\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n";
        let sheet = "\nMessage Attributes\nAutomatic Decaptioning: X\nCapture Date: 01 JAN 1994\nChannel Indicators: n/a\n\
                     Concepts: CARD 899-12-3456\n";
        let telegram = format!("{list}{line}\nTAGS: PREL\nSUBJECT: X\n\n1. Text.\n{sheet}");
        assert_eq!(of(PersonalKind::SocialSecurity, &telegram), ["899-12-3456"; 2]);
    }
}
