//! The Rust that builds for a target: the one in use if it has the target's standard library, else Debian's.

use super::debian::Warehouse;
use super::execution::{succeed, workshop, write};
use super::target::Target;
use crate::command::{program, virtual_environment};
use crate::release::{self, Release};
use anyhow::Context;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The release that Debian's packages of it start with; the workspace's rust-version follows it.
const DEBIAN_RUST: &str = "1.85";

/// zig, maturin and cargo-zigbuild in a virtual environment of their own.
pub(super) struct Tools {
    bin: PathBuf,
}

impl Tools {
    pub(super) fn prepare() -> anyhow::Result<Self> {
        let folder = workshop().join("tools");
        let bin = virtual_environment(&folder)?;
        let wanted = include_str!("requirements.txt");
        let stamp = folder.join("installed.txt");
        if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(Self { bin });
        }
        let mut pip = program(bin.join("pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]);
        succeed(pip.args(["-r", "xtask/src/package/requirements.txt"]))?;
        write(&stamp, wanted)?;
        Ok(Self { bin })
    }

    /// What zig itself is made of, for the licences of what it links.
    pub(super) fn zig(&self) -> anyhow::Result<PathBuf> {
        let mut python = program(self.bin.join("python"));
        let told = succeed(python.args(["-c", "import ziglang; print(ziglang.__path__[0])"]))?;
        Ok(PathBuf::from(told.trim()))
    }

    /// The program that PATH would find in the virtual environment.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

/// A Rust with the standard library of one target.
pub(super) struct Compiler<'a> {
    tools: &'a Tools,
    /// None: what cargo takes anyway.
    rustc: Option<PathBuf>,
    version: String,
    /// Where its licences are.
    pub(super) documentation: PathBuf,
}

impl<'a> Compiler<'a> {
    pub(super) fn for_target(tools: &'a Tools, target: &Target) -> anyhow::Result<Self> {
        let ask = |about: &str| succeed(program("rustc").args(["--print", about, "--target", target.rust]));
        if ask("target-libdir").is_ok_and(|folder| Path::new(folder.trim()).is_dir()) {
            let documentation = PathBuf::from(ask("sysroot")?.trim()).join("share/doc/rust");
            let (version, _) = release::compiler(program("rustc"))?;
            return Ok(Self { tools, rustc: None, version, documentation });
        }
        let folder = workshop().join("debian-rust");
        unpack_debian_rust(&folder)?;
        let documentation = folder.join("usr/share/doc/libstd-rust-web-dev");
        let script = start_script(&folder)?;
        let (version, _) = release::compiler(program(&script))?;
        Ok(Self { tools, rustc: Some(script), version, documentation })
    }

    /// Which release, for the summary.
    pub(super) fn version(&self) -> String {
        self.version.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    }

    /// How it builds what people take home.
    pub(super) fn release(&self, target: &Target, plain: &'static str) -> Release {
        Release::for_target(&self.version, target.rust, plain)
    }

    /// One of the tools, told to use this compiler and to leave the symbols in.
    pub(super) fn command(&self, tool: &str, release: &Release) -> anyhow::Result<Command> {
        let mut command = program(self.tools.program(tool));
        let mut path = vec![self.tools.bin.clone()];
        if let Some(rustc) = &self.rustc {
            command.env("RUSTC", rustc);
            path.extend(rustc.parent().map(Path::to_path_buf));
        }
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        command.env("PATH", std::env::join_paths(path).context("a folder of the PATH has a colon")?);
        command.env("CARGO_TARGET_DIR", built_by(tool));
        for profile in ["DIST", "TUNED"] {
            command.env(format!("CARGO_PROFILE_{profile}_STRIP"), "none");
            command.env(format!("CARGO_PROFILE_{profile}_DEBUG"), "line-tables-only");
        }
        release.apply(&mut command, without_registry_paths()?);
        // Set by the cargo that runs us, for us.
        command.env_remove("CARGO_MANIFEST_DIR").env_remove("CARGO_PKG_VERSION");
        Ok(command)
    }
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

/// Each tool has a folder of its own: it names the C compiler in its own way, for which cargo builds everything anew.
pub(super) fn built_by(tool: &str) -> PathBuf {
    workshop().join(tool)
}

fn unpack_debian_rust(folder: &Path) -> anyhow::Result<()> {
    let version = format!("{DEBIAN_RUST}.*");
    let packages = [
        format!("rustc-web={version}"),
        format!("libstd-rust-web-{DEBIAN_RUST}={version}"),
        format!("libstd-rust-web-dev={version}"),
        format!("libstd-rust-web-dev:arm64={version}"),
        format!("libstd-rust-web-dev:armhf={version}"),
        "libllvm19".to_string(),
    ];
    Warehouse::open()?.unpack(&packages, folder)
}

/// A `rustc` that finds its libraries where they were unpacked.
fn start_script(folder: &Path) -> anyhow::Result<PathBuf> {
    let bin = folder.join("bin");
    std::fs::create_dir_all(&bin).with_context(|| format!("{} cannot be made", bin.display()))?;
    let script = bin.join("rustc");
    let usr = folder.join("usr");
    let usr = usr.display();
    write(
        &script,
        &format!("#!/bin/sh\nLD_LIBRARY_PATH='{usr}/lib/x86_64-linux-gnu' exec '{usr}/bin/rustc' \"$@\"\n"),
    )?;
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755))
        .with_context(|| format!("{} cannot be made executable", script.display()))?;
    Ok(script)
}
