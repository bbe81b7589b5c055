//! Sets of fictional cables, mails and memos with copies that are cut differently, and which of the cuts others show.
//!
//! Copies are damaged as scanners do it, each on its own. What must stay silent is there too: retransmissions, corrected
//! copies, copies cut alike, quoted threads, boilerplate and forms. `SET_FOLDER=folder SET_DOCUMENTS=n` writes a set of any
//! size there, to measure with (`SET_NOISE` in a thousand words, `SET_COPIED` in a hundred documents), and `FIGURES=1` prints
//! recall and precision at six rates of damage.

#![expect(clippy::print_stderr, reason = "figures are read by people")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::dice::Dice;

const FIRST: [&str; 12] =
    ["Ada", "Tor", "Mira", "Jonas", "Edda", "Pavel", "Runa", "Silas", "Vera", "Orin", "Lotte", "Bram"];
const LAST: [&str; 12] =
    ["Quill", "Varden", "Hollis", "Brandt", "Merrow", "Tarn", "Oakes", "Linde", "Fenwick", "Sorel", "Dunmore", "Aster"];
const ONSETS: [&str; 16] = ["b", "br", "c", "d", "f", "g", "gr", "h", "l", "m", "p", "pl", "s", "st", "t", "tr"];
const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ea"];
const CODAS: [&str; 10] = ["n", "r", "st", "l", "nd", "m", "ck", "te", "ve", "ss"];
const SMALL: [&str; 16] =
    ["the", "of", "and", "to", "in", "that", "was", "for", "on", "with", "by", "from", "at", "which", "had", "before"];
const FORM: &str = "Thank you for writing to the harbor office. Your letter about the lease of @ has been received and was passed on \
to the office for leases, which will answer it within the next six weeks. Please keep this letter with your papers.";
const CONTACT: &str = "Visit the web page of the harbor office for opening hours, forms and tide tables. For any question about the \
winter timetable of the ferries please call the duty clerk, who is in the office from nine until five on all working days.";

/// What a document is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Cable,
    Mail,
    Memo,
}

/// A set: each document with its name and text, and the cuts that others show, by document and number of the mark.
pub(crate) struct Copies {
    pub(crate) documents: Vec<(String, String)>,
    pub(crate) planted: BTreeSet<(String, usize)>,
}

struct Maker {
    dice: Dice,
    /// One word in so many thousands is damaged, in each copy.
    noise: usize,
    copies: Copies,
}

/// A sentence in words; a cut is a range of them.
type Body = Vec<Vec<String>>;

/// What of a body is cut: sentence, first word, number of words.
#[derive(Clone, Copy)]
struct Cut {
    sentence: usize,
    first: usize,
    words: usize,
}

/// Makes a set of about `count` documents.
pub(crate) fn make(count: usize, noise: usize, copied: usize) -> Copies {
    let copies = Copies { documents: Vec::new(), planted: BTreeSet::new() };
    let mut maker = Maker { dice: Dice(0x5eed_0018 + noise as u64), noise, copies };
    while maker.copies.documents.len() < count {
        let sort = [Sort::Cable, Sort::Cable, Sort::Mail, Sort::Memo][maker.dice.throw(4)];
        let body = maker.body();
        if maker.dice.throw(100) < copied {
            maker.family(sort, &body);
        } else {
            let number = maker.copies.documents.len();
            maker.write(sort, number, &body, &[], "");
        }
    }
    maker.copies
}

impl Maker {
    fn word(&mut self) -> String {
        if self.dice.throw(5) < 2 {
            return SMALL[self.dice.throw(SMALL.len())].to_owned();
        }
        let syllables = 1 + self.dice.throw(3);
        let syllable =
            |dice: &mut Dice| [ONSETS[dice.throw(16)], VOWELS[dice.throw(6)], CODAS[dice.throw(10)]].concat();
        (0..syllables).map(|_| syllable(&mut self.dice)).collect()
    }

    fn name(&mut self) -> Vec<String> {
        vec![FIRST[self.dice.throw(12)].to_owned(), LAST[self.dice.throw(12)].to_owned()]
    }

    fn body(&mut self) -> Body {
        let sentences = 10 + self.dice.throw(8);
        let mut body = Body::new();
        for _ in 0..sentences {
            let length = 18 + self.dice.throw(14);
            let mut words: Vec<String> = (0..length).map(|_| self.word()).collect();
            if self.dice.throw(3) == 0 {
                let at = 7 + self.dice.throw(5);
                let name = self.name();
                words.splice(at..at + 2, name);
            }
            body.push(words);
        }
        body
    }

