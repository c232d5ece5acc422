//! What macOS has beside the rest of Unix.

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use security_framework::trust_settings::{Domain, TrustSettings, TrustSettingsForCertificate};

pub(crate) use super::unix::{Descriptor, FlagEnd, Witness};
pub(super) use super::unix::{
    HOSTS_CLOSE_DESCRIPTORS, VARIABLES_HAVE_CASE, append, count_forks_in, create_private_file,
    device_and_inode, device_and_inode_of_number, device_and_inode_of_path, flag, flag_event, flag_number,
    host_name, is_exhaustion, is_refused_link, keep_from_others, kind_of_no_file, lock_for_this_process,
    lower, make_private_folder, open_own_file, open_to_append, raise, read_at, refuse_shared, stay_loaded,
    sync_folder, unlock, with_signals_blocked, witness, write_if_ready, write_to_number_if_ready,
};
use super::unix::{has_other_rights, time_of};

/// On macOS this clock runs while the machine sleeps.
pub(super) fn time_since_boot() -> Duration {
    time_of(libc::CLOCK_MONOTONIC)
}

pub(super) fn boot_id() -> Option<String> {
    let mut text = [0_u8; 64];
    let mut length = text.len();
    let (name, no_value) = (c"kern.bootsessionuuid".as_ptr(), std::ptr::null_mut());
    // SAFETY: the length is that of the text, and no new value is set.
    let failed =
        unsafe { libc::sysctlbyname(name, text.as_mut_ptr().cast(), &raw mut length, no_value, 0) } != 0;
    let id = text.split(|byte| *byte == 0).next().filter(|id| !failed && !id.is_empty())?;
    Some(String::from_utf8_lossy(id).into_owned())
}

/// The kernel has no such pages.
pub(super) fn memory_that_forks_empty() -> Option<*mut AtomicU64> {
    None
}

pub(super) fn unmap(_: *mut AtomicU64) {}

pub(super) fn runs_privileged() -> bool {
    // SAFETY: it only reads, and cannot fail.
    has_other_rights() || unsafe { libc::issetugid() } != 0
}

/// What the keychains trust. The user's settings come before the administrator's, and those before the system's.
pub(super) fn trusted_certificates() -> Option<Vec<Vec<u8>>> {
    let mut decided: HashMap<Vec<u8>, bool> = HashMap::new();
    for domain in [Domain::User, Domain::Admin, Domain::System] {
        let settings = TrustSettings::new(domain);
        // A domain in which nobody decided anything is an error there.
        let Ok(certificates) = settings.iter() else { continue };
        for certificate in certificates {
            decided
                .entry(certificate.to_der())
                .or_insert_with(|| is_root(settings.tls_trust_settings_for_certificate(&certificate)));
        }
    }
    let trusted = decided.into_iter().filter(|(_, is_trusted)| *is_trusted);
    Some(trusted.map(|(certificate, _)| certificate).collect()).filter(|all: &Vec<_>| !all.is_empty())
}

/// A certificate without settings of its own is trusted; one whose settings cannot be read is not.
fn is_root(settings: security_framework::base::Result<Option<TrustSettingsForCertificate>>) -> bool {
    use TrustSettingsForCertificate::{TrustAsRoot, TrustRoot};
    matches!(settings, Ok(None | Some(TrustRoot | TrustAsRoot)))
}
