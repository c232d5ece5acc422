//! The library, the command and the sandbox for one target: built, checked, and parted from what only a debugger reads.

use super::compiler::{Compiler, artefacts};
use super::execution::{empty_folder, read, succeed, work_folder};
use super::target::{GLIBC_FLOOR, Target, floor};
use crate::install::SONAME_NUMBER;
use anyhow::Context;
use seam_acs_workspace::command::program;
use seam_acs_workspace::library::{Library, native_libraries};
use seam_acs_workspace::{self as workspace, VERSION};
use std::path::{Path, PathBuf};

/// What panels keep in flash, and the most bytes that each may have.
const BUDGETS: [(&str, u64); 2] = [("libseam_acs.so", 4 * 1024 * 1024), ("seam-acs", 6 * 1024 * 1024)];

pub(super) struct Binaries {
    pub(super) library: Library,
    pub(super) command: PathBuf,
    pub(super) sandbox: PathBuf,
    /// What a debugger and valgrind want beside the library.
    pub(super) debug: PathBuf,
}

impl Binaries {
    pub(super) fn make(target: &Target, compiler: &Compiler) -> anyhow::Result<Self> {
        let native_libraries = native_libraries(&compile(&[target], compiler)?)?;
        let folder = work_folder().join(target.name).join("binaries");
        empty_folder(&folder)?;
        let made = Self {
            library: Library { folder: folder.clone(), native_libraries },
            command: folder.join("seam-acs"),
            sandbox: folder.join("seam-acs-sandbox"),
            debug: folder.join(debug_name()),
        };
        for name in ["libseam_acs.so", "libseam_acs.a", "seam-acs", "seam-acs-sandbox"] {
            std::fs::copy(artefacts(target).join(name), folder.join(name))
                .with_context(|| format!("{name} was not built"))?;
        }
        made.part(target)?;
        made.check(target)?;
        Ok(made)
    }

    /// The debug file keeps the symbol table too: valgrind's suppressions name functions.
    fn part(&self, target: &Target) -> anyhow::Result<()> {
        let objcopy = || program(target.tool("objcopy"));
        let shared = self.library.shared();
        succeed(objcopy().arg("--only-keep-debug").arg(&shared).arg(&self.debug))?;
        self.library.strip(target.tool("objcopy"))?;
        let mut link = String::from("--add-gnu-debuglink=");
        link.push_str(&self.debug.to_string_lossy());
        succeed(objcopy().arg(link).arg(&shared))?;
        for program in [&self.command, &self.sandbox] {
            succeed(objcopy().arg("--strip-unneeded").arg(program))?;
        }
        Ok(())
    }

    fn check(&self, target: &Target) -> anyhow::Result<()> {
        let shared = self.library.shared();
        for file in [&shared, &self.command, &self.sandbox] {
            needs_no_newer_glibc(target, file)?;
        }
        let dynamic = succeed(program(target.tool("objdump")).arg("-p").arg(&shared))?;
        let soname = format!("libseam_acs.so.{SONAME_NUMBER}");
        anyhow::ensure!(
            dynamic.lines().any(|line| line.split_whitespace().eq(["SONAME", &soname])),
            "libseam_acs.so for {} does not call itself {soname}",
            target.name
        );
        exports_what_is_listed(target, &shared)
    }
}

/// Compiles library, command and sandbox; with several targets, cargo has work for every core while one of them is linked.
/// Returns what was said about the library.
pub(super) fn compile(targets: &[&Target], compiler: &Compiler) -> anyhow::Result<String> {
    let build = |package: &str| {
        let mut build = compiler.cargo();
        build.args(["build", "--locked", "--release", "--package", package]);
        for target in targets {
            build.args(["--target", target.rust]);
        }
        succeed(&mut build)
    };
    build("seam-acs-sandbox")?;
    build("seam-acs-cli")?;
    build("seam-acs-ffi")
}

/// Refuses what is too large; asked last, so that everything else is known by then.
pub(super) fn keep_the_budget(targets: &[&Target]) -> anyhow::Result<()> {
    for target in targets {
        for (name, most) in BUDGETS {
            let file = work_folder().join(target.name).join("binaries").join(name);
            let size = std::fs::metadata(&file).with_context(|| format!("{name} is gone"))?.len();
            anyhow::ensure!(
                size <= most,
                "{name} for {} has {size} bytes; the budget is {most}",
                target.name
            );
        }
    }
    Ok(())
}

/// `libseam_acs.so.0.1.0.debug`: debuggers look for it beside the library.
fn debug_name() -> String {
    let rest = VERSION.split_once('.').map_or(VERSION, |(_, rest)| rest);
    format!("libseam_acs.so.{SONAME_NUMBER}.{rest}.debug")
}

/// The loader of an old distribution refuses a program that asks for a newer glibc.
pub(super) fn needs_no_newer_glibc(target: &Target, file: &Path) -> anyhow::Result<()> {
    let symbols = succeed(program(target.tool("objdump")).arg("-T").arg(file))?;
    let newest = newest_glibc(&symbols).with_context(|| format!("{} has no glibc", file.display()))?;
    anyhow::ensure!(
        newest <= GLIBC_FLOOR,
        "{} needs glibc {}.{}, more than {}",
        file.display(),
        newest.0,
        newest.1,
        floor()
    );
    Ok(())
}

/// The highest version among symbols such as `GLIBC_2.17` and `GLIBC_2.3.4`.
fn newest_glibc(symbols: &str) -> Option<(u32, u32)> {
    symbols
        .split("GLIBC_")
        .skip(1)
        .filter_map(|rest| {
            let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).map(str::parse);
            Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
        })
        .max()
}

fn exports_what_is_listed(target: &Target, shared: &Path) -> anyhow::Result<()> {
    let symbols = succeed(program(target.tool("nm")).args(["-D", "--defined-only"]).arg(shared))?;
    let mut exported: Vec<&str> =
        symbols.lines().filter_map(|line| line.split_whitespace().next_back()).collect();
    exported.sort_unstable();
    let list = read(&workspace::root().join("ffi-c/symbols.txt"))?;
    let mut listed: Vec<&str> = list
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    listed.sort_unstable();
    anyhow::ensure!(exported == listed, "{} exports {exported:?}", shared.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::newest_glibc;

    #[test]
    fn the_newest_glibc_is_compared_as_numbers() {
        let symbols = "DF *UND* (GLIBC_2.9) poll\nDF *UND* (GLIBC_2.17) memcpy\nDF *UND* (GLIBC_2.3.4) x\n";
        assert_eq!(newest_glibc(symbols), Some((2, 17)));
        assert_eq!(newest_glibc("DF .text seam_acs_version"), None);
    }
}
