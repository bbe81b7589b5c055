//! Views of Markdown with telegrams in it, or with papers between fences: without fences, quotation marks, escapes and bold type there.
//!
//! A telegram is no Markdown, wherever it stands in a page: below front matter or a heading, in a block of code, in a
//! quotation, or set in. What is around it is left to the reader of Markdown.

use super::plain::{lines, signs};
use super::{Draft, View, fields};
use crate::document::text::label::mark_before;
use crate::marking::Level;
use crate::register::vocabulary::WORDS;
use crate::source::{SourceFile, Span};

/// How a telegram is set in a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dress {
    /// Between two fences, or in an element that keeps its lines.
    Fenced,
    /// Set in by four blanks or a tab.
    Indented,
    /// Behind signs of quotation.
    Quoted,
    /// Like any other text.
    Plain,
    /// Like any other text, below the rows of a table that are its head.
    Tabled,
}

/// The lines of a telegram, from the first up to, not including, the last.
struct Telegram {
    first: usize,
    end: usize,
    dress: Dress,
}

/// The view of a page with telegrams in it, of which each is a part; `None` of any other.
pub(super) fn view(source: &SourceFile) -> Option<View> {
    let text = source.text();
    let lines = lines(text);
    let telegrams = telegrams(text, &lines);
    if telegrams.is_empty() {
        return None;
    }
    let (mut draft, mut at) = (Draft::default(), 0);
    for Telegram { first, end, dress } in telegrams {
        lines[at..first].iter().for_each(|line| draft.copy(text, *line));
        draft.cuts.push(draft.text.len() as u32);
        let rows = if dress == Dress::Tabled { head_rows(text, &lines, first, end) } else { first..first };
        for (index, line) in lines.iter().enumerate().take(end).skip(first) {
            if rows.contains(&index) {
                fields::undress(text, *line, &mut draft);
            } else {
                undress(text, *line, dress, &mut draft);
            }
        }
        draft.cuts.push(draft.text.len() as u32);
        at = end;
    }
    lines[at..].iter().for_each(|line| draft.copy(text, *line));
    let view = draft.view(source);
    Some(View { source: source.with_text(view.source.text().to_owned(), None), ..view })
}

fn telegrams(text: &str, lines: &[Span]) -> Vec<Telegram> {
    let inside = |index: usize| &text[lines[index].range()];
    let (mut found, mut fence, mut at): (Vec<Telegram>, Option<usize>, usize) = (Vec::new(), None, 0);
    let mut last_portion = None;
    while at < lines.len() {
        if is_fence(inside(at)) {
            fence = if fence.is_none() { Some(at + 1) } else { None };
            if let Some(end) = fence.and_then(|first| paper(text, lines, first)) {
                found.push(Telegram { first: at + 1, end, dress: Dress::Fenced });
                (fence, at) = (None, end);
            }
        } else if begins_telegram(inside(at)) {
            let above = found.last().map_or(0, |above: &Telegram| above.end);
            let last =
                *last_portion.get_or_insert_with(|| lines.iter().rposition(|line| is_portion(&text[line.range()])));
            let telegram = telegram(text, lines, at, fence, last);
            let telegram = Telegram { first: telegram.first.max(above), ..telegram };
            at = telegram.end;
            found.push(telegram);
            continue;
        } else if fence.is_none() && fields::head(text, lines, at).is_some() {
            let first = level_above(text, lines, at).max(found.last().map_or(0, |above| above.end));
            let last =
                *last_portion.get_or_insert_with(|| lines.iter().rposition(|line| is_portion(&text[line.range()])));
            let end = telegram(text, lines, at, None, last).end;
            found.push(Telegram { first, end, dress: Dress::Tabled });
            at = end;
            continue;
        }
        at += 1;
    }
    found
}

/// The line of a level right above the table at `at`, or that of the table: `**SECRET**`, `# SECRET`.
fn level_above(text: &str, lines: &[Span], at: usize) -> usize {
    let inside = |index: &usize| text[lines[*index].range()].trim();
    let above = (0..at).rev().find(|index| !inside(index).is_empty());
    above.filter(|index| is_banner(inside(index))).unwrap_or(at)
}

/// The lines of the table between `first` and `end` that is the head of a telegram.
fn head_rows(text: &str, lines: &[Span], first: usize, end: usize) -> std::ops::Range<usize> {
    let found = (first..end).find_map(|at| Some(at..fields::head(text, lines, at)?));
    found.unwrap_or(first..first)
}

/// A paper in the fence above the line `first` has so many lines with text, at least; fewer show how a marking is written.
const PAPER: usize = 5;
/// So many lines with text from its first on may hold its title.
const TITLED: usize = 3;

