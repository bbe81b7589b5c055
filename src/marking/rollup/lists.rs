//! Intersects release lists, expanding organizations only as far as needed (ODNI ISM-Rollup 2021-NOV; Manual Table 3).

use crate::marking::code::{Code, Codes};
use crate::marking::register::Register;

/// The list with every organization whose members are public replaced by them, and without USA.
pub(crate) fn expanded(list: &Codes, register: &Register) -> Codes {
    let mut countries = Codes::new();
    for code in list {
        match register.place(code.as_str()) {
            Some(place) if !place.members.is_empty() => countries.extend(place.members.iter().cloned()),
            _ => {
                countries.insert(code.clone());
            }
        }
    }
    countries.remove(&Code::usa());
    countries
}

/// What every list grants, USA included. A code in every list stays as it is; the rest is opened up and intersected.
pub(super) fn common(lists: &[&Codes], register: &Register) -> Codes {
    let Some((first, rest)) = lists.split_first() else { return Codes::new() };
    let shared: Codes = first.iter().filter(|code| rest.iter().all(|list| list.contains(*code))).cloned().collect();
    let remainders = lists.iter().map(|list| expanded(&(*list - &shared), register));
    let met = remainders.reduce(|all, each| &all & &each).unwrap_or_default();
    // A country that a shared organization already covers need not be named beside it.
    let covered = expanded(&shared.iter().filter(|code| code.is_organisation()).cloned().collect(), register);
    let countries = met.into_iter().filter(|code| !code.is_organisation() && !covered.contains(code));
    let mut result: Codes = shared.into_iter().chain(countries).collect();
    result.insert(Code::usa());
    result
}

/// Whether the list grants anything beyond the United States.
pub(super) fn reaches_abroad(list: &Codes) -> bool {
    list.iter().any(|code| !code.is_usa())
}
