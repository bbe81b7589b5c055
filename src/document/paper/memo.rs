//! Parses a text that is not a telegram: banner lines, classification authority block, subject, date, marked portions.
//!
//! Most such files are not marked documents: letters in parentheses and words such as SECRET also occur in programs,
//! lists and mail. So marks and labels count only if something else supports them: a banner line, a second label of a
//! classification authority block, or marks on most paragraphs.

use super::dress::{Edges, bare};
use super::{mail, style, title, trailing, wrapped};
use jiff::civil::Date;

use super::super::{Banner, Clue, Dating, Document, Kind, Subject, authority, dating, origin};
use super::banner::banner;
use super::block::{authority_block, stamp};
use super::markdown::{FrontMatterField, Markdown, markdown};
use super::meant::meant_banner;
use super::portion::portions;
use super::portion_mark::{PortionContext, mark};
use crate::document::authority::{Authority, AuthorityField, Label, complete};
use crate::document::damage::repair::{label_damage, mark_damage};
use crate::document::letters::goes_on;
use crate::document::page::pages;
use crate::document::paragraph::{Paragraph, PortionMark};
use crate::document::telegram::classification::sound_level_word;
use crate::document::telegram::field::is_double_spaced;
use crate::document::telegram::{order, printed, subject};
use crate::document::text::line::Line;
use crate::document::text::word::{begins_with, starts_with_word};
use crate::lex::TokenKind;
use crate::marking;
use crate::marking::{Level, MarkingKind as MarkKind, Register};
use crate::source::Span;

/// The subject of a document is within so many lines.
const HEAD: usize = 60;

/// Fills `document` from its lines.
pub(crate) fn read(document: &mut Document<'_>, lines: &[Line]) {
    let text = document.source.text();
    let head = mail::head(text, lines);
    document.mail_head = head.checked_sub(1).map(|last| lines[0].span.to(lines[last].span));
    // Where an empty line is between all lines, those within a sentence too, none of them says where a paragraph begins.
    let small = |line: &Line| text[line.span.range()].starts_with(|c: char| c.is_lowercase());
    let apart = lines.windows(2).filter(|pair| pair[0].is_empty() && small(&pair[1])).count();
    document.double_spaced = is_double_spaced(lines) && apart > 1;
    if document.kind == Kind::Markdown {
        let page = markdown(text, document.span);
        let register = document.registers.markings();
        let mut banners: Vec<Banner> = page.front.iter().filter_map(|entry| declared(text, entry, register)).collect();
        banners.extend(page.edges.iter().filter_map(|index| {
            let line = &bare(text, page.lines[*index]);
            banner(text, line, register).or_else(|| meant_banner(text, line, true, register))
        }));
        document.banners = banners;
        fill(document, &page.lines, &page);
    } else {
        document.banners = banners(text, lines, document.registers.markings());
        document.carried = mail::markings(text, &lines[..head]);
        printed::describe(document, lines);
        document.pages = pages(text, document.span, lines, &document.banners);
        fill(document, lines, &Markdown::default());
    }
}

/// The lines that are a marking, or were meant to be one, in order; but for the rows of a form that offers the levels.
fn banners(text: &str, lines: &[Line], register: &Register) -> Vec<Banner> {
    let edges = Edges::of(text, lines, mail::head(text, lines));
    let mut banners = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let offered = offered_levels(text, &lines[..index], &lines[index..]);
        if offered > 0 {
            index += offered;
            continue;
        }
        let edge = edges.have(index);
        let line = &edges.bare(text, lines[index], index);
        // `IRI - ITEM IS` / `RESTRICTED`: a note of the archive, and no level of its time.
        let above =
            lines[..index].iter().rev().find(|line| !line.is_empty()).map_or("", |line| &text[line.span.range()]);
        if &text[line.span.range()] == "RESTRICTED" && goes_on(above) {
            index += 1;
            continue;
        }
        let typed =
            || edges.typed(text, line).filter(|_| edge).map(|level| Banner { span: line.span, level: Some(level) });
        let letters = || lettered(text, &lines[index], line).filter(|_| edge);
        let found = banner(text, line, register).or_else(|| meant_banner(text, line, edge, register)).or_else(typed);
        let found = found.or_else(letters);
        let further = if found.is_some() { wrapped::further(text, &lines[index..], register) } else { 0 };
        let whole = |span: Span| if further > 0 { span.to(lines[index + further].span) } else { span };
        banners.extend(found.map(|found| Banner { span: whole(found.span), ..found }));
        index += 1 + further;
    }
    banners
}

