//! The words by which readers recognize the parts of a document (`rules/registers/words.toml`), and what scanning makes
//! of letters, codes and pages (`rules/registers/scan.toml`), loaded at first use. The files say what each list is for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::marking::packed::{packed, unpack};

pub(crate) static WORDS: LazyLock<Words<'static>> = LazyLock::new(|| unpack(packed!("words")));
pub(crate) static SCAN: LazyLock<Scan<'static>> = LazyLock::new(|| unpack(packed!("scan")));

type Text<'a> = &'a str;
type Pairs<'a> = Vec<(&'a str, &'a str)>;
type Table<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Declares tables of the registers, whose keys are lists of words unless they say otherwise.
macro_rules! tables {
    ($($name:ident { $($list:ident)* $(; $($key:ident: $type:ident),*)? })*) => { $(
        #[derive(Deserialize)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        pub(crate) struct $name<'a> {
            $(#[serde(borrow)] pub(crate) $list: Vec<&'a str>,)*
            $($(#[serde(borrow)] pub(crate) $key: $type<'a>,)*)?
        }
    )* };
}

tables! {
    Words {
        number_words order_labels order_words declassification_labels
        sheet_labels post_kinds latest;
        instructions: Pairs, signed: Pairs, quoted: Pairs, levels: Pairs, head_labels: Table, authority_labels: Table, paper: Paper, release: Release, exposure: Exposure,
        markup: Markup, damage: Damage, office: Office, set: Copies
    }
    Paper {
        unclassified spaced cui begin_marking begin_entry state defense foreign caveats titles captions lists openers leading
        group schedules frames announcing marked opening parting notes stages dates mail_heads mail_labels replies quoting headings long_forms explained meaning;
        bullets: Text
    }
    Release {
        citing naming explaining unasked extents notice withdrawal legend block announcing verbs personal numbering
    }
    Exposure { no_place not_born kept_by_all dead specimens domains short; births: Table, homes: Table, issuers: Pairs }
    Markup { directives void inline leaves covered screen_readers skipping controls wordy bare reasons; references: Pairs }
    Office { fields telling made labels schemas }
    Copies { heads releases furniture }
    Damage { named endings domains glued beginnings abbreviations fragments }
    Scan {
        letters small capitals other digits names;
        common: Text, codes: Pairs, signs: Text, bullets: Text, specks: Text
    }
}

impl Scan<'_> {
    /// The capitals and digits that scanners take each byte of ASCII for, a bit each.
    pub(crate) fn alike(&self) -> [u128; 128] {
        let mut alike = [0; 128];
        for pair in self.letters.iter().map(|pair| pair.as_bytes()) {
            if let [one @ ..128, other @ ..128] = *pair {
                alike[usize::from(one)] |= 1 << other;
                alike[usize::from(other)] |= 1 << one;
            }
        }
        alike
    }
}

/// What `list` gives for `letter`, with which one of its entries begins.
pub(crate) fn behind(list: &[&'static str], letter: char) -> Option<&'static str> {
    list.iter().find_map(|entry| entry.strip_prefix(letter))
}
