use super::super::{Context, MarkingKind, Style, judge, read};
use super::*;

#[test]
fn the_builtin_files_have_no_mistakes() {
    let mut register = Register::default();
    let files = [
        include_str!("../../../rules/registers/markings.toml"),
        include_str!("../../../rules/registers/countries.toml"),
        include_str!("../../../rules/registers/cui.toml"),
        include_str!("../../../rules/registers/foreign.toml"),
    ];
    for text in files {
        assert_eq!(register.extend(toml::Deserializer::parse(text).expect("TOML")), Ok(()));
    }
}

const RURITANIA: &str = r#"
country = { RUR = "Ruritania" }
word = { RUR = { top-secret = ["STRENGSTENS VERSCHWIEGEN"], secret = ["VERSCHWIEGEN"] } }
sci = [{ portion = "ZND", banner = "ZND", title = "ZENDA", order = 4500, levels = "TS", meaning = "Castle of Zenda" }]
conflict = [{ one = ["ZND"], other = ["REL"], rule = "conflicting-controls", source = "Hentzau 1894" }]
"#;

#[test]
fn a_fictional_country_is_one_more_file() {
    let mut register = Register::builtin().clone();
    assert_eq!(register.extend(toml::Deserializer::parse(RURITANIA).expect("TOML")), Ok(()));
    let context = Context { style: Style::Ic, date: jiff::civil::date(2020, 1, 1) };
    let judged = |text: &str, kind| -> Vec<_> {
        judge(&read(text, kind, &register), &register, context).into_iter().map(|fault| fault.name).collect()
    };
    assert_eq!(judged("TOP SECRET//ZENDA//NOFORN", MarkingKind::Banner), [""; 0]);
    assert_eq!(judged("(//RUR VERSCHWIEGEN//REL TO USA, RUR)", MarkingKind::Portion), [""; 0]);
    assert_eq!(judged("(S//ZND//NF)", MarkingKind::Portion), ["below-minimum-level"]);
    assert_eq!(judged("(TS//ZND//REL TO USA, RUR)", MarkingKind::Portion), ["conflicting-controls"]);
    let marking = read("(//RUR VERSCHWIEGEN)", MarkingKind::Portion, &register).marking;
    assert_eq!(marking.map(|marking| marking.level), Some(Level::Secret));
}

#[test]
fn every_mistake_is_reported_with_its_span() {
    let text = "sci = [{ portion = \"SI\", order = 1, levels = \"XX\", meaning = \"\" }]\n";
    let errors =
        Register::builtin().clone().extend(toml::Deserializer::parse(text).expect("TOML")).expect_err("two mistakes");
    let spans: Vec<_> = errors.iter().map(|error| &text[error.span.clone()]).collect();
    assert_eq!(spans, ["\"SI\"", "\"XX\""]);
    let unknown_key =
        Register::default().extend(toml::Deserializer::parse("planet = 1").expect("TOML")).expect_err("an unknown key");
    assert!(unknown_key[0].message.contains("planet"), "{}", unknown_key[0].message);
}
