//! Checks for paragraphs without a portion mark among marked ones.

use serde::Deserialize;

use crate::check::general::pattern::Pattern;
use crate::document::family::{FAMILIES, Family};
use crate::document::paper::lead::{Enumerator, count};
use crate::document::paper::portion::heads_list;
use crate::document::paper::style;
use crate::document::paragraph::Paragraph;
use crate::document::text::line::texts;
use crate::document::text::table::{TableRow, is_rule};
use crate::document::text::word::begins_with;
use crate::document::{Document, Style};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    "unmarked-block": UnmarkedBlock, facts ["block"], labels ["before"];
}

/// Shorter blocks are headings, addresses and signatures.
const SHORTEST: usize = 40;
/// What a field holds is no code and no `None` from so many bytes on.
const SHORTEST_FIELD: usize = 5;
/// What a paragraph ends with; where lines are apart, each looks like a block of its own, but for its end.
const ENDS: [char; 5] = ['.', '?', '!', '"', '”'];

/// Reports each block of text after a marked portion that is a paragraph of its own without a mark. Where blocks
/// without a mark outnumber the marked ones, a mark is meant for all that follows it, and nothing is said.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct UnmarkedBlock {
    /// What at least one portion mark must say.
    given: Pattern,
    /// What a block begins with that needs no mark.
    except: Pattern,
}

impl Check for UnmarkedBlock {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let marked: Vec<&Paragraph> = document.paragraphs.iter().filter(|portion| portion.mark.is_some()).collect();
        let given = |portion: &&Paragraph| {
            portion.mark.is_some_and(|mark| self.given.regex().is_match(document.text(mark.span)))
        };
        if !marked.iter().any(given) {
            return;
        }
        if let Some(subject) = unmarked_subject(document, marked.len()) {
            report.at(subject).fact("block", "subject");
        }
        let items = items(document, &marked);
        let excepted = |item: &&Item<'_>| !self.except.regex().is_match(item.text);
        // A mark at the end of a paragraph is that of its bullets, too, and may stand at the end of the last.
        let trailing = marked.iter().any(|portion| portion.mark.is_some_and(|mark| mark.span.start > portion.text));
        let bullet =
            |item: &Item<'_>| item.count.is_some_and(|it| it.place == 0 && it.kind != 'i' || "(p".contains(it.kind));
        let below = |item: &Item<'_>| &items[items.partition_point(|other| other.first.start <= item.first.start)..];
        // A paragraph may go on, and end with its mark, on the next page, below a stamp.
        let runs_on = |item: &Item<'_>| !item.ends() && below(item).iter().take(2).any(|below| below.parted);
        let covered =
            |item: &Item<'_>| trailing && (bullet(item) || below(item).first().is_some_and(bullet) || runs_on(item));
        let kept = |item: &&Item<'_>| excepted(item) && !covered(item);
        let siblings: Vec<&Item<'_>> = siblings(&items).into_iter().filter(kept).collect();
        let blocks = if document.double_spaced { Vec::new() } else { blocks(document, &items) };
        let blocks: Vec<&Item<'_>> = blocks.into_iter().filter(kept).collect();
        // Where many are without, the marks are those of something else, or meant for all that follows them.
        let siblings = Some(siblings).filter(|found| found.len() * 2 <= marked.len()).unwrap_or_default();
        let blocks = Some(blocks).filter(|found| found.len() <= marked.len()).unwrap_or_default();
        let found: Vec<Span> = siblings.into_iter().chain(blocks).map(|item| item.first).collect();
        let labelled = labelled(document).into_iter().filter(|span| !found.iter().any(|other| other.touches(*span)));
        for place in found.iter().copied().chain(cells(document, &marked)).chain(labelled) {
            let finding = report.at(place).fact("block", "paragraph");
            let before =
                marked.iter().rev().filter_map(|portion| portion.mark).find(|mark| mark.span.end <= place.start);
            if let Some(mark) = before {
                finding.related("before", mark.span);
            }
        }
    }
}

