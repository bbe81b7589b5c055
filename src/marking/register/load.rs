//! Loads register files, or reports every mistake with its span.

use serde::{Deserialize, Deserializer};

use super::raw::{File, Organisation, Row, Show};
use super::{Alias, Place, Register, RegisterEntry, RegisterError, Shape, WrittenForm};
use crate::marking::code::Code;
use crate::marking::level::Levels;
use crate::marking::model::Category;
use crate::marking::packed::{Placed, unpack};

pub(super) fn extend<'de>(
    register: &mut Register,
    file: impl Deserializer<'de, Error = toml::de::Error>,
) -> Result<(), Vec<RegisterError>> {
    let file = File::deserialize(file).map_err(|error| {
        vec![RegisterError { message: error.message().to_owned(), span: error.span().unwrap_or_default() }]
    })?;
    let mut grown = register.clone();
    let errors = add(&mut grown, file);
    if errors.is_empty() {
        *register = grown;
        return Ok(());
    }
    Err(errors)
}

/// The register of `packed` files. A unit test loads the same files as text and reports each mistake; a bad row is left
/// out here.
pub(super) fn builtin(packed: &[&[u8]]) -> Register {
    let mut register = Register::default();
    for file in packed {
        add(&mut register, unpack(file));
    }
    register
}

/// Adds what is right in `file`, and says what is wrong.
fn add(grown: &mut Register, file: File) -> Vec<RegisterError> {
    let mut errors = Vec::new();
    add_rows(grown, file.level, Category::Level, &mut errors);
    add_rows(grown, file.nato_level, Category::Level, &mut errors);
    add_rows(grown, file.nato_control, Category::NatoControl, &mut errors);
    add_rows(grown, file.sci, Category::Sci, &mut errors);
    add_rows(grown, file.sap, Category::Sap, &mut errors);
    add_rows(grown, file.aea, Category::AtomicEnergy, &mut errors);
    add_rows(grown, file.dissem, Category::Dissemination, &mut errors);
    add_rows(grown, file.non_ic, Category::NonIc, &mut errors);
    let others = grown.entries.len();
    add_rows(grown, file.cui_control, Category::Dissemination, &mut errors);
    grown.entries[others..].iter_mut().for_each(|entry| entry.cui_alone = true);
    grown.conflicts.extend(file.conflict);
    grown.companions.extend(file.companion);
    grown.limits.extend(file.level_limit);
    for (code, name) in file.country {
        let place = Place { code: Code::new(&code, false), name, members: Vec::new(), until: None };
        grown.places.insert(code, place);
    }
    for (code, organisation) in file.organisation {
        add_organisation(grown, &code, organisation);
    }
    for (aliases, certain) in [(file.alias, true), (file.ambiguous_alias, false)] {
        for (written, code) in aliases {
            grown.aliases.insert(written, Alias { code, certain });
        }
    }
    grown.categories.extend(file.category);
    for (country, words) in file.word {
        // The table repeats a word for two levels in a few countries; the higher one is the safe reading.
        for (level, spellings) in words.into_iter().rev() {
            for spelling in spellings {
                grown.national_words.entry((country.clone(), spelling)).or_insert(level);
            }
        }
    }
    grown.private.extend(file.private);
    grown.lists.cui_registry.extend(file.list.cui_registry);
    grown.lists.cui_legacy.extend(file.list.cui_legacy);
    grown.lists.cui_supplemental.extend(file.list.cui_supplemental);
    grown.lists.level_like.extend(file.list.level_like);
    errors
}

fn add_rows(register: &mut Register, rows: Vec<Row>, category: Category, errors: &mut Vec<RegisterError>) {
    for row in rows {
        let name = row.portion.get_ref().clone();
        if register.entry(category, &name).is_some() {
            errors.push(error(&row.portion, format!("the token {name} is already in the register")));
        }
        if let Some(parent) = &row.parent
            && register.entry(category, parent.get_ref()).is_none()
        {
            errors.push(error(parent, format!("there is no token {} above this row", parent.get_ref())));
        }
        add_row(register, row, name, category, errors);
    }
}

