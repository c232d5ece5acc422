//! HTTP/1.1 requests read from a socket, and answers as bytes.

use std::io;
use std::time::SystemTime;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Without the question mark.
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    keep_alive: bool,
}

impl Request {
    /// The first header of this name, which is given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn keep_alive(&self) -> bool {
        self.keep_alive
    }
}

/// Reads requests from one connection, however they are cut into packets.
pub(crate) struct Reader {
    buffer: Vec<u8>,
}

/// A request whose body is still in the socket.
pub(crate) struct Head {
    pub(crate) request: Request,
    body: Body,
}

enum Body {
    Length(usize),
    Chunked,
}

impl Reader {
    pub(crate) fn new() -> Reader {
        Reader { buffer: Vec::with_capacity(4096) }
    }

    /// The next head, or none if the client closed the connection between two requests.
    pub(crate) async fn head(
        &mut self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    ) -> io::Result<Option<Head>> {
        loop {
            if let Some(head) = self.parse_head()? {
                return Ok(Some(head));
            }
            if self.buffer.len() > LARGEST_HEAD {
                return Err(broken("the head of the request is too large"));
            }
            if stream.read_buf(&mut self.buffer).await? == 0 {
                let clean = self.buffer.is_empty();
                return if clean { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
        }
    }

    /// The whole request.
    pub(crate) async fn body(
        &mut self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
        head: Head,
    ) -> io::Result<Request> {
        let mut request = head.request;
        if request.header("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
            stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        request.body = match head.body {
            Body::Length(length) => self.bytes(stream, length).await?,
            Body::Chunked => self.chunks(stream).await?,
        };
        Ok(request)
    }

    fn parse_head(&mut self) -> io::Result<Option<Head>> {
        let mut headers = [httparse::EMPTY_HEADER; 100];
        let mut parsed = httparse::Request::new(&mut headers);
        let length = match parsed.parse(&self.buffer).map_err(|error| broken(&error.to_string()))? {
            httparse::Status::Complete(length) => length,
            httparse::Status::Partial => return Ok(None),
        };
        let headers: Vec<(String, String)> = parsed
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
            .collect();
        let target = parsed.path.unwrap_or("/");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut request = Request {
            method: parsed.method.unwrap_or_default().to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: Vec::new(),
            keep_alive: true,
        };
        let connection = request.header("connection").unwrap_or_default().to_ascii_lowercase();
        request.keep_alive = if parsed.version == Some(0) {
            connection.contains("keep-alive")
        } else {
            !connection.contains("close")
        };
        let body = body_of(&request)?;
        self.buffer.drain(..length);
        Ok(Some(Head { request, body }))
    }

    async fn bytes(
        &mut self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
        length: usize,
    ) -> io::Result<Vec<u8>> {
        while self.buffer.len() < length {
            self.more(stream).await?;
        }
        let rest = self.buffer.split_off(length);
        Ok(std::mem::replace(&mut self.buffer, rest))
    }

    async fn chunks(&mut self, stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line(stream).await?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| broken("a chunk has no size"))?;
            if size > LARGEST_BODY - body.len() {
                return Err(broken("the body of the request is too large"));
            }
            if size == 0 {
                while !self.line(stream).await?.is_empty() {}
                return Ok(body);
            }
            body.extend(self.bytes(stream, size).await?);
            self.line(stream).await?;
        }
    }

    async fn line(&mut self, stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<String> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|pair| pair == b"\r\n") {
                let line = self.bytes(stream, end).await?;
                self.bytes(stream, 2).await?;
                return String::from_utf8(line).map_err(|_| broken("a chunk has no size"));
            }
            if self.buffer.len() > LARGEST_HEAD {
                return Err(broken("a chunk has no end of line"));
            }
            self.more(stream).await?;
        }
    }

    async fn more(&mut self, stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<()> {
        match stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: usize = 256 * 1024 * 1024;

fn body_of(request: &Request) -> io::Result<Body> {
    if request.header("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"))
    {
        return Ok(Body::Chunked);
    }
    let length = request.header("content-length").map_or(Ok(0), str::parse::<usize>);
    match length {
        Ok(length) if length <= LARGEST_BODY => Ok(Body::Length(length)),
        _ => Err(broken("the length of the body cannot be read")),
    }
}

fn broken(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.to_owned())
}

/// An answer before it becomes bytes.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn bare(status: u16, body: &[u8]) -> Response {
        Response { status, headers: Vec::new(), body: body.to_vec() }
    }

    pub(crate) fn json(status: u16, body: Vec<u8>) -> Response {
        let kind = ("content-type".to_owned(), "application/json; charset=utf-8".to_owned());
        Response { status, headers: vec![kind], body }
    }

    /// Sets a header in place of one of the same name.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        self.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// The head for a body of this length, with the empty line.
    pub(crate) fn head(&self, body_length: u64) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(value);
            head.push_str("\r\n");
        }
        let given = |wanted: &str| self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
        if !given("date") {
            head.push_str("date: ");
            head.push_str(&httpdate::fmt_http_date(SystemTime::now()));
            head.push_str("\r\n");
        }
        if self.status != 204 && self.status != 304 && !given("content-length") {
            head.push_str("content-length: ");
            head.push_str(&body_length.to_string());
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    /// Head and body.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head(self.body.len() as u64);
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        421 => "Misdirected Request",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "On Demand",
    }
}