/// The level that a label introduces with a letter: `Classification: U`.
fn lettered(text: &str, whole: &Line, bare: &Line) -> Option<Banner> {
    let letters = &text[bare.span.range()];
    let labelled = begins_with(&text[whole.span.range()], "classification") && whole.span != bare.span;
    let level = Level::named(letters).filter(|_| labelled && letters.len() < 3)?;
    Some(Banner { span: bare.span, level: Some(level) })
}

/// How many of `lines`, from the first on, are the rows of a form that offers levels to tick: nothing but levels is
/// there, with several on one row beside others, or one below the other in more than two rows.
fn offered_levels(text: &str, above: &[Line], lines: &[Line]) -> usize {
    let same = |above: &Line| text[above.span.range()] == text[lines[0].span.range()];
    let apart = above.last().is_none_or(|above| above.is_empty() || same(above));
    let levels = |line: &Line| {
        let words = text[line.span.range()].replace("TOP SECRET", "TOP-SECRET");
        let known = |word: &str| Level::named(&word.replace('-', " ")).is_some_and(|_| word.len() > 2);
        let mut words: Vec<&str> = words.split_ascii_whitespace().collect();
        // The same level at the left and the right is a banner, below a line of text a row.
        if apart {
            words.dedup();
        }
        words.iter().all(|word| known(word)).then_some(words.len()).filter(|count| *count > 0)
    };
    let begins = lines[0].opening == Some(TokenKind::Capitals) && lines[0].span.len() <= 60;
    let rows: Vec<usize> = lines.iter().take(if begins { 8 } else { 0 }).map_while(levels).collect();
    let mut named: Vec<&str> = lines[..rows.len()].iter().map(|line| &text[line.span.range()]).collect();
    named.sort_unstable();
    named.dedup();
    let wide = rows.len() == 1 && rows[0] > 1 && text[lines[0].span.range()].contains("  ");
    let several = rows.len() > 1 && rows.iter().any(|count| *count > 1) || wide || rows.first() > Some(&2);
    if several || rows.len() > 2 && named.len() == rows.len() { rows.len() } else { 0 }
}

fn fill(document: &mut Document<'_>, lines: &[Line], page: &Markdown) {
    let text = document.source.text();
    let vouched = !document.banners.is_empty();
    let (register, overall) = (document.registers.markings(), document.level().map(|level| level.value));
    let known = PortionContext { register, nato: origin::has_nato_banner(document), overall };
    let block = authority_block(text, lines, vouched, known);
    let written = date_entry(text, &page.front).or_else(|| dating::written(text, lines, &block));
    let of_mail = written.map(|(_, line)| line).filter(|line| vouched && mail::is_of_head(text, Span::at(line.end)));
    let written = of_mail.and_then(|head| date_of_carried(document, lines, head)).or(written);
    let of_block =
        |line| block.first().is_none_or(|it| on_one_page(text, line, *it) || in_one_paper(document, line, *it));
    let written = written.filter(|(_, line)| of_block(*line));
    // An edition has given the date already.
    let day = document.dating.day().or(written.map(|(day, _)| day));
    let dating = day.map(Dating::on).or_else(|| dating::reported(text, lines)).unwrap_or_default();
    document.date_by(dating, Clue::DateLine);
    document.authority = authority::authority(text, &block, day).or_else(|| front_authority(text, &page.front, day));
    if vouched {
        stamped_instruction(document, lines);
    }
    label_damage(document);
    document.order = lines.iter().find_map(|line| order_line(text, line, day));
    let mut stops: Vec<Span> = document.banners.iter().map(|banner| banner.span).chain(block).collect();
    stops.sort_unstable();
    let title = page.front.iter().find(|entry| is_key(text, entry, "title"));
    let title = title.and_then(|title| titled(text, title, known));
    let marked = portions(text, lines, &stops, document.span.end, known);
    let marked = if marked.is_empty() && vouched { trailing::portions(text, lines, &stops, known) } else { marked };
    let marked: Vec<Paragraph> = title.into_iter().chain(marked).collect();
    let vouched = vouched || document.authority.is_some() || document.order.is_some();
    if vouched || is_marked_throughout(text, lines, &marked, register) {
        document.paragraphs = marked;
        let head = lines.iter().filter(|line| !line.is_empty()).take(HEAD);
        document.subject = head.into_iter().find_map(|line| subject(text, line, known));
        // `[SECRET//NOFORN] Ice` begins with the marking of the mail, not with that of its subject.
        let carried = |mark: &PortionMark| document.carried.iter().any(|it| mark.span.touches(it.marking.span));
        document.subject.iter_mut().for_each(|subject| subject.mark = subject.mark.filter(|mark| !carried(mark)));
        mark_damage(document);
    }
    // The date of an unmarked text is not needed.
    let unread = || dating::labelled(text, lines).or_else(|| dating::impossible(text, lines));
    document.unread_date = document.unread_date.or_else(|| unread().filter(|_| written.is_none() && vouched));
    let style = if vouched { style::style(document, lines) } else { style::style_of_marks(document) };
    document.style = style.unwrap_or(document.style);
    document.origin = origin::origin(document, lines);
}

