//! Telegrams, releases and letters in which one part is repeated.

use std::fmt::Write;

pub(crate) const HEAD: &str = "VZCZCXRO4471\nOO RUEHBZ\nDE RUEHWD #0128 0671534\nZNY CCCCC ZZH\nO 081534Z MAR 07\n\
    FM AMEMBASSY WINDHOEK\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 9371\n";
const LEVEL: &str = "C O N F I D E N T I A L WINDHOEK 000128\nSIPDIS\n";
const ORDER: &str = "E.O. 12958: DECL: 03/08/2017\n";
const TAGS: &str = "TAGS: PREL, WA\n";
const SUBJECT: &str = "SUBJECT: A VISIT\n";
const AUTHORITY: &str = "Classified By: Charge Lorna Teasdale for reasons 1.4 (b) and (d).\n\n";

/// A telegram in which `part` stands behind `before`.
pub(crate) fn telegram(before: &[&str], part: &str, behind: &[&str]) -> String {
    [HEAD, &before.concat(), part, "\n", &behind.concat()].concat()
}

pub(crate) fn body(part: &str) -> String {
    telegram(&[LEVEL, ORDER, TAGS, SUBJECT, AUTHORITY], part, &["\nTEASDALE\nNNNN\n"])
}

/// A released letter.
pub(crate) fn released(part: &str) -> String {
    let header = "UNCLASSIFIED U.S. Department of State Case No. F-2014-00001 Doc No. C05000001 Date: 08/31/2015\n";
    format!("{header}\n{:60}RELEASE IN PART\n{:60}B5,B6\n\n{part}\n", "", "")
}

pub(crate) fn numbered(count: usize, mut item: impl FnMut(&mut String, usize)) -> String {
    let mut text = String::new();
    (0..count).for_each(|index| item(&mut text, index));
    text
}

