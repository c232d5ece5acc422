//! The clock that certificates are checked by.

use std::time::SystemTime;

use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;

/// The machine's. One that was never set may show a time before 1970, at which the default of rustls panics; no certificate
/// is valid then, and the error of the check says so.
#[derive(Debug)]
pub(super) struct CertificateClock;

impl TimeProvider for CertificateClock {
    fn current_time(&self) -> Option<UnixTime> {
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Some(UnixTime::since_unix_epoch(since_1970))
    }
}
