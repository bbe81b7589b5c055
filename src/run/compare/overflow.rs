//! Keeps fingerprints that do not fit in memory in files that nobody else can open and that are gone with the program.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use crate::set::{Overflow, SHARDS};

/// A file for each shard, made when the first fingerprints come.
#[derive(Default)]
pub(super) struct OverflowFiles([Option<File>; SHARDS]);

impl Overflow for OverflowFiles {
    fn put(&mut self, shard: usize, prints: &[u64]) {
        let file = &mut self.0[shard];
        if file.is_none() {
            *file = Some(tempfile::tempfile().expect("a temporary file can be made"));
        }
        let bytes: Vec<u8> = prints.iter().flat_map(|print| print.to_le_bytes()).collect();
        let written = file.as_mut().map_or(Ok(()), |file| file.write_all(&bytes));
        written.expect("the directory for temporary files has room");
    }

    fn take(&mut self, shard: usize) -> Vec<u64> {
        let Some(mut file) = self.0[shard].take() else { return Vec::new() };
        let mut bytes = Vec::new();
        let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut bytes));
        read.expect("what was written a moment ago can be read");
        bytes.chunks_exact(8).map(|print| u64::from_le_bytes(print.try_into().expect("eight bytes"))).collect()
    }
}
