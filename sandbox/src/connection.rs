//! One connection: its requests in order, and the ways in which it can be made to fail.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::admin;
use crate::failure::Failure;
use crate::fault::{Answer, Ending, Fault};
use crate::host_check;
use crate::http::{Reader, Request, Response};
use crate::state::Shared;

/// Serves a connection until either side ends it.
pub(crate) async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    // Whatever goes wrong on a connection ends that connection; the client sees it, and nobody else need know.
    let _ = stream.set_nodelay(true);
    let (number, fault) = shared.connected();
    if let Some(Answer::Drop { how, .. }) = fault.map(|fault| fault.answer) {
        end(stream, how).await;
        return;
    }
    let mut reader = Reader::new();
    loop {
        match next_request(&mut stream, &mut reader, &shared).await {
            Ok(Next::Request(request)) => {
                match exchange(&mut stream, &shared, Arc::new(request), number).await {
                    Ok(After::KeepOpen) => {}
                    Ok(After::End(how)) => return end(stream, how).await,
                    Err(_) => return,
                }
            }
            Ok(Next::End(how)) => return end(stream, how).await,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let refusal = Response::bare(400, error.to_string().as_bytes());
                let _ = stream.write_all(&refusal.bytes()).await;
                return end(stream, Ending::Close).await;
            }
            Err(_) => return,
        }
    }
}

enum Next {
    Request(Request),
    End(Ending),
}

enum After {
    KeepOpen,
    End(Ending),
}

async fn next_request(stream: &mut TcpStream, reader: &mut Reader, shared: &Shared) -> io::Result<Next> {
    let Some(head) = reader.head(stream).await? else { return Ok(Next::End(Ending::Close)) };
    if let Some(refusal) = host_check::refusal(&head.request, &shared.host_names) {
        stream.write_all(&refusal.bytes()).await?;
        return Ok(Next::End(Ending::Close));
    }
    if !admin::serves(&head.request.path)
        && let Some(Answer::Drop { how, .. }) =
            shared.fault_at_head(&head.request.path).map(|fault| fault.answer)
    {
        return Ok(Next::End(how));
    }
    reader.body(stream, head).await.map(Next::Request)
}

async fn exchange(
    stream: &mut TcpStream,
    shared: &Arc<Shared>,
    request: Arc<Request>,
    connection: u64,
) -> io::Result<After> {
    let after = |close: bool| if close { After::End(Ending::Close) } else { After::KeepOpen };
    if admin::serves(&request.path) {
        let response = admin::answer(shared, &request);
        stream.write_all(&response.bytes()).await?;
        return Ok(after(!request.keep_alive()));
    }
    let begun = shared.begin(&request, connection);
    pause(begun.latency).await;
    let fault = begun.fault;
    let usual = shared.answer(&request, &fault, fault.applies_at_once());
    apply_later(shared, &request, &fault);
    pause(Duration::from_millis(fault.delay_ms)).await;
    if fault.hold {
        shared.hold().await;
    }
    if let Answer::Drop { how, .. } = fault.answer {
        shared.end(begun.number, None, None);
        return Ok(After::End(how));
    }
    let mut response = response_of(shared, &fault, usual);
    let close = fault.close || !request.keep_alive();
    if !request.keep_alive() {
        response.set_header("connection", "close");
    }
    shared.end(begun.number, Some(response.status), request_id(&response));
    let ending = deliver(stream, &response, &fault.answer).await?;
    Ok(ending.map_or_else(|| after(close), After::End))
}

async fn pause(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}

/// Records the change later, whether or not anyone still waits for the answer.
fn apply_later(shared: &Arc<Shared>, request: &Arc<Request>, fault: &Fault) {
    let Some(delay) = fault.apply_after_ms else { return };
    let (shared, request, fault) = (Arc::clone(shared), Arc::clone(request), fault.clone());
    tokio::spawn(async move {
        pause(Duration::from_millis(delay)).await;
        shared.answer(&request, &fault, true);
    });
}

