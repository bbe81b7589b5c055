//! Orders country and organization codes as lists write them: all countries before all organizations (Manual A.6 p16).

use std::collections::BTreeSet;
use std::fmt;

/// A country's trigraph or an organization's code. Ordered countries first, each group A to Z.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    organisation: bool,
    text: String,
}

/// A list of codes, in writing order.
pub type Codes = BTreeSet<Code>;

impl Code {
    /// A code; the caller knows from the register whether it names an organization.
    pub fn new(text: &str, organisation: bool) -> Code {
        Code { organisation, text: text.to_owned() }
    }

    /// The United States.
    pub fn usa() -> Code {
        Code::new("USA", false)
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it names the United States.
    pub fn is_usa(&self) -> bool {
        self.text == "USA"
    }

    /// Whether it names an organization.
    pub fn is_organisation(&self) -> bool {
        self.organisation
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The codes joined by `separator`, USA in front if `usa_first`.
pub(crate) fn written(codes: &Codes, separator: &str, usa_first: bool) -> String {
    let (front, rest): (Vec<_>, Vec<_>) = codes.iter().partition(|code| usa_first && code.is_usa());
    let words: Vec<_> = front.into_iter().chain(rest).map(Code::as_str).collect();
    words.join(separator)
}
