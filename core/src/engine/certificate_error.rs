//! Why the server's certificate was refused, and what can be done about it, in words for people.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustls::CertificateError;
use rustls::pki_types::UnixTime;

use crate::config::trust::Trust;
use crate::sys::time::timestamp;

/// What is wrong with the certificate, given what is trusted.
pub(super) fn reason(error: &CertificateError, trust: &Trust, has_bundled_roots: bool) -> String {
    match error {
        CertificateError::ExpiredContext { time, not_after } => format!(
            "the server's certificate expired at {}, and this machine's clock says {}",
            moment(*not_after),
            moment(*time)
        ),
        CertificateError::NotValidYetContext { time, not_before } => format!(
            "the server's certificate is not valid yet: it is from {} on, and this machine's clock says {}",
            moment(*not_before),
            moment(*time)
        ),
        CertificateError::NotValidForNameContext { expected, presented } => {
            format!(
                "the server's certificate is not for {:?} but for {}",
                expected.to_str(),
                names(presented)
            )
        }
        CertificateError::UnknownIssuer => {
            let signed = "the server's certificate was signed by an authority that is not trusted here";
            format!("{signed}: {}", trusted(trust, has_bundled_roots))
        }
        CertificateError::BadEncoding => "the server's certificate cannot be read".to_owned(),
        // The authority is known by its name, and has another key: it was renewed, or somebody pretends to be it.
        CertificateError::BadSignature => {
            let signed =
                "the signature of the server's certificate is not that of the authority that it names";
            format!("{signed}: {}", trusted(trust, has_bundled_roots))
        }
        CertificateError::Revoked => "the server's certificate was revoked".to_owned(),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "the server's certificate is not meant for servers".to_owned()
        }
        CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            "the server's certificate is signed in a way that is not supported or not safe".to_owned()
        }
        CertificateError::Other(_) => "the server's certificate is not a server certificate".to_owned(),
        _ => "the server's certificate is not valid".to_owned(),
    }
}

/// Whether a clock that is not set, or runs ahead, explains the refusal: machines without a battery start in the past.
pub(super) fn may_be_the_clock(error: &CertificateError) -> bool {
    use CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
    matches!(error, Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. })
}

/// What can be done about it.
pub(super) fn advice(error: &CertificateError, trust: &Trust) -> &'static str {
    match (error, trust) {
        (CertificateError::ExpiredContext { .. } | CertificateError::NotValidYetContext { .. }, _) => {
            "Check this machine's clock; if it is right, the server needs another certificate"
        }
        (CertificateError::NotValidForNameContext { .. }, _) => "Check the host name of the endpoint",
        (
            CertificateError::UnknownIssuer | CertificateError::BadSignature,
            Trust::Option(_) | Trust::Environment { .. },
        ) => "Check that they have the certificate of the server's authority",
        (CertificateError::UnknownIssuer | CertificateError::BadSignature, _) => {
            "If a company proxy or a private authority signs certificates here, name its certificate with ca_file"
        }
        _ => "The server needs another certificate",
    }
}

/// What is trusted.
fn trusted(trust: &Trust, has_bundled_roots: bool) -> String {
    let paths = trust.named();
    match trust {
        Trust::Option(_) => format!("only the certificates in {paths}, which ca_file names, are"),
        Trust::Environment { .. } => {
            format!("only the certificates in {paths}, which SSL_CERT_FILE and SSL_CERT_DIR name, are")
        }
        _ if has_bundled_roots => {
            "this machine has no certificate store, so the bundled roots are in use".to_owned()
        }
        _ => format!("those in {paths} are, this machine's store"),
    }
}

fn moment(time: UnixTime) -> String {
    timestamp(UNIX_EPOCH.checked_add(Duration::from_secs(time.as_secs())).unwrap_or_else(SystemTime::now))
}

/// The first names that a certificate is for. They are the server's words, and `{:?}` shows what is in them.
fn names(presented: &[String]) -> String {
    const SHOWN: usize = 3;
    if presented.is_empty() {
        return "no name at all".to_owned();
    }
    // rustls wraps each one, as in `DnsName("example.com")`.
    let bare = |name: &String| {
        let inner = name.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"'));
        format!("{:?}", inner.map_or(name.as_str(), |(inner, _)| inner))
    };
    let shown: Vec<String> = presented.iter().take(SHOWN).map(bare).collect();
    match presented.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
