//! Wraps a document as people have it: forwarded, quoted, on a page, in columns. Each keeps where every byte went.

use cable_lint::source::Span;

/// A wrapped document.
pub(crate) struct Wrapped {
    /// The name of the file.
    pub(crate) name: &'static str,
    pub(crate) text: String,
    /// Where each byte of the document is.
    places: Vec<Span>,
    /// The part of the mail in which it is spelled otherwise, and so many rows above it.
    pub(crate) part: Option<(&'static str, u32)>,
}

impl Wrapped {
    fn new(name: &'static str, around: &str) -> Wrapped {
        Wrapped { name, text: around.to_owned(), places: Vec::new(), part: None }
    }

    /// Adds a piece of the document as it stands.
    fn take(&mut self, piece: &str) {
        let start = self.text.len() as u32;
        self.places.extend((start..start + piece.len() as u32).map(|at| Span::new(at, at + 1)));
        self.text.push_str(piece);
    }

    /// Adds `spelled` for so many bytes of the document.
    fn spell(&mut self, spelled: &str, len: usize) {
        let start = self.text.len() as u32;
        self.places.extend(std::iter::repeat_n(Span::new(start, start + spelled.len() as u32), len));
        self.text.push_str(spelled);
    }

    /// Where a place of the document is in the file.
    pub(crate) fn place(&self, span: Span) -> Span {
        let end = Span::at(self.text.len() as u32);
        let start = self.places.get(span.start as usize).unwrap_or(&end).start;
        let last = if span.is_empty() { start } else { self.places[span.end as usize - 1].end };
        Span::new(start, last.max(start))
    }
}

/// Wraps each line by itself: what stands in front of it and behind it.
fn lines(mut wrapped: Wrapped, bare: &str, before: impl Fn(usize, &str) -> String, behind: &str) -> Wrapped {
    for (index, line) in bare.split_inclusive('\n').enumerate() {
        wrapped.text.push_str(&before(index, line));
        wrapped.take(line);
        wrapped.text.push_str(behind);
    }
    wrapped
}

fn whole(name: &'static str, above: &str, bare: &str, below: &str) -> Wrapped {
    let mut wrapped = Wrapped::new(name, above);
    wrapped.take(bare);
    wrapped.text.push_str(below);
    wrapped
}

const HEAD: &str = "From: Ada Quill <ada.quill@portvelm.example>\nDate: Tue, 3 Nov 2026 09:12:00 +0000\n\
    To: Tor Varden <tor.varden@portvelm.example>\n";

pub(crate) fn forwarded(bare: &str) -> Wrapped {
    let head =
        "Subject: Fwd: for the file\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nFor the file.\n\n";
    whole("mail.eml", &format!("{HEAD}{head}"), bare, "")
}

pub(crate) fn begin_forwarded(bare: &str) -> Wrapped {
    let above = "Begin forwarded message:\n\nFrom: Ada Quill <ada.quill@portvelm.example>\nSubject: for the file\n\
        Date: November 3, 2026 at 09:12:00\nTo: Tor Varden <tor.varden@portvelm.example>\n\n";
    whole("mail.txt", above, bare, "")
}

pub(crate) fn original_message(bare: &str) -> Wrapped {
    let above = "Tor, for the file.\n\nAda\n\n-----Original Message-----\nFrom: Archive\nSent: Tuesday, November 3, 2026 9:12 AM\n\
        To: Ada Quill\nSubject: for the file\n\n";
    whole("mail.txt", above, bare, "")
}

pub(crate) fn quoted(bare: &str) -> Wrapped {
    let above = Wrapped::new("mail.txt", "On Tue, Nov 3, 2026 at 9:12 AM Ada Quill wrote:\n\n");
    lines(above, bare, |_, line| if line.trim().is_empty() { ">" } else { "> " }.to_owned(), "")
}

pub(crate) fn quoted_by_bars(bare: &str) -> Wrapped {
    lines(Wrapped::new("mail.txt", ""), bare, |_, _| "| ".to_owned(), "")
}

pub(crate) fn fenced(bare: &str) -> Wrapped {
    whole("notes.md", "# Ferry notes\n\nWhat came in:\n\n```text\n", bare, "```\n\nNothing else came in.\n")
}

pub(crate) fn on_a_page(bare: &str) -> Wrapped {
    whole("notes.md", "# Ferry notes\n\nWhat came in:\n\n", bare, "\n")
}

/// Adds a line as markup shows it; with `blanks`, several blanks as those that a browser keeps.
fn markup(wrapped: &mut Wrapped, line: &str, blanks: bool) {
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        let len = letter.len_utf8();
        match letter {
            '&' => wrapped.spell("&amp;", len),
            '<' => wrapped.spell("&lt;", len),
            '>' => wrapped.spell("&gt;", len),
            ' ' if blanks && before == ' ' => wrapped.spell("&nbsp;", len),
            _ => wrapped.take(&line[at..at + len]),
        }
        before = letter;
    }
}

