//! Compiles a program unless it was compiled already from the same sources in the same way.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Failure;

/// Runs a compiler, complete but for its output, which is to be `file`. `sources` are files, and folders whose files count.
///
/// # Errors
/// The compiler cannot be started, or has anything at all to say; the error has its words.
pub fn compile(mut compiler: Command, sources: &[&Path], file: &Path) -> Result<(), Failure> {
    let key = key(&compiler, sources)?;
    let noted = PathBuf::from(format!("{}.key", file.display()));
    if file.is_file() && fs::read_to_string(&noted).is_ok_and(|noted| noted == key) {
        return Ok(());
    }
    // Another test may be running this program while it is compiled here.
    let fresh = PathBuf::from(format!("{}.{}", file.display(), unique()));
    let said = compiler.arg("-o").arg(&fresh).output();
    let said = said.map_err(|error| format!("{compiler:?} cannot be started: {error}"))?;
    if !said.status.success() {
        return Err(format!("{compiler:?}: {}", String::from_utf8_lossy(&said.stderr)).into());
    }
    fs::rename(&fresh, file)?;
    Ok(fs::write(noted, key)?)
}

/// Differs as soon as an argument or a byte of a source does.
fn key(compiler: &Command, sources: &[&Path]) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    compiler.get_program().hash(&mut hasher);
    compiler.get_args().collect::<Vec<_>>().hash(&mut hasher);
    for source in sources {
        for file in files(source)? {
            file.hash(&mut hasher);
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn files(source: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !source.is_dir() {
        return Ok(vec![source.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(source)? {
        files.extend(Some(entry?.path()).filter(|path| path.is_file()));
    }
    files.sort();
    Ok(files)
}

/// A suffix that no other file of this run has.
pub(crate) fn unique() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
