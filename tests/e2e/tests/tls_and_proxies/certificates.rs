//! Certificates that are right, and ones that are wrong in one way each.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, DnValue, IsCa, Issuer,
    KeyPair, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// An authority that no machine knows.
pub(crate) struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// What a server shows, with its key.
pub(crate) struct Identity {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: KeyPair,
    pub(crate) pem: String,
}

impl Identity {
    fn of(certificate: &Certificate, key: KeyPair) -> Self {
        Self { chain: vec![certificate.der().clone()], key, pem: certificate.pem() }
    }

    pub(crate) fn private_key(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.serialize_der()).into()
    }
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        // A name of its own, or it would be taken for another one with a wrong signature.
        params.distinguished_name.push(DnType::CommonName, format!("authority {}", next_number()));
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self { certificate: params.self_signed(&key).unwrap(), issuer: Issuer::new(params, key) }
    }

    pub(crate) fn pem(&self) -> String {
        self.certificate.pem()
    }

    pub(crate) fn vouches_for(&self, host: &str) -> Identity {
        self.sign(&CertificateParams::new(vec![host.to_owned()]).unwrap())
    }

    pub(crate) fn vouched_for(&self, host: &str) -> Identity {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 1, 1);
        self.sign(&params)
    }

    pub(crate) fn will_vouch_for(&self, host: &str) -> Identity {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2090, 1, 1);
        params.not_after = date_time_ymd(2091, 1, 1);
        self.sign(&params)
    }

    fn sign(&self, params: &CertificateParams) -> Identity {
        let key = KeyPair::generate().unwrap();
        Identity::of(&params.signed_by(&key, &self.issuer).unwrap(), key)
    }
}

/// A certificate that vouches for itself.
pub(crate) fn self_signed(host: &str) -> Identity {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    Identity::of(&params.self_signed(&key).unwrap(), key)
}

/// A certificate in the name of an authority that is bundled with the library, which of course did not sign it.
/// Refusing its signature takes the authority's key: so it shows whether that authority is known.
pub(crate) fn forged(host: &str) -> Identity {
    let printable = |text: &str| DnValue::PrintableString(text.try_into().unwrap());
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, printable("US"));
    name.push(DnType::OrganizationName, printable("Internet Security Research Group"));
    name.push(DnType::CommonName, printable("ISRG Root X2"));
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.distinguished_name = name;
    let forger = Issuer::new(authority, KeyPair::generate().unwrap());
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    Identity::of(&params.signed_by(&key, &forger).unwrap(), key)
}

/// A text in a file of its own, which goes when the test ends.
pub(crate) struct TextFile(PathBuf);

impl TextFile {
    pub(crate) fn with(text: &str) -> Self {
        let name = format!("tls-{}-{}.pem", std::process::id(), next_number());
        let file = seam_acs_e2e::scratch(&name);
        std::fs::write(&file, text).unwrap();
        Self(file)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// A directory with this file under a name of the kind that `openssl rehash` gives.
    pub(crate) fn as_directory(&self) -> String {
        let directory = self.directory();
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::copy(&self.0, directory.join("0a1b2c3d.0")).unwrap();
        directory.to_str().unwrap().to_owned()
    }

    fn directory(&self) -> PathBuf {
        self.0.with_extension("d")
    }
}

impl Drop for TextFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.directory());
        let _ = std::fs::remove_file(&self.0);
    }
}

fn next_number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
