//! A mark in, the words out that it says of what it hides: `[REDACTED: a name]`, `[b6: a name]`, `\censor{a name}`.
//!
//! What may stand in a mark is a reason, a code or an amount, in the words of the register. Anything else is what should
//! have been taken out (32 CFR 2001.45(d)).

use super::trigger::Trigger;
use super::{MarkStyle, Redaction, amount, bracket, code, line_rest, placement};
use crate::document::hidden::is_mark;
use crate::document::word::trim;
use crate::register::exemptions::ExemptionRegister;
use crate::source::Span;

/// The longest text in a mark or between two tags, in bytes.
const REACH: usize = 800;
/// Words that stand before what a mark says, at most.
const MOST_WORDS: usize = 6;
/// Digits from which on a number says more than an amount.
const DIGITS: usize = 7;
/// What stands between the label of a mark and what it says.
const SIGNS: [char; 9] = [':', '=', '|', '-', '–', '—', ',', ';', '('];
/// Codes for what belongs to a person, behind which a name needs no sign.
const PERSONAL: [&str; 4] = ["b6", "b7C", "b7D", "b7F"];

/// What a mark says of what it hides.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The words.
    pub span: Span,
    /// Whether they may be a reason that is not known here.
    pub doubtful: bool,
}

/// The mark that begins at `here` and says what it hides, with the part that says it.
pub(super) fn mark(
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
        _ => return None,
    };
    let placement = placement(text, whole, span);
    Some((Redaction { span, style, codes: Vec::new(), extent: None, placement, closed: true }, told))
}

type Read = (Span, Told, MarkStyle);

struct Reader<'r> {
    text: &'r str,
    register: &'r ExemptionRegister,
}

