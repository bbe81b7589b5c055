//! The order of the source: no circles of imports, no long files, no crowded folders, no type name in two senses.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// A path in the source, by its parts behind `crate`.
type Names = Vec<String>;

/// The modules of `src/` by path, each with its text: without comments and unit tests.
fn modules() -> BTreeMap<Names, String> {
    static COMMENT: LazyLock<Regex> = LazyLock::new(|| Regex::new("//[^\n]*").expect("valid"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = files(&root).into_iter().filter(|path| !path.ends_with("main.rs") && !path.ends_with("tests.rs"));
    let named = files.map(|path| {
        let names = path.strip_prefix(&root).expect("below").with_extension("");
        let names: Names = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        let text = code(&fs::read_to_string(&path).expect("UTF-8")).to_owned();
        (if names == ["lib"] { Names::new() } else { names }, COMMENT.replace_all(&text, "").into_owned())
    });
    named.collect()
}

/// The files of Rust below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("readable").path());
    let found = paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// A file up to its unit tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// The paths of a `use` tree.
fn leaves(tree: &str) -> Vec<Names> {
    static RENAMED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s+as\s+\w+").expect("valid"));
    let tree = RENAMED.replace_all(tree.trim(), "");
    let names =
        |path: &str| path.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let Some((before, inside)) = tree.split_once('{') else { return vec![names(&tree)] };
    let (before, inside): (Names, &str) = (names(before), inside.rsplit_once('}').map_or(inside, |(inside, _)| inside));
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, sign) in inside.char_indices().chain([(inside.len(), ',')]) {
        depth += i32::from(sign == '{') - i32::from(sign == '}');
        if sign == ',' && depth == 0 {
            let inner = leaves(&inside[start..at]).into_iter().filter(|leaf| !leaf.is_empty());
            found.extend(inner.map(|leaf| [before.clone(), leaf].concat()));
            start = at + 1;
        }
    }
    found
}

/// What imports what in the source.
struct Imports {
    texts: BTreeMap<Names, String>,
    /// What a module hands on by `pub use`: the path behind a name.
    handed_on: BTreeMap<(Names, String), Names>,
}

impl Imports {
    fn read() -> Imports {
        let texts = modules();
        assert!(texts.len() > 100, "the source is not where it is looked for");
        let mut imports = Imports { texts, handed_on: BTreeMap::new() };
        let taken: Vec<_> = imports.texts.keys().flat_map(|module| imports.used(module)).collect();
        for (module, path, public) in taken {
            if let (true, Some(name)) = (public, path.last().cloned()) {
                imports.handed_on.insert((module, name), path);
            }
        }
        imports
    }

    /// Each path that `module` names in `use`, from the root, and whether it hands it on.
    fn used(&self, module: &Names) -> Vec<(Names, Names, bool)> {
        static USE: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"(pub(?:\([^)]*\))?\s+)?\buse\s+([^;]+);").expect("valid"));
        let uses = USE.captures_iter(&self.texts[module]).flat_map(|found| {
            let public = found.get(1).is_some();
            leaves(&found[2]).into_iter().map(move |leaf| (leaf, public))
        });
        uses.filter_map(|(leaf, public)| Some((module.clone(), self.absolute(module, &leaf)?, public))).collect()
    }

    /// Each path that `module` names elsewhere.
    fn named(&self, module: &Names) -> Vec<Names> {
        static USE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\buse\s+[^;]+;").expect("valid"));
        static PATH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:\w+::)+\w+").expect("valid"));
        let body = USE.replace_all(&self.texts[module], "");
        let paths = PATH.find_iter(&body).map(|path| path.as_str().split("::").map(str::to_owned).collect::<Names>());
        paths.filter_map(|path| self.absolute(module, &path)).collect()
    }

    fn absolute(&self, module: &Names, path: &[String]) -> Option<Names> {
        let up = path.iter().take_while(|part| *part == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([module, &path[1..]].concat()),
            "super" => Some([&module[..module.len().checked_sub(up)?], &path[up..]].concat()),
            _ => Some([module, path].concat()).filter(|child| self.texts.contains_key(&child[..=module.len()])),
        }
    }

    /// The module that defines what `path` names.
    fn home(&self, path: &[String], hops: usize) -> Option<Names> {
        let length = (0..=path.len()).rev().find(|&length| self.texts.contains_key(&path[..length]))?;
        let module = path[..length].to_vec();
        let on = path.get(length).and_then(|name| self.handed_on.get(&(module.clone(), name.clone())));
        match on {
            Some(on) if hops < 6 && on != path => self.home(&[on, &path[length + 1..]].concat(), hops + 1),
            _ => Some(module),
        }
    }

    /// The modules that `module` imports. Handing on what a child defines is no import, nor is using what a parent does.
    fn of(&self, module: &Names) -> BTreeSet<Names> {
        let used = self.used(module).into_iter().map(|(_, path, public)| (path, public));
        let all = used.chain(self.named(module).into_iter().map(|path| (path, false)));
        let homes = all.filter_map(|(path, public)| Some((self.home(&path, 0)?, public)));
        let counts = |(home, public): &(Names, bool)| {
            let handed = *public && home.starts_with(module);
            home != module && !handed && (home.is_empty() || !module.starts_with(home))
        };
        homes.filter(counts).map(|(home, _)| home).collect()
    }
}

