//! Where an outbox is.

use std::path::{Path, PathBuf};

use clap::Args;
use seam_acs_core::Outbox;

use crate::failure::Failure;

/// The folder of an outbox.
#[derive(Debug, Args)]
pub(crate) struct Folder {
    #[arg(
        long,
        value_name = "FOLDER",
        help = "The folder of the outbox, its owner's alone [environment: SEAM_ACS_OUTBOX]"
    )]
    folder: Option<PathBuf>,
}

/// What every command of an outbox takes that does not talk to Seam.
#[derive(Debug, Args)]
#[command(next_help_heading = "Outbox and output")]
pub(crate) struct Place {
    #[command(flatten)]
    folder: Folder,
    /// Print JSON for programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

impl Folder {
    /// Opens the outbox, and makes it where it is missing.
    pub(crate) fn open_or_make(&self) -> Result<Outbox, Failure> {
        Ok(Outbox::open(&self.path()?)?)
    }

    fn path(&self) -> Result<PathBuf, Failure> {
        let named = self.folder.clone().or_else(|| std::env::var_os("SEAM_ACS_OUTBOX").map(PathBuf::from));
        let named = named.filter(|path| !path.as_os_str().is_empty());
        named.ok_or_else(|| Failure::Usage("--folder or SEAM_ACS_OUTBOX must name the outbox".to_owned()))
    }
}

impl Place {
    /// Opens the outbox, and makes it where it is missing.
    pub(crate) fn open_or_make(&self) -> Result<Outbox, Failure> {
        self.folder.open_or_make()
    }

    /// Opens an outbox that is there: a folder that was mistyped must not look like an outbox that is empty.
    pub(crate) fn open(&self) -> Result<Outbox, Failure> {
        Ok(Outbox::open(&self.existing()?)?)
    }

    /// The folder, which is there.
    pub(crate) fn existing(&self) -> Result<PathBuf, Failure> {
        let path = self.folder.path()?;
        if path.is_dir() { Ok(path) } else { Err(missing(&path)) }
    }
}

fn missing(path: &Path) -> Failure {
    Failure::Usage(format!("there is no outbox in {}", path.display()))
}
