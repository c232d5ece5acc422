//! Why a command ended early.

use std::io;
use std::path::Path;

use seam_acs_core::Error;

use crate::exit_code;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What core says.
    Core(Error),
    /// A signal, or an answer of no, before anything was sent.
    Stopped,
    /// Arguments or files that cannot be used: a sentence. Nothing was sent.
    Usage(String),
}

impl Failure {
    /// A file that cannot be used.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Failure {
        Failure::Usage(format!("{}: {error}", path.display()))
    }

    /// What the command ends with.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Failure::Core(error) => exit_code::of_error(error),
            Failure::Stopped => exit_code::STOPPED,
            Failure::Usage(_) => exit_code::USAGE,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Core(error)
    }
}
