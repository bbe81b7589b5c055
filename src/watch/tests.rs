//! Tests which forms of a watched name are found, and which are not.

use super::*;

fn found(list: &str, text: &str) -> Vec<(String, Writing, bool)> {
    let list = WatchList::read(list).expect("a list");
    let found = list.sightings(text, Span::new(0, text.len() as u32));
    found.into_iter().map(|s| (text[s.span.range()].to_owned(), s.writing, s.doubtful)).collect()
}

fn plain(list: &str, text: &str) -> Vec<String> {
    found(list, text).into_iter().map(|(text, ..)| text).collect()
}

#[test]
fn a_name_is_found_however_it_is_written() {
    let list = "# protected\n\nJosé Q. Fictive-Müller\n";
    for (text, name, doubtful) in [
        ("He met José Q. Fictive-Müller.", "José Q. Fictive-Müller", false),
        ("HE MET JOSE FICTIVE-MULLER TODAY", "JOSE FICTIVE-MULLER", false),
        ("met jose fictive muller", "jose fictive muller", false),
        ("met Jose\r\n   Fictive-\r\n   Muller", "Jose\r\n   Fictive-\r\n   Muller", false),
        ("Fictive-Muller, Jose: notes", "Fictive-Muller, Jose", false),
        ("met J. Q. Fictive-Muller", "J. Q. Fictive-Muller", true),
        ("met J. Fictive-Müller", "J. Fictive-Müller", true),
        ("met J0se F1ctive-Mu11er", "J0se F1ctive-Mu11er", true),
        ("met Jose Fictive-Mul1er", "Jose Fictive-Mul1er", true),
        ("met Jo-\nse Fictive-Mul-\r\n  ler", "Jo-\nse Fictive-Mul-\r\n  ler", false),
        ("met jose.fictive-muller@example.gov", "jose.fictive-muller", false),
        ("met @jose_fictive_muller", "jose_fictive_muller", false),
        ("met JOSE/FICTIVE-MULLER", "JOSE/FICTIVE-MULLER", false),
        ("met Jose **Fictive-Muller**", "Jose **Fictive-Muller", false),
        ("met <b>Jose</b> <i>Fictive-Muller</i>", "Jose</b> <i>Fictive-Muller", false),
        ("met [Jose](x.html) Fictive-Muller", "Jose](x.html) Fictive-Muller", false),
        ("met Jose<!-- x --> Fictive-Muller", "Jose<!-- x --> Fictive-Muller", false),
        ("MET JOSE FICTIVE-MUL-\nLER", "JOSE FICTIVE-MUL-\nLER", false),
        ("met Jose Fictive-Mul\u{AD}\nler", "Jose Fictive-Mul\u{AD}\nler", false),
    ] {
        assert_eq!(found(list, text), [(name.to_owned(), Writing::Plain, doubtful)], "{text}");
    }
}

#[test]
fn a_name_is_found_where_it_is_joined_parted_or_spelt_otherwise() {
    let list = "Jane Fictive\nJürgen Ærø-Müßig\nMaría Íñiguez Álava\n";
    for (text, name, doubtful) in [
        ("Jane Fictive's car", "Jane Fictive", false),
        ("JANE FICTIVE’S CAR", "JANE FICTIVE", false),
        ("met Jane Q. Fictive", "Jane Q. Fictive", false),
        ("met J4n3 F1c71ve", "J4n3 F1c71ve", true),
        ("see JaneFictive.pdf", "JaneFictive", false),
        ("see #FreeJaneFictive", "JaneFictive", false),
        ("see janefictive.pdf", "janefictive", true),
        ("janefictive@example.gov", "janefictive", false),
        ("j.fictive@example.gov", "j.fictive", true),
        ("jfictive@example.gov", "jfictive", true),
        ("jane.q.fictive@example.gov", "jane.q.fictive", false),
        ("https://example.gov/~jfictive", "jfictive", true),
        ("met Fic<b>tive</b>, Jane", "Fic<b>tive</b>, Jane", false),
        ("met Ja<i>n</i>e Fictive", "Ja<i>n</i>e Fictive", false),
        ("met Jane Fic**tive**", "Jane Fic**tive", false),
        ("J A N E  F I C T I V E", "J A N E  F I C T I V E", false),
        ("MR J A N E F I C T I V E", "J A N E F I C T I V E", false),
        ("met Jane (Fictive)", "Jane (Fictive", true),
        ("met Jane \"Jay\" Fictive", "Jane \"Jay\" Fictive", true),
        ("| Fictive | Jane |", "Fictive | Jane", true),
        ("\"Jane\",\"Fictive\"", "Jane\",\"Fictive", true),
        ("q=Jane+Fictive", "Jane+Fictive", false),
        ("met Juergen Aeroe-Muessig", "Juergen Aeroe-Muessig", false),
        ("met JURGEN AERO-MUSSIG", "JURGEN AERO-MUSSIG", false),
        ("met Ju\u{308}rgen Ærø-Müßig", "Ju\u{308}rgen Ærø-Müßig", false),
        ("met M. Íñiguez Álava", "M. Íñiguez Álava", true),
        ("Íñiguez Álava, María", "Íñiguez Álava, María", false),
    ] {
        assert_eq!(found(list, text), [(name.to_owned(), Writing::Plain, doubtful)], "{text}");
    }
    let list = "Juergen Muellerin";
    assert_eq!(plain(list, "met Jürgen Müllerin"), ["Jürgen Müllerin"]);
    let list = "Jane Q. Fictive";
    assert!(plain(list, "met Jane K. Fictive").is_empty());
}

