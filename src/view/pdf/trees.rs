//! Reads trees of objects, and the content of streams, within bounds.

use hayro_interpret::hayro_syntax::object::{Array, Dict, Object, Stream, String as Bytes};

use super::limits;
use super::strings::decode;

/// Items of a tree at most, such as bookmarks, fields and names.
pub(super) const MOST: usize = 50_000;
/// Levels of a tree of names or fields.
pub(super) const DEEP: usize = 32;

/// The dictionaries of a tree, leaves and branches.
pub(super) fn gather<'a>(array: &Array<'a>, key: &[u8], deep: usize, found: &mut Vec<Dict<'a>>) {
    for item in array.iter::<Dict<'_>>() {
        if found.len() >= MOST {
            return;
        }
        let kids = item.get::<Array<'_>>(key).filter(|_| deep > 0);
        found.push(item);
        if let Some(kids) = kids {
            gather(&kids, key, deep - 1, found);
        }
    }
}

/// The names of a tree, with what they stand for.
pub(super) fn leaves<'a>(tree: &Dict<'a>) -> Vec<(String, Object<'a>)> {
    let mut branches = vec![tree.clone()];
    if let Some(kids) = tree.get::<Array<'_>>(b"Kids") {
        gather(&kids, b"Kids", DEEP, &mut branches);
    }
    let mut found = Vec::new();
    for branch in &branches {
        let Some(pairs) = branch.get::<Array<'_>>(b"Names") else { continue };
        let items: Vec<Object<'a>> = pairs.iter::<Object<'_>>().take(2 * MOST).collect();
        for pair in items.chunks_exact(2) {
            if let (Object::String(name), value) = (&pair[0], &pair[1]) {
                found.push((decode(Bytes::as_bytes(name)), value.clone()));
            }
        }
    }
    found.truncate(MOST);
    found
}

/// The content of a stream, if it is not larger than is read.
pub(super) fn content(stream: &Stream<'_>) -> Option<Vec<u8>> {
    if stream.raw_data().len() > limits::ENCLOSED {
        return None;
    }
    stream.decoded().ok().map(std::borrow::Cow::into_owned)
}
