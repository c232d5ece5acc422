//! Waits for an operation, stops it when a signal comes, and tells how far it is.

use std::time::Duration;

use seam_acs_core::{Error, Operation, Progress, Response};

use crate::failure::Failure;
use crate::signals::Signals;

/// How often signals and progress are looked at. The end of the operation is seen at once.
const SLICE: Duration = Duration::from_millis(50);

/// Waits for the end of an operation, and gives its result.
pub(crate) fn follow(operation: &Operation, signals: &Signals) -> Result<Response, Error> {
    watch(operation, signals, |_| {})
}

/// The same; `tell` is called with how far it is.
pub(crate) fn watch(
    operation: &Operation,
    signals: &Signals,
    mut tell: impl FnMut(&Progress),
) -> Result<Response, Error> {
    let mut is_cancelled = false;
    while !operation.wait(Some(SLICE)) {
        if signals.stopped() && !is_cancelled {
            // It ends by itself: what was sent is still waited for, as shortly as core can.
            operation.cancel();
            is_cancelled = true;
        }
        tell(&operation.progress());
    }
    operation.result()
}

/// Fails where a signal came between two operations.
pub(crate) fn stop_if_asked(signals: &Signals) -> Result<(), Failure> {
    if signals.stopped() { Err(Failure::Stopped) } else { Ok(()) }
}
