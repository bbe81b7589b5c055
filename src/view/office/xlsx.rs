//! Reads Excel workbooks (ECMA-376 part 1, 18): sheets as rows of cells, and what is hidden in them.

mod cells;
mod conditional;
mod format;
mod place;

use std::cell::Cell;

use super::drawing;
use super::package::{Package, Relations, broken};
use super::story::{Block, Paragraph, Story};
use super::xml::{Element, each, tree};
use crate::document::exposure::known::KnownWords;
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;
use cells::Sheet;
use format::Formats;

/// How much text a sheet may have: many cells can have the same long one.
const MOST_TEXT: u64 = 64 << 20;
/// How many strings that no cell shows are told.
const MOST_UNUSED: usize = 200;

/// Reads the workbook that is the part `main`.
pub(super) fn read(package: &mut Package<'_>, main: &str, packing: &mut Packing) -> Result<(), Unreadable> {
    let relations = package.relations(main)?;
    let text = package.text(main)?.ok_or_else(|| broken(main))?;
    let root = tree(&text).ok_or_else(|| broken(main))?;
    let of_kind = |kind: &str| relations.values().find(|relation| relation.kind == kind && !relation.external);
    let mut strings = Vec::new();
    if let Some(relation) = of_kind("sharedStrings") {
        let text = package.text(&relation.target)?.unwrap_or_default();
        if !each(&text, &["si"], &mut |item| strings.push((cells::string(&item), Cell::new(false)))) {
            return Err(broken(&relation.target));
        }
    }
    let old_days = root.child("workbookPr").and_then(|it| it.attribute("date1904"));
    let mut formats = Formats::new(old_days.is_some_and(|it| it == "1" || it == "true"));
    if let Some(relation) = of_kind("styles") {
        let text = package.text(&relation.target)?.unwrap_or_default();
        formats.read(&tree(&text).ok_or_else(|| broken(&relation.target))?);
    }
    for sheet in root.child("sheets").into_iter().flat_map(Element::elements) {
        let Some(relation) = sheet.attribute("r:id").and_then(|id| relations.get(id)) else { continue };
        let name = format!("sheet {}", sheet.attribute("name").unwrap_or_default());
        let hidden = sheet.attribute("state").is_some_and(|state| state != "visible");
        packing.count_page();
        let text = package.text(&relation.target)?.ok_or_else(|| broken(&relation.target))?;
        let around = package.relations(&relation.target)?;
        let (drawn, covers) = drawings(package, &around)?;
        let mut read = Sheet::default();
        read.covers = covers;
        if !read.read(&text, &strings, &formats, MOST_TEXT) {
            return Err(broken(&relation.target));
        }
        if read.size > MOST_TEXT {
            return Err(Unreadable::Packed(format!("its {name} has more than {} MiB of text", MOST_TEXT >> 20)));
        }
        package.nest.take(read.size)?;
        package.asides.append(&mut read.asides);
        packing.part(&name);
        read.write(drawn, hidden, &name, packing);
        notes(package, &around, &name, packing)?;
    }
    let unused = strings.iter().filter(|(words, used)| !used.get() && words.text.contains(char::is_alphanumeric));
    let unused: Vec<&str> = unused.map(|(words, _)| words.text.as_str()).collect();
    let known = KnownWords::new(packing.text(), packing.hidden());
    for said in unused.into_iter().filter(|said| known.new_words(said) > 0).take(MOST_UNUSED) {
        packing.hide_part("a string that no cell shows", HiddenKind::Revision, said);
    }
    for defined in root.child("definedNames").into_iter().flat_map(Element::elements) {
        let (name, value) = (defined.attribute("name").unwrap_or_default(), defined.text());
        // A name for cells shows where they are; what programs make begins with a mark.
        let range = value.contains('!') && !value.contains('"') && !value.contains('[') || value.contains("#REF");
        match name.starts_with("_xl") {
            true => {}
            false if range => package.asides.push(("defined names", HiddenKind::FieldCode, name.to_owned())),
            false => packing.hide_part("defined names", HiddenKind::FieldCode, &format!("{name} {value}")),
        }
    }
    let kept =
        [("xl/pivotcache/pivotcache", "data of a pivot table"), ("xl/externallinks/external", "cells of another file")];
    let names = package.names().map(str::to_owned);
    let caches = names.filter_map(|name| Some((kept.iter().find(|(start, _)| name.starts_with(start))?.1, name)));
    for (part, name) in caches.collect::<Vec<_>>() {
        let (text, mut values) = (package.text(&name)?.unwrap_or_default(), Vec::new());
        each(&text, &["s"], &mut |item| values.extend(item.attribute("v").map(str::to_owned)));
        each(&text, &["cell"], &mut |cell| {
            values.extend(Some(cell.text()).filter(|_| cell.attribute("t") == Some("str")));
        });
        packing.hide_part(part, HiddenKind::CustomData, &values.join("; "));
    }
    if let Some(relation) = of_kind("connections") {
        let text = package.text(&relation.target)?.unwrap_or_default();
        each(&text, &["dbPr"], &mut |source| {
            packing.hide_part("connections", HiddenKind::FieldCode, source.attribute("connection").unwrap_or_default());
        });
    }
    Ok(())
}

