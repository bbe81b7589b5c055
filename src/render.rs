//! Writes findings in output formats: one file per format, each a function from a [`RunReport`] to a writer.
//!
//! A renderer sees only findings, which are masked already. Formats for people pass all untrusted text through
//! [`crate::source::visible`]; formats for programs keep true values, escaped. A new format is a file in `render/` and a line
//! in the table of [`Format`].

mod checkstyle;
mod csv;
mod diff;
mod github;
mod gitlab;
mod html;
mod json;
mod json_lines;
mod junit;
mod link;
mod markdown;
mod mistakes;
mod place;
mod pretty;
mod rdjson;
mod sarif;
mod short;
mod statistics;
mod terminal;
mod xml;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::finding::{DocumentRow, Finding, ShownText};
use crate::rule::Rule;
use crate::source::visible::{Harmless, Spelling, visible};
pub(crate) use csv::table;
pub use diff::{DiffReader, diff};
pub use json_lines::finding_line;
pub use link::{RuleUrl, linked};
pub use mistakes::mistakes;
#[cfg(feature = "server")]
pub(crate) use place::uri;
pub use statistics::Facet;
pub(crate) use statistics::tell as tell_statistics;

/// How a format is written.
type Writer = fn(&RunReport<'_>, Colour, &mut dyn Write) -> io::Result<()>;

/// Makes [`Format`] of a table: each format with its name, how it spells what a terminal or the log of a runner would
/// interpret, and its writer.
macro_rules! formats {
    ($($(#[$about:meta])* $format:ident $name:literal $spelling:ident $write:expr;)*) => {
        /// An output format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format {
            $($(#[$about])* $format,)*
        }

        impl Format {
            /// Every format there is.
            pub const ALL: [Format; [$($name),*].len()] = [$(Format::$format),*];

            fn entry(self) -> (&'static str, Spelling, Writer) {
                match self {
                    $(Format::$format => ($name, Spelling::$spelling, $write),)*
                }
            }
        }
    };
}

formats! {
    /// For people: the lines in question, with what is wrong underlined.
    Pretty "pretty" Text pretty::write;
    /// One line per finding, as compilers write it.
    Short "short" Text |report, _, out| short::write(report, out);
    /// One JSON object.
    Json "json" Json |report, _, out| json::write(report, out);
    /// One JSON object per line.
    JsonLines "json-lines" Json |report, _, out| json_lines::write(report, out);
    /// For code scanning and viewers.
    Sarif "sarif" Json |report, _, out| sarif::write(report, out);
    /// Commands that GitHub Actions makes annotations of.
    Github "github" Commands |report, _, out| github::write(report, out);
    /// A Code Quality report of GitLab CI.
    Gitlab "gitlab" Json |report, _, out| gitlab::write(report, out);
    /// Test results, as most CI servers show them.
    Junit "junit" Xml |report, _, out| junit::write(report, out);
    /// Findings, as most review tools read them.
    Checkstyle "checkstyle" Xml |report, _, out| checkstyle::write(report, out);
    /// For reviewdog.
    Rdjson "rdjson" Json |report, _, out| rdjson::write(report, out);
    /// One row per finding, for spreadsheets and tables of data.
    Csv "csv" Text |report, _, out| csv::write(report, out);
    /// How many findings there are by rule, group, year, classification and folder: one JSON object.
    Statistics "statistics" Json |report, _, out| statistics::write(report, out);
    /// A page with all findings and documents, in one file that loads nothing.
    Html "html" Xml |report, _, out| html::write(report, out);
    /// A summary for a comment or a page.
    Markdown "markdown" Text |report, _, out| markdown::write(report, out);
}

impl Format {
    /// The name by which users ask for it.
    pub fn name(self) -> &'static str {
        self.entry().0
    }

    /// The format called `name`.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether it takes to have documents summed up.
    pub fn is_of_documents(self) -> bool {
        matches!(self, Format::Statistics | Format::Html)
    }

    /// Whether it quotes documents.
    pub fn quotes(self) -> bool {
        matches!(self, Format::Pretty | Format::Html)
    }

    /// Whether it is made for people, who may ask for colors and for masked text to be shown.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Pretty | Format::Short)
    }
}

/// A format and where to write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The format.
    pub format: Format,
    /// The file; `None` is standard output.
    pub file: Option<PathBuf>,
}

impl Output {
    /// Reads `FORMAT` or `FORMAT=FILE`, as people write it after `-o` and in a configuration.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    pub fn read(text: &str) -> Result<Output, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("no file follows `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = Format::from_name(name).ok_or_else(|| {
            let names = Format::ALL.map(Format::name);
            let near = crate::source::mistake::nearest(name, names).map(|near| format!("; did you mean `{near}`?"));
            format!("unknown format `{name}`{} (formats: {})", near.unwrap_or_default(), names.join(", "))
        })?;
        Ok(Output { format, file })
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.format.name())?;
        self.file.as_ref().map_or(Ok(()), |file| write!(f, "={}", file.display()))
    }
}

