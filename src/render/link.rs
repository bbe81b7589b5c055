//! Forms the address of a rule's page, and the terminal sequence that links to it.

use std::fmt::Write;

/// The address of the page of each rule, with `{rule}` in the place of its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleUrl(String);

/// What stands for the name of a rule in an address.
const RULE: &str = "{rule}";

impl RuleUrl {
    /// Reads an address. Terminals and programs get it as it is, so it may hold nothing that they would interpret.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn read(text: &str) -> Result<RuleUrl, &'static str> {
        if !["https://", "http://", "file://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Err("this is not a web address");
        }
        if !text.replace(RULE, "rule").bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte)) {
            return Err("an address cannot contain these characters; encode them, as in %20");
        }
        if !text.contains(RULE) {
            return Err("this does not say where the name of the rule goes");
        }
        Ok(RuleUrl(text.to_owned()))
    }

    /// The address as written.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Where the page of `rule` is.
    pub fn of(&self, rule: &str) -> String {
        let mut name = String::with_capacity(rule.len());
        for byte in rule.bytes() {
            match byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                true => name.push(char::from(byte)),
                false => write!(name, "%{byte:02X}").expect("writing to a string succeeds"),
            }
        }
        self.0.replace(RULE, &name)
    }
}

/// `text`, which is harmless, as a link of a terminal (OSC 8) to `url`.
pub fn linked(text: &str, url: &str) -> String {
    format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_place_for_the_rule_and_nothing_that_a_terminal_obeys() {
        let url = RuleUrl::read("https://example.org/rules?q={rule}#{rule}").expect("an address");
        assert_eq!(url.of("odd-word"), "https://example.org/rules?q=odd-word#odd-word");
        assert_eq!(url.of("a\u{1b} b"), "https://example.org/rules?q=a%1B%20b#a%1B%20b");
        for wrong in
            ["example.org/{rule}", "https://example.org", "https://e.org/\u{1b}{rule}", "https://e.org/ {rule}"]
        {
            assert!(RuleUrl::read(wrong).is_err(), "{wrong:?}");
        }
    }
}
