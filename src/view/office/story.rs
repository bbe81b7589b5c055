//! Holds the paragraphs, rows and hidden pieces of a text until they are written down as lines.

use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;
use crate::view::harmless::is_harmless;

/// A paragraph, with what is hidden in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Seen(String),
    /// How it is hidden, in which part if not where the text is, and what it says.
    Hidden(HiddenKind, Option<&'static str>, String),
    /// That so much of a text that is seen elsewhere seems to be covered, in percent.
    Below(String, u8),
}

impl Paragraph {
    /// Adds text that readers see.
    pub(super) fn put(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Seen(before)) => before.push_str(text),
            _ => self.pieces.push(Piece::Seen(text.to_owned())),
        }
    }

    /// Adds hidden text, joined with what is hidden the same way right before.
    pub(super) fn hide(&mut self, kind: HiddenKind, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Hidden(before, None, piece)) if *before == kind => piece.push_str(text),
            _ => self.pieces.push(Piece::Hidden(kind, None, text.to_owned())),
        }
    }

    /// Adds hidden text that another part of the file holds, such as `comments`.
    pub(super) fn hide_in(&mut self, part: &'static str, kind: HiddenKind, text: String) {
        self.pieces.push(Piece::Hidden(kind, Some(part), text));
    }

    /// Says that a box seems to lie over so much of it, in percent.
    pub(super) fn cover(&mut self, percent: u8) {
        let seen = self.seen();
        self.pieces.push(Piece::Below(seen, percent));
    }

    /// Hides what a picture is said to show, unless a program has said it.
    pub(super) fn describe(&mut self, said: &str) {
        const PICTURES: [&str; 9] = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".svg"];
        // What a program sees in a picture, readers see.
        let whole = said;
        let said = ["\n\nDescription automatically", "\n\nAI-generated content"]
            .iter()
            .find_map(|end| Some(whole.split_once(end)?.0))
            .unwrap_or(whole);
        // The name of the file: those of people have capitals or blanks.
        let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let capitals = |text: &str| text.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
        let made = PICTURES.iter().any(|end| said.strip_suffix(end).is_some_and(plain))
            || said.len() < whole.len() && !capitals(said);
        if !made && said.contains(char::is_alphanumeric) {
            self.hide_in("picture description", HiddenKind::PictureDescription, said.to_owned());
        }
    }

    /// What readers see of it.
    pub(super) fn seen(&self) -> String {
        let seen = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Seen(text) => Some(text.as_str()),
            Piece::Hidden(..) | Piece::Below(..) => None,
        });
        seen.collect()
    }

    /// All of it as hidden text of one kind.
    pub(super) fn into_hidden(self, kind: HiddenKind) -> Paragraph {
        let hidden = self.pieces.into_iter().map(|piece| match piece {
            Piece::Seen(text) => Piece::Hidden(kind, None, text),
            hidden => hidden,
        });
        Paragraph { pieces: hidden.collect() }
    }

    fn write(self, packing: &mut Packing) {
        for piece in self.pieces {
            match piece {
                Piece::Seen(text) => packing.put(&text),
                Piece::Below(text, percent) => packing.hide_by_estimate(&text, percent),
                // What has neither letters nor digits says nothing.
                Piece::Hidden(_, _, text) if !text.contains(char::is_alphanumeric) => {}
                // Markings are struck through when they end.
                Piece::Hidden(HiddenKind::Struck, _, text) if is_harmless(&text) => {}
                Piece::Hidden(kind, None, text) => {
                    let covered = (kind == HiddenKind::Covered).then_some(100);
                    packing.hide(kind, &text, None, covered);
                }
                Piece::Hidden(kind, Some(part), text) => packing.hide_part(part, kind, &text),
            }
        }
    }
}

/// What stands below one another.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// The cells of a row, each with its paragraphs.
    Row(Vec<Vec<Paragraph>>),
    /// The end of a page.
    Feed,
}

/// A text: the body, a header, a slide.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    /// What is in it, in order.
    pub(super) blocks: Vec<Block>,
}

