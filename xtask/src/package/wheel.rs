//! The Python packages: seam-acs, and the sandbox for the tests of those who use it.

use super::binaries::needs_no_newer_glibc;
use super::compiler::{Compiler, Tools};
use super::execution::{empty_folder, file_name, only_file, succeed, work_folder};
use super::licences;
use super::target::Target;
use super::version;
use anyhow::Context;
use seam_acs_workspace::command::program;
use std::path::{Path, PathBuf};

/// A distribution and the crate that it is built from.
pub(super) struct Distribution {
    /// As in file names.
    pub(super) name: &'static str,
    manifest: &'static str,
    package: &'static str,
}

pub(super) const SEAM_ACS: Distribution =
    Distribution { name: "seam_acs", manifest: "bindings-python/Cargo.toml", package: "seam-acs-python" };

pub(super) const SANDBOX: Distribution =
    Distribution { name: "seam_acs_sandbox", manifest: "sandbox/Cargo.toml", package: "seam-acs-sandbox" };

impl Distribution {
    /// Builds the wheel for a target into `packages`.
    pub(super) fn wheel(
        &self,
        target: &Target,
        compiler: &Compiler,
        tools: &Tools,
        packages: &Path,
    ) -> anyhow::Result<PathBuf> {
        let built = work_folder().join(target.name).join(format!("{}-wheel", self.name));
        empty_folder(&built)?;
        let mut maturin = compiler.maturin();
        // Not to strip, for which maturin would link anew what cargo has linked: that is done below.
        maturin.args(["build", "--locked", "--release", "--strip=false"]);
        maturin.args(["--compatibility", "manylinux2014", "--target", target.rust]);
        maturin.arg("--manifest-path").arg(self.manifest).arg("--out").arg(&built);
        succeed(&mut maturin)?;
        let wheel = only_file(&built, ".whl")?;
        let name = file_name(&wheel);
        anyhow::ensure!(
            name.contains(&format!("manylinux2014_{}", target.wheel)),
            "{name} is not for manylinux2014 on {}",
            target.wheel
        );
        self.finish(&wheel, target, compiler, tools)?;
        self.check(&wheel, target)?;
        let place = packages.join(&name);
        std::fs::copy(&wheel, &place).with_context(|| format!("{name} is gone"))?;
        Ok(place)
    }

    /// Strips the binary, and adds licences: what is inside it must be named where it goes.
    fn finish(
        &self,
        wheel: &Path,
        target: &Target,
        compiler: &Compiler,
        tools: &Tools,
    ) -> anyhow::Result<()> {
        let folder = wheel.with_extension("licences");
        licences::write_all(&folder, target, &[self.package], compiler, tools)?;
        let mut python = tools.command("python");
        python.arg("xtask/src/package/finish_wheel.py").arg(wheel).arg(&folder).arg(target.tool("objcopy"));
        succeed(&mut python).map(drop)
    }

    fn check(&self, wheel: &Path, target: &Target) -> anyhow::Result<()> {
        let folder = wheel.with_extension("unpacked");
        unzip(wheel, &folder)?;
        let info = only_file(&folder, ".dist-info")?;
        let name = file_name(wheel);
        version::check_metadata(&name, &super::execution::read(&info.join("METADATA"))?)?;
        let binary = if self.name == SANDBOX.name {
            only_file(&folder, ".data")?.join("scripts/seam-acs-sandbox")
        } else {
            folder.join("seam_acs/_native.abi3.so")
        };
        needs_no_newer_glibc(target, &binary)
    }

    /// The sources, for machines that no wheel fits. They come with the lock file.
    pub(super) fn sources(&self, compiler: &Compiler, packages: &Path) -> anyhow::Result<PathBuf> {
        let built = work_folder().join(format!("{}-sources", self.name));
        empty_folder(&built)?;
        let mut maturin = compiler.maturin();
        maturin.args(["sdist", "--manifest-path", self.manifest]).arg("--out").arg(&built);
        succeed(&mut maturin)?;
        let sources = only_file(&built, ".tar.gz")?;
        let name = file_name(&sources);
        let folder = name.trim_end_matches(".tar.gz");
        let list = succeed(program("tar").arg("-tzf").arg(&sources))?;
        anyhow::ensure!(
            list.lines().any(|line| line == format!("{folder}/Cargo.lock")),
            "{name} has no lock file:\n{list}"
        );
        let mut show = program("tar");
        show.arg("-xzOf").arg(&sources).arg(format!("{folder}/PKG-INFO"));
        version::check_metadata(&name, &succeed(&mut show)?)?;
        let place = packages.join(&name);
        std::fs::copy(&sources, &place).with_context(|| format!("{name} is gone"))?;
        Ok(place)
    }
}

/// Unpacks a wheel into an empty folder, without installing it.
pub(super) fn unzip(wheel: &Path, folder: &Path) -> anyhow::Result<()> {
    empty_folder(folder)?;
    succeed(program("python3").args(["-m", "zipfile", "-e"]).arg(wheel).arg(folder)).map(drop)
}
