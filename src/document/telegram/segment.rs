//! The fields of a telegram's head, each with its label and its reader, and the pieces of text that belong to one.

use serde::Deserialize;

use super::classification::classification_line;
use super::{order, reference, subject, tags};
use crate::document::{Document, authority};
use crate::source::Span;

/// A row for each field: its name, and `head` if it belongs to the head proper, after which a body can begin; if it opens
/// with a label, the first letters of that and whether a line begins with it; and what reads it into a document, from
/// its lines. What else is read of a field needs more than its lines, and is read where that is known.
macro_rules! fields {
    (@head) => { false };
    (@head head) => { true };
    ($($(#[$about:meta])* $field:ident $($head:ident)? $(, $letters:literal $begins:expr)? $(=> $read:expr)?;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(crate) enum Field {
            $($(#[$about])* $field,)+
        }

        impl Field {
            /// Whether it belongs to the head proper.
            pub(crate) fn is_head(self) -> bool {
                match self { $(Field::$field => fields!(@head $($head)?)),+ }
            }

            /// The field whose label `line` begins with.
            pub(crate) fn labelled(line: &str) -> Option<Field> {
                let first = line.chars().next()?;
                $($({
                    let begins: fn(&str) -> bool = $begins;
                    if $letters.contains(first) && begins(line) {
                        return Some(Field::$field);
                    }
                })?)+
                None
            }

            /// Reads it from its `lines`. What was read before stays.
            pub(crate) fn read(self, document: &mut Document<'_>, lines: &dyn Fn() -> Vec<Span>) {
                let text = document.source.text();
                match self {
                    $(Field::$field => {
                        $(let read: fn(&mut Document<'_>, &str, &dyn Fn() -> Vec<Span>) = $read;
                        read(document, text, lines);)?
                    })+
                }
            }
        }
    };
}

fields! {
    Identifier;
    Routing;
    Filing;
    Prosign;
    DateTimeGroup;
    From;
    To;
    Info;
    Exempt;
    Separator, "B" |line| line == "BT";
    Classification head => |it, text, lines| keep(&mut it.classification, || classification_line(text, lines()[0]));
    Correction, "C" |line| line.starts_with("C O R R E C T E D") || line.starts_with("CORRECTED COPY")
        => |it, _, lines| it.corrections.push(lines()[0]);
    Order head, "EeO" order::is_order_line
        => |it, text, lines| keep(&mut it.order, || order::order_line(text, &lines(), it.dating.day()));
    Tags head, "TtA" |line| tags::label(line).is_some()
        => |it, text, lines| keep(&mut it.tags, || tags::tags(text, &lines()));
    Subject head, "SsU" |line| subject::label(line).is_some() || subject::is_bare(line)
        => |it, text, lines| keep(&mut it.subject, || subject::subject(text, &lines(), it.registers));
    References head, "R" |line| reference::label(line).is_some()
        => |it, text, lines| keep(&mut it.references, || reference::references(text, &lines()));
    Authority head, "CcDdRr" |line| authority::label(line).is_some();
    /// The message reference number of the field form.
    Number;
    /// The date of a form, or the day on which it came in.
    Date;
    Received;
    /// The captions of the field form, on one line.
    Captions;
    /// The line of the field form that passes the message on.
    Passing => |it, _, lines| it.passing.push(lines()[0]);
    /// The level on a line of its own, without post and serial.
    Level head;
    /// A set of a military message.
    Set head;
    /// A line of the head that could not be read: fields go on below it.
    Unread;
    /// A line that begins no field: it continues the one above, or is a caption, or nothing that is known.
    Other;
}

/// Reads what has not been read.
fn keep<T>(place: &mut Option<T>, read: impl FnOnce() -> Option<T>) {
    if place.is_none() {
        *place = read();
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub(crate) field: Field,
    pub(crate) span: Span,
    /// Whether it follows another field on the same line.
    pub(crate) joined: bool,
    /// Whether more blank lines are above it than is usual in the text.
    pub(crate) apart: bool,
}
