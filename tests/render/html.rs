//! The HTML report: it loads nothing, nothing in it is markup that was not meant, and a browser shows it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cable_lint::finding::Finding;
use cable_lint::render::{Colour, Format};
use html5gum::{Token, Tokenizer};
use sha2::{Digest, Sha256};

use super::{SEEN, rendered, set};

fn report(findings: &[Finding]) -> String {
    rendered(Format::Html, findings, Colour::Never)
}

/// The tags that begin in a page, each with its attributes, and the text of scripts and styles.
fn tags(page: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let tokens = Tokenizer::new(page).map(|token| token.expect("a string is read in full"));
    let start = tokens.filter_map(|token| match token {
        Token::StartTag(tag) => {
            let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
            Some((text(&tag.name), attributes.collect()))
        }
        _ => None,
    });
    start.collect()
}

/// What stands between `open` and `close`, for the last time.
fn between<'p>(page: &'p str, open: &str, close: &str) -> &'p str {
    let start = page.rfind(open).unwrap_or_else(|| panic!("{open} is not there")) + open.len();
    &page[start..start + page[start..].find(close).expect("it ends")]
}

#[test]
fn a_policy_allows_the_own_style_and_script_and_nothing_else() {
    let page = report(&SEEN);
    let tags = tags(&page);
    let policy = tags.iter().find_map(|(_, with)| {
        (with.get("http-equiv").map(String::as_str) == Some("Content-Security-Policy")).then(|| with["content"].clone())
    });
    let policy = policy.expect("a policy");
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    let style = hash(between(&page, "<style>", "</style>"));
    let script = hash(between(&page, "<script>", "</script>"));
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains(&format!("script-src {script};")) && policy.contains(&format!("style-src {style};")));
    for (name, with) in &tags {
        for (attribute, value) in with {
            let loads =
                matches!(&**attribute, "src" | "srcset" | "action" | "data" | "poster" | "style" | "background");
            let runs = attribute.starts_with("on") || value.trim_start().to_lowercase().starts_with("javascript:");
            assert!(!loads && !runs, "<{name} {attribute}=\"{value}\">");
        }
        let own = |link: &String| link.starts_with('#');
        assert!(name != "a" || with.get("href").is_some_and(own), "{with:?}");
        assert!(!matches!(&**name, "link" | "img" | "iframe" | "object" | "embed" | "base" | "form"), "{name}");
    }
}

#[test]
fn hostile_words_are_words() {
    let mut hostile = SEEN.clone();
    for finding in &mut hostile {
        let evil = "</script><script>alert(1)</script><!-- ]]> <img src=x onerror=alert(2)> {{ style }} \u{202e}";
        finding.message = format!("{evil} {}", finding.message);
        finding.filename = format!("\"'><svg onload=alert(3)>/{}", finding.filename);
        finding.help = Some(evil.to_owned());
        finding.group = "<b>group</b>".to_owned();
        for line in &mut finding.excerpts {
            line.text = evil.to_owned();
            line.labels.clear();
        }
    }
    let names = |page: &str| tags(page).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let (page, plain) = (report(&hostile), report(&SEEN));
    assert_eq!(names(&page).iter().filter(|name| *name == "script").count(), 2);
    for name in ["b", "svg", "img"] {
        let count = |page: &str| names(page).iter().filter(|known| *known == name).count();
        // One file is now in a folder of its own.
        assert!(count(&page) <= count(&plain) + 1, "{name}");
    }
    let data: serde_json::Value =
        serde_json::from_str(between(&page, "id=\"data\">", "</script>")).expect("the data is JSON");
    assert_eq!(data["findings"].as_array().map(Vec::len), Some(hostile.len()));
    assert!(data["words"].to_string().contains("</script><script>alert(1)"));
}

#[test]
fn without_a_script_the_worst_is_there_to_read() {
    let page = report(&SEEN);
    let without = page.split("<script").next().expect("a beginning");
    assert!(without.contains("A reader cleared for") || without.contains("Why"), "reasons");
    assert!(without.contains("a paragraph is marked") || without.contains("portion-outranks-banner"));
    assert!(without.contains("Not checked") && without.contains("By rule"));
    assert!(!without.contains('\u{1b}') && without.contains("evil␛[2J"), "{}", set::EVIL_NAME);
}

#[test]
fn twenty_thousand_findings_make_a_page_that_a_browser_takes() {
    let many: Vec<Finding> = (0..20_000)
        .map(|index| {
            let mut finding = SEEN[index % SEEN.len()].clone();
            finding.filename = format!("reel-{}/{index}.txt", index % 97);
            finding.excerpts.truncate(1);
            finding
        })
        .collect();
    let page = report(&many);
    assert!(page.len() < 24 << 20, "{} bytes", page.len());
    assert_eq!(
        tags(page.split("<script").next().expect("a beginning")).iter().filter(|(name, _)| name == "article").count(),
        500
    );
}

/// In the browser that is installed, if one is.
#[test]
fn a_browser_shows_it() {
    let browser = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| {
        env::split_paths(&env::var_os("PATH").unwrap_or_default()).any(|folder| folder.join(name).is_file())
    });
    let Some(browser) = browser else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.html");
    fs::write(&path, report(&SEEN)).expect("a file");
    let shown = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--virtual-time-budget=2000"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--dump-dom", &format!("file://{}", path.display())])
        .output()
        .expect("it runs");
    let (dom, said) = (String::from_utf8_lossy(&shown.stdout), String::from_utf8_lossy(&shown.stderr));
    assert!(!said.contains("CONSOLE"), "{said}");
    assert!(
        dom.contains(&format!("{} findings", SEEN.len())) && dom.contains("aria-sort=\"ascending\""),
        "{said}{dom}"
    );
}
