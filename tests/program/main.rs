//! Runs the program where a transcript (see `tests/cli.rs`) cannot: odd bytes, links, rights, standard input.

mod cache;
mod exits;
mod folder;
mod hostile;
mod mending;
mod newcomer;
mod reading;
mod replacing;
mod sets;
mod standing;
mod tables;
mod telling;
#[cfg(unix)]
mod unix;
