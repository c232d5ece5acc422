//! A wall clock of a driver's own, which a test sets while the driver runs.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use seam_acs_c_tests::{Failure, Library};

/// The clock of one driver: libfaketime reads from a file what to add to the time.
///
/// The clocks that cannot jump, monotonic and since boot, stay as they are: nothing but the kernel moves those.
pub(crate) struct Clock {
    file: PathBuf,
}

impl Clock {
    pub(crate) fn new() -> Result<Clock, Failure> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("clock-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let clock = Clock { file: Library::build()?.folder().join(name) };
        clock.jump("+0")?;
        Ok(clock)
    }

    /// What the driver's environment needs.
    pub(crate) fn variables(&self) -> Result<Vec<(&'static str, String)>, Failure> {
        // Debian puts it into the folder of the machine's kind.
        let folders = std::fs::read_dir("/usr/lib")?.flatten().map(|entry| entry.path());
        let mut files =
            folders.chain([PathBuf::from("/usr/lib")]).map(|at| at.join("faketime/libfaketime.so.1"));
        let library = files.find(|file| file.exists());
        let library = library.ok_or("libfaketime is missing; Debian: apt-get install libfaketime")?;
        Ok(vec![
            ("LD_PRELOAD", library.display().to_string()),
            ("FAKETIME_TIMESTAMP_FILE", self.file.display().to_string()),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
            ("DONT_FAKE_MONOTONIC", "1".to_owned()),
            // Its fstat locks a semaphore that it unmaps when the process exits, while our engine still looks
            // at its descriptors: libfaketime 0.9.10 crashed so.
            ("NO_FAKE_STAT", "1".to_owned()),
        ])
    }

    /// Sets the clock, such as `+3650d`, from the true time.
    pub(crate) fn jump(&self, by: &str) -> Result<(), Failure> {
        // In one step, so that the driver never reads half of it.
        let fresh = self.file.with_extension("fresh");
        std::fs::write(&fresh, by)?;
        Ok(std::fs::rename(fresh, &self.file)?)
    }

    /// Whether a driver's seconds since 1970 are years away from the true ones.
    pub(crate) fn is_far_off(seconds: i64) -> bool {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        seconds.abs_diff(i64::try_from(now).unwrap_or(0)) > 365 * 86_400
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
    }
}
