//! Room for what grows with the answers of a server, where the system may refuse it.

use std::collections::TryReserveError;
use std::hint::black_box;

/// Makes room for so many elements more.
///
/// What is large leaves room for what is small: the small allocations that follow, ours and those of the libraries below us, cannot be
/// refused without ending the process.
///
/// # Errors
/// The system refuses; nothing changed.
pub fn reserve<T>(elements: &mut Vec<T>, more: usize) -> Result<(), TryReserveError> {
    if elements.capacity() - elements.len() >= more {
        return Ok(());
    }
    let needed = elements.capacity().max(more).saturating_mul(size_of::<T>());
    let _spare = (needed >= LARGE).then(spare).transpose()?;
    elements.try_reserve(more)
}

/// Room that is given back at once, so that it is known to be there.
///
/// # Errors
/// The system refuses.
pub fn spare() -> Result<Vec<u8>, TryReserveError> {
    let mut spare = Vec::new();
    spare.try_reserve_exact(SPARE)?;
    // Otherwise the compiler may see that nothing is kept in it.
    Ok(black_box(spare))
}

/// From here on an allocation is large.
const LARGE: usize = 1 << 20;
const SPARE: usize = 4 << 20;
