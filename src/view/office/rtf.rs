//! Reads rich text (RTF 1.9.1): body, headers, footers and notes, and what is hidden in them.

mod token;

use std::collections::BTreeMap;

use super::fields::Fields;
use super::look::{Colour, Look, WHITE};
use super::properties;
use super::story::{Block, Paragraph, Story};
use crate::register::vocabulary::WORDS;
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;
use token::{Token, Tokens, encoding};

/// How deep groups may lie in one another.
const DEEPEST: usize = 2000;

/// What the text of a group is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Purpose {
    #[default]
    Text,
    Header,
    Footer,
    Note,
    Comment,
    Author,
    /// The code of a field.
    Code,
    /// A property of the file; what it is called, by its place in the register.
    Property(usize),
    /// The name of a property of the user, and its value.
    Named,
    Value,
    Fonts,
    Colours,
    Nothing,
}

/// What holds until the group ends.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    purpose: Purpose,
    look: Look,
    deleted: bool,
    inserted: bool,
    /// How many characters stand behind one that is written by its number, for programs that do not know it.
    behind: usize,
    font: i32,
}

/// Whether a file is rich text.
pub(super) fn is_rtf(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).starts_with(b"{\\rtf")
}

pub(super) fn read(bytes: &[u8], packing: &mut Packing) -> Result<(), Unreadable> {
    // One character stands behind one that is written by its number, until the file says otherwise.
    let mut reader = Reader { state: State { behind: 1, ..State::default() }, ..Reader::default() };
    let tokens = Tokens::new(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    for token in tokens {
        if reader.groups.len() > DEEPEST {
            return Err(Unreadable::Packed(format!("its groups lie more than {DEEPEST} deep in one another")));
        }
        reader.token(token);
        if reader.done {
            break;
        }
    }
    reader.flush();
    if !reader.done {
        return Err(Unreadable::Packed("the file is damaged: it ends in the middle".to_owned()));
    }
    reader.end_paragraph();
    let Reader { headers, body, notes, footers, hidden, .. } = reader;
    let parts = [("header", headers.apart()), ("body", body), ("footnotes", notes), ("footer", footers.apart())];
    for (name, story) in parts {
        if !story.blocks.is_empty() {
            packing.part(name);
            story.write(packing);
        }
    }
    for (name, value, custom) in hidden {
        properties::add(&name, &value, custom, packing);
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Reader {
    state: State,
    groups: Vec<State>,
    /// Bytes of text whose encoding the font says.
    bytes: Vec<u8>,
    page: u32,
    charsets: BTreeMap<i32, u32>,
    colours: Vec<Option<Colour>>,
    colour: [Option<u8>; 3],
    /// Characters yet to be passed over.
    skip: usize,
    /// Whether the next word begins a group that programs may pass over.
    optional: bool,
    headers: Story,
    body: Story,
    notes: Story,
    footers: Story,
    paragraphs: BTreeMap<u8, Paragraph>,
    row: Vec<Vec<Paragraph>>,
    in_table: bool,
    /// What properties say: name, value, and whether the user named it.
    hidden: Vec<(String, String, bool)>,
    words: String,
    author: String,
    pending: bool,
    done: bool,
}

impl Reader {
    fn token(&mut self, token: Token<'_>) {
        if !matches!(token, Token::Byte(_)) {
            self.flush();
        }
        match token {
            Token::Open => {
                self.groups.push(self.state);
                self.optional = false;
                self.skip = 0;
            }
            Token::Close => self.close(),
            Token::Optional => self.optional = true,
            Token::Byte(_) if self.skip > 0 => self.skip -= 1,
            Token::Byte(byte) => self.bytes.push(byte),
            Token::Character(code) => {
                self.say(&char::from_u32(code).unwrap_or('\u{FFFD}').to_string());
                self.skip = self.state.behind;
            }
            Token::Word(word, number) => {
                self.skip = 0;
                let optional = std::mem::take(&mut self.optional);
                self.word(word, number, optional);
            }
        }
    }

    fn close(&mut self) {
        let closed = self.state;
        self.state = self.groups.pop().unwrap_or_default();
        self.done = self.groups.is_empty();
        self.skip = 0;
        if closed.purpose == self.state.purpose {
            return;
        }
        match closed.purpose {
            Purpose::Code => {
                let code = std::mem::take(&mut self.words);
                if let Some(data) = Fields::data(&code) {
                    self.paragraph().hide_in("field", HiddenKind::FieldCode, data);
                }
            }
            Purpose::Comment => {
                let (said, author) = (std::mem::take(&mut self.words), std::mem::take(&mut self.author));
                if said.contains(char::is_alphanumeric) {
                    let said = format!("{}: {}", author.trim(), said.trim());
                    self.paragraph().hide_in("comments", HiddenKind::Comment, said);
                }
            }
            Purpose::Author => self.author = std::mem::take(&mut self.words),
            Purpose::Property(at) => {
                let name = WORDS.office.telling.get(at).copied().unwrap_or_default();
                self.hidden.push((name.to_owned(), std::mem::take(&mut self.words), false));
            }
            Purpose::Named => self.author = std::mem::take(&mut self.words),
            Purpose::Value => {
                let name = std::mem::take(&mut self.author);
                self.hidden.push((name, std::mem::take(&mut self.words), true));
            }
            Purpose::Header | Purpose::Footer | Purpose::Note => {
                let around = std::mem::replace(&mut self.state, closed);
                self.end_paragraph();
                self.state = around;
            }
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>, optional: bool) {
        let on = number != Some(0);
        if self.state.purpose == Purpose::Nothing {
            return;
        }
        match word {
            "par" | "sect" => self.end_paragraph(),
            "page" | "pagebb" if self.state.purpose == Purpose::Text => {
                self.end_paragraph();
                self.body.blocks.push(Block::Feed);
            }
            "line" => self.say("\n"),
            "tab" => self.say("\t"),
            "cell" | "nestcell" => {
                let paragraph = std::mem::take(self.paragraph());
                self.cell().push(paragraph);
                self.row.push(Vec::new());
            }
            "row" | "nestrow" => {
                self.row.retain(|cell| !cell.is_empty());
                let row = std::mem::take(&mut self.row);
                self.story().blocks.push(Block::Row(row));
            }
            "intbl" => self.in_table = true,
            "pard" => self.in_table = false,
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "bullet" => self.say("•"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "~" => self.say(" "),
            "_" => self.say("-"),
            "v" => self.state.look.hidden = Some(on),
            "strike" | "striked" => self.state.look.struck = Some(on),
            "caps" | "scaps" => self.state.look.capitals = Some(on),
            "plain" => {
                self.state.look = Look::default();
                (self.state.deleted, self.state.inserted) = (false, false);
            }
            "deleted" => self.state.deleted = on,
            "revised" => self.state.inserted = on,
            "cf" => self.state.look.colour = Some(self.coloured(number)),
            "highlight" => self.state.look.marker = Some(self.coloured(number)),
            "cb" | "chcbpat" => self.state.look.ground = Some(self.coloured(number)),
            "fs" => self.state.look.size = number.map(|size| size as f32 / 2.0),
            "uc" => self.state.behind = number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).min(16),
            "ansicpg" => self.page = number.and_then(|page| u32::try_from(page).ok()).unwrap_or(0),
            "f" => self.state.font = number.unwrap_or(0),
            "fcharset" if self.state.purpose == Purpose::Fonts => {
                let page = number.and_then(token::page_of_charset);
                self.charsets.extend(page.map(|page| (self.state.font, page)));
            }
            "red" => self.colour[0] = number.map(|value| value.clamp(0, 255) as u8),
            "green" => self.colour[1] = number.map(|value| value.clamp(0, 255) as u8),
            "blue" => self.colour[2] = number.map(|value| value.clamp(0, 255) as u8),
            _ => self.destination(word, optional),
        }
    }

    /// Begins a part of the file that is not its text.
    fn destination(&mut self, word: &str, optional: bool) {
        let property = || WORDS.office.telling.iter().position(|telling| telling.eq_ignore_ascii_case(word));
        let purpose = match word {
            "header" | "headerl" | "headerr" | "headerf" => Purpose::Header,
            "footer" | "footerl" | "footerr" | "footerf" => Purpose::Footer,
            "footnote" => Purpose::Note,
            "annotation" => Purpose::Comment,
            "atnauthor" => Purpose::Author,
            "fldinst" => Purpose::Code,
            "fonttbl" => Purpose::Fonts,
            "colortbl" => Purpose::Colours,
            "propname" => Purpose::Named,
            "staticval" => Purpose::Value,
            "info" | "userprops" | "fldrslt" | "listtext" | "pntext" | "shptxt" | "shpinst" | "nesttableprops"
            | "shp" | "shppict" | "result" => return,
            "objdata" => {
                self.paragraph().hide_in("object", HiddenKind::EmbeddedFile, "object".to_owned());
                Purpose::Nothing
            }
            "stylesheet" | "listtable" | "listoverridetable" | "pict" | "nonshppict" | "revtbl" | "rsidtbl"
            | "themedata" | "datastore" | "generator" | "atnid" | "atnref" | "atrfstart" | "atrfend" | "creatim"
            | "revtim" | "printim" | "buptim" | "nonesttables" | "xe" | "tc" | "sn" | "sv" => Purpose::Nothing,
            _ if optional => property().map_or(Purpose::Nothing, Purpose::Property),
            _ => match property().filter(|_| self.groups.len() == 3) {
                Some(at) => Purpose::Property(at),
                None => return,
            },
        };
        self.state.purpose = purpose;
        if matches!(purpose, Purpose::Header | Purpose::Footer | Purpose::Note) {
            self.state.look = Look::default();
        }
    }

    fn coloured(&self, number: Option<i32>) -> Option<Colour> {
        let at = usize::try_from(number?).ok()?;
        self.colours.get(at).copied().flatten()
    }

    /// Decodes the bytes that were gathered.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let page = self.charsets.get(&self.state.font).copied().unwrap_or(self.page);
        self.say(&encoding(page).decode_without_bom_handling(&bytes).0);
    }

    fn say(&mut self, text: &str) {
        let State { purpose, look, deleted, inserted, .. } = self.state;
        match purpose {
            Purpose::Nothing | Purpose::Fonts => {}
            Purpose::Colours => {
                for _ in text.matches(';') {
                    let [red, green, blue] = std::mem::take(&mut self.colour);
                    self.colours.push(red.zip(green).zip(blue).map(|((red, green), blue)| [red, green, blue]));
                }
            }
            Purpose::Text | Purpose::Header | Purpose::Footer | Purpose::Note => {
                if inserted && !self.pending && text.contains(char::is_alphanumeric) {
                    self.pending = true;
                    let said = "inserted by a reviewer".to_owned();
                    self.paragraph().hide_in("tracked changes", HiddenKind::Pending, said);
                }
                let hidden = if deleted { Some(HiddenKind::Tracked) } else { look.hides(WHITE) };
                let text = look.shown(text.into());
                match hidden {
                    Some(kind) => self.paragraph().hide(kind, &text),
                    None => self.paragraph().put(&text),
                }
            }
            _ => self.words.push_str(text),
        }
    }

    /// The paragraph that is being written, of the body or of a header.
    fn paragraph(&mut self) -> &mut Paragraph {
        let place = match self.state.purpose {
            Purpose::Header => 1,
            Purpose::Footer => 2,
            Purpose::Note => 3,
            _ => 0,
        };
        self.paragraphs.entry(place).or_default()
    }

    fn story(&mut self) -> &mut Story {
        match self.state.purpose {
            Purpose::Header => &mut self.headers,
            Purpose::Footer => &mut self.footers,
            Purpose::Note => &mut self.notes,
            _ => &mut self.body,
        }
    }

    fn cell(&mut self) -> &mut Vec<Paragraph> {
        if self.row.is_empty() {
            self.row.push(Vec::new());
        }
        let last = self.row.len() - 1;
        &mut self.row[last]
    }

    fn end_paragraph(&mut self) {
        match self.state.purpose {
            Purpose::Text | Purpose::Header | Purpose::Footer | Purpose::Note => {}
            Purpose::Comment => return self.words.push('\n'),
            _ => return,
        }
        let paragraph = std::mem::take(self.paragraph());
        if self.in_table && self.state.purpose == Purpose::Text {
            self.cell().push(paragraph);
        } else {
            self.story().paragraph(paragraph);
        }
    }
}
