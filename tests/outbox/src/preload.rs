//! The library that stands between a program and libc: `preload/` has its C.
//!
//! It is chosen over failpoints in core because what is tried is then the library as it is shipped, each call that the
//! standard library makes for it included; and over `strace`, because it also makes calls fail and clocks lie.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::Failure;

/// What happens to the calls of a program.
#[derive(Debug, Clone, Default)]
pub struct Preload {
    variables: Vec<(&'static str, String)>,
}

/// Which calls have a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Those that change the disk.
    Changes,
    /// Those that open and read as well.
    ReadsToo,
}

impl Preload {
    /// Counts the calls to the files of this folder.
    #[must_use]
    pub fn on(folder: &Path) -> Preload {
        Preload::default().with("PRELOAD_FOLDER", folder.display().to_string())
    }

    /// Writes them down in this file.
    #[must_use]
    pub fn recording(self, record: &Path) -> Preload {
        self.with("PRELOAD_RECORD", record.display().to_string())
    }

    /// Kills the program in place of this call, from 1 on.
    #[must_use]
    pub fn killing_at(self, call: u32) -> Preload {
        self.with("PRELOAD_KILL_AT", call.to_string())
    }

    /// Has this call fail, once, with a number of `errno.h`; 0: the half of a write is written.
    #[must_use]
    pub fn failing_at(self, call: u32, errno: i32, counted: Counted) -> Preload {
        let failing =
            self.with("PRELOAD_FAIL_AT", call.to_string()).with("PRELOAD_FAIL_WITH", errno.to_string());
        match counted {
            Counted::Changes => failing,
            Counted::ReadsToo => failing.with("PRELOAD_COUNT_READS", "1".to_owned()),
        }
    }

    /// Makes this file when a call has failed so.
    #[must_use]
    pub fn marking_the_failure(self, file: &Path) -> Preload {
        self.with("PRELOAD_FAILED", file.display().to_string())
    }

    /// Turns the wall clock by so many seconds.
    #[must_use]
    pub fn wall_clock(self, seconds: i64) -> Preload {
        self.with("PRELOAD_WALL_S", seconds.to_string())
    }

    /// Turns the clock since boot by so many seconds.
    #[must_use]
    pub fn boot_clock(self, seconds: i64) -> Preload {
        self.with("PRELOAD_BOOT_S", seconds.to_string())
    }

    /// Has the file say which boot this is.
    #[must_use]
    pub fn boot_id(self, file: &Path) -> Preload {
        self.with("PRELOAD_BOOT_ID", file.display().to_string())
    }

    /// Puts the library before a program.
    ///
    /// # Errors
    /// There is no C compiler, or it has something to say.
    pub fn apply(&self, command: &mut Command) -> Result<(), Failure> {
        command.env("LD_PRELOAD", library()?).envs(self.variables.iter().map(|(name, value)| (*name, value)));
        Ok(())
    }

    fn with(mut self, name: &'static str, value: String) -> Preload {
        self.variables.push((name, value));
        self
    }
}

/// Compiled once in a process.
fn library() -> Result<&'static Path, Failure> {
    static LIBRARY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = LIBRARY.get_or_init(|| compile().map_err(|error| error.to_string()));
    built.as_deref().map_err(|error| error.clone().into())
}

fn compile() -> Result<PathBuf, Failure> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("preload");
    let folder = seam_acs_artifacts::target()?.join("tmp");
    std::fs::create_dir_all(&folder)?;
    let library = folder.join(format!("outbox-preload-{}.so", std::process::id()));
    let said = Command::new("cc")
        .args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-fPIC", "-shared", "-o"])
        .arg(&library)
        .args([sources.join("disk.c"), sources.join("clock.c")])
        .args(["-ldl", "-lpthread"])
        .output()?;
    if said.status.success() { Ok(library) } else { Err(String::from_utf8_lossy(&said.stderr).into()) }
}
