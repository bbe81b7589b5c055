//! Reads PDF files: the text of their pages in the order in which people read it, and what they hide.
//!
//! What hides a text is judged by what the page draws, in the order in which it is drawn; where that does not say, the
//! page is drawn and looked at.

mod attached;
mod boxes;
mod cover;
mod device;
mod enclosed;
mod layers;
mod layout;
mod letters;
mod limits;
mod look;
mod marked;
mod named;
mod page;
mod properties;
mod revisions;
mod shapes;
mod strings;
mod trees;
mod unused;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::nest::Nest;
use crate::document::exposure::known::KnownWords;
use crate::source::Unreadable;
use crate::source::packed::{Packed, Packing};
use attached::Beside;
use letters::{Letters, specimen};
use page::Reader;

/// Bytes before the header that readers of PDF pass over.
const LEAD: usize = 1024;

/// Bytes at the end in which a PDF says that it ends.
const TAIL: usize = 4096;

/// Whether a file is a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LEAD + 5)];
    if head.starts_with(b"%PDF-") {
        return true;
    }
    // Text may speak of the header; the header is followed by bytes that are none.
    memchr::memmem::find(head, b"%PDF-1.").or_else(|| memchr::memmem::find(head, b"%PDF-2.")).is_some_and(|at| {
        let line = head[..at].iter().rev().take_while(|byte| **byte != b'\n').count();
        // A mail can enclose it in its own bytes.
        line == 0
            && memchr::memmem::find(&head[..at], b"Content-Type:").is_none()
            && memchr::memmem::find(&bytes[at..], b" obj").is_some()
            && memchr::memmem::find(bytes, b"startxref").is_some()
    })
}

/// The text of a PDF, and what it hides.
///
/// # Errors
///
/// If it needs a password, is damaged, or asks for more than it may.
pub(super) fn read(bytes: &[u8], nest: Nest<'_>) -> Result<(String, Packed), Unreadable> {
    let read = catch_unwind(AssertUnwindSafe(|| read_all(bytes, nest)));
    read.unwrap_or_else(|cause| {
        let many = cause.is::<limits::TooMuch>();
        let reason = if many { "this PDF draws more on a page than is checked" } else { "this PDF is damaged" };
        Err(Unreadable::Packed(format!("{reason}: print it to a new file")))
    })
}

fn unreadable(reason: &str) -> Unreadable {
    Unreadable::Packed(reason.to_owned())
}

fn read_all(bytes: &[u8], nest: Nest<'_>) -> Result<(String, Packed), Unreadable> {
    let pdf = load(bytes)?;
    let pages = pdf.pages();
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    if memchr::memmem::find(tail, b"%%EOF").is_none() && memchr::memmem::find(tail, b"startxref").is_none() {
        return Err(unreadable("this PDF was cut off: its end is missing"));
    }
    if pages.is_empty() {
        return Err(unreadable("this PDF has no page that can be read: print it to a new file"));
    }
    if pages.len() > limits::PAGES || pdf.len() > limits::OBJECTS {
        return Err(unreadable("this PDF has more pages or objects than are checked: divide it"));
    }
    if !limits::bombs::are_absent(&pdf) {
        return Err(unreadable("this PDF unpacks to more than is checked: print it to a new file"));
    }
    let mut packing = Packing::default();
    let mut reader = Reader::new();
    reader.letters = Letters::beside(&specimen::LETTERS);
    let mut beside = Vec::new();
    for (number, page) in (1..).zip(pages.iter()) {
        packing.page(number);
        page::read(page, number, &mut reader, &mut packing)?;
        attached::of_page(page, number, &mut beside);
        beside.extend(reader.described.drain(..).map(|said| Beside::described(number, said)));
    }
    let known = KnownWords::new(packing.text(), packing.hidden());
    let hidden = packing.hidden().count();
    layers::read(bytes, &pdf, &known, &mut packing);
    revisions::read(bytes, &mut packing);
    // What a layer hides is drawn by a page, and what was there before is no object of today.
    let known = match packing.hidden().count() == hidden {
        true => known,
        false => KnownWords::new(packing.text(), packing.hidden()),
    };
    unused::read(bytes, &pdf, &known, &mut packing);
    attached::read((bytes, &pdf), beside, &known, nest, &mut packing);
    Ok(packing.finish())
}

fn load(bytes: &[u8]) -> Result<Pdf, Unreadable> {
    Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            unreadable("this PDF needs a password: save it without one")
        }
        LoadPdfError::Decryption(_) => {
            unreadable("this PDF is encrypted in an unknown way: save it without a password")
        }
        LoadPdfError::Invalid => unreadable("this PDF is damaged: print it to a new file"),
    })
}
