//! Sentences with one defect each, and sentences with none.
//!
//! Between `«` and `»` stands what a rule must point at. `#` is any digit, `%c`, `%s` and `%i` are the number of a payment
//! card, a social security number and a bank account with check digits that fit. Everybody in them is made up.

use super::dice::Dice;

/// On paper too, so that a scanner may have misread it.
pub(crate) const PRINTED: &[(&str, &str)] = &[
    ("social-security-number", "His social security number is «%s», he says."),
    ("social-security-number", "The form gives «%s» as the SSN."),
    ("social-security-number", "On the card stood «%s» and nothing else."),
    ("bare-social-security-number", "The clerk has his SSN as «8990#342#» in the book."),
    ("bare-social-security-number", "His social security number, «899.1#.34#2», is on file."),
    ("account-number", "The bank paid it into account number «401#8-226#1» in May."),
    ("dod-id-number", "The clerk's DoD ID number is «12345#78#0» by the roster."),
    ("taxpayer-number", "The tax return shows «9##-88-7###» in the first box."),
    ("passport-number", "He showed passport number «X12#45##» at the gate."),
    ("passport-number", "The number «98#65#321» is that of her passport."),
    ("passport-number", "His diplomatic ppt, no. «PQ1##456», is new."),
    ("alien-registration-number", "The alien file is «A0#2-34#-67#», opened in May."),
    ("immigration-receipt-number", "Her petition is «EAC00000#2##5» since then."),
    ("visa-number", "He has visa number «1234#67#» in the book."),
    ("immigrant-visa-case-number", "The family's case is «WHK20005#23#5» at the center."),
    ("date-of-birth", "The applicant (DPOB: «12 MAR 195#», Ndola) came alone."),
    ("date-of-birth", "She was born on «May 2#, 1963» in the capital."),
    ("date-of-birth", "DOB «#/2#/1957», place unknown."),
    ("payment-card-number", "The room was charged to «%c» that night."),
    ("payment-card-number", "The desk noted «3712 345678 90120» for the deposit."),
    ("bank-account-number", "They pay into «%i» each month."),
    ("bank-account-number", "The fee goes to «GB63 FICT 6016 1331 9268 19» at once."),
    ("bank-routing-number", "His bank, ABA «123456780», sent it back."),
    ("e-mail-address", "He writes as «abner.fictive@mail.example.com» from home."),
    ("e-mail-address", "Answers go to the desk («desk_#@example.org»)."),
    ("telephone-number", "The witness is at «+44 20 7946 0#5#» after six."),
    ("telephone-number", "Call «(202) 555-02##» for the time."),
    ("telephone-number", "The control officer is at «(44)(0)20 7946-0###» at night."),
    ("internet-address", "The messages came from «198.41.10#.14» each night."),
    ("exact-coordinates", "The farm lies at «22573#S 014301#E» on the plateau."),
    ("exact-coordinates", "It stands at «-22.95#71, 14.5##21» by the map."),
    ("grid-square", "The farm lies in «33K VP 480#0 6#230» on the map."),
    ("home-address", "The witness resides at «1# Old Harbor Road» with his wife."),
    ("watched-name", "Deputy Minister «Josephine Watchword» called twice."),
    ("watched-name", "The list has «WATCHWORD, JOSEPHINE» in it."),
    ("watched-name", "The envoy met «J. Q. Watchword» at noon."),
    ("watched-name", "He was with «Josephine Watch-\nword» at noon."),
    ("watched-name", "He knows «Bao» and likes her."),
];