pub(crate) fn preformatted(bare: &str) -> Wrapped {
    let above = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Telegram</title></head>\n<body>\n<pre>\n";
    let mut wrapped = Wrapped::new("page.html", above);
    markup(&mut wrapped, bare, false);
    wrapped.text.push_str("</pre>\n</body></html>\n");
    wrapped
}

pub(crate) fn word(bare: &str) -> Wrapped {
    let above = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\">\n\n<head>\n<meta name=Generator content=\"Microsoft Word 15\">\n\
        <title>VZCZC</title>\n<style>\n<!--\n p.MsoNormal\n\t{margin:0in;\n\tfont-size:11.0pt;\n\tfont-family:\"Courier New\";}\n-->\n</style>\n</head>\n\n\
        <body lang=EN-US style='word-wrap:break-word'>\n\n<div class=WordSection1>\n\n";
    let mut wrapped = Wrapped::new("page.htm", above);
    for line in bare.split_inclusive('\n') {
        wrapped.text.push_str("<p class=MsoNormal><span style='font-family:\"Courier New\"'>");
        let inside = line.trim_end_matches('\n');
        markup(&mut wrapped, inside, true);
        wrapped.text.push_str(if inside.is_empty() { "<o:p>&nbsp;</o:p></span>" } else { "</span>" });
        wrapped.spell("", line.len() - inside.len());
        wrapped.text.push_str("</p>\n\n");
    }
    wrapped.text.push_str("</div>\n\n</body>\n\n</html>\n");
    wrapped
}

pub(crate) fn webmail(bare: &str) -> Wrapped {
    let mut wrapped = Wrapped::new("page.html", "<html><body><div dir=\"ltr\">\n");
    for (index, line) in bare.split_inclusive('\n').enumerate() {
        let inside = line.trim_end_matches('\n');
        // Some lines stand in an element of their own, others end with a break.
        let (before, behind) = match (inside.is_empty(), index % 3) {
            (true, _) => ("<div><br>", "</div>"),
            (_, 0) => ("<div>", "</div>"),
            _ => ("", "<br>"),
        };
        wrapped.text.push_str(before);
        markup(&mut wrapped, inside, true);
        wrapped.spell("", line.len() - inside.len());
        wrapped.text.push_str(behind);
        wrapped.text.push('\n');
    }
    wrapped.text.push_str("</div></body></html>\n");
    wrapped
}

/// A document of which no byte stands in the file, below a head of `head`.
fn encoded(head: &str, spelled: &str, bare: &str) -> Wrapped {
    let mut wrapped = Wrapped::new("mail.eml", &format!("{HEAD}{head}\n"));
    wrapped.part = Some(("body", wrapped.text.matches('\n').count() as u32));
    wrapped.spell(spelled, bare.len());
    wrapped
}

fn base64_lines(bytes: &[u8]) -> String {
    use base64::Engine;
    let letters = base64::engine::general_purpose::STANDARD.encode(bytes);
    letters.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned() + "\n").collect()
}

pub(crate) fn base64(bare: &str) -> Wrapped {
    let head = "Subject: for the file\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n";
    encoded(head, &base64_lines(bare.replace('\n', "\r\n").as_bytes()), bare)
}

