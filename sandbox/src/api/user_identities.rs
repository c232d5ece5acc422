//! User identities.

use super::{Call, Reply};
use crate::failure::Failure;

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut checks = call.checks();
    let identity = checks.id("user_identity_id");
    let key = checks.search("user_identity_key");
    if identity.is_some() == key.is_some() {
        checks.issue("", "Must provide exactly one of user_identity_id and user_identity_key");
    }
    checks.finish()?;
    // Nobody here has a key.
    let known = identity.and_then(|identity| call.world.identity(identity));
    let known = known.ok_or_else(|| Failure::not_found("user_identity"))?;
    Ok(Reply::Data("user_identity", call.view().user_identity(known)))
}
