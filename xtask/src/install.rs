//! `cargo xtask install`: the library, its headers, and what pkg-config and `CMake` need to find it.

use crate::package::licences::texts_of_crates;
use anyhow::Context;
use seam_acs_workspace::library::Library;
use seam_acs_workspace::{self as workspace, VERSION};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, ExitCode};

/// The number in `libseam_acs.so.0`. It counts breaks of the ABI and nothing else; ffi-c/build.rs links with it.
pub(crate) const SONAME_NUMBER: &str = "0";

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let request = Request::parse(arguments)?;
    println!("Building the optimised library; this takes a few minutes.");
    let library = Library::build()?.stripped_into(&workspace::target().join("install"))?;
    lay_out(&request, &library)?;
    Tree { request: &request, library: &library }.licences()?;
    Ok(ExitCode::SUCCESS)
}

/// Writes everything that C and C++ developers need of a library that is built.
pub(crate) fn lay_out(request: &Request, library: &Library) -> anyhow::Result<()> {
    let tree = Tree { request, library };
    tree.headers()?;
    if request.shared {
        tree.shared_library()?;
    }
    if request.archive {
        tree.file(&library.folder.join("libseam_acs.a"), &request.libdir.join("libseam_acs.a"))?;
    }
    tree.suppressions()?;
    tree.descriptions()
}

/// Where to, and what. Paths are those of the running system; `destdir` stands in front only while writing.
#[derive(Debug)]
pub(crate) struct Request {
    libdir: PathBuf,
    includedir: PathBuf,
    datadir: PathBuf,
    destdir: Option<PathBuf>,
    shared: bool,
    archive: bool,
}

impl Request {
    /// Everything, under one folder.
    pub(crate) fn under(prefix: &Path) -> Self {
        Self {
            libdir: prefix.join("lib"),
            includedir: prefix.join("include"),
            datadir: prefix.join("share"),
            destdir: None,
            shared: true,
            archive: true,
        }
    }

    fn parse(arguments: &[String]) -> anyhow::Result<Self> {
        let mut folders: BTreeMap<&str, PathBuf> = BTreeMap::new();
        let (mut shared, mut archive) = (true, true);
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--prefix" | "--destdir" | "--libdir" | "--includedir" | "--datadir" => {
                    let folder = words.next().with_context(|| format!("{word} needs a folder"))?;
                    folders.insert(word, absolute(folder)?);
                }
                "--static-only" => shared = false,
                "--shared-only" => archive = false,
                other => anyhow::bail!("install has no option {other}"),
            }
        }
        anyhow::ensure!(
            shared || archive,
            "--static-only and --shared-only together leave nothing to install"
        );
        let prefix = folders.remove("--prefix").unwrap_or_else(|| PathBuf::from("/usr/local"));
        Ok(Self {
            libdir: folders.remove("--libdir").unwrap_or_else(|| prefix.join("lib")),
            includedir: folders.remove("--includedir").unwrap_or_else(|| prefix.join("include")),
            datadir: folders.remove("--datadir").unwrap_or_else(|| prefix.join("share")),
            destdir: folders.remove("--destdir"),
            shared,
            archive,
        })
    }
}

fn absolute(folder: &str) -> anyhow::Result<PathBuf> {
    std::path::absolute(folder).with_context(|| format!("{folder} is not a path"))
}

/// The tree that is being written.
struct Tree<'a> {
    request: &'a Request,
    library: &'a Library,
}

