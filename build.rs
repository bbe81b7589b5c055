//! The built-in packs and registers in, the same without what only people and tests read out: no comments, no examples,
//! and in MessagePack, which is read many times as fast as TOML. The program starts with every document it is given, so
//! this is most of the time it takes to lint one. Two lists go with them: the packs that there are, and the faults of
//! markings that their rules name. And a digest of all that the program is made of, so that answers that another build
//! kept are not taken for its own.
//!
//! Tests see to it that both forms say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};
use toml::{Table, Value};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut faults: BTreeSet<String> = BTreeSet::new();
    let registers = Path::new("rules/registers");
    pack_all(registers, &out, |text| Ok(rmp_serde::to_vec_named(&text.parse::<Table>()?)?))?;
    // The packs of all wings, by group.
    let mut packs: BTreeSet<(String, String)> = BTreeSet::new();
    for wing in fs::read_dir("rules")? {
        let wing = wing?.path();
        if wing.extension().is_some_and(|extension| extension == "toml") {
            return Err(
                format!("{}: rules belong in the folder of a wing (see CONTRIBUTING.md)", wing.display()).into()
            );
        }
        if wing.is_dir() && wing != registers {
            let names = pack_all(&wing, &out, |text| {
                let pack = text.parse()?;
                faults.extend(faults_of(&pack));
                Ok(rmp_serde::to_vec_named(&packed(pack)?)?)
            })?;
            let folder = wing.file_name().unwrap_or_default().to_string_lossy();
            packs.extend(names.into_iter().map(|name| (name.clone(), format!("rules/{folder}/{name}"))));
        }
    }
    let packs: Vec<String> = packs.into_iter().map(|(_, path)| path).collect();
    fs::write(out.join("packs.rs"), format!("packs!{packs:?}"))?;
    fs::write(out.join("faults.rs"), format!("&{:?}", Vec::from_iter(faults)))?;
    println!("cargo::rustc-env=CABLE_LINT_BUILD={:016x}", identity()?);
    Ok(())
}

/// A digest of the sources, the versions of the dependencies, the features and the target.
fn identity() -> Result<u64, Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    let mut left = ["src", "rules", "build.rs", "Cargo.toml", "Cargo.lock"].map(PathBuf::from).to_vec();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let inside: Result<BTreeSet<PathBuf>, _> =
                fs::read_dir(&path)?.map(|entry| Ok::<_, std::io::Error>(entry?.path())).collect();
            left.extend(inside?);
        } else if path.exists() {
            (&path, fs::read(&path)?).hash(&mut hasher);
        }
    }
    for path in ["src", "rules", "build.rs", "Cargo.toml", "Cargo.lock"].iter().filter(|path| Path::new(path).exists())
    {
        println!("cargo::rerun-if-changed={path}");
    }
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let told = names.filter(|name| name.starts_with("CARGO_FEATURE_") || matches!(name.as_str(), "TARGET" | "PROFILE"));
    for name in told.collect::<BTreeSet<String>>() {
        (&name, std::env::var_os(&name)).hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// The faults of markings that the rules of a pack name.
fn faults_of(pack: &Table) -> Vec<String> {
    let of_markings = |rule: &&Value| matches!(rule.get("check").and_then(Value::as_str), Some("marking" | "roll-up"));
    let fault = |rule: &Value| Some(rule.get("options")?.get("fault")?.as_str()?.to_owned());
    pack.values().filter(of_markings).filter_map(fault).collect()
}

/// Writes each TOML file of `folder` as `out/folder/name.pack`; their names, in order.
fn pack_all(
    folder: &Path,
    out: &Path,
    mut pack: impl FnMut(&str) -> Result<Vec<u8>, Box<dyn Error>>,
) -> Result<BTreeSet<String>, Box<dyn Error>> {
    fs::create_dir_all(out.join(folder))?;
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let packed = pack(&fs::read_to_string(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
            fs::write(out.join(&path).with_extension("pack"), packed)?;
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    Ok(names)
}

/// A pack as `rule::pack` unpacks it.
#[derive(Default, Serialize)]
struct Packed {
    rules: BTreeMap<String, BTreeMap<String, Entry>>,
    renamed: Table,
    removed: Table,
}

/// One key of a rule. Options are packed apart, for the rule's check to read.
enum Entry {
    Plain(Value),
    Options(Vec<u8>),
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Entry::Plain(value) => value.serialize(serializer),
            Entry::Options(bytes) => serializer.serialize_bytes(bytes),
        }
    }
}

fn packed(pack: Table) -> Result<Packed, Box<dyn Error>> {
    let mut packed = Packed::default();
    for (name, value) in pack {
        let Value::Table(table) = value else { return Err("a pack is a table of tables".into()) };
        match name.as_str() {
            "renamed" => packed.renamed = table,
            "removed" => packed.removed = table,
            _ => drop(packed.rules.insert(name, rule(table)?)),
        }
    }
    Ok(packed)
}

fn rule(table: Table) -> Result<BTreeMap<String, Entry>, Box<dyn Error>> {
    let kept = table.into_iter().filter(|(key, _)| key != "example");
    let entry = |(key, value): (String, Value)| {
        let entry =
            if key == "options" { Entry::Options(rmp_serde::to_vec_named(&value)?) } else { Entry::Plain(value) };
        Ok((key, entry))
    };
    kept.map(entry).collect()
}