/// Where the fence closes above the line `first`, if a paper stands in it: its first line is a banner, and another one, or
/// one of its first lines is the title of a memorandum.
fn paper(text: &str, lines: &[Span], first: usize) -> Option<usize> {
    let inside = |index: &usize| text[lines[*index].range()].trim();
    let end = (first..lines.len()).find(|index| is_fence(inside(index)))?;
    let mut filled = (first..end).filter(|index| !inside(index).is_empty());
    let banner = |index: usize| is_banner(inside(&index));
    let titled = filled.clone().take(TITLED).any(|index| {
        let line = inside(&index);
        let start = line.get(mark_before(line)..).unwrap_or_default().to_ascii_uppercase();
        WORDS.paper.opening.iter().any(|title| start.starts_with(title))
    });
    let begins = filled.next().is_some_and(banner);
    let count = filled.clone().count();
    (count >= PAPER - 1 && (titled || begins && filled.any(banner))).then_some(end)
}

/// Whether a line begins with a level that is spelled out, also one of NATO.
pub(super) fn is_banner(line: &str) -> bool {
    let bare = line.trim_matches(['*', '#', '_', ' ', '\n', '\r']).trim_start_matches('/');
    let level = bare.split('/').next().unwrap_or_default().trim_end();
    let level = ["NATO ", "COSMIC "].iter().find_map(|nato| level.strip_prefix(nato)).unwrap_or(level);
    level == "CUI" || level.len() > 2 && Level::named(level).is_some()
}

/// The telegram of which the line at `at` is a sign. `fence` is the line below an open fence, `last_portion` the last line
/// of the page that begins a paragraph as telegrams do.
fn telegram(text: &str, lines: &[Span], at: usize, fence: Option<usize>, last_portion: Option<usize>) -> Telegram {
    let inside = |index: usize| &text[lines[index].range()];
    let filled = |index: &usize| !inside(*index).trim().is_empty();
    let above = |fits: &dyn Fn(&str) -> bool| {
        at - (0..at).rev().take_while(|index| filled(index) && fits(inside(*index))).count()
    };
    let below = |fits: &dyn Fn(&str) -> bool| {
        let run = (at..lines.len()).take_while(|index| !filled(index) || fits(inside(*index))).collect::<Vec<_>>();
        run.iter().rev().find(|index| filled(index)).map_or(at + 1, |last| last + 1)
    };
    let line = inside(at);
    if let Some(first) = fence {
        let end = (at..lines.len()).find(|index| is_fence(inside(*index))).unwrap_or(lines.len());
        return Telegram { first, end, dress: Dress::Fenced };
    }
    if line.starts_with('>') {
        let quoted = |line: &str| line.starts_with('>');
        return Telegram { first: above(&quoted), end: below(&quoted), dress: Dress::Quoted };
    }
    if is_indented(line) {
        return Telegram { first: above(&is_indented), end: below(&is_indented), dress: Dress::Indented };
    }
    let heading = |index: &usize| inside(*index).starts_with('#');
    let next = |index: &usize| is_fence(inside(*index)) || heading(index) && last_portion < Some(*index);
    let end = (at + 1..lines.len()).find(next).unwrap_or(lines.len());
    Telegram { first: above(&|line| !line.starts_with(['#', '`', '~', '-'])), end, dress: Dress::Plain }
}

fn is_fence(line: &str) -> bool {
    let line = line.trim();
    ["```", "~~~"].iter().any(|fence| line.starts_with(fence)) || ["<pre>", "</pre>"].contains(&line)
}

fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// Whether a line begins a telegram: `VZCZC…`, `MRN: …`, `P 151045Z NOV 06`.
pub(super) fn begins_telegram(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t', '*']);
    let mut words = line.split_ascii_whitespace().skip_while(|word| matches!(*word, "Z" | "O" | "P" | "R"));
    let group = line.starts_with(['Z', 'O', 'P', 'R']) && line.as_bytes().get(1) == Some(&b' ');
    // A digit of it may be lost.
    let digits = |word: &str| word.len() >= 6 && word.as_bytes()[..5].iter().all(u8::is_ascii_digit);
    line.starts_with("VZCZC") || line.starts_with("MRN:") || group && words.next().is_some_and(digits)
}