/// Whether to write colors; the caller knows the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Write them.
    Always,
    /// Write plain text.
    Never,
}

/// Everything there is to say about a run.
#[derive(Clone, Copy)]
pub struct RunReport<'r> {
    /// What was found, sorted by file, start, end and rule.
    pub findings: &'r [Finding],
    /// What could not be checked.
    pub unreadable: &'r [Unread],
    /// How many files of each extension were passed over in directories.
    pub skipped: &'r Skipped,
    /// What was read of each document, by file; empty if nobody asks for it.
    pub documents: &'r [DocumentRow],
    /// The texts of files, each with what findings call it; for [`Format::Html`] alone.
    pub texts: &'r [(String, ShownText)],
    /// The rules that ran on any document, by name.
    pub rules: &'r [Arc<Rule>],
    /// The directory in which cable-lint runs, absolute, with `/` between names.
    pub root: &'r str,
    /// Where the page of each rule is, if anywhere.
    pub rule_url: Option<&'r RuleUrl>,
    /// Whether names of rules may be links that are not text, which only a terminal understands. For
    /// [`Format::Pretty`] alone.
    pub links: bool,
    /// The figures.
    pub summary: Summary,
}

impl<'r> RunReport<'r> {
    /// The name of a rule for people, a link if it may be one.
    pub fn name(&self, rule: &str) -> String {
        let name = visible(rule);
        match self.rule_url.filter(|_| self.links) {
            Some(url) => linked(&name, &url.of(rule)),
            None => name.into_owned(),
        }
    }

    /// The findings that count.
    fn unsuppressed(&self) -> impl Iterator<Item = &'r Finding> {
        self.findings.iter().filter(|finding| finding.suppression.is_none())
    }
}

/// How many files of each extension, `.rtf`, were passed over; those without one are under the empty word.
pub type Skipped = BTreeMap<String, usize>;

/// A document that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// The file.
    pub filename: String,
    /// Why not.
    pub reason: String,
}

/// The figures of a run. Severities and fixes are counted of findings that are not suppressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Documents that were checked.
    pub documents: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are worth a look.
    pub infos: usize,
    /// Findings that are suppressed.
    pub suppressed: usize,
    /// Findings with a fix.
    pub fixable: usize,
    /// Documents that could not be checked.
    pub unreadable: usize,
    /// Fixes that were applied.
    pub fixed: usize,
    /// Documents in which nothing is marked and nothing was recognized.
    pub unmarked: usize,
}

impl Summary {
    /// Counts one more finding, and those it stands for.
    pub fn count(&mut self, finding: &Finding) {
        let count = 1 + finding.more;
        if finding.suppression.is_some() {
            self.suppressed += count;
            return;
        }
        match finding.severity {
            Severity::Error => self.errors += count,
            Severity::Warning => self.warnings += count,
            Severity::Info => self.infos += count,
        }
        self.fixable += if finding.fix.is_some() { count } else { 0 };
    }
}

/// Writes `value` as JSON for programs, one member a line.
fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

/// Whether a file that begins so is a page that this program wrote: a report, not a document.
pub(crate) fn is_page(head: &str) -> bool {
    let html =
        || head.starts_with("<!doctype html>") && head.contains("<meta name=\"generator\" content=\"cable-lint ");
    head.starts_with(markdown::HEAD) || html()
}

/// Writes `report` to `out` as `format`. `colour` is for [`Format::Pretty`] alone.
///
/// # Errors
///
/// What the writer says. A broken pipe keeps its kind.
pub fn render(format: Format, report: &RunReport<'_>, colour: Colour, out: &mut dyn Write) -> io::Result<()> {
    let (_, spelling, write) = format.entry();
    let mut out = Harmless::new(out, spelling);
    write(report, colour, &mut out)?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_has_a_format_and_perhaps_a_file() {
        assert_eq!(Output::read("json=a=b").map(|o| o.file), Ok(Some(PathBuf::from("a=b"))));
        assert_eq!(Output::read("short").map(|o| o.file), Ok(None));
        assert!(Output::read("jsno").is_err_and(|error| error.contains("did you mean `json`")));
        assert!(Output::read("json=").is_err());
    }
}
