//! Refuses files whose streams become too large when they are unpacked, before anything unpacks them.

use std::io;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_interpret::hayro_syntax::object::{Name, Object, Stream};
use hayro_interpret::hayro_syntax::{Filter, Pdf};

/// Bytes of all drawing instructions, fonts and the like together.
const UNPACKED: u64 = 512 << 20;
/// Bytes of one stream that is packed in a way that is not tried here.
const UNTRIED: usize = 4 << 20;
/// What such a stream grows by, as a rule.
const GROWTH: u64 = 20;

/// Whether the streams of a file are of a size that can be read. Images are unpacked only when a page is looked at,
/// which has a bound of its own.
pub(in crate::view::pdf) fn are_absent(pdf: &Pdf) -> bool {
    let mut left = UNPACKED;
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict().get::<Name<'_>>(b"Subtype").is_some_and(|name| &*name == b"Image") {
            continue;
        }
        match unpacked(&stream, left).and_then(|size| left.checked_sub(size)) {
            Some(less) => left = less,
            None => return false,
        }
    }
    true
}

/// The size of a stream when it is unpacked, as far as it matters; `None` if it cannot be bounded.
fn unpacked(stream: &Stream<'_>, left: u64) -> Option<u64> {
    let filters = stream.filters();
    let packs = |filter: &&Filter| matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode);
    match (filters.iter().filter(packs).count(), filters.first()) {
        (0, _) => Some(0),
        (1, Some(Filter::FlateDecode)) => {
            let raw = stream.raw_data();
            let mut bounded = ZlibDecoder::new(&*raw).take(left + 1);
            // What is damaged is read as far as it goes.
            let mut size = Counter(0);
            let _ = io::copy(&mut bounded, &mut size);
            Some(size.0)
        }
        (1, _) => {
            let size = stream.raw_data().len();
            (size <= UNTRIED).then_some(size as u64 * GROWTH)
        }
        _ => None,
    }
}

struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
