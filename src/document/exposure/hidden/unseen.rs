//! Finds invisible characters.
//!
//! Unicode defines which characters are ignored by default. Their intended uses are not reported: joiners in scripts
//! whose letters join, direction marks among right-to-left letters, tags in flags, and selectors after characters with
//! variants (Unicode Standard, chapters 9, 12, 23.2 to 23.9; UTS 51).

use std::collections::BTreeSet;

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use super::{Hidden, HiddenKind};
use crate::source::Span;

/// Letters from which on a word is so long that printers mark where it may be broken.
const LONG_WORD: usize = 12;
/// How many different private characters make a text. Fewer are bullets and arrows of a symbol font.
const PRIVATE: usize = 3;

type Place = (usize, char);

pub(crate) fn read(text: &str, span: Span, found: &mut Vec<Hidden>) {
    let mut reader = Reader { text, found, before: None, right_to_left: false, line_looked_at: 0 };
    let mut at = span.start as usize;
    while let Some(character) = text[at..span.end as usize].chars().next() {
        at = reader.read(at, character);
    }
}

struct Reader<'r> {
    text: &'r str,
    found: &'r mut Vec<Hidden>,
    before: Option<char>,
    right_to_left: bool,
    /// The first byte of which that is not known.
    line_looked_at: usize,
}

impl Reader<'_> {
    fn read(&mut self, at: usize, character: char) -> usize {
        let next = at + character.len_utf8();
        if character.is_ascii() {
            self.before = Some(character);
            return next;
        }
        match kind(character) {
            None => {
                // A vowel sign or an accent belongs to the letter before it.
                if !is_combining_mark(character) {
                    self.before = Some(character);
                }
                next
            }
            Some(HiddenKind::PrivateUse) => self.private(at),
            Some(HiddenKind::Payload) => self.payload(at, character),
            Some(HiddenKind::SoftHyphen) => {
                // At the end of a line it is where a printer broke a word.
                let behind = self.text[next..].starts_with(char::is_alphabetic);
                let inside = self.before.is_some_and(char::is_alphabetic) && behind;
                self.see(HiddenKind::SoftHyphen, at, next, inside && self.letters_around(at) < LONG_WORD);
                next
            }
            Some(HiddenKind::Direction) => {
                let allowed = !matches!(character, '\u{202D}' | '\u{202E}') && self.line_is_right_to_left(at);
                self.see(HiddenKind::Direction, at, next, !allowed);
                next
            }
            Some(_) if character == '\u{FEFF}' && self.begins_line(at) => {
                self.see(HiddenKind::StrayMark, at, next, true);
                next
            }
            Some(_) => {
                let allowed = self.joins(character, next);
                self.see(HiddenKind::ZeroWidth, at, next, !allowed);
                next
            }
        }
    }

    fn see(&mut self, kind: HiddenKind, start: usize, end: usize, hides: bool) {
        if !hides {
            return;
        }
        match self.found.last_mut() {
            Some(last) if last.kind == kind && last.span.end as usize == start => last.span.end = end as u32,
            _ => self.found.push(Hidden {
                kind,
                span: Span::new(start as u32, end as u32),
                decoded: None,
                covered: None,
                estimated: false,
            }),
        }
    }

    fn payload(&mut self, start: usize, first: char) -> usize {
        let run: Vec<Place> = self.text[start..]
            .char_indices()
            .take_while(|(_, c)| kind(*c) == Some(HiddenKind::Payload))
            .map(|(at, c)| (start + at, c))
            .collect();
        let (last, character) = run[run.len() - 1];
        let end = last + character.len_utf8();
        let flag = self.before == Some('\u{1F3F4}') && character == '\u{E007F}' && run.iter().all(|(_, c)| is_tag(*c));
        let variant = run.len() == 1 && !is_tag(first) && self.has_variants(end);
        if !flag && !variant {
            let bytes: Vec<u8> = run.iter().filter_map(|(_, c)| byte(*c)).collect();
            let decoded = Some(String::from_utf8_lossy(&bytes).into_owned());
            let span = Span::new(start as u32, end as u32);
            self.found.push(Hidden { kind: HiddenKind::Payload, span, decoded, covered: None, estimated: false });
        }
        end
    }

    /// A run of private characters, with the spaces between them, and what it says if a font of symbols writes it.
    fn private(&mut self, start: usize) -> usize {
        let is_private = |c: char| kind(c) == Some(HiddenKind::PrivateUse);
        let rest = &self.text[start..];
        let run = &rest[..rest.find(|c: char| !is_private(c) && c != ' ').unwrap_or(rest.len())];
        let run = run.trim_end_matches(' ');
        let different: BTreeSet<char> = run.chars().filter(|c| is_private(*c)).collect();
        let end = start + run.len();
        if different.len() >= PRIVATE {
            let decoded: String = run.chars().map(|c| symbol(c).unwrap_or(c)).filter(|c| !is_private(*c)).collect();
            let span = Span::new(start as u32, end as u32);
            self.found.push(Hidden {
                kind: HiddenKind::PrivateUse,
                span,
                decoded: Some(decoded),
                covered: None,
                estimated: false,
            });
        }
        self.before = run.chars().next_back();
        end
    }

    fn begins_line(&self, at: usize) -> bool {
        let goes_on = |last: &Hidden| last.kind == HiddenKind::StrayMark && last.span.end as usize == at;
        at == 0 || self.text[..at].ends_with(['\n', '\r', '\u{C}']) || self.found.last().is_some_and(goes_on)
    }

    /// How many letters the word has in which `at` is, soft hyphens not counted.
    fn letters_around(&self, at: usize) -> usize {
        let belongs = |c: &char| c.is_alphabetic() || *c == '\u{AD}';
        let before = self.text[..at].chars().rev().take(4 * LONG_WORD).take_while(belongs);
        let behind = self.text[at..].chars().take(4 * LONG_WORD).take_while(belongs);
        before.chain(behind).filter(|c| c.is_alphabetic()).count()
    }

    /// Whether the last character has variants that a selector can choose between.
    fn has_variants(&self, next: usize) -> bool {
        let keycap = self.text[next..].starts_with('\u{20E3}');
        self.before.is_some_and(|before| if before.is_ascii() { keycap } else { !before.is_whitespace() })
    }

    /// Whether a joiner or filler does what it was made for.
    fn joins(&self, character: char, next: usize) -> bool {
        let after = self.text[next..].chars().next();
        let (before, after) = (self.before.unwrap_or('\n'), after.unwrap_or('\n'));
        match character {
            // An emoji of several, perhaps with a selector between, which is not a character to see.
            '\u{200D}' if !before.is_ascii() && is_pictograph(after) => true,
            // A joiner may be written beside another, or after a space before the ending that it holds.
            '\u{200C}' | '\u{200D}' => {
                joins_letters(before) && (joins_letters(after) || !after.is_alphabetic())
                    || !before.is_alphabetic() && joins_letters(after)
            }
            // Where lines may break in scripts without spaces.
            // Programs that make pages keep tags apart with it.
            '\u{200B}' if before == '>' && after == '<' => true,
            '\u{200B}' | '\u{2060}' => breaks_without_blanks(before) || breaks_without_blanks(after),
            '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => before.script() == Script::Hangul,
            '\u{17B4}' | '\u{17B5}' => before.script() == Script::Khmer,
            '\u{180E}' => before.script() == Script::Mongolian,
            '\u{34F}' => !before.is_ascii(),
            '\u{2800}' => before.script() == Script::Braille || after.script() == Script::Braille,
            _ => false,
        }
    }

    /// Whether the line in which `at` is has a letter that is written from the right. Each line is looked at once.
    fn line_is_right_to_left(&mut self, at: usize) -> bool {
        if at >= self.line_looked_at {
            let start = self.text[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let end = self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |end| at + end);
            self.right_to_left = self.text[start..end].chars().any(is_right_to_left);
            self.line_looked_at = end;
        }
        self.right_to_left
    }
}

