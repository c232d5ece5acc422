//! The Markdown pages of the repository, taken apart.

use std::path::PathBuf;

use crate::repository;

/// A page, by its path from the top folder.
pub struct Page {
    /// Its path from the top folder.
    pub file: PathBuf,
    /// All of it.
    pub text: String,
}

/// What stands between two fences.
pub struct Block {
    /// What stands behind the first fence.
    pub language: String,
    /// What stands between them.
    pub code: String,
}

impl Page {
    /// Reads a page.
    pub fn read(file: impl Into<PathBuf>) -> Page {
        let file = file.into();
        let text = std::fs::read_to_string(repository().join(&file));
        Page { text: text.unwrap_or_else(|error| panic!("{}: {error}", file.display())), file }
    }

    /// The code blocks, in order.
    pub fn blocks(&self) -> Vec<Block> {
        self.parts().0
    }

    /// The lines outside of code blocks.
    pub fn prose(&self) -> Vec<&str> {
        self.parts().1
    }

    fn parts(&self) -> (Vec<Block>, Vec<&str>) {
        let (mut blocks, mut prose) = (Vec::new(), Vec::new());
        let mut open: Option<Block> = None;
        for line in self.text.split_inclusive('\n') {
            match (open.as_mut(), line.strip_prefix("```")) {
                (None, Some(language)) => {
                    open = Some(Block { language: language.trim().to_owned(), code: String::new() });
                }
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (Some(block), None) => block.code.push_str(line),
                (None, None) => prose.push(line.trim_end()),
            }
        }
        assert!(open.is_none(), "{}: a code block does not end", self.file.display());
        (blocks, prose)
    }

    /// The cells of the table whose header begins with this one.
    pub fn table(&self, first: &str) -> Vec<Vec<&str>> {
        let lines = self.prose();
        let from = lines.iter().position(|line| line.starts_with(&format!("| {first} |")));
        let from = from.unwrap_or_else(|| panic!("{} has no table of {first}", self.file.display()));
        lines.into_iter().skip(from + 2).take_while(|line| line.starts_with('|')).map(cells).collect()
    }
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split(" | ").map(str::trim).collect()
}

/// The pages in a folder and below it.
pub fn pages_in(folder: &str) -> Vec<Page> {
    let mut folders = vec![PathBuf::from(folder)];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(repository().join(&folder)).expect("the folder is there").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = folder.join(&name);
            if entry.path().is_dir() {
                let is_ours = !name.starts_with('.') && name != "target" && name != "node_modules";
                folders.extend(is_ours.then_some(path));
            } else if path.extension().is_some_and(|end| end == "md") {
                pages.push(Page::read(path.strip_prefix(".").unwrap_or(&path)));
            }
        }
    }
    pages
}
