//! The vocabulary of fictional cables: posts, tags, invented names, and sentences with holes.
//!
//! Posts and codes are the real ones. People, places inland, firms and events are made up of syllables.

use fastrand::Rng;

use crate::cable::{chance, pick};

/// A post: its prefix, its name, its routing indicator, the tag of its country.
#[derive(Clone, Copy)]
pub struct Post {
    pub kind: &'static str,
    pub name: &'static str,
    pub indicator: &'static str,
    pub place: &'static str,
}

const fn embassy(name: &'static str, indicator: &'static str, place: &'static str) -> Post {
    Post { kind: "AMEMBASSY", name, indicator, place }
}

/// Posts that existed under these names in all the years of the generator, more or less.
pub const POSTS: [Post; 26] = [
    embassy("BUENOS AIRES", "RUEHBU", "AR"),
    embassy("CANBERRA", "RUEHBY", "AS"),
    embassy("ADDIS ABABA", "RUEHDS", "ET"),
    embassy("HELSINKI", "RUEHHE", "FI"),
    embassy("KAMPALA", "RUEHKM", "UG"),
    embassy("LISBON", "RUEHLI", "PO"),
    embassy("COLOMBO", "RUEHLM", "CE"),
    embassy("LA PAZ", "RUEHLP", "BL"),
    embassy("LUSAKA", "RUEHLS", "ZA"),
    embassy("MONTEVIDEO", "RUEHMN", "UY"),
    embassy("NEW DELHI", "RUEHNE", "IN"),
    embassy("NIAMEY", "RUEHNM", "NG"),
    embassy("OSLO", "RUEHNY", "NO"),
    embassy("PORT AU PRINCE", "RUEHPU", "HA"),
    embassy("QUITO", "RUEHQT", "EC"),
    embassy("RABAT", "RUEHRB", "MO"),
    embassy("SAN JOSE", "RUEHSJ", "CS"),
    embassy("PORT OF SPAIN", "RUEHSP", "TD"),
    embassy("TUNIS", "RUEHTU", "TS"),
    embassy("ANKARA", "RUEHAK", "TU"),
    embassy("AMMAN", "RUEHAM", "JO"),
    embassy("ACCRA", "RUEHAR", "GH"),
    embassy("BANGKOK", "RUEHBK", "TH"),
    Post { kind: "AMCONSUL", name: "HAMBURG", indicator: "RUEHAG", place: "UK" },
    Post { kind: "AMCONSUL", name: "TIJUANA", indicator: "RUEHTM", place: "MX" },
    Post { kind: "USMISSION", name: "USNATO", indicator: "RUEHNO", place: "BE" },
];

/// Collectives of the years in which routing indicators stood before addressees.
pub const COLLECTIVES: [(&str, &str); 8] = [
    ("RUCNMER", "MERCOSUR COLLECTIVE"),
    ("RUCNSAD", "SOUTHERN AF DEVELOPMENT COMMUNITY COLLECTIVE"),
    ("RUCNMGH", "MAGHREB COLLECTIVE"),
    ("RUEHGG", "UN SECURITY COUNCIL COLLECTIVE"),
    ("RUEHZG", "NATO EU COLLECTIVE"),
    ("RUEHZL", "EUROPEAN POLITICAL COLLECTIVE"),
    ("RUEHZO", "AFRICAN UNION COLLECTIVE"),
    ("RUEHOO", "CHINA POSTS COLLECTIVE"),
];

/// Departments and commands in Washington and elsewhere, with and without an office.
pub const AGENCIES: [(&str, &str, &str); 7] = [
    ("RHEHNSC", "NSC WASHDC", ""),
    ("RUEAIIA", "CIA WASHDC", ""),
    ("RUEKJCS", "SECDEF WASHDC", "//OSD/ISA//"),
    ("RUEKJCS", "JOINT STAFF WASHDC", "//J5//"),
    ("RUCPDOC", "USDOC WASHDC", ""),
    ("RUEATRS", "DEPT OF TREASURY WASHDC", ""),
    ("RHMFISS", "HQ USEUCOM VAIHINGEN GE", ""),
];

