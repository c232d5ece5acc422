//! Unpacks an archive where it will land, builds its examples there and runs them against its own sandbox.

use super::apt::mirror;
use super::archive;
use super::execution::{empty_folder, succeed, work_folder, write};
use super::target::Target;
use super::without_rust::WithoutRust;
use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::program;
use seam_acs_workspace::tap;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCRIPT: &str = include_str!("test_archive.sh");

/// Debian's releases, oldest first: the registry drops them from the front.
const RELEASES: [&str; 4] = ["stretch", "buster", "bullseye", "bookworm"];

/// On this machine: natively, or with a cross compiler and under an emulator.
pub(super) fn here(target: &Target, archive: &Path, without_rust: &WithoutRust) -> anyhow::Result<()> {
    let tree = unpack(archive, &work_folder().join(target.name).join("proof"))?;
    let script = work_folder().join("test_archive.sh");
    write(&script, SCRIPT)?;
    let mut prove = without_rust.command("sh");
    prove.arg(&script).arg(&tree);
    if let Some((emulator, sysroot)) = target.emulator {
        prove.env("RUN", format!("{emulator} -L {sysroot}")).env("CC", target.tool("gcc"));
        prove.env(
            "CMAKE_ARGS",
            format!("-DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR={}", target.wheel),
        );
    } else {
        prove.env("CC", "cc").env("CXX", "c++");
    }
    let place = if target.emulator.is_some() { "emulated" } else { "here" };
    report(&mut prove, &format!("{} {place}", target.name))
}

/// The oldest Debian that there is, whole, in a folder.
pub(super) struct OldDebian {
    pub(super) root: PathBuf,
    pub(super) release: &'static str,
}

impl OldDebian {
    /// Fetches it from the registry, unless that was done before.
    pub(super) fn prepare() -> anyhow::Result<Self> {
        let folder = |release: &str| work_folder().join(format!("debian-{release}"));
        if let Some(release) = RELEASES.into_iter().find(|release| folder(release).join("whole").is_file()) {
            return Ok(Self { root: folder(release), release });
        }
        let mirror = mirror()?;
        let mut refused = String::new();
        for release in RELEASES {
            let root = folder(release);
            empty_folder(&root)?;
            let mut bootstrap = program("debootstrap");
            bootstrap.args(["--variant=minbase", "--include=gcc,libc6-dev,make,cmake,pkg-config,python3"]);
            match succeed(bootstrap.arg(release).arg(&root).arg(&mirror)) {
                Ok(_) => {
                    write(&root.join("whole"), "")?;
                    return Ok(Self { root, release });
                }
                Err(error) => refused.push_str(&format!("{error}\n")),
            }
        }
        anyhow::bail!("no release of Debian can be had:\n{refused}")
    }

    /// The archive's examples, with nothing but this Debian's own compiler and C library.
    pub(super) fn prove(&self, target: &Target, archive: &Path) -> anyhow::Result<()> {
        let tree = unpack(archive, &self.root.join("proof"))?;
        write(&self.root.join("proof/prove.sh"), SCRIPT)?;
        let mut prove = self.command("sh");
        prove.arg("/proof/prove.sh").arg(self.inside(&tree)?);
        report(&mut prove, &format!("{} in Debian {}", target.name, self.release))
    }

    /// A program inside, with an environment of its own.
    pub(super) fn command(&self, name: &str) -> Command {
        let mut command = program("chroot");
        command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command.arg(&self.root).arg(name);
        command
    }

    /// The path by which a program inside knows a file.
    pub(super) fn inside(&self, path: &Path) -> anyhow::Result<PathBuf> {
        let rest = path.strip_prefix(&self.root).context("that file is not inside")?;
        Ok(Path::new("/").join(rest))
    }
}

/// Unpacks into an empty folder; returns the folder in the archive.
fn unpack(archive: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    empty_folder(folder)?;
    succeed(program("tar").arg("-xzf").arg(archive).arg("-C").arg(folder))?;
    let name = super::execution::file_name(archive);
    let tree = folder.join(name.trim_end_matches(".tar.gz"));
    anyhow::ensure!(tree.is_dir(), "{name} has no folder of that name");
    Ok(tree)
}

/// Runs a proof; every line `ok …` of it goes on the screen with the place in front.
pub(super) fn report(proof: &mut Command, place: &str) -> anyhow::Result<()> {
    let told = succeed(proof.current_dir(workspace::root()))?;
    let proved = told.lines().filter_map(|line| line.strip_prefix("ok "));
    let mut count = 0;
    for name in proved {
        tap::ok(format_args!("{place}: {name}"));
        count += 1;
    }
    anyhow::ensure!(count > 0, "{place}: the proof proved nothing:\n{told}");
    Ok(())
}

/// What docs/getting-started.md shows a panel engineer.
pub(super) fn first_minutes(
    target: &Target,
    archive: &Path,
    without_rust: &WithoutRust,
) -> anyhow::Result<()> {
    let folder = work_folder().join("first-minutes-of-a-panel-engineer");
    empty_folder(&folder)?;
    let mut script = without_rust.command("sh");
    script.arg(workspace::root().join("tests/e2e/first_minutes/panel_engineer.sh")).arg(archive);
    let told = succeed(script.current_dir(&folder))?;
    anyhow::ensure!(told.contains("Recorded by Seam"), "panel_engineer.sh did not end well:\n{told}");
    tap::ok(format_args!(
        "{}: the first minutes of a panel engineer ({})",
        target.name,
        archive::name(target)
    ));
    Ok(())
}