fn response_of(shared: &Shared, fault: &Fault, usual: Response) -> Response {
    let mut response = match &fault.answer {
        Answer::Status { status, error_type, message } => {
            let failure = Failure::of_status(*status, error_type.as_deref(), message.as_deref());
            let mut response = Response::json(*status, failure.body());
            response.set_header("seam-request-id", &shared.new_request_id());
            response
        }
        Answer::Body { status, content_type, body } => {
            let mut response = Response::bare(*status, body.as_bytes());
            if let Some(kind) = content_type {
                response.set_header("content-type", kind);
            }
            response
        }
        Answer::Redirect { status, location } => {
            let mut response = Response::bare(*status, b"");
            response.set_header("location", location);
            response
        }
        Answer::GarbageBody => Response::json(200, GARBAGE.to_vec()),
        Answer::HugeBody { .. } => Response::json(200, Vec::new()),
        _ => usual,
    };
    if let Some(value) = &fault.retry_after {
        response.set_header("retry-after", value);
    }
    for (name, value) in &fault.headers {
        response.set_header(name, value);
    }
    response
}

const GARBAGE: &[u8] = b"\xff\xfe{\"ok\":\x00true,\x80\x81\xc3";

fn request_id(response: &Response) -> Option<&str> {
    response.headers.iter().find(|(name, _)| name == "seam-request-id").map(|(_, value)| value.as_str())
}

/// Sends an answer in the way that the fault asks for; if that ends the connection, says how.
async fn deliver(stream: &mut TcpStream, response: &Response, answer: &Answer) -> io::Result<Option<Ending>> {
    match answer {
        Answer::TruncatedBody { keep, how } => {
            let mut bytes = response.head(response.body.len() as u64);
            bytes.extend(response.body.iter().take(*keep));
            stream.write_all(&bytes).await?;
            Ok(Some(*how))
        }
        Answer::TruncatedHead { keep, how } => {
            let head = response.head(response.body.len() as u64);
            // Without the last byte of the empty line, so that the head is never complete.
            let longest = head.len().saturating_sub(1);
            let bytes: Vec<u8> = head.into_iter().take(longest.min(*keep)).collect();
            stream.write_all(&bytes).await?;
            Ok(Some(*how))
        }
        Answer::SlowDrip { bytes, every_ms } => {
            for piece in response.bytes().chunks((*bytes).max(1)) {
                stream.write_all(piece).await?;
                pause(Duration::from_millis(*every_ms)).await;
            }
            Ok(None)
        }
        Answer::HugeBody { bytes } => send_huge(stream, response, *bytes).await.map(|()| None),
        _ => stream.write_all(&response.bytes()).await.map(|()| None),
    }
}

async fn send_huge(stream: &mut TcpStream, response: &Response, length: u64) -> io::Result<()> {
    let (start, end) = (b"{\"padding\":\"", b"\",\"ok\":true}");
    let mut padding = length.saturating_sub((start.len() + end.len()) as u64);
    let total = padding + (start.len() + end.len()) as u64;
    stream.write_all(&response.head(total)).await?;
    stream.write_all(start).await?;
    let block = vec![b'x'; 65_536];
    while padding > 0 {
        let size = padding.min(block.len() as u64);
        let piece = usize::try_from(size).ok().and_then(|size| block.get(..size)).unwrap_or(&block);
        stream.write_all(piece).await?;
        padding -= size;
    }
    stream.write_all(end).await
}

async fn end(mut stream: TcpStream, how: Ending) {
    match how {
        Ending::Reset => {
            let _ = stream.set_zero_linger();
        }
        Ending::Close => {
            let _ = stream.shutdown().await;
            // Bytes that nobody read would turn the FIN into a reset, so they are read, for a moment.
            let mut rest = [0; 4096];
            let drain = async { while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {} };
            let _ = tokio::time::timeout(Duration::from_secs(1), drain).await;
        }
    }
}
