//! The certificates that are trusted, read once per process and not before the first https request.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::crypto::{CryptoProvider, KeyProvider};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::SigningKey;
use rustls::{ClientConfig, RootCertStore};
use rustls_native_certs::{CertificateResult, load_certs_from_paths};

use super::certificate_clock::CertificateClock;
use crate::base::background_thread::BackgroundThread;
use crate::base::failpoint;
use crate::config::trust::Trust;
use crate::model::error::{Error, Failure};
use crate::sys::os::{refused_descriptor, trusted_certificates};

/// TLS configurations by what they trust.
pub(super) struct TlsRootsCache {
    made: Mutex<HashMap<Trust, Arc<TlsConfig>>>,
    /// Held by whoever reads certificates, so that they are read once.
    reading: tokio::sync::Mutex<()>,
    /// Its own: the files may lie on a disk that stalls.
    thread: BackgroundThread,
}

/// A TLS configuration that was made from certificates as they were then.
pub(super) struct TlsConfig {
    pub(super) config: ClientConfig,
    /// Whether the roots are our own, as the machine has none.
    pub(super) has_bundled_roots: bool,
    version: u64,
    is_outdated: AtomicBool,
}

impl TlsConfig {
    /// Whether the certificates were changed since. Connections and sessions that were made with them are not used any
    /// more.
    pub(super) fn is_outdated(&self) -> bool {
        self.is_outdated.load(Ordering::Acquire)
    }
}

impl Default for TlsRootsCache {
    fn default() -> Self {
        Self {
            made: Mutex::default(),
            reading: tokio::sync::Mutex::default(),
            thread: BackgroundThread::named("seam-acs-certs"),
        }
    }
}

impl TlsRootsCache {
    pub(super) async fn config(&self, trust: &Trust) -> Result<Arc<TlsConfig>, Error> {
        let _reading = self.reading.lock().await;
        if let Some(config) = self.made().get(trust) {
            return Ok(Arc::clone(config));
        }
        let source = trust.clone();
        let loading = self.thread.run(move || read(&source));
        let config =
            loading.await.map_err(|error| Error::internal(format!("reading certificates: {error}")))??;
        let config = Arc::new(config);
        let mut made = self.made();
        // Nobody but this cache has those that no pool uses.
        made.retain(|_, config| Arc::strong_count(config) > 1);
        made.insert(trust.clone(), Arc::clone(&config));
        Ok(config)
    }

    /// Looks at the files again, and says whether they have changed since their certificates were read. If so, they are
    /// read again when next they are needed.
    pub(super) fn look_again(&self, trust: &Trust) -> bool {
        let Some(known) = self.made().get(trust).map(|config| config.version) else { return false };
        if trust.version() == known {
            return false;
        }
        let mut made = self.made();
        if made.get(trust).is_some_and(|config| config.version == known)
            && let Some(outdated) = made.remove(trust)
        {
            outdated.is_outdated.store(true, Ordering::Release);
        }
        true
    }

    /// The same on another thread.
    pub(super) async fn look_again_aside(self: &Arc<Self>, trust: &Trust) -> bool {
        let (cache, trust) = (Arc::clone(self), trust.clone());
        self.thread.run(move || cache.look_again(&trust)).await.unwrap_or(false)
    }

    /// Gives back what was read; it is read again when it is needed.
    pub(super) fn forget(&self) {
        *self.made() = HashMap::new();
    }

    fn made(&self) -> MutexGuard<'_, HashMap<Trust, Arc<TlsConfig>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(trust: &Trust) -> Result<TlsConfig, Error> {
    // Before the files: what changes meanwhile is noticed later.
    let version = trust.version();
    let (roots, has_bundled_roots) = roots(trust)?;
    Ok(TlsConfig {
        config: config_with(roots)?,
        has_bundled_roots,
        version,
        is_outdated: AtomicBool::new(false),
    })
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

/// The trusted roots, and whether they are the bundled ones.
fn roots(trust: &Trust) -> Result<(RootCertStore, bool), Error> {
    failpoint::hit("certificates");
    let mut store = RootCertStore::empty();
    let (file, directories) = trust.paths();
    match trust {
        Trust::Nobody => {}
        Trust::Option(_) | Trust::Environment { .. } => {
            let found = all_certificates(file, directories);
            if add(&mut store, found.certs) == 0 {
                return Err(unusable(trust, &found.errors));
            }
        }
        Trust::System { .. } => {
            add(&mut store, system_certificates(file, directories));
            if store.is_empty() {
                store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
                return Ok((store, true));
            }
        }
    }
    Ok((store, false))
}

fn all_certificates(file: Option<&Path>, directories: &[PathBuf]) -> CertificateResult {
    let mut all = load_certs_from_paths(file, None);
    for directory in directories {
        let found = load_certs_from_paths(None, Some(directory));
        all.certs.extend(found.certs);
        all.errors.extend(found.errors);
    }
    all
}

/// Those of the system's own store, or of the bundle file alone where there is one: the directories repeat it in parts.
fn system_certificates(file: Option<&Path>, directories: &[PathBuf]) -> Vec<CertificateDer<'static>> {
    if let Some(certificates) = trusted_certificates() {
        return certificates.into_iter().map(CertificateDer::from).collect();
    }
    let bundle = load_certs_from_paths(file, None).certs;
    if bundle.is_empty() { all_certificates(None, directories).certs } else { bundle }
}

/// Unparsable certificates are left out, as every TLS library does with a system's store.
fn add(store: &mut RootCertStore, certificates: Vec<CertificateDer<'static>>) -> usize {
    store.add_parsable_certificates(certificates).0
}

fn unusable(trust: &Trust, errors: &[rustls_native_certs::Error]) -> Error {
    let named = trust.named();
    if let Some(refused) = refused_descriptor() {
        return Error::Resources(format!("a descriptor to read certificates from {named}: {refused}"));
    }
    let reason = errors
        .first()
        .map_or("it holds no PEM certificate (BEGIN CERTIFICATE)".to_owned(), ToString::to_string);
    let failure = Failure::new(format!("no trusted certificate could be read from {named}: {reason}"));
    let advice = match trust {
        Trust::Option(_) => "Check the option ca_file",
        _ => "Check SSL_CERT_FILE and SSL_CERT_DIR",
    };
    Error::Tls(Box::new(failure.advise(advice)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_roots_stand_in_only_for_a_system_that_has_none() {
        let nothing = Trust::System { file: None, directories: Vec::new() };
        assert_eq!(roots(&nothing).expect("bundled").0.len(), webpki_roots::TLS_SERVER_ROOTS.len());
        let one = std::env::temp_dir().join(format!("seam-acs-root-{}.pem", std::process::id()));
        let certificate = rcgen::generate_simple_self_signed(vec!["panel".to_owned()]).expect("signed");
        std::fs::write(&one, certificate.cert.pem()).expect("written");
        let system = Trust::System { file: Some(one.clone()), directories: Vec::new() };
        assert_eq!(roots(&system).expect("the one").0.len(), 1, "never merged");
        std::fs::write(&one, "no certificate").expect("written");
        let named = Trust::Option(one.clone());
        assert!(roots(&named).is_err(), "a source that was named is never replaced");
        std::fs::remove_file(&one).expect("removed");
    }
}
