//! Installs the wheels where they will land, without Rust on the PATH, and uses them there.

use super::apt::Apt;
use super::execution::{empty_folder, file_name, succeed, work_folder};
use super::target::Target;
use super::test_archive::OldDebian;
use super::wheel::unzip;
use super::without_rust::WithoutRust;
use anyhow::{Context, bail};
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::program;
use seam_acs_workspace::tap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// abi3 wheels begin with this one.
const OLDEST_MINOR: u32 = 9;
/// What every Debian of the ARM proof has.
const ARM_PYTHON: &str = "python3.11";

/// Adds and removes, and says how that ended; needs the variables of a sandbox.
const ONE_CALL: &str = "\
import platform
from seam_acs import Seam
from seam_acs.testing import Sandbox
who = dict(acs_user_id=Sandbox.USER, acs_access_group_id=Sandbox.GROUP)
with Seam() as seam:
    seam.acs.users.add_to_access_group(**who)
    seam.acs.users.remove_from_access_group(**who)
print('ok Python', platform.python_version(), 'on', platform.machine(), platform.libc_ver()[1], 'adds and removes')
";

/// The wheels of one target.
pub(super) struct Wheels {
    pub(super) seam_acs: PathBuf,
    pub(super) sandbox: PathBuf,
}

impl Wheels {
    /// The whole Python suite in clean environments of the oldest and the newest Python at hand, side by side: each waits
    /// most of its time.
    pub(super) fn pass_the_suite(&self, without_rust: &WithoutRust) -> anyhow::Result<()> {
        let pythons = oldest_and_newest()?;
        std::thread::scope(|scope| {
            let suite = |python| scope.spawn(move || self.pass_the_suite_with(python, without_rust));
            let running: Vec<_> = pythons.iter().map(suite).collect();
            let ended =
                running.into_iter().map(|suite| suite.join().unwrap_or_else(|_| bail!("it panicked")));
            ended.collect()
        })
    }

    fn pass_the_suite_with(&self, python: &Python, without_rust: &WithoutRust) -> anyhow::Result<()> {
        let environment = work_folder().join(format!("environment-{}", python.minor));
        let bin = self.install(python, &environment, without_rust)?;
        let mut pytest = without_rust.command(bin.join("python"));
        pytest.args(["-m", "pytest", "-q", "-rs", "tests/python"]);
        pytest.env("SEAM_ACS_SANDBOX", bin.join("seam-acs-sandbox"));
        // Python 3.12 and later say so of every fork beside threads, and tests of fork() compare all that is said.
        pytest.env("PYTHONWARNINGS", "ignore:This process:DeprecationWarning");
        let told = succeed(&mut pytest)?;
        let counts = told.lines().rev().find(|line| line.contains(" passed")).unwrap_or_default();
        anyhow::ensure!(!counts.is_empty(), "the Python suite passed nothing:\n{told}");
        tap::ok(format_args!("Python 3.{}: tests/python from the wheel: {counts}", python.minor));
        Ok(())
    }

