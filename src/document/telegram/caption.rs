//! Parses a caption between the classification line and the E.O. line.
//!
//! One caption per line. A damaged one is compared with every caption, letters weighted as scanners confuse them; if
//! two are about equally near, a neighboring line that supports one of them decides, otherwise neither is taken:
//! SIPDIS and STADIS have opposite meanings.

use crate::marking::likeness::distance;
use crate::register::Registers;
use crate::source::Span;

/// One caption.
#[derive(Clone, Debug)]
pub struct CaptionLine {
    /// The line.
    pub span: Span,
    /// The name in the register; for one that is not known, the name is `None`.
    pub name: Option<String>,
    /// Whether it was read through damage.
    pub repaired: bool,
    /// The line that supports a repaired reading.
    pub witness: Option<Span>,
    /// What it may have been, where nothing decides between several readings.
    pub rivals: Vec<String>,
}

impl CaptionLine {
    fn read(span: Span, name: Option<&str>) -> CaptionLine {
        CaptionLine { span, name: name.map(str::to_owned), repaired: false, witness: None, rivals: Vec::new() }
    }
}

enum Damaged<'r> {
    /// This caption; the line supports it.
    Read(&'r str, Option<Span>),
    /// One of these, and nothing says which.
    Ambiguous(Vec<String>),
}

/// Reads the lines between classification line and order: captions, and lines that pass the telegram on.
pub(crate) fn captions(text: &str, lines: &[Span], registers: &Registers) -> (Vec<CaptionLine>, Vec<Span>) {
    let mut sound: Vec<(&str, Span)> = lines
        .iter()
        .filter_map(|line| registers.caption(&text[line.range()]).map(|caption| (caption.name.as_str(), *line)))
        .collect();
    // One witness for each caption is enough.
    sound.sort_unstable();
    sound.dedup_by_key(|(name, _)| *name);
    let (mut captions, mut passing) = (Vec::new(), Vec::new());
    for &line in lines {
        let inside = &text[line.range()];
        if let Some(caption) = registers.caption(inside) {
            captions.push(CaptionLine::read(line, Some(&caption.name)));
        } else if let Some(damaged) = damaged(inside, &sound, registers) {
            captions.push(match damaged {
                Damaged::Read(name, witness) => {
                    CaptionLine { repaired: true, witness, ..CaptionLine::read(line, Some(name)) }
                }
                Damaged::Ambiguous(rivals) => CaptionLine { rivals, ..CaptionLine::read(line, None) },
            });
        } else if is_passing(inside) {
            passing.push(line);
        } else if is_caption_like(inside) {
            captions.push(CaptionLine::read(line, None));
        }
    }
    (captions, passing)
}

/// `STATE FOR PM/RSAT`, `DEPT PASS USTR`, `PLEASE PASS TO USAID`: a line that sends the telegram on within a post.
pub(super) fn is_passing(line: &str) -> bool {
    let upper = line.to_ascii_uppercase();
    let mut words = upper.split_ascii_whitespace().take(5);
    words.any(|word| matches!(word, "FOR" | "PASS" | "ALSO"))
}

fn is_caption_like(line: &str) -> bool {
    let words = line.split_ascii_whitespace().count();
    (1..=3).contains(&words) && line.len() >= 4 && line.bytes().all(|b| b.is_ascii_uppercase() || b == b' ')
}

/// What a damaged caption was or may have been; `None` if no caption is near.
fn damaged<'r>(line: &str, sound: &[(&str, Span)], registers: &'r Registers) -> Option<Damaged<'r>> {
    let seen: String = line.to_ascii_uppercase().split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    if seen.len() < 5 || seen.len() > 30 || !seen.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
        return None;
    }
    let squeezed = seen.replace(' ', "");
    let cost = |name: &str| {
        let limit = if name.len() >= 9 { 4 } else { 3 };
        // Two letters that changed places are one slip.
        let swapped = || (seen.len() == name.len() && strsim::osa_distance(&seen, name) == 1).then_some(2);
        let whole = distance(&seen, name, limit).or_else(swapped);
        whole.or_else(|| distance(&squeezed, name, limit - 1).map(|cost| cost + 1))
    };
    let mut near: Vec<(u32, &str)> =
        registers.captions.iter().filter_map(|caption| Some((cost(&caption.name)?, caption.name.as_str()))).collect();
    near.sort_unstable();
    let witness =
        near.iter().find_map(|(_, name)| sound.iter().find(|(known, _)| known == name).map(|(_, at)| (*name, *at)));
    match (near.as_slice(), witness) {
        (_, Some((name, at))) => Some(Damaged::Read(name, Some(at))),
        ([(_, name)], None) => Some(Damaged::Read(name, None)),
        ([(first, name), (second, _), ..], None) if second - first >= 2 => Some(Damaged::Read(name, None)),
        ([], None) => None,
        (near, None) => Some(Damaged::Ambiguous(near.iter().map(|(_, name)| (*name).to_owned()).collect())),
    }
}
