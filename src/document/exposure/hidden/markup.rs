//! Finds text in markup that the rendered page does not show: comments, elements that are not displayed, attributes of
//! redaction marks, tracked deletions.
//!
//! Documents are rarely well formed; an element that is never closed hides the text on its line.

use std::collections::HashMap;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::colour::Ground;
use super::css::Declarations;
use super::tag::without_false_tags;
use super::{HiddenKind, See, css, is_mark, is_marking};
use crate::document::Document;
use crate::document::text::word::{begins_with, trim};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// Elements that paint a background inside one another beyond this are passed over.
const DEEPEST: usize = 64;
/// Longer text is no link for readers of the keyboard.
const LONGEST_LINK: usize = 40;

/// An element that is open and hides its text, or says in which colors it is.
struct Element {
    name: Vec<u8>,
    /// How many elements of its name are open since, it included.
    depth: usize,
    ground: Option<Ground>,
    inked: bool,
    /// How it hides its text, and where that begins.
    hides: Option<(HiddenKind, usize)>,
}

pub(crate) fn read(document: &Document<'_>, span: Span, see: See<'_>) {
    let text = document.source.text();
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader {
        text,
        document,
        from: span.start as usize,
        elements: Vec::new(),
        beside: Vec::new(),
        painted: false,
        inked: false,
        vanish: false,
        sheet: None,
        styled_away: HashMap::new(),
        see,
    };
    let inside = without_false_tags(&text[span.range()]);
    Tokenizer::new_with_emitter(&*inside, emitter).for_each(|Ok(token)| reader.token(&token));
    reader.finish(span.end as usize);
}

struct Reader<'r, 's> {
    text: &'r str,
    document: &'r Document<'r>,
    from: usize,
    elements: Vec<Element>,
    beside: Vec<Span>,
    painted: bool,
    inked: bool,
    /// Whether the next run of a word processor's text is hidden.
    vanish: bool,
    sheet: Option<usize>,
    /// The classes and identifiers whose text style sheets may hide, with what they declare of each.
    styled_away: HashMap<String, String>,
    see: See<'s>,
}