    /// A few words in the middle of a sentence, or its name.
    fn cut(&mut self, body: &Body) -> Cut {
        let sentence = self.dice.throw(body.len());
        let words = &body[sentence];
        let named = words.iter().position(|word| word.starts_with(char::is_uppercase));
        match named.filter(|_| self.dice.throw(2) == 0) {
            Some(first) => Cut { sentence, first, words: 2 },
            None => Cut { sentence, first: 7 + self.dice.throw(3), words: 2 + self.dice.throw(6) },
        }
    }

    /// Copies of one text.
    fn family(&mut self, sort: Sort, body: &Body) {
        let number = self.copies.documents.len();
        let cut = self.cut(body);
        match self.dice.throw(10) {
            0..5 => {
                let name = self.write(sort, number, body, &[cut], "");
                self.write(sort, number, body, &[], "");
                self.copies.planted.insert((name, 0));
            }
            // Each shows what the other one cuts, right beside it or elsewhere.
            5 => {
                let here = Cut { first: 7, words: 4, ..cut };
                let beside = Cut { first: 11, words: 4, ..cut };
                let apart = Cut { sentence: (cut.sentence + 3) % body.len(), ..beside };
                let other = if self.dice.throw(2) == 0 { beside } else { apart };
                for cut in [here, other] {
                    let name = self.write(sort, number, body, &[cut], "");
                    self.copies.planted.insert((name, 0));
                }
            }
            6 => {
                self.write(sort, number, body, &[cut], "");
                self.write(sort, number, body, &[cut], "");
            }
            7 => {
                self.write(sort, number, body, &[], "");
                self.write(sort, number, body, &[], "C O R R E C T E D  C O P Y\n");
            }
            // A reply quotes the beginning of a mail, of which the rest is cut elsewhere.
            8 => {
                let reply = self.body();
                let kept = body.len() / 2;
                let late = Cut { sentence: kept + 1, first: 8, words: 3 };
                self.write(Sort::Mail, number, body, &[late], "");
                let quoted = self.text(&body[..kept], &[]);
                let below = ["-----Original Message-----\nFrom: the harbor office\n\n", &quoted].concat();
                self.write_with(Sort::Mail, number, &reply, &[], "", &below);
            }
            _ => {
                self.write(sort, number, body, &[], "");
                self.write(sort, number, body, &[], "");
            }
        }
        // A form that many get, with the name cut in some.
        if self.dice.throw(3) == 0 {
            let name = if self.dice.throw(2) == 0 { "[B6]".to_owned() } else { self.name().join(" ") };
            let form = FORM.replace('@', &name);
            let letter = self.body();
            let number = self.copies.documents.len();
            self.write_with(Sort::Memo, number, &letter[..6], &[], "", &form);
        }
    }

    fn text(&mut self, body: &[Vec<String>], cuts: &[Cut]) -> String {
        let mut text = String::new();
        let mut column = 0;
        for (index, sentence) in body.iter().enumerate() {
            let cut = cuts.iter().find(|cut| cut.sentence == index);
            for (at, word) in sentence.iter().enumerate() {
                let mut word = match cut {
                    Some(cut) if at == cut.first => "[B6]".to_owned(),
                    Some(cut) if (cut.first..cut.first + cut.words).contains(&at) => continue,
                    _ => self.damaged(word),
                };
                if at == 0 {
                    word[..1].make_ascii_uppercase();
                }
                if at + 1 == sentence.len() {
                    word.push('.');
                }
                let gap = if column + word.len() > 68 { "\n" } else { " " };
                column = if gap == "\n" { word.len() } else { column + word.len() + 1 };
                text.push_str(if text.is_empty() || text.ends_with('\n') { "" } else { gap });
                text.push_str(&word);
            }
            if index % 4 == 3 {
                text.push_str("\n\n");
                column = 0;
            }
        }
        text.trim_end().to_owned() + "\n"
    }

    /// A word as a scanner reads it.
    fn damaged(&mut self, word: &str) -> String {
        if self.dice.throw(1000) >= self.noise || word.len() < 3 {
            return word.to_owned();
        }
        let at = 1 + self.dice.throw(word.len() - 1);
        let letter = ["rn", "l", "o", "e", "c", "1"][self.dice.throw(6)];
        [&word[..at], letter, &word[at + 1..]].concat()
    }

    fn write(&mut self, sort: Sort, number: usize, body: &[Vec<String>], cuts: &[Cut], head: &str) -> String {
        self.write_with(sort, number, body, cuts, head, "")
    }

