//! Loads the built-in rule packs and registers, which the build packs into a form without places.
//!
//! Rule packs and registers are TOML that people write, where a mistake has a place. Tests check the built-in ones, so
//! they are packed for fast loading. Types that can be read from both have [`Placed`] values.

use std::ops::Range;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// A register as the build packed it.
macro_rules! packed {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/rules/registers/", $name, ".pack"))
    };
}
pub(crate) use packed;

/// A value, and where it is in its file; nowhere if it was packed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transparent))]
pub(crate) struct Placed<T> {
    value: T,
    /// Its first byte, and the one behind its last.
    #[cfg_attr(feature = "schema", schemars(skip))]
    place: (usize, usize),
}

impl<T> Placed<T> {
    /// The value.
    pub(crate) fn get_ref(&self) -> &T {
        &self.value
    }

    /// The value alone.
    pub(crate) fn into_inner(self) -> T {
        self.value
    }

    /// The bytes of the file.
    pub(crate) fn span(&self) -> Range<usize> {
        self.place.0..self.place.1
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Placed<T>, D::Error> {
        if !deserializer.is_human_readable() {
            return T::deserialize(deserializer).map(|value| Placed { value, place: (0, 0) });
        }
        let spanned = Spanned::deserialize(deserializer)?;
        let Range { start, end } = spanned.span();
        Ok(Placed { place: (start, end), value: spanned.into_inner() })
    }
}

/// What the build packed into `bytes`. The tests read all of it, so it is sound.
pub(crate) fn unpack<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> T {
    rmp_serde::from_slice(bytes).expect("the tests read whatever the build packs")
}
