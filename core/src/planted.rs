//! Panics where a test asks for one, in builds with the feature `planted-panics`: they show that a bug in any layer
//! stays inside. No build that is shipped has the feature, and without it nothing of this is left.

#[cfg(feature = "planted-panics")]
use std::sync::{Mutex, PoisonError};

/// A place that a test can name.
#[inline]
pub fn here(place: &str) {
    #[cfg(feature = "planted-panics")]
    assert!(!take(place), "planted at {place}");
    #[cfg(not(feature = "planted-panics"))]
    let _ = place;
}

/// Lets the next passage of a place panic, once; `""` takes the plan back. Says whether the panic planted before has
/// happened.
#[cfg(feature = "planted-panics")]
pub fn plant(place: &str) -> bool {
    let mut planted = PLANTED.lock().unwrap_or_else(PoisonError::into_inner);
    let happened = planted.is_empty();
    place.clone_into(&mut planted);
    happened
}

/// Whether the panic planted last has happened.
#[cfg(feature = "planted-panics")]
pub fn has_happened() -> bool {
    PLANTED.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
}

#[cfg(feature = "planted-panics")]
static PLANTED: Mutex<String> = Mutex::new(String::new());

#[cfg(feature = "planted-panics")]
fn take(place: &str) -> bool {
    let mut planted = PLANTED.lock().unwrap_or_else(PoisonError::into_inner);
    let is_here = *planted == place;
    if is_here {
        planted.clear();
    }
    is_here
}