/// Characters without width that join, fill or mark, each alone in its block.
const FILLERS: &str = "\u{34F}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180E}\u{2800}\u{3164}\u{FEFF}\u{FFA0}";

fn kind(character: char) -> Option<HiddenKind> {
    match character {
        '\u{AD}' => Some(HiddenKind::SoftHyphen),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Some(HiddenKind::Direction)
        }
        '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}' => Some(HiddenKind::Payload),
        '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' => {
            Some(HiddenKind::ZeroWidth)
        }
        _ if FILLERS.contains(character) => Some(HiddenKind::ZeroWidth),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}' => {
            Some(HiddenKind::PrivateUse)
        }
        _ => None,
    }
}

fn symbol(character: char) -> Option<char> {
    matches!(character, '\u{F020}'..='\u{F07E}').then(|| char::from_u32(character as u32 - 0xF000)).flatten()
}

fn is_tag(character: char) -> bool {
    matches!(character, '\u{E0000}'..='\u{E007F}')
}

fn byte(character: char) -> Option<u8> {
    let code = character as u32;
    let byte = match code {
        0xFE00..=0xFE0F => code - 0xFE00,
        0xE0100..=0xE01EF => code - 0xE0100 + 16,
        0xE0020..=0xE007E => code - 0xE0000,
        _ => return None,
    };
    u8::try_from(byte).ok()
}

fn is_pictograph(character: char) -> bool {
    matches!(character as u32, 0x2190..=0x2BFF | 0x1F000..=0x1FAFF | 0xFE0F)
}

/// Scripts whose letters join, or are distinguished by joiners.
const JOINING: [Script; 26] = {
    use Script::*;
    [
        Adlam, Arabic, Balinese, Bengali, Brahmi, Chakma, Devanagari, Grantha, Gujarati, Gurmukhi, Javanese, Kannada,
        Khmer, Malayalam, Mandaic, Mongolian, Myanmar, Newa, Nko, Oriya, Sinhala, Syriac, Tamil, Telugu, Thaana,
        Tibetan,
    ]
};

