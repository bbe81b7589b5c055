//! Documents of every encoding, from files, lists and standard input.

use super::folder::*;

/// The row, column, UTF-16 column and byte of each finding in the only document of `bytes`.
fn places(bytes: &[u8]) -> (i32, Vec<[u64; 4]>) {
    let folder = folder();
    write(&folder, "x.txt", bytes);
    let (code, out, _) = run(&folder, &["check", "-o", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let keys = ["row", "column", "utf16_column", "offset"];
    let place = |found: &serde_json::Value| keys.map(|key| found["location"][key].as_u64().expect("a number"));
    (code, report["diagnostics"].as_array().expect("a list").iter().map(place).collect())
}

#[test]
fn text_of_every_encoding_is_read_and_placed() {
    assert_eq!(places(b"a\r\nb\r\xe9 QQQ"), (1, vec![[3, 3, 3, 7]]), "Windows-1252, CRLF, lone CR");
    assert_eq!(places("\u{feff}é\u{1f600} QQQ\n".as_bytes()), (1, vec![[1, 4, 5, 10]]), "byte-order mark, astral");
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain("\nQQQ".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(places(&wide), (1, vec![[2, 1, 1, 4]]), "UTF-16");
    let nul = b"a long line of text with one NUL \0 in it, and QQQ";
    assert_eq!(places(nul), (1, vec![[1, 47, 47, 46]]), "a NUL byte");
    assert_eq!(places(b""), (0, vec![]), "an empty file");
}

#[test]
fn a_binary_file_is_named_and_not_checked() {
    let folder = folder();
    write(&folder, "x.txt", [0; 4096]);
    write(&folder, "y.txt", "QQQ");
    let (code, out, err) = run(&folder, &["check", "-o", "json", "-v"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("x.txt: this looks like a binary file") && err.contains("1 unreadable"), "{err}");
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&report["summary"]["documents"], &report["summary"]["unreadable"]), (&1.into(), &1.into()));
}

#[test]
fn a_mail_with_a_file_in_its_own_bytes_is_a_mail() {
    let folder = folder();
    let mail = "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: text/plain\n\nQQQ\n\
                --q\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: binary\n\n\
                %PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n--q--\n";
    write(&folder, "x.eml", mail);
    let (code, out, err) = run(&folder, &["check", "x.eml", "-o", "json"]);
    assert!(code == 2 && err.contains("a.pdf"), "{err}");
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(report["summary"]["warnings"], 1, "the text is checked: {out}");
}

#[test]
fn an_attachment_that_is_not_read_is_named_and_the_mail_is_checked() {
    let mail = |kind: &str| {
        let parts = ["text/plain", kind].map(|kind| format!("--q\nContent-Type: {kind}\n\nQQQ\n"));
        format!("Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n{}--q--\n", parts.concat())
    };
    for (kind, read) in [
        ("application/pdf", false),
        ("application/octet-stream", false),
        ("image/png", false),
        ("text/csv", true),
        ("application/pgp-signature", true),
    ] {
        let folder = folder();
        write(&folder, "x.eml", mail(kind));
        let (code, out, err) = run(&folder, &["check", "x.eml", "-o", "json"]);
        assert_eq!(code, if read { 1 } else { 2 }, "{kind}: {err}");
        assert_eq!(err.contains(&format!("its attachment of type {kind} was not checked")), !read, "{err}");
        let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        assert!(report["diagnostics"].as_array().is_some_and(|found| !found.is_empty()), "the rest is checked: {out}");
    }
}

#[test]
fn a_line_of_ten_megabytes_is_checked() {
    for filler in ["word ", "     "] {
        let mut line = filler.repeat(2 << 20).into_bytes();
        line.extend(b"QQQ");
        let at = line.len() as u64 - 3;
        assert_eq!(places(&line), (1, vec![[1, at + 1, at + 1, at]]));
    }
}

#[test]
fn standard_input_is_a_document() {
    let folder = folder();
    write(
        &folder,
        "drafts/.cable-lint.toml",
        "rule-packs = ['../word.toml']\nrules = { all = 'ignore', word = 'info' }\n",
    );
    let (code, out, _) = run_with_stdin(&folder, &["check", "-", "-o", "short"], b"QQQ\n");
    assert_eq!((code, out.as_str()), (1, "<stdin>:1:1: warning[word] a word\n"));
    let typed = ["check", "-", "-o", "short", "--stdin-filename", "./drafts/new.txt"];
    let (code, out, _) = run_with_stdin(&folder, &typed, b"QQQ\n");
    assert_eq!((code, out.as_str()), (0, "drafts/new.txt:1:1: info[word] a word\n"));
    let excluded: Vec<&str> =
        typed.into_iter().chain(["--exclude", "drafts", "--force-exclude", "--allow-empty"]).collect();
    assert_eq!(run_with_stdin(&folder, &excluded, b"QQQ\n").0, 0);
    let both = run_with_stdin(&folder, &["check", "-", "--files-from", "-"], b"");
    assert!(both.0 == 2 && both.2.contains("standard input"), "{both:?}");
}

#[test]
fn a_list_of_files_may_come_from_standard_input() {
    let folder = folder();
    write(&folder, "a b.txt", "QQQ\n");
    let (code, out, _) = run_with_stdin(&folder, &["check", "--files-from", "-", "-o", "short"], b"a b.txt\r\n");
    assert_eq!((code, out.as_str()), (1, "a b.txt:1:1: warning[word] a word\n"));
    assert_eq!(run_with_stdin(&folder, &["check", "--files-from", "-"], b"").0, 2);
}

#[test]
fn gitignore_counts_in_a_repository() {
    let folder = folder();
    write(&folder, ".git/HEAD", "");
    write(&folder, ".gitignore", "private/\n");
    write(&folder, "private/x.txt", "QQQ\n");
    write(&folder, "y.txt", "ok\n");
    assert_eq!(run(&folder, &["check"]).0, 0);
    assert_eq!(run(&folder, &["check", "--no-respect-gitignore"]).0, 1);
    assert_eq!(run(&folder, &["check", "private/x.txt"]).0, 1);
}

#[test]
fn a_directory_called_like_a_document_is_searched() {
    let folder = folder();
    write(&folder, "x.txt/y.txt", "QQQ\n");
    assert_eq!(run(&folder, &["check", "-o", "short"]).1, "x.txt/y.txt:1:1: warning[word] a word\n");
    assert_eq!(run(&folder, &["check", "-o", "short", "x.txt"]).1, "x.txt/y.txt:1:1: warning[word] a word\n");
}

#[test]
fn a_marking_that_is_not_utf_8_is_reported_and_the_others_are_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = b"(S//NF)\n(\xff\xfe)\n(U)\n";
    let (code, out, err) = run_with_stdin(&folder, &["marking", "-o", "json-lines"], input);
    assert_eq!((code, out.lines().count()), (2, 3), "{out}{err}");
    let valid = |line: &str| line.contains("\"valid\":true");
    assert_eq!(out.lines().map(valid).collect::<Vec<_>>(), [true, false, true], "{out}");
    assert!(err.contains("line 2"), "{err}");
}

#[test]
fn places_in_a_file_that_is_not_text_are_no_bytes_of_it() {
    let folder = folder();
    write(&folder, "memo.rtf", r"{\rtf1 The ferry: QQQ.\par}");
    write(&folder, "memo.txt", "The ferry: QQQ.\n");
    let (_, out, _) = run(&folder, &["check", "-o", "sarif", "memo.rtf", "memo.txt"]);
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let results = report["runs"][0]["results"].as_array().expect("results");
    let of = |name: &str| {
        let place = |result: &serde_json::Value| result["locations"][0].clone();
        let named = |place: &serde_json::Value| place["physicalLocation"]["artifactLocation"]["uri"] == name;
        results.iter().map(place).find(named).expect("a finding")
    };
    let (packed, text) = (of("memo.rtf"), of("memo.txt"));
    assert!(packed["physicalLocation"]["region"]["byteOffset"].is_null(), "{packed}");
    assert!(packed["logicalLocations"][0]["name"].is_string(), "{packed}");
    assert!(
        text["physicalLocation"]["region"]["byteOffset"].is_number() && text["logicalLocations"].is_null(),
        "{text}"
    );
}
