//! What the log of a runner or a terminal would obey, and what it reads instead.

use std::borrow::Cow;
use std::io::Write;

use cable_lint::source::visible::{Harmless, Spelling, harmless};

#[test]
fn commands_of_runners_are_defused_where_they_are_read() {
    for (text, shown) in [
        ("::error::x", "\\::error::x"),
        ("a\n \u{3000}::error::x", "a\n \u{3000}\\::error::x"),
        ("a\r::error::x\r\n", "a␍::error::x\r\n"),
        ("a ##[error]x ##vso[task.x]y ##teamcity[z]", "a #\\#[error]x #\\#vso[task.x]y #\\#teamcity[z]"),
        ("a\u{85}::b\u{202e}\u{9b}", "a<U+0085>::b<U+202E><U+009B>"),
    ] {
        assert_eq!(harmless(text, Spelling::Text), shown, "{text:?}");
    }
    assert_eq!(harmless("::error::##[x]", Spelling::Commands), "::error::#\\#[x]");
    assert_eq!(harmless("\"##[x]\u{85}\u{2069}\"", Spelling::Json), "\"#\\u0023[x]\\u0085\\u2069\"");
    assert_eq!(harmless("##[x]\u{85}\r", Spelling::Xml), "#&#35;[x]&#133;&#13;");
}

#[test]
fn what_no_runner_obeys_stays() {
    for text in ["std::fmt ## [a] a:: b\r\n", "│ ::x\u{1b}[0m", "naïve 机密 # [x] ## Heading [y]", "\u{1b}[1m::x"]
    {
        assert!(matches!(harmless(text, Spelling::Text), Cow::Borrowed(_)), "{text:?}");
    }
}

#[test]
fn what_is_written_in_pieces_is_defused_as_a_whole() {
    let mut out = Vec::new();
    let mut writer = Harmless::new(&mut out, Spelling::Text);
    let text = "x\n#é##[y]\n::z\n".repeat(10_000);
    text.bytes().for_each(|byte| writer.write_all(&[byte]).expect("a vector takes everything"));
    writer.flush().expect("a vector takes everything");
    assert_eq!(String::from_utf8(out).expect("text"), harmless(&text, Spelling::Text));
}
