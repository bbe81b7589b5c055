//! Lists families of copies: documents of a set that share passages, or are one message or record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::super::Failure;
use super::super::check::lint::{each, read};
use super::super::compare::gathering::unkept;
use crate::cli::InspectFormat;
use crate::files::Listed;
use crate::finding;
use crate::set::{Gist, Join, Pair, Relations, SetEntry, connected};
use crate::source::mistake::plain;
use crate::source::visible::visible;
use crate::view;

/// A document of a family.
#[derive(Serialize)]
struct Relative {
    /// The number of the family.
    family: usize,
    filename: String,
    /// How many words can be compared.
    words: usize,
    redactions: usize,
    /// Whether it is the fullest: it has the most words, and the fewest redactions of those.
    fullest: bool,
    /// The others of the family that share passages with it, or its number.
    shares_with: Vec<String>,
    /// How many fingerprints it shares with the closest of them.
    shared: u32,
}

/// What is known of a document.
#[derive(Clone, Copy, Default)]
struct Size {
    words: usize,
    redactions: usize,
}

/// The families of `documents`, written as `format`, and why documents could not be read.
pub(super) fn families(
    documents: &[Listed],
    threads: usize,
    format: InspectFormat,
) -> Result<(String, Vec<(String, String)>), Failure> {
    let join = Mutex::new(Join::default());
    let numbered: Vec<(u32, &Listed)> = (0..).zip(documents).collect();
    let one = |(number, document): &(u32, &Listed)| {
        let bytes = read(document).map_err(|error| plain(&error))?;
        let file = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
        let mut added = Ok(());
        crate::lint_seen(&file, &document.rules, &mut |_, look| look(), &mut |documents, found| {
            let entry = crate::check::copies::entry(documents, found, &document.rules, 0);
            // A family is whatever shares passages, also where comparing them would say nothing.
            let entry = SetEntry { gist: Gist::default(), ..entry };
            added = join.lock().unwrap_or_else(PoisonError::into_inner).add(*number, &entry);
        });
        added.map_err(|error| plain(&error))?;
        let member = crate::member(file, &document.rules);
        Ok(Size { words: member.words(), redactions: member.marks.len() })
    };
    let sizes = each(&numbered, threads, &AtomicUsize::new(0), &one)?;
    let mut pairs = join.into_inner().unwrap_or_else(PoisonError::into_inner).pairs().map_err(unkept)?;
    pairs.retain(|pair| pair.counts() && (pair.shared > 0 || pair.relations.has(Relations::ONE_RECORD)));
    let troubles = documents
        .iter()
        .zip(&sizes)
        .filter_map(|(document, size)| Some((document.place.name(), size.as_ref().err()?.clone())));
    let troubles = troubles.collect();
    let sizes: Vec<Size> = sizes.into_iter().map(Result::unwrap_or_default).collect();
    let relatives = relatives(documents, &pairs, &sizes);
    let written = match format {
        InspectFormat::Text => text(&relatives),
        InspectFormat::JsonLines => relatives.iter().map(super::line).collect(),
        InspectFormat::Csv => super::csv(
            &["family", "filename", "words", "redactions", "fullest", "shares_with", "shared"],
            relatives.iter().map(super::values),
        )?,
    };
    Ok((written, troubles))
}

fn relatives(documents: &[Listed], pairs: &[Pair], sizes: &[Size]) -> Vec<Relative> {
    let name = |number: u32| {
        let document = &documents[number as usize];
        finding::shown_name(&document.place.name(), document.rules.watch.as_deref())
    };
    let mut relatives = Vec::new();
    let first = connected(pairs.iter().map(|pair| (pair.here, pair.other)));
    let mut families: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for pair in pairs {
        families.entry(first[pair.here as usize]).or_default().insert(pair.here);
    }
    for (index, family) in families.into_values().enumerate() {
        let rank =
            |number: &u32| (sizes[*number as usize].words, std::cmp::Reverse(sizes[*number as usize].redactions));
        let fullest = family.iter().copied().max_by(|a, b| rank(a).cmp(&rank(b)).then(b.cmp(a)));
        for number in family {
            let first = pairs.partition_point(|pair| pair.here < number);
            let own: Vec<&Pair> = pairs[first..].iter().take_while(|pair| pair.here == number).collect();
            let Size { words, redactions } = sizes[number as usize];
            relatives.push(Relative {
                family: index + 1,
                filename: name(number),
                words,
                redactions,
                fullest: fullest == Some(number),
                shares_with: own.iter().map(|pair| name(pair.other)).collect(),
                shared: own.iter().map(|pair| pair.shared).max().unwrap_or(0),
            });
        }
    }
    relatives
}

fn text(relatives: &[Relative]) -> String {
    let mut text = String::new();
    for family in relatives.chunk_by(|a, b| a.family == b.family) {
        text += &format!("family {}: {} documents\n", family[0].family, family.len());
        for relative in family {
            let fullest = if relative.fullest { ", the fullest" } else { "" };
            let Relative { words, redactions, shared, .. } = relative;
            let name = visible(&relative.filename);
            text +=
                &format!("    {name}: {words} words, {redactions} redactions, {shared} fingerprints shared{fullest}\n");
        }
    }
    text
}
