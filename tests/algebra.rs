//! Laws of the algebra, on random markings and on arbitrary text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use cable_lint::check::CHECKS;
use cable_lint::finding::answer::Statutes;
use cable_lint::marking::*;
use cable_lint::rule::RuleSet;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde::Deserialize;

const DATE: Date = date(2022, 12, 1);
const IC: Context = Context { style: Style::Ic, date: DATE };

/// How many random markings each law is tried on: 200, or as many as `CABLE_LINT_CASES` says. A thorough run is
/// `CABLE_LINT_CASES=1000000 cargo test --release --test algebra`.
fn config() -> ProptestConfig {
    let said = std::env::var("CABLE_LINT_CASES").ok().and_then(|cases| cases.parse().ok());
    // The makers of markings reject a good part of what they draw; on a long run that is no fault.
    ProptestConfig { cases: said.unwrap_or(200), max_local_rejects: u32::MAX, ..ProptestConfig::default() }
}

fn rules() -> &'static RuleSet {
    static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin(CHECKS).expect("the built-in packs load"));
    &RULES
}

fn statutes() -> &'static Statutes<'static> {
    static STATUTES: LazyLock<Statutes<'static>> = LazyLock::new(|| Statutes::of(rules()));
    &STATUTES
}

fn level() -> impl Strategy<Value = Level> {
    prop::sample::select(vec![Level::Unclassified, Level::Confidential, Level::Secret, Level::TopSecret])
}

fn codes(names: &'static [&'static str]) -> impl Strategy<Value = BTreeSet<Code>> {
    let register = Register::builtin();
    prop::sample::subsequence(names.to_vec(), 0..=names.len())
        .prop_map(|names| names.into_iter().map(|name| register.code(name)).collect())
}

fn controls(category: Category, names: &'static [&'static str]) -> impl Strategy<Value = BTreeSet<Control>> {
    prop::sample::subsequence(names.to_vec(), 0..=names.len()).prop_map(move |names| {
        let entries = names.into_iter().filter_map(|name| Register::builtin().entry(category, name));
        entries.map(|entry| Control { order: entry.order, name: entry.name.clone() }).collect()
    })
}

fn owner() -> impl Strategy<Value = Owner> {
    let with_usa = |mut list: BTreeSet<Code>| {
        list.insert(Code::usa());
        Owner::Joint(list)
    };
    let named = codes(&["AUS", "CAN", "GBR"]).prop_filter("a source", |list| !list.is_empty());
    prop_oneof![
        4 => Just(Owner::Us),
        1 => codes(&["AUS", "GBR", "NATO"]).prop_map(with_usa),
        1 => named.prop_map(Owner::Foreign),
        1 => Just(Owner::Concealed),
    ]
}