    fn install(
        &self,
        python: &Python,
        environment: &Path,
        without_rust: &WithoutRust,
    ) -> anyhow::Result<PathBuf> {
        empty_folder(environment)?;
        succeed(without_rust.command(&python.program).args(["-m", "venv"]).arg(environment))?;
        let bin = environment.join("bin");
        let mut pip = without_rust.command(bin.join("python"));
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-index",
            "--no-deps",
        ]);
        succeed(pip.arg(&self.seam_acs).arg(&self.sandbox))?;
        let mut pip = without_rust.command(bin.join("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]);
        succeed(pip.args(["--require-hashes", "-r", "tests/python/requirements-wheel.txt"]))?;
        Ok(bin)
    }

    /// What docs/getting-started.md shows an administrator.
    pub(super) fn first_minutes(&self, without_rust: &WithoutRust) -> anyhow::Result<()> {
        let folder = work_folder().join("first-minutes-of-an-administrator");
        empty_folder(&folder)?;
        let wheels = self.seam_acs.parent().context("the wheel has no folder")?;
        let mut script = without_rust.command("sh");
        script.arg(workspace::root().join("tests/e2e/first_minutes/administrator.sh")).arg(wheels);
        let told = succeed(script.current_dir(&folder))?;
        anyhow::ensure!(told.contains("Recorded by Seam"), "administrator.sh did not end well:\n{told}");
        tap::ok("the first minutes of an administrator");
        Ok(())
    }

    /// One add and one remove by the Python of the oldest Debian.
    pub(super) fn call_in_old_debian(&self, debian: &OldDebian) -> anyhow::Result<()> {
        let folder = debian.root.join("wheels");
        let modules = self.unpack(&folder)?;
        let sandbox = program_in(&folder.join("sandbox"))?;
        let server = debian.command(&debian.inside(&sandbox)?.to_string_lossy());
        let mut python = debian.command("env");
        python.arg(format!("PYTHONPATH={}", debian.inside(&modules)?.display()));
        self.call(server, python, "python3")
    }

    /// One add and one remove by a Python for that machine, under an emulator.
    pub(super) fn call_emulated(&self, target: &Target) -> anyhow::Result<()> {
        let (emulator, _) = target.emulator.context("that machine is this machine")?;
        let folder = work_folder().join(target.name).join("wheels");
        let modules = self.unpack(&folder)?;
        let system = python_for(target)?;
        let run = || {
            let mut command = program(emulator);
            command.arg("-L").arg(&system).env_remove("LD_LIBRARY_PATH");
            command
        };
        let mut server = run();
        server.arg(program_in(&folder.join("sandbox"))?);
        let mut python = run();
        python.env("PYTHONPATH", &modules).env("PYTHONHOME", system.join("usr"));
        self.call(server, python, &system.join("usr/bin").join(ARM_PYTHON).to_string_lossy())
    }

    /// Both wheels as folders; returns the one to import from.
    fn unpack(&self, folder: &Path) -> anyhow::Result<PathBuf> {
        unzip(&self.seam_acs, &folder.join("seam_acs"))?;
        unzip(&self.sandbox, &folder.join("sandbox"))?;
        Ok(folder.join("seam_acs"))
    }

    fn call(&self, server: Command, mut python: Command, name: &str) -> anyhow::Result<()> {
        let sandbox = seam_acs_workspace::sandbox_process::Sandbox::start_command(server)?;
        python.env("SEAM_API_KEY", sandbox.api_key()).env("SEAM_ENDPOINT", sandbox.url());
        let told = succeed(python.arg(name).args(["-c", ONE_CALL]))?;
        let said = told.lines().find_map(|line| line.strip_prefix("ok "));
        let said = said.with_context(|| format!("no call was made:\n{told}"))?;
        tap::ok(format_args!("{said} ({})", file_name(&self.seam_acs)));
        Ok(())
    }
}

/// The sandbox in its unpacked wheel; a zip file does not say that it can be run.
fn program_in(folder: &Path) -> anyhow::Result<PathBuf> {
    let data = super::execution::only_file(folder, ".data")?;
    let program = data.join("scripts/seam-acs-sandbox");
    succeed(seam_acs_workspace::command::program("chmod").arg("+x").arg(&program))?;
    Ok(program)
}

/// Python and what it is linked with, from Debian, unpacked beside this system.
fn python_for(target: &Target) -> anyhow::Result<PathBuf> {
    let folder = work_folder().join(format!("debian-python-{}", target.debian));
    let of_target = |name: &str| format!("{name}:{}", target.debian);
    let packages: Vec<String> = [
        "python3.11-minimal",
        "libpython3.11-minimal",
        "libpython3.11-stdlib",
        "libc6",
        "libgcc-s1",
        "zlib1g",
        "libexpat1",
        "libssl3",
        "libffi8",
    ]
    .map(of_target)
    .into();
    Apt::open()?.unpack(&packages, &folder)?;
    Ok(folder)
}

struct Python {
    minor: u32,
    program: PathBuf,
}

/// Among what is on the PATH and what pyenv keeps.
fn oldest_and_newest() -> anyhow::Result<Vec<Python>> {
    let mut folders: Vec<PathBuf> =
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let pyenv = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    if let Some(versions) = pyenv.and_then(|root| std::fs::read_dir(root.join("versions")).ok()) {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    let mut pythons: Vec<Python> = folders.iter().flat_map(|folder| pythons_in(folder)).collect();
    pythons.sort_by_key(|python| python.minor);
    let newest = pythons.pop().context("there is no python3.9 or later")?;
    pythons.truncate(1);
    pythons.retain(|oldest| oldest.minor < newest.minor);
    pythons.push(newest);
    Ok(pythons)
}

/// The Pythons of a folder that work and can make environments.
fn pythons_in(folder: &Path) -> Vec<Python> {
    let works = |program: &Path| {
        let mut try_it = seam_acs_workspace::command::program(program);
        try_it.args(["-c", "import venv, ensurepip, ssl"]).output().is_ok_and(|done| done.status.success())
    };
    (OLDEST_MINOR..OLDEST_MINOR + 20)
        .map(|minor| Python { minor, program: folder.join(format!("python3.{minor}")) })
        .filter(|python| python.program.is_file() && works(&python.program))
        .collect()
}