/// The subject, if it must have a mark and has none. State leaves its subjects without one.
fn unmarked_subject(document: &Document<'_>, marked: usize) -> Option<Span> {
    let subject = document.subject.filter(|subject| subject.mark.is_none() && !subject.value.is_empty())?;
    let text = document.text(document.span);
    let head = || texts(text).map(|(_, line)| line.trim()).filter(|line| !line.is_empty()).take(8);
    let mail = head().any(|line| ["Sent:", "Message-ID:", "Content-Type:"].iter().any(|label| line.starts_with(label)));
    // Its mark may stand at the end of its last line.
    let behind = &document.source.text()[subject.span.end as usize..document.span.end as usize];
    let more = texts(behind).skip(1).map(|(_, line)| line.trim_end()).take_while(|line| !line.is_empty());
    if more.take(4).any(|line| line.ends_with(')') && line.rfind('(').is_some_and(|open| line.len() - open < 24)) {
        return None;
    }
    let state = document.order.is_some() || style::is_of_state(text) || mail && document.style == Style::State;
    (!state && document.authority.is_some() && marked > 1).then_some(subject.value)
}

/// The fields without a mark in a form of which at least as many are marked, and two at least: `Details: The boat …`. What
/// a field holds may begin on the line below.
fn labelled(document: &Document<'_>) -> Vec<Span> {
    let lines: Vec<(Span, &str)> = texts(document.text(document.span))
        .map(|(at, line)| {
            (document.span.part(at + line.len() - line.trim_start().len(), line.trim().len()), line.trim())
        })
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let marks: Vec<u32> = document.portion_marks().map(|mark| mark.start).collect();
    let families = [&FAMILIES.electronic_communication, &FAMILIES.information_report];
    let find = |family: &Family<'_>| {
        let (mut marked, mut found) = (0, Vec::new());
        for (index, (span, line)) in lines.iter().enumerate() {
            let value =
                family.portions.iter().find_map(|label| line.strip_prefix(label)?.trim_start().strip_prefix(':'));
            let Some(value) = value.map(str::trim_start) else { continue };
            let below = lines.get(index + 1).filter(|_| value.is_empty());
            let place = below.map_or(span.part(line.len() - value.len(), value.len()), |(span, _)| *span);
            let text = document.text(place);
            if marks.iter().any(|mark| span.start <= *mark && *mark < place.end) {
                marked += 1;
            } else if text.len() >= SHORTEST_FIELD
                && text.starts_with(|c: char| c.is_uppercase())
                && !text.contains(':')
            {
                found.push(place);
            }
        }
        if marked > 1 && found.len() <= marked { found } else { Vec::new() }
    };
    families.into_iter().flat_map(find).collect()
}

/// A block of text: a paragraph or an item of a list.
struct Item<'t> {
    /// Its first line.
    first: Span,
    /// All of it, without what it is counted with.
    text: &'t str,
    indent: usize,
    count: Option<Enumerator>,
    marked: bool,
    /// Whether something else than text stands between the item above and this one.
    parted: bool,
}

impl Item<'_> {
    fn ends(&self) -> bool {
        let text = if self.marked { self.text.trim_end_matches(')') } else { self.text };
        text.ends_with(ENDS) || text.len() < self.text.len() && text.ends_with(|c: char| c.is_ascii_uppercase())
    }

    /// Whether it is a few words with a capital each, and no sentence.
    fn is_heading(&self) -> bool {
        let title = |word: &str| word.len() < 4 || !word.starts_with(|c: char| c.is_lowercase());
        let words = || self.text.split_ascii_whitespace();
        words().count() <= 8 && !self.text.ends_with([';', ',']) && !self.ends() && words().all(title)
    }

    /// Whether it is words, and no heading, row, entry or name.
    fn is_text(&self) -> bool {
        let small = self.text.bytes().any(|byte| byte.is_ascii_lowercase());
        let words = self.text.len() > 10 && small && self.text.contains(' ');
        words && !self.is_heading() && !self.text.contains(['|', '\t'])
    }
}