impl Tree<'_> {
    fn headers(&self) -> anyhow::Result<()> {
        let include = workspace::root().join("include");
        let to = &self.request.includedir;
        self.file(&include.join("seam_acs.h"), &to.join("seam_acs.h"))?;
        self.file(&include.join("seam_acs.hpp"), &to.join("seam_acs.hpp"))?;
        let header = read(&include.join("seam_acs.h"))?;
        self.text(&without_directives(&header), &to.join("seam_acs_cdef.h"))
    }

    /// The real file carries the version; the loader follows the first link and the linker the second.
    fn shared_library(&self) -> anyhow::Result<()> {
        let libdir = &self.request.libdir;
        let real = format!("libseam_acs.so.{SONAME_NUMBER}.{}", minor_and_patch());
        let soname = format!("libseam_acs.so.{SONAME_NUMBER}");
        self.file(&self.library.shared(), &libdir.join(&real))?;
        self.link(&real, &libdir.join(&soname))?;
        self.link(&soname, &libdir.join("libseam_acs.so"))
    }

    /// What valgrind says of the library and is none of its faults.
    fn suppressions(&self) -> anyhow::Result<()> {
        let ours = workspace::root().join("tests/c/seam_acs.supp");
        self.file(&ours, &self.request.datadir.join("seam_acs/seam_acs.supp"))
    }

    /// Ours, those of the crates in the library, and that of Rust's standard library where the toolchain has it.
    fn licences(&self) -> anyhow::Result<()> {
        let folder = self.request.datadir.join("doc/seam_acs");
        self.file(&workspace::root().join("LICENSE"), &folder.join("LICENSE"))?;
        let crates = texts_of_crates(&rustc(&["--print", "host-tuple"])?, &["seam-acs-ffi"])?;
        self.text(&crates, &folder.join("licences/crates.txt"))?;
        let standard_library =
            Path::new(&rustc(&["--print", "sysroot"])?).join("share/doc/rust/COPYRIGHT-library.html");
        if standard_library.is_file() {
            self.file(&standard_library, &folder.join("licences/rust-standard-library.html"))?;
        }
        Ok(())
    }

    fn descriptions(&self) -> anyhow::Result<()> {
        let native = &self.library.native_libraries;
        let templates = workspace::root().join("ffi-c/packaging");
        let libdir = &self.request.libdir;
        let pkgconfig = libdir.join("pkgconfig");
        let cmake = libdir.join("cmake/SeamAcs");
        for (name, folder) in [
            ("seam_acs.pc", &pkgconfig),
            ("SeamAcsConfig.cmake", &cmake),
            ("SeamAcsConfigVersion.cmake", &cmake),
        ] {
            let values = [
                ("@VERSION@", VERSION.to_string()),
                ("@SONAME_NUMBER@", SONAME_NUMBER.to_string()),
                ("@LIBDIR@", relative(&pkgconfig, libdir)),
                ("@INCLUDEDIR@", relative(&pkgconfig, &self.request.includedir)),
                ("@CMAKE_LIBDIR@", relative(&cmake, libdir)),
                ("@CMAKE_INCLUDEDIR@", relative(&cmake, &self.request.includedir)),
                ("@NATIVE_STATIC_LIBS@", native.join(" ")),
                ("@CMAKE_NATIVE_STATIC_LIBS@", native.join(";")),
            ];
            let mut text = read(&templates.join(format!("{name}.in")))?;
            for (mark, value) in &values {
                text = text.replace(mark, value);
            }
            self.text(&text, &folder.join(name))?;
        }
        Ok(())
    }

    fn file(&self, from: &Path, to: &Path) -> anyhow::Result<()> {
        let to = self.place(to)?;
        // A running program may have the old file mapped: it keeps that one, and never sees half of the new.
        let _ = std::fs::remove_file(&to);
        std::fs::copy(from, &to).with_context(|| format!("{} cannot be written", to.display()))?;
        println!("{}", to.display());
        Ok(())
    }

    fn text(&self, text: &str, to: &Path) -> anyhow::Result<()> {
        let to = self.place(to)?;
        std::fs::write(&to, text).with_context(|| format!("{} cannot be written", to.display()))?;
        println!("{}", to.display());
        Ok(())
    }

    fn link(&self, target: &str, at: &Path) -> anyhow::Result<()> {
        let at = self.place(at)?;
        let _ = std::fs::remove_file(&at);
        std::os::unix::fs::symlink(target, &at)
            .with_context(|| format!("{} cannot be made", at.display()))?;
        println!("{} -> {target}", at.display());
        Ok(())
    }

    /// The path under `destdir`, with its folder made.
    fn place(&self, path: &Path) -> anyhow::Result<PathBuf> {
        let path = match &self.request.destdir {
            Some(destdir) => destdir.join(path.strip_prefix("/").unwrap_or(path)),
            None => path.to_path_buf(),
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        Ok(path)
    }
}