/// Subject tags of all years.
const SUBJECTS: [&str; 16] = [
    "ECON", "EFIN", "ETRD", "EAID", "EAIR", "EAGR", "EIND", "ELAB", "ENRG", "EFIS", "EWWT", "SENV", "MARR", "MASS",
    "PARM", "SNAR",
];
/// Those that political sections used until the 1980s, and since.
const OLD_POLITICS: [&str; 4] = ["PFOR", "PINT", "PEPR", "PDIP"];
const POLITICS: [&str; 5] = ["PREL", "PGOV", "PHUM", "PTER", "PBTS"];
const PROGRAMS: [&str; 5] = ["KDEM", "KNNP", "KWMN", "KCRM", "KISL"];
const ORGANISATIONS: [&str; 5] = ["UN", "NATO", "OECD", "UNGA", "GATT"];
const VISITS: [&str; 2] = ["OVIP", "OREP"];

/// The tags of a cable of `year` from a post in `place`.
pub fn tags(rng: &mut Rng, year: i16, place: &str) -> Vec<String> {
    let politics: &[&str] = if year < 1985 { &OLD_POLITICS } else { &POLITICS };
    let mut tags = vec![(pick(rng, politics)).to_owned()];
    let mut further: Vec<&str> = (0..rng.usize(1..4)).map(|_| pick(rng, &SUBJECTS)).collect();
    if year > 1995 && chance(rng, 50) {
        further.push(pick(rng, &PROGRAMS));
    }
    if chance(rng, 25) {
        further.push(pick(rng, &ORGANISATIONS));
    }
    further.push(place);
    if chance(rng, 30) {
        further.push(["FR", "SW", "EG", "KE"][rng.usize(..4)]);
    }
    for tag in further {
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    if chance(rng, 20) {
        let name =
            if chance(rng, 50) { format!("{}, {} {}.", surname(rng), given(rng), letter(rng)) } else { surname(rng) };
        tags.insert(1, format!("{} ({})", pick(rng, &VISITS), name.to_uppercase()));
    }
    tags
}

const ONSETS: [&str; 18] = [
    "Bel", "Dra", "Fen", "Gor", "Hal", "Jes", "Kar", "Lom", "Mir", "Nad", "Ost", "Pel", "Quor", "Rud", "Sav", "Tol",
    "Vig", "Zan",
];
const MIDDLES: [&str; 10] = ["a", "e", "ami", "ori", "und", "ess", "i", "alo", "ur", "ent"];
const ENDINGS: [&str; 12] = ["mar", "vik", "dale", "ko", "nen", "rath", "well", "stad", "bek", "tone", "grim", "lund"];
const GIVEN: [&str; 10] = ["Aldo", "Berit", "Corin", "Delia", "Edmar", "Fania", "Gorm", "Hesper", "Ivor", "Jolan"];

/// A surname that nobody bears.
pub fn surname(rng: &mut Rng) -> String {
    format!("{}{}{}", pick(rng, &ONSETS), pick(rng, &MIDDLES), pick(rng, &ENDINGS))
}

/// A given name.
pub fn given(rng: &mut Rng) -> &'static str {
    pick(rng, &GIVEN)
}

fn letter(rng: &mut Rng) -> char {
    char::from(b'A' + rng.u8(..26))
}

const OFFICES: [&str; 10] = [
    "Foreign Minister",
    "Deputy Minister",
    "Finance Secretary",
    "General",
    "Director",
    "Chairman",
    "Professor",
    "Deputy Speaker",
    "Ambassador",
    "Governor",
];