impl Story {
    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, paragraph: Paragraph) {
        self.blocks.push(Block::Paragraph(paragraph));
    }

    /// Adds the paragraphs of another story.
    pub(super) fn append(&mut self, mut other: Story) {
        self.blocks.append(&mut other.blocks);
    }

    /// What readers see of it, a line for each paragraph.
    pub(super) fn seen(&self) -> String {
        let mut text = String::new();
        for block in &self.blocks {
            let paragraphs: Vec<&Paragraph> = match block {
                Block::Paragraph(paragraph) => vec![paragraph],
                Block::Row(cells) => cells.iter().flatten().collect(),
                Block::Feed => Vec::new(),
            };
            for paragraph in paragraphs {
                text.push_str(paragraph.seen().trim());
                text.push('\n');
            }
        }
        text.trim().to_owned()
    }

    /// Its paragraphs, those of cells one by one.
    pub(super) fn into_paragraphs(self) -> Vec<Paragraph> {
        let paragraphs = self.blocks.into_iter().flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Row(cells) => cells.into_iter().flatten().collect(),
            Block::Feed => Vec::new(),
        });
        paragraphs.collect()
    }

    /// All of it as hidden text of one kind.
    pub(super) fn into_hidden(self, kind: HiddenKind) -> Story {
        let hidden = self.into_paragraphs().into_iter().map(|paragraph| Block::Paragraph(paragraph.into_hidden(kind)));
        Story { blocks: hidden.collect() }
    }

    /// What stands at the left, in the middle and at the right of a header, each on a line of its own.
    pub(super) fn apart(self) -> Story {
        let blocks = self.into_paragraphs().into_iter().map(|mut paragraph| {
            for piece in &mut paragraph.pieces {
                if let Piece::Seen(text) = piece {
                    *text = text.split('\t').filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n");
                }
            }
            Block::Paragraph(paragraph)
        });
        Story { blocks: blocks.collect() }
    }

    /// What is hidden in it, without what readers see.
    pub(super) fn only_hidden(self) -> Story {
        let hidden = self.into_paragraphs().into_iter().map(|mut paragraph| {
            paragraph.pieces.retain(|piece| !matches!(piece, Piece::Seen(_)));
            Block::Paragraph(paragraph)
        });
        Story { blocks: hidden.collect() }
    }

    /// Writes it down: paragraphs and rows with an empty line between them, but for rows that follow rows.
    pub(super) fn write(self, packing: &mut Packing) {
        let mut above = false;
        for block in self.blocks {
            let row = matches!(block, Block::Row(_));
            match block {
                Block::Feed => {
                    packing.end_line();
                    packing.put("\x0c");
                }
                Block::Paragraph(paragraph) => write_apart(paragraph, packing),
                Block::Row(cells) => write_row(cells, packing, above),
            }
            above = row;
        }
    }
}

/// Writes a paragraph with an empty line above it, unless there is nothing to see of it.
fn write_apart(paragraph: Paragraph, packing: &mut Packing) {
    if !paragraph.seen().trim().is_empty() {
        blank_line(packing);
    }
    paragraph.write(packing);
    packing.end_line();
}

fn blank_line(packing: &mut Packing) {
    packing.end_line();
    if !packing.text().is_empty() && !packing.text().ends_with(['\x0c']) {
        packing.put("\n");
    }
}

/// Writes a row as one line with tabs between its cells. Where a cell behind the first is a marked portion, or several
/// paragraphs are in one, each is a paragraph of its own.
fn write_row(cells: Vec<Vec<Paragraph>>, packing: &mut Packing, below_row: bool) {
    let full = |cell: &Vec<Paragraph>| cell.iter().filter(|it| !it.seen().trim().is_empty()).count();
    let marked = |cell: &Vec<Paragraph>| cell.iter().any(|paragraph| is_marked(&paragraph.seen()));
    let filled = cells.iter().filter(|cell| full(cell) > 0).count();
    if cells.iter().skip(1).any(marked) || cells.iter().any(|cell| full(cell) > 1) || filled < 2 {
        cells.into_iter().flatten().for_each(|paragraph| write_apart(paragraph, packing));
        return;
    }
    if !below_row {
        blank_line(packing);
    }
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            packing.put("\t");
        }
        cell.into_iter().for_each(|paragraph| paragraph.write(packing));
    }
    packing.end_line();
}

/// Whether a text begins with what may be a portion mark: a capital in parentheses.
fn is_marked(text: &str) -> bool {
    let mark = text.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
    mark.is_some_and(|(mark, _)| mark.len() <= 60 && mark.starts_with(|c: char| c.is_ascii_uppercase()))
}
