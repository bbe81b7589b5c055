//! Parses the declassification instruction after DECL or Declassify On.
//!
//! Used for the E.O. line and the classification authority block: dates, events, and the values of every order since
//! 1961, whether or not in force. The register says which were allowed when.

use jiff::civil::Date;

use crate::document::text::date::{WrittenDate, date};
use crate::document::text::word::{starts_with_word, trim, trim_punctuation, words};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// What is to happen to the classification, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instruction {
    /// It ends on a date.
    Date,
    /// It ends with an event.
    Event,
    /// There is none to end.
    NotApplicable,
    /// Originating agency's determination required (12356).
    Oadr,
    /// Exempt from the ten-year rule, X1 to X8 (12958 of 1995).
    Exempt,
    /// General Declassification Schedule (11652), or the date it gives (12065).
    Gds,
    /// Advanced schedule (11652).
    Ads,
    /// Exempt from the general schedule (11652).
    Xgds,
    /// Review on a date (12065).
    Rds,
    /// An automatic downgrading group (10501 as amended).
    Group,
    /// Exempt from automatic declassification at 25, 50 or 75 years.
    LongExempt {
        /// The years: 25, 50 or 75.
        years: u8,
    },
    /// A confidential human source (from 2003 to 2010).
    Human25X1,
    /// `50X1-HUM` or `50X2-WMD`, which take no date.
    Standing,
    /// `DCI Only` or `DNI Only`, which the director alone could end (until 2010).
    DirectorOnly,
    /// Manual review, which was never an instruction.
    ManualReview,
    /// Until an authority says otherwise, for ever, or not yet decided.
    Indefinite,
    /// Subject to treaty or international agreement.
    Treaty,
    /// A number of years or months, with no day from which it could be counted.
    Duration,
}

impl Instruction {
    /// The name under which the register of orders lists it; `None` if no order ever allowed it.
    pub fn register_name(self) -> Option<&'static str> {
        match self {
            Instruction::Date => Some("date"),
            Instruction::Event => Some("event"),
            Instruction::NotApplicable => Some("not-applicable"),
            Instruction::Oadr => Some("oadr"),
            Instruction::Exempt => Some("x"),
            Instruction::Gds => Some("gds"),
            Instruction::Ads => Some("ads"),
            Instruction::Xgds => Some("xgds"),
            Instruction::Rds => Some("rds"),
            Instruction::Group => Some("group"),
            Instruction::LongExempt { years: 25 } => Some("25x"),
            Instruction::LongExempt { years: 50 } => Some("50x"),
            Instruction::LongExempt { .. } => Some("75x"),
            Instruction::Human25X1 => Some("25x1-human"),
            Instruction::Standing => Some("50x1-hum"),
            Instruction::DirectorOnly
            | Instruction::ManualReview
            | Instruction::Indefinite
            | Instruction::Treaty
            | Instruction::Duration => None,
        }
    }
}

/// One declassification value of a document.
#[derive(Clone, Copy, Debug)]
pub struct Declassification {
    /// The value, without its label.
    pub span: Span,
    /// What it says.
    pub instruction: Instruction,
    /// The number of the exemption or group, if it has one, and its place.
    pub category: Option<(u32, Span)>,
    /// The date in it.
    pub date: Option<WrittenDate>,
}

/// Reads a value; `None` if nothing is there. `after` is the date of the document. A value is one line; what scanning
/// has put below it is not part of it.
pub(crate) fn declassification(text: &str, span: Span, after: Option<Date>) -> Option<Declassification> {
    let line = text[span.range()].find(['\n', '\r']).unwrap_or(span.len() as usize);
    let span = span.part(0, line);
    let span = trim_punctuation(text, trim(text, span));
    if span.is_empty() {
        return None;
    }
    if let Some(written) = date(text, span, after) {
        return Some(Declassification { span, instruction: Instruction::Date, category: None, date: Some(written) });
    }
    let upper = text[span.range()].to_ascii_uppercase();
    let instruction = instruction(&upper);
    let category = category(text, span, &upper, instruction);
    // A date inside an event is part of its name.
    let date = if instruction == Instruction::Event { None } else { first_date(text, span, after) };
    Some(Declassification { span, instruction, category, date })
}

