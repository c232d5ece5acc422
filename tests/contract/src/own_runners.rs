//! The runners of the languages that have no folder in `ffi-c/runtimes`, and the library that all of them load.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, ensure};
use seam_acs_artifacts::{built, target};
use seam_acs_contract::{Ability, Candidate, Language, repository};

/// On `seam-acs-core`, without the C ABI.
pub(crate) fn rust() -> anyhow::Result<Candidate> {
    let command = Command::new(built("seam-acs-contract")?.join("seam-acs-contract-rust"));
    Ok(Candidate { command, language: Language::Json, lacks: vec![Ability::BothIdsOfAUser] })
}

pub(crate) fn c() -> anyhow::Result<Candidate> {
    let library = library()?;
    let folder = target()?.join("contract-c");
    std::fs::create_dir_all(&folder)?;
    let link = folder.join("libseam_acs.so.0");
    let _ = std::fs::remove_file(&link);
    std::os::unix::fs::symlink(&library, &link)?;
    let program = folder.join("contract");
    let mut compiler = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compiler.args(["-std=gnu99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-g", "-o"]).arg(&program);
    compiler.arg("-I").arg(repository().join("include"));
    compiler.arg(repository().join("tests/contract/runners/contract.c")).arg(&link);
    compiler.arg(format!("-Wl,-rpath,{}", folder.display()));
    let status = compiler.status().context("a C compiler cannot be started")?;
    ensure!(status.success(), "contract.c does not compile");
    let command = Command::new(&program);
    let lacks = vec![Ability::NulInText, Ability::BothIdsOfAUser];
    Ok(Candidate { command, language: Language::Flat, lacks })
}

/// The package in `.venv`, as `cargo xtask test --only python-package` installs it.
pub(crate) fn python() -> Candidate {
    let mut command = Command::new(repository().join(".venv/bin/python"));
    command.arg(repository().join("tests/contract/runners/contract.py"));
    Candidate { command, language: Language::Json, lacks: vec![Ability::OptionsByName] }
}

/// Builds `libseam_acs.so` and says where it is; one that is named by `SEAM_ACS_LIBRARY` is taken as it is.
pub(crate) fn library() -> anyhow::Result<PathBuf> {
    if let Some(named) = std::env::var_os("SEAM_ACS_LIBRARY").filter(|name| !name.is_empty()) {
        return Ok(named.into());
    }
    Ok(built("seam-acs-ffi")?.join("libseam_acs.so"))
}
