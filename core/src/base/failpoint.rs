//! Panics where a test asks for one, in builds with the feature `failpoints`: they show that a bug in any layer
//! stays inside. No build that is shipped has the feature, and without it nothing of this is left.

#[cfg(feature = "failpoints")]
use std::sync::{Mutex, PoisonError};

/// A place that a test can name.
#[inline]
pub fn hit(place: &str) {
    #[cfg(feature = "failpoints")]
    assert!(!take(place), "failpoint {place}");
    #[cfg(not(feature = "failpoints"))]
    let _ = place;
}

/// Lets the next passage of a place panic, once; `""` takes that back. Says whether the panic set before has
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