/// Whether a line begins a numbered paragraph with a portion mark.
fn is_portion(line: &str) -> bool {
    let line = line.trim_start_matches(['*', '#', ' ']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let behind = line[digits..].trim_start_matches(['\\', '.', ' ', '*']);
    digits > 0 && behind.len() < line.len() - digits && behind.starts_with('(')
}

/// Adds a line of a telegram as it was before it was set in a page.
fn undress(text: &str, line: Span, dress: Dress, draft: &mut Draft) {
    let inside = &text[line.range()];
    let margin = match dress {
        Dress::Quoted => signs(inside, '>') as usize,
        Dress::Indented => {
            inside.bytes().take(4).take_while(|byte| *byte == b' ').count().max(usize::from(inside.starts_with('\t')))
        }
        Dress::Plain | Dress::Tabled => inside.len() - inside.trim_start_matches('#').len(),
        Dress::Fenced => 0,
    };
    let mut from = margin;
    if !matches!(dress, Dress::Fenced | Dress::Indented) {
        let bytes = inside.as_bytes();
        let mut at = margin;
        while let Some(next) = inside[at..].find(['*', '\\']).map(|next| at + next) {
            let bold = bytes[next..].starts_with(b"**") && !bytes[next..].starts_with(b"***");
            let escape = bytes[next] == b'\\' && bytes.get(next + 1).is_some_and(u8::is_ascii_punctuation);
            at = next + if bold { 2 } else { 1 };
            if bold || escape {
                draft.copy(text, line.part(from, next - from));
                from = at;
            }
            // What is escaped is no sign itself.
            at += usize::from(escape);
        }
    }
    draft.copy(text, line.part(from, inside.len() - from));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn shown(text: &str) -> Option<(String, Vec<u32>)> {
        let source = source::read("x.md", text.as_bytes().to_vec()).expect("readable");
        view(&source).map(|view| (view.source().text().to_owned(), view.cuts().to_vec()))
    }

    #[test]
    fn telegrams_are_read_however_they_are_set_in_a_page() {
        let telegram = "R 051200Z MAR 07\nFM TOKYO\n\n1. (U) Ice.\n";
        let (quoted, set_in) = (telegram.replace('\n', "\n> "), telegram.replace('\n', "\n    "));
        for page in [
            format!("# Ice\n\n{telegram}\n## Notes\n"),
            format!("# Ice\n\n> {}\n## Notes\n", quoted.trim_end_matches("> ")),
            format!("# Ice\n\n    {}\n## Notes\n", set_in.trim_end_matches(' ')),
            format!("# Ice\n\n```\n{telegram}```\n\n## Notes\n"),
            format!("# Ice\n\n<pre>\n{telegram}</pre>\n\n## Notes\n"),
            format!("# Ice\n\n{}\n## Notes\n", telegram.replace("1. (U)", "**1\\. (U)**")),
        ] {
            let (text, cuts) = shown(&page).expect("a telegram");
            assert_eq!(text[cuts[0] as usize..cuts[1] as usize].trim_end(), telegram.trim_end(), "{page}");
        }
        let paper = "SECRET\n\n14 June 2016\n\n(S) Ice.\n\nDeclassify On: 20360315\n\nSECRET\n";
        let (text, cuts) = shown(&format!("# Ice\n\n~~~\n{paper}~~~\n\nNo more.\n")).expect("a paper");
        assert_eq!(text[cuts[0] as usize..cuts[1] as usize], *paper);
        let table = "# SECRET\n\n| Field | Value |\n|---|---|\n| **MRN:** | 07 TOKYO 12 |\n| From | AMEMBASSY TOKYO |\n| E.O. | 13526 |\n| TAGS | PREL |\n\n1. (S) Ice.\n";
        let (text, cuts) = shown(table).expect("a telegram");
        let lines: Vec<&str> = text[cuts[0] as usize..].lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines,
            [" SECRET", "MRN: 07 TOKYO 12", "From: AMEMBASSY TOKYO", "E.O. 13526", "TAGS: PREL", "1. (S) Ice."]
        );
        let classic =
            "| DTG | R 051200Z MAR 07 |\n| FM | TOKYO |\n| Classification | UNCLAS TOKYO 12 |\n| Tags | PREL |\n";
        assert_eq!(shown(classic).expect("a telegram").0, "R 051200Z MAR 07\nFM TOKYO\nUNCLAS TOKYO 12\nTags: PREL\n");
        assert_eq!(shown("| From | To | Subject |\n|---|---|---|\n| Ada | Tor | Ice |\n"), None);
        assert_eq!(shown("| From | Ada |\n| To | Tor |\n| Subject | Ice |\n| Info | none |\n"), None);
        // How a banner is written, and an example without one.
        assert_eq!(shown("# Ice\n\n```\nSECRET\n\n(S) Ice.\n\nSECRET\n```\n"), None);
        assert_eq!(shown(&format!("# Ice\n\n```\nTo the file:\n{paper}```\n")), None);
        let titled = "2 April 2014\n\n(U) MEMORANDUM FOR THE RECORD\n\n(U) One.\n\n(S) Two.\n\nReason: 1.4(g)\n";
        assert!(shown(&format!("# Ice\n\n```\n{titled}```\n")).is_some());
        assert_eq!(shown(&format!("# Ice\n\n```\n{}```\n", titled.replace("MEMORANDUM FOR THE", "For the"))), None);
        // Two that stand in different ways one below the other.
        assert!(shown(&format!("R 051200Z MAR 07\n    {set_in}> {quoted}")).is_some());
        assert_eq!(shown("# Ice\n\nThe ice of 051200Z.\n"), None);
    }
}
