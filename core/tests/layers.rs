//! The modules of the core import downwards alone: each layer knows those below it, and no two modules know each other.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests may fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom to the top.
const LAYERS: [&str; 12] = [
    "sys",
    "base",
    "model",
    "durable",
    "config",
    "observability",
    "engine",
    "client",
    "bulk",
    "roster",
    "queries",
    "outbox",
];

/// A module by its path, such as `engine::transport`, and the modules that its source names.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_layer_imports_those_below_it_alone() {
    let mut upwards = Vec::new();
    for (module, imported) in &imports() {
        for other in imported.iter().filter(|other| height(other) > height(module)) {
            upwards.push(format!("{module} imports {other}"));
        }
    }
    assert!(upwards.is_empty(), "{upwards:#?}");
}

#[test]
fn no_module_imports_one_that_imports_it() {
    let imports = imports();
    let mut done = BTreeSet::new();
    for module in imports.keys() {
        let mut path = Vec::new();
        assert!(!leads_back(module, &imports, &mut path, &mut done), "{}", path.join(" imports "));
    }
}

#[test]
fn a_layer_that_nobody_listed_is_noticed() {
    for module in imports().keys() {
        assert!(LAYERS.contains(&layer(module)), "{module} is in no layer");
    }
}

#[test]
fn no_module_but_those_of_the_systems_knows_which_system_it_is() {
    const WORDS: [&str; 5] = ["cfg(unix", "cfg(windows", "target_os", "std::os::", "libc::"];
    for (module, text) in sources().iter().filter(|(module, _)| !module.starts_with("sys::os::")) {
        let code = text.split("\nmod tests").next().unwrap_or_default();
        // What a test needs of its system stands above it.
        let code = code.trim_end_matches(|letter| letter != '}');
        for word in WORDS.iter().filter(|_| module != "sys::os") {
            assert!(!code.contains(word), "{module} asks for {word}: ask sys::os");
        }
    }
}

fn layer(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

fn height(module: &str) -> usize {
    LAYERS.iter().position(|known| *known == layer(module)).unwrap_or(LAYERS.len())
}

fn leads_back(module: &str, imports: &Imports, path: &mut Vec<String>, done: &mut BTreeSet<String>) -> bool {
    if done.contains(module) {
        return false;
    }
    let is_on_path = path.iter().any(|other| other == module);
    path.push(module.to_owned());
    if is_on_path
        || imports.get(module).into_iter().flatten().any(|next| leads_back(next, imports, path, done))
    {
        return true;
    }
    path.pop();
    done.insert(module.to_owned());
    false
}

/// All modules with what they import, their tests apart.
fn imports() -> Imports {
    let modules = sources();
    let mut imports = Imports::new();
    for (module, text) in &modules {
        let paths = paths_in(text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default());
        let named = paths.iter().filter_map(|path| {
            let path = absolute(module, path)?;
            let known = |length: &usize| modules.contains_key(&path[..*length].join("::"));
            let length = (1..=path.len()).rev().find(known)?;
            Some(path[..length].join("::"))
        });
        imports.insert(module.clone(), named.filter(|other| other != module).collect());
    }
    imports
}

/// The text of each module.
fn sources() -> BTreeMap<String, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    gather(&source, &mut files);
    files
        .iter()
        .filter_map(|file| {
            let text = fs::read_to_string(file).expect("a source file");
            Some((module_of(file.strip_prefix(&source).ok()?)?, text))
        })
        .collect()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// `None` for the crate's root, for what only fuzz targets see, and for tests.
fn module_of(file: &Path) -> Option<String> {
    let name = file.with_extension("").to_string_lossy().replace('/', "::");
    let name = name.strip_suffix("::mod").unwrap_or(&name);
    (!["lib", "fuzzing"].contains(&name) && !name.ends_with("::tests")).then(|| name.to_owned())
}

/// Every path that begins with `crate`, `self` or `super`, in `use` lines with their braces taken apart.
fn paths_in(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).fold(
        String::new(),
        |mut code, line| {
            code.push_str(line);
            code.push('\n');
            code
        },
    );
    let mut paths = Vec::new();
    for statement in code.split(';') {
        if let Some((_, tree)) =
            statement.rsplit_once("use ").filter(|(before, _)| before.ends_with(['\n', ' ']))
        {
            expand(&tree.split_whitespace().collect::<String>(), &mut paths);
        }
    }
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    paths.extend(code.split(|letter| !is_part(letter)).filter(|word| word.contains("::")).map(str::to_owned));
    paths.retain(|path| ["crate", "self", "super"].contains(&layer(path)));
    paths
}

fn expand(tree: &str, paths: &mut Vec<String>) {
    let Some((before, rest)) = tree.split_once('{') else {
        paths.push(tree.to_owned());
        return;
    };
    let (mut depth, mut start) = (0_usize, 0);
    for (place, letter) in rest.char_indices() {
        match letter {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                expand(&format!("{before}{}", &rest[start..place]), paths);
                start = place + 1;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
}

/// The path from the crate's root, without the root's name.
fn absolute(module: &str, path: &str) -> Option<Vec<String>> {
    let mut base: Vec<&str> = module.split("::").collect();
    let mut parts = path.split("::").peekable();
    match parts.next()? {
        "crate" => base.clear(),
        "self" => {}
        _ => {
            base.pop();
            while parts.next_if_eq(&"super").is_some() {
                base.pop();
            }
        }
    }
    Some(base.into_iter().chain(parts).map(str::to_owned).collect())
}
