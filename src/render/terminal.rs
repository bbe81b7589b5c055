//! Draws excerpts with codespan for [`super::pretty`] and [`super::mistakes`]; all text is made safe for terminals
//! before.

use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic::{self as codespan, Label, LabelStyle};
use codespan_reporting::files::{self, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{self, Config, Styles, StylesWriter, WriteStyle};

use super::Colour;
use crate::diagnostic::Severity;
use crate::finding::Excerpt;

/// One message with the lines it is about.
pub(super) struct Sheet<'s> {
    pub(super) severity: Severity,
    pub(super) code: Option<String>,
    pub(super) message: String,
    pub(super) filename: String,
    /// Row and column of the place it is about; `None` if it is about a whole file.
    pub(super) place: Option<(u32, u32)>,
    /// The lines, in order.
    pub(super) excerpts: &'s [Excerpt],
    pub(super) notes: Vec<String>,
}

/// Draws sheets.
pub(super) struct Terminal<'o> {
    out: Box<dyn WriteColor + 'o>,
    styles: Styles,
    config: Config,
}

impl<'o> Terminal<'o> {
    pub(super) fn new(out: &'o mut dyn Write, colour: Colour) -> Terminal<'o> {
        let mut styles = Styles::default();
        styles.header_note = styles.header_help.clone();
        styles.primary_label_note = styles.primary_label_help.clone();
        let out: Box<dyn WriteColor + 'o> = match colour {
            Colour::Always => Box::new(Ansi::new(out)),
            Colour::Never => Box::new(NoColor::new(out)),
        };
        Terminal { out, styles, config: Config::default() }
    }

    pub(super) fn draw(&mut self, sheet: Sheet<'_>) -> io::Result<()> {
        let lines = Lines::new(&sheet.filename, sheet.place, sheet.excerpts);
        let mut writer = InfoWriter { inner: StylesWriter::new(&mut self.out, &self.styles), pending: false };
        let drawn = if sheet.excerpts.is_empty() {
            draw_bare(&mut writer, &self.config, &sheet)
        } else {
            let diagnostic = codespan::Diagnostic::new(severity(sheet.severity))
                .with_labels(lines.labels(sheet.excerpts))
                .with_message(sheet.message)
                .with_notes(sheet.notes);
            let diagnostic = codespan::Diagnostic { code: sheet.code, ..diagnostic };
            term::emit_to_write_style(&mut writer, &self.config, &lines, &diagnostic)
        };
        drawn.map_err(|error| match error {
            files::Error::Io(error) => error,
            other => io::Error::other(other),
        })
    }
}

/// A sheet without lines: codespan draws the place only of labels, so this draws it piece by piece.
fn draw_bare(writer: &mut dyn WriteStyle, config: &Config, sheet: &Sheet<'_>) -> Result<(), files::Error> {
    let mut renderer = term::Renderer::new(writer, config);
    renderer.render_header(None, severity(sheet.severity), sheet.code.as_deref(), &sheet.message)?;
    // As wide as the row number would be, so that places line up with those of sheets with lines.
    let padding = sheet.place.map_or(1, |(row, _)| row.to_string().len());
    write!(renderer, "{:padding$} {} {}", "", config.chars.snippet_start, sheet.filename)?;
    if let Some((row, column)) = sheet.place {
        write!(renderer, ":{row}:{column}")?;
    }
    writeln!(renderer)?;
    for note in &sheet.notes {
        renderer.render_snippet_note(padding, note)?;
    }
    renderer.render_empty()
}

fn severity(severity: Severity) -> codespan::Severity {
    match severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
        Severity::Info => codespan::Severity::Note,
    }
}

/// Excerpts as codespan wants to see them: one text, with the true row numbers and the true column of the place.
struct Lines<'s> {
    filename: &'s str,
    column: usize,
    text: String,
    lines: Vec<Line>,
}

struct Line {
    /// codespan draws a break between lines whose indices are far enough apart, so gaps between rows are kept.
    index: usize,
    row: usize,
    range: Range<usize>,
}

