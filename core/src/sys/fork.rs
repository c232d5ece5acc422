//! State that belongs to one process: a forked child gets its own and never touches the parent's.

use std::sync::atomic::{AtomicPtr, Ordering};

use super::generation::{self, Generation};

/// A value that each process makes for itself.
///
/// The generation is compared before anything else is touched: a lock inside the inherited value may be held by a thread
/// that the child does not have. The inherited value is leaked, never dropped: dropping could join a thread that
/// is not there, or shut down a socket that the parent still uses.
pub(crate) struct ForkLocal<T> {
    current: AtomicPtr<Owned<T>>,
}

struct Owned<T> {
    made_in: Generation,
    value: T,
}

impl<T> ForkLocal<T> {
    pub(crate) const fn empty() -> Self {
        Self { current: AtomicPtr::new(std::ptr::null_mut()) }
    }

    pub(crate) fn new(value: T) -> Self {
        let owned = Box::into_raw(Box::new(Owned { made_in: generation::current(), value }));
        Self { current: AtomicPtr::new(owned) }
    }

    /// This process's value, made by `make` if it has none yet.
    pub(crate) fn get_or_make(&self, make: impl FnOnce() -> T) -> &T {
        let seen = self.current.load(Ordering::Acquire);
        if let Some(value) = Self::of_this_process(seen) {
            return value;
        }
        let fresh = Box::into_raw(Box::new(Owned { made_in: generation::current(), value: make() }));
        let winner = match self.current.compare_exchange(seen, fresh, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => fresh,
            Err(other) => {
                // SAFETY: `fresh` comes from Box::into_raw above and was never shared.
                drop(unsafe { Box::from_raw(fresh) });
                other
            }
        };
        // SAFETY: never null here: either `fresh`, or what another thread of this process stored in the same race.
        let winner = unsafe { &*winner };
        &winner.value
    }

    /// This process's value, if it was made here.
    pub(crate) fn get(&self) -> Option<&T> {
        Self::of_this_process(self.current.load(Ordering::Acquire))
    }

    fn of_this_process<'a>(owned: *mut Owned<T>) -> Option<&'a T> {
        // SAFETY: a non-null pointer comes from Box::into_raw and is freed only by drop, which has exclusive access.
        let owned = unsafe { owned.as_ref() }?;
        (owned.made_in == generation::current()).then_some(&owned.value)
    }
}

impl<T> Drop for ForkLocal<T> {
    fn drop(&mut self) {
        let owned = *self.current.get_mut();
        if Self::of_this_process(owned).is_some() {
            // SAFETY: made by Box::into_raw in this process, and nobody else can hold a reference during drop.
            drop(unsafe { Box::from_raw(owned) });
        }
    }
}

impl<T> std::fmt::Debug for ForkLocal<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ForkLocal")
    }
}

// SAFETY: the value is only handed out by shared reference, so sharing the cell needs what sharing the value needs.
unsafe impl<T: Send + Sync> Sync for ForkLocal<T> {}
// SAFETY: the cell owns its value.
unsafe impl<T: Send + Sync> Send for ForkLocal<T> {}
