//! Reads how cells look while a condition holds (ECMA-376 part 1, 18.3.1.18), as far as it can be said that it does.
//!
//! Formulas are not computed. Those that hold for any text, and comparisons of the cell itself with a value, are what
//! people hide text with; what a formula says of other cells is left open, and the cell is taken as it is.

use super::super::look::{Colour, Look};
use super::super::xml::{Element, each};
use super::format::Formats;
use super::place::place;

/// Conditions of a sheet at most.
const MOST: usize = 2_000;
/// Letters that a cell has at least, so that to hide them hides more than a nought.
const TOLD: usize = 2;

/// A rule for the cells of some ranges.
#[derive(Debug)]
struct Rule {
    ranges: Vec<[usize; 4]>,
    test: Test,
    /// The color of text, and that of the cell.
    text: Colour,
    paper: Option<Colour>,
}

/// What a cell must be.
#[derive(Debug)]
enum Test {
    Always,
    Is(Comparison, String),
    Holds(String),
    HoldsNot(String),
    Begins(String),
    Ends(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Comparison {
    Same,
    Other,
    Above,
    Below,
}

/// The rules of a sheet.
#[derive(Debug, Default)]
pub(super) struct Conditions(Vec<Rule>);

impl Conditions {
    pub(super) fn read(sheet: &str, formats: &Formats) -> Conditions {
        let mut rules = Vec::new();
        if memchr::memmem::find(sheet.as_bytes(), b"conditionalFormatting").is_none() {
            return Conditions(rules);
        }
        each(sheet, &["conditionalFormatting"], &mut |group| {
            let ranges: Vec<[usize; 4]> =
                group.attribute("sqref").unwrap_or_default().split_whitespace().filter_map(range).collect();
            for rule in group.elements().filter(|element| element.name == "cfRule") {
                let look = rule.attribute("dxfId").and_then(|id| formats.differential(id.parse().ok()?));
                let Some((text, paper)) = look.filter(|_| rules.len() < MOST) else { continue };
                let own = ranges.first().map(|[column, row, ..]| (*column, *row));
                let test = own.and_then(|own| test(rule, own));
                rules.extend(test.map(|test| Rule { ranges: ranges.clone(), test, text, paper }));
            }
        });
        Conditions(rules)
    }

    /// How a cell that says `said` looks by the first rule that holds for it, and the color of the cell.
    pub(super) fn look(
        &self,
        (column, row): (usize, usize),
        said: &str,
        (look, paper): (Look, Option<Colour>),
    ) -> (Look, Option<Colour>) {
        if self.0.is_empty() || said.chars().filter(|c| c.is_alphanumeric()).count() < TOLD {
            return (look, paper);
        }
        let within = |[left, top, right, bottom]: &[usize; 4]| {
            (*left..=*right).contains(&column) && (*top..=*bottom).contains(&row)
        };
        let holds = |rule: &&Rule| rule.ranges.iter().any(within) && rule.test.holds(said);
        self.0
            .iter()
            .find(holds)
            .map_or((look, paper), |rule| (Look { colour: Some(Some(rule.text)), ..look }, rule.paper.or(paper)))
    }
}

/// What a rule tests of the cell at which its formulas are written; `None` where that is not said here.
fn test(rule: &Element<'_>, own: (usize, usize)) -> Option<Test> {
    let formula = rule.child("formula").map(Element::text).unwrap_or_default();
    let text = || rule.attribute("text").map(str::to_lowercase).filter(|text| !text.is_empty());
    match rule.attribute("type")? {
        "notContainsBlanks" | "notContainsErrors" => Some(Test::Always),
        "containsText" => text().map(Test::Holds),
        "notContainsText" => text().map(Test::HoldsNot),
        "beginsWith" => text().map(Test::Begins),
        "endsWith" => text().map(Test::Ends),
        "cellIs" => {
            let comparison = match rule.attribute("operator")? {
                "equal" => Comparison::Same,
                "notEqual" => Comparison::Other,
                "greaterThan" | "greaterThanOrEqual" => Comparison::Above,
                "lessThan" | "lessThanOrEqual" => Comparison::Below,
                _ => return None,
            };
            Some(Test::Is(comparison, value(&formula)?))
        }
        "expression" => expression(&formula, own),
        _ => None,
    }
}

/// What a formula tests that says nothing of other cells.
fn expression(formula: &str, own: (usize, usize)) -> Option<Test> {
    let plain: String = formula.chars().filter(|c| !c.is_whitespace() && *c != '$').collect();
    let is_own = |written: &str| range(written) == Some([own.0, own.1, own.0, own.1]);
    let upper = plain.to_uppercase();
    let inside = |before: &str, after: &str| {
        let inside = upper.strip_prefix(before)?.strip_suffix(after)?;
        Some(inside).filter(|inside| is_own(inside))
    };
    let full = [("LEN(", ")>0"), ("LEN(", ")<>0"), ("NOT(ISBLANK(", "))"), ("ISTEXT(", ")"), ("LEN(", ")")];
    let holds = full.iter().any(|(before, after)| inside(before, after).is_some());
    if holds || matches!(&*upper, "TRUE" | "TRUE()" | "1=1") || upper.parse::<f64>().is_ok_and(|number| number != 0.0) {
        return Some(Test::Always);
    }
    let (comparison, sign) = [("<>", Comparison::Other), ("=", Comparison::Same)]
        .into_iter()
        .find_map(|(sign, comparison)| plain.contains(sign).then_some((comparison, sign)))?;
    // A value keeps its blanks.
    let (left, right) = formula.split_once(sign)?;
    let left: String = left.chars().filter(|c| !c.is_whitespace() && *c != '$').collect();
    is_own(&left.to_uppercase()).then_some(())?;
    Some(Test::Is(comparison, value(right.trim())?))
}

/// The text or number that a formula is.
fn value(formula: &str) -> Option<String> {
    let text = formula.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let text = text.filter(|text| !text.contains('"')).map(str::to_lowercase);
    text.or_else(|| formula.trim().parse::<f64>().ok().map(|number| number.to_string()))
}

/// The cells of `B2:C9` or `B2`: left, top, right, bottom.
fn range(written: &str) -> Option<[usize; 4]> {
    let (first, last) = written.split_once(':').unwrap_or((written, written));
    let ((left, top), (right, bottom)) = (place(first)?, place(last)?);
    Some([left, top, right, bottom])
}

impl Test {
    fn holds(&self, said: &str) -> bool {
        let said = said.to_lowercase();
        match self {
            Test::Always => true,
            Test::Holds(text) => said.contains(text),
            Test::HoldsNot(text) => !said.contains(text),
            Test::Begins(text) => said.starts_with(text),
            Test::Ends(text) => said.ends_with(text),
            Test::Is(comparison, value) => {
                let numbers = said.parse::<f64>().ok().zip(value.parse::<f64>().ok());
                let order = numbers.and_then(|(said, value)| said.partial_cmp(&value));
                let order = order.unwrap_or_else(|| said.as_str().cmp(value));
                match comparison {
                    Comparison::Same => order.is_eq(),
                    Comparison::Other => order.is_ne(),
                    Comparison::Above => order.is_gt(),
                    Comparison::Below => order.is_lt(),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_that_hold_for_any_text_are_told_from_others() {
        let holds = |formula: &str| expression(formula, (5, 6)).is_some_and(|test| test.holds("Tor Varden"));
        for formula in ["TRUE", "1", "LEN($E6)>0", "NOT(ISBLANK(E6))", "E6<>\"\"", "ISTEXT(E6)", "E6 = \"Tor Varden\""]
        {
            assert!(holds(formula), "{formula}");
        }
        for formula in ["FALSE", "0", "LEN(D6)>0", "E6=\"\"", "ISERROR(E6)", "E6=E5", "$A$1=1", "MOD(ROW(),2)=0"] {
            assert!(!holds(formula), "{formula}");
        }
    }

    #[test]
    fn values_are_compared_as_numbers_and_as_texts() {
        let holds = |comparison, value: &str, said| Test::Is(comparison, value.to_owned()).holds(said);
        assert!(holds(Comparison::Above, "5", "40") && !holds(Comparison::Below, "5", "40"));
        assert!(holds(Comparison::Other, "", "Tor Varden") && holds(Comparison::Same, "tor varden", "Tor Varden"));
        assert_eq!((range("B2:C9"), range("AA1")), (Some([2, 2, 3, 9]), Some([27, 1, 27, 1])));
    }
}