/// In files alone, where no scanner was at work.
pub(crate) const ELECTRONIC: &[(&str, &str)] = &[
    ("zero-width-character", "The Minister Hai«\u{200B}»kondo smiled."),
    ("zero-width-character", "The Minister Hai«\u{2060}\u{200C}»kondo smiled."),
    ("stray-byte-order-mark", "«\u{FEFF}»The Minister smiled."),
    ("private-use-text", "He met «\u{F051}\u{F075}\u{F065}\u{F06E} \u{F046}\u{F02E}» at noon."),
    ("bidirectional-control", "The fee was «\u{202E}»000,1 dollars."),
    ("bidirectional-control", "The fee was «\u{2067}»1,000 dollars."),
    ("smuggled-characters", "The Minister«\u{E0051}\u{E0075}\u{E0065}\u{E006E}» smiled."),
    ("smuggled-characters", "The Minister«\u{FE01}\u{FE05}\u{FE07}» smiled."),
    ("soft-hyphen-in-word", "Minister Hai«\u{AD}»kondo smiled."),
    ("look-alike-code", "The name is withheld under «\u{412}1» again."),
    ("look-alike-code", "The word «SECR\u{415}T» stood on it."),
    ("hidden-comment", "He met <!-- «Quenby Fictive» --> at noon."),
    ("undisplayed-text", "He met <span hidden>«Quenby»</span> at noon."),
    ("undisplayed-text", "He met <b style=\"visibility: hidden\">«Quenby»</b> at noon."),
    ("style-sheet-hidden-text", "<style>i.n{display:none}</style>He met <i class=n>«Quenby»</i>."),
    (
        "encoded-message-part",
        "He met XXXXXXXXXXXX.\n\nContent-Transfer-Encoding: base64\n\n«VGhlIG1pbmlzdGVyIG1ldCBKYW5lIEZpY3RpdmUgaW4gdGhlIGV2ZW5pbmcu»\n",
    ),
    ("telling-attribute", "He met <span title=\"«Quenby»\">XXXXXXXXXXXX</span> at noon."),
    ("telling-redaction-mark", "He met [REDACTED: «Quenby Fictive»] at noon."),
    ("telling-redaction-mark", "He met <redacted>«Quenby»</redacted> at noon."),
    ("same-color-text", "He met <b style=\"color:#fff;background:white\">«Quenby»</b> at noon."),
    ("same-color-text", "He met <font color=white>«Quenby»</font> at noon."),
    ("struck-text", "He met ~~«Quenby Fictive»~~ at noon."),
    ("struck-text", "He met ||«Quenby Fictive»|| at noon."),
    ("tracked-change", "He met <del>«Quenby»</del> a source."),
    ("tracked-change", "He met a source [Comment QF1: «ask Quenby»]."),
    ("overstruck-text", "He met «QUENBY»\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}XXXXXX at noon."),
    ("overstruck-text", "He met \u{1b}[8m«Quenby»\u{1b}[0m at noon."),
    ("disguised-watched-name", "Minister «J\u{43E}sephine Watchword» called."),
    ("disguised-watched-name", "Minister «J\u{3BF}sephine W\u{430}tchword» called."),
    ("encoded-watched-name", "See ?q=«Josephine%20Watchword» there."),
    ("encoded-watched-name", "See &#77;&#97;: «&#74;osephine Watchword» there."),
    ("encoded-watched-name", "See «Sm9zZXBoaW5lIFdhdGNod29yZA» there."),
];

/// What only a text in Markdown has.
pub(crate) const MARKDOWN: &[(&str, &str)] = &[("unused-reference-definition", "[note#]: «mailto:quenby at home»")];

