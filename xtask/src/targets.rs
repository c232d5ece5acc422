//! `cargo xtask targets`: the machines beside this one that the library and the command are for.

use crate::package::compiler::{Tools, require_standard_library};
use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::typed;
use seam_acs_workspace::tap;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// Every kind of machine that clippy looks at, beside that which it runs on.
const CHECKED: [&str; 7] = [
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-gnu",
    "i686-pc-windows-gnu",
    "x86_64-pc-windows-gnullvm",
];
/// What people take home there.
const SHIPPED: [&str; 3] = ["seam-acs-core", "seam-acs-ffi", "seam-acs-cli"];

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--check"] => check(),
        ["--build", target] => build(target),
        _ => anyhow::bail!("usage: cargo xtask targets --check | --build TARGET"),
    }
}

fn check() -> anyhow::Result<ExitCode> {
    let tools = Tools::prepare()?;
    for target in CHECKED {
        let mut clippy = zigbuild(&tools, "clippy", target, &SHIPPED)?;
        clippy.args(["--", "-D", "warnings"]);
        succeed(clippy)?;
        tap::ok(format_args!("clippy finds nothing for {target}"));
    }
    Ok(tap::end())
}

/// Builds the library, shared and static, and the command for tests. Prints the folder that has them, and zig.
fn build(target: &str) -> anyhow::Result<ExitCode> {
    let tools = Tools::prepare()?;
    let mut library = zigbuild(&tools, "zigbuild", target, &["seam-acs-ffi"])?;
    if target.ends_with("-musl") {
        // Else everything is linked statically there, and there is no shared library.
        library.env("RUSTFLAGS", "-C target-feature=-crt-static");
    }
    succeed(library)?;
    succeed(zigbuild(&tools, "zigbuild", target, &["seam-acs-cli"])?)?;
    println!("{}", folder().join(target).join("debug").display());
    println!("{}", tools.command("python-zig").get_program().display());
    Ok(ExitCode::SUCCESS)
}

/// cargo with zig as C compiler and linker, in a target folder that no other step waits for.
fn zigbuild(tools: &Tools, task: &str, target: &str, packages: &[&str]) -> anyhow::Result<Command> {
    require_standard_library(target)?;
    let mut zigbuild = tools.command("cargo-zigbuild");
    zigbuild.env("PATH", tools.path()?).env_remove("CARGO_MANIFEST_DIR");
    zigbuild.args([task, "--quiet", "--locked", "--target", target, "--target-dir"]).arg(folder());
    for package in packages {
        zigbuild.args(["--package", package]);
    }
    Ok(zigbuild)
}

fn folder() -> PathBuf {
    workspace::target().join("platforms")
}

/// Says what was said where it fails.
fn succeed(mut command: Command) -> anyhow::Result<()> {
    eprintln!("$ {}", typed(&command));
    let output = command.output().with_context(|| format!("{} cannot be started", typed(&command)))?;
    let said = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "{} failed ({}):\n{said}", typed(&command), output.status);
    Ok(())
}
