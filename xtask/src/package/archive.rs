//! The archive that a panel engineer takes home: one folder that works wherever it is unpacked.

use super::binaries::Binaries;
use super::compiler::{Compiler, Tools};
use super::execution::{empty_folder, file_name, only_file, read, succeed, work_folder, write};
use super::licences;
use super::target::{Target, floor};
use crate::install::{self, Request};
use anyhow::Context;
use seam_acs_workspace::command::{cargo, program};
use seam_acs_workspace::{self as workspace, VERSION};
use std::path::{Path, PathBuf};

/// Where shells and `man` look, and the words that the command answers with what goes there.
const SHARED: [(&str, &[&str]); 4] = [
    ("man/man1/seam-acs.1", &["man"]),
    ("bash-completion/completions/seam-acs", &["completion", "bash"]),
    ("zsh/site-functions/_seam-acs", &["completion", "zsh"]),
    ("fish/vendor_completions.d/seam-acs.fish", &["completion", "fish"]),
];

/// What starts a delivery, and where service managers look for it.
const SERVICES: [(&str, &str); 2] = [
    ("seam-acs-outbox.service", "lib/systemd/system/seam-acs-outbox.service"),
    ("seam-acs-outbox.openrc", "etc/init.d/seam-acs-outbox"),
];

/// `seam-acs-0.1.0-aarch64-linux-glibc2.17`: the archive's name and the folder in it.
pub(super) fn name(target: &Target) -> String {
    format!("seam-acs-{VERSION}-{}-linux-glibc{}", target.name, floor())
}

/// Writes the archive and the one with its debug file into `packages`; returns the first.
pub(super) fn make(
    target: &Target,
    compiler: &Compiler,
    tools: &Tools,
    packages: &Path,
) -> anyhow::Result<PathBuf> {
    let binaries = Binaries::make(target, compiler)?;
    let stage = work_folder().join(target.name).join("tree");
    empty_folder(&stage)?;
    let tree = stage.join(name(target));
    fill(&tree, target, &binaries)?;
    licences::write_all(
        &tree.join("licences"),
        target,
        &["seam-acs-ffi", "seam-acs-cli", "seam-acs-sandbox"],
        compiler,
        tools,
    )?;
    let archive = packages.join(format!("{}.tar.gz", name(target)));
    pack(&stage, &archive)?;

    let stage = work_folder().join(target.name).join("debug-tree");
    empty_folder(&stage)?;
    // Unpacked over the first archive it lands beside the library, where debuggers look.
    copy(&binaries.debug, &stage.join(name(target)).join("lib").join(file_name(&binaries.debug)))?;
    pack(&stage, &packages.join(format!("{}-debug.tar.gz", name(target))))?;
    Ok(archive)
}

fn fill(tree: &Path, target: &Target, binaries: &Binaries) -> anyhow::Result<()> {
    let root = workspace::root();
    install::lay_out(&Request::under(tree), &binaries.library)?;
    copy(&binaries.command, &tree.join("bin/seam-acs"))?;
    copy(&binaries.sandbox, &tree.join("bin/seam-acs-sandbox"))?;
    for (file, words) in SHARED {
        let file = tree.join("share").join(file);
        empty_folder(file.parent().context("it stands in a folder")?)?;
        write(&file, &told_by_the_command(words)?)?;
    }
    for (file, place) in SERVICES {
        copy(&root.join("ffi-c/packaging").join(file), &tree.join(place))?;
    }
    copy(&root.join("LICENSE"), &tree.join("LICENSE"))?;
    for language in ["c", "cpp"] {
        let examples = root.join("ffi-c/examples").join(language);
        let entries = std::fs::read_dir(&examples).context("there are no examples")?;
        for file in entries.flatten().map(|entry| entry.path()).filter(|path| is_source(path)) {
            copy(&file, &tree.join("examples").join(language).join(file_name(&file)))?;
        }
    }
    let page = read(&root.join("ffi-c/packaging/README.md.in"))?
        .replace("@VERSION@", VERSION)
        .replace("@MACHINE@", target.name)
        .replace("@GLIBC@", &floor());
    write(&tree.join("README.md"), &page)
}

/// What the command says of itself is the same on every machine.
fn told_by_the_command(words: &[&str]) -> anyhow::Result<String> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "seam-acs-cli", "--"]).args(words);
    succeed(&mut command)
}

/// Not what somebody built there.
fn is_source(file: &Path) -> bool {
    let end = file.extension().unwrap_or_default();
    file.is_file() && (file_name(file) == "Makefile" || ["c", "cpp", "txt"].iter().any(|known| end == *known))
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    std::fs::copy(from, to).with_context(|| format!("{} is missing", from.display())).map(drop)
}

/// Equal trees give equal archives: nothing in them says who packed when.
fn pack(stage: &Path, archive: &Path) -> anyhow::Result<()> {
    let folder = only_file(stage, "")?;
    let mut tar = program("tar");
    tar.args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+rw,go+r,go-w,a+X"]);
    tar.arg(format!("--mtime=@{}", date()?)).arg("--use-compress-program=gzip -9n");
    tar.arg("-C").arg(stage).arg("-cf").arg(archive).arg(file_name(&folder));
    succeed(&mut tar).map(drop)
}

/// The commit's date; outside a clone, that of the changelog.
fn date() -> anyhow::Result<String> {
    if let Ok(date) = std::env::var("SOURCE_DATE_EPOCH") {
        return Ok(date);
    }
    succeed(program("git").args(["log", "-1", "--format=%ct"]))
        .or_else(|_| succeed(program("stat").args(["-c", "%Y", "CHANGELOG.md"])))
        .map(|date| date.trim().to_string())
}

/// Writes SHA256SUMS for everything in the folder.
pub(super) fn sum(packages: &Path) -> anyhow::Result<()> {
    let mut names: Vec<String> = std::fs::read_dir(packages)
        .context("there are no packages")?
        .flatten()
        .map(|entry| file_name(&entry.path()))
        .filter(|name| name != "SHA256SUMS")
        .collect();
    names.sort();
    let sums = succeed(program("sha256sum").current_dir(packages).args(&names))?;
    write(&packages.join("SHA256SUMS"), &sums)
}
