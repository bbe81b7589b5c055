//! Pages of editions and sheets that stand for pages and records: styles S3, S10, S11 and S12.

use fastrand::Rng;

use crate::paper::{Paper, sentence};

/// A page of a documentary edition.
pub fn edition(rng: &mut Rng, amount: &str) -> Paper {
    let [one, two, three, four] = [(); 4].map(|()| sentence(rng));
    Paper::from(format!(
        "114. Memorandum of Conversation\n\nOslo, March 5, 1958\n\n{one} {amount} {two}\n\n{three} [name not declassified] \
         agreed. [2 lines not declassified] {four}\n\n[Omitted here is a discussion of the fishing season.]\n"
    ))
}

/// The same page in the mark-up that keeps its italics, with `cut` as it is.
pub fn marked_up(rng: &mut Rng, cut: &str) -> Paper {
    let [one, two, three] = [(); 3].map(|()| sentence(rng));
    Paper::from(format!(
        "<p>{one} [<hi rend=\"italic\">3½ lines not declassified</hi>] {two}</p>\n<p>{three} {cut}</p>\n"
    ))
}

/// A sheet for pages that were withheld.
pub fn deleted_pages(rng: &mut Rng, too_many: u32, twice: bool) -> Paper {
    let first = rng.u32(2..9);
    let pages = (first..first + 6).map(|page| if twice && page == first + 4 { first } else { page });
    let lines: String = pages.map(|page| format!("Page {page} ~ b6; b7C;\n")).collect();
    let total = 6 + too_many;
    Paper::from(format!(
        "DELETED PAGE INFORMATION SHEET\nTotal Deleted Page(s) = {total}\n{lines}\n{}\n",
        sentence(rng)
    ))
}

/// The form that describes a record of the assassination collection.
pub fn record(rng: &mut Rng, restrictions: &str, status: &str) -> Paper {
    let number = rng.u32(10_000..20_000);
    Paper::from(format!(
        "RECORD NUMBER : 104-{number}-10001\nRECORD SERIES : HARBOUR\nTITLE : TWO BOATS\nCLASSIFICATION : SECRET\n\
         RESTRICTIONS : {restrictions}\nCURRENT STATUS : {status}\nDATE OF LAST REVIEW : 06/10/98\n\n{} JFK Act 6 (1)(B) {}\n",
        sentence(rng),
        sentence(rng)
    ))
}

/// A sheet of a presidential library for documents that it withdrew.
pub fn library(rng: &mut Rng, code: &str, reviewed: i16) -> Paper {
    let pages = rng.u32(2..9);
    Paper::from(format!(
        "Withdrawal/Redaction Sheet\nDate: March 6, 1985\n\nDOCUMENT NO.   SUBJECT/TITLE              RESTRICTION\n\
         001. memo      Ekman to Rask, {pages} pages      P5\n002. letter    Rask to Ekman, 1 page       {code}\n\n\
         Presidential Records Act - [44 U.S.C. 2204(a)]\nDeclassified by A. Reviewer on 12 March {reviewed}\n"
    ))
}

/// A sheet of the Nixon materials.
pub fn nixon(rng: &mut Rng, letter: char) -> Paper {
    let pages = rng.u32(2..9);
    Paper::from(format!(
        "DOCUMENT WITHDRAWAL RECORD\nDOCUMENT NUMBER   TYPE     SUBJECT                     DATE      RESTRICTION\n\
         N-1               Memo     Ekman to Rask, {pages} pages      3/5/71    B\n\
         N-2               Letter   Rask to Ekman               3/9/71    {letter}\n\nRESTRICTION CODES\n"
    ))
}

/// A page of the CIA with its labels in place of words.
pub fn labelled(rng: &mut Rng) -> Paper {
    let number = rng.u32(1000..9999);
    let edge = format!("Approved For Release 2007/07/10: CIA-RDP86-0{number}R000200160001-3\n");
    Paper::from(format!(
        "{edge}\nMEMORANDUM\n\n{} STATINTL asked for it. {} The source was 25X1 and left.\n\n{edge}",
        sentence(rng),
        sentence(rng)
    ))
}

/// The notice that stands in a folder for what was withdrawn from it.
pub fn notice(rng: &mut Rng) -> Paper {
    let number = rng.u32(100_000..999_999);
    Paper::from(format!(
        "{}\n\nThis item was withdrawn: NND {number}, box 7, tab 3\n\n{}\n",
        sentence(rng),
        sentence(rng)
    ))
}