pub(crate) fn quoted_printable(bare: &str) -> Wrapped {
    let mut spelled = String::new();
    for line in bare.lines() {
        let mut width = 0;
        let last = line.trim_end_matches([' ', '\t']).len();
        for (at, byte) in line.bytes().enumerate() {
            let plain = byte.is_ascii() && byte != b'=' && (at < last || !byte.is_ascii_whitespace());
            let letters = if plain { char::from(byte).to_string() } else { format!("={byte:02X}") };
            if width + letters.len() > 72 {
                spelled.push_str("=\n");
                width = 0;
            }
            width += letters.len();
            spelled.push_str(&letters);
        }
        spelled.push('\n');
    }
    let head = "Subject: for the file\nMIME-Version: 1.0\nContent-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: quoted-printable\n";
    encoded(head, &spelled, bare)
}

/// The second of the parts of a mail.
pub(crate) fn attached(bare: &str) -> Wrapped {
    let head = "Subject: for the file\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"ferry\"\n\n--ferry\nContent-Type: text/plain\n\n\
        For the file.\n\n--ferry\nContent-Type: text/plain; charset=utf-8; name=\"cable.txt\"\nContent-Disposition: attachment; filename=\"cable.txt\"\n\
        Content-Transfer-Encoding: base64\n";
    let mut wrapped = encoded(head, &(base64_lines(bare.as_bytes()) + "--ferry--\n"), bare);
    // The heads of parts are no text.
    wrapped.part = Some(("attachment cable.txt", HEAD.matches('\n').count() as u32 + 5));
    wrapped
}

pub(crate) fn columns(bare: &str) -> Wrapped {
    /// So many lines stand below one another in a column.
    const HEIGHT: usize = 60;
    let lines: Vec<&str> = bare.split_inclusive('\n').collect();
    let starts: Vec<usize> = lines.iter().scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect();
    let width = |line: &str| line.trim_end_matches('\n').chars().count();
    let mut wrapped = Wrapped::new("columns.txt", "");
    wrapped.places = vec![Span::at(0); bare.len()];
    let pages: Vec<std::ops::Range<usize>> =
        (0..lines.len()).step_by(2 * HEIGHT).map(|from| from..lines.len().min(from + 2 * HEIGHT)).collect();
    for page in pages {
        let height = page.len().div_ceil(2);
        let left = page.start..page.start + height;
        let gutter = lines[left.clone()].iter().map(|line| width(line)).max().unwrap_or(0) + 4;
        for row in left {
            let set = |wrapped: &mut Wrapped, index: usize| {
                let inside = lines[index].trim_end_matches('\n');
                let at = wrapped.text.len() as u32;
                for byte in 0..lines[index].len() as u32 {
                    let place = at + byte.min(inside.len() as u32);
                    wrapped.places[starts[index] + byte as usize] = Span::new(place, place + 1);
                }
                wrapped.text.push_str(inside);
            };
            set(&mut wrapped, row);
            let right = row + height;
            if right < page.end && width(lines[right]) > 0 {
                let gap = gutter - width(lines[row]);
                wrapped.text.push_str(&" ".repeat(gap));
                set(&mut wrapped, right);
            }
            wrapped.text.push('\n');
        }
        wrapped.text.push('\u{c}');
    }
    wrapped
}

pub(crate) fn numbered(bare: &str) -> Wrapped {
    lines(Wrapped::new("numbered.txt", ""), bare, |index, _| format!("{:>4}  ", index + 1), "")
}

pub(crate) fn numbered_at_right(bare: &str) -> Wrapped {
    let mut wrapped = Wrapped::new("numbered.txt", "");
    for (index, line) in bare.lines().enumerate() {
        wrapped.take(line);
        let gap = 76_usize.saturating_sub(line.chars().count()).max(2);
        wrapped.text.push_str(&format!("{}{:>4}", " ".repeat(gap), index + 1));
        wrapped.take("\n");
    }
    wrapped
}

pub(crate) fn double_spaced(bare: &str) -> Wrapped {
    lines(Wrapped::new("spaced.txt", ""), bare, |_, _| String::new(), "\n")
}

/// Pages with `banner` at their head and foot, and the number of the page above or below it.
pub(crate) fn paged(bare: &str, banner: &str, numbered: bool) -> Wrapped {
    let before = |index: usize, _: &str| match index / 24 {
        page if page == 0 || !index.is_multiple_of(24) => String::new(),
        page if numbered => format!("\n{banner}\n- {page} -\n\u{c}{banner}\n\n"),
        _ => format!("\n{banner}\n\u{c}{banner}\n\n"),
    };
    lines(Wrapped::new("pages.txt", ""), bare, before, "")
}
