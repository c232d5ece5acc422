//! Who is to be where when all is delivered: each person is one pair, so that nobody waits for anybody.

use seam_acs_core::{Action, Error, OutboxChange, User};
use seam_acs_sandbox::{Sandbox, SandboxOptions, Seed};

/// Is taken out.
pub const LEAVES: u32 = 1;
/// Is put in.
pub const COMES: u32 = 2;
/// Is put in and taken out again before anything is sent.
pub const CHANGES_MIND: u32 = 3;
/// Is taken out four hundred times, which makes the log long.
pub const LEAVES_OFTEN: u32 = 4;
/// Is taken out at last.
pub const LEAVES_LATE: u32 = 5;

/// The id of a person.
#[must_use]
pub fn user(number: u32) -> String {
    format!("33333333-3333-3333-3333-1{number:011}")
}

/// A change of a person's.
///
/// # Errors
/// None with these ids.
pub fn change(action: Action, number: u32) -> Result<OutboxChange, Error> {
    OutboxChange::new(action, User::Acs(&user(number)), Sandbox::GROUP)
}

/// A sandbox that knows so many people; each but the second is in the group.
///
/// # Errors
/// It cannot listen.
pub fn sandbox(people: usize) -> std::io::Result<Sandbox> {
    let seed = Seed::default().with_more_users(people);
    let sandbox = Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() })?;
    for number in (1..=u32::try_from(people).unwrap_or(u32::MAX)).filter(|number| *number != COMES) {
        sandbox.put_membership(&user(number), Sandbox::GROUP, true);
    }
    Ok(sandbox)
}