impl Reader<'_, '_> {
    fn token(&mut self, token: &Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) => self.end(&tag.name, tag.span.start),
            Token::Comment(comment) => self.comment(comment.span.start, comment.span.end),
            Token::String(text) => self.string(text.span.start, text.span.end),
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let bound = |at: usize| self.text.floor_char_boundary((self.from + at).min(self.text.len()));
        let (start, end) = (bound(start), bound(end));
        Span::new(start as u32, end.max(start) as u32)
    }

    fn comment(&mut self, start: usize, end: usize) {
        let whole = self.span(start, end);
        // The tokenizer's spans hold neither delimiter. What opens like a tag and is none is a comment to it, too.
        let (text, start) = (self.text, whole.start as usize);
        let begin = if text[..start].ends_with("<!--") { start - 4 } else { start };
        let near = text.floor_char_boundary((whole.end as usize + "--!>".len()).min(text.len()));
        let Some(inside) = text[begin..near.max(begin)].strip_prefix("<!--") else { return };
        let Some(length) = inside.find("-->").or_else(|| inside.find("--!>")) else { return };
        let payload = trim(self.text, Span::new(begin as u32 + 4, (begin + 4 + length) as u32));
        let words = &self.text[payload.range()];
        if !WORDS.markup.directives.iter().any(|directive| words.starts_with(directive)) {
            (self.see)(HiddenKind::Comment, payload);
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        if !is_among(&WORDS.markup.inline, &tag.name) {
            self.beside.clear();
        }
        self.painted |= &*tag.name == b"link";
        let is_hidden = self.elements.iter().any(|element| element.hides.is_some());
        let hides = if is_hidden { None } else { self.open(tag).map(|kind| (kind, tag.span.end)) };
        if tag.self_closing || is_among(&WORDS.markup.void, &tag.name) {
            return;
        }
        let (ground, inked) = (painted(tag), inks(tag));
        if hides.is_some() || (ground.is_some() || inked) && self.elements.len() < DEEPEST {
            self.elements.push(Element { name: tag.name.to_vec(), depth: 1, ground, inked, hides });
        } else if let Some(same) = self.elements.iter_mut().rfind(|element| element.name == *tag.name) {
            same.depth += 1;
        }
    }

    fn ground(&self) -> Ground {
        if self.painted {
            return Ground::Unknown;
        }
        self.elements.iter().rev().find_map(|element| element.ground.clone()).unwrap_or(Ground::Paper)
    }

    /// How the element that begins with `tag` hides its text, if it does.
    fn open(&mut self, tag: &StartTag<usize>) -> Option<HiddenKind> {
        let name: &[u8] = &tag.name;
        self.vanish |= name == b"w:vanish";
        if name == b"style" {
            self.sheet = Some(tag.span.end);
        }
        let folded =
            name == b"input" && attribute(tag, b"type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
        if let Some(value) = tag.attributes.get(&b"value"[..]).filter(|_| folded) {
            let span = self.value(value.span.start, value.span.end);
            (self.see)(HiddenKind::Undisplayed, span);
        }
        let void = is_among(&WORDS.markup.void, name);
        if !void || name == b"img" {
            let beside = self.beside(tag);
            self.beside.extend(beside);
        }
        if void || tag.self_closing {
            return None;
        }
        let own = painted(tag);
        // Text is black by default.
        let inked = self.inked || inks(tag) || self.elements.iter().any(|element| element.inked);
        let black = is_among(&WORDS.markup.leaves, name)
            && own.as_ref().is_some_and(Ground::is_black)
            && !inked
            && !self.painted;
        let ground = own.unwrap_or_else(|| self.ground());
        match name {
            b"del" | b"s" | b"strike" | b"w:deltext" => Some(HiddenKind::Tracked),
            b"template" => Some(HiddenKind::Undisplayed),
            b"dialog" if !tag.attributes.contains_key(&b"open"[..]) => Some(HiddenKind::Undisplayed),
            b"w:t" if std::mem::take(&mut self.vanish) => Some(HiddenKind::Undisplayed),
            b"font" if attribute(tag, b"color").is_some_and(|colour| ground.swallows(&colour)) => {
                Some(HiddenKind::SameColour)
            }
            _ if black => Some(HiddenKind::SameColour),
            _ => hides(tag, &ground).or_else(|| self.styled(tag).filter(|_| !is_among(&WORDS.markup.controls, name))),
        }
    }

    /// The attributes of an element that hold words of their own.
    fn beside(&self, tag: &StartTag<usize>) -> Vec<Span> {
        let wordy = |name: &HtmlString| is_among(&WORDS.markup.wordy, name) || name.starts_with(b"data-");
        let values = tag.attributes.iter().filter(|(name, value)| wordy(name) && !value.value.is_empty());
        let spans = values.map(|(_, value)| self.value(value.span.start, value.span.end));
        spans.filter(|span| !self.says_why(&self.text[span.range()])).collect()
    }

    /// Whether `words` give the reason of a mark, or none at all.
    fn says_why(&self, words: &str) -> bool {
        let small = words.to_ascii_lowercase();
        let telling = &self.document.registers.exemptions().telling;
        let code = |word: &str| word.len() < 2 || word.contains(|c: char| c.is_ascii_digit());
        let mut told = small.split(|c: char| !c.is_alphanumeric()).filter(|word| !code(word));
        WORDS.markup.reasons.iter().any(|word| small.contains(word)) || told.all(|word| telling.is_reason(word))
    }

    /// The value of an attribute, of which the tokenizer gives the name and the quotes as well.
    fn value(&self, start: usize, end: usize) -> Span {
        let whole = self.span(start, end);
        let from = self.text[whole.range()].find('=').map_or(0, |at| at + 1);
        let span = trim(self.text, whole.part(from, whole.len() as usize - from));
        let inside = &self.text[span.range()];
        let lead = inside.len() - inside.trim_start_matches(['"', '\'']).len();
        span.part(lead, inside.trim_matches(['"', '\'']).len())
    }

    /// How a style sheet hides the text of an element by its class or identifier, if it does.
    fn styled(&self, tag: &StartTag<usize>) -> Option<HiddenKind> {
        if self.styled_away.is_empty() {
            return None;
        }
        let classes = attribute(tag, b"class").unwrap_or_default();
        let names = classes.split_ascii_whitespace().map(|class| format!(".{class}"));
        let names = names.chain(attribute(tag, b"id").map(|id| format!("#{id}")));
        let mut styles = names.filter_map(|name| self.styled_away.get(&name));
        styles.find_map(|style| css::hides(style, &self.ground())).map(|kind| match kind {
            HiddenKind::Undisplayed => HiddenKind::StyledAway,
            other => other,
        })
    }

    fn end(&mut self, name: &[u8], at: usize) {
        self.beside.clear();
        if let Some(start) = self.sheet.take_if(|_| name == b"style") {
            let sheet = &self.text[self.span(start, at).range()];
            self.styled_away.extend(css::hidden_names(sheet));
            self.painted |= css::paints(sheet);
            self.inked |= sheet.contains("color");
        }
        let Some(index) = self.elements.iter().rposition(|element| element.name == name) else { return };
        // What was left open inside an element ends with it.
        for left in self.elements.split_off(index + 1) {
            self.close_unended(&left, at);
        }
        self.elements[index].depth -= 1;
        if self.elements[index].depth == 0 {
            self.elements.pop().and_then(|element| element.hides).into_iter().for_each(|hides| self.close(hides, at));
        }
    }

    fn close(&mut self, (kind, start): (HiddenKind, usize), end: usize) {
        let payload = trim(self.text, self.span(start, end));
        let words = &self.text[payload.range()];
        let skips = || words.len() <= LONGEST_LINK && WORDS.markup.skipping.iter().any(|it| begins_with(words, it));
        let as_it_should = kind == HiddenKind::Tracked && is_marking(words) || skips();
        if !is_mark(words) && !as_it_should && has_text(words) {
            (self.see)(kind, payload);
        }
    }

    /// Closes an element that is not ended in the file. A lone `<s>` is more often a scanner's than an editor's.
    fn close_unended(&mut self, element: &Element, end: usize) {
        element.hides.into_iter().filter(|(kind, _)| *kind != HiddenKind::Tracked).for_each(|it| self.close(it, end));
    }

    /// Text: if it is a redaction mark, the attributes around it may say what it hides.
    fn string(&mut self, start: usize, end: usize) {
        let place = self.span(start, end);
        let words = &self.text[place.range()];
        if !words.trim().is_empty() {
            let beside = std::mem::take(&mut self.beside);
            if !beside.is_empty() && (is_mark(words) || self.document.redactions().cover(self.text, place)) {
                beside.into_iter().for_each(|span| (self.see)(HiddenKind::Attribute, span));
            }
        }
    }

    fn finish(&mut self, end: usize) {
        for element in std::mem::take(&mut self.elements) {
            let start = element.hides.map_or(end, |(_, start)| self.from + start);
            let line = self.text[start..end].find(['\n', '\r']).map_or(end, |length| start + length);
            self.close_unended(&element, line - self.from);
        }
    }
}

fn painted(tag: &StartTag<usize>) -> Option<Ground> {
    let value = attribute(tag, b"bgcolor").or_else(|| Declarations::new(&attribute(tag, b"style")?).background());
    value.map(|value| Ground::of(&value))
}

fn inks(tag: &StartTag<usize>) -> bool {
    let named = ["color", "text"].iter().any(|name| tag.attributes.contains_key(name.as_bytes()));
    named || attribute(tag, b"style").is_some_and(|style| Declarations::new(&style).value("color").is_some())
}

/// Whether anything but tags is in `markup`: pictures and buttons are folded away, too.
fn has_text(markup: &str) -> bool {
    let behind = |piece| str::split_once(piece, '>').map_or("", |(_, text)| text);
    let mut pieces = markup.split('<');
    let text = pieces.next().into_iter().chain(pieces.map(behind));
    text.flat_map(str::chars).filter(|c| c.is_alphabetic()).nth(1).is_some()
}

/// How the attributes of an element hide its text, if they do.
fn hides(tag: &StartTag<usize>, ground: &Ground) -> Option<HiddenKind> {
    if tag.attributes.contains_key(&b"hidden"[..]) {
        return Some(HiddenKind::Undisplayed);
    }
    let covered = |class: String| class.split_ascii_whitespace().any(|class| WORDS.markup.covered.contains(&class));
    if attribute(tag, b"class").is_some_and(covered) {
        return Some(HiddenKind::Undisplayed);
    }
    attribute(tag, b"style").and_then(|style| css::hides(&style, ground))
}

fn is_among(list: &[&str], name: &[u8]) -> bool {
    list.iter().any(|known| known.as_bytes() == name)
}

fn attribute(tag: &StartTag<usize>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|value| String::from_utf8_lossy(&value.value).into_owned())
}

