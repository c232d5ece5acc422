//! Everything that is measured, built or installed: our library as it is shipped, its competitors, and the server.

use super::competitors::{Competitor, GO};
use super::examples;
use super::machine::said;
use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{c_compiler, program, succeed, virtual_environment};
use seam_acs_workspace::debian;
use seam_acs_workspace::library::Library;
use seam_acs_workspace::python_package;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What was built, and where.
pub(crate) struct Artifacts {
    folder: PathBuf,
}

/// The package of the competitor that is built with cargo.
const REQWEST: &str = "seam-acs-bench-reqwest";
/// The package of our command.
const COMMAND: &str = "seam-acs-cli";
const C_PROGRAMS: [(&str, &[&str]); 4] =
    [("raw", &[]), ("curl_easy", &["-lcurl"]), ("curl_multi", &["-lcurl"]), ("seam_acs", &["-lseam_acs"])];

impl Artifacts {
    /// What the last run built.
    pub(super) fn as_built() -> Self {
        Self { folder: workspace::target().join("bench") }
    }

    pub(super) fn prepare() -> anyhow::Result<Self> {
        debian::require(&[
            ("cc", "gcc libc6-dev"),
            ("objcopy", "binutils"),
            ("curl-config", "libcurl4-openssl-dev"),
            ("python3", "python3 python3-venv"),
            ("npm", "nodejs npm"),
            ("go", "golang-go"),
        ])?;
        let artifacts = Self::as_built();
        artifacts.build_ours()?;
        workspace::build(&[REQWEST, COMMAND], "release")?;
        artifacts.build_c_programs()?;
        artifacts.install_python()?;
        Self::install_javascript()?;
        artifacts.build_go()?;
        Ok(artifacts)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// `libseam_acs.so` without what only a debugger reads.
    pub(super) fn library(&self) -> PathBuf {
        self.folder.join("libseam_acs.so.0")
    }

    /// The same with its symbol table.
    pub(super) fn library_with_symbols() -> PathBuf {
        workspace::artefacts("release").join("libseam_acs.so")
    }

    /// Where the server is.
    pub(super) fn server() -> PathBuf {
        workspace::artefacts("release")
    }

    /// The example that plans a million pairs.
    pub(super) fn planner() -> Command {
        examples::built(examples::PLANNER)
    }

    /// The example that reads a table that was made to do harm.
    pub(super) fn table_reader() -> Command {
        examples::built(examples::READER)
    }

    pub(super) fn c(&self, name: &str) -> Command {
        program(self.folder.join(name))
    }

    /// reqwest alone, built as our library is.
    pub(super) fn reqwest() -> Command {
        program(workspace::artefacts("release").join(REQWEST))
    }

    /// The command of the archives.
    pub(super) fn command() -> Command {
        program(workspace::artefacts("release").join("seam-acs"))
    }

    pub(super) fn python(&self, environment: &str, file: &str) -> Command {
        let mut command = self.interpreter(environment);
        command.arg(workspace::root().join("tests/bench/python").join(file));
        command
    }

    /// A Python that has `ours` or the `official` package.
    pub(super) fn interpreter(&self, environment: &str) -> Command {
        program(self.folder.join(environment).join("bin/python"))
    }

    pub(super) fn javascript() -> Command {
        let mut command = program("node");
        command.arg("tests/bench/node/official.mjs");
        command
    }

    pub(super) fn go(&self) -> Command {
        program(self.folder.join("official_go"))
    }

    pub(super) fn has(&self, competitor: &Competitor) -> bool {
        competitor.name != GO.name || self.has_go()
    }

    /// What the page says about the software that is compared.
    pub(super) fn versions(&self) -> anyhow::Result<Vec<(String, String)>> {
        let package = |environment: &str, name: &str| {
            let ask = format!("import importlib.metadata as m; print(m.version({name:?}))");
            said(self.interpreter(environment).args(["-c", &ask]))
        };
        let mut versions = vec![
            ("Python".to_string(), said(self.interpreter("ours").arg("--version"))?),
            ("seam-acs".to_string(), package("ours", "seam-acs")?),
            ("official Python package `seam`".to_string(), package("official", "seam")?),
            ("requests".to_string(), package("official", "requests")?),
            ("Node".to_string(), said(program("node").arg("--version"))?),
            (
                "official JavaScript SDK".to_string(),
                pinned("tests/bench/node/package.json", "@seamapi/http")?,
            ),
        ];
        if self.has_go() {
            versions.push(("Go".to_string(), said(program("go").arg("version"))?));
        }
        let version = pinned("tests/bench/go/go.mod", "github.com/seamapi/go")?;
        let remark = if self.has_go() {
            ", the newest that the module proxy has"
        } else {
            ": not measured, it does not build here"
        };
        versions.push(("official Go SDK".to_string(), version + remark));
        // Its coordinates io.github.seamapi:java are in its README; the registry answers that there is no such thing.
        versions.push((
            "official Java SDK".to_string(),
            "not measured: Maven Central does not have it".to_string(),
        ));
        Ok(versions)
    }

    fn build_ours(&self) -> anyhow::Result<()> {
        println!("Building the library as it is shipped; this takes a few minutes.");
        workspace::build(&["seam-acs-bench-server"], "release")?;
        let shipped = Library::build()?.stripped_into(&self.folder)?;
        examples::build()?;
        std::fs::rename(shipped.shared(), self.library())?;
        let link = self.folder.join("libseam_acs.so");
        let _ = std::fs::remove_file(&link);
        Ok(std::os::unix::fs::symlink("libseam_acs.so.0", link)?)
    }

    fn build_c_programs(&self) -> anyhow::Result<()> {
        let compiler = c_compiler().context("no C compiler")?;
        for (name, libraries) in C_PROGRAMS {
            let mut cc = program(&compiler);
            cc.args([
                "-std=gnu11",
                "-D_GNU_SOURCE",
                "-O2",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-pedantic",
                "-Iinclude",
            ]);
            cc.arg(format!("tests/bench/c/{name}.c")).arg("-o").arg(self.folder.join(name));
            cc.arg("-L").arg(&self.folder).args(libraries);
            succeed(cc.arg(format!("-Wl,-rpath,{}", self.folder.display())))?;
        }
        Ok(())
    }

    fn install_python(&self) -> anyhow::Result<()> {
        let official = virtual_environment(&self.folder.join("official"))?;
        let mut pip = program(official.join("pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--require-hashes"]);
        succeed(pip.args(["-r", "tests/bench/python/requirements.txt"]))?;
        let ours = virtual_environment(&self.folder.join("ours"))?;
        let [mut maturin, mut package] = python_package::install(&ours);
        succeed(&mut maturin)?;
        package.args(["--force-reinstall", "--no-deps"]).env("CARGO_TARGET_DIR", workspace::target());
        succeed(&mut package)
    }

    fn install_javascript() -> anyhow::Result<()> {
        succeed(program("npm").args(["ci", "--prefix", "tests/bench/node", "--loglevel=error"]))
    }

    /// Left out where the module proxy is not reached.
    fn build_go(&self) -> anyhow::Result<()> {
        let built = self.folder.join("official_go");
        let _ = std::fs::remove_file(&built);
        let mut go = program("go");
        go.current_dir(workspace::root().join("tests/bench/go"));
        let status =
            go.args(["build", "-o"]).arg(&built).arg(".").status().context("go cannot be started")?;
        if !status.success() {
            println!("The official Go SDK is left out.");
        }
        Ok(())
    }

    fn has_go(&self) -> bool {
        self.folder.join("official_go").is_file()
    }
}

/// The version behind a name in a file that pins it.
fn pinned(file: &str, name: &str) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(workspace::root().join(file))?;
    let line =
        text.lines().find(|line| line.contains(name)).with_context(|| format!("{file} has no {name}"))?;
    let version = line.split_whitespace().next_back().unwrap_or_default();
    Ok(version.trim_matches(['"', ',']).to_string())
}
