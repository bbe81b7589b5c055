//! Keeps bytes under hashes in files of a folder, for this user alone.
//!
//! By its first byte a hash belongs to one of 256 files. Each holds a table of hashes, sorted, and behind it what is kept
//! under them, what was asked for last in front. A file is replaced whole, so that programs that run at the same time
//! cost each other answers, never wrong ones; what does not match its checksum counts for nothing. The names of all files
//! begin with a dot, so that no search for documents meets them.

use std::collections::HashSet;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use tempfile::{Builder, NamedTempFile};
use xxhash_rust::xxh3::{xxh3_64_with_secret, xxh3_128_with_secret};

/// The most bytes of one file. There are 256 of them, which makes 256 MiB in all.
const FILE: usize = 1024 * 1024;
/// The most bytes that are kept under one hash.
const ANSWER: usize = FILE / 8;
/// The first bytes of a file: what it is, and in which form.
const MAGIC: [u8; 8] = *b"cablint1";
/// The bytes before the table: the magic, a checksum of all behind it, and how many rows there are.
const HEAD: usize = 20;
/// The bytes of a row: the hash, and where behind the table its bytes begin.
const ROW: usize = 20;
/// The bytes of the secret that all hashes depend on.
const SECRET: usize = 192;
/// What has this old name was left behind by a program that was killed.
const LEFT: &str = ".new-";
const STALE: Duration = Duration::from_secs(3600);

/// A folder of answers.
pub(super) struct Store {
    folder: PathBuf,
    /// Without it nobody can make up a document that has the hash of another one, or a file that counts.
    secret: Vec<u8>,
    shelves: Vec<Shelf>,
}

/// One file of a store.
#[derive(Default)]
struct Shelf {
    kept: OnceLock<Kept>,
    new: Mutex<Vec<(u128, Vec<u8>)>>,
}

/// What a file holds.
#[derive(Default)]
struct Kept {
    bytes: Vec<u8>,
    rows: usize,
    /// Which rows were asked for.
    asked: Vec<AtomicBool>,
}

impl Store {
    /// The store in `folder`, which is made if it is not there. The secret is in `home`. Nothing where either is
    /// somebody else's, or cannot be written.
    pub(super) fn open(folder: &Path, home: &Path) -> Option<Store> {
        [folder, home].into_iter().try_for_each(private).ok()?;
        let secret = secret(&home.join(".secret")).ok()?;
        let ignored = folder.join(".gitignore");
        if !ignored.exists() {
            fs::write(ignored, "*\n").ok()?;
        }
        let shelves = (0..=u8::MAX).map(|_| Shelf::default()).collect();
        Some(Store { folder: folder.to_owned(), secret, shelves })
    }

    /// The hash of `bytes` here.
    pub(super) fn hash(&self, bytes: &[u8]) -> u128 {
        xxh3_128_with_secret(bytes, &self.secret)
    }

    /// What is kept under `hash`.
    pub(super) fn find(&self, hash: u128) -> Option<&[u8]> {
        let kept = self.shelf(hash).kept.get_or_init(|| self.read(number(hash)));
        let row = kept.row(hash)?;
        kept.asked[row].store(true, Ordering::Relaxed);
        kept.answer(row)
    }

    /// Keeps `bytes` under `hash` from [`Store::save`] on, unless they are too many.
    pub(super) fn keep(&self, hash: u128, bytes: Vec<u8>) {
        if bytes.len() <= ANSWER {
            self.shelf(hash).new.lock().unwrap_or_else(PoisonError::into_inner).push((hash, bytes));
        }
    }

    /// Writes what is new.
    pub(super) fn save(&self) -> io::Result<()> {
        let mut written = false;
        for (number, shelf) in (0..=u8::MAX).zip(&self.shelves) {
            let new = std::mem::take(&mut *shelf.new.lock().unwrap_or_else(PoisonError::into_inner));
            if !new.is_empty() {
                self.write(number, &new, shelf.kept.get())?;
                written = true;
            }
        }
        if written { self.tidy() } else { Ok(()) }
    }

    fn shelf(&self, hash: u128) -> &Shelf {
        &self.shelves[usize::from(number(hash))]
    }

    fn path(&self, number: u8) -> PathBuf {
        self.folder.join(format!(".{number:02x}"))
    }