/// So many lines below its banner line a paper has its date.
const DATED: usize = 6;

/// The date of a marked paper below the date in the head of a mail that carries it.
fn date_of_carried(document: &Document<'_>, lines: &[Line], head: Span) -> Option<(Date, Span)> {
    let banner = document.banners.iter().find(|banner| banner.span.start > head.end)?;
    let below = lines.iter().filter(|line| !line.is_empty() && line.span.start > banner.span.end).take(DATED);
    below.into_iter().find_map(|line| Some((dating::alone(document.source.text(), line.span)?, line.span)))
}

/// Whether no form feed parts the date of a document from its classification authority block, which is on the same
/// page. A release binds documents of many dates into one file, and the date of a covering letter is not one of theirs.
fn on_one_page(text: &str, date: Span, block: Span) -> bool {
    let (from, to) = (date.end.min(block.end), date.start.max(block.start));
    memchr::memchr(b'\x0c', &text.as_bytes()[from as usize..to.max(from) as usize]).is_none()
}

/// Whether all pages from the first with a date up to that with a block are marked alike at head and foot. Papers that
/// were bound for a release are marked by its stamps, too.
fn in_one_paper(document: &Document<'_>, date: Span, block: Span) -> bool {
    let between = document.pages.iter().filter(|page| page.last.end > date.start && page.first.start < block.end);
    let level = |banner: Option<Banner>| banner.and_then(|banner| banner.level);
    let mut levels = between.flat_map(|page| [level(page.top), level(page.bottom)]);
    let first = levels.next().flatten();
    let released = memchr::memmem::find(document.text(document.span).as_bytes(), b"elease").is_some();
    first.is_some() && levels.all(|level| level == first) && !released
}

/// Whether a text without banner and authority is marked all the same: one paragraph begins with a mark that can be
/// nothing else, every word of it in the register; or at least three, and most of all, do, and not all with the same
/// one.
fn is_marked_throughout(text: &str, lines: &[Line], marked: &[Paragraph], register: &Register) -> bool {
    let unmistakable = |mark: &PortionMark| {
        let inside = &text[mark.inside.range()];
        let whole = || marking::read(inside, MarkKind::Portion, register).is_whole();
        mark.level.is_some() && (inside.contains("//") && (marked.len() > 1 || whole()) || inside == "CUI")
    };
    let official = || title::is_titled(text) && marked.iter().all(|portion| opens_sentence(text, portion));
    if marked.iter().filter_map(|portion| portion.mark.as_ref()).any(unmistakable) || !marked.is_empty() && official() {
        return true;
    }
    if marked.len() < 3 {
        return false;
    }
    let opens = |index: &usize| !lines[*index].is_empty() && (*index == 0 || lines[*index - 1].is_empty());
    let blocks = (0..lines.len()).filter(opens).count();
    let mut marks = marked.iter().filter_map(|portion| portion.mark).map(|mark| &text[mark.inside.range()]);
    let first = marks.next();
    marked.len() * 2 > blocks && marks.any(|mark| Some(mark) != first)
}

