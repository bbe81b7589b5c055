//! Fills a rule's template with a check's facts.
//!
//! Quotes of the document are short and masked. Sentences contain true characters; renderers pass them through
//! [`crate::source::visible`].

use std::borrow::Cow;

use super::mask::Masks;
use super::secret::MARK;
use super::secret::Secrets;
use crate::diagnostic::Fact;
use crate::rule::template::Template;
use crate::source::visible::clipped;
use crate::source::{SourceFile, Span};

/// The most characters that a quote has.
const QUOTE: usize = 60;
/// The most bytes of the document that are looked at for a quote.
const QUOTED_BYTES: usize = 1024;

/// What fills the templates of one finding.
pub(super) struct Wording<'w> {
    pub(super) source: &'w SourceFile,
    pub(super) masks: &'w Masks,
    pub(super) facts: &'w [(&'static str, Fact)],
    /// What may not be said even where it does not come from a masked place.
    pub(super) secrets: &'w Secrets,
    /// What the other files of the set may be called.
    pub(super) files: &'w [String],
    /// Whether nothing is said that depends on the document, because the rule is sensitive.
    pub(super) mask_quotes: bool,
    /// Whether nothing is said that was worked out from the finding's places, because one of them is masked.
    pub(super) mask_results: bool,
}

impl Wording<'_> {
    /// `template` as a sentence.
    pub(super) fn fill(&self, template: &Template) -> String {
        template.fill(|name| match self.facts.iter().find(|(known, _)| *known == name) {
            Some((_, fact)) => self.say(fact),
            None => {
                debug_assert!(false, "the check declares the fact `{name}` and did not supply it");
                "?".to_owned()
            }
        })
    }

    fn say(&self, fact: &Fact) -> String {
        match fact {
            Fact::Word(Cow::Borrowed(word)) => (*word).to_owned(),
            Fact::Quote(_) if self.mask_quotes => MARK.to_owned(),
            Fact::Quote(span) => self.quote(*span),
            Fact::File(index) => self.secrets.masked(self.files[*index].clone()),
            // A count reveals nothing of what is hidden.
            Fact::Number(number) => number.to_string(),
            _ if self.mask_quotes || self.mask_results => MARK.to_owned(),
            Fact::Word(Cow::Owned(word)) => self.secrets.masked(word.clone()),
            Fact::Date(date) => date.to_string(),
        }
    }

    fn quote(&self, span: Span) -> String {
        clipped(&self.masks.folded_ends(self.source, span, QUOTED_BYTES), QUOTE).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn filled(template: &str, facts: &[(&'static str, Fact)], mask_quotes: bool) -> String {
        said(template, facts, mask_quotes, false)
    }

    fn said(template: &str, facts: &[(&'static str, Fact)], mask_quotes: bool, mask_results: bool) -> String {
        let text = format!("a  quote\r\n\tover lines {} end", "é".repeat(5000));
        let source = source::read("x", text.into_bytes()).expect("readable");
        let template = Template::parse(template, &["fact"]).expect("valid");
        let secrets = Secrets::new(&source, &[Span::new(3, 8)], &[], &[]);
        let masks = &Masks::default();
        Wording { source: &source, masks, facts, secrets: &secrets, files: &[], mask_quotes, mask_results }
            .fill(&template)
    }

    #[test]
    fn what_is_worked_out_from_masked_text_is_masked() {
        let facts: [Fact; 2] = ["worked out".to_owned().into(), jiff::civil::date(1976, 3, 9).into()];
        for fact in facts {
            assert_eq!(said("{fact}", &[("fact", fact.clone())], false, true), MARK);
            assert_eq!(said("{fact}", &[("fact", fact)], true, false), MARK);
        }
        assert_eq!(said("{fact}", &[("fact", "of the rule".into())], true, true), "of the rule");
        assert_eq!(said("{fact}", &[("fact", 12.into())], true, true), "12");
    }

    #[test]
    fn a_secret_word_is_masked_wherever_it_was_worked_out() {
        assert_eq!(filled("{fact}", &[("fact", "a QUOTE of it".to_owned().into())], false), "a ▒▒▒▒▒▒ of it");
    }

    #[test]
    fn dates_numbers_and_words_are_plain() {
        assert_eq!(filled("{fact}", &[("fact", jiff::civil::date(1976, 3, 9).into())], false), "1976-03-09");
        assert_eq!(filled("{fact}", &[("fact", 12.into())], false), "12");
        assert_eq!(filled("«{fact}»", &[("fact", "word".into())], true), "«word»");
    }

    #[test]
    fn quotes_are_folded_and_masked_for_sensitive_rules() {
        let quote = [("fact", Fact::Quote(Span::new(0, 21)))];
        assert_eq!(filled("{fact}", &quote, false), "a quote over lines");
        assert_eq!(filled("{fact}", &quote, true), MARK);
    }

    #[test]
    fn long_quotes_lose_their_middle() {
        let quote = filled("{fact}", &[("fact", Fact::Quote(Span::new(0, 10_026)))], false);
        assert_eq!(quote.chars().count(), QUOTE);
        assert!(quote.starts_with("a quote over") && quote.contains('…') && quote.ends_with(" end"), "{quote}");
    }
}
