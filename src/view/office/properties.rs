//! Reads what a file says of its author, its title and its making (ECMA-376 part 2, 11; OpenDocument 1.3 part 3, 4.3).

use super::package::{Package, Relations};
use super::xml::{Element, tree};
use crate::register::vocabulary::WORDS;
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;

/// Hides the properties of a package that may tell something.
pub(super) fn read(package: &mut Package<'_>, relations: &Relations, packing: &mut Packing) -> Result<(), Unreadable> {
    const KINDS: [&str; 3] = ["core-properties", "extended-properties", "custom-properties"];
    for relation in relations.values().filter(|relation| KINDS.contains(&relation.kind.as_str())) {
        let Some(text) = package.text(&relation.target)? else { continue };
        // Damage here hides nothing that is on a page.
        let Some(root) = tree(&text) else { continue };
        for property in root.elements() {
            let custom = property.name == "property";
            let name = if custom { property.attribute("name").unwrap_or_default() } else { property.name };
            add(name, &property.text(), custom, packing);
            if name.eq_ignore_ascii_case("template") && property.text().contains([' ', '-', '_']) {
                package.asides.push(("properties", HiddenKind::Properties, property.text()));
            }
        }
    }
    Ok(())
}

/// Hides what the meta data of an OpenDocument file say.
pub(super) fn read_open(meta: &Element<'_>, packing: &mut Packing) {
    meta.each(&mut |property| {
        let custom = property.name == "user-defined";
        let name = if custom { property.attribute("meta:name").unwrap_or_default() } else { property.name };
        match property.name {
            "template" => add(name, property.attribute("href").unwrap_or_default(), false, packing),
            "meta" | "document-statistic" => {}
            _ => add(name, &property.text(), custom, packing),
        }
    });
}

/// Hides a property, unless all files have it or a program has put it there.
pub(super) fn add(name: &str, value: &str, custom: bool, packing: &mut Packing) {
    let office = &WORDS.office;
    let value = value.trim();
    let told = custom || office.telling.iter().any(|telling| name.eq_ignore_ascii_case(telling));
    let made = office.made.iter().any(|made| value.eq_ignore_ascii_case(made));
    let labelled = office.labels.iter().any(|label| name.starts_with(label));
    let template = name.eq_ignore_ascii_case("template") && !value.contains(['/', '\\']);
    if told && !made && !template && !labelled && value.contains(char::is_alphanumeric) {
        packing.hide_part("properties", HiddenKind::Properties, &format!("{name}: {value}"));
    }
}