/// The blocks of a document below its subject, but for its markings, its authority block, code, and lists of other papers.
fn items<'d>(document: &Document<'d>, marked: &[&Paragraph]) -> Vec<Item<'d>> {
    let source = document.source.text();
    let banners = &document.banners;
    let marks: Vec<Span> = marked.iter().filter_map(|portion| portion.mark).map(|mark| mark.span).collect();
    let begin = document.subject.map_or(document.span.start, |subject| subject.span.end);
    let (mut items, mut ends): (Vec<Item<'d>>, Vec<Span>) = (Vec::new(), Vec::new());
    let (mut gap, mut parted, mut fenced, mut listed) = (true, true, false, false);
    for (at, line) in texts(document.text(document.span)) {
        let bare = line.trim();
        let start = document.span.start + (at + line.len() - line.trim_start().len()) as u32;
        let place = Span::new(start, start + bare.len() as u32);
        if bare.is_empty() || place.start < begin {
            (gap, parted) = (true, parted && place.start >= begin);
            continue;
        }
        fenced ^= bare.starts_with("```");
        let aside = document.authority.iter().any(|block| block.span.touches(place))
            || banners[..banners.partition_point(|banner| banner.span.start <= place.end)]
                .last()
                .is_some_and(|banner| banner.span.touches(place));
        if aside || fenced || bare.starts_with("```") {
            (gap, parted) = (true, true);
            continue;
        }
        let first = marks.partition_point(|mark| mark.start < place.start);
        let here = marks.get(first).is_some_and(|mark| mark.start < place.end);
        let opens = here && [marked[first].span.start, marks[first].start].contains(&start);
        listed = !opens && (listed || heads_list(bare));
        let count = count(bare);
        if gap || count.is_some() || opens {
            let indent = (start - document.span.start) as usize - at;
            items.push(Item { first: place, text: "", indent, count, marked: here, parted: parted || listed });
            ends.push(place);
            (gap, parted) = (false, false);
        } else if let (Some(item), Some(end)) = (items.last_mut(), ends.last_mut()) {
            item.marked |= here;
            *end = place;
        }
    }
    for (item, end) in items.iter_mut().zip(ends) {
        let from = item.first.start as usize + item.count.map_or(0, |count| count.len);
        item.text = source[from..end.end as usize].trim_start();
    }
    items
}

/// The items without a mark of which others of the same list have one.
fn siblings<'i, 't>(items: &'i [Item<'t>]) -> Vec<&'i Item<'t>> {
    let (mut open, mut found): (Vec<Vec<&Item<'t>>>, Vec<&Item<'t>>) = (Vec::new(), Vec::new());
    let mut close = |list: Vec<&'i Item<'t>>| {
        let bare: Vec<&Item<'t>> = list.iter().copied().filter(|item| !item.marked).collect();
        if bare.len() * 2 <= list.len() {
            found.extend(bare.into_iter().filter(|item| {
                let begins = item.text.starts_with(|c: char| c.is_alphabetic() || "\"“‘".contains(c));
                let small = item.text.starts_with(char::is_lowercase);
                let counted = item.count.is_some_and(|count| matches!(count.kind, '1' | 'A' | '.'));
                begins
                    && !(small && counted)
                    && item.is_text()
                    && !item.text.lines().any(|line| line.trim().contains("   "))
                    && !item.parted
            }));
        }
    };
    for item in items {
        let Some(count) = item.count else {
            // A paragraph ends the lists that are not set further out.
            if item.marked {
                let inner = open.iter().position(|list| list[0].indent >= item.indent).unwrap_or(open.len());
                open.drain(inner..).for_each(&mut close);
            }
            continue;
        };
        let inner = open.iter().position(|list| list[0].indent > item.indent).unwrap_or(open.len());
        open.drain(inner..).for_each(&mut close);
        let same = |list: &Vec<&Item<'t>>| {
            list[0].indent == item.indent && list[0].count.is_some_and(|first| first.kind == count.kind)
        };
        let next = |list: &Vec<&Item<'t>>| {
            let last = list[list.len() - 1].count.map_or(0, |last| last.place);
            count.place == 0 || (last + 1..=last + 3).contains(&count.place)
        };
        match open.iter().position(same) {
            Some(at) if next(&open[at]) => open[at].push(item),
            Some(at) => {
                close(open.remove(at));
                open.push(vec![item]);
            }
            None => open.push(vec![item]),
        }
    }
    open.into_iter().for_each(close);
    found
}

