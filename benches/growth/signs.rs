//! Texts that repeat a sign, a line or a marking: what the readers of the text and the detectors are given.

use crate::texts::{Case, body, numbered, released};
use std::fmt::Write;

/// A released letter whose text is `unit`, over and over, up to `bytes`.
fn released_units(unit: &str, bytes: usize) -> String {
    released(&repeated(unit, bytes))
}

pub(crate) fn repeated(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len() + 1)
}

/// A memorandum whose text is `unit`, over and over.
fn memo(unit: &str, bytes: usize) -> String {
    let unit = repeated(unit, bytes);
    format!("SECRET//NOFORN\n\nMEMORANDUM FOR THE RECORD\n\nSUBJECT: (U) Keys\n\n{unit}\n\nSECRET//NOFORN\n")
}

fn mail(unit: &str, bytes: usize) -> String {
    let head =
        "From: Ada Quill <quilla@state.example>\nSent: Monday, March 2, 2009 9:00 AM\nTo: Varden, Tor\nSubject: Keys";
    format!("{head}\n\n{}\n", repeated(unit, bytes))
}

/// The sizes are bytes.
pub(crate) const SIGNS: &[Case] = &[
    ("levels with a foreign letter on a line", 1_000_000, |n| repeated("S\u{415}CRET ", n)),
    ("levels with a foreign letter on lines", 1_000_000, |n| repeated("S\u{415}CRET\n", n)),
    ("words of another script on a line", 1_000_000, |n| body(&repeated("схема \u{412}1 показана ", n))),
    ("false declarations", 1_000_000, |n| repeated("<!x> ", n)),
    ("processing instructions", 1_000_000, |n| repeated("<?xml?> ", n)),
    ("ends of nothing", 1_000_000, |n| repeated("</ x> ", n)),
    ("element declarations", 1_000_000, |n| repeated("<!ELEMENT a (b)> ", n)),
    ("comments begun in a comment", 1_000_000, |n| repeated("<!-- <!-", n)),
    ("comments that end at once", 1_000_000, |n| repeated("<!--> <!---> ", n)),
    ("sections of character data", 1_000_000, |n| repeated("<![CDATA[ x ]]> ", n)),
    ("opening angles", 1_000_000, |n| repeated("<", n)),
    ("opening angles and letters", 1_000_000, |n| repeated("<a ", n)),
    ("quotes of attributes", 1_000_000, |n| repeated("<a b=\"", n)),
    ("base64 on a line", 1_000_000, |n| released(&format!("XXXX {}", repeated("base64 ", n)))),
    ("heads of base64 parts", 1_000_000, |n| {
        released(&format!("XXXX\n{}", repeated("Content-Transfer-Encoding: base64\n\nQUJD\n\n", n)))
    }),
    ("boxes and names on a line", 1_000_000, |n| released_units("███ met ████. ", n)),
    ("boxes before names on a line", 1_000_000, |n| released_units("█████ Ada Quill ", n)),
    ("boxes before names on lines", 1_000_000, |n| released_units("█████\nAda Quill\n", n)),
    ("one box", 1_000_000, |n| released_units("█", n)),
    ("boxes and blanks", 1_000_000, |n| released_units("█ ", n)),
    ("boxes of all lengths", 1_000_000, |n| released_units("█ ██ ███ ████ █████ ██████ ███████ ", n)),
    ("pages with banners and portions", 1_000_000, |n| repeated("SECRET\n(S) Text.\nSECRET\n\u{c}\n", n)),
    ("a memorandum's pages", 1_000_000, |n| memo("\u{c}SECRET//NOFORN\n(S//NF) Text.\nSECRET//NOFORN\n", n)),
    ("pages whose banners differ", 1_000_000, |n| {
        memo("\u{c}SECRET\n(C) Text.\nSECRET\n\u{c}CONFIDENTIAL\n(S) Text.\nTOP SECRET\n", n)
    }),
    ("form feeds", 1_000_000, |n| memo("\u{c}", n)),
    ("form feeds between words", 1_000_000, |n| memo("Text.\u{c}", n)),
    ("dates of birth in a sentence", 1_000_000, |n| repeated("DOB: 12 MAR 1961, born 3 May 1962; ", n)),
    ("one row of a table", 1_000_000, |n| repeated("NAME\tDOB\t12 MAR 1961\tAda Quill\t", n)),
    ("one row of a table with bars", 1_000_000, |n| repeated("| NAME | DOB | 12 MAR 1961 ", n)),
    ("rows of a table", 1_000_000, |n| released_units("| Ada Quill | 12 MAR 1961 | XXXX |\n", n)),
    ("columns by blanks", 1_000_000, |n| released_units("NAME        DOB            12 MAR 1961    B6\n", n)),
    ("short paragraphs", 1_000_000, |n| repeated("Text.\n\n", n)),
    ("short paragraphs of a telegram", 1_000_000, |n| body(&repeated("Text.\n\n", n))),
    ("short paragraphs of a memorandum", 1_000_000, |n| memo("(U) Text.\n\n", n)),
    ("paragraphs of a release", 1_000_000, |n| released_units("Text of it.\n\n", n)),
    ("numbers that go on", 1_000_000, |n| {
        body(&numbered(n / 24, |t, i| writeln!(t, "{}. (C) Text of it.\n", i + 1).expect("a string")))
    }),
    ("portions on a line", 1_000_000, |n| memo("(S//NF) Text. ", n)),
    ("nested lists", 1_000_000, |n| memo("1. (U) a\n  a. (U) b\n    (1) (S) c\n      (a) (C) d\n", n)),
    ("portions of every level", 1_000_000, |n| memo("(U) a\n\n(C) b\n\n(S) c\n\n(TS) d\n\n(S//NF) e\n\n", n)),
    ("long portions", 1_000_000, |n| memo(&format!("(S//REL TO USA{}) Text.\n\n", ", GBR".repeat(100)), n)),
    ("one long portion", 200_000, |n| memo(&format!("(S//REL TO USA{}) Text.\n\n", ", GBR".repeat(n / 5)), 1)),
    ("one long banner", 200_000, |n| format!("SECRET//{}NOFORN\n\n(S) Text.\n", repeated("SI/TK//", n))),
    ("one long banner of nothing", 200_000, |n| format!("SECRET//{}\n\n(S) Text.\n", repeated("XY-", n))),
    ("banners", 1_000_000, |n| repeated("TOP SECRET//SI/TK//NOFORN\n", n)),
    ("banners on a line", 1_000_000, |n| repeated("TOP SECRET//SI/TK//NOFORN ", n)),
    ("spaced banners", 1_000_000, |n| repeated("C O N F I D E N T I A L\n", n)),
    ("spaced banners on a line", 1_000_000, |n| repeated("S E C R E T ", n)),
    ("wrong banners", 1_000_000, |n| repeated("SECRET//NOFORM/ORCOM\n", n)),
    ("banners between prose", 1_000_000, |n| memo("SECRET//NOFORN\n\n(S) The lights go out at nine.\n\n", n)),
    ("banners that break off", 1_000_000, |n| repeated("SECRET//\n", n)),
    ("restricted data", 1_000_000, |n| memo("(S//RD) Text.\n\n(S//FRD-SG 14) Text.\n\n", n)),
    ("controlled information", 1_000_000, |n| repeated("CUI//SP-PRVCY//NOFORN\n\n(CUI) Text.\n\n", n)),
    ("foreign markings", 1_000_000, |n| repeated("//NATO SECRET\n\n(//NS) Text.\n\n//GBR SECRET\n", n)),
    ("special programs", 1_000_000, |n| repeated("TOP SECRET//SAR-BUTTER POPCORN//NOFORN\n", n)),
    ("authority blocks", 1_000_000, |n| {
        memo("Classified By: Ada Quill\nDerived From: Multiple Sources\nDeclassify On: 20301231\n\n", n)
    }),
    ("dates of declassification", 1_000_000, |n| memo("Declassify On: 25X1, 20401231; X1; MR\n", n)),
    ("reasons", 1_000_000, |n| body(&repeated("Reasons: 1.4 (b) and (d); 1.5 (c)\n", n))),
    ("order lines of all years", 1_000_000, |n| body(&repeated("E.O. 11652: GDS\nE.O. 12065: GDS 3/8/83\n", n))),
    ("many telegrams without ends", 1_000_000, |n| {
        repeated("O 081534Z MAR 07\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nBT\nS E C R E T OSLO 000012\n", n)
    }),
    ("ends of telegrams", 1_000_000, |n| body(&repeated("NNNN\nBT\n#0128\n", n))),
    ("sections of telegrams", 1_000_000, |n| {
        repeated("C O N F I D E N T I A L SECTION 01 OF 02 OSLO 000012\n\n1. (C) Text.\n\n", n)
    }),
    ("page lines of telegrams", 1_000_000, |n| body(&repeated("PAGE 02        OSLO  00012  081534Z\n\nText.\n\n", n))),
    ("corrections", 1_000_000, |n| body(&repeated("C O R R E C T E D  C O P Y (ADDING TAGS)\n", n))),
    ("reference letters", 1_000_000, |n| {
        body(&format!("REF: A) OSLO 12\n{}", repeated("     B) STATE 123456\nSee reftel A and ref B.\n", n)))
    }),
    ("months and days", 1_000_000, |n| body(&repeated("March 12, 1961, 3 May, MAY 08, 12/03/61 ", n))),
    ("comments that allow", 1_000_000, |n| {
        repeated("<!-- cable-lint: allow portion-outranks-banner -- why -->\n(S) Text.\n\n", n)
    }),
    ("comments that allow on a line", 1_000_000, |n| {
        repeated("<!-- cable-lint: allow portion-outranks-banner --> ", n)
    }),
    ("comments that allow nothing", 1_000_000, |n| repeated("// cable-lint: allow nothing\n", n)),
    ("nested brackets", 1_000_000, |n| body(&format!("{}{}", "([{<".repeat(n / 8), ">}])".repeat(n / 8)))),
    ("closing brackets", 1_000_000, |n| body(&repeated(")]}>", n))),
    ("opening parentheses", 1_000_000, |n| body(&repeated("(", n))),
    ("quotation marks", 1_000_000, |n| body(&repeated("\"'`", n))),
    ("spaces", 4_000_000, |n| body(&repeated(" ", n))),
    ("tabulators", 4_000_000, |n| body(&repeated("\t", n))),
    ("spaces and letters", 1_000_000, |n| body(&repeated("a           ", n))),
    ("lines of spaces", 1_000_000, |n| body(&repeated("        \n", n))),
    ("dots", 4_000_000, |n| body(&repeated(".", n))),
    ("dashes", 4_000_000, |n| body(&repeated("-", n))),
    ("slashes", 1_000_000, |n| body(&repeated("/", n))),
    ("equals signs", 1_000_000, |n| body(&repeated("=", n))),
    ("colons", 1_000_000, |n| body(&repeated(":", n))),
    ("commas", 1_000_000, |n| body(&repeated(",", n))),
    ("asterisks", 1_000_000, |n| body(&repeated("*", n))),
    ("number signs", 1_000_000, |n| body(&repeated("#", n))),
    ("underscores", 1_000_000, |n| body(&repeated("_", n))),
    ("ampersands", 1_000_000, |n| body(&repeated("&", n))),
    ("bars", 1_000_000, |n| body(&repeated("|", n))),
    ("backslashes", 1_000_000, |n| body(&repeated("\\", n))),
    ("tildes", 1_000_000, |n| body(&repeated("~", n))),
    ("angles", 1_000_000, |n| body(&repeated("> ", n))),
    ("one word", 4_000_000, |n| body(&repeated("a", n))),
    ("one word of capitals", 4_000_000, |n| body(&repeated("AB", n))),
    ("letters apart", 1_000_000, |n| body(&repeated("A ", n))),
    ("letters and digits", 1_000_000, |n| body(&repeated("a1", n))),
    ("digits apart", 1_000_000, |n| body(&repeated("1 2 ", n))),
    ("numbers of lists", 1_000_000, |n| body(&repeated("1. ", n))),
    ("letters of lists", 1_000_000, |n| body(&repeated("(a) (b) (c) ", n))),
    ("accented letters", 1_000_000, |n| body(&repeated("é", n))),
    ("accented words", 1_000_000, |n| body(&repeated("Jané Fïctive ", n))),
    ("combining accents", 1_000_000, |n| body(&format!("e{}", repeated("\u{301}", n)))),
    ("Chinese", 1_000_000, |n| body(&repeated("漢字", n))),
    ("Arabic", 1_000_000, |n| body(&repeated("سر ي ", n))),
    ("emoji", 1_000_000, |n| body(&repeated("👩\u{200d}👩\u{200d}👧", n))),
    ("wide letters", 1_000_000, |n| body(&repeated("ＳＥＣＲＥＴ ", n))),
    ("invisible characters", 1_000_000, |n| body(&repeated("\u{200b}\u{200d}\u{2060}", n))),
    ("isolates that do not end", 1_000_000, |n| body(&repeated("\u{2067}a ", n))),
    ("variation selectors", 1_000_000, |n| body(&repeated("a\u{fe0f}", n))),
    ("line separators", 1_000_000, |n| body(&repeated("Text\u{2028}", n))),
    ("carriage returns and line feeds", 1_000_000, |n| body(&repeated("Text.\r\n", n))),
    ("replacement characters", 1_000_000, |n| body(&repeated("a\u{fffd}", n))),
    ("damaged words", 1_000_000, |n| body(&repeated("C0NFlDENT1AL tbe mini5ter wa§ ~ot ", n))),
    ("damaged levels", 1_000_000, |n| repeated("SECBET\nC0NFIDENTIAI\nSECRFT//NOFOBN\n", n)),
    ("hyphenated words", 1_000_000, |n| body(&repeated("minis-\nter ", n))),
    ("bullets", 1_000_000, |n| body(&repeated("-- The minister said so.\n", n))),
    ("crosses and codes", 1_000_000, |n| released_units("He met XXXXXXXX (b)(6) there.\n", n)),
    ("codes beside gaps", 1_000_000, |n| released_units("He met            B1, 1.4(D)           and left\n", n)),
    ("excised passages", 1_000_000, |n| repeated("He met [text not declassified] and [1 line not declassified].\n", n)),
    ("brackets of redaction", 1_000_000, |n| released_units("[REDACTED] ", n)),
    ("names under marks", 1_000_000, |n| {
        released_units("The deputy interior minister XXXXXXXX left. Deputy interior minister Ada Quill stayed.\n", n)
    }),
    ("different names", 1_000_000, |n| {
        let met = |t: &mut String, i| write!(t, "Minister {} Quill met XXXXXXXX. ", name(i)).expect("a string");
        released(&numbered(n / 34, met))
    }),
    ("different slots", 1_000_000, |n| {
        let met = |t: &mut String, i| writeln!(t, "The {} minister, XXXXXXXX, spoke.", name(i)).expect("a string");
        released(&numbered(n / 38, met))
    }),
    ("release stamps", 1_000_000, |n| repeated("RELEASED IN FULL\nRELEASE IN PART B1, 1.4(D)\n", n)),
    ("review blocks", 1_000_000, |n| {
        released_units("REVIEW AUTHORITY: Ada Quill, Senior Reviewer\nDECAPTIONED\nDate: 08/31/2015\n", n)
    }),
    ("withdrawn pages", 1_000_000, |n| repeated("WITHDRAWAL NOTICE\nRG: 59\nBox: 12\nAccess Restricted\n", n)),
    ("passport numbers", 1_000_000, |n| body(&repeated("passport no. 123456789 ", n))),
    ("telephone numbers", 1_000_000, |n| body(&repeated("Tel: (202) 555-0143, ", n))),
    ("addresses of streets", 1_000_000, |n| body(&repeated("1 Fictive Street, Windhoek 12345. ", n))),
    ("card numbers", 1_000_000, |n| body(&repeated("4111 1111 1111 1111 ", n))),
    ("numbers that are all different", 1_000_000, |n| {
        body(&numbered(n / 20, |t, i| {
            write!(t, "SSN: 899-{:02}-{:04}. ", i / 10_000 % 100, i % 10_000).expect("a string");
        }))
    }),
    ("addresses that are all different", 1_000_000, |n| {
        body(&numbered(n / 24, |t, i| write!(t, "q{i}@mail.example.com, ").expect("a string")))
    }),
    ("protected sources", 1_000_000, |n| body(&repeated("Ada Quill (strictly protect) said so. ", n))),
    ("protected sources on lines", 1_000_000, |n| body(&repeated("Ada Quill (please protect)\n", n))),
    ("quoted mails", 1_000_000, |n| mail("> On Monday Ada Quill wrote:\n> SECRET\n> (S) Text.\n", n)),
    ("mails quoted ever deeper", 400_000, |n| {
        let deep = (n as f64).sqrt() as usize;
        mail("Text.\n", 1) + &numbered(deep, |t, i| writeln!(t, "{} Text.", ">".repeat(i)).expect("a string"))
    }),
    ("heads of mails", 1_000_000, |n| {
        mail("From: Ada Quill\nSent: 3 May 2021\nTo: Tor\nSubject: RE: Keys\n\nText.\n\n", n)
    }),
    ("addressees of a mail", 1_000_000, |n| {
        format!(
            "From: Ada Quill\nTo: {}\nSubject: Keys\n\nText.\n",
            repeated("Tor Varden <vardent@state.example>; ", n)
        )
    }),
    ("subjects of mails", 1_000_000, |n| mail("Subject: (S) Keys\n", n)),
    ("page numbers", 1_000_000, |n| memo("Page 1 of 3\n\nText.\n\n", n)),
    ("headings", 1_000_000, |n| memo("SUMMARY\n-------\n\n(U) Text.\n\n", n)),
    ("underlines", 1_000_000, |n| body(&repeated("--------------------\nHeading\n--------------------\n", n))),
    ("signatures", 1_000_000, |n| memo("Ada Quill\nDeputy Director\n\n", n)),
    ("distribution lists", 1_000_000, |n| memo("cc: S/ES, P, NEA, EUR\n", n)),
    ("attachments", 1_000_000, |n| memo("Attachment: Tab A (SECRET)\nTab B - (C) Paper\n", n)),
    ("cited paragraphs", 1_000_000, |n| body(&repeated("See para 12 and paragraphs 3-5 above. ", n))),
    ("caption words", 1_000_000, |n| body(&repeated("EXDIS NODIS NOFORN SIPDIS ", n))),
    ("links", 1_000_000, |n| body(&repeated("https://example.com/a?b=c%20d ", n))),
    ("hexadecimal digits", 1_000_000, |n| body(&repeated("0a1b2c3d4e5f", n))),
    ("escaped characters", 1_000_000, |n| body(&repeated("\\u0041\\x41&#x41;%41", n))),
    ("a line of base 64", 1_000_000, |n| body(&repeated("VGhlIG1pbmlzdGVyIG1ldCBKYW5lIEZpY3RpdmUg", n))),
    ("repeated letters", 1_000_000, |n| body(&repeated("aaaaaaaaaaaaaaaab", n))),
    ("codes over words", 1_000_000, |n| released(&format!("He met {}", repeated("B6 and ", n)))),
    ("beginnings of redactions", 1_000_000, |n| body(&repeated("[BEGIN REDACTION] a name ", n))),
    ("no-break spaces", 1_000_000, |n| memo("(S)\u{A0}The\u{A0}\u{A0}boat came.\n", n)),
    ("labels over two lines", 1_000_000, |n| memo("Declassify\nOn: 12 MAR 2031\n", n)),
    ("accounts beside routing numbers", 1_000_000, |n| body(&repeated("routing 021000021 account 123456789 ", n))),
    ("all ASCII characters", 1_000_000, |n| {
        body(&(0..n).map(|at| char::from(b' ' + (at * 7 % 95) as u8)).collect::<String>())
    }),
];

/// A word that only has letters, another one for every number.
fn name(mut index: usize) -> String {
    let mut word = String::from("A");
    while index > 0 {
        word.push(char::from(b'a' + (index % 26) as u8));
        index /= 26;
    }
    word + "en"
}
