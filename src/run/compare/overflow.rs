//! Keeps fingerprints that do not fit in memory in files that nobody else can open and that are gone with the program.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use crate::set::{Overflow, SHARDS};

/// A file for each shard, made when the first fingerprints come.
#[derive(Default)]
pub(super) struct OverflowFiles([Option<File>; SHARDS]);

impl Overflow for OverflowFiles {
    fn put(&mut self, shard: usize, prints: &[u64]) -> io::Result<()> {
        let mut file = match self.0[shard].take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        let bytes: Vec<u8> = prints.iter().flat_map(|print| print.to_le_bytes()).collect();
        file.write_all(&bytes)?;
        self.0[shard] = Some(file);
        Ok(())
    }

    fn take(&mut self, shard: usize) -> io::Result<Vec<u64>> {
        let Some(mut file) = self.0[shard].take() else { return Ok(Vec::new()) };
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes.chunks_exact(8).map(|print| u64::from_le_bytes(print.try_into().expect("eight bytes"))).collect())
    }
}
