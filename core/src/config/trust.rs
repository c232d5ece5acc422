//! Whose certificates are trusted, and whether the files that say so have changed.

use std::collections::hash_map::DefaultHasher;
use std::fs::{self, Metadata};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use reqwest::Url;

use super::env::certificate_paths;
use super::options::Options;
use super::system_store;
use crate::base::secret::Secret;
use crate::sys::own_descriptor::FileIdentity;

/// Whose certificates are trusted: one source, never several merged. An authority that the administrator distrusts must
/// stay out. All paths are absolute: the process may change its directory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Trust {
    /// Plain HTTP: no certificate is checked.
    Nobody,
    /// The option `ca_file`.
    Option(PathBuf),
    /// `SSL_CERT_FILE` and the list `SSL_CERT_DIR`.
    Environment { file: Option<PathBuf>, directories: Vec<PathBuf> },
    /// The system's store; the bundled roots if it yields none.
    System { file: Option<PathBuf>, directories: Vec<PathBuf> },
}

impl Trust {
    /// What the options and the machine say.
    pub(crate) fn choose(
        options: &Options,
        endpoint: &Url,
        proxy: Option<&Secret>,
        trust_env: bool,
    ) -> Trust {
        let secure_proxy = proxy.is_some_and(|proxy| proxy.expose().starts_with("https://"));
        if endpoint.scheme() == "http" && !secure_proxy {
            return Trust::Nobody;
        }
        if let Some(file) = &options.ca_file {
            return Trust::Option(absolute(Path::new(file)));
        }
        let (file, directories) = if trust_env { certificate_paths() } else { (None, Vec::new()) };
        if file.is_some() || !directories.is_empty() {
            let directories = directories.iter().map(|directory| absolute(directory)).collect();
            return Trust::Environment { file: file.as_deref().map(absolute), directories };
        }
        Trust::System { file: system_store::file(), directories: system_store::directories() }
    }

    /// The file and the directories to read.
    pub(crate) fn paths(&self) -> (Option<&Path>, &[PathBuf]) {
        match self {
            Trust::Nobody => (None, &[]),
            Trust::Option(file) => (Some(file), &[]),
            Trust::Environment { file, directories } | Trust::System { file, directories } => {
                (file.as_deref(), directories)
            }
        }
    }

    /// The same as text.
    pub(crate) fn named(&self) -> String {
        let (file, directories) = self.paths();
        let paths = file.into_iter().chain(directories.iter().map(PathBuf::as_path));
        paths.map(|path| path.display().to_string()).collect::<Vec<_>>().join(" and ")
    }

    /// A number that is another one when a file was replaced, changed, added or removed.
    pub(crate) fn version(&self) -> u64 {
        let (file, directories) = self.paths();
        let entries =
            directories.iter().filter_map(|directory| fs::read_dir(directory).ok()).flatten().flatten();
        // A sum, as a directory has no order.
        let sum = |all: u64, path: &Path| all.wrapping_add(version_of(path));
        let version = entries.fold(0, |all, entry| sum(all, &entry.path()));
        file.map_or(version, |file| sum(version, file))
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn version_of(path: &Path) -> u64 {
    let mut version = DefaultHasher::new();
    path.hash(&mut version);
    fs::metadata(path).ok().map(|found| state(path, &found)).hash(&mut version);
    version.finish()
}

fn state(path: &Path, found: &Metadata) -> impl Hash + use<> {
    let changed = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    (FileIdentity::of_path(path, found), changed, found.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_stays_in_the_directory_that_the_client_was_made_in() {
        let mut options = Options::new();
        options.set("ca_file", "trusted.pem").expect("a path");
        let endpoint = Url::parse("https://connect.getseam.com").expect("a URL");
        let here = std::env::current_dir().expect("a directory");
        let trust = Trust::choose(&options, &endpoint, None, false);
        assert_eq!(trust, Trust::Option(here.join("trusted.pem")));
    }
}
