//! What the program is built from: known licenses, and no source but the registry. Looked up without the network.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// Licences that ask for nothing but their notice.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

fn cargo(typed: &[&str]) -> String {
    let cargo = std::env::var("CARGO").expect("cargo runs tests");
    let done = Command::new(cargo).args(typed).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it runs");
    assert!(done.status.success(), "{typed:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// Whether the licenses that an SPDX expression asks for are allowed.
fn allows(expression: &str) -> bool {
    let expression = expression.trim();
    let outside = |word: &str| {
        let mut depth = 0;
        expression.char_indices().find_map(|(at, sign)| {
            depth += i32::from(sign == '(') - i32::from(sign == ')');
            let rest = expression[at..].strip_prefix(word).filter(|_| depth == 0)?;
            Some((&expression[..at], rest))
        })
    };
    if let Some((this, that)) = outside(" OR ").or_else(|| outside("/")) {
        return allows(this) || allows(that);
    }
    if let Some((this, that)) = outside(" AND ") {
        return allows(this) && allows(that);
    }
    let inner = expression.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    inner.map_or_else(|| ALLOWED.contains(&expression), allows)
}

#[test]
fn expressions_of_licenses_are_understood() {
    for fine in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR GPL-2.0) AND Unicode-3.0", "(MIT AND (Zlib))"] {
        assert!(allows(fine), "{fine}");
    }
    for unfit in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR ISC) AND MPL-2.0", "LicenseRef-MIT"] {
        assert!(!allows(unfit), "{unfit}");
    }
}

#[test]
fn every_dependency_has_a_license_that_is_allowed() {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo tells its host");
    let metadata = cargo(&["metadata", "--format-version=1", "--offline", "--locked", "--filter-platform", host]);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 50, "{} packages", packages.len());
    let unfit = packages.iter().filter(|package| !package["license"].as_str().is_some_and(allows));
    let unfit: Vec<String> = unfit.map(|package| format!("{} {}", package["name"], package["license"])).collect();
    assert!(unfit.is_empty(), "{}", unfit.join("\n"));
}

/// The crates that a build is made of, ours among them.
fn crates(features: &[&str]) -> BTreeSet<String> {
    let tree = cargo(&[&["tree", "--offline", "--locked", "--edges=normal", "--prefix=none"], features].concat());
    tree.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

#[test]
fn the_library_alone_needs_at_most_half_of_the_crates() {
    let (program, library) = (crates(&[]), crates(&["--no-default-features"]));
    assert!(library.len() > 20 && library.is_subset(&program), "{library:?}");
    assert!(library.len() * 2 <= program.len(), "{} of {}: {library:?}", library.len(), program.len());
}

#[test]
fn every_dependency_comes_from_the_registry() {
    let lock: toml::Table = include_str!("../Cargo.lock").parse().expect("TOML");
    let packages = lock["package"].as_array().expect("packages");
    let sources: BTreeSet<Option<&str>> = packages.iter().map(|package| package.get("source")?.as_str()).collect();
    assert_eq!(sources, [None, Some("registry+https://github.com/rust-lang/crates.io-index")].into());
    let ours = packages.iter().filter(|package| package.get("source").is_none());
    assert_eq!(ours.map(|package| package["name"].as_str()).collect::<Vec<_>>(), [Some("cable-lint")]);
    assert!(packages.iter().all(|package| package.get("source").is_none() || package.get("checksum").is_some()));
}
