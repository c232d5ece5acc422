//! `cargo xtask msrv`: what is shipped still compiles with the oldest Rust that `rust-version` promises.

use crate::test::is_ci;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{find, program, succeed, typed};
use seam_acs_workspace::tap;
use std::process::ExitCode;

/// The first release of what `rust-version` in Cargo.toml names.
const OLDEST: &str = concat!(env!("CARGO_PKG_RUST_VERSION"), ".0");
const SHIPPED: [&str; 4] = ["seam-acs-ffi", "seam-acs-cli", "seam-acs-python", "seam-acs-sandbox"];

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(arguments.is_empty(), "usage: cargo xtask msrv");
    if find("rustup").is_none() {
        anyhow::ensure!(!is_ci(), "there is no rustup to get Rust {OLDEST} from");
        tap::skip("msrv", format_args!("there is no rustup to get Rust {OLDEST} from"));
        return Ok(tap::end());
    }
    install()?;
    let mut check = program("rustup");
    check.args(["run", OLDEST, "cargo", "check", "--locked", "--quiet", "--target-dir"]);
    check.arg(workspace::target().join("msrv"));
    for package in SHIPPED {
        check.args(["--package", package]);
    }
    // Set by the cargo that runs us, which is another one.
    check.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
    println!("$ {}", typed(&check));
    succeed(&mut check)?;
    tap::ok(format_args!("what is shipped compiles with Rust {OLDEST}"));
    Ok(tap::end())
}

fn install() -> anyhow::Result<()> {
    let installed = program("rustup").args(["run", OLDEST, "rustc", "--version"]).output();
    if installed.is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    let mut install = program("rustup");
    install.args(["toolchain", "install", OLDEST, "--profile", "minimal", "--no-self-update"]);
    println!("$ {}", typed(&install));
    succeed(&mut install)
}
