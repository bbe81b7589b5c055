//! Papers in order, in every style, and papers with one defect each.

use fastrand::Rng;

use crate::mail::Mail;
use crate::paper::{Paper, full_lines, sentence};
use crate::sheet::{deleted_pages, edition, labelled, library, marked_up, nixon, notice, record};
use crate::telegram::{Telegram, X, crossed, marked};

/// How a paper is made.
pub type Make = fn(&mut Rng) -> Paper;

/// What stands under a telegram that was declassified.
const NOTICE: &str = "\n\nDeclassified by A. Reviewer on 12 March 2014";

/// Papers in order, by what they show.
pub const CLEAN: [(&str, Make); 27] = [
    ("S1, S2: a stamp and margins", |rng| Mail::part(rng).print(rng)),
    ("S1: a stamp and nothing missing", |rng| Mail::full(rng).print(rng)),
    ("S3: amounts", |rng| edition(rng, "[3½ lines not declassified]")),
    ("S3: amounts in italics", |rng| marked_up(rng, "[<hi rend=\"italic\">1 line not declassified</hi>]")),
    ("S4: words", |rng| marked(rng, ["[REDACTED]", "[name redacted]", "[REDACTED]"])),
    ("S5: crosses", |rng| marked(rng, [X; 3])),
    ("S5: small crosses", |rng| marked(rng, ["xxxxxxxx"; 3])),
    ("S6: boxes", |rng| marked(rng, ["██████"; 3])),
    ("S7: rules", |rng| marked(rng, ["________"; 3])),
    ("S7: brackets around nothing", |rng| marked(rng, ["[      ]"; 3])),
    ("S8: codes", |rng| marked(rng, ["[(b)(6)]", "[(b)(5)]", "[(b)(6)]"])),
    ("S8: codes of the FBI", |rng| marked(rng, ["(b)(7)(C)", "(b)(7)(E)", "(b)(6)"])),
    ("S8: codes of the order", |rng| {
        let codes = ["[(b)(1) 1.4(b)]", "[(b)(1) 1.4(d)]", "[(b)(3) 50 USC 3024(i)(1)]"];
        Telegram::secret(rng, codes).but(|telegram| telegram.extra = NOTICE).print(rng)
    }),
    ("S10: labels", labelled),
    ("S11: withheld pages", |rng| deleted_pages(rng, 0, false)),
    ("S12: a notice", notice),
    ("S12: a record sheet", |rng| record(rng, "1B; 4", "Redact")),
    ("S12: a library's sheet", |rng| library(rng, "P1/b(1)", 2003)),
    ("S12: a sheet of the Nixon materials", |rng| nixon(rng, 'D')),
    ("S13: placeholders", |rng| marked(rng, ["<PERSON>", "{{NAME}}", "<PERSON>"])),
    ("S14: ellipses", |rng| marked(rng, ["[...]"; 3])),
    ("a telegram that was declassified", |rng| {
        let telegram = Telegram::secret(rng, ["the clerk"; 3]).but(|telegram| telegram.extra = NOTICE);
        Paper::released(telegram.print(rng).text)
    }),
    ("foreign information", |rng| {
        let authority = "Classified By: DCM Jane Doe\nReason: 1.4 (b)\nDeclassify On: 25X6, 20471231\n\n";
        Telegram::secret(rng, [X; 3]).but(|telegram| telegram.authority = authority).print(rng)
    }),
    ("an office and no country", |rng| {
        let telegram = Telegram::open(rng, ["XXXXXXXXXXXX and the foreign minister", X, X]);
        telegram.but(|telegram| telegram.from = "SECSTATE WASHDC").print(rng)
    }),
    ("front matter", |rng| {
        let above = "---\nauthor: The harbour board\ntitle: Grain\n---\n".to_owned();
        let paper = Mail::part(rng).print(rng);
        Paper::from(above + &paper.text)
    }),
    ("a list out of order", |rng| crossed(rng, "\n\nAbel\nCarter\nBaker\nXXXXXXXXXXXX\nEvans\nFoster\n")),
    ("a source that was cut", |rng| crossed(rng, " He heard it from XXXXXXXXXXXX (strictly protect).")),
];

/// A paper with one defect.
pub struct Defect {
    /// The rule that must speak of it.
    pub rule: &'static str,
    /// Rules that may speak of it, too.
    pub also: &'static [&'static str],
    /// How it is made.
    pub make: Make,
}

const fn row(rule: &'static str, make: Make) -> Defect {
    Defect { rule, also: &[], make }
}