impl Reader<'_> {
    /// `[REDACTED: a name]`, `[1 line (a name) not declassified]`, `[redacted]a name[/redacted]`, `#redact[a name]`.
    fn bracket(&self, whole: Span, here: Span) -> Option<Read> {
        let inside = self.up_to(here.part(1, here.len() as usize - 1), "]", "[")?;
        let mark = Span::new(here.start, inside.end + 1);
        let before = &self.text[whole.start as usize..here.start as usize];
        let function = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if before[..before.len() - function.len()].ends_with('#') && self.register.telling.is_command(function) {
            return Some((mark, self.covered(inside)?, MarkStyle::Word));
        }
        if self.register.telling.is_element(self.plain(inside)) {
            let told = self.up_to_tag(Span::new(mark.end, here.end), "[/", self.plain(inside))?;
            return Some((mark.to(told), self.tells(told)?, MarkStyle::Word));
        }
        let frus = || Some((mark, self.beside_amount(inside)?, MarkStyle::Frus));
        frus().or_else(|| Some((mark, self.labelled(inside)?, MarkStyle::Word)))
    }

    /// `<redacted>a name</redacted>`, `<redacted text="a name"/>`, `<PERSON: a name>`.
    fn angle(&self, here: Span) -> Option<Read> {
        let inside = self.up_to(here.part(1, here.len() as usize - 1), ">", "<")?;
        let tag = Span::new(here.start, inside.end + 1);
        let name = self.text[inside.range()].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let rest = &self.text[inside.range()][name.len()..];
        if !self.register.telling.is_element(name) || rest.starts_with([':', '|']) {
            // Nearly every `<` opens a tag.
            let labelled =
                self.labelled(inside).filter(|_| rest.contains([':', '|']) && !rest.contains(['"', '\'']))?;
            return Some((tag, labelled, MarkStyle::Placeholder));
        }
        if let Some(told) = self.attributes(inside.part(name.len(), inside.len() as usize - name.len())) {
            return Some((tag, told, MarkStyle::Word));
        }
        let behind = Span::new(tag.end, here.end);
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
        if !before[..start].ends_with('\\') || !self.register.telling.is_command(name) {
            return None;
        }
        let inside = self.up_to(here.part(1, here.len() as usize - 1), "}", "\n\n")?;
        let mark = Span::new(whole.start + start as u32 - 1, inside.end + 1);
        Some((mark, self.covered(inside)?, MarkStyle::Word))
    }

    /// What stands in `from` before `close`, if that comes before `other` and an empty line.
    fn up_to(&self, from: Span, close: &str, other: &str) -> Option<Span> {
        let rest = self.near(from)?;
        let end = rest.find(close)?;
        let apart = rest[..end].contains(other) || ["\n\n", "\n\r\n"].iter().any(|empty| rest[..end].contains(empty));
        (!apart).then(|| from.part(0, end))
    }

    /// What stands in `from` before the closing tag of `name`, whatever case that is in.
    fn up_to_tag(&self, from: Span, open: &str, name: &str) -> Option<Span> {
        let rest = self.near(from)?;
        let closes = |(at, _): &(usize, &str)| {
            let close = rest.get(at + open.len()..at + open.len() + name.len());
            close.is_some_and(|close| close.eq_ignore_ascii_case(name))
        };
        rest.match_indices(open).find(closes).map(|(end, _)| from.part(0, end))
    }

    fn near(&self, from: Span) -> Option<&str> {
        let end = self.text.floor_char_boundary((from.start as usize + REACH).min(from.end as usize));
        self.text.get(from.start as usize..end)
    }

    fn plain(&self, span: Span) -> &str {
        self.text[span.range()].trim()
    }

    /// What a program covers on the page, whatever it is.
    fn covered(&self, span: Span) -> Option<Told> {
        let words = self.plain(span);
        let hidden = words.chars().filter(|c| c.is_alphanumeric()).count() >= 2 && !is_mark(words);
        hidden.then(|| Told { span: trim(self.text, span), doubtful: false })
    }

    /// What the attributes of a tag tell that do not say why something was taken out.
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

    /// The words behind the label of a mark: behind a code, a word for withholding, a category.
    fn labelled(&self, inside: Span) -> Option<Told> {
        self.behind_code(inside).or_else(|| self.behind_word(inside))
    }

    fn behind_code(&self, inside: Span) -> Option<Told> {
        let (codes, end) = code::leading(self.text, inside, self.register);
        let last = codes.last().filter(|_| codes.iter().all(|code| code.known && !code.repaired))?;
        let rest = Span::new(end, inside.end);
        let signed = self.plain(rest).starts_with(SIGNS);
        let close = last.notation == code::Notation::Bracketed || PERSONAL.contains(&&*last.name);
        let told = self.tells(rest).filter(|_| signed || close)?;
        // `[(b)(6) of the Act]` speaks of the law.
        let begins_small = self.text[told.span.range()].starts_with(char::is_lowercase);
        (signed || !begins_small).then_some(told)
    }

    fn behind_word(&self, inside: Span) -> Option<Told> {
        let words = &self.text[inside.range()];
        let sign = words.find(SIGNS);
        let label = &words[..sign.unwrap_or(words.len())];
        let told = |from: usize| self.tells(inside.part(from, words.len() - from));
        let category = |label: &str| self.register.telling.is_label(label) || self.register.is_placeholder(label);
        if let Some(sign) = sign {
            let withheld = label.split_whitespace().count() <= MOST_WORDS && bracket::says_withheld(label);
            // A deletion that a word processor tracked is another rule's.
            let tracked = matches!(label.trim(), "Deleted" | "deleted") && words[sign..].starts_with(':');
            let named = words[sign..].starts_with([':', '=', '|', '-', '–', '—'])
                && (bracket::is_homemade(label.trim(), self.register)
                    || words[sign..].starts_with([':', '=', '|']) && category(label.trim()));
            let told = told(sign).filter(|_| withheld && !tracked || named)?;
            return (withheld || !told.doubtful).then_some(told);
        }
        // `[REDACTED a name]`: without a sign it must be one.
        let (first, _) = words.split_once(char::is_whitespace)?;
        let told = if bracket::says_withheld(first) { told(first.len())? } else { return None };
        (self.names(told.span) >= 2).then_some(told)
    }

    /// The words beside the amount in an editor's bracket: `1 line (a name) not declassified`.
    fn beside_amount(&self, inside: Span) -> Option<Told> {
        let (start, end) = amount::said(&self.text[inside.range()])?;
        let (before, behind) = (inside.part(0, start), inside.part(end, inside.len() as usize - end));
        let sign = self.text[before.range()].find(['(', ':']);
        let enclosed = sign.and_then(|sign| self.tells(before.part(sign, before.len() as usize - sign)));
        let named = || self.tells(before).filter(|told| self.names(told.span) >= 2);
        enclosed.or_else(|| self.tells(behind)).filter(|told| !told.doubtful).or_else(named)
    }

    /// `span` without the signs at its ends, if what stands there is neither a reason nor a code nor an amount.
    fn tells(&self, span: Span) -> Option<Told> {
        let words = &self.text[span.range()];
        let edge = |c: char| c.is_whitespace() || SIGNS.contains(&c) || matches!(c, ')' | '.' | '"' | '\'' | '/');
        let lead = words.len() - words.trim_start_matches(edge).len();
        let span = span.part(lead, words.trim_matches(edge).len().max(words.len().min(lead) - lead));
        let digits = self.text[span.range()].bytes().filter(u8::is_ascii_digit).count();
        let unknown: Vec<&str> = self.unknown(span).collect();
        let capital = |word: &&&str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        let sure = digits >= DIGITS || unknown.len() >= 2 || unknown.iter().any(|word| capital(&word));
        (digits >= DIGITS || !unknown.is_empty()).then_some(Told { span, doubtful: !sure })
    }

    /// The words in `span` that are no words of release offices.
    fn unknown(&self, span: Span) -> impl Iterator<Item = &str> {
        let words = self.text[span.range()].split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
        let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        words.filter(is_word).filter(|word| !self.register.telling.is_reason(word) && !is_mark(word))
    }

    /// How many of them begin with a capital.
    fn names(&self, span: Span) -> usize {
        self.unknown(span).filter(|word| word.starts_with(char::is_uppercase)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;
    use crate::register::Registers;
    use crate::rule::Assumptions;
    use crate::{lex, source};

    /// What the marks in `text` say.
    fn told(text: &str) -> Vec<String> {
        let source = source::read("x.txt", text.as_bytes().to_vec()).expect("readable");
        let registers = Registers::builtin();
        let documents = document::parse(&source, &lex::lex(source.text()), &registers, &Assumptions::default());
        documents[0].redactions().told.iter().map(|told| source.slice(told.span).to_owned()).collect()
    }

    #[test]
    fn what_a_mark_says_is_found_however_it_is_written() {
        for mark in [
            "[REDACTED: Tor Varden]",
            "[Redacted - Tor Varden]",
            "[redacted (Tor Varden)]",
            "[REDACTED Tor Varden]",
            "[name withheld: Tor Varden]",
            "[REDACTED (b)(6): Tor Varden]",
            "[b6: Tor Varden]",
            "[(b)(6) Tor Varden]",
            "[(b)(7)(C) – Tor Varden]",
            "[B6 Tor Varden]",
            "[Personal Privacy: Tor Varden]",
            "[PP - Tor Varden]",
            "[Name: Tor Varden]",
            "[PERSON: Tor Varden]",
            "<PERSON: Tor Varden>",
            "{{PERSON: Tor Varden}}",
            "{{REDACTED|Tor Varden}}",
            "<redacted>Tor Varden</redacted>",
            "<REDACTED reason=\"b6\">Tor Varden</REDACTED>",
            "<redacted text=\"Tor Varden\"/>",
            "<redact>Tor Varden",
            "[redacted]Tor Varden[/redacted]",
            "{{< redact >}}Tor Varden{{< /redact >}}",
            "\\censor{Tor Varden}",
            "\\redact*{Tor Varden}",
            "#redact[Tor Varden]",
            "[1 line (Tor Varden) not declassified]",
            "[name (Tor Varden) not declassified]",
            "[1 line not declassified: Tor Varden]",
            "[Tor Varden not declassified]",
        ] {
            assert_eq!(told(&format!("The keeper met {mark}\nat noon.\n")), ["Tor Varden"], "{mark}");
        }
        assert_eq!(told("He said [Withheld: the fleet sails on\nFriday] and left."), ["the fleet sails on\nFriday"]);
        assert_eq!(told("His number is [REDACTED: 871-24-5530]."), ["871-24-5530"]);
    }

    #[test]
    fn reasons_codes_and_amounts_tell_nothing() {
        for mark in [
            "[REDACTED]",
            "[REDACTED - B6]",
            "[REDACTED: (b)(6), (b)(7)(C)]",
            "[Redacted: personal privacy]",
            "[Redacted - attorney-client privilege]",
            "[name redacted]",
            "[Name: ________]",
            "[(b)(6)]",
            "[(b)(3) 50 USC 3024(i)]",
            "[(b)(1) of the FOIA]",
            "[B1 visa holders]",
            "[Withheld: b(1)]",
            "[2 lines not declassified]",
            "[1 paragraph (24 lines) not declassified]",
            "[1½ pages of source text not declassified]",
            "[less than 1 line of source text not declassified]",
            "[name not declassified]",
            "[text and signature (3 lines) not declassified]",
            "<redacted>(b)(6)</redacted>",
            "<redacted reason=\"personal privacy\"/>",
            "{{NAME}}",
            "{{name: user}}",
            "{{PERSON_2}}",
            "\\censor{XXXX}",
            "\\emph{Tor Varden}",
            "[Source: Tor Varden]",
            "[the minister: Tor Varden]",
            "[Deleted: Tor Varden]",
            "<a: Tor Varden>",
        ] {
            assert_eq!(told(&format!("The keeper met {mark} at noon.\n")), [""; 0], "{mark}");
        }
    }
}