fn add_row(register: &mut Register, row: Row, name: String, category: Category, errors: &mut Vec<RegisterError>) {
    let index = register.entries.len();
    let spellings = spellings(&row, &name);
    let map = if category == Category::Level { &mut register.level_words } else { &mut register.controls };
    for (spelling, form) in spellings {
        if category != Category::Level && spelling.len() >= 4 {
            register.longest_spelling = register.longest_spelling.max(spelling.len());
            register.spellings.push(spelling.clone());
        }
        map.entry(spelling).or_insert((index, form));
    }
    if category == Category::Sci
        && let Some(title) = &row.title
    {
        let short = name.rsplit('-').next().unwrap_or(&name);
        let long = if row.parent.is_some() { title.split_once('-').map_or("", |(_, part)| part) } else { title };
        register.parts.insert(long.to_owned(), short.to_owned());
        if let Some(parent) = &row.parent {
            for part in [long, short] {
                register.owners.insert(part.to_owned(), parent.get_ref().clone());
            }
        }
    }
    register.by_name.entry(category).or_default().insert(name.clone(), index);
    if row.codes.is_some() {
        register.nato_levels.push(index);
    }
    let banner = match (&row.show, &row.title, &row.banner) {
        (Some(Show::Title), Some(title), _) | (_, Some(title), None) => title.clone(),
        (_, _, Some(banner)) => banner.clone(),
        (_, None, None) => name.clone(),
    };
    register.entries.push(RegisterEntry {
        name,
        banner,
        category,
        order: row.order,
        meaning: row.meaning,
        from: row.from,
        until: row.until,
        instead: row.instead,
        means: row.means,
        rank: row.rank,
        codes: row.codes.iter().flat_map(|codes| codes.split(' ')).map(|code| Code::new(code, true)).collect(),
        compartment: row.compartment,
        shape: row.shape.as_ref().and_then(|shape| parse_shape(shape, errors)),
        sub_shape: row.sub_shape.as_ref().and_then(|shape| parse_shape(shape, errors)),
        levels: row.levels.as_ref().map_or(Levels::ANY, |levels| parse_levels(levels, errors)),
        cui_alone: false,
        editions: row.editions,
    });
}

/// Every spelling of a token with its form. A spelling that is right in both kinds of marking comes first.
fn spellings(row: &Row, name: &str) -> Vec<(String, WrittenForm)> {
    let in_banner = row.banner.as_deref() == Some(name) || row.title.as_deref() == Some(name);
    let in_banner = in_banner || row.banner_also.iter().any(|also| also == name);
    let mut all = vec![(name.to_owned(), if in_banner { WrittenForm::Both } else { WrittenForm::Portion })];
    let banners = row.banner.iter().chain(&row.title).filter(|spelling| *spelling != name);
    all.extend(banners.map(|spelling| (spelling.to_ascii_uppercase(), WrittenForm::Banner)));
    all.extend(row.also.iter().map(|spelling| (spelling.clone(), WrittenForm::Variant)));
    all
}

fn parse_levels(list: &Placed<String>, errors: &mut Vec<RegisterError>) -> Levels {
    Levels::try_from(list.get_ref().clone()).unwrap_or_else(|wrong| {
        errors.push(error(list, wrong.to_owned()));
        Levels::ANY
    })
}

/// `4 letters`, `1-3 letters` or `3 alphanumerics`.
fn parse_shape(shape: &Placed<String>, errors: &mut Vec<RegisterError>) -> Option<Shape> {
    let parsed = shape.get_ref().split_once(' ').and_then(|(count, kind)| {
        let (least, most) = count.split_once('-').unwrap_or((count, count));
        let digits = match kind {
            "letters" => false,
            "alphanumerics" => true,
            _ => return None,
        };
        Some(Shape { least: least.parse().ok()?, most: most.parse().ok()?, digits })
    });
    if parsed.is_none() {
        errors.push(error(shape, "a shape is a count and `letters` or `alphanumerics`".to_owned()));
    }
    parsed
}

fn add_organisation(register: &mut Register, code: &str, organisation: Organisation) {
    let members = organisation.members.split_whitespace().map(|member| Code::new(member, false)).collect();
    let place = Place { code: Code::new(code, true), name: organisation.name, members, until: organisation.until };
    register.places.insert(code.to_owned(), place);
}

fn error<T>(at: &Placed<T>, message: String) -> RegisterError {
    RegisterError { message, span: at.span() }
}
