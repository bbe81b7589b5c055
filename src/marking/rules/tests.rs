use super::*;
use crate::marking::{Kind, Register, compare, judge, read};

#[test]
fn the_builtin_packs_have_no_mistakes() {
    for (group, text) in GROUPS {
        let loaded = load(group, text);
        assert!(loaded.is_ok(), "{group}: {:?}", loaded.err());
    }
}

/// A style and a date for which the rule speaks.
fn context(rule: &Rule) -> Context {
    let today = jiff::civil::date(2023, 1, 1);
    let date = rule.until.unwrap_or(today);
    Context { style: rule.styles.first().copied().unwrap_or(Style::Ic), date }
}

fn broken(example: &str, context: Context) -> Vec<&'static str> {
    let register = Register::builtin();
    if let Some((banner, portions)) = example.split_once(" <- ") {
        let portions = portions.split_inclusive(')').map(|portion| read(portion, Kind::Portion, register));
        let portions: Vec<_> = portions.filter_map(|reading| reading.marking).collect();
        let found = compare(&read(banner, Kind::Banner, register), &portions, register, context);
        return found.into_iter().map(|found| found.fault.rule).collect();
    }
    let kind = if example.starts_with('(') { Kind::Portion } else { Kind::Banner };
    judge(&read(example, kind, register), register, context).into_iter().map(|fault| fault.rule).collect()
}

#[test]
fn every_example_breaks_its_rule_or_does_not() {
    let mut wrong = Vec::new();
    for (name, rule) in RuleTable::builtin().iter() {
        let mut at = context(rule);
        if matches!(name, "missing-companion-control" | "missing-disclosure-decision") {
            at = Context { style: Style::Dod, date: jiff::civil::date(2012, 6, 1) };
        }
        for example in &rule.examples {
            if let Some(bad) = &example.bad
                && !broken(bad, at).contains(&name)
            {
                wrong.push(format!("{name}: {bad} gives {:?}", broken(bad, at)));
            }
            if let Some(good) = &example.good
                && broken(good, at).contains(&name)
            {
                wrong.push(format!("{name}: {good} breaks it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_says_why_and_on_what_authority() {
    for (name, rule) in RuleTable::builtin().iter() {
        assert!(!rule.source.is_empty() && !rule.why.is_empty() && !rule.summary.is_empty(), "{name}");
    }
}