#[cfg(test)]
mod tests {
    use crate::document::exposure::hidden::HiddenKind::{
        Attribute, Comment, SameColour, StyledAway, Tracked, Undisplayed,
    };
    use crate::document::exposure::hidden::tests::{found_in, of};

    #[test]
    fn comments_are_found_with_their_words_alone() {
        assert_eq!(of(Comment, "a <!-- John\r\nFictive --> b\r\n<!-- second -->"), ["John\r\nFictive", "second"]);
        assert!(of(Comment, "<!-- -- --> <!-- cable-lint: allow x --> <!-- never closed").is_empty());
        assert_eq!(of(Comment, "<!-- first --> <?xml?> <!x> </ x> <!--> b <!-- John --!> c"), ["first", "John"]);
    }

    #[test]
    fn elements_that_are_not_displayed_are_found() {
        for hidden in [
            "<span hidden>John Fictive</span>",
            "<div style='display: none'>John Fictive</div>",
            "<p style=\"opacity:0\">John Fictive",
            "<span class=\"big redacted\">John Fictive</span>",
            "<template>John Fictive</template>",
            "<dialog>John Fictive</dialog>",
            "<w:rPr><w:vanish/></w:rPr><w:t>John Fictive</w:t>",
            "<input type=hidden value=\"John Fictive\">",
        ] {
            assert_eq!(of(Undisplayed, &format!("1. He met {hidden}\r\nand left.")), ["John Fictive"], "{hidden}");
        }
        let nested = "<div hidden>John <div>Q.</div> Fictive</div> left";
        assert_eq!(of(Undisplayed, nested), ["John <div>Q.</div> Fictive"]);
        assert!(of(Undisplayed, "<a style='left:-9999px' hidden href=#main>Skip to main content</a>").is_empty());
        let said = "Skip to what John Fictive said of the harbor and its keeper";
        assert_eq!(of(Undisplayed, &format!("<a hidden>{said}</a>")), [said]);
        assert!(of(Undisplayed, "<template><svg class=icon><path d=\"M0 0\"/></svg></template>").is_empty());
    }

