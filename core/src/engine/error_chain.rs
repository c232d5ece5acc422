//! What an error of the HTTP client was caused by.

use std::error::Error as StdError;

/// The first cause of this type.
pub(super) fn find<T: StdError + 'static>(error: &reqwest::Error) -> Option<&T> {
    chain(error).find_map(|link| link.downcast_ref::<T>())
}

/// The causes, from the outermost to the innermost.
pub(super) fn chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |link: &&'_ (dyn StdError + 'static)| (*link).source())
}
