//! Reads and writes the index of a set: what can be compared of each document, kept between runs.
//!
//! A first line with the version and the key of the hashes, a line for each document in order of path, and a last line
//! with the checksum of all others. An index of another version is refused, and a damaged one is never used.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::config::{normal, way};
use crate::run::Failure;
use crate::run::report::atomic::write_file;
use crate::set::{Gist, Mention, Role, SetEntry};

/// The version of the index.
const VERSION: u32 = 1;
/// The bytes of a fingerprint.
const BYTES: usize = 5;

#[derive(Serialize, Deserialize)]
struct Head {
    #[serde(rename = "cable-lint-set-index")]
    version: u32,
    /// What names and addresses are hashed with.
    key: String,
}

#[derive(Serialize, Deserialize)]
struct Tail {
    documents: usize,
    checksum: String,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    /// The way to it from the directory of the index.
    path: String,
    /// The hash of its content.
    digest: String,
    prints: String,
    mentions: Vec<(Role, String, u64)>,
    /// What comparing it depends on. Earlier programs did not write it.
    #[serde(default)]
    gist: u64,
}

/// An index that was read: its documents come one by one.
pub(in crate::run) struct SetIndex {
    file: PathBuf,
    root: PathBuf,
    /// What names and addresses are hashed with.
    pub(in crate::run) seed: u64,
}

/// Why an index cannot be used.
#[derive(Debug, thiserror::Error)]
pub(in crate::run) enum Unusable {
    #[error("it was written in version {0} of the format, and this cable-lint reads version {VERSION}; write it again")]
    Version(u32),
    #[error("it is damaged or not whole, so nothing in it can be trusted; write it again with `--write-set-index`")]
    Damaged,
    #[error("{0}")]
    System(#[from] io::Error),
}

impl SetIndex {
    /// Opens the index, and reads all of it once to see that it is whole.
    pub(in crate::run) fn open(file: &Path, cwd: &Path) -> Result<SetIndex, Unusable> {
        let mut lines = BufReader::new(File::open(file)?);
        let (mut line, mut sum, mut documents) = (Vec::new(), Xxh3::new(), 0_usize);
        lines.read_until(b'\n', &mut line)?;
        let head: Head = serde_json::from_slice(&line).map_err(|_| Unusable::Damaged)?;
        if head.version != VERSION {
            return Err(Unusable::Version(head.version));
        }
        loop {
            sum.update(&line);
            line.clear();
            if lines.read_until(b'\n', &mut line)? == 0 {
                return Err(Unusable::Damaged);
            }
            if line.starts_with(b"{\"documents\"") {
                break;
            }
            documents += 1;
        }
        let tail: Tail = serde_json::from_slice(&line).map_err(|_| Unusable::Damaged)?;
        let rest = lines.read_until(b'\n', &mut Vec::new())?;
        if rest > 0 || tail.documents != documents || tail.checksum != format!("{:032x}", sum.digest128()) {
            return Err(Unusable::Damaged);
        }
        let seed = u64::from_str_radix(&head.key, 16).map_err(|_| Unusable::Damaged)?;
        let file = normal(&cwd.join(file));
        let root = file.parent().unwrap_or(&file).to_owned();
        Ok(SetIndex { file, root, seed })
    }

    /// Shows each document: its absolute path, its line, and what is kept of it.
    pub(in crate::run) fn each(&self, see: &mut dyn FnMut(PathBuf, &str, &SetEntry)) -> Result<(), Unusable> {
        for line in BufReader::new(File::open(&self.file)?).lines().skip(1) {
            let line = line?;
            if line.starts_with("{\"documents\"") {
                break;
            }
            let kept: Kept = serde_json::from_str(&line).map_err(|_| Unusable::Damaged)?;
            let entry = kept.entry().ok_or(Unusable::Damaged)?;
            see(normal(&self.root.join(&kept.path)), &line, &entry);
        }
        Ok(())
    }
}

impl Kept {
    fn entry(&self) -> Option<SetEntry> {
        let bytes = BASE64_STANDARD_NO_PAD.decode(&self.prints).ok()?;
        let print = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |print, byte| print << 8 | u64::from(*byte));
        let prints = bytes.chunks_exact(BYTES).map(print).collect();
        let mention = |(role, key, value): &(Role, String, u64)| {
            Some(Mention { key: u64::from_str_radix(key, 16).ok()?, role: *role, value: *value })
        };
        let mentions = self.mentions.iter().map(mention).collect::<Option<_>>()?;
        Some(SetEntry { prints, mentions, gist: Gist::from_bits(self.gist) })
    }
}

/// The lines of an index that is being written, in a file that nobody else can open and that is gone with the program.
pub(in crate::run) struct Spool {
    file: File,
    at: u64,
    lines: Vec<(String, u64, usize)>,
    root: PathBuf,
}

impl Spool {
    /// The spool of an index that will be at `file`.
    pub(in crate::run) fn new(file: &Path, cwd: &Path) -> io::Result<Spool> {
        let file = normal(&cwd.join(file));
        let root = file.parent().unwrap_or(&file).to_owned();
        Ok(Spool { file: tempfile::tempfile()?, at: 0, lines: Vec::new(), root })
    }

    /// Adds a document at an absolute path.
    pub(in crate::run) fn add(&mut self, path: &Path, digest: u128, entry: &SetEntry) -> io::Result<()> {
        let prints: Vec<u8> =
            entry.prints.iter().flat_map(|print| print.to_le_bytes().into_iter().take(BYTES)).collect();
        let mention = |mention: &Mention| (mention.role, format!("{:016x}", mention.key), mention.value);
        let kept = Kept {
            path: way(path, &self.root),
            digest: format!("{digest:032x}"),
            prints: BASE64_STANDARD_NO_PAD.encode(prints),
            mentions: entry.mentions.iter().map(mention).collect(),
            gist: entry.gist.bits(),
        };
        let line = serde_json::to_string(&kept).map_err(io::Error::other)?;
        self.copy(kept.path, &line)
    }

    /// Adds a line of another index in the same directory.
    pub(in crate::run) fn keep(&mut self, path: &Path, line: &str) -> io::Result<()> {
        self.copy(way(path, &self.root), line)
    }

    fn copy(&mut self, path: String, line: &str) -> io::Result<()> {
        self.file.write_all(line.as_bytes())?;
        self.lines.push((path, self.at, line.len()));
        self.at += line.len() as u64;
        Ok(())
    }

    /// Writes the index.
    pub(in crate::run) fn write(mut self, file: &Path, seed: u64) -> Result<(), Failure> {
        self.lines.sort();
        let written = write_file(file, |out| {
            let mut sum = Xxh3::new();
            let mut put = |bytes: &[u8]| {
                sum.update(bytes);
                out.write_all(bytes)
            };
            let head = Head { version: VERSION, key: format!("{seed:016x}") };
            put((serde_json::to_string(&head).map_err(io::Error::other)? + "\n").as_bytes())?;
            for (_, at, length) in &self.lines {
                let mut line = vec![0; *length];
                self.file.seek(SeekFrom::Start(*at))?;
                self.file.read_exact(&mut line)?;
                line.push(b'\n');
                put(&line)?;
            }
            let tail = Tail { documents: self.lines.len(), checksum: format!("{:032x}", sum.digest128()) };
            out.write_all((serde_json::to_string(&tail).map_err(io::Error::other)? + "\n").as_bytes())
        });
        written.map_err(|error| Failure::Write { place: format!("`{}`", file.display()), error })
    }
}
