//! Letters as the State Department releases them: styles S1 and S2, with page headers and classification blocks.

use fastrand::Rng;

use crate::paper::{Paper, pick, sentence, subject};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A released letter.
pub struct Mail {
    /// What stands above the first page header.
    pub above: String,
    /// The stamp.
    pub stamp: &'static str,
    /// The codes below it.
    pub stamped: Vec<&'static str>,
    /// The codes in the margin of each paragraph.
    pub margins: Vec<&'static [&'static str]>,
    /// The reason in the classification block.
    pub block: Option<&'static str>,
    /// The year in which it was written.
    pub year: i16,
    /// How many years the classification runs.
    pub years: i16,
    /// How many years it runs too long.
    pub shift: i16,
    /// The numbers at the edges of the pages.
    pub numbers: [u32; 2],
    /// The days there.
    pub dates: [&'static str; 2],
    /// The sender.
    pub address: &'static str,
    /// What stands below the margins.
    pub extra: String,
}

impl Mail {
    /// One from which something was withheld.
    pub fn part(rng: &mut Rng) -> Mail {
        let mut mail = Mail::full(rng);
        mail.stamp = "RELEASE IN PART";
        if rng.bool() {
            mail.stamped = vec!["B1", "1.4(D)", "B6"];
            mail.margins = vec![&["1.4(D)", "B1"], &["B6"]];
            mail.block = Some("1.4(D)");
        } else {
            mail.stamped = vec!["B5", "B6"];
            mail.margins = vec![&["B5"], &["B6"]];
        }
        mail
    }

    /// One from which something was withheld as classified.
    pub fn secret(rng: &mut Rng) -> Mail {
        loop {
            let mail = Mail::part(rng);
            if mail.block.is_some() {
                return mail;
            }
        }
    }

    /// One from which something was withheld that was not classified.
    pub fn private(rng: &mut Rng) -> Mail {
        loop {
            let mail = Mail::part(rng);
            if mail.block.is_none() {
                return mail;
            }
        }
    }

    /// One that was released whole.
    pub fn full(rng: &mut Rng) -> Mail {
        let number = rng.u32(5_000_000..6_000_000);
        Mail {
            above: String::new(),
            stamp: "RELEASE IN FULL",
            stamped: Vec::new(),
            margins: Vec::new(),
            block: None,
            year: 2009,
            years: pick(rng, &[10, 15, 20, 25]),
            shift: 0,
            numbers: [number; 2],
            dates: ["08/31/2015"; 2],
            address: "Doe, Jane <doej@example.gov>",
            extra: String::new(),
        }
    }

    /// The same letter after `spoil`.
    pub fn but(mut self, spoil: impl Fn(&mut Mail)) -> Mail {
        spoil(&mut self);
        self
    }

    /// The pages.
    pub fn print(&self, rng: &mut Rng) -> Paper {
        let header = |edge: usize| {
            let (number, date) = (self.numbers[edge], self.dates[edge]);
            format!("UNCLASSIFIED U.S. Department of State Case No. F-2014-00001 Doc No. C0{number} Date: {date}\n")
        };
        let (month, day) = (rng.u8(2..12), rng.u8(2..20));
        let mut text = self.above.clone() + &header(0) + &header(0) + "\n";
        if !self.stamp.is_empty() {
            text += &format!("{:90}{}\n", "", self.stamp);
            if !self.stamped.is_empty() {
                text += &format!("{:90}{}\n", "", self.stamped.join(","));
            }
        }
        let name = MONTHS[usize::from(month) - 1];
        text += &format!("\nFrom:  {}\nSent:  Monday, {name} {day}, {} 9:30 AM\n", self.address, self.year);
        text += &format!("Subject:  {}\n\n{}\n", subject(rng), sentence(rng));
        if let Some(reason) = self.block {
            let ends = format!("{month:02}/{:02}/{}", i16::from(day) - 1, self.year + self.years + self.shift);
            text += &format!("{:30}Classified by DAS, A/GIS, DoS on 08/27/2015 - Class: CONFIDENTIAL\n", "");
            text += &format!("{:30}- Reason: {reason} - Declassify on: {ends}\n", "");
        }
        for codes in &self.margins {
            text += &format!("{}\n\n", sentence(rng));
            for code in *codes {
                text += &format!("{:110}{code}\n", "");
            }
            text += "\n";
        }
        Paper::from(text + &self.extra + "\n" + sentence(rng) + "\n\n" + &header(1))
    }
}
