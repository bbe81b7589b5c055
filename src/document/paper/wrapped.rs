//! Finds the lines on which a marking goes on that is too long for one.

use crate::document::text::line::Line;
use crate::marking::Register;
use crate::register::vocabulary::WORDS;

/// A marking has no more lines.
const MOST: usize = 6;

/// How many of `lines` below the first belong to the marking on it: the list of countries breaks behind a comma, any
/// marking behind or before its slashes, and a copy may have an empty line there.
pub(crate) fn further(text: &str, lines: &[Line], register: &Register) -> usize {
    let inside = |index: usize| &text[lines[index].span.range()];
    let mut last = 0;
    for _ in 1..MOST {
        let Some(next) = (last + 1..lines.len().min(last + 3)).find(|next| !lines[*next].is_empty()) else { break };
        let goes_on = match inside(last).as_bytes() {
            [.., b','] => begins_with_code(inside(next)),
            [.., b'/'] => {
                next == last + 1 && begins_with_code(inside(next)) || opens_with_control(inside(next), register)
            }
            _ if WORDS.paper.begin_entry.iter().any(|entry| inside(last).ends_with(entry.trim_end())) => {
                next == last + 1 && begins_with_code(inside(next))
            }
            _ => next == last + 1 && continues_with_slashes(inside(next), register),
        };
        if !goes_on {
            break;
        }
        last = next;
    }
    last
}

fn entry(text: &str) -> &str {
    text.split([',', '/']).next().unwrap_or_default().trim()
}

fn begins_with_code(text: &str) -> bool {
    (3..=4).contains(&entry(text).len()) && entry(text).bytes().all(|byte| byte.is_ascii_uppercase())
}

fn opens_with_control(text: &str, register: &Register) -> bool {
    let opener = || WORDS.paper.begin_entry.iter().any(|opener| text.starts_with(opener));
    register.control(entry(text)).is_some() || opener()
}

/// `//NOFORN`; a level behind the slashes is a marking of its own.
fn continues_with_slashes(text: &str, register: &Register) -> bool {
    text.strip_prefix("//").is_some_and(|rest| !rest.ends_with("//") && opens_with_control(rest, register))
}
