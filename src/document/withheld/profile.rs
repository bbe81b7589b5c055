//! What kind of document it is for the rules of release.

use serde::{Deserialize, Serialize};

/// The profile of a document for the rules of release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// It has not been released: it needs no stamp, and what is crossed out needs no code.
    #[default]
    Draft,
    /// It was declassified or released, under whatever law.
    Released,
    /// It was released under the Freedom of Information Act: every cut names its exemption.
    Foia,
    /// It is printed in a documentary edition, which states amounts in brackets and no codes.
    Frus,
    /// It was filed in a court, whose rule allows the last four digits of a number.
    Court,
}