prop_compose! {
    fn marking()(
        owner in owner(),
        level in level(),
        systems in prop::sample::subsequence(vec!["HCS-P", "SI", "SI-G ABCD-NK", "TK", "TK-BLFH"], 0..3),
        programs in prop::sample::subsequence(vec!["BP", "BP-J12 K15", "CD"], 0..2),
        (rd, sigma, others) in (any::<bool>(), prop::sample::subsequence(vec![14_u16, 15, 18, 20], 0..3),
            controls(Category::AtomicEnergy, &["DCNI", "TFNI"])),
        sources in codes(&["DEU", "FRA", "NATO"]),
        dissemination in controls(Category::Dissemination, &["RS", "FOUO", "OC", "IMC", "NF", "PR", "RELIDO", "DSEN", "FISA"]),
        release in prop::option::of(codes(&["AUS", "CAN", "GBR", "NZL", "FVEY", "NATO"])),
        display in prop::option::of(codes(&["AFG", "IRQ", "PAK"]).prop_filter("a list", |list| !list.is_empty())),
        non_ic in controls(Category::NonIc, &["DS", "XD", "ND", "SBU", "SBU-NF", "LES", "SSI"]),
    ) -> Marking {
        let mut marking = Marking::plain(level);
        // Systems come through the reader, which merges those of one name.
        if !systems.is_empty() || !programs.is_empty() {
            let mut text = format!("({}", level.portion());
            if !systems.is_empty() { text.push_str("//"); text.push_str(&systems.join("/")); }
            if !programs.is_empty() { text.push_str("//SAR-"); text.push_str(&programs.join("/")); }
            if let Some(read) = read(&format!("{text})"), MarkingKind::Portion, Register::builtin()).marking { marking = read; }
        }
        marking.owner = owner;
        marking.atomic_energy.rd = rd || !sigma.is_empty();
        marking.atomic_energy.rd_sigma = sigma.into_iter().collect();
        marking.atomic_energy.others = others;
        marking.foreign.sources = sources;
        marking.dissemination = dissemination;
        marking.release = release.map(|mut list| { if !list.is_empty() { list.insert(Code::usa()); } list });
        marking.display = display;
        marking.non_ic = non_ic;
        marking
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_displayed_reads_back(marking in marking()) {
        let register = Register::builtin();
        let banner = marking.banner(register);
        prop_assert_eq!(read(&banner, MarkingKind::Banner, register).marking, Some(marking.clone()), "{}", banner);
        let portion = marking.portion(register);
        prop_assert_eq!(read(&portion, MarkingKind::Portion, register).marking, Some(marking.clone()), "{}", portion);
    }

    #[test]
    fn joining_is_a_semilattice(a in marking(), b in marking(), c in marking()) {
        let [a, b, c] = [&a, &b, &c].map(Joined::of);
        prop_assert_eq!(a.clone().join(a.clone()), a.clone());
        prop_assert_eq!(a.clone().join(b.clone()), b.clone().join(a.clone()));
        prop_assert_eq!(a.clone().join(b.clone()).join(c.clone()), a.join(b.join(c)));
    }

    #[test]
    fn the_whole_is_never_below_a_part(portions in prop::collection::vec(marking(), 1..5)) {
        let context = Context { style: Style::Ic, date: DATE };
        let overall = roll_up(&portions, Register::builtin(), context).map(|overall| overall.marking);
        for portion in &portions {
            prop_assert!(overall.as_ref().is_some_and(|overall| overall.level >= portion.level));
        }
    }

    #[test]
    fn outranking_is_a_strict_order(a in marking(), b in marking(), c in marking()) {
        prop_assert!(!a.outranks(&a));
        prop_assert!(!(a.outranks(&b) && b.outranks(&a)));
        prop_assert!(!(a.outranks(&b) && b.outranks(&c)) || a.outranks(&c));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}", dod in any::<bool>()) {
        let statutes = statutes();
        let style = if dod { Style::Dod } else { Style::Ic };
        for kind in [MarkingKind::Banner, MarkingKind::Portion] {
            statutes.answer(&text, Some(kind), Context { style, date: DATE });
        }
        statutes.roll_up(&text, Context { style, date: DATE });
    }

    #[test]
    fn no_marking_like_text_makes_it_panic(
        words in prop::collection::vec(prop::sample::select(vec![
            "//", "/", "(", ")", " ", ",", "-", "SECRET", "TS", "S", "REL TO", "USA", "GBR", "EYES ONLY", "FGI", "JOINT",
            "SI-G", "SAR-", "RD-", "SIGMA 14", "CUI", "SP-CTI", "NOFORN", "NF", "DISPLAY ONLY", "ACCM-", "é", "NATO", "//CTS",
        ]), 0..16),
    ) {
        let text: String = words.concat();
        for kind in [MarkingKind::Banner, MarkingKind::Portion] {
            let answer = statutes().answer(&text, Some(kind), IC);
            for diagnostic in &answer.diagnostics {
                prop_assert!(diagnostic.end_location.offset as usize <= text.len());
                prop_assert!(text.is_char_boundary(diagnostic.location.offset as usize));
            }
        }
        statutes().roll_up(&text, IC);
    }
}

#[test]
fn very_long_markings_are_answered() {
    for unit in [
        "/",
        "//",
        "SI/",
        "SI-G ",
        "-",
        "GBR, ",
        "(S)",
        "USA/",
        "NOFORM/",
        "NF/",
        "ACCM-A/",
        "REL TO USA, GBR/",
        "é",
        " ",
    ] {
        let text = format!("SECRET//{}", unit.repeat(24_000));
        assert_eq!(statutes().answer(&text, Some(MarkingKind::Banner), IC).input, text);
        statutes().roll_up(&text, IC);
    }
}

/// Portion marks and what they add up to, at a style and a date.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RollUps {
    style: Style,
    date: toml::value::Datetime,
    source: String,
    adds_up_to: BTreeMap<String, String>,
}

#[test]
fn portion_marks_add_up_to_what_the_manuals_say() {
    let tables: BTreeMap<String, RollUps> = toml::from_str(include_str!("algebra/roll-ups.toml")).expect("valid TOML");
    for table in tables.values() {
        let date = table.date.to_string().parse().expect("a day");
        for (portions, banner) in &table.adds_up_to {
            let answer = statutes().roll_up(portions, Context { style: table.style, date });
            assert_eq!(answer.banner.as_ref(), Some(banner), "{portions}, by {}", table.source);
        }
    }
}

#[test]
fn a_word_that_was_not_read_is_not_dropped_from_the_canonical_form() {
    for text in ["SECRET//NOFORM", "SECRET//SI//NOFORM", "SECRET//NOFORN/QQQQQQQ", "(S//NOFORM)"] {
        let answer = statutes().answer(text, None, IC);
        assert_eq!((answer.valid, &answer.banner, &answer.portion), (false, &None, &None), "{text}");
    }
    for text in ["(S//NOFORM)", "(S//NF) (C//NOFORM)"] {
        let answer = statutes().roll_up(text, IC);
        assert_eq!((answer.valid, &answer.banner), (false, &None), "{text}");
    }
}