    #[test]
    fn what_a_style_sheet_takes_off_the_page_is_found() {
        let text = "<style>.n { display: none }</style><p class=\"a n\">John Fictive</p><p class=a>seen</p>";
        assert_eq!(of(StyledAway, text), ["John Fictive"]);
        assert!(of(StyledAway, "<style>.n{color:red}</style><p class=n>seen</p>").is_empty());
        assert!(of(StyledAway, "<style>.n{display:none}</style><nav class=n>Home</nav>").is_empty());
    }

    #[test]
    fn text_in_the_colour_of_its_ground_is_found() {
        assert_eq!(of(SameColour, "<span style='color:#000;background:#000'>John</span>"), ["John"]);
        assert_eq!(of(SameColour, "<font color=white>John</font>"), ["John"]);
        for hidden in [
            "<span style='background:black'>John</span>",
            "<td bgcolor=black style='color:#000'>John</td>",
            "<font color=#000 style='background:hsl(0 0% 0%)'>John</font>",
        ] {
            assert_eq!(of(SameColour, hidden), ["John"], "{hidden}");
        }
        assert!(of(SameColour, "<p style='color:#ccc'><span style='background:black'>John</span>").is_empty());
        let after = "<i style='background:navy'>a</i> <font color=white>John</font>";
        assert_eq!(of(SameColour, after), ["John"]);
        assert_eq!(of(SameColour, "<style>p{color:red}</style><font color=white>John</font>"), ["John"]);
        assert!(of(SameColour, "<style>p{background:navy}</style><font color=white>John</font>").is_empty());
        assert!(of(SameColour, "<link rel=stylesheet href=a.css><font color=white>John</font>").is_empty());
        assert!(of(SameColour, "<table bgcolor=navy><font color=white>John</font></table>").is_empty());
    }

    #[test]
    fn an_attribute_around_a_mark_tells_what_it_hides() {
        assert_eq!(of(Attribute, "by <span title=\"John Fictive\">████</span>"), ["John Fictive"]);
        assert_eq!(of(Attribute, "by <abbr data-name='John Fictive'>[REDACTED]</abbr>"), ["John Fictive"]);
        for mark in ["[REDACTED B6]", "[name redacted]", "[(b)(6)]", "XXXXXXXXXXXX"] {
            let told = format!("RELEASE IN PART B6\nHe met <span title=\"John Fictive\">{mark}</span> there.");
            assert_eq!(of(Attribute, &told), ["John Fictive"], "{mark}");
            for why in ["Personal privacy", "Exemption (b)(6): unwarranted invasion of privacy", "1 line", "a1b2c3d4"] {
                assert!(of(Attribute, &told.replace("John Fictive", why)).is_empty(), "{why}");
            }
        }
        assert_eq!(of(Attribute, "by <img src=a.png alt=\"John Fictive\"> [REDACTED]"), ["John Fictive"]);
        assert!(of(Attribute, "<a title=\"John Fictive\">the minister</a>").is_empty());
    }

    #[test]
    fn deleted_runs_are_found_and_struck_markings_are_not() {
        assert_eq!(of(Tracked, "the <del>fictive</del> <s>words</s>"), ["fictive", "words"]);
        assert_eq!(of(Tracked, "<w:del><w:r><w:delText>fictive</w:delText></w:r></w:del>"), ["fictive"]);
        assert!(of(Tracked, "<s>CONFIDENTIAL</s>").is_empty());
    }

    #[test]
    fn harmless_markup_is_left_alone() {
        let text = "TAGS: <u>PREL</u>\nFrom: Jane <jane.fictive@example.com>\nTo: <preines\n<b>bold</b> 5 < 6 > 4 <!DOCTYPE html> <?xml?>";
        assert_eq!(found_in("x.txt", text), []);
    }
}