fn rustc(arguments: &[&str]) -> anyhow::Result<String> {
    let mut rustc = Command::new("rustc");
    rustc.args(arguments).current_dir(workspace::root());
    let output = rustc.output().context("rustc cannot be started")?;
    anyhow::ensure!(output.status.success(), "rustc does not know {arguments:?}");
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn minor_and_patch() -> &'static str {
    VERSION.split_once('.').map_or(VERSION, |(_, rest)| rest)
}

/// The header as PHP FFI, `LuaJIT` and cffi want it: declarations alone, with the codes as enumerators.
fn without_directives(header: &str) -> String {
    let mut text = String::new();
    let mut in_cplusplus = false;
    let mut in_directive = false;
    for line in header.lines() {
        if in_directive || line.starts_with('#') {
            in_directive = line.ends_with('\\');
            match line.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["#ifdef", "__cplusplus"] => in_cplusplus = true,
                ["#endif", ..] => in_cplusplus = false,
                ["#define", name, value] => text.push_str(&enumerator(name, value).unwrap_or_default()),
                _ => {}
            }
        } else if !in_cplusplus && line != "SEAM_ACS_API" {
            text.push_str(&line.strip_prefix("SEAM_ACS_API ").unwrap_or(line).replace("SEAM_ACS_CALL ", ""));
            text.push('\n');
        }
    }
    text
}

/// `#define SEAM_ACS_STATE (-2004)` for those who cannot read it; None for what is not a number.
fn enumerator(name: &str, value: &str) -> Option<String> {
    let number: i32 = value.trim_matches(['(', ')']).parse().ok()?;
    Some(format!("enum {{ {name} = {number} }};\n"))
}

/// The way from one folder to another, so that the installed tree can be moved as a whole.
fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<Component>, Vec<Component>) =
        (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - shared);
    let way: PathBuf = up.chain(to.into_iter().skip(shared)).collect();
    way.to_string_lossy().into_owned()
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> anyhow::Result<Request> {
        Request::parse(&line.split_whitespace().map(str::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn folders_follow_the_prefix_unless_they_are_named() {
        let request = parse("--prefix /opt/seam --libdir /opt/seam/lib64").unwrap();
        assert_eq!(request.libdir, Path::new("/opt/seam/lib64"));
        assert_eq!(request.includedir, Path::new("/opt/seam/include"));
    }

    #[test]
    fn an_installation_of_nothing_is_refused() {
        assert!(parse("--static-only --shared-only").is_err());
    }

    #[test]
    fn the_way_between_two_folders_is_relative() {
        assert_eq!(relative(Path::new("/p/lib/pkgconfig"), Path::new("/p/include")), "../../include");
        assert_eq!(relative(Path::new("/p/lib/x86/pkgconfig"), Path::new("/p/lib/x86")), "..");
    }

    #[test]
    fn the_copy_for_foreign_function_interfaces_has_declarations_and_no_directives() {
        let header = "#ifndef X\n#define X\n#include <stddef.h>\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\
                      SEAM_ACS_API int SEAM_ACS_CALL seam_acs_abi_version(void);\n#define STATE (-2004)\n#define LONG \\\n  1\n\
                      SEAM_ACS_API\nvoid f(void);\n#ifdef __cplusplus\n}\n#endif\n#endif\n";
        let declarations = "int seam_acs_abi_version(void);\nenum { STATE = -2004 };\nvoid f(void);\n";
        assert_eq!(without_directives(header), declarations);
    }
}
