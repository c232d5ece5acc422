//! `cargo xtask package`: what people take home who have no Rust, made and then proved where it lands.

mod apt;
mod archive;
mod binaries;
pub(crate) mod compiler;
mod execution;
pub(crate) mod licences;
mod summary;
mod target;
mod test_archive;
mod test_wheel;
mod version;
mod wheel;
mod without_rust;

use anyhow::Context;
use compiler::{Compiler, Tools};
use seam_acs_workspace as workspace;
use seam_acs_workspace::{debian, tap};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use summary::Summary;
use target::{AARCH64, ARMV7, Target, X86_64};
use test_archive::OldDebian;
use test_wheel::Wheels;
use wheel::{Distribution, SANDBOX, SEAM_ACS};
use without_rust::WithoutRust;

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let request = Request::parse(arguments)?;
    anyhow::ensure!(
        cfg!(all(target_os = "linux", target_arch = "x86_64")),
        "packages are made on Linux on x86_64"
    );
    version::check_sources()?;
    let summary = Summary::begin();
    let tools = summary.step("tools", "what the machine lacks is installed", || {
        debian::require(&request.programs())?;
        Tools::prepare()
    })?;
    let packages = workspace::target().join("packages");
    execution::empty_folder(&packages)?;
    let compiler = Compiler::prepare(&tools, &request.targets)?;
    let about = format!("library, command and sandbox, by {}", compiler.version());
    summary.step("all", &about, || binaries::compile(&request.targets, &compiler))?;
    let packaging =
        Packaging { tools: &tools, compiler, without_rust: WithoutRust::prepare()?, packages, summary };
    packaging.everything(&request.targets)?;
    archive::sum(&packaging.packages)?;
    packaging.summary.print(&packaging.packages)?;
    binaries::keep_the_budget(&request.targets)?;
    Ok(tap::end())
}

struct Request {
    targets: Vec<&'static Target>,
}

impl Request {
    fn parse(arguments: &[String]) -> anyhow::Result<Self> {
        const ALL: [&Target; 3] = [&X86_64, &AARCH64, &ARMV7];
        let targets = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [] => vec![&X86_64],
            ["--all"] => ALL.to_vec(),
            ["--target", name] => {
                let target = ALL.into_iter().find(|target| target.name == *name);
                vec![target.with_context(|| format!("there is no target {name}"))?]
            }
            _ => anyhow::bail!("package takes --all or --target NAME"),
        };
        Ok(Self { targets })
    }

    /// The programs that building and proving take, and what Debian calls the packages that have them.
    fn programs(&self) -> Vec<(&'static str, &'static str)> {
        let mut programs = vec![
            ("cc", "gcc libc6-dev"),
            ("c++", "g++"),
            ("make", "make"),
            ("cmake", "cmake"),
            ("pkg-config", "pkg-config"),
            ("python3", "python3 python3-venv"),
            ("chroot", "coreutils"),
            ("debootstrap", "debootstrap"),
        ];
        for target in &self.targets {
            match target.name {
                "aarch64" => programs.extend([
                    ("qemu-aarch64", "qemu-user"),
                    ("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
                    ("/usr/aarch64-linux-gnu/include/stdio.h", "libc6-dev-arm64-cross"),
                ]),
                "armv7" => programs.extend([
                    ("qemu-arm", "qemu-user"),
                    ("arm-linux-gnueabihf-gcc", "gcc-arm-linux-gnueabihf"),
                    ("/usr/arm-linux-gnueabihf/include/stdio.h", "libc6-dev-armhf-cross"),
                ]),
                _ => {}
            }
        }
        programs
    }
}

/// What every target's packages are made with, and where they go.
struct Packaging<'a> {
    tools: &'a Tools,
    compiler: Compiler<'a>,
    without_rust: WithoutRust,
    packages: PathBuf,
    summary: Summary,
}

impl Packaging<'_> {
    fn everything(&self, targets: &[&Target]) -> anyhow::Result<()> {
        let archives =
            targets.iter().map(|target| self.archive(target)).collect::<anyhow::Result<Vec<_>>>()?;
        // Linking a wheel keeps one core busy, and the proofs of what is made already another one.
        std::thread::scope(|scope| {
            let (made, ready) = mpsc::channel();
            scope.spawn(move || {
                // Nobody listens any more where a proof failed.
                let _ = targets.iter().try_for_each(|target| made.send(self.wheels(target)));
            });
            let mut old_debian = None;
            for (target, archive) in targets.iter().zip(&archives) {
                old_debian = self.prove_archive(target, archive)?.or(old_debian);
            }
            for target in targets {
                let wheels = ready.recv().context("making the wheels panicked")??;
                self.prove_wheels(target, &wheels, old_debian.as_ref())?;
            }
            Ok(())
        })
    }

    fn archive(&self, target: &Target) -> anyhow::Result<PathBuf> {
        self.summary.step(target.name, "the archive", || {
            let archive = archive::make(target, &self.compiler, self.tools, &self.packages)?;
            let tree = execution::work_folder().join(target.name).join("tree");
            version::check_tree(&tree, &archive::name(target))?;
            Ok(archive)
        })
    }

    /// Returns the old Debian if it was proved in one.
    fn prove_archive(&self, target: &Target, archive: &Path) -> anyhow::Result<Option<OldDebian>> {
        let step = |about: &str, proof: &dyn Fn() -> anyhow::Result<()>| {
            self.summary.step(target.name, about, proof)
        };
        step("its examples, built and run", &|| test_archive::here(target, archive, &self.without_rust))?;
        if target.emulator.is_some() {
            return Ok(None);
        }
        step("the first minutes of a panel engineer", &|| {
            test_archive::first_minutes(target, archive, &self.without_rust)
        })?;
        if !debian::is_root() {
            tap::skip(
                format_args!("{} in an old Debian", target.name),
                "only root can start programs inside one",
            );
            return Ok(None);
        }
        let old_debian =
            self.summary.step(target.name, "an old Debian to prove it in", OldDebian::prepare)?;
        step("its examples, built and run there", &|| old_debian.prove(target, archive))?;
        Ok(Some(old_debian))
    }

    fn wheels(&self, target: &Target) -> anyhow::Result<Wheels> {
        let make = |distribution: &Distribution| {
            distribution.wheel(target, &self.compiler, self.tools, &self.packages)
        };
        Ok(Wheels {
            seam_acs: self.summary.step(target.name, "the wheel", || make(&SEAM_ACS))?,
            sandbox: self.summary.step(target.name, "the sandbox's wheel", || make(&SANDBOX))?,
        })
    }

    fn prove_wheels(
        &self,
        target: &Target,
        wheels: &Wheels,
        old_debian: Option<&OldDebian>,
    ) -> anyhow::Result<()> {
        let summary = &self.summary;
        if target.emulator.is_some() {
            return summary.step(target.name, "a call from the wheel", || wheels.call_emulated(target));
        }
        summary.step("any machine", "the sources of the wheel", || {
            SEAM_ACS.sources(&self.compiler, &self.packages).map(drop)
        })?;
        summary.step(target.name, "the Python suite on the wheel", || {
            wheels.pass_the_suite(&self.without_rust)
        })?;
        summary.step(target.name, "the first minutes of an administrator", || {
            wheels.first_minutes(&self.without_rust)
        })?;
        let Some(old_debian) = old_debian else { return Ok(()) };
        summary.step(target.name, "a call from the wheel in the old Debian", || {
            wheels.call_in_old_debian(old_debian)
        })
    }
}
