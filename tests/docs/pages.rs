//! The pages for people, and what stands in them.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::fs;
use std::path::{Path, PathBuf};

/// A Markdown file of the project.
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// Every page: those at the top, and all below `docs/`.
pub(crate) fn pages() -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut pages) = (vec![root.join("docs")], Vec::new());
    let mut take = |folder: &Path, below: &mut Vec<PathBuf>| {
        for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                below.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).expect("UTF-8");
                pages.push(Page { path, text });
            }
        }
    };
    take(root, &mut Vec::new());
    while let Some(folder) = folders.pop() {
        take(&folder, &mut folders);
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(pages.len() > 20, "the pages are not where they are looked for");
    pages
}

/// The text of one page, named from the root of the project.
pub(crate) fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl Page {
    /// The blocks of code in `language`.
    pub(crate) fn blocks(&self, language: &str) -> Vec<String> {
        let blocks = self.text.split(&format!("```{language}\n")).skip(1).collect::<Vec<_>>();
        blocks.iter().map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
    }
}

/// Every `toml` block of every page: rule packs, or configurations.
pub(crate) fn toml_blocks(packs: bool) -> Vec<(String, String)> {
    let blocks = pages().into_iter().flat_map(|page| {
        let name = page.path.display().to_string();
        page.blocks("toml").into_iter().map(move |block| (name.clone(), block))
    });
    blocks.filter(|(_, block)| block.contains("\ncheck = ") == packs).collect()
}