/// Sentences without a defect, though they have the numbers, the words and the characters.
pub(crate) const INNOCENT: &[&str] = &[
    "The reply is 07 WINDHOEK 1140 of 081534Z MAR 07, routed to RUEHBZ.",
    "See 08STATE12345# and 07 WINDHOEK 00011##, telegrams of 12153#Z.",
    "Document C057659#1 of case F-2014-2043# has record number 124-10001-1023#.",
    "Case F-2010-0012# and document number C0512345# are closed.",
    "The gazette is in its 12345-6789th printing, and 000-12-345# is a form.",
    "The ministry spent 1,234,567 dollars on 98765# sacks.",
    "Hake landings were 1234567#9 kilos, and sole 1234567#.",
    "His passport was not shown. The visa section is closed.",
    "Nobody needs a passport there; the 199# law, no. 1234, says so.",
    "The firm was born in 195# of three others.",
    "The meter showed 3782 822463 10006 in May and 12345678901234#6 in June.",
    "The bank holds 12345678# shares of the port.",
    "Eggs are sold @ 5 a dozen; the desk answers as @windhoek.",
    "Paragraph 12.34.56.78.9 of the law speaks of 192.168.0.1# hosts.",
    "The Residence was open from 1400 to 16#0.",
    "The quay was 15.4# meters long, 28.2# wide and 3.14# deep.",
    "The sign says שלום and \u{200F}שלום\u{200F} in Hebrew, with a naïve drawing.",
    "The Persian text has می\u{200C}خواهم, and the envoy drew 👩\u{200D}👧 and ❤\u{FE0F}.",
    "In Hindi it is क\u{94D}\u{200D}ष, in Japanese 葛\u{E0100}城, and the flag 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}.",
    "The firm is the Nord\u{AD}deutsche Fischerei\u{AD}gesell\u{AD}schaft, \u{F0B7} of Bremen.",
    "Catch < quota, and price > cost; see <u>the table</u>.",
    "He met <span title=\"the office\">the minister</span> and <b>left</b>.",
    "Josephine left, and the watchword was changed.",
    "Mr. Josephson gave the port's watch word by word.",
    "The bao was steamed; Josephine watched, wording a note.",
    "The scale ran A || B || C and ~ 5 to ~ 7.",
    "The tariff is 25 percent, 30% at most, under article 1.4 of the act.",
    "The ship's A-12 345 boiler and container ABCU 123456# stayed.",
    "Tel Aviv sent 2 to 3 experts, 555-01## of them by air.",
    "The word SECRET and code B1 stand in схема В1 показана.",
];

/// The sentence with everything in it drawn.
pub(crate) fn drawn(sentence: &str, dice: &mut Dice) -> String {
    let mut text = String::new();
    let mut characters = sentence.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            // Character references and colors have the sign for themselves.
            ('#', _) if !sentence.contains("&#") && !sentence.contains("color") => {
                text.push(dice.digit());
            }
            ('%', Some('c')) => text += &card(dice),
            ('%', Some('s')) => text += &social_security(dice),
            ('%', Some('i')) => text += &account(dice),
            _ => {
                text.push(character);
                continue;
            }
        }
        if character == '%' {
            characters.next();
        }
    }
    text
}

fn social_security(dice: &mut Dice) -> String {
    format!("8{:02}-{:02}-{:04}", dice.throw(100), dice.throw(99) + 1, dice.throw(9999) + 1)
}

/// Sixteen digits that begin with a four, none of them often.
fn card(dice: &mut Dice) -> String {
    let mut digits: Vec<usize> = vec![4];
    let start = dice.throw(10);
    digits.extend((0..14).map(|index| (start + index * 3 + index / 10) % 10));
    let at = dice.throw(12) + 1;
    digits.swap(at, at + 1);
    let doubled =
        |(index, digit): (usize, &usize)| if index % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { *digit };
    let sum: usize = digits.iter().rev().enumerate().map(doubled).sum();
    digits.push((10 - sum % 10) % 10);
    let digits: String = digits.iter().map(usize::to_string).collect();
    format!("{} {} {} {}", &digits[..4], &digits[4..8], &digits[8..12], &digits[12..])
}

/// A German account number (ISO 13616-1).
fn account(dice: &mut Dice) -> String {
    let number: String = (0..18).map(|_| dice.digit()).collect();
    // `DE00` behind the number, letters as two digits.
    let rest = format!("{number}131400").bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("DE{:02}{number}", 98 - rest)
}