/// The paragraphs without a mark and a number that follow a marked one, or open the text above the first.
fn blocks<'i, 't>(document: &Document<'_>, items: &'i [Item<'t>]) -> Vec<&'i Item<'t>> {
    let mut found = Vec::new();
    let (mut begun, mut introduces) = (false, false);
    for (at, item) in items.iter().enumerate() {
        begun = item.marked || begun && !item.parted;
        if item.marked {
            introduces = item.text.ends_with(':');
        }
        if item.marked || item.count.is_some() || introduces {
            continue;
        }
        let question = item.text.ends_with('?') && !item.text.contains(". ");
        let sentence = item.text.starts_with(char::is_uppercase) && item.text.ends_with(ENDS) && item.is_text();
        // A heading may stand in front.
        let title = |item: &Item<'_>| item.is_heading() && !item.marked && !item.parted && item.count.is_none();
        let skipped = usize::from(at > 0 && title(&items[at - 1]));
        let above = at.checked_sub(1 + skipped).map(|above| &items[above]);
        let below = items.get(at + 1).is_some_and(|below| below.marked && !below.parted);
        let long = item.text.len() >= SHORTEST;
        let follows = begun && above.is_some_and(|above| above.ends() && (long || above.marked && below));
        let opens = || match above {
            Some(above) => begins_with(above.text, "Dear "),
            None => document.subject.is_some(),
        };
        if sentence && !question && (follows && (skipped == 0 || below) || long && below && opens()) {
            found.push(item);
        }
    }
    found
}

/// The cells without a mark in columns of a table whose other cells have one.
fn cells(document: &Document<'_>, marked: &[&Paragraph]) -> Vec<Span> {
    let marks: Vec<u32> = marked.iter().filter_map(|portion| portion.mark).map(|mark| mark.span.start).collect();
    let (mut found, mut table): (Vec<Span>, Vec<TableRow>) = (Vec::new(), Vec::new());
    let is_marked = |cell: &Span| marks.binary_search(&cell.start).is_ok();
    let mut close = |table: Vec<TableRow>| {
        // The row of headings has no marks.
        let rows: Vec<TableRow> = table.into_iter().skip_while(|row| !row.cells.iter().any(is_marked)).collect();
        for column in 0..rows.first().map_or(0, |row| row.cells.len()) {
            let cells = rows.iter().filter_map(|row| row.cells.get(column)).filter(|cell| !cell.is_empty());
            let (with, without): (Vec<Span>, Vec<Span>) = cells.partition(|cell| is_marked(cell));
            let words = |cell: &Span| document.text(*cell).contains(|c: char| c.is_alphanumeric());
            if with.len() > without.len() {
                found.extend(without.into_iter().filter(words));
            }
        }
    };
    for (at, line) in texts(document.text(document.span)) {
        let row =
            TableRow::read(document.span.start as usize + at, line).filter(|row| matches!(row.sign, Some('|' | '\t')));
        match row {
            Some(row) if !is_rule(line) => table.push(row),
            Some(_) => {}
            None => close(std::mem::take(&mut table)),
        }
    }
    close(table);
    found
}
