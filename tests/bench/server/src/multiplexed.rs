//! One connection of HTTP/2: an answer for each request, whichever comes first.

use anyhow::Context as _;
use bytes::Bytes;
use h2::RecvStream;
use h2::server::SendResponse;
use http::header::{AUTHORIZATION, CONTENT_TYPE, DATE};
use http::{Request, Response, StatusCode};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::request::CHANGES;

/// Ends when the client leaves.
pub(crate) async fn hold(stream: impl AsyncRead + AsyncWrite + Unpin) -> anyhow::Result<()> {
    let mut connection = h2::server::handshake(stream).await?;
    while let Some(accepted) = connection.accept().await {
        let (request, respond) = accepted?;
        tokio::spawn(answer(request, respond));
    }
    Ok(())
}

/// The same answers as those over HTTP/1.1.
async fn answer(request: Request<RecvStream>, mut respond: SendResponse<Bytes>) -> anyhow::Result<()> {
    let (head, mut body) = request.into_parts();
    let mut has_body = false;
    while let Some(piece) = body.data().await {
        let length = piece?.len();
        has_body |= length > 0;
        body.flow_control().release_capacity(length)?;
    }
    let is_change =
        has_body && head.headers.contains_key(AUTHORIZATION) && CHANGES.contains(&head.uri.path());
    if !is_change {
        let answer = Response::builder().status(StatusCode::NOT_FOUND).body(())?;
        respond.send_response(answer, true)?;
        return Ok(());
    }
    let answer = Response::builder()
        .header(DATE, "Tue, 24 Nov 2026 08:00:00 GMT")
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header("seam-request-id", "5f1b2c3d-0000-4000-8000-000000000000")
        .body(())?;
    let mut sending = respond.send_response(answer, false)?;
    sending.send_data(Bytes::from_static(b"{\"ok\":true}"), true).context("the client left")
}
