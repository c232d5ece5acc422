//! The sandbox's reading of requests: the same however they are cut into packets.

use seam_acs_sandbox::fuzzing::serve;
use serde_json::Value;

pub(crate) fn run(data: &[u8]) {
    let Some((first, bytes)) = crate::choice(data) else { return };
    let at_once = serve(bytes, usize::MAX);
    let in_pieces = serve(bytes, usize::from(first) + 1);
    let statuses = |answers: &[(u16, Vec<u8>)]| answers.iter().map(|(status, _)| *status).collect::<Vec<_>>();
    assert_eq!(statuses(&at_once), statuses(&in_pieces), "answered by how it was cut into packets");
    for (status, body) in at_once {
        assert!((100..1000).contains(&status));
        let is_plain = body == b"404" || body == b"Invalid JSON";
        assert!(is_plain || serde_json::from_slice::<Value>(&body).is_ok(), "an answer that is no JSON");
    }
}
