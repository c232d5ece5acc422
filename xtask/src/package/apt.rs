//! Debian packages for other machines, which are only unpacked.

use super::execution::{read, succeed, work_folder, write};
use anyhow::Context;
use seam_acs_workspace::command::program;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The Debian that Python for ARM is taken from.
pub(super) const SUITE: &str = "bookworm";
const ARCHITECTURES: &str = r#"{ "amd64"; "arm64"; "armhf"; }"#;

/// An apt of our own, with its own lists, so that packages for other machines come without touching this one.
pub(super) struct Apt {
    folder: PathBuf,
}

impl Apt {
    pub(super) fn open() -> anyhow::Result<Self> {
        let apt = Self { folder: work_folder().join("apt") };
        if apt.folder.join("filled").is_file() {
            return Ok(apt);
        }
        for folder in ["state/lists/partial", "cache/archives/partial", "parts"] {
            let folder = apt.folder.join(folder);
            std::fs::create_dir_all(&folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        let source = format!(
            "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {} {SUITE} main\n",
            mirror()?
        );
        write(&apt.folder.join("sources.list"), &source)?;
        write(&apt.folder.join("state/status"), "")?;
        write(&apt.folder.join("apt.conf"), &apt.configuration())?;
        succeed(apt.apt_get().args(["update", "--quiet"]))?;
        write(&apt.folder.join("filled"), "")?;
        Ok(apt)
    }

    fn configuration(&self) -> String {
        let folder = self.folder.display();
        format!(
            "Dir::Etc::sourcelist \"{folder}/sources.list\";\nDir::Etc::sourceparts \"{folder}/parts\";\n\
             Dir::State \"{folder}/state\";\nDir::State::status \"{folder}/state/status\";\n\
             Dir::Cache \"{folder}/cache\";\nAPT::Architectures {ARCHITECTURES};\n\
             APT::Sandbox::User \"root\";\nAcquire::Languages \"none\";\n"
        )
    }

    fn apt_get(&self) -> Command {
        let mut command = program("apt-get");
        command.env("APT_CONFIG", self.folder.join("apt.conf"));
        command
    }

    /// Unpacks packages into a folder, once. They are named as for `apt-get download`: `name:arm64=1.2.*`.
    pub(super) fn unpack(&self, packages: &[String], folder: &Path) -> anyhow::Result<()> {
        let stamp = folder.join("unpacked");
        let list = packages.join("\n");
        if read(&stamp).is_ok_and(|unpacked| unpacked == list) {
            return Ok(());
        }
        let debs = folder.join("debs");
        super::execution::empty_folder(folder)?;
        super::execution::empty_folder(&debs)?;
        succeed(self.apt_get().current_dir(&debs).args(["download", "--quiet"]).args(packages))?;
        let entries = std::fs::read_dir(&debs).context("the packages are gone")?;
        for deb in entries.flatten() {
            succeed(program("dpkg-deb").arg("-x").arg(deb.path()).arg(folder))?;
        }
        std::fs::remove_dir_all(&debs).context("the packages cannot be deleted")?;
        write(&stamp, &list)
    }
}

/// Where this machine gets Debian from.
pub(super) fn mirror() -> anyhow::Result<String> {
    let sites = succeed(program("apt-get").args(["indextargets", "--format", "$(SITE)"]))?;
    let mirror = sites.lines().find(|site| site.trim_end_matches('/').ends_with("/debian"));
    Ok(mirror.context("this machine's apt knows no Debian mirror")?.to_string())
}
