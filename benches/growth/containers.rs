//! Files that hold text in something else: Markdown, pages, mails, office documents, PDF.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::signs::repeated;
use crate::texts::numbered;

/// The name, the file's name, the bytes or parts of the larger input, and what makes it.
type Container = (&'static str, &'static str, usize, fn(usize) -> Vec<u8>);

fn page(inside: &str) -> Vec<u8> {
    format!("<!DOCTYPE html>\n<html><head><title>Keys</title></head><body>\n{inside}\n</body></html>\n").into_bytes()
}

fn mime(kind: &str, inside: &str) -> Vec<u8> {
    format!("From: Ada Quill <quilla@state.example>\nMIME-Version: 1.0\nContent-Type: {kind}\n\n{inside}").into_bytes()
}

fn rtf(inside: &str) -> Vec<u8> {
    format!("{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\n{inside}}}").into_bytes()
}

/// An Office Open XML document with these parts beside what every one has.
fn packed(parts: impl IntoIterator<Item = (String, String)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("a part");
    }
    zip.finish().expect("a package").into_inner()
}

const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn docx(body: &str, more: impl IntoIterator<Item = (String, String)>) -> Vec<u8> {
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
                 wordprocessingml.document.main+xml\"/></Types>";
    let links = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/\
                 relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
                 relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let body = format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"{WORDS}\"><w:body>{body}</w:body></w:document>");
    let first = [("[Content_Types].xml", types), ("_rels/.rels", links)];
    let first = first.map(|(name, content)| (name.to_owned(), content.to_owned()));
    packed(first.into_iter().chain([("word/document.xml".to_owned(), body)]).chain(more))
}

/// A PDF of pages with these contents.
fn pdf(pages: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let mut object = |content: String| {
        places.push(bytes.len());
        write!(bytes, "{} 0 obj\n{content}\nendobj\n", places.len()).expect("bytes");
    };
    let kids = numbered(pages.len(), |t, i| write!(t, "{} 0 R ", 4 + 2 * i).expect("a string"));
    object("<< /Type /Catalog /Pages 2 0 R >>".to_owned());
    object(format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()));
    object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned());
    for (index, page) in pages.iter().enumerate() {
        let content = 5 + 2 * index;
        object(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents \
             {content} 0 R >>"
        ));
        object(format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()));
    }
    let start = bytes.len();
    write!(bytes, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).expect("bytes");
    places.iter().for_each(|place| writeln!(bytes, "{place:010} 00000 n ").expect("bytes"));
    write!(bytes, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", places.len() + 1).expect("bytes");
    bytes
}

/// A line of text on a page of a PDF.
fn line(at: usize, text: &str) -> String {
    format!("BT /F1 12 Tf 72 {} Td ({text}) Tj ET\n", 720 - at as i64 * 14)
}

