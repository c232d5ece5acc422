//! HTTP/1.1 messages read from a socket, however they are cut into packets, with their bytes as they came.

use std::io;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// A request or an answer, without its body at first.
pub(crate) struct Message {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    /// As it came over the wire.
    pub(crate) raw: Vec<u8>,
    head_length: usize,
}

/// The head of the next request, or none if the client ended the connection between two.
pub(crate) async fn read_head(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Option<Message>> {
    loop {
        if let Some(head) = parse_request(buffer)? {
            return Ok(Some(head));
        }
        if stream.read_buf(buffer).await? == 0 {
            return if buffer.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
    }
}

/// A whole answer.
pub(crate) async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Message> {
    loop {
        if let Some(mut answer) = parse_answer(buffer)? {
            answer.read_body(stream, buffer).await?;
            return Ok(answer);
        }
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

impl Message {
    /// Reads as many bytes as `Content-Length` says, none where it is missing: our clients and the sandbox always
    /// send it.
    pub(crate) async fn read_body(&mut self, stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<()> {
        let length = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length: usize =
            length.map_or(Ok(0), |(_, value)| value.parse()).map_err(|_| broken("no length"))?;
        while buffer.len() < length {
            if stream.read_buf(buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        self.raw.extend(buffer.drain(..length));
        Ok(())
    }

    /// As the server that is meant gets it, whether it came as to a proxy or not.
    pub(crate) fn for_the_server(&self) -> Vec<u8> {
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        let mut bytes = format!("{} {}{query} HTTP/1.1\r\n", self.method, self.path).into_bytes();
        let rest = self.raw.iter().position(|byte| *byte == b'\n').and_then(|end| self.raw.get(end + 1..));
        bytes.extend_from_slice(rest.unwrap_or_default());
        bytes
    }

    pub(crate) fn body(&self) -> &[u8] {
        self.raw.get(self.head_length..).unwrap_or_default()
    }

    fn cut(buffer: &mut Vec<u8>, length: usize, headers: Vec<(String, String)>) -> Message {
        let raw = buffer.drain(..length).collect();
        Message {
            method: String::new(),
            path: String::new(),
            query: String::new(),
            headers,
            raw,
            head_length: length,
        }
    }
}

fn parse_request(buffer: &mut Vec<u8>) -> io::Result<Option<Message>> {
    let mut headers = [httparse::EMPTY_HEADER; 100];
    let mut parsed = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(length) =
        parsed.parse(buffer).map_err(|error| broken(&error.to_string()))?
    else {
        return Ok(None);
    };
    let target = parsed.path.unwrap_or("/");
    // A proxy gets the whole URL; what it serves is the path.
    let target = match target.strip_prefix("http://") {
        Some(rest) => rest.find('/').and_then(|path| rest.get(path..)).unwrap_or("/").to_owned(),
        None => target.to_owned(),
    };
    let method = parsed.method.unwrap_or_default().to_owned();
    let headers = owned(parsed.headers);
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let head = Message::cut(buffer, length, headers);
    Ok(Some(Message { method, path: path.to_owned(), query: query.to_owned(), ..head }))
}

fn parse_answer(buffer: &mut Vec<u8>) -> io::Result<Option<Message>> {
    let mut headers = [httparse::EMPTY_HEADER; 100];
    let mut parsed = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(length) =
        parsed.parse(buffer).map_err(|error| broken(&error.to_string()))?
    else {
        return Ok(None);
    };
    let headers = owned(parsed.headers);
    Ok(Some(Message::cut(buffer, length, headers)))
}

fn owned(headers: &[httparse::Header<'_>]) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|header| (header.name.to_owned(), text(header.value))).collect()
}

fn broken(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.to_owned())
}