fn joins_letters(character: char) -> bool {
    JOINING.contains(&character.script())
}

fn breaks_without_blanks(character: char) -> bool {
    use Script::{Han, Hiragana, Katakana, Khmer, Lao, Myanmar, Thai, Tibetan};
    matches!(character.script(), Han | Hiragana | Katakana | Khmer | Lao | Myanmar | Thai | Tibetan)
}

fn is_right_to_left(character: char) -> bool {
    // The mark of an Arabic letter is not a letter itself.
    if kind(character).is_some() {
        return false;
    }
    use Script::{Adlam, Arabic, Hebrew, Mandaic, Nko, Samaritan, Syriac, Thaana};
    matches!(character.script(), Adlam | Arabic | Hebrew | Mandaic | Nko | Samaritan | Syriac | Thaana)
}

#[cfg(test)]
mod tests {
    use crate::document::exposure::hidden::HiddenKind::{
        Direction, Payload, PrivateUse, SoftHyphen, StrayMark, ZeroWidth,
    };
    use crate::document::exposure::hidden::tests::{found_in, of};

    #[test]
    fn what_nobody_sees_in_latin_text_is_found() {
        assert_eq!(of(ZeroWidth, "Fic\u{200B}tive and \u{2060}\u{FEFF}x"), ["\u{200B}", "\u{2060}\u{FEFF}"]);
        assert_eq!(of(Direction, "paid \u{202E}evitcif\u{202C} now"), ["\u{202E}", "\u{202C}"]);
        assert_eq!(of(Direction, "a \u{2066}b\u{2069} \u{61C}c").len(), 3);
        assert_eq!(of(SoftHyphen, "Fic\u{AD}tive, docu\u{AD}\nment"), ["\u{AD}"]);
    }

    #[test]
    fn a_mark_between_files_is_told_from_one_in_a_word() {
        assert_eq!(of(StrayMark, "one\n\u{FEFF}two\r\n\u{FEFF}\u{FEFF}three").len(), 2);
        assert_eq!(of(ZeroWidth, "one\n\u{FEFF}\u{FEFF}two, Fic\u{FEFF}tive"), ["\u{FEFF}"]);
    }

    #[test]
    fn a_text_in_a_font_of_symbols_is_decoded() {
        let private: String = "Jane Q.".chars().map(|c| char::from_u32(0xF000 + c as u32).expect("private")).collect();
        assert_eq!(of(PrivateUse, &format!("met {private} today")), ["Jane Q."]);
        for text in ["\u{F0B7} one", "\u{F0E0}\u{F0E0}\u{F0E0}\u{F0E0} next", "\u{F8FF} and \u{E001}\u{E002}"] {
            assert_eq!(of(PrivateUse, text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn tags_and_selectors_are_decoded() {
        let tags: String = "Fictive".bytes().map(|b| char::from_u32(0xE0000 + u32::from(b)).expect("a tag")).collect();
        assert_eq!(of(Payload, &format!("text{tags} goes on")), ["Fictive"]);
        let selectors: String =
            "Fictive".bytes().map(|b| char::from_u32(0xE0100 + u32::from(b) - 16).expect("a selector")).collect();
        assert_eq!(of(Payload, &format!("😀{selectors}")), ["Fictive"]);
        assert_eq!(of(Payload, "a\u{FE0F}b").len(), 1);
    }

    #[test]
    fn other_scripts_and_emoji_keep_what_they_need() {
        for text in [
            "می\u{200C}خواهم بروم",
            "نامه\u{200C}ها",
            "قال \u{200F}(مثلا)\u{200E} 12",
            "\u{2067}שלום\u{2069} and \u{200F}שלום",
            "क\u{94D}\u{200D}ष और क\u{94D}\u{200C}ष",
            "ශ\u{DCA}\u{200D}රී ලංකා",
            "ภาษา\u{200B}ไทย",
            "👩\u{200D}👧 ❤\u{FE0F} 🏳\u{FE0F}\u{200D}🌈 1\u{FE0F}\u{20E3}",
            "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "بُ\u{200D}ب و نَ\u{200C}ه و می\u{200C}",
            "നന്\u{200D}മ, അവന്\u{200D}",
            "کتاب \u{200C}ها، (\u{200D}ه)",
            "中文。\u{200B}更多",
            "🧑\u{1F3FD}\u{200D}🚀 🏳\u{FE0F}\u{200D}⚧\u{FE0F} #\u{FE0F}\u{20E3} ©\u{FE0E}",
            "Donau\u{AD}dampf\u{AD}schiff\u{AD}fahrt und Ge\u{AD}schäfts\u{AD}ord\u{AD}nung",
            "葛\u{E0100}城 ⅷ naïve – “quoted”",
            "<sup>?</sup>\u{200B}<sup>1</sup>",
            "\u{FEFF}a file that begins with a mark",
        ] {
            assert_eq!(found_in("x.txt", text), [], "{text:?}");
        }
    }
}