    /// What is in the file of that number, if it is whole.
    fn read(&self, number: u8) -> Kept {
        let path = self.path(number);
        let fits = fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() <= FILE as u64);
        let bytes = if fits { fs::read(path).unwrap_or_default() } else { Vec::new() };
        Kept::of(bytes, &self.secret).unwrap_or_default()
    }

    /// Replaces a file: first what is `new`, then what was asked for, then the rest, as far as there is room. Another
    /// program may have replaced it since it was read.
    fn write(&self, number: u8, new: &[(u128, Vec<u8>)], read: Option<&Kept>) -> io::Result<()> {
        let now = self.read(number);
        let asked: HashSet<u128> = read.into_iter().flat_map(Kept::asked).collect();
        let mut old = now.all();
        old.sort_by_key(|(hash, at, _)| (!asked.contains(hash), *at));
        let old = old.into_iter().map(|(hash, _, bytes)| (hash, bytes));
        let (mut rows, mut answers, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for (hash, bytes) in new.iter().map(|(hash, bytes)| (*hash, &bytes[..])).chain(old) {
            if HEAD + (rows.len() + 1) * ROW + answers.len() + 4 + bytes.len() > FILE {
                break;
            }
            if seen.insert(hash) {
                rows.push((hash, answers.len() as u32));
                answers.extend((bytes.len() as u32).to_le_bytes());
                answers.extend(bytes);
            }
        }
        rows.sort_unstable();
        let mut body = Vec::with_capacity(4 + rows.len() * ROW + answers.len());
        body.extend((rows.len() as u32).to_le_bytes());
        for (hash, at) in rows {
            body.extend(hash.to_le_bytes());
            body.extend(at.to_le_bytes());
        }
        body.extend(answers);
        let checksum = xxh3_64_with_secret(&body, &self.secret).to_le_bytes();
        let mut file = self.new_file()?;
        file.write_all(&[&MAGIC[..], &checksum, &body].concat())?;
        file.persist(self.path(number)).map_err(|error| error.error)?;
        Ok(())
    }

    fn new_file(&self) -> io::Result<NamedTempFile> {
        Builder::new().prefix(LEFT).tempfile_in(&self.folder)
    }

    /// Removes what killed programs left behind.
    fn tidy(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let left = entry.file_name().as_encoded_bytes().starts_with(LEFT.as_bytes());
            let modified = || entry.metadata()?.modified();
            if left && modified()? + STALE < SystemTime::now() {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

impl Kept {
    fn of(bytes: Vec<u8>, secret: &[u8]) -> Option<Kept> {
        let body = bytes.strip_prefix(&MAGIC)?;
        let (checksum, body) = body.split_at_checked(8)?;
        if checksum != xxh3_64_with_secret(body, secret).to_le_bytes() {
            return None;
        }
        let rows = usize::try_from(u32::from_le_bytes(body.get(..4)?.try_into().ok()?)).ok()?;
        body.get(4..4 + rows.checked_mul(ROW)?)?;
        let asked = (0..rows).map(|_| AtomicBool::new(false)).collect();
        Some(Kept { bytes, rows, asked })
    }

    fn hash(&self, row: usize) -> u128 {
        let at = HEAD + row * ROW;
        self.bytes[at..].first_chunk().map_or(0, |hash| u128::from_le_bytes(*hash))
    }

    /// Where the answer of a row begins behind the table.
    fn place(&self, row: usize) -> u32 {
        let at = HEAD + row * ROW + 16;
        self.bytes[at..].first_chunk().map_or(0, |place| u32::from_le_bytes(*place))
    }

    fn row(&self, hash: u128) -> Option<usize> {
        let (mut from, mut to) = (0, self.rows);
        while from < to {
            let middle = from.midpoint(to);
            match self.hash(middle).cmp(&hash) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    fn answer(&self, row: usize) -> Option<&[u8]> {
        let answers = &self.bytes[HEAD + self.rows * ROW..];
        let (length, rest) = answers.get(self.place(row) as usize..)?.split_first_chunk()?;
        rest.get(..u32::from_le_bytes(*length) as usize)
    }

    /// Each hash with the place of its answer, and the answer.
    fn all(&self) -> Vec<(u128, u32, &[u8])> {
        (0..self.rows).filter_map(|row| Some((self.hash(row), self.place(row), self.answer(row)?))).collect()
    }

    /// The hashes that were asked for.
    fn asked(&self) -> impl Iterator<Item = u128> {
        let rows = self.asked.iter().enumerate().filter(|(_, asked)| asked.load(Ordering::Relaxed));
        rows.map(|(row, _)| self.hash(row))
    }
}

/// The number of the file to which a hash belongs.
fn number(hash: u128) -> u8 {
    (hash >> 120) as u8
}

/// Makes a folder that nobody else may look into, and sees to it that one that is there is such a folder.
#[cfg(unix)]
fn private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let found = fs::metadata(folder)?;
    if found.mode() & 0o077 == 0 { Ok(()) } else { Err(io::Error::other("others may look into it")) }
}

#[cfg(not(unix))]
fn private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// The secret in `file`, which is made up if there is none.
fn secret(file: &Path) -> io::Result<Vec<u8>> {
    let whole = |secret: &Vec<u8>| secret.len() == SECRET;
    if let Some(secret) = fs::read(file).ok().filter(whole) {
        return Ok(secret);
    }
    let random = RandomState::new();
    let made: Vec<u8> = (0..SECRET / 8).flat_map(|index| random.hash_one(index).to_le_bytes()).collect();
    let folder = file.parent().unwrap_or(file);
    let mut new = Builder::new().prefix(LEFT).tempfile_in(folder)?;
    new.write_all(&made)?;
    // One that is cut short is replaced; of two programs that make one at the same time the later wins.
    new.persist(file).map_err(|error| error.error)?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folder: &tempfile::TempDir) -> Store {
        let place = folder.path().join("kept");
        Store::open(&place, &place).expect("a store")
    }

    /// The hash of that number, all in one file.
    fn hash(number: u32) -> u128 {
        u128::from(number) << 64
    }

    #[test]
    fn what_is_kept_is_found_by_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(&folder);
        let hashes: Vec<u128> = (0..500u32).map(|number| store.hash(&number.to_le_bytes())).collect();
        hashes.iter().for_each(|hash| store.keep(*hash, hash.to_be_bytes()[..(hash % 16) as usize].to_vec()));
        assert_eq!(store.find(hashes[0]), None);
        store.save().expect("written");
        let store = open(&folder);
        for hash in hashes {
            assert_eq!(store.find(hash), Some(&hash.to_be_bytes()[..(hash % 16) as usize]));
            assert_eq!(store.find(hash ^ 1), None);
        }
    }

    #[test]
    fn no_file_grows_beyond_its_bound_and_what_is_asked_for_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let size = FILE / 10;
        for number in 0..40 {
            let store = open(&folder);
            if number > 0 {
                assert!(store.find(hash(0)).is_some(), "{number}");
            }
            store.keep(hash(number), vec![7; size]);
            store.save().expect("written");
        }
        let store = open(&folder);
        let found: Vec<u32> = (0..40).filter(|number| store.find(hash(*number)).is_some()).collect();
        assert_eq!(found, [0, 32, 33, 34, 35, 36, 37, 38, 39]);
        assert!(fs::metadata(store.path(0)).expect("a file").len() <= FILE as u64);
        store.keep(hash(99), vec![7; ANSWER + 1]);
        store.save().expect("nothing to write");
        assert_eq!(open(&folder).find(hash(99)), None);
    }

    #[test]
    fn a_file_of_another_secret_or_with_any_byte_changed_counts_for_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(&folder);
        (1..5).for_each(|number| store.keep(hash(number), vec![7; 9]));
        let (path, secret) = (store.path(0), store.secret.clone());
        store.save().expect("written");
        let bytes = fs::read(path).expect("a file");
        assert!(Kept::of(bytes.clone(), &secret).is_some());
        assert!(Kept::of(bytes.clone(), &[1; SECRET]).is_none());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(Kept::of(damaged, &secret).is_none(), "{at}");
            assert!(Kept::of(bytes[..at].to_vec(), &secret).is_none(), "{at}");
        }
    }

    #[test]
    fn what_a_killed_program_left_is_removed_in_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(&folder);
        let [old, new] = ["old", "new"].map(|name| store.folder.join(format!("{LEFT}{name}")));
        [&old, &new].iter().for_each(|path| fs::write(path, "").expect("a file"));
        let then = SystemTime::now() - 2 * STALE;
        fs::File::options().write(true).open(&old).expect("a file").set_modified(then).expect("a time");
        store.keep(1, vec![]);
        store.save().expect("written");
        assert_eq!((old.exists(), new.exists()), (false, true));
    }
}