    fn write_with(
        &mut self,
        sort: Sort,
        number: usize,
        body: &[Vec<String>],
        cuts: &[Cut],
        head: &str,
        below: &str,
    ) -> String {
        let mut text = self.text(body, cuts);
        if self.dice.throw(4) == 0 {
            text = format!("{text}\n{CONTACT}\n");
        }
        if !below.is_empty() {
            text = format!("{text}\n{below}\n");
        }
        let stamp = if cuts.is_empty() && !text.contains("[B6]") { "" } else { "RELEASE IN PART B6\n\n" };
        let serial = number + 1;
        let text = match sort {
            Sort::Cable => {
                let paragraphs = text.trim_end().split("\n\n").enumerate();
                let paragraphs: Vec<String> =
                    paragraphs.map(|(index, paragraph)| format!("{}. (C) {paragraph}", index + 1)).collect();
                format!(
                    "{stamp}{head}O 061158Z DEC 07\nFM AMEMBASSY PORT VELM\nTO SECSTATE WASHDC\n\
                     C O N F I D E N T I A L PORT VELM {serial:06}\n\nE.O. 12958: DECL: 12/06/2017\nTAGS: PREL\n\
                     SUBJECT: HARBOR {serial}\n\n{}\n",
                    paragraphs.join("\n\n")
                )
            }
            Sort::Mail => format!(
                "{stamp}From: Harbor Office\nSent: Monday, December 3, 2007 9:12 AM\nTo: Pier Office\nSubject: Harbor\n\n{head}{text}"
            ),
            Sort::Memo => format!("{stamp}MEMORANDUM FOR THE HARBOR COMMITTEE\n\n{head}{text}"),
        };
        let name = format!("{:03}/{:07}.txt", self.copies.documents.len() / 1000, self.copies.documents.len());
        self.copies.documents.push((name.clone(), text));
        name
    }
}

/// Writes the documents below a folder.
pub(crate) fn write(copies: &Copies, folder: &Path) {
    for (name, text) in &copies.documents {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }
}

/// What a run says: each document and mark that another document is said to show.
fn said(copies: &Copies, folder: &Path) -> BTreeSet<(String, usize)> {
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_cable-lint"))
        .args(["check", "--isolated", "--only", "set", "-o", "json", "."])
        .current_dir(folder)
        .output()
        .expect("it runs");
    let report: serde_json::Value = serde_json::from_slice(&program.stdout).expect("JSON");
    let leaks = ["passage-readable-elsewhere", "name-readable-elsewhere", "copies-complete-each-other"];
    let findings = report["diagnostics"].as_array().expect("a list").iter();
    let findings = findings
        .filter(|found| leaks.contains(&found["code"].as_str().expect("a rule")) && found["severity"] != "info");
    let place = |found: &serde_json::Value| {
        let name = found["filename"].as_str().expect("a name").to_owned();
        let offset = found["location"]["offset"].as_u64().expect("a place") as usize;
        let (_, text) = copies.documents.iter().find(|(other, _)| *other == name).expect("a document of the set");
        let body = text.find("\n\n").map_or(0, |end| end + 2);
        (name, text[body.min(offset)..offset].matches("[B6]").count())
    };
    findings.map(place).collect()
}

/// The share of what was planted that is found, and of what is found that was planted.
fn figures(count: usize, noise: usize) -> (f64, f64) {
    let copies = make(count, noise, 40);
    let folder = tempfile::TempDir::new().expect("a folder");
    write(&copies, folder.path());
    let said = said(&copies, folder.path());
    let right = said.intersection(&copies.planted).count() as f64;
    if std::env::var_os("FIGURES").is_some() {
        for missed in copies.planted.difference(&said) {
            eprintln!("missed {missed:?}");
        }
        for wrong in said.difference(&copies.planted) {
            eprintln!("wrong {wrong:?}");
        }
        eprintln!(
            "{count} documents, noise {noise}: {} planted, {} said, {right} right",
            copies.planted.len(),
            said.len()
        );
    }
    (right / copies.planted.len() as f64, right / said.len().max(1) as f64)
}

#[test]
fn what_one_copy_cuts_and_another_shows_is_found() {
    if let (Some(folder), Ok(count)) = (std::env::var_os("SET_FOLDER"), std::env::var("SET_DOCUMENTS")) {
        let number = |name: &str, usual| std::env::var(name).map_or(usual, |it| it.parse().expect("a number"));
        let copies = make(count.parse().expect("a number"), number("SET_NOISE", 0), number("SET_COPIED", 5));
        return write(&copies, Path::new(&folder));
    }
    if std::env::var_os("FIGURES").is_some() {
        for noise in (0..=50).step_by(10) {
            let (recall, precision) = figures(1500, noise);
            eprintln!("noise {noise}: recall {recall:.3}, precision {precision:.3}");
        }
        return;
    }
    for (noise, least) in [(0, 0.97), (30, 0.9)] {
        let (recall, precision) = figures(300, noise);
        assert!(recall >= least && precision >= 0.95, "noise {noise}: recall {recall:.3}, precision {precision:.3}");
    }
}
