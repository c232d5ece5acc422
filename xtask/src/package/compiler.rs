//! What compiles for the targets: the Rust in use, with zig as C compiler and linker.

use super::execution::{succeed, work_folder, write};
use super::target::Target;
use anyhow::Context;
use seam_acs_workspace::command::{cargo, find, program, typed, virtual_environment};
use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const WANTED: &str = include_str!("requirements.txt");

/// zig, maturin and cargo-zigbuild in a virtual environment of their own.
pub(crate) struct Tools {
    bin: PathBuf,
}

impl Tools {
    /// Whether they are installed.
    pub(crate) fn are_here() -> bool {
        std::fs::read_to_string(Self::stamp()).is_ok_and(|installed| installed == WANTED)
    }

    pub(crate) fn prepare() -> anyhow::Result<Self> {
        let bin = virtual_environment(&Self::folder())?;
        if Self::are_here() {
            return Ok(Self { bin });
        }
        let mut pip = program(bin.join("pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--require-hashes"]);
        succeed(pip.args(["-r", "xtask/src/package/requirements.txt"]))?;
        write(&Self::stamp(), WANTED)?;
        Ok(Self { bin })
    }

    fn folder() -> PathBuf {
        work_folder().join("tools")
    }

    fn stamp() -> PathBuf {
        Self::folder().join("installed.txt")
    }

    /// What zig itself is made of, for the licences of what it links.
    pub(super) fn zig(&self) -> anyhow::Result<PathBuf> {
        let mut python = self.command("python");
        let told = succeed(python.args(["-c", "import ziglang; print(ziglang.__path__[0])"]))?;
        Ok(PathBuf::from(told.trim()))
    }

    /// A program of the virtual environment.
    pub(crate) fn command(&self, name: &str) -> Command {
        program(self.bin.join(name))
    }

    /// The PATH with these programs in front: they start each other.
    pub(crate) fn path(&self) -> anyhow::Result<OsString> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.bin.clone()).chain(std::env::split_paths(&path));
        std::env::join_paths(folders).context("a folder of the PATH has a colon")
    }
}

/// Builds with the release profile for every target that was asked for, all in one target folder.
pub(super) struct Compiler<'a> {
    tools: &'a Tools,
    environment: Vec<(String, OsString)>,
    version: String,
    /// Where Rust's licences are.
    pub(super) documentation: PathBuf,
}

impl<'a> Compiler<'a> {
    pub(super) fn prepare(tools: &'a Tools, targets: &[&Target]) -> anyhow::Result<Self> {
        for target in targets {
            require_standard_library(target.rust)?;
        }
        let ask = |arguments: &[&str]| succeed(program("rustc").args(arguments));
        let sysroot = PathBuf::from(ask(&["--print", "sysroot"])?.trim());
        let version = ask(&["--version"])?.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let mut environment = of_cargo_zigbuild(tools, targets)?;
        let mut set = |name: &str, value: OsString| environment.push((name.to_string(), value));
        set("PATH", tools.path()?);
        set("CARGO_TARGET_DIR", build_folder().into());
        // What a static library is to be linked with is asked for here, as `cargo rustc` builds for one target at a time.
        let mut flags = vec!["--print=native-static-libs".to_string()];
        flags.extend(without_registry_paths()?);
        // Unlike RUSTFLAGS it can name a folder with a space.
        set("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f").into());
        Ok(Self { tools, environment, version, documentation: sysroot.join("share/doc/rust") })
    }

    /// Which release, for the summary.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    pub(super) fn cargo(&self) -> Command {
        self.told(cargo())
    }

    /// With the same environment it finds what cargo has compiled already.
    pub(super) fn maturin(&self) -> Command {
        self.told(self.tools.command("maturin"))
    }

    fn told(&self, mut command: Command) -> Command {
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        // Set by the cargo that runs us, for us.
        command.env_remove("CARGO_MANIFEST_DIR").env_remove("CARGO_PKG_VERSION");
        command
    }
}

/// Where a target's artefacts are.
pub(super) fn artefacts(target: &Target) -> PathBuf {
    build_folder().join(target.rust).join("release")
}

fn build_folder() -> PathBuf {
    work_folder().join("build")
}

/// Has rustup bring the standard library of a target, unless it is here.
pub(crate) fn require_standard_library(target: &str) -> anyhow::Result<()> {
    let folder = succeed(program("rustc").args(["--print", "target-libdir", "--target", target]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    let mut rustup = program("rustup");
    rustup.args(["target", "add", target]);
    let typed = typed(&rustup);
    anyhow::ensure!(
        find("rustup").is_some(),
        "Rust's standard library for {target} is missing, and there is no rustup for: {typed}"
    );
    eprintln!("$ {typed}");
    succeed(&mut rustup).map(drop)
}

/// What cargo-zigbuild tells cargo about linkers and C compilers. It has no command that prints this, and starts what
/// `CARGO` names.
fn of_cargo_zigbuild(tools: &Tools, targets: &[&Target]) -> anyhow::Result<Vec<(String, OsString)>> {
    let printer = work_folder().join("print_environment.sh");
    write(&printer, "#!/bin/sh\nexec env -0\n")?;
    std::fs::set_permissions(&printer, std::fs::Permissions::from_mode(0o755))
        .with_context(|| format!("{} cannot be made executable", printer.display()))?;
    let mut zigbuild = tools.command("cargo-zigbuild");
    zigbuild.env("CARGO", &printer).env("PATH", tools.path()?).arg("zigbuild");
    for target in targets {
        zigbuild.args(["--target", &target.with_floor()]);
    }
    let told = succeed(&mut zigbuild)?;
    let is_about_a_target = |name: &str| {
        let name = name.to_ascii_lowercase();
        targets.iter().any(|target| name.contains(&target.rust.replace('-', "_")))
    };
    let environment: Vec<(String, OsString)> = told
        .split('\0')
        .filter_map(|variable| variable.split_once('='))
        .filter(|(name, _)| is_about_a_target(name) || name.starts_with("CARGO_ZIGBUILD_"))
        .map(|(name, value)| (name.to_string(), value.into()))
        .collect();
    anyhow::ensure!(
        environment.iter().any(|(name, _)| name.ends_with("_LINKER")),
        "cargo-zigbuild names no linker:\n{told}"
    );
    Ok(environment)
}

/// Flags that name the sources of dependencies by their packages alone: where this machine keeps them is nobody's
/// business, differs from machine to machine, and takes 12 kB of the library in the places of panics.
fn without_registry_paths() -> anyhow::Result<Vec<String>> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home =
        home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).context("there is no home folder")?;
    let sources = home.join("registry/src");
    let registries =
        std::fs::read_dir(&sources).with_context(|| format!("{} cannot be read", sources.display()))?;
    let mut flags = Vec::new();
    for registry in registries {
        flags.push(format!("--remap-path-prefix={}/=", registry?.path().display()));
    }
    Ok(flags)
}