/// What is drawn on a sheet, and the cells that boxes without text cover: left, top, right, bottom.
fn drawings(package: &mut Package<'_>, relations: &Relations) -> Result<(Story, Vec<[usize; 4]>), Unreadable> {
    let (mut story, mut covers) = (Story::default(), Vec::new());
    for relation in relations.values().filter(|relation| relation.kind == "drawing") {
        let Some(text) = package.text(&relation.target)? else { continue };
        let root = tree(&text).ok_or_else(|| broken(&relation.target))?;
        root.each(&mut |element| match element.name {
            "txBody" => story.append(drawing::text(element, &Default::default(), None)),
            "cNvPr" => story.paragraph(drawing::described(element)),
            "twoCellAnchor" => covers.extend(covered(element)),
            _ => {}
        });
    }
    Ok((story, covers))
}

/// The cells that lie whole below a box of one color without text.
fn covered(anchor: &Element<'_>) -> Option<[usize; 4]> {
    /// So far from the edge of a cell a box may begin or end, in 914400 to the inch, and still cover it.
    const NEAR: i64 = 95_250;
    let shape = anchor.child("sp")?;
    shape.path(&["spPr", "solidFill"]).and_then(|fill| drawing::Theme::default().colour(fill))?;
    if shape.child("txBody").is_some_and(|text| text.text().contains(char::is_alphanumeric)) {
        return None;
    }
    let number = |end: &str, name: &str| anchor.path(&[end, name])?.text().trim().parse::<i64>().ok();
    let first = |cell: &str, into: &str| Some(number("from", cell)? + i64::from(number("from", into)? > NEAR) + 1);
    let last = |cell: &str, into: &str| Some(number("to", cell)? + i64::from(number("to", into)? > NEAR));
    let sides = [first("col", "colOff")?, first("row", "rowOff")?, last("col", "colOff")?, last("row", "rowOff")?];
    let [left, top, right, bottom] = sides.map(|side| usize::try_from(side).unwrap_or(0));
    (left <= right && top <= bottom).then_some([left, top, right, bottom])
}

/// Hides the comments of a sheet.
fn notes(
    package: &mut Package<'_>,
    relations: &Relations,
    sheet: &str,
    packing: &mut Packing,
) -> Result<(), Unreadable> {
    let threaded = relations.values().any(|relation| relation.kind == "threadedComment");
    for relation in relations.values() {
        // Old programs are shown a copy of a thread.
        let wanted = if threaded { "threadedComment" } else { "comments" };
        if relation.kind != wanted || relation.external {
            continue;
        }
        let text = package.text(&relation.target)?.unwrap_or_default();
        let root = tree(&text).ok_or_else(|| broken(&relation.target))?;
        let authors: Vec<String> =
            root.child("authors").into_iter().flat_map(Element::elements).map(Element::text).collect();
        let mut comments = Vec::new();
        root.each(&mut |element| {
            if matches!(element.name, "comment" | "threadedComment") {
                comments.push(element);
            }
        });
        for comment in comments {
            let author = comment.attribute("authorId").and_then(|id| authors.get(id.parse::<usize>().ok()?));
            let said = comment.child("text").map(cells::string).unwrap_or_default();
            if said.text.contains(char::is_alphanumeric) {
                let at = comment.attribute("ref").unwrap_or_default();
                let author = author.map(String::as_str).unwrap_or_default();
                packing.hide_part(sheet, HiddenKind::Comment, &format!("{at} {author}: {}", said.text));
            }
        }
    }
    Ok(())
}

/// The lines that stand at an edge of every printed page: `&L`, `&C` and `&R` begin its left, middle and right.
fn edge(written: &str) -> Vec<Paragraph> {
    let (mut lines, mut line, mut rest) = (Vec::new(), Paragraph::default(), written);
    while let Some((before, code)) = rest.split_once('&') {
        line.put(before);
        let sign = code.chars().next().unwrap_or(' ');
        rest = &code[sign.len_utf8().min(code.len())..];
        match sign {
            'L' | 'C' | 'R' => lines.push(std::mem::take(&mut line)),
            '"' => rest = rest.split_once('"').map_or("", |(_, rest)| rest),
            'K' => rest = rest.get(6..).unwrap_or_default(),
            '&' => line.put("&"),
            '0'..='9' => rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()),
            'P' | 'N' => line.put("1"),
            _ => {}
        }
    }
    line.put(rest);
    lines.push(line);
    lines.retain(|line| !line.seen().trim().is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_an_edge_are_no_text() {
        let lines = |text: &str| edge(text).iter().map(Paragraph::seen).collect::<Vec<_>>();
        assert_eq!(lines("&L&D&C&\"Arial,Bold\"&12SECRET//NOFORN&RPage &P of &N"), ["SECRET//NOFORN", "Page 1 of 1"]);
        assert_eq!(lines("R&&D &"), ["R&D "]);
    }
}