/// A name, how many of it the larger input has, and what makes the text.
pub(crate) type Case = (&'static str, usize, fn(usize) -> String);

pub(crate) const CASES: &[Case] = &[
    ("one line of prose", 10_000_000, |n| "a word and ".repeat(n / 11)),
    ("one line of capitals", 4_000_000, |n| "WORD ".repeat(n / 5)),
    ("one line of symbols", 400_000, |n| "(\"#".repeat(n / 3)),
    ("one line behind a number", 2_000_000, |n| body(&format!("1. (C) {}", "Ref B of para 12. ".repeat(n / 18)))),
    ("blank lines", 400_000, |n| body(&"\n".repeat(n))),
    ("characters of three bytes", 400_000, |n| body(&"€".repeat(n))),
    ("control characters", 20_000, |n| body(&"a word and more of it \u{7}".repeat(n))),
    ("paragraphs", 10_000, |n| {
        body(&numbered(n, |t, i| writeln!(t, "{}. (C) Text.\n", i % 999 + 1).expect("a string")))
    }),
    ("paragraphs with the same number", 10_000, |n| body(&"1. (C) Text.\n".repeat(n))),
    ("paragraphs above the telegram", 10_000, |n| body(&"1. (S) Text.\n".repeat(n))),
    ("paragraphs without marks", 10_000, |n| body(&format!("1. (C) Text.\n{}", "2. Text.\n".repeat(n)))),
    ("marks without end", 40_000, |n| body(&"1. (C Text.\n(((\n".repeat(n / 2))),
    ("lines of one capital", 40_000, |n| "A\n".repeat(n)),
    ("tags", 10_000, |n| telegram(&[LEVEL, ORDER], &format!("TAGS: {}", "PREL, ".repeat(n)), &[SUBJECT])),
    ("tags that are all different", 10_000, |n| {
        let list = numbered(n, |t, i| write!(t, "{}{}, ", ["AB", "CD"][i % 2], i).expect("a string"));
        telegram(&[LEVEL, ORDER], &format!("TAGS: {list}"), &[SUBJECT])
    }),
    ("markup among tags", 10_000, |n| telegram(&[LEVEL, ORDER], &format!("TAGS: {}", "<u>PREL".repeat(n)), &[SUBJECT])),
    ("references on a line", 10_000, |n| {
        let list =
            numbered(n, |t, i| write!(t, "{}. STATE {i} ", char::from(b'A' + (i % 26) as u8)).expect("a string"));
        telegram(&[LEVEL, ORDER, TAGS, SUBJECT], &format!("REF: {list}"), &[AUTHORITY, "1. (C) Ref A.\n"])
    }),
    ("references on lines", 10_000, |n| {
        let list =
            numbered(n, |t, i| writeln!(t, "     {}. STATE {i}", char::from(b'A' + (i % 26) as u8)).expect("a string"));
        telegram(&[LEVEL, ORDER, TAGS, SUBJECT], &format!("REF: {list}"), &[AUTHORITY, "1. (C) Ref A.\n"])
    }),
    ("references apart", 10_000, |n| {
        telegram(&[LEVEL, ORDER, TAGS, SUBJECT], &format!("REF: {}", "STATE 12; ".repeat(n)), &[AUTHORITY])
    }),
    ("references cited", 40_000, |n| body(&format!("1. (C) {}", "Refs A and Z. ".repeat(n)))),
    ("captions", 10_000, |n| telegram(&[LEVEL], &"NODIS\n".repeat(n), &[ORDER, TAGS])),
    ("captions that exclude each other", 10_000, |n| {
        telegram(&[LEVEL], &"NODIS\nEXDIS\n".repeat(n / 2), &[ORDER, TAGS])
    }),
    ("channel captions", 10_000, |n| telegram(&[LEVEL], &"AGREMENT\nROGER CHANNEL\n".repeat(n / 2), &[ORDER, TAGS])),
    ("captions below the order line", 10_000, |n| telegram(&[LEVEL, ORDER], &"NODIS\n".repeat(n), &[TAGS])),
    ("damaged captions", 4_000, |n| telegram(&[LEVEL], &"STPDTS\n".repeat(n), &[ORDER, TAGS])),
    ("unknown captions", 4_000, |n| telegram(&[LEVEL], &"WORD XYLOPHONE\n".repeat(n), &[ORDER, TAGS])),
    ("addressees", 10_000, |n| {
        telegram(
            &[],
            &numbered(n, |t, i| writeln!(t, "RUEHSA/AMEMBASSY POST {i} PRIORITY").expect("a string")),
            &[LEVEL, ORDER],
        )
    }),
    ("addressees that are the same", 10_000, |n| {
        telegram(&[], &"RUEHSA/AMEMBASSY PRETORIA\n".repeat(n), &[LEVEL, ORDER])
    }),
    ("relays", 40_000, |n| format!("VZCZCXRO4471\nOO {}\n{HEAD}{LEVEL}", "RUEHBZ ".repeat(n))),
    ("lines of relays", 10_000, |n| format!("VZCZCXRO4471\nOO RUEHBZ\n{}{HEAD}{LEVEL}", "RUEHBZ RUEHDU\n".repeat(n))),
    ("telegrams", 5_000, |n| {
        telegram(&[LEVEL, ORDER, TAGS, SUBJECT, AUTHORITY], "1. (C) Text.", &["NNNN\n"]).repeat(n)
    }),
    ("first lines of telegrams", 10_000, |n| "VZCZCXRO4471\n".repeat(n)),
    ("subjects", 10_000, |n| telegram(&[LEVEL, ORDER, TAGS], &SUBJECT.repeat(n), &[AUTHORITY])),
    ("order lines", 10_000, |n| telegram(&[LEVEL], &ORDER.repeat(n), &[AUTHORITY])),
    ("order lines on a line", 10_000, |n| telegram(&[LEVEL], &"E.O. 12958 ".repeat(n), &[AUTHORITY])),
    ("fields on a line", 10_000, |n| telegram(&[LEVEL], &"TAGS: PREL REF: A SUBJECT: B ".repeat(n / 3), &[AUTHORITY])),
    ("ends of summaries", 100_000, |n| body(&format!("1. (C) {}", "END SUMMARY. ".repeat(n)))),
    ("summaries", 100_000, |n| body(&format!("1. (C) {}", "Summary. ".repeat(n)))),
    ("texts begun", 100_000, |n| body(&format!("1. (C) {}", "BEGIN TEXT ".repeat(n)))),
    ("paragraphs cited", 40_000, |n| body(&format!("1. (C) {}", "para 12, ".repeat(n)))),
    ("authority lines", 10_000, |n| {
        telegram(&[LEVEL, ORDER], &"Classified By: Jane Roe\n".repeat(n), &["\n1. (C) Text.\n"])
    }),
    ("authority labels on a line", 10_000, |n| {
        telegram(
            &[LEVEL, ORDER],
            &format!("Classified By: {}", "Jane Reason: 1.4 (b) ".repeat(n)),
            &["\n1. (C) Text.\n"],
        )
    }),
    ("reason letters", 100_000, |n| {
        telegram(&[LEVEL, ORDER], &format!("Classified By: Roe 1.4 {}", "(b), ".repeat(n)), &["\n1. (C) Text.\n"])
    }),
    ("sections of the order", 40_000, |n| {
        telegram(&[LEVEL, ORDER], &format!("Classified By: Roe {}", "1.4 ".repeat(n)), &["\n1. (C) Text.\n"])
    }),
    ("a memorandum's authority lines", 10_000, |n| {
        "SECRET\n\n(S) Text.\n\nReason: 1.4(b)\nDeclassify On: 20301231\n".repeat(n / 2)
    }),
    ("a memorandum's portions", 20_000, |n| format!("CONFIDENTIAL\n\n{}", "(S//NF) Text.\n\n".repeat(n))),
    ("rows of crosses", 40_000, |n| body(&"1. (C) He met XXXXXXXXXXXX there.\n".repeat(n))),
    ("one line of crosses", 4_000_000, |n| body(&format!("1. (C) {}", "X".repeat(n)))),
    ("crosses of all lengths on a line", 40_000, |n| body(&numbered(n, |t, i| *t += &"XXXXXXXXXXXXX "[i % 9..]))),
    ("opening brackets", 400_000, |n| body(&"[".repeat(n))),
    ("marks that are not closed", 40_000, |n| body(&"He met [REDACTED and left.\n".repeat(n))),
    ("amounts", 40_000, |n| "He agreed. [2 lines not declassified]\n".repeat(n)),
    ("codes in place of text", 40_000, |n| "He met (b)(6) there.\n".repeat(n)),
    ("codes on a line", 100_000, |n| format!("RELEASE IN PART B6\n{}", "(b)(6) ".repeat(n))),
    ("codes in the margin", 20_000, |n| released(&"He met                    there.                 B6\n".repeat(n))),
    ("stamps against margins", 10_000, |n| {
        released(&format!("{}{}", "RELEASE IN PART B5\n".repeat(n / 2), "                     B6\n".repeat(n / 2)))
    }),
    ("page headers", 10_000, |n| released("").repeat(n)),
    ("blocks and letters", 10_000, |n| {
        let block = "Classified by DAS, A/GIS, DoS on 08/27/2015 - Class: CONFIDENTIAL - Reason: 1.4(D) - Declassify on: \
                     12/04/2029\nSent: Monday, March 2, 2009 9:00 AM\nthe visa of the                applicant was\n";
        released(&block.repeat(n / 3))
    }),
    ("sheets of deleted pages", 10_000, |n| "Total Deleted Page(s) = 1\nPage 1 ~ b1;\nPago 2 ~ b1;\n".repeat(n / 3)),
    ("titles of withdrawal sheets", 10_000, |n| "Withdrawal/Redaction Sheet\n001. memo P5\n".repeat(n / 2)),
    ("grounds of the collection", 40_000, |n| "He met JFK Act 6 (1)(B) there.\n".repeat(n)),
    ("links that are not closed", 40_000, |n| released(&"[REDACTED](".repeat(n / 10))),
    ("headings of a table", 40_000, |n| body(&"DOB\tNAME\n12 MAR 1961\tTesk Bo\n".repeat(n / 10))),
    ("halves of addresses", 40_000, |n| released(&"From: <doej\nXXXXXXXXXXXX@example.gov\n".repeat(n / 2))),
    ("a sorted list", 20_000, |n| {
        body(&numbered(n, |t, i| writeln!(t, "A{i:08}").expect("a string"))) + "XXXXXXXXXXXX\n"
    }),
    ("slots that are filled", 1_900, |n| {
        body(&"The deputy interior minister XXXXXXXXXXXX left. The deputy interior minister Rask left.\n".repeat(n))
    }),
    ("front matter against marks", 40_000, |n| {
        format!("---\n{}---\nUNCLAS OSLO 000012\n{}", "author: Rask\n".repeat(300), "From: XXXXXXXXXXXX\n".repeat(n))
    }),
    ("signature marks", 40_000, |n| body(&format!("1. (C) Text.\nROE\n{}", "NNN\n".repeat(n)))),
    ("elements", 40_000, |n| body(&"<b>bold</b> ".repeat(n))),
    ("elements that are not closed", 40_000, |n| body(&"<span hidden style='background:navy'>".repeat(n))),
    ("hidden elements", 40_000, |n| body(&"<i hidden>Jane</i> ".repeat(n))),
    ("comments of markup", 40_000, |n| body(&"<!-- Jane --> ".repeat(n))),
    ("comments that do not end", 40_000, |n| body(&"<!-- Jane ".repeat(n))),
    ("attributes", 40_000, |n| body(&format!("<b {}>XXXX</b>", "title='Jane' ".repeat(n)))),
    ("style sheets", 20_000, |n| body(&"<style>.n { display: none } @media x {</style><i class=n>Jane</i>".repeat(n))),
    ("braces of a style sheet", 100_000, |n| body(&format!("<style>{}</style>", ".n { {".repeat(n)))),
    ("unseen characters", 100_000, |n| body(&"Fi\u{200B}ctive ".repeat(n))),
    ("byte-order marks", 100_000, |n| body(&"\u{FEFF}".repeat(n))),
    ("tags that spell", 100_000, |n| body(&"\u{E0041}".repeat(n))),
    ("marks of direction on a line", 100_000, |n| body(&"a\u{202E}b ".repeat(n))),
    ("soft hyphens in a word", 100_000, |n| body(&"a\u{AD}".repeat(n))),
    ("private characters", 100_000, |n| body(&"\u{F041}\u{F042} \u{F043}. ".repeat(n / 3))),
    ("letters of two scripts", 100_000, |n| body(&"\u{412}1 ".repeat(n))),
    ("backspaces", 100_000, |n| body(&"a\u{8}X".repeat(n))),
    ("backspaces in a row", 100_000, |n| body(&format!("{}{}", "a".repeat(n / 2), "\u{8}".repeat(n / 2)))),
    ("lone carriage returns", 100_000, |n| body(&"Jane\rXXXX".repeat(n / 2))),
    ("escapes", 40_000, |n| body(&"\u{1b}[8mJane ".repeat(n))),
    ("struck words", 40_000, |n| body(&"~~Jane~~ ||Joe|| >!Ann!< ".repeat(n / 3))),
    ("strikes that do not end", 40_000, |n| body(&"~~Jane ||Joe >!Ann ".repeat(n / 3))),
    ("exported notes", 40_000, |n| body(&"[Deleted: Jane ".repeat(n))),
    ("parts in base 64", 20_000, |n| body(&format!("XXXX\n{}", "Content-Transfer-Encoding: base64\n".repeat(n)))),
    ("numbers in a run", 100_000, |n| body(&"12 34-5678 ".repeat(n))),
    ("digits in a run", 1_000_000, |n| body(&"1".repeat(n))),
    ("social security numbers", 40_000, |n| body(&"SSN 899-12-3456. ".repeat(n))),
    ("account numbers", 40_000, |n| body(&"GB63 FICT 6016 1331 9268 19 ".repeat(n))),
    ("addresses of mail", 40_000, |n| body(&"jane@mail.example.com ".repeat(n))),
    ("at signs", 400_000, |n| body(&"@a".repeat(n / 2))),
    ("dates of birth", 40_000, |n| body(&"born on May 2, 1963, ".repeat(n))),
    ("watched names", 40_000, |n| body(&"Jane Fictive met ".repeat(n))),
    ("halves of watched names", 40_000, |n| body(&"Fictive, J. Fictive-\n".repeat(n / 2))),
    ("character references", 40_000, |n| body(&"&#74;ane&nbsp;Fictive ".repeat(n))),
    ("percent signs", 100_000, |n| body(&"%2525254A".repeat(n))),
    ("lines of base 64", 10_000, |n| {
        body(&"VGhlIG1pbmlzdGVyIG1ldCBKYW5lIEZpY3RpdmUgaW4gdGhlIGV2ZW5pbmcgYW5kIHRoZW4gbGVm\n".repeat(n))
    }),
    ("pages without form feeds", 4_000, |n| "SECRET\n\n(S) The lights go out.\n\nSECRET\n- 2 -\n".repeat(n)),
    ("papers", 2_000, |n| "SECRET\nMEMORANDUM FOR JANE\nSUBJECT: Keys\n\n(S) Text.\n\nSECRET\n-----\n".repeat(n)),
    ("banners in a frame", 10_000, |n| "*** SECRET ***\n".repeat(n)),
    ("strings of mails", 2_000, |n| {
        let mail = "From: Jane\nSent: 3 May 2021\nTo: Tor\nSubject: Keys\n\nSECRET\n\n(S) Text.\n\nSECRET\n\n";
        format!("-----Original Message-----\n{mail}").repeat(n)
    }),
    ("parts of a mail", 1_000, |n| {
        let part =
            "--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+U0VDUkVUPC9wPgo=\n".repeat(n);
        format!("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x\"\n\n{part}--x--\n")
    }),
    ("countries on a class line", 10_000, |n| {
        format!(
            "R 021512Z MAY 08\nFM CNO\nTO NAVADMIN\nSECRET//REL TO USA, {}//N02000//\nSUBJ/X//\n",
            "GBR, ".repeat(n)
        )
    }),
    ("quoted lines", 40_000, |n| "> a | b\n\n".repeat(n)),
    ("quoted-printable lines", 40_000, |n| body(&"J=61ne Fict=\nive ".repeat(n))),
];

/// Cases in Markdown.
pub(crate) const NOTES: &[Case] = &[
    ("definitions", 40_000, |n| numbered(n, |t, i| writeln!(t, "[{i}]: jane").expect("a string"))),
    ("telegrams on a page", 2_000, |n| "# Ice\n\nP 021512Z MAY 08\nFM TALLINN\n\n".repeat(n)),
    ("headings below a telegram", 40_000, |n| format!("P 021512Z MAY 08\n{}1. (U) x.\n", "# Ice\n".repeat(n))),
    ("references to definitions", 40_000, |n| format!("[a]: jane\n{}", "[a] [b ".repeat(n / 2))),
];
