//! The numbers that telegrams and their releases are full of are nobody's personal data.
//!
//! Lines as they stand in the heads, references and page edges of telegrams, with every digit and letter drawn, in a
//! telegram and in a note: no rule of the group privacy speaks. `LINES=1000000` draws a million.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;

use cable_lint::check::CHECKS;
use cable_lint::rule::RuleSet;
use cable_lint::source;
use fastrand::Rng;

/// Lines in which `#` is any digit, `@` any capital, `%` a month, and `~` a year of the century.
const LINES: &[&str] = &[
    "VZCZCXRO####",
    "VZCZC@@@####",
    "OO RUEH@@ RUEH@@ RUEH@@ RHM@@@@",
    "PP RUEH@@ RUCN@@@",
    "DE RUEH@@ ###### #######",
    "DE RUEH@@ #####/01 #######",
    "DE RUEH@@ ##### ###/####",
    "ZNR UUUUU ZZH",
    "O P ######Z % ~ ZDS",
    "R ######Z % ~",
    "P R ######Z % 78",
    "FM AMEMBASSY OSLO",
    "TO RUEHC/SECSTATE WASHDC IMMEDIATE ####",
    "TO SECSTATE WASHDC PRIORITY ####",
    "INFO RUEH@@/AMEMBASSY LUSAKA PRIORITY ####",
    "RHEHNSC/NSC WASHDC PRIORITY ####",
    "RUEHLMC/MILLENNIUM CHALLENGE CORPORATION WASHDC ####",
    "C O N F I D E N T I A L OSLO 00####",
    "UNCLAS SECTION ## OF ## LUSAKA 00####",
    "S E C R E T STATE ######",
    "E.O. 12958: DECL: ##/##/20~",
    "E.O. 11652: XGDS-#",
    "TAGS: PREL, PGOV, CASC, CVIS, CPAS, KFRD, @@",
    "SUBJECT: PASSPORT FRAUD: SECOND REPORT FOR 20~",
    "SUBJECT: VISAS: CASE OF A BUSINESSMAN",
    "SUBJECT: BANK OF THE NORTH, BORN AGAIN",
    "REF: A. STATE ######",
    "REF: (A) ~ STATE ###### (B) ~ OSLO ####",
    "     B. ~STATE######",
    "     C. ~ LUSAKA ####",
    "REF: ~STATE######, ~LUSAKA####",
    "Ref: A) ~ STATE ######; B) ~ OSLO #### (NOTAL)",
    "1. (U) See ~ STATE ###### and DTG ######Z % ~.",
    "2. (SBU) Passport and visa fraud is the subject of ~ LUSAKA ####.",
    "3. (U) The passport law (no. ####) is of ####; visas cost ### to ####.",
    "4. (C) His bank told EconOff of ###,### accounts and ##,### cards.",
    "5. (U) Registration of aliens rose from #,### to ##,### in 20~.",
    "Case No. F-20~-##### Doc No. C0####### Date: ##/##/20~",
    "UNCLASSIFIED U.S. Department of State Case No. F-20~-##### Doc No. C0#######",
    "C0#######",
    "RELEASE IN PART 1.4(B),1.4(D),B1,B6",
    "RECORD NUMBER : ###-#####-#####",
    "AGENCY FILE NUMBER : 201-######",
    "PAGE 02        OSLO   0####  ######Z",
    "ACTION EUR-##",
    "INFO  OCT-01  ISO-00  CIAE-00  DODE-00  NSAE-00  /### W",
    "                     ---------------------     ######",
    "------------------######  ######Z /##",
    "Document Number: 19~OSLO0####",
    "Film Number: D~####-####",
    "Control Number: @######",
    "Message ID: ########-####-####-####-############",
    "SAS ID: #######",
    "From: P~#####-####",
    "MRN: ~ STATE ######",
    "MCN: #####/#####  TOR: ###/####Z",
    "Date/DTG: % ##, 20~ / ######Z % ~",
    "@###### ###### @@@",
    "NNNN",
    "ZFR#",
    "PTQ####",
    "NC #######",
    "@@@@@@@@@ ####",
    "BUDGET ####.###.##.#######",
    "ALLOTMENT ####, OBLIGATION ########",
    "TEL. EXT. ####, ROOM ####, STATE ANNEX ##",
    "POUCH ADDRESS: #### OSLO PLACE, WASHINGTON DC 20521-####",
    "ZIP CODE 205##-####",
];

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// How many lines a document gets.
const MANY: usize = 500;

fn drawn(line: &str, dice: &mut Rng) -> String {
    let mut text = String::new();
    for character in line.chars() {
        match character {
            '#' => text.push(dice.digit(10)),
            '@' => text.push(char::from(dice.u8(b'A'..=b'Z'))),
            '%' => text += MONTHS[dice.usize(..MONTHS.len())],
            '~' => text += &format!("{:02}", dice.u8(..100)),
            _ => text.push(character),
        }
    }
    text
}

#[test]
fn the_numbers_of_telegrams_are_nobodys() {
    let mut rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let privacy: BTreeSet<usize> =
        rules.rules().iter().enumerate().filter(|(_, rule)| rule.group == "privacy").map(|(index, _)| index).collect();
    assert!(privacy.len() > 15);
    rules.narrow(&privacy);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables/clean/2007.txt");
    let telegram = fs::read_to_string(path).expect("the telegram");
    let (head, tail) = telegram.split_once("went through it line by line.").expect("the sentence is there");
    let lines: usize = env::var("LINES").ok().and_then(|lines| lines.parse().ok()).unwrap_or(20_000);
    let mut dice = Rng::with_seed(1976);
    for paper in 0..lines.div_ceil(MANY) {
        let body: Vec<String> = (0..MANY).map(|_| drawn(LINES[dice.usize(..LINES.len())], &mut dice)).collect();
        let body = body.join("\n");
        let text =
            if paper % 2 == 0 { format!("{head}\n{body}\n{tail}") } else { format!("SECRET\n\n{body}\n\nSECRET\n") };
        let source = source::read("paper.txt", text.into_bytes()).expect("a text");
        for found in cable_lint::lint(&source, &rules) {
            let rule = &rules.rules()[found.rule];
            if privacy.contains(&found.rule) && rules.level(found.rule).is_some() {
                let line = source.slice(source.line(found.span.start));
                panic!("{} speaks of {:?} in {line:?}", rule.name, source.slice(found.span));
            }
        }
    }
}