/// The least distance of indices between which codespan draws a break and not the line in between, which is not here.
const GAP: usize = 3;

impl<'s> Lines<'s> {
    fn new(filename: &'s str, place: Option<(u32, u32)>, excerpts: &[Excerpt]) -> Lines<'s> {
        let mut lines: Vec<Line> = Vec::with_capacity(excerpts.len());
        let mut text = String::new();
        for excerpt in excerpts {
            let row = excerpt.row as usize;
            let index = match lines.last() {
                Some(last) => last.index + if row == last.row + 1 { 1 } else { GAP },
                None => 0,
            };
            let start = text.len();
            text.push_str(&excerpt.text);
            lines.push(Line { index, row, range: start..text.len() });
            text.push('\n');
        }
        Lines { filename, column: place.map_or(1, |(_, column)| column as usize), text, lines }
    }

    /// The labels of all excerpts, the primary one first.
    fn labels(&self, excerpts: &[Excerpt]) -> Vec<Label<()>> {
        let on_line = |(line, excerpt): (&Line, &Excerpt)| {
            let start = line.range.start;
            let label = move |label: &crate::finding::ExcerptLabel| {
                let style = if label.primary { LabelStyle::Primary } else { LabelStyle::Secondary };
                let range = start + label.range.start..start + label.range.end;
                Label::new(style, (), range).with_message(&label.message)
            };
            excerpt.labels.iter().map(label).collect::<Vec<_>>()
        };
        let mut labels: Vec<Label<()>> = self.lines.iter().zip(excerpts).flat_map(on_line).collect();
        labels.sort_by_key(|label| label.style != LabelStyle::Primary);
        labels
    }

    fn line(&self, index: usize) -> Result<&Line, files::Error> {
        let at = self.lines.binary_search_by_key(&index, |line| line.index);
        at.map(|at| &self.lines[at]).map_err(|_| files::Error::LineTooLarge { given: index, max: self.lines.len() })
    }
}

impl<'a> Files<'a> for Lines<'_> {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, files::Error> {
        Ok(self.filename)
    }

    fn source(&'a self, (): ()) -> Result<&'a str, files::Error> {
        Ok(&self.text)
    }

    fn line_index(&'a self, (): (), byte: usize) -> Result<usize, files::Error> {
        let at = self.lines.partition_point(|line| line.range.start <= byte) - 1;
        Ok(self.lines[at].index)
    }

    fn line_number(&'a self, (): (), index: usize) -> Result<usize, files::Error> {
        Ok(self.line(index)?.row)
    }

    /// codespan asks only for the column of the place, which an excerpt of a line no longer has.
    fn column_number(&'a self, (): (), _: usize, _: usize) -> Result<usize, files::Error> {
        Ok(self.column)
    }

    fn line_range(&'a self, (): (), index: usize) -> Result<Range<usize>, files::Error> {
        Ok(self.line(index)?.range.clone())
    }
}

/// Writes `info` where codespan writes `note`, its mildest severity: a finding is called the same in every format.
///
/// codespan sets the header's style right before it writes the word, in one piece, and never otherwise.
struct InfoWriter<W> {
    inner: W,
    pending: bool,
}

impl<W: Write> Write for InfoWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.pending) && bytes == b"note" {
            self.inner.write_all(b"info")?;
            return Ok(bytes.len());
        }
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: WriteStyle> WriteStyle for InfoWriter<W> {
    fn set_header(&mut self, severity: codespan::Severity) -> io::Result<()> {
        self.inner.set_header(severity)?;
        self.pending = severity == codespan::Severity::Note;
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.inner.set_header_message()
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.inner.set_line_number()
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.inner.set_note_bullet()
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.inner.set_source_border()
    }

    fn set_label(&mut self, severity: codespan::Severity, style: LabelStyle) -> io::Result<()> {
        self.inner.set_label(severity, style)
    }

    fn reset(&mut self) -> io::Result<()> {
        self.inner.reset()
    }
}
