//! Writes fictional cables, for measurements: the same for the same number, whatever the machine.
//!
//! `cargo run --release --example fictional -- FOLDER 25000` writes so many clean ones of seven years, 500 to a folder;
//! with `faulty` behind it, each without its order line and its TAGS line.

#![allow(dead_code, unreachable_pub, unused_imports, missing_docs, reason = "the modules belong to the tests")]
#![allow(clippy::print_stderr, reason = "an example may print")]

#[path = "../tests/generator"]
mod generator {
    pub mod cable;
    pub mod make;
    pub mod print;
    pub mod words;
}

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use fastrand::Rng;
use generator::{cable, make, print, words};
use print::Field;

/// How many files a folder has.
const FOLDER: u64 = 500;

fn text(number: u64, faulty: bool) -> String {
    let year = make::YEARS[number as usize % make::YEARS.len()];
    let mut lines = print::lines(&make::cable(&mut Rng::with_seed(number), year));
    lines.retain(|line| !faulty || !matches!(line.field, Field::Order | Field::Tags));
    print::text(&lines)
}

fn write(folder: &Path, count: u64, faulty: bool) -> io::Result<()> {
    for number in 0..count {
        let folder = folder.join(format!("{:04}", number / FOLDER));
        if number % FOLDER == 0 {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("{number:06}.txt")), text(number, faulty))?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let typed: Vec<String> = env::args().skip(1).collect();
    let (folder, count) = match &typed[..] {
        [folder, count] | [folder, count, _] => (folder, count.parse()),
        _ => {
            eprintln!("usage: fictional FOLDER COUNT [faulty]");
            return ExitCode::FAILURE;
        }
    };
    let faulty = typed.get(2).is_some_and(|word| word == "faulty");
    let written = count.map_err(io::Error::other).and_then(|count| write(Path::new(folder), count, faulty));
    written.map_or_else(
        |error| {
            eprintln!("cannot write {folder}: {error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}