#[test]
fn other_names_are_not_found() {
    let list = "Jane Fictive\nAnna Wang\nMay\n";
    for text in [
        "Jane met Fictive",
        "a Wang representative",
        "Janet Fictive",
        "in Fictive. Jane said",
        "you may go",
        "Jane, Fictive and others",
        "the Jane Fictiveness",
        "Fictive, Ltd., Jane Street",
        "Jane + Fictive",
        "as j.fictive says",
        "the jfictive file",
        "S E C R E T / F I C T",
    ] {
        assert!(plain(list, text).is_empty(), "{text}");
    }
    assert_eq!(plain(list, "with May today"), ["May"]);
}

#[test]
fn disguised_and_encoded_names_are_found() {
    let list = "Jane Fictive";
    let disguised = |text: &str| vec![(text.to_owned(), Writing::Disguised, false)];
    assert_eq!(found(list, "by Jane Fi\u{200B}ctive."), disguised("Jane Fi\u{200B}ctive"));
    assert_eq!(found(list, "by Jаne Fictive."), disguised("Jаne Fictive"));
    assert_eq!(found(list, "by Jane\u{200B}Fictive."), disguised("Jane\u{200B}Fictive"));
    assert_eq!(found(list, "by Jane\u{2060} Fictive."), disguised("Jane\u{2060} Fictive"));
    for encoded in [
        "&#74;ane&nbsp;Fictive",
        "Ja&shy;ne Fictive",
        "Jane Fict&#105;ve&apos;s",
        "Fictive%2C+Jane",
        "\\u004aane Fictive",
        "\\x4aane Fictive",
        "4a616e652046696374697665",
        "&#x4A;&#97;&#110;&#101; Fictive",
        "%4Aane%20Fictive",
        "SmFuZSBGaWN0aXZl",
        "%2526%2523074%253Bane%20Fictive",
        "J=61ne=20Fict=\r\nive",
        "Jane Fict=\nive",
    ] {
        let (text, writing, _) = found(list, &format!("link {encoded} end")).remove(0);
        assert!(writing == Writing::Encoded && encoded.contains(&text), "{encoded}: {text}");
    }
}

#[test]
fn a_part_of_a_message_in_base_64_is_read_over_its_lines() {
    let list = "Jane Fictive";
    // printf 'The minister met Jane Fictive in the evening and then left for the airport, alone.' | base64
    let part = "VGhlIG1pbmlzdGVyIG1ldCBKYW5lIEZpY3RpdmUgaW4gdGhlIGV2ZW5pbmcgYW5kIHRoZW4gbGVm\r\ndCBmb3IgdGhlIGFpcnBvcnQsIGFsb25lLg==\r\n";
    assert_eq!(found(list, part), [("dCBKYW5lIEZpY3RpdmUg".to_owned(), Writing::Encoded, false)]);
}

#[test]
fn hashes_find_what_names_do() {
    // printf '%s' 'grain:jane fictive' | sha256sum
    let list = "salt: grain\nsha256:8fa2b9a2ee41bb6a0d2b2d9eb5fd3f6a8b8f3b1a";
    assert!(WatchList::read(list).is_err());
    let hash = hashes::hash("grain", "jane fictive");
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let list = format!("salt: grain\nsha256:{hex}\n");
    for text in [
        "by Jane Fictive.",
        "by JANE\nFICTIVE",
        "by Jáne Q. Fictive",
        "by Fictive, Jane",
        "by Fictive Jane",
        "by Jane F1ctive",
        "by Jane Fic<b>tive</b>",
        "by JaneFictive",
        "by J A N E  F I C T I V E",
        "by Jane Fictive's",
    ] {
        assert_eq!(plain(&list, text).len(), 1, "{text}");
    }
    assert!(plain(&list, "by Jane and Fictive, with Janet Fictive").is_empty());
}

#[test]
fn file_names_are_searched_as_text_is() {
    let list = WatchList::read("Jane Fictive").expect("a list");
    for (name, found) in [
        ("memos/jane_fictive.txt", "jane_fictive"),
        ("Fictive, Jane.md", "Fictive, Jane"),
        ("J.Fictive/notes.txt", "J.Fictive"),
        ("J_Fictive.txt", "J_Fictive"),
        ("é/JaneFictive2008.txt", "JaneFictive"),
        ("jane/fictive.txt", "jane/fictive"),
        ("to-Jane%20Fictive.txt", "Jane%20Fictive"),
        ("janefictive-2.txt", "janefictive"),
        ("fictive_j.txt", "fictive_j"),
        ("jfictive.txt", "jfictive"),
    ] {
        let places: Vec<&str> = list.in_file_name(name).into_iter().map(|found| &name[found.span.range()]).collect();
        assert_eq!(places, [found]);
    }
    assert!(list.in_file_name("memos/jane.txt").is_empty());
    let list = WatchList::read("Tobias Brandt-Öhrén").expect("a list");
    for name in ["brandt-ohren-tobias.txt", "BrandtOhrenTobias.txt", "tobias_brandt_oehren.md"] {
        let found = list.in_file_name(name);
        assert!(matches!(found[..], [Sighting { doubtful: false, .. }]), "{name}: {found:?}");
    }
}

#[test]
fn mistakes_are_told_by_line_and_nothing_is_quoted() {
    let mistakes = WatchList::read("Jane\n12\nsha256:12\nX\n").expect_err("three mistakes");
    assert_eq!(mistakes.iter().map(|mistake| mistake.line).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
    let mistakes = WatchList::read("# none yet\n\nsalt: grain\n").expect_err("no name");
    assert_eq!(mistakes[0].to_string(), "the list has no name");
    let list = WatchList::read("Jane Fictive").expect("a list");
    assert_eq!(format!("{list:?}"), "WatchList(1 names, 0 hashes)");
}
