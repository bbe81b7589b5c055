//! Format lines, date-time group, addressees.

use super::{ALL, Defect, MARKED, TRANSMITTED, row, when};
use crate::cable::{Addressee, Cable, pick};
use crate::print::Field::{
    Classification, End, Exempt, Filing, From, Group, Identifier, Info, Passing, Prosign, Routing, To,
};

pub(super) const ROWS: &[Defect] = &[
    row("malformed-transmission-line", TRANSMITTED, &[Identifier], |cable, _| {
        when(!cable.identifier.is_empty())?;
        cable.identifier.insert(10, 'X');
        Some(())
    }),
    row("unknown-routing-precedence", TRANSMITTED, &[Routing], |cable, rng| {
        when(!cable.routing.0.is_empty())?;
        cable.routing.0 = pick(rng, &["00", "PX", "ZO"]).to_owned();
        Some(())
    }),
    row("malformed-routing-indicator", TRANSMITTED, &[To], |cable, rng| {
        when(cable.layout.is_transmission())?;
        cable.to[0].indicator = pick(rng, &["RU3HC", "RUE", "RUEHCABCD"]).to_owned();
        Some(())
    }),
    row("malformed-filing-line", TRANSMITTED, &[Filing], |cable, _| {
        cable.filing.as_mut()?.time.pop();
        Some(())
    }),
    row("julian-day-disagreement", TRANSMITTED, &[Filing], |cable, rng| {
        let day = 1 + (cable.date.day_of_year() + rng.i16(5..300)) % 365;
        when(!(-3..=3).contains(&(day - cable.date.day_of_year())))?;
        cable.filing.as_mut()?.day = format!("{day:03}");
        Some(())
    }),
    row("julian-day-off-by-one", TRANSMITTED, &[Filing], |cable, rng| {
        let day = cable.date.day_of_year() + pick(rng, &[-1, 1]);
        when((1..365).contains(&day))?;
        cable.filing.as_mut()?.day = format!("{day:03}");
        Some(())
    }),
    row("impossible-julian-day", TRANSMITTED, &[Filing], |cable, rng| {
        cable.filing.as_mut()?.day = pick(rng, &["000", "367", "399"]).to_owned();
        Some(())
    }),
    row("filing-time-disagreement", TRANSMITTED, &[Filing], |cable, _| {
        let filing = cable.filing.as_mut()?;
        when(cable.from.as_deref() != Some("SECSTATE WASHDC") && filing.time != "0733")?;
        filing.time = "0733".to_owned();
        Some(())
    }),
    row("filing-serial-disagreement", TRANSMITTED, &[Filing], |cable, rng| {
        let filing = cable.filing.as_mut()?;
        let serial: u32 = filing.serial.parse().ok()?;
        filing.serial = format!("{:04}", (serial + rng.u32(1..9000)) % 10_000);
        Some(())
    }),
    row("filing-section-disagreement", TRANSMITTED, &[Filing], |cable, _| {
        when(cable.section.is_some())?;
        cable.filing.as_mut()?.section = None;
        Some(())
    }),
    row("malformed-prosign-line", TRANSMITTED, &[Prosign], |cable, _| {
        cable.prosign.1.pop()?;
        Some(())
    }),
    row("wrong-prosign-letters", TRANSMITTED, &[Prosign], |cable, _| {
        when(!cable.prosign.0.is_empty())?;
        cable.prosign.0 = if cable.prosign.0 == "ZNR" { "ZNY" } else { "ZNR" }.to_owned();
        Some(())
    }),
    row("prosign-below-classification", TRANSMITTED, &[Prosign], |cable, _| {
        when(cable.level.is_classified())?;
        prosign(cable, "ZNR", "UUUUU")
    }),
    row("prosign-above-classification", TRANSMITTED, &[Prosign], |cable, _| {
        when(!cable.level.is_classified())?;
        prosign(cable, "ZNY", "CCCCC")
    }),
    row("malformed-date-time-group", ALL, &[Group], |cable, _| {
        cable.group.as_mut()?.digits.pop();
        Some(())
    }),
    row("impossible-date-time-group", ALL, &[Group], |cable, rng| {
        let digits = pick(rng, &["321158", "312560", "052415", "000900"]);
        cable.group.as_mut()?.digits = digits.to_owned();
        Some(())
    }),
    row("midnight-date-time-group", ALL, &[Group], |cable, _| {
        cable.group.as_mut()?.digits.replace_range(2.., "0000");
        if let Some(filing) = &mut cable.filing {
            filing.time = "0000".to_owned();
        }
        Some(())
    }),
    row("local-time-date-time-group", ALL, &[Group], |cable, _| {
        cable.group.as_mut()?.zone = "A".to_owned();
        Some(())
    }),
    row("routing-precedence-disagreement", TRANSMITTED, &[Routing], |cable, rng| {
        let other = pick(rng, &["RR", "PP", "OO", "ZZ"]);
        when(!cable.routing.0.is_empty() && cable.routing.0 != other)?;
        cable.routing.0 = other.to_owned();
        Some(())
    }),
    row("addressee-precedence-disagreement", ALL, &[Group], |cable, rng| {
        let group = cable.group.as_mut()?;
        let other = pick(rng, &["R", "P", "O", "Z"]);
        when(!group.precedence.starts_with(other))?;
        group.precedence = other.to_owned();
        if !cable.routing.0.is_empty() {
            cable.routing.0 = other.repeat(2);
        }
        Some(())
    }),
    row("misspelt-precedence", ALL, &[To, Info], |cable, rng| {
        let to = cable.to.iter_mut().chain(&mut cable.info).find(|to| to.precedence.len() > 6)?;
        to.precedence = match to.precedence.as_str() {
            "PRIORITY" => pick(rng, &["PIORITY", "PRIOITY", "PRI0RITY"]),
            "IMMEDIATE" => pick(rng, &["IMEDIATE", "IMMEDIATF", "INMEDIATE"]),
            _ => return None,
        }
        .to_owned();
        Some(())
    }),
    row("repeated-addressee", ALL, &[Info], |cable, _| {
        let first = cable.info.first()?.clone();
        cable.info.push(first);
        Some(())
    }),
    row("sender-among-addressees", ALL, &[Info], |cable, _| {
        let indicator = cable.filing.as_ref().map_or(String::new(), |filing| filing.indicator.clone());
        cable.info.push(Addressee { indicator, post: cable.from.clone()?, ..Addressee::default() });
        Some(())
    }),
    row("missing-sender", ALL, &[Group], |cable, _| cable.from.take().map(drop)),
    row("missing-action-addressee", ALL, &[From], |cable, _| {
        when(!cable.info.is_empty())?;
        // The most urgent must be among those that are left.
        cable.info[0].precedence = cable.to[0].precedence.clone();
        cable.to.clear();
        Some(())
    }),
    row("header-out-of-order", ALL, &[To, Info], |cable, _| {
        cable.info_above = !cable.info.is_empty();
        when(cable.info_above)
    }),
    row("unclassified-relay-for-classified", TRANSMITTED, &[Info], |cable, _| {
        when(cable.level.is_classified() && cable.filing.is_some())?;
        add(cable, "RHMFIUU", "DEPT OF HOMELAND SECURITY WASHDC")
    }),
    row("unknown-routing-indicator", MARKED, &[Info], |cable, _| {
        when(cable.filing.is_some())?;
        add(cable, "RUEHQQX", "AMEMBASSY DUSHANBE")
    }),
    row("indicator-of-another-post", MARKED, &[Info], |cable, _| {
        when(cable.filing.is_some())?;
        add(cable, "RUEHTL", "AMEMBASSY WINDHOEK")
    }),
    row("filing-indicator-of-another-post", MARKED, &[Filing], |cable, _| {
        cable.filing.as_mut()?.indicator = "RUEHTL".to_owned();
        Some(())
    }),
    row("misspelt-sending-post", ALL, &[From], |cable, _| {
        let from = cable.from.as_mut()?;
        when(from.starts_with("AMEMBASSY") && cable.post.len() > 6)?;
        from.remove(from.len() - 3);
        Some(())
    }),
    row("unknown-sending-post", MARKED, &[From], |cable, _| {
        cable.from = Some("AMEMBASSY XYLOPOLIS".to_owned());
        cable.post = "XYLOPOLIS".to_owned();
        cable.filing.iter_mut().for_each(|filing| filing.indicator = "RUEHXYL".to_owned());
        Some(())
    }),
    row("misspelt-post-kind", ALL, &[From], |cable, _| {
        let from = cable.from.as_mut().filter(|from| from.starts_with("AMEMBASSY "))?;
        from.remove(2);
        Some(())
    }),
    row("merged-addressees", ALL, &[Info], |cable, _| {
        let indicator = if cable.layout.is_transmission() { "RUEHSA" } else { "" };
        when(cable.group.is_some() && !cable.info_above)?;
        add(cable, indicator, "AMEMBASSY PRETORIA APR LUSAKA")
    }),
    row("relay-without-addressee", TRANSMITTED, &[Info], |cable, _| {
        when(cable.layout.is_transmission())?;
        add(cable, "RHMFISS", "")
    }),
    row("malformed-continuity-number", MARKED, &[To], |cable, _| {
        when(cable.filing.is_some())?;
        cable.to[0].continuity = "37".to_owned();
        Some(())
    }),
    row("exemption-without-collective", ALL, &[Exempt], |cable, _| {
        let mut posts = cable.to.iter().chain(&cable.info).map(|addressee| addressee.post.as_str());
        let many = posts.any(|post| ["COLLECTIVE", "ALL ", "POSTS"].iter().any(|word| post.contains(word)));
        when(cable.group.is_some() && !many)?;
        cable.exempt = vec!["AMCONSUL JOHANNESBURG".to_owned()];
        Some(())
    }),
    row("correction-without-notice", ALL, &[Group], |cable, _| {
        when(cable.correction.is_none())?;
        cable.group.as_mut()?.signals = "ZDS".to_owned();
        Some(())
    }),
    row("correction-without-signal", TRANSMITTED, &[Passing], |cable, _| {
        when(cable.filing.is_some() && cable.group.as_ref()?.signals.is_empty())?;
        cable.correction = Some("C O R R E C T E D  C O P Y (CAPTION)".to_owned());
        Some(())
    }),
    row("web-channel-disagreement", TRANSMITTED, &[Identifier], |cable, _| {
        when(cable.identifier.contains("XRO"))?;
        cable.identifier = cable.identifier.replace("XRO", "XYZ");
        Some(())
    }),
    row("end-marks-out-of-order", ALL, &[End], |cable, _| {
        cable.ends = vec!["NNNN".to_owned(), "#4321".to_owned()];
        Some(())
    }),
    row("missing-classification-line", ALL, &[From, To, Info], |cable, _| {
        when(cable.order.is_some())?;
        cable.level_word.clear();
        Some(())
    }),
    row("broken-level-word", ALL, &[Classification], |cable, rng| {
        when(cable.level.is_classified())?;
        cable.level_word = pick(rng, &["CONFI DENTIAL", "SEC RET", "CONFID ENTIAL"]).to_owned();
        cable.page_mark = String::new();
        Some(())
    }),
    row("misspelt-level", ALL, &[Classification], |cable, rng| {
        let (right, wrong) = pick(rng, &[('N', 'M'), ('E', 'F'), ('D', 'O'), ('I', '1')]);
        let at = cable.level_word.find(right).filter(|at| *at > 0)?;
        when(cable.level_word.len() > 6 && cable.level_word != "LIMITED OFFICIAL USE")?;
        cable.level_word.replace_range(at..=at, &wrong.to_string());
        Some(())
    }),
];

fn prosign(cable: &mut Cable, code: &str, letters: &str) -> Option<()> {
    when(!cable.prosign.0.is_empty())?;
    cable.prosign = (code.to_owned(), letters.to_owned());
    Some(())
}

fn add(cable: &mut Cable, indicator: &str, post: &str) -> Option<()> {
    cable.info.push(Addressee { indicator: indicator.to_owned(), post: post.to_owned(), ..Addressee::default() });
    Some(())
}
