//! Panics where a test asks for one, in builds with the feature `failpoints`. Tests use them to show that a panic in
//! any layer does not reach the host. No shipped build has the feature; without it, failpoints compile to nothing.

#[cfg(feature = "failpoints")]
use std::sync::{Mutex, PoisonError};

/// A place where a test can ask for a panic.
#[inline]
pub fn hit(place: &str) {
    #[cfg(feature = "failpoints")]
    assert!(!take(place), "failpoint {place}");
    #[cfg(not(feature = "failpoints"))]
    let _ = place;
}

/// Makes the next [`hit`] of `place` panic, once; `""` cancels that. Returns whether the panic that was set before has
/// happened.
#[cfg(feature = "failpoints")]
pub fn set(place: &str) -> bool {
    let mut failpoint = FAILPOINT.lock().unwrap_or_else(PoisonError::into_inner);
    let happened = failpoint.is_empty();
    place.clone_into(&mut failpoint);
    happened
}

/// Whether the panic set last has happened.
#[cfg(feature = "failpoints")]
pub fn has_happened() -> bool {
    FAILPOINT.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
}

#[cfg(feature = "failpoints")]
static FAILPOINT: Mutex<String> = Mutex::new(String::new());

#[cfg(feature = "failpoints")]
fn take(place: &str) -> bool {
    let mut failpoint = FAILPOINT.lock().unwrap_or_else(PoisonError::into_inner);
    let is_here = *failpoint == place;
    if is_here {
        failpoint.clear();
    }
    is_here
}