fn instruction(upper: &str) -> Instruction {
    let begins = |words: &[&str]| words.iter().any(|word| starts_with_word(upper, word));
    let starts = |words: &[&str]| words.iter().any(|word| upper.starts_with(word));
    let long = |years: u8| Instruction::LongExempt { years };
    let originating = upper.starts_with("ORIGINATING AGENCY") && upper.contains("DETERMINATION REQUIRED");
    let readings = [
        (begins(&["N/A", "NA", "NOT APPLICABLE"]), Instruction::NotApplicable),
        (begins(&["OADR"]) || originating, Instruction::Oadr),
        (starts(&["50X1-HUM", "50X2-WMD"]), Instruction::Standing),
        (starts(&["25X1-HUM"]), Instruction::Human25X1),
        (starts(&["25X"]), long(25)),
        (starts(&["50X"]), long(50)),
        (starts(&["75X"]), long(75)),
        (is_exemption(upper), Instruction::Exempt),
        (starts(&["XGDS"]) || upper.contains("IMPDET"), Instruction::Xgds),
        (begins(&["EXEMPT FROM GENERAL DECLASSIFICATION"]), Instruction::Xgds),
        (begins(&["GDS", "SUBJECT TO GENERAL DECLASSIFICATION"]), Instruction::Gds),
        (begins(&["ADS"]), Instruction::Ads),
        (starts(&["RDS"]), Instruction::Rds),
        (begins(&["GROUP"]), Instruction::Group),
        (begins(&["DCI ONLY", "DNI ONLY"]), Instruction::DirectorOnly),
        (begins(&["MR", "MANUAL REVIEW"]), Instruction::ManualReview),
        (starts(&["SUBJECT TO TREATY"]) || upper.contains("TREATY OR INTERNATIONAL"), Instruction::Treaty),
        (begins(&WORDS.indefinite), Instruction::Indefinite),
        (is_duration(upper), Instruction::Duration),
    ];
    readings.into_iter().find(|(holds, _)| *holds).map_or(Instruction::Event, |(_, instruction)| instruction)
}

/// `X1`, `X-1`, `X 1`, `1.6X1`, `1.5 X4`, and lists of these.
fn is_exemption(upper: &str) -> bool {
    let rest = upper.strip_prefix("1.6").or(upper.strip_prefix("1.5")).unwrap_or(upper).trim_start();
    let rest = rest.strip_prefix('X').unwrap_or_default().trim_start_matches([' ', '-']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && !rest[digits..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// `10 YEARS`, `TEN YEARS FROM DATE`, `IN 5 YRS`. What follows another thing, as in `10 years after the talks`, is an
/// event.
fn is_duration(upper: &str) -> bool {
    let mut words = upper.split([' ', '\t']).filter(|word| !word.is_empty()).peekable();
    words.next_if(|word| matches!(*word, "IN" | "AFTER" | "FOR"));
    let number = words.next().is_some_and(|word| WORDS.years.contains(&word) || word.parse::<u8>().is_ok());
    let unit = words.next().map(|word| word.trim_end_matches(['.', ',']));
    let unit = unit.is_some_and(|word| matches!(word, "YEARS" | "YEAR" | "YRS" | "YR" | "MONTHS" | "MONTH"));
    number && unit && words.next().is_none_or(|word| word == "FROM")
}

/// The number after the letters of an exemption or group.
fn category(text: &str, span: Span, upper: &str, instruction: Instruction) -> Option<(u32, Span)> {
    let skip = match instruction {
        Instruction::LongExempt { .. } => 3,
        // The cable form is XGDS-2, the CIA's E2 IMPDET, and the long one ends in EXEMPTION CATEGORY 5B(2).
        Instruction::Xgds if upper.starts_with("XGDS") => 4,
        Instruction::Xgds => upper.rfind('(').or_else(|| upper.find('E'))? + 1,
        Instruction::Rds => 3,
        Instruction::Group => 5,
        Instruction::Exempt => upper.find('X')? + 1,
        _ => return None,
    };
    let rest = &text[span.range()][skip..];
    let lead = rest.len() - rest.trim_start_matches([' ', '-', '(']).len();
    let digits = rest[lead..].bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[lead..lead + digits].parse().ok()?;
    Some((number, span.part(skip + lead, digits)))
}

/// The first date anywhere in the value: `25X1, 20601231`, `GDS 8/12/85 (NAME) OR-P`.
fn first_date(text: &str, span: Span, after: Option<Date>) -> Option<WrittenDate> {
    words(text, span).skip(1).find_map(|word| date(text, Span::new(word.span.start, span.end), after))
}
