//! Programs of this machine that come from Debian.

use crate::command::{find, program, succeed, typed};
use std::path::Path;

/// Sees to it that programs are on the PATH; each stands beside the packages that have it.
pub fn require(programs: &[(&str, &str)]) -> anyhow::Result<()> {
    let packages: Vec<&str> = programs
        .iter()
        .filter(|(name, _)| find(name).is_none() && !Path::new(name).is_file())
        .flat_map(|(_, packages)| packages.split_whitespace())
        .collect();
    if packages.is_empty() {
        return Ok(());
    }
    let mut install = program("apt-get");
    install.args(["install", "-y", "--no-install-recommends"]).args(&packages);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    anyhow::ensure!(is_root() && find("apt-get").is_some(), "missing; run: sudo {}", typed(&install));
    println!("$ {}", typed(&install));
    succeed(program("apt-get").args(["update", "--quiet"]))?;
    succeed(&mut install)
}

/// Whether this process may install them.
pub fn is_root() -> bool {
    program("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
