//! One connection: an answer for each request, as long as the client keeps it.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::request;

/// What Seam answers a change with, of the same length each time.
pub(crate) const RECORDED: &[u8] = b"HTTP/1.1 200 OK\r\n\
    date: Tue, 24 Nov 2026 08:00:00 GMT\r\n\
    content-type: application/json; charset=utf-8\r\n\
    content-length: 11\r\n\
    seam-request-id: 5f1b2c3d-0000-4000-8000-000000000000\r\n\
    \r\n\
    {\"ok\":true}";
/// What `check` is answered with.
const NO_SYSTEMS: &[u8] = b"HTTP/1.1 200 OK\r\n\
    date: Tue, 24 Nov 2026 08:00:00 GMT\r\n\
    content-type: application/json; charset=utf-8\r\n\
    content-length: 28\r\n\
    seam-request-id: 5f1b2c3d-0000-4000-8000-000000000000\r\n\
    \r\n\
    {\"acs_systems\":[],\"ok\":true}";
const NOT_FOUND: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";

/// Ends when the client leaves or sends what is no HTTP.
pub(crate) async fn hold(mut stream: impl AsyncRead + AsyncWrite + Unpin, latency: Duration) {
    let mut received = Vec::with_capacity(16 << 10);
    let mut answers = Vec::with_capacity(1 << 10);
    while let Ok(1..) = stream.read_buf(&mut received).await {
        let mut taken = 0;
        while let Some(rest) = received.get(taken..).filter(|rest| !rest.is_empty()) {
            match request::parse(rest) {
                Ok(Some(request)) => {
                    taken += request.length;
                    answers.extend_from_slice(match request.path {
                        _ if request.is_change => RECORDED,
                        "/acs/systems/list" => NO_SYSTEMS,
                        _ => NOT_FOUND,
                    });
                }
                Ok(None) => break,
                Err(_) => return,
            }
        }
        received.drain(..taken);
        if answers.is_empty() {
            continue;
        }
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        if stream.write_all(&answers).await.is_err() || stream.flush().await.is_err() {
            return;
        }
        answers.clear();
    }
}