pub(crate) const CONTAINERS: &[Container] = &[
    ("md footnotes", "a.md", 400_000, |n| repeated("Text.[^1]\n\n[^1]: (U) Note.\n\n", n).into()),
    ("md headings", "a.md", 400_000, |n| repeated("# (U) Keys\n\n(S) Text.\n\n", n).into()),
    ("md quotes", "a.md", 400_000, |n| repeated("> (S) Text.\n\n", n).into()),
    ("md quotes ever deeper", "a.md", 20_000, |n| repeated(">", n).into()),
    ("md lists ever deeper", "a.md", 200_000, |n| {
        numbered((n as f64).sqrt() as usize, |t, i| writeln!(t, "{}- a", "  ".repeat(i)).expect("a string")).into()
    }),
    ("md heads in tables", "a.md", 400_000, |n| {
        repeated("| FM | AMEMBASSY OSLO |\n| --- | --- |\n| TO | SECSTATE WASHDC |\n\n", n).into()
    }),
    ("html boxes over text", "a.html", 400_000, |n| {
        let unit =
            "<p>Words</p><div style=\"position:absolute;left:0;top:0;width:90px;height:20px;background:black\"></div>";
        page(&format!("<div style=\"position:relative\">{}</div>", repeated(unit, n)))
    }),
    ("html drawings", "a.html", 400_000, |n| {
        let unit = "<text x=\"1\" y=\"10\">Ada</text><rect x=\"0\" y=\"0\" width=\"90\" height=\"20\" fill=\"black\"/>";
        page(&format!("<svg>{}</svg>", repeated(unit, n)))
    }),
    ("html lists of labels", "a.html", 400_000, |n| page(&repeated("<dl><dt>Subject</dt><dd>Boats</dd></dl>", n))),
    ("html names in scripts", "a.html", 400_000, |n| {
        page(&format!("██████<script>{}</script>", repeated("var name=\"Ada Quill\"; ", n)))
    }),
    ("md fences", "a.md", 400_000, |n| repeated("```\nSECRET\n```\n\n", n).into()),
    ("md emphasis", "a.md", 400_000, |n| repeated("**SECRET** _a_ *b ", n).into()),
    ("md emphasis that does not end", "a.md", 400_000, |n| repeated("*a **b _c __d ", n).into()),
    ("md links", "a.md", 400_000, |n| repeated("[text](http://example.com \"title\") ", n).into()),
    ("md brackets", "a.md", 400_000, |n| repeated("[", n).into()),
    ("md code ticks", "a.md", 400_000, |n| repeated("` `` ``` ", n).into()),
    ("md tables", "a.md", 400_000, |n| format!("| a | b |\n|---|---|\n{}", repeated("| (S) a | b |\n", n)).into()),
    ("md one row", "a.md", 400_000, |n| format!("|{}\n|{}\n", repeated(" a |", n), repeated("---|", n)).into()),
    ("md pages in pages", "a.md", 400_000, |n| repeated("<div hidden>a</div>\n\nText.\n\n", n).into()),
    ("md entities", "a.md", 400_000, |n| repeated("&amp;&#65; ", n).into()),
    ("md escapes", "a.md", 400_000, |n| repeated("\\*\\(S\\) ", n).into()),
    ("md lines of a paragraph", "a.md", 400_000, |n| repeated("SECRET//NOFORN and text\n", n).into()),
    ("md front matter", "a.md", 400_000, |n| format!("---\n{}---\n\nText.\n", repeated("author: Ada\n", n)).into()),
    ("html paragraphs", "a.html", 400_000, |n| page(&repeated("<p>(S) Text.</p>\n", n))),
    ("html on a line", "a.html", 400_000, |n| page(&repeated("<p>(S) Text.</p>", n))),
    ("html nested", "a.html", 400_000, |n| page(&repeated("<div>", n))),
    ("html nested and hidden", "a.html", 400_000, |n| page(&repeated("<div hidden><b>", n))),
    ("html nested and closed", "a.html", 400_000, |n| {
        page(&format!("{}x{}", "<div>".repeat(n / 11), "</div>".repeat(n / 11)))
    }),
    ("html closed only", "a.html", 400_000, |n| page(&repeated("</div></b></i>", n))),
    ("html styled", "a.html", 400_000, |n| page(&repeated("<span style=\"color:white;background:#fff\">a</span>", n))),
    ("html grounds", "a.html", 400_000, |n| page(&repeated("<font color=red bgcolor=black>a", n))),
    ("html classes", "a.html", 400_000, |n| {
        let sheet = numbered(n / 40, |t, i| write!(t, ".c{i} {{ display: none }} ").expect("a string"));
        let used = numbered(n / 40, |t, i| write!(t, "<p class=c{i}>a</p> ").expect("a string"));
        page(&format!("<style>{sheet}</style>{used}"))
    }),
    ("html selectors", "a.html", 400_000, |n| {
        page(&format!("<style>{}</style>", repeated(".a .b > .c, #d { color: red } ", n)))
    }),
    ("html comments", "a.html", 400_000, |n| page(&repeated("<!-- Ada --> ", n))),
    ("html comments not closed", "a.html", 400_000, |n| page(&repeated("<!-- Ada ", n))),
    ("html entities", "a.html", 400_000, |n| page(&repeated("&amp;&nbsp;&#x41; ", n))),
    ("html ampersands", "a.html", 400_000, |n| page(&repeated("&a", n))),
    ("html tables", "a.html", 400_000, |n| {
        page(&format!("<table>{}</table>", repeated("<tr><td>DOB<td>1 MAY 1961\n", n)))
    }),
    ("html cells of a row", "a.html", 400_000, |n| {
        page(&format!("<table><tr>{}</table>", repeated("<td>DOB</td>", n)))
    }),
    ("html tables in tables", "a.html", 400_000, |n| page(&repeated("<table><tr><td>a", n))),
    ("html lists", "a.html", 400_000, |n| page(&repeated("<ul><li>(S) a", n))),
    ("html attributes", "a.html", 400_000, |n| page(&format!("<p {}>a", repeated("title=\"Ada\" ", n)))),
    ("html different attributes", "a.html", 400_000, |n| {
        page(&format!("<p {}>a", numbered(n / 14, |t, i| write!(t, "data-{i}=\"Ada\" ").expect("a string"))))
    }),
    ("html scripts", "a.html", 400_000, |n| page(&repeated("<script>var a = '<b>';</script>", n))),
    ("html breaks", "a.html", 400_000, |n| page(&repeated("SECRET<br>", n))),
    ("html pre", "a.html", 400_000, |n| page(&format!("<pre>{}</pre>", repeated("SECRET\n(S) Text.\n", n)))),
    ("html struck", "a.html", 400_000, |n| page(&repeated("<del>Ada</del><ins>Tor</ins> ", n))),
    ("html angles", "a.html", 400_000, |n| page(&repeated("< > <", n))),
    ("mail parts", "a.eml", 400_000, |n| {
        mime(
            "multipart/mixed; boundary=x",
            &(repeated("--x\nContent-Type: text/plain\n\nSECRET\n(S) Text.\n", n) + "--x--\n"),
        )
    }),
    ("mail parts of a page", "a.eml", 400_000, |n| {
        mime(
            "multipart/mixed; boundary=x",
            &(repeated("--x\nContent-Type: text/html\n\n<p>(S) Text.\n", n) + "--x--\n"),
        )
    }),
    ("mail alternatives", "a.eml", 400_000, |n| {
        mime(
            "multipart/alternative; boundary=x",
            &(repeated("--x\nContent-Type: text/html\n\n<p>(S) Text.\n", n) + "--x--\n"),
        )
    }),
    ("mail parts in parts", "a.eml", 100_000, |n| {
        let inside = numbered(n / 60, |t, i| {
            write!(t, "--x{i}\nContent-Type: multipart/mixed; boundary=x{}\n\n", i + 1).expect("a string");
        });
        mime("multipart/mixed; boundary=x0", &inside)
    }),
    ("mail in mail", "a.eml", 100_000, |n| mime("message/rfc822", &repeated("Content-Type: message/rfc822\n\n", n))),
    ("mail attachments", "a.eml", 400_000, |n| {
        let part = "--x\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n";
        mime("multipart/mixed; boundary=x", &(repeated(part, n) + "--x--\n"))
    }),
    ("mail in base 64", "a.eml", 400_000, |n| {
        mime("text/plain\nContent-Transfer-Encoding: base64", &repeated("KFMpIFRleHQuCihTKSBUZXh0Lgoo\n", n))
    }),
    ("mail quoted-printable", "a.eml", 400_000, |n| {
        mime("text/plain\nContent-Transfer-Encoding: quoted-printable", &repeated("=28S=29 Text=2E=\n more.\n", n))
    }),
    ("mail pages quoted-printable", "a.eml", 400_000, |n| {
        mime("text/html\nContent-Transfer-Encoding: quoted-printable", &repeated("<p>=28S=29 Text=2E</p>=\n", n))
    }),
    ("mail heads", "a.eml", 400_000, |n| {
        format!("From: Ada\n{}Content-Type: text/html\n\n<p>a", repeated("Received: by a.example\n", n)).into()
    }),
    ("mail one head", "a.eml", 400_000, |n| {
        format!("From: Ada\nContent-Type: text/html\nTo: {}\n\n<p>a", repeated("Tor <t@a.example>,\n ", n)).into()
    }),
    ("mail encoded words", "a.eml", 400_000, |n| {
        format!("Subject: {}\nContent-Type: text/html\n\n<p>a", repeated("=?utf-8?q?Ada=20?= ", n)).into()
    }),
    ("mail encoded words that do not end", "a.eml", 400_000, |n| {
        format!("Subject: {}\nContent-Type: text/html\n\n<p>a", repeated("=?utf-8?q?", n)).into()
    }),
    ("mailbox", "a.mbox", 400_000, |n| {
        repeated("From ada@a.example Mon Mar  2 09:00:00 2009\nFrom: Ada\nSubject: Keys\n\nSECRET\n\n(S) Text.\n\n", n)
            .into()
    }),
    ("rtf paragraphs", "a.rtf", 400_000, |n| rtf(&repeated("(S) Text.\\par\n", n))),
    ("rtf groups", "a.rtf", 400_000, |n| rtf(&repeated("{\\b a}", n))),
    ("rtf groups that do not end", "a.rtf", 400_000, |n| rtf(&repeated("{\\b a", n))),
    ("rtf hidden", "a.rtf", 400_000, |n| rtf(&repeated("{\\v Ada} met \\v Tor\\v0 ", n))),
    ("rtf letters", "a.rtf", 400_000, |n| rtf(&repeated("\\'e9\\u8212?", n))),
    ("rtf tables", "a.rtf", 400_000, |n| rtf(&repeated("\\trowd a\\cell b\\cell\\row ", n))),
    ("rtf fields", "a.rtf", 400_000, |n| rtf(&repeated("{\\field{\\*\\fldinst HYPERLINK a}{\\fldrslt b}}", n))),
    ("rtf pages", "a.rtf", 400_000, |n| rtf(&repeated("SECRET\\par (S) Text.\\par\\page ", n))),
    ("rtf deleted", "a.rtf", 400_000, |n| rtf(&repeated("{\\deleted Ada}{\\revised Tor}", n))),
    ("docx paragraphs", "a.docx", 400_000, |n| docx(&repeated("<w:p><w:r><w:t>(S) Text.</w:t></w:r></w:p>", n), [])),
    ("docx runs of a paragraph", "a.docx", 400_000, |n| {
        docx(&format!("<w:p>{}</w:p>", repeated("<w:r><w:t>(S) a </w:t></w:r>", n)), [])
    }),
    ("docx hidden runs", "a.docx", 400_000, |n| {
        docx(&repeated("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Ada</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>", n), [])
    }),
    ("docx deleted runs", "a.docx", 400_000, |n| {
        docx(&repeated("<w:p><w:del><w:r><w:delText>Ada</w:delText></w:r></w:del><w:r><w:t>b</w:t></w:r></w:p>", n), [])
    }),
    ("docx tables", "a.docx", 400_000, |n| {
        docx(
            &format!(
                "<w:tbl>{}</w:tbl>",
                repeated("<w:tr><w:tc><w:p><w:r><w:t>DOB</w:t></w:r></w:p></w:tc></w:tr>", n)
            ),
            [],
        )
    }),
    ("docx tables in tables", "a.docx", 100_000, |n| docx(&repeated("<w:tbl><w:tr><w:tc>", n), [])),
    ("docx parts", "a.docx", 1_000, |n| {
        let part = |index| {
            let inside = format!("<w:p><w:r><w:t>Ada {index}</w:t></w:r></w:p>");
            (
                format!("word/header{index}.xml"),
                format!("<?xml version=\"1.0\"?><w:hdr xmlns:w=\"{WORDS}\">{inside}</w:hdr>"),
            )
        };
        docx("<w:p><w:r><w:t>Text.</w:t></w:r></w:p>", (0..n).map(part))
    }),
    ("docx comments", "a.docx", 400_000, |n| {
        let note = |t: &mut String, i| {
            write!(t, "<w:comment w:id=\"{i}\" w:author=\"Ada\"><w:p><w:r><w:t>Tor</w:t></w:r></w:p></w:comment>")
                .expect("a string");
        };
        let notes = format!("<w:comments xmlns:w=\"{WORDS}\">{}</w:comments>", numbered(n / 80, note));
        docx("<w:p><w:r><w:t>Text.</w:t></w:r></w:p>", [("word/comments.xml".to_owned(), notes)])
    }),
    ("docx styles", "a.docx", 400_000, |n| {
        let style = |t: &mut String, i: usize| {
            let below = i.saturating_sub(1);
            write!(t, "<w:style w:styleId=\"s{i}\"><w:basedOn w:val=\"s{below}\"/></w:style>").expect("a string");
        };
        let styles = format!("<w:styles xmlns:w=\"{WORDS}\">{}</w:styles>", numbered(n / 70, style));
        let used = |t: &mut String, i| {
            write!(t, "<w:p><w:pPr><w:pStyle w:val=\"s{i}\"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>").expect("a string");
        };
        docx(&numbered(n / 70, used), [("word/styles.xml".to_owned(), styles)])
    }),
    ("pdf pages", "a.pdf", 400, |n| pdf(&vec![line(0, "SECRET") + &line(1, "\\(S\\) Text."); n])),
    ("pdf lines of a page", "a.pdf", 4_000, |n| pdf(&[(0..n).map(|at| line(at, "Text.")).collect()])),
    ("pdf words of a line", "a.pdf", 4_000, |n| {
        pdf(&[format!("BT /F1 12 Tf 72 700 Td {}ET", "(word ) Tj ".repeat(n))])
    }),
    ("pdf boxes", "a.pdf", 4_000, |n| {
        let boxes = numbered(n, |t, i| writeln!(t, "0 g 72 {} 40 10 re f", i % 700).expect("a string"));
        pdf(&[(0..n).map(|at| line(at % 50, "Text.")).collect::<String>() + &boxes])
    }),
    ("pdf boxes over one word", "a.pdf", 4_000, |n| {
        pdf(&[line(0, "Ada Quill") + &"0 g 72 716 60 14 re f\n".repeat(n)])
    }),
    ("pdf states", "a.pdf", 40_000, |n| pdf(&["q\n".repeat(n) + &line(0, "Text.")])),
    ("pdf objects", "a.pdf", 400_000, |n| {
        let mut bytes = pdf(&[line(0, "Text.")]);
        bytes.extend(
            numbered(n / 30, |t, i| writeln!(t, "{} 0 obj\n<< /A 1 >>\nendobj", i + 10).expect("a string"))
                .into_bytes(),
        );
        bytes
    }),
    ("pdf brackets", "a.pdf", 100_000, |n| pdf(&["[".repeat(n)])),
    ("pdf false starts", "a.pdf", 400_000, |n| [b"%PDF-1.4\n".to_vec(), repeated("1 0 obj <<", n).into()].concat()),
    ("zip of nothing", "a.docx", 400_000, |n| [b"PK\x03\x04".to_vec(), repeated("PK\u{1}\u{2}", n).into()].concat()),
    ("eight-bit letters", "a.txt", 400_000, |n| b"caf\xe9 \x93Ada\x94 ".repeat(n / 12)),
    ("letters of two bytes", "a.txt", 400_000, |n| {
        [vec![0xff, 0xfe], repeated("SECRET\n(S) Text.\n", n / 2).encode_utf16().flat_map(u16::to_le_bytes).collect()]
            .concat()
    }),
    ("broken letters", "a.txt", 400_000, |n| b"Ada \xc3 \xe2\x82 met\n".repeat(n / 14)),
];
