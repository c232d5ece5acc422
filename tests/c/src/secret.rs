//! A key that nobody else has, and the search for what a program leaves of it.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use seam_acs_sandbox::{Sandbox, SandboxOptions};

use crate::{Dress, Failure, Library, Program};

/// A random key in a file of its own: a program that had it as an argument would keep it there.
#[derive(Debug)]
pub struct Secret {
    key: String,
    file: PathBuf,
}

impl Secret {
    /// Makes one; `name` tells its file from others.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn make(library: &Library, name: &str) -> Result<Secret, Failure> {
        let mut random = [0_u8; 32];
        fs::File::open("/dev/urandom")?.read_exact(&mut random)?;
        let mut key = "seam_".to_owned();
        for byte in random {
            write!(key, "{byte:02x}")?;
        }
        let file = library.folder().join(format!("key-{name}-{}", std::process::id()));
        let mut writing = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file)?;
        writing.write_all(key.as_bytes())?;
        Ok(Secret { key, file })
    }

    /// A sandbox that takes this key.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn sandbox(&self) -> Result<Sandbox, Failure> {
        let mut options = SandboxOptions::default();
        options.seed.api_key.clone_from(&self.key);
        Ok(Sandbox::start(options)?)
    }

    /// Lets a program use the library with this key and then search its own memory.
    ///
    /// # Errors
    /// When it finds a copy, or the log has one.
    pub fn is_wiped_by(&self, library: &Library, url: &str, ca_file: &str) -> Result<(), Failure> {
        let log = self.log();
        let program = Program::compile_for(library, "wiped", Dress::Plain)?;
        let arguments = [url, &self.file.to_string_lossy(), ca_file, &log.to_string_lossy()];
        // A symbol that is bound at its first call puts all registers on the stack, and with them what the last copy
        // of the host or the library had in them: that copy is the loader's.
        let (code, said) = program.play(&arguments, &[("LD_BIND_NOW", "1")])?;
        if code != 0 {
            return Err(format!("exit code {code}: {said}").into());
        }
        let logged = fs::read_to_string(&log)?;
        if !logged.contains("\"intent\"") || !logged.contains("call_failed") {
            return Err(format!("nothing was logged: {logged}").into());
        }
        if logged.contains(&self.key) {
            return Err("the key stands in the log".into());
        }
        Ok(())
    }

    fn log(&self) -> PathBuf {
        self.file.with_extension("log")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        for file in [self.file.clone(), self.log()] {
            let _ = fs::remove_file(file);
        }
    }
}