/// Whether a capital follows the mark of a portion, and no lower-case letter as after the letters of a list.
fn opens_sentence(text: &str, portion: &Paragraph) -> bool {
    text[portion.text as usize..portion.span.end as usize].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// The overall marking that the front matter of a page declares: `classification: SECRET//NOFORN`.
fn declared(text: &str, entry: &FrontMatterField, register: &Register) -> Option<Banner> {
    if !is_key(text, entry, "classification") {
        return None;
    }
    let line =
        Line { span: entry.value, indent: 0, opening: crate::lex::first(&text[entry.value.range()]), tokens: (0, 0) };
    banner(text, &line, register).or_else(|| meant_banner(text, &line, true, register))
}

/// Whether an entry has the key `name`, in any case, with spaces, hyphens or underscores between its words.
fn is_key(text: &str, entry: &FrontMatterField, name: &str) -> bool {
    let bare = |c: &u8| c.is_ascii_alphanumeric();
    let letters = |word: &str| word.bytes().filter(bare).map(|b| b.to_ascii_lowercase()).collect::<Vec<u8>>();
    letters(&text[entry.key.range()]) == letters(name)
}

fn date_entry(text: &str, front: &[FrontMatterField]) -> Option<(Date, Span)> {
    let date = front.iter().find(|entry| is_key(text, entry, "date"))?;
    Some((crate::document::text::date::written_date(text, date.value, true)?, date.value))
}

/// The title of a page, if it is marked: `title: (U) Harbor lights`.
fn titled(text: &str, title: &FrontMatterField, known: PortionContext<'_>) -> Option<Paragraph> {
    let mark = mark(text, title.value, known)?;
    Some(Paragraph { span: title.value, number: None, mark: Some(mark), text: mark.span.end })
}

/// The authority that front matter states, if it says at least two things.
fn front_authority(text: &str, front: &[FrontMatterField], written: Option<Date>) -> Option<Authority> {
    let field = |entry: &FrontMatterField| {
        let value = Label::ALL.into_iter().find(|label| is_key(text, entry, label.word()))?;
        Some(AuthorityField {
            label: crate::document::Reading { value, span: entry.key, repaired: false },
            value: entry.value,
        })
    };
    let fields: Vec<AuthorityField> = front.iter().filter_map(field).collect();
    if fields.len() < 2 {
        return None;
    }
    let span = fields[0].label.span.to(fields[fields.len() - 1].value);
    complete(text, span, fields, written)
}

fn stamped_instruction(document: &mut Document<'_>, lines: &[Line]) {
    if document.authority.as_ref().is_some_and(|authority| authority.declassification.is_some()) {
        return;
    }
    let Some(stamp) = stamp(document.source.text(), lines, document.dating.day()) else { return };
    match &mut document.authority {
        Some(authority) => authority.declassification = stamp.declassification,
        None => document.authority = Some(stamp),
    }
}

/// `E.O. 12958: DECL: 12/06/2017`, as letters and memoranda of the State Department have it. A reviewer's stamp cites
/// an order too, but gives no instruction.
fn order_line(text: &str, line: &Line, written: Option<Date>) -> Option<order::OrderLine> {
    let inside = &text[line.span.range()];
    if !inside.starts_with('E') || !order::is_order_line(inside) || !inside.contains(": DECL") {
        return None;
    }
    order::order_line(text, &[line.span], written)
}

/// `SUBJECT: (C) Harbor fees`, also `RE: (C) Harbor fees`.
fn subject(text: &str, line: &Line, known: PortionContext<'_>) -> Option<Subject> {
    let inside = &text[line.span.range()];
    let about = || starts_with_word(inside, "RE:").then_some(2).filter(|_| inside[3..].trim_start().starts_with('('));
    let label = line.span.part(0, subject::label(inside).or_else(about)?);
    let subject = subject::behind(text, label, line.span, known, &|value| mark(text, value, known));
    // `Subject: Keys (UNCLASSIFIED)`: programs put the level of a mail behind its subject.
    let labelled =
        subject.mark.filter(|mark| mark.span.end == subject.value.end && mark.span.start > subject.value.start);
    let of_message = labelled.is_some_and(|mark| {
        let word = |(level, _): (crate::document::Reading<Level>, _)| level.span == mark.inside;
        sound_level_word(text, mark.inside).is_some_and(word) && mail::is_in_head(text, line.span)
    });
    Some(Subject { mark: subject.mark.filter(|_| !of_message), ..subject })
}