/// Sentences with holes: `{who}` a person, `{name}` a surname, `{town}` a place, `{n}` a number, `{day}` a date.
const SENTENCES: [&str; 26] = [
    "{who} told {us} on {day} that the harbor works at {town} will not be finished this year.",
    "{who} said the ministry had asked for {n} vehicles and been promised half of them.",
    "The committee met {n} times in {month} and could not agree on a chairman.",
    "According to {who}, the road between {town} and the border has been closed since {day}.",
    "He thought the figures too low, and offered to send his own.",
    "She did not expect the price to rise above {n}.5 percent before the harvest.",
    "{us2} replied that the question was under study in Washington, and that an answer would follow by septel.",
    "The firm has laid up two of its {n} ships; the others carry timber, salt and mail.",
    "In {town} the bridge was reopened on {day} with some ceremony, and closed again in the evening.",
    "{name} recalled the talks of last year and called them \"useful, if long.\"",
    "The opposition holds {n} of the seats, most of them in the north.",
    "Nobody at the ministry would say who had drafted the decree of {day}.",
    "A new contract (worth some $12.4 million) has been signed with the cooperative at {town}.",
    "The chairman asked whether the United States would send an observer; {us} made no promise.",
    "Two of the three pumps had been switched off for want of oil.",
    "The press has shown little interest, apart from a short notice in the evening paper.",
    "{who}, a cousin of the former mayor of {town}, keeps the books.",
    "The quota for the season is {n},000 tons, as against {n},500 tons last year.",
    "The Department may wish to raise the matter with the embassy in Washington.",
    "Work on the dam is to begin in {month}, if the money can be found.",
    "He added that the delegation would leave on {day} and return within the week.",
    "What remains is a question of money - and of who is to ask for it.",
    "Most teachers have been paid through {month}; those in {town} have not.",
    "{name}'s predecessor had refused to sign, on the ground that the text had never been translated.",
    "The survey covered {n} villages and took from dawn until 6:30 p.m.",
    "The two sides exchanged texts (in English and French) and adjourned.",
];

const MONTHS: [&str; 6] = ["January", "March", "May", "August", "October", "November"];

/// A sentence of a cable. No two holes are filled alike.
pub fn sentence(rng: &mut Rng) -> String {
    let mut text = (pick(rng, &SENTENCES)).to_owned();
    while let (Some(open), Some(close)) = (text.find('{'), text.find('}')) {
        let filling = match &text[open + 1..close] {
            "who" => format!("{} {} {}", pick(rng, &OFFICES), given(rng), surname(rng)),
            "name" | "town" => surname(rng),
            "n" => rng.u32(3..90).to_string(),
            "us" => (pick(rng, &["the Ambassador", "EconOff", "PolOff", "the DCM"])).to_owned(),
            "us2" => (pick(rng, &["The Ambassador", "EconOff", "PolOff", "The DCM"])).to_owned(),
            "day" => format!("{} {}", pick(rng, &MONTHS), rng.u32(1..29)),
            _ => (pick(rng, &MONTHS)).to_owned(),
        };
        text.replace_range(open..=close, &filling);
    }
    text
}

const THEMES: [&str; 12] = [
    "HARBOR WORKS AT {}",
    "TALKS WITH {} ON GRAIN",
    "{} RESIGNS",
    "VISIT OF THE {} DELEGATION",
    "THE {} BRIDGE AGAIN",
    "RAILWAY TO {} DELAYED",
    "MINISTER {} ON FISHERIES",
    "PRICE OF SALT: VIEWS OF {}",
    "{} ELECTED, NARROWLY",
    "A NEW DIRECTOR FOR THE {} SURVEY",
    "POWER LINE TO {} - NEXT STEPS",
    "WHAT {} WANTS",
];

/// A subject: now and then one that runs over several lines.
pub fn subject(rng: &mut Rng) -> String {
    let mut subject = pick(rng, &THEMES).replace("{}", &surname(rng).to_uppercase());
    if chance(rng, 40) {
        let more = pick(rng, &THEMES).replace("{}", &surname(rng).to_uppercase());
        subject = format!("{subject}; {more}");
    }
    subject
}
