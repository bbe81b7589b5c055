//! Finds redaction marks that say what they hide: `[REDACTED: a name]`, `[b6: a name]`, `\censor{a name}`.
//!
//! A mark may contain a reason, a code or an amount, in the words of the register. Anything else should have been
//! withheld (32 CFR 2001.45(d)).

use super::super::code;
use super::{MarkStyle, Redaction, amount, bracket, closing};
use crate::document::exposure::hidden::is_mark;
use crate::document::text::line::before_empty_line;
use crate::document::text::line::{line_around, line_rest};
use crate::document::text::word::trim;
use crate::register::exemptions::ExemptionRegister;
use crate::register::vocabulary::WORDS;
use crate::scan::words::Trigger;
use crate::source::Span;

/// The longest text in a mark or between two tags, in bytes.
const REACH: usize = 800;
/// Words that stand before what a mark says, at most, and the bytes of those before the word for withholding.
const MOST_WORDS: usize = 6;
const MOST_BEFORE: usize = 24;
/// Digits from which on a number says more than an amount.
const DIGITS: usize = 7;
/// What is between the label of a mark and what it says.
const SIGNS: [char; 11] = [':', '：', '=', '|', '-', '–', '—', ',', ';', '(', '/'];

/// What a mark says about what it hides.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The words.
    pub span: Span,
    /// Whether they may be a reason that is not known here.
    pub doubtful: bool,
}

pub(crate) fn mark(
    text: &str,
    whole: Span,
    here: Span,
    trigger: Trigger,
    register: &ExemptionRegister,
) -> Option<(Redaction, Told)> {
    let reader = Reader { text, register };
    let (span, told, style) = match trigger {
        Trigger::Bracket => reader.bracket(whole, here)?,
        Trigger::Angle => reader.angle(here)?,
        Trigger::Brace => reader.brace(here)?,
        Trigger::Macro => reader.command(whole, here)?,
        Trigger::Framed => reader.framed(whole, here)?,
        _ => return None,
    };
    let closed = trigger != Trigger::Bracket || text[span.range()].contains(']');
    Some((Redaction { closed, ..Redaction::new(style, span) }, told))
}

type Read = (Span, Told, MarkStyle);

struct Reader<'r> {
    text: &'r str,
    register: &'r ExemptionRegister,
}

