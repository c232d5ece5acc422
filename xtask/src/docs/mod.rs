//! `cargo xtask docs`: builds `docs/` as a static site with `MkDocs`. A link or an anchor that leads nowhere fails it.

use std::process::ExitCode;

use crate::test::{Tool, Tools};
use seam_acs_workspace::command::{program, succeed};
use seam_acs_workspace::{self as workspace, tap};

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let is_check = match arguments {
        [] => false,
        [only] if only == "--check" => true,
        _ => anyhow::bail!("usage: cargo xtask docs [--check]"),
    };
    let needed = [Tool::Python, Tool::PythonPackages];
    let tools = Tools::prepare(needed.into_iter(), !is_check)?;
    let missing = tools.missing(&needed);
    anyhow::ensure!(missing.is_empty(), "the site needs {}", missing.join(", "));
    let site = workspace::target().join("docs");
    // Not quiet: MkDocs counts only the warnings that it shows.
    let mut mkdocs = program(tools.python("mkdocs"));
    mkdocs.args(["build", "--strict", "--site-dir"]).arg(&site);
    succeed(&mut mkdocs)?;
    if is_check {
        tap::ok("the site builds, and every link and anchor leads somewhere");
        return Ok(tap::end());
    }
    println!("The site begins at {}", site.join("index.html").display());
    Ok(ExitCode::SUCCESS)
}
