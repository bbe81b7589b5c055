//! Writes `checkstyle`: the XML of Checkstyle, which most review tools read, without suppressed findings.

use std::io::{self, Write};

use quick_xml::Writer;

use super::place::relative;
use super::xml::{attribute, begin, end};
use super::{RunReport, Unread};
use crate::finding::Finding;

/// The version of Checkstyle whose results look like this.
const LIKE_VERSION: &str = "4.3";

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = begin(out)?;
    let findings: Vec<&Finding> = report.unsuppressed().collect();
    let root = writer.create_element("checkstyle").with_attribute(attribute("version", LIKE_VERSION));
    root.write_inner_content(|writer| {
        for file in findings.chunk_by(|a, b| a.filename == b.filename) {
            let element = writer.create_element("file");
            let name = relative(&file[0].filename, report.root);
            element
                .with_attribute(attribute("name", name))
                .write_inner_content(|writer| file.iter().try_for_each(|finding| error(finding, writer)))?;
        }
        report.unreadable.iter().try_for_each(|unread| unchecked(unread, report.root, writer))
    })?;
    end(writer)
}

fn error(finding: &Finding, writer: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let place = *finding.location;
    let attributes = [
        attribute("line", &place.row.to_string()),
        attribute("column", &place.column.to_string()),
        attribute("severity", finding.severity.word()),
        attribute("message", &finding.message),
        attribute("source", &format!("cable-lint.{}.{}", finding.group, finding.code)),
    ];
    writer.create_element("error").with_attributes(attributes).write_empty().map(drop)
}

fn unchecked(unread: &Unread, root: &str, writer: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let file = writer.create_element("file").with_attribute(attribute("name", relative(&unread.filename, root)));
    let write = |writer: &mut Writer<&mut dyn Write>| {
        let attributes = [
            attribute("line", "1"),
            attribute("severity", "error"),
            attribute("message", &format!("not checked: {}", unread.reason)),
            attribute("source", "cable-lint"),
        ];
        writer.create_element("error").with_attributes(attributes).write_empty().map(drop)
    };
    file.write_inner_content(write).map(drop)
}
