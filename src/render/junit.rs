//! Writes `junit`: JUnit XML. A file with findings is a suite, a finding a failed test, a suppressed one a skipped
//! test, an unreadable document an error. A run without any is one passed test.

use std::io::{self, Write};

use quick_xml::Writer;

use super::place::relative;
use super::xml::{attribute, begin, end, text};
use super::{RunReport, Unread};
use crate::finding::Finding;
use crate::source::visible::{visible, visible_lines};

/// The numbers that readers want in front.
#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of(findings: &[Finding], unreadable: usize) -> Counts {
        let skipped = findings.iter().filter(|finding| finding.suppression.is_some()).count();
        let tests = findings.len() + unreadable;
        Counts { tests, failures: findings.len() - skipped, errors: unreadable, skipped }
    }
}

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = begin(out)?;
    let mut counts = Counts::of(report.findings, report.unreadable.len());
    let clean = counts.tests == 0;
    counts.tests = counts.tests.max(1);
    writer
        .create_element("testsuites")
        .with_attribute(attribute("name", "cable-lint"))
        .with_attribute(attribute("tests", &counts.tests.to_string()))
        .with_attribute(attribute("failures", &counts.failures.to_string()))
        .with_attribute(attribute("errors", &counts.errors.to_string()))
        .write_inner_content(|writer| {
            for file in report.findings.chunk_by(|a, b| a.filename == b.filename) {
                let name = relative(&file[0].filename, report.root);
                let counts = Counts::of(file, 0);
                suite(name, &counts, writer, |writer| file.iter().try_for_each(|found| test(found, name, writer)))?;
            }
            for unread in report.unreadable {
                let name = relative(&unread.filename, report.root);
                let counts = Counts { tests: 1, errors: 1, ..Counts::default() };
                suite(name, &counts, writer, |writer| unchecked(unread, name, writer))?;
            }
            if clean {
                let name = format!("{} documents checked", report.summary.documents);
                suite("cable-lint", &counts, writer, |writer| {
                    let case = writer.create_element("testcase").with_attribute(attribute("name", &name));
                    case.with_attribute(attribute("classname", "cable-lint")).write_empty().map(drop)
                })?;
            }
            Ok(())
        })?;
    end(writer)
}

fn suite<'o>(
    name: &str,
    counts: &Counts,
    writer: &mut Writer<&'o mut dyn Write>,
    inner: impl FnOnce(&mut Writer<&'o mut dyn Write>) -> io::Result<()>,
) -> io::Result<()> {
    let numbers = [
        ("tests", counts.tests),
        ("failures", counts.failures),
        ("errors", counts.errors),
        ("skipped", counts.skipped),
    ];
    let numbers = numbers.map(|(name, number)| attribute(name, &number.to_string()));
    let element = writer.create_element("testsuite").with_attribute(attribute("name", name));
    element.with_attributes(numbers).write_inner_content(inner).map(drop)
}

fn test(finding: &Finding, file: &str, writer: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let place = *finding.location;
    // Readers take tests of one name for one test.
    let name = format!("{} ({}:{})", finding.code, place.row, place.column);
    case(&name, file, writer, |writer| match &finding.suppression {
        Some(why) => {
            let skipped = writer.create_element("skipped").with_attribute(attribute("message", why.words()));
            skipped.write_empty().map(drop)
        }
        None => {
            let failure = writer.create_element("failure");
            let failure = failure.with_attribute(attribute("type", finding.severity.word()));
            let failure = failure.with_attribute(attribute("message", &finding.message));
            failure.write_text_content(text(&body(finding, file))).map(drop)
        }
    })
}

/// What people read after a failed test.
fn body(finding: &Finding, file: &str) -> String {
    let (place, severity) = (*finding.location, finding.severity.word());
    let (file, message) = (visible(file), visible(&finding.message));
    let mut body = format!("{file}:{}:{}: {severity}[{}] {message}", place.row, place.column, finding.code);
    if let Some(help) = &finding.help {
        body += &format!("\nhelp: {}", visible_lines(help));
    }
    body
}

fn unchecked(unread: &Unread, file: &str, writer: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    case("readable", file, writer, |writer| {
        let error = writer.create_element("error").with_attribute(attribute("type", "unreadable"));
        let message = format!("not checked: {}", unread.reason);
        error.with_attribute(attribute("message", &message)).write_empty().map(drop)
    })
}

fn case<'o>(
    name: &str,
    file: &str,
    writer: &mut Writer<&'o mut dyn Write>,
    inner: impl FnOnce(&mut Writer<&'o mut dyn Write>) -> io::Result<()>,
) -> io::Result<()> {
    let case = writer.create_element("testcase").with_attribute(attribute("name", name));
    case.with_attribute(attribute("classname", file)).write_inner_content(inner).map(drop)
}
