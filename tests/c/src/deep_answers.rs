//! A server whose answers are nested as deep as they may be.

use seam_acs_raw_server::{Answer, RawServer, Script};

use crate::Failure;

/// Answers a read, a request and a change that it refuses, in this order.
///
/// # Errors
/// There is no port for it.
pub fn start_deep_server() -> Result<RawServer, Failure> {
    // With the object around it as many levels as are read.
    let nested = |levels: usize| format!("{}1{}", r#"[{"a":"#.repeat(levels), "}]".repeat(levels));
    let user = format!(
        r#"{{"acs_user":{{"acs_user_id":"33333333-3333-3333-3333-333333333333","x":{}}},"ok":true}}"#,
        nested(62)
    );
    let refusal =
        format!(r#"{{"error":{{"type":"gone","message":"not here","data":{}}},"ok":false}}"#, nested(62));
    let answers =
        vec![Answer::plain(200, user.clone()), Answer::plain(200, user), Answer::plain(404, refusal)];
    Ok(RawServer::start(Script::answers(answers))?)
}