impl Reader<'_> {
    /// `[REDACTED: a name]`, `[1 line (a name) not declassified]`, `[redacted]a name[/redacted]`, `#redact[a name]`,
    /// `[BEGIN REDACTION] a name [END REDACTION]`.
    fn bracket(&self, whole: Span, here: Span) -> Option<Read> {
        let behind = here.part(1, here.len() as usize - 1);
        let Some(inside) = self.up_to(behind, "]", "[") else { return self.unclosed(behind) };
        let mark = Span::new(here.start, inside.end + 1);
        let before = &self.text[whole.start as usize..here.start as usize];
        let function = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if before[..before.len() - function.len()].ends_with('#') && self.register.telling.is_command(function) {
            return Some((mark, self.covered(inside)?, MarkStyle::Word));
        }
        let behind = Span::new(mark.end, here.end);
        if self.register.telling.is_element(self.plain(inside)) {
            let told = self.up_to_tag(behind, "[/", self.plain(inside))?;
            return Some((mark.to(told), self.tells(told)?, MarkStyle::Word));
        }
        if self.register.telling.opens(self.plain(inside)) {
            let told = self.up_to_end(behind)?;
            return Some((mark.to(told), self.tells(told)?, MarkStyle::Word));
        }
        if self.is_link(behind) {
            return None;
        }
        let frus = || Some((mark, self.beside_amount(inside)?, MarkStyle::Frus));
        frus().or_else(|| Some((mark, self.labelled(inside)?, MarkStyle::Word)))
    }

    /// Whether what is in brackets in front of `behind` is a link of Markdown: `[Removed the old pier][145]`.
    fn is_link(&self, behind: Span) -> bool {
        let rest = &self.text[behind.range()];
        let number = rest.strip_prefix('[').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        let numbered = number.is_some_and(|end| end.starts_with(']') && rest.len() > end.len() + 1);
        numbered || ["(http", "(#", "(./", "(../", "(mailto:"].iter().any(|target| rest.starts_with(target))
    }

    /// `[REDACTED: a name`, up to the end of its line.
    fn unclosed(&self, behind: Span) -> Option<Read> {
        let line = line_rest(self.text, behind);
        let label = self.text[line.range()].split_once(':')?.0;
        let told = self.behind_word(line).filter(|told| self.names(told.span) > 0)?;
        let withheld = self.register.telling.says_withheld(label);
        withheld.then(|| (Span::new(behind.start - 1, told.span.end), told, MarkStyle::Word))
    }

    /// `(REDACTED: a name)`, `{name withheld: a name}`, `**CENSORED: a name**`, whose word for withholding is at `here`.
    fn framed(&self, whole: Span, here: Span) -> Option<Read> {
        let line = line_around(self.text, whole, here.start);
        let before = &self.text[line.start as usize..here.start as usize];
        let label = before.rsplit(|c: char| !c.is_alphanumeric() && c != ' ').next()?;
        let front = before[..before.len() - label.len()].trim_end_matches(' ');
        let sentence = label.split(' ').any(|word| WORDS.release.verbs.contains(&word)) || label.len() > MOST_BEFORE;
        let open = front.chars().next_back().filter(|_| !sentence)?;
        // A star before a blank opens an item of a list.
        let emphasis = matches!(open, '*' | '_' | '~') && !label.starts_with(' ');
        let run = front[front.trim_end_matches(open).len()..].to_owned();
        let (open, close) = match open {
            '(' => ("(", ")"),
            '{' => ("{", "}"),
            '«' => ("«", "»"),
            '【' => ("【", "】"),
            _ if emphasis => (&*run, &*run),
            _ => return None,
        };
        let start = here.start - label.len() as u32;
        let inside = self.up_to(Span::new(start, here.end), close, open)?;
        let mark = Span::new(start - close.len() as u32, inside.end + close.len() as u32);
        Some((mark, self.behind_word(inside)?, MarkStyle::Word))
    }

    /// `<redacted>a name</redacted>`, `<redacted text="a name"/>`, `<PERSON: a name>`.
    fn angle(&self, here: Span) -> Option<Read> {
        let inside = self.up_to(here.part(1, here.len() as usize - 1), ">", "<")?;
        let tag = Span::new(here.start, inside.end + 1);
        let name = self.text[inside.range()].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let rest = &self.text[inside.range()][name.len()..];
        let behind = Span::new(tag.end, here.end);
        // Programs that find names put each into an element of its kind.
        let kind = self.register.is_placeholder(name)
            || WORDS.release.personal.iter().any(|code| code.eq_ignore_ascii_case(name));
        if let Some(content) = self.up_to_tag(behind, "</", name).filter(|_| kind && rest.is_empty()) {
            return Some((tag.to(content), self.covered(content)?, MarkStyle::Placeholder));
        }
        if !self.register.telling.is_element(name) || rest.starts_with([':', '|']) {
            // Nearly every `<` opens a tag.
            let labelled =
                self.labelled(inside).filter(|_| rest.contains([':', '|']) && !rest.contains(['"', '\'']))?;
            return Some((tag, labelled, MarkStyle::Placeholder));
        }
        if let Some(told) = self.attributes(inside.part(name.len(), inside.len() as usize - name.len())) {
            return Some((tag, told, MarkStyle::Word));
        }
        if rest.ends_with('/') {
            return None;
        }
        let content = self.up_to_tag(behind, "</", name).unwrap_or_else(|| line_rest(self.text, behind));
        Some((tag.to(content), self.tells(content)?, MarkStyle::Word))
    }

    /// `{{PERSON: a name}}`, `{{< redact >}}a name{{< /redact >}}`.
    fn brace(&self, here: Span) -> Option<Read> {
        let inside = self.up_to(here.part(2, here.len() as usize - 2), "}}", "{{")?;
        let mark = Span::new(here.start, inside.end + 2);
        if self.register.telling.is_element(self.plain(inside).trim_matches(['<', '>', '%', '#', ' '])) {
            let content = self.up_to(Span::new(mark.end, here.end), "{{", "}}")?;
            return Some((mark.to(content), self.tells(content)?, MarkStyle::Word));
        }
        Some((mark, self.labelled(inside)?, MarkStyle::Placeholder))
    }

    /// `\censor{a name}`, whose brace is at `here`.
    fn command(&self, whole: Span, here: Span) -> Option<Read> {
        let before = self.text[whole.start as usize..here.start as usize].trim_end_matches('*');
        let name = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
        let start = before.len() - name.len();
        if !before[..start].ends_with('\\') {
            return None;
        }
        let mut inside = self.up_to(here.part(1, here.len() as usize - 1), "}", "{")?;
        if self.register.telling.is_painted(name, self.plain(inside)) {
            let behind = Span::new(inside.end + 1, here.end);
            let second = self.near(behind)?.starts_with('{').then(|| behind.part(1, behind.len() as usize - 1))?;
            inside = self.up_to(second, "}", "{")?;
        } else if !self.register.telling.is_command(name) {
            return None;
        }
        let mark = Span::new(whole.start + start as u32 - 1, inside.end + 1);
        Some((mark, self.covered(inside)?, MarkStyle::Word))
    }

    /// What stands in `from` before `close` and an empty line, past what is opened and closed in between.
    fn up_to(&self, from: Span, close: &str, open: &str) -> Option<Span> {
        closing(before_empty_line(self.near(from)?), open, close).map(|end| from.part(0, end))
    }

    /// What is in `from` before the closing tag of `name`, whatever case that is in.
    fn up_to_tag(&self, from: Span, open: &str, name: &str) -> Option<Span> {
        let rest = self.near(from)?;
        let closes = |(at, _): &(usize, &str)| {
            let close = rest.get(at + open.len()..at + open.len() + name.len());
            close.is_some_and(|close| close.eq_ignore_ascii_case(name))
        };
        rest.match_indices(open).find(closes).map(|(end, _)| from.part(0, end))
    }

    /// What is in `from` before the bracket that closes a mark with two.
    fn up_to_end(&self, from: Span) -> Option<Span> {
        let rest = self.near(from)?;
        let closes = |(at, _): &(usize, &str)| {
            let inside = rest[at + 1..].split(']').next().unwrap_or_default();
            self.register.telling.closes(inside)
        };
        rest.match_indices('[').take(MOST_WORDS).find(closes).map(|(end, _)| from.part(0, end))
    }

    fn near(&self, from: Span) -> Option<&str> {
        let end = self.text.floor_char_boundary((from.start as usize + REACH).min(from.end as usize));
        self.text.get(from.start as usize..end)
    }

    fn plain(&self, span: Span) -> &str {
        self.text[span.range()].trim()
    }

    fn covered(&self, span: Span) -> Option<Told> {
        let words = self.plain(span);
        let hidden = words.chars().filter(|c| c.is_alphanumeric()).count() >= 2 && !is_mark(words);
        hidden.then(|| Told { span: trim(self.text, span), doubtful: false })
    }

    /// What the attributes of a tag reveal, other than why something was removed.
    fn attributes(&self, inside: Span) -> Option<Told> {
        let mut at = inside.start as usize;
        for part in self.text[inside.range()].split_inclusive(['"', '\'']) {
            let span = Span::new(at as u32, (at + part.len() - 1) as u32);
            at += part.len();
            let value = !part.trim_end_matches(['"', '\'']).trim_end().ends_with('=');
            if let Some(told) = self.tells(span).filter(|told| value && !told.doubtful) {
                return Some(told);
            }
        }
        None
    }

    /// The words after the label of a mark: after a code, a word for withholding, a category.
    fn labelled(&self, inside: Span) -> Option<Told> {
        self.behind_code(inside).or_else(|| self.before_code(inside)).or_else(|| self.behind_word(inside))
    }

    /// `[a name (b)(6)]`: two capitalized words at least, for anything else in front of a code says what was there.
    fn before_code(&self, inside: Span) -> Option<Told> {
        let at = self.text[inside.range()].find(" (")?;
        let (codes, end) = code::leading(self.text, inside.part(at + 1, inside.len() as usize - at - 1), self.register);
        let coded = end == inside.end && !codes.is_empty() && codes.iter().all(|code| code.known && !code.repaired);
        let words = inside.part(0, at);
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let named = self.names(words) >= 2 && self.text[words.range()].split_whitespace().all(capital);
        self.tells(words).filter(|told| coded && named && !told.doubtful)
    }

    fn behind_code(&self, inside: Span) -> Option<Told> {
        let (mut codes, mut end) = code::leading(self.text, inside, self.register);
        if codes.is_empty() {
            // Grounds of the JFK Act and restrictions of the Presidential Records Act are words elsewhere.
            (codes, end) = code::continued(self.text, inside, self.register, Some(&[]));
            codes.retain(|code| self.text[code.span.range()].contains(|c: char| c.is_ascii_digit()));
        }
        let last = codes.last().filter(|_| codes.iter().all(|code| code.known && !code.repaired))?;
        let rest = Span::new(end, inside.end);
        let signed = self.plain(rest).starts_with(SIGNS);
        let close = last.notation == code::Notation::Bracketed || WORDS.release.personal.contains(&&*last.name);
        let told = self.tells(rest).filter(|_| signed || close)?;
        // `[(b)(6) of the Act]` cites the law.
        let begins_small = self.text[told.span.range()].starts_with(char::is_lowercase);
        (signed || !begins_small).then_some(told)
    }

    fn behind_word(&self, inside: Span) -> Option<Told> {
        let (words, telling) = (&self.text[inside.range()], &self.register.telling);
        let told = |from: usize| self.tells(inside.part(from, words.len() - from));
        let Some(sign) = words.find(SIGNS) else {
            // `[REDACTED a name]`: without a sign it must be one.
            let (first, _) = words.split_once(char::is_whitespace)?;
            let told = told(first.len()).filter(|_| telling.says_withheld(first))?;
            return (self.names(told.span) >= 2).then_some(told);
        };
        let (label, behind) = (words[..sign].trim(), &words[sign..]);
        let short = label.split_whitespace().count() <= MOST_WORDS;
        let withheld =
            short && (telling.says_withheld(label) || telling.says_covered(label)) || label.len() > 3 && is_mark(label);
        let told = told(sign)?;
        // An editor may say what he left out, in words of his own.
        let omitted = short && telling.says_omitted(label).is_some_and(|least| self.names(told.span) >= least);
        // A deletion that a word processor tracked is another rule's.
        let bracketed = self.text[..inside.start as usize].ends_with('[');
        let tracked = bracketed && matches!(label, "Deleted" | "deleted") && behind.starts_with(':');
        let unnumbered = label.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['_', '-', ' ']);
        let category = telling.is_label(label) || telling.is_element(label) || self.register.is_placeholder(unnumbered);
        let dashed = behind.starts_with(['-', '–', '—']) && self.names(told.span) >= 2;
        let named = behind.starts_with([':', '=', '|', '-', '–', '—']) && bracket::is_homemade(label, self.register)
            || (behind.starts_with([':', '=', '|']) || dashed) && category;
        (withheld && !tracked || omitted || named && !told.doubtful).then_some(told)
    }

    /// The words beside the amount in an editor's bracket: `1 line (a name) not declassified`.
    fn beside_amount(&self, inside: Span) -> Option<Told> {
        let (start, end) = amount::said(&self.text[inside.range()])?;
        // An editor's note has a verb.
        let head = self.text[inside.range()].split(['(', ':']).next().unwrap_or_default();
        if head.split_whitespace().any(|word| WORDS.release.verbs.contains(&word)) {
            return None;
        }
        let (before, behind) = (inside.part(0, start), inside.part(end, inside.len() as usize - end));
        let sign = self.text[before.range()].find(['(', ':']);
        let enclosed = sign.and_then(|sign| self.tells(before.part(sign, before.len() as usize - sign)));
        let named = || self.tells(before).filter(|told| self.names(told.span) >= 2);
        enclosed.or_else(|| self.tells(behind)).filter(|told| !told.doubtful).or_else(named)
    }

    /// `span` without the codes before it and the signs at its ends, if what is left is neither a reason nor an amount.
    fn tells(&self, span: Span) -> Option<Told> {
        let edge = |c: char| c.is_whitespace() || SIGNS.contains(&c) || matches!(c, ')' | '.' | '"' | '\'');
        let lead = |span: Span, signs: &dyn Fn(char) -> bool| {
            let words = &self.text[span.range()];
            span.part(words.len() - words.trim_start_matches(signs).len(), words.trim_start_matches(signs).len())
        };
        // `(b)(6)` begins with a sign, too.
        let from = lead(span, &|c| edge(c) && c != '(');
        let (codes, end) = code::leading(self.text, from, self.register);
        let known = !codes.is_empty() && codes.iter().all(|code| code.known && !code.repaired);
        let span = lead(Span::new(if known { end } else { from.start }, span.end), &edge);
        let span = span.part(0, self.text[span.range()].trim_end_matches(edge).len());
        let digits = self.text[span.range()].bytes().filter(u8::is_ascii_digit).count();
        // `[name=<name>]`: what goes there is left open.
        let open = |words: &str| words.starts_with('<') && words.ends_with('>') && !words.contains(' ');
        if open(self.plain(span)) {
            return None;
        }
        let unknown: Vec<&str> = self.unknown(span).collect();
        let capital = |word: &&&str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        let sure = digits >= DIGITS || unknown.len() >= 2 || unknown.iter().any(|word| capital(&word));
        (digits >= DIGITS || !unknown.is_empty()).then_some(Told { span, doubtful: !sure })
    }

    /// The words in `span` that are not words of release offices.
    fn unknown(&self, span: Span) -> impl Iterator<Item = &str> {
        let words = self.text[span.range()].split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
        // `b7C` is a code.
        let code = |word: &str| word.len() <= 3 && word.contains(|c: char| c.is_ascii_digit());
        let is_word = move |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !code(word);
        words.filter(is_word).filter(|word| !self.register.telling.is_reason(word) && !is_mark(word))
    }

    fn names(&self, span: Span) -> usize {
        self.unknown(span).filter(|word| word.starts_with(char::is_uppercase)).count()
    }
}
