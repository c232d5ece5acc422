//! The certificates that are trusted, read once per process and not before the first https request.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, KeyProvider};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::SigningKey;
use rustls::{ClientConfig, RootCertStore};
use rustls_native_certs::{CertificateResult, load_certs_from_paths};

use super::certificate_clock::CertificateClock;
use crate::base::background_thread::BackgroundThread;
use crate::config::settings::Trust;
use crate::model::error::{Error, Failure};

/// TLS configurations by what they trust.
pub(super) struct TlsRootsCache {
    made: tokio::sync::Mutex<HashMap<Trust, ClientConfig>>,
    /// Its own: the files may lie on a disk that stalls.
    thread: BackgroundThread,
}

impl Default for TlsRootsCache {
    fn default() -> Self {
        Self { made: tokio::sync::Mutex::default(), thread: BackgroundThread::named("seam-acs-certs") }
    }
}

impl TlsRootsCache {
    pub(super) async fn config(&self, trust: &Trust) -> Result<ClientConfig, Error> {
        let mut made = self.made.lock().await;
        if let Some(config) = made.get(trust) {
            return Ok(config.clone());
        }
        let source = trust.clone();
        let loading = self.thread.run(move || roots(&source));
        let roots =
            loading.await.map_err(|error| Error::internal(format!("reading certificates: {error}")))??;
        let config = config_with(roots)?;
        made.insert(trust.clone(), config.clone());
        Ok(config)
    }
}

fn config_with(roots: RootCertStore) -> Result<ClientConfig, Error> {
    let provider = CryptoProvider { key_provider: &NoKeys, ..rustls::crypto::ring::default_provider() };
    let builder = ClientConfig::builder_with_details(Arc::new(provider), Arc::new(CertificateClock))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::internal(format!("TLS versions: {error}")))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Private keys are for clients with certificates, which Seam does not have: without them the code that reads them and
/// signs with them is left out.
#[derive(Debug)]
struct NoKeys;

impl KeyProvider for NoKeys {
    fn load_private_key(&self, _: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        Err(rustls::Error::General("there are no client certificates here".to_owned()))
    }
}

fn roots(trust: &Trust) -> Result<RootCertStore, Error> {
    crate::base::failpoint::hit("certificates");
    let mut store = RootCertStore::empty();
    match trust {
        Trust::Nobody => {}
        Trust::Named { file, directory } => {
            let found = load_certs_from_paths(file.as_deref(), directory.as_deref());
            let named = [file, directory].into_iter().flatten().map(|path| path.display().to_string());
            let named = named.collect::<Vec<_>>().join(" and ");
            if add(&mut store, found.certs) == 0 {
                let reason = found.errors.first().map_or("it holds none".to_owned(), ToString::to_string);
                return Err(unusable(&named, &reason));
            }
        }
        Trust::System { file, directories } => {
            for certificates in system_certificates(file.as_deref(), directories) {
                add(&mut store, certificates);
            }
            if store.is_empty() {
                store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            }
        }
    }
    Ok(store)
}

/// The bundle file alone where there is one: the directories repeat it in parts.
fn system_certificates(
    file: Option<&Path>,
    directories: &[std::path::PathBuf],
) -> Vec<Vec<CertificateDer<'static>>> {
    let load = |result: CertificateResult| result.certs;
    match file.map(|file| load(load_certs_from_paths(Some(file), None))) {
        Some(bundle) if !bundle.is_empty() => vec![bundle],
        _ => directories.iter().map(|directory| load(load_certs_from_paths(None, Some(directory)))).collect(),
    }
}

/// Unparsable certificates are left out, as every TLS library does with a system's store.
fn add(store: &mut RootCertStore, certificates: Vec<CertificateDer<'static>>) -> usize {
    store.add_parsable_certificates(certificates).0
}

fn unusable(named: &str, reason: &str) -> Error {
    let failure = Failure::new(format!("no trusted certificate could be read from {named}: {reason}"));
    Error::Tls(Box::new(failure.advise("Check the option ca_file, or SSL_CERT_FILE and SSL_CERT_DIR")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_roots_stand_in_only_for_a_system_that_has_none() {
        let nothing = Trust::System { file: None, directories: Vec::new() };
        assert_eq!(roots(&nothing).expect("bundled").len(), webpki_roots::TLS_SERVER_ROOTS.len());
        let one = std::env::temp_dir().join(format!("seam-acs-root-{}.pem", std::process::id()));
        let certificate = rcgen::generate_simple_self_signed(vec!["panel".to_owned()]).expect("signed");
        std::fs::write(&one, certificate.cert.pem()).expect("written");
        let system = Trust::System { file: Some(one.clone()), directories: Vec::new() };
        assert_eq!(roots(&system).expect("the one").len(), 1, "never merged");
        std::fs::write(&one, "no certificate").expect("written");
        let named = Trust::Named { file: Some(one.clone()), directory: None };
        assert!(roots(&named).is_err(), "a source that was named is never replaced");
        std::fs::remove_file(&one).expect("removed");
    }
}
