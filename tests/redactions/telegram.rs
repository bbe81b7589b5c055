//! Telegrams with marks in place of words: styles S4 to S9, S13 and S14.

use fastrand::Rng;

use crate::paper::{Paper, sentence, subject};

/// Twelve crosses, whatever they stand for.
pub const X: &str = "XXXXXXXXXXXX";

/// A telegram of three paragraphs, each with a mark.
pub struct Telegram {
    /// What stands above it.
    pub above: String,
    /// The sending post.
    pub from: &'static str,
    /// The classification line's level.
    pub level: &'static str,
    /// The tags.
    pub tags: &'static str,
    /// The subject.
    pub subject: String,
    /// The lines of the classification authority.
    pub authority: &'static str,
    /// The portion marks.
    pub portions: [&'static str; 3],
    /// The mark of each paragraph.
    pub marks: [&'static str; 3],
    /// The second paragraph, if it is not the usual one.
    pub second: Option<&'static str>,
    /// What stands behind the last paragraph.
    pub extra: &'static str,
}

impl Telegram {
    /// An unclassified one.
    pub fn open(rng: &mut Rng, marks: [&'static str; 3]) -> Telegram {
        Telegram {
            above: String::new(),
            from: "AMEMBASSY OSLO",
            level: "UNCLAS",
            tags: "ECON, EWWT",
            subject: subject(rng).to_uppercase(),
            authority: "",
            portions: ["(U)"; 3],
            marks,
            second: None,
            extra: "",
        }
    }

    /// A classified one.
    pub fn secret(rng: &mut Rng, marks: [&'static str; 3]) -> Telegram {
        Telegram {
            level: "C O N F I D E N T I A L",
            authority: "Classified By: DCM Jane Doe\nReason: 1.4 (b) and (d)\nDeclassify On: 20180305\n\n",
            portions: ["(C)"; 3],
            ..Telegram::open(rng, marks)
        }
    }

    /// The same telegram after `spoil`.
    pub fn but(mut self, spoil: impl Fn(&mut Telegram)) -> Telegram {
        spoil(&mut self);
        self
    }

    /// Its text.
    pub fn print(&self, rng: &mut Rng) -> Paper {
        let (from, level, tags, subject) = (self.from, self.level, self.tags, &self.subject);
        let place = from.split(' ').nth(1).unwrap_or(from).replace("SECSTATE", "STATE");
        let number = rng.u32(1000..9999);
        let order = if self.authority.is_empty() { "N/A" } else { "DECL: 03/05/2018" };
        let head = format!("R 050947Z MAR 08\nFM {from}\nTO SECSTATE WASHDC\n{level} {place} {number:06}\n\n");
        let head = head + &format!("E.O. 12958: {order}\nTAGS: {tags}\nSUBJECT: {subject}\n\n{}", self.authority);
        let ([p, q, r], [first, second, third]) = (self.portions, self.marks);
        let one = format!("1. {p} {} According to {first} nothing was paid.\n\n", sentence(rng));
        let two = match self.second {
            Some(text) => format!("2. {q}{text}\n\n"),
            None => format!("2. {q} The harbour board heard {second} on Tuesday. {}\n\n", sentence(rng)),
        };
        let three = format!("3. {r} {} It was brought by {third} in person.{}\n", sentence(rng), self.extra);
        Paper::from(self.above.clone() + &head + &one + &two + &three)
    }
}

/// An unclassified telegram with these marks.
pub fn marked(rng: &mut Rng, marks: [&'static str; 3]) -> Paper {
    Telegram::open(rng, marks).print(rng)
}

/// An unclassified telegram with crosses, and `extra` behind it.
pub fn crossed(rng: &mut Rng, extra: &'static str) -> Paper {
    Telegram::open(rng, [X; 3]).but(|telegram| telegram.extra = extra).print(rng)
}