/// A defect that is another one as well.
const fn both(rule: &'static str, also: &'static [&'static str], make: Make) -> Defect {
    Defect { rule, also, make }
}

const fn mixed(rule: &'static str, make: Make) -> Defect {
    both(rule, &["mixed-redaction-styles"], make)
}

/// A telegram with words taken out, and with `notice` on it.
fn noticed(rng: &mut Rng, notice: &'static str) -> Paper {
    let telegram = Telegram::secret(rng, ["[(b)(1) 1.4(d)]", "[(b)(6)]", "[(b)(1) 1.4(d)]"]);
    telegram.but(|telegram| telegram.extra = notice).print(rng)
}

/// A released letter spoilt.
fn part(rng: &mut Rng, spoil: fn(&mut Mail)) -> Paper {
    Mail::part(rng).but(spoil).print(rng)
}

fn secret(rng: &mut Rng, spoil: fn(&mut Mail)) -> Paper {
    Mail::secret(rng).but(spoil).print(rng)
}

fn private(rng: &mut Rng, spoil: fn(&mut Mail)) -> Paper {
    Mail::private(rng).but(spoil).print(rng)
}

/// A released letter with `line` between two sentences of its own.
fn said(rng: &mut Rng, line: &'static str) -> Paper {
    let [one, two] = [(); 2].map(|()| sentence(rng));
    let mut mail = Mail::private(rng);
    mail.extra = format!("{one}\n{line}\n{two}\n\n\n");
    mail.print(rng)
}

fn telegram(rng: &mut Rng, spoil: fn(&mut Telegram)) -> Paper {
    Telegram::secret(rng, [X; 3]).but(spoil).print(rng)
}

/// How marks are written.
pub const STYLES: [Defect; 14] = [
    row("unbalanced-redaction", |rng| marked(rng, ["[REDACTED", "[REDACTED]", "[REDACTED]"])),
    row("unbalanced-redaction", |rng| edition(rng, "[3½ lines not declassified")),
    mixed("unknown-redaction-mark", |rng| marked(rng, ["[~~~~]", X, X])),
    mixed("foreign-redaction-style", |rng| {
        let mut paper = edition(rng, "[3½ lines not declassified]");
        paper.text = paper.text.replace("[name not declassified]", "██████");
        paper
    }),
    row("mixed-redaction-styles", |rng| marked(rng, [X, X, "[REDACTED]"])),
    row("frus-amount-missing", |rng| edition(rng, "[lines not declassified]")),
    row("frus-amount-disagreement", |rng| edition(rng, "[1 lines not declassified]")),
    row("frus-slashed-fraction", |rng| edition(rng, "[3 1/2 lines not declassified]")),
    row("frus-omission-in-italics", |rng| marked_up(rng, "[<hi rend=\"italic\">Omitted here is a list.</hi>]")),
    row("frus-cut-set-upright", |rng| marked_up(rng, "[1 line not declassified]")),
    row("glued-redaction", |rng| marked(rng, [X, "XXXXXXXXXXXXsaid it", X])),
    mixed("machine-placeholder", |rng| said(rng, "The visa of <PERSON> was refused.")),
    row("label-without-hole", |rng| part(rng, |mail| mail.extra = full_lines("B6"))),
    row("empty-paragraph", |rng| Telegram::open(rng, [X; 3]).but(|telegram| telegram.second = Some("")).print(rng)),
];

/// What codes say.
pub const CODES: [Defect; 22] = [
    mixed("redaction-without-code", |rng| said(rng, "The visa of [REDACTED] was refused.")),
    row("unknown-exemption", |rng| part(rng, |mail| mail.stamped.push("B10"))),
    both("unknown-exemption", &["reason-against-exemptions"], |rng| secret(rng, |mail| mail.stamped.push("1.4(I)"))),
    row("unknown-exemption", |rng| library(rng, "P7/b(7)", 2003)),
    row("unknown-exemption", |rng| nixon(rng, 'K')),
    row("exemption-7-without-letter", |rng| part(rng, |mail| mail.stamped.push("B7"))),
    row("damaged-exemption", |rng| private(rng, |mail| mail.stamped = vec!["B5", "B61"])),
    row("mixed-code-notations", |rng| marked(rng, ["[(b)(6)]", "[(b)(6)]", "[B6]"])),
    row("b1-without-category", |rng| {
        secret(rng, |mail| {
            mail.stamped = vec!["B1", "B6"];
            mail.margins = vec![&["B1"], &["B6"]];
            mail.block = Some("none");
        })
    }),
    row("b3-without-statute", |rng| part(rng, |mail| mail.stamped.push("B3"))),
    row("category-without-b1", |rng| {
        secret(rng, |mail| {
            mail.stamped = vec!["1.4(D)", "B6"];
            mail.margins = vec![&["1.4(D)"], &["B6"]];
            mail.block = None;
        })
    }),
    row("category-past-25-years", |rng| secret(rng, |mail| mail.year = 1985)),
    row("long-exemption-before-25-years", |rng| secret(rng, |mail| mail.stamped.push("25X6"))),
    both("outdated-exemption", &["reason-against-exemptions"], |rng| {
        secret(rng, |mail| {
            mail.stamped.push("1.5(D)");
            mail.margins.push(&["1.5(D)"]);
        })
    }),
    row("foreign-information-exemption", |rng| {
        let authority = "Classified By: DCM Jane Doe\nReason: 1.4 (b)\nDeclassify On: 25X1, 20471231\n\n";
        Telegram::secret(rng, [X; 3]).but(|telegram| telegram.authority = authority).print(rng)
    }),
    row("lapsed-presidential-restriction", |rng| library(rng, "P1/b(1)", 2014)),
    row("privilege-past-25-years", |rng| private(rng, |mail| mail.year = 1985)),
    row("unexpected-exemption", |rng| marked(rng, ["[(b)(9)]", "[(b)(6)]", "[(b)(6)]"])),
    both("nonresponsive-cut", &["mixed-redaction-styles", "redaction-without-code"], |rng| {
        said(rng, "[Non-responsive]")
    }),
    mixed("homemade-exemption-category", |rng| said(rng, "The report says [HOM] and stops.")),
    row("homemade-exemption-category", |rng| marked(rng, ["[Personal Privacy]"; 3])),
    row("truncated-exemption", |rng| {
        telegram(rng, |telegram| {
            telegram.authority = "Classified By: DCM Jane Doe\nReason: 1.4 (c)\nDeclassify On: 50X1-\n\n";
        })
    }),
];

/// What the remains tell.
pub const REMAINS: [Defect; 24] = [
    row("text-beside-redaction-box", |rng| marked(rng, ["█████████", "█████████ Jon Ekman", "█████████"])),
    row("name-beside-redaction-box", |rng| marked(rng, ["████", "████ Jon Ekman", "████"])),
    row("length-preserving-redaction", |rng| marked(rng, ["XXXX XXXXXXX", "XXXXXXXXX", "XXXXXX"])),
    row("length-preserving-redaction", |rng| marked(rng, ["██████", "█████████", "████"])),
    row("redaction-residue", |rng| marked(rng, ["Mrs. XXXXXXXXXXXX", X, X])),
    row("redaction-residue", |rng| marked(rng, ["J. [REDACTED]", "[REDACTED]", "[REDACTED]"])),
    row("redaction-residue", |rng| marked(rng, ["XXXXXXXXXXXXski", X, X])),
    row("redaction-residue", |rng| marked(rng, ["██████'s clerk", "██████", "██████"])),
    row("country-told-by-tags", |rng| {
        telegram(rng, |telegram| {
            telegram.tags = "PREL, SZ";
            telegram.subject = "MEETING WITH XXXXXXXXXXXX FOREIGN MINISTER".to_owned();
        })
    }),
    row("country-told-by-tags", |rng| {
        telegram(rng, |telegram| telegram.subject = "TALKS WITH XXXXXXXXXXXX GOVERNMENT".to_owned())
    }),
    row("country-told-by-name", |rng| marked(rng, [X, "the XXXXXXXXXXXX foreign minister Rask", X])),
    row("half-address", |rng| part(rng, |mail| mail.address = "Doe, Jane <doej")),
    row("half-address", |rng| marked(rng, ["XXXXXXXXXXXX@example.gov", X, X])),
    row("sorted-list-position", |rng| crossed(rng, "\n\nAbel\nBaker\nCarter\nXXXXXXXXXXXX\nEvans\nFoster\n")),
    row("filled-slot", |rng| crossed(rng, " The harbour board heard Ekman Rask on Tuesday.")),
    both("name-in-file-name", &["filled-slot"], |rng| {
        let told = " Later the harbour board heard Ekman Rask on Tuesday evening.";
        let telegram = Telegram::open(rng, [X; 3]).but(|telegram| {
            telegram.second = Some(" Later the harbour board heard XXXXXXXXXXXX on Tuesday evening.");
            telegram.extra = told;
        });
        Paper::named("memo-rask.txt", telegram.print(rng).text)
    }),
    mixed("name-in-front-matter", |rng| {
        part(rng, |mail| {
            mail.above = "---\nauthor: Ekman Rask\ntitle: Harbour dues\n---\n".to_owned();
            mail.address = "[REDACTED B6]";
        })
    }),
    both("name-in-front-matter", &["filled-slot"], |rng| {
        let above = "---\ntitle: What the harbour board heard Ekman Rask on\n---\n";
        let paper = marked(rng, [X; 3]);
        Paper::from(above.to_owned() + &paper.text)
    }),
    row("protected-source-not-cut", |rng| crossed(rng, " He heard it from Ekman (strictly protect).")),
    row("link-behind-redaction", |rng| marked(rng, ["[REDACTED](mailto:doe@example.gov)", "[REDACTED]", "[REDACTED]"])),
    row("anchor-around-redaction", |rng| {
        marked(rng, ["<a href=\"mailto:doe@example.gov\">[REDACTED]</a>", "[REDACTED]", "[REDACTED]"])
    }),
    row("unlabelled-hole", |rng| said(rng, "The visa of the                applicant was refused.\n\n\n\n\n\n")),
    row("party-cut-without-mark", |rng| crossed(rng, " The papers in v. Halvorsen were read.")),
    row("partial-number-left", |rng| crossed(rng, " His number is XXX-XX-1234.")),
];

/// What the releaser printed.
pub const RELEASE: [Defect; 24] = [
    row("full-release-with-redactions", |rng| part(rng, |mail| mail.stamp = "RELEASE IN FULL")),
    row("part-release-without-redactions", |rng| Mail::full(rng).but(|mail| mail.stamp = "RELEASE IN PART").print(rng)),
    row("conflicting-release-stamps", |rng| part(rng, |mail| mail.extra = format!("{:90}RELEASE IN FULL\n", ""))),
    both("missing-declassification-notice", &["missing-release-stamp"], |rng| {
        let telegram = Telegram::secret(rng, ["the clerk"; 3]).print(rng);
        Paper::released(telegram.text)
    }),
    row("notice-without-authority", |rng| noticed(rng, "\n\nDECLASSIFIED 12 March 2014\n")),
    row("notice-without-date", |rng| noticed(rng, "\n\nDECLASSIFIED by Ada Quill, Chief of Review\n")),
    row("declassified-before-written", |rng| {
        noticed(rng, "\n\nDECLASSIFIED by Ada Quill, Chief of Review, 12 March 1951\n")
    }),
    row("missing-release-stamp", |rng| part(rng, |mail| (mail.stamp, mail.stamped) = ("", Vec::new()))),
    row("category-in-unclassified-paragraph", |rng| {
        let marks = ["[(b)(1) 1.4(d)]", "[(b)(6)]", "[(b)(1) 1.4(d)]"];
        let telegram = Telegram::secret(rng, marks).but(|telegram| telegram.extra = NOTICE);
        telegram.but(|telegram| telegram.portions[2] = "(U)").print(rng)
    }),
    row("classified-portion-in-full-release", |rng| {
        let telegram = Telegram::secret(rng, ["the clerk"; 3]);
        telegram.but(|telegram| telegram.above = "RELEASE IN FULL\n".to_owned()).print(rng)
    }),
    row("classification-block-disagreement", |rng| secret(rng, |mail| mail.block = None)),
    row("classification-block-disagreement", |rng| private(rng, |mail| mail.block = Some("none"))),
    row("reason-against-exemptions", |rng| secret(rng, |mail| mail.block = Some("1.4(B)"))),
    row("code-missing-from-stamp", |rng| part(rng, |mail| mail.margins.push(&["B4"]))),
    row("code-missing-from-text", |rng| part(rng, |mail| mail.stamped.push("B4"))),
    row("odd-declassification-interval", |rng| secret(rng, |mail| mail.shift = 3)),
    row("document-number-disagreement", |rng| part(rng, |mail| mail.numbers[1] += 7)),
    row("release-date-disagreement", |rng| part(rng, |mail| mail.dates[1] = "09/30/2015")),
    row("deleted-page-total", |rng| deleted_pages(rng, 1, false)),
    row("repeated-withheld-page", |rng| deleted_pages(rng, 0, true)),
    row("unlisted-withheld-page", |rng| {
        let sheet = deleted_pages(rng, 0, false);
        Paper::from(format!("{}\nPage {} withheld in full\n", sheet.text, rng.u32(40..90)))
    }),
    row("controlled-marking-in-release", |rng| part(rng, |mail| mail.extra = "CUI\n".to_owned())),
    row("record-sheet-conflict", |rng| record(rng, "1B; 4", "O")),
    row("record-sheet-conflict", |rng| record(rng, "11(a)", "OPEN IN FULL")),
];