/// What can be reached from each module.
fn reached<'g>(graph: &'g BTreeMap<Names, BTreeSet<Names>>, from: &'g Names) -> BTreeSet<&'g Names> {
    let (mut reached, mut left) = (BTreeSet::new(), vec![from]);
    while let Some(module) = left.pop() {
        left.extend(graph[module].iter().filter(|next| reached.insert(*next)));
    }
    reached
}

#[test]
fn no_modules_import_one_another_in_a_circle() {
    let imports = Imports::read();
    let graph: BTreeMap<Names, BTreeSet<Names>> =
        imports.texts.keys().map(|module| (module.clone(), imports.of(module))).collect();
    let reach: BTreeMap<&Names, BTreeSet<&Names>> =
        graph.keys().map(|module| (module, reached(&graph, module))).collect();
    assert!(reach.values().map(BTreeSet::len).sum::<usize>() > 1000, "hardly any import was read");
    let mut circles = BTreeSet::new();
    for (module, behind) in reach.iter().filter(|(module, behind)| behind.contains(*module)) {
        circles
            .insert(behind.iter().filter(|other| reach[**other].contains(*module)).copied().collect::<BTreeSet<_>>());
    }
    let name = |module: &Names| if module.is_empty() { "lib".to_owned() } else { module.join("::") };
    let told = circles.iter().map(|circle| {
        let inside = |module: &&Names, other: &&Names| circle.contains(module) && circle.contains(other);
        let all = graph.iter().flat_map(|(module, others)| others.iter().map(move |other| (module, other)));
        let ties = all.filter(|(module, other)| inside(module, other));
        let ties = ties.map(|(module, other)| format!("  {} uses {}\n", name(module), name(other))).take(20);
        format!("a circle of {}, with\n{}", circle.len(), ties.collect::<String>())
    });
    let told: Vec<String> = told.collect();
    assert!(told.is_empty(), "{} circles:\n{}", told.len(), told.join("\n"));
}

#[test]
fn no_file_is_long_and_no_folder_is_crowded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    let mut beside: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in files(&root) {
        let lines = code(&fs::read_to_string(&path).expect("UTF-8")).lines().count();
        if lines > 400 {
            faults.push(format!("{}: {lines} lines without its tests", path.display()));
        }
        *beside.entry(path.parent().expect("a folder").to_owned()).or_default() += 1;
    }
    assert!(beside.len() > 10, "the source is not where it is looked for");
    let crowded = beside.into_iter().filter(|(_, files)| *files > 20);
    faults.extend(crowded.map(|(folder, files)| format!("{}: {files} files side by side", folder.display())));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a reader of file formats in `view/` shares with its own folder alone is named as the format names it.
#[test]
fn no_two_public_types_have_one_name() {
    static TYPE: LazyLock<Regex> = LazyLock::new(|| {
        let declared = r"(?m)^\s*pub(\(super\))?(?:\([^)]*\))? (?:struct|enum|trait|type|union) (\w+)";
        Regex::new(declared).expect("valid")
    });
    let mut homes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, text) in modules() {
        let of_format = module.first().is_some_and(|wing| wing == "view");
        for declared in TYPE.captures_iter(&text).filter(|declared| !of_format || declared.get(1).is_none()) {
            homes.entry(declared[2].to_owned()).or_default().insert(module.join("::"));
        }
    }
    assert!(homes.len() > 200, "hardly any type was found: {}", homes.len());
    let twice = homes.iter().filter(|(_, modules)| modules.len() > 1);
    let twice: Vec<String> = twice.map(|(name, modules)| format!("{name}: {modules:?}")).collect();
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}
