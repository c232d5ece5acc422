//! Where systems keep the certificates that they trust.

use std::path::{Path, PathBuf};

/// In this order. `openssl_probe::probe` has the same list, and hears the environment before it, also where that must not be.
const FILES: [&str; 7] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/ssl/cert.pem",
    "/opt/etc/ssl/certs/ca-certificates.crt",
];

/// The first file that there is.
pub(super) fn file() -> Option<PathBuf> {
    FILES.iter().map(Path::new).find(|file| file.exists()).map(Path::to_owned)
}

/// The folders that there are.
pub(super) fn directories() -> Vec<PathBuf> {
    openssl_probe::candidate_cert_dirs().map(Path::to_owned).collect()
}
