//! An HTTP proxy: it opens tunnels, or does not.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

pub(crate) struct Proxy {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<u8>>>,
}

/// What a proxy does with a CONNECT.
#[derive(Clone)]
pub(crate) enum Manner {
    /// Opens a tunnel, to this port whatever host was asked for: names are the proxy's to look up.
    Tunnel(u16),
    /// The same for whoever shows these credentials (base64 of `user:password`), and 407 for others.
    TunnelFor(u16, &'static str),
    /// Answers this, and goes on reading.
    Answer(&'static str),
    /// The first part, and the second once the client goes on.
    AnswerTwice(&'static str, &'static str),
    /// Says nothing at all.
    Silent,
}

impl Proxy {
    pub(crate) fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (manner, seen) = (manner.clone(), Arc::clone(&shared));
                std::thread::spawn(move || serve(stream, &manner, &seen));
            }
        });
        Self { port, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn url_with(&self, credentials: &str) -> String {
        format!("http://{credentials}@127.0.0.1:{}", self.port)
    }

    /// Every byte that clients sent.
    pub(crate) fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned()
    }
}

fn serve(stream: TcpStream, manner: &Manner, seen: &Mutex<Vec<u8>>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        reader.read_line(&mut head).ok().filter(|read| *read > 0)?;
    }
    seen.lock().unwrap().extend_from_slice(head.as_bytes());
    match manner {
        Manner::Tunnel(port) => tunnel(&mut reader, *port, seen),
        Manner::TunnelFor(port, credentials) => {
            let shown = format!("proxy-authorization: basic {credentials}\r\n").to_lowercase();
            if head.to_lowercase().contains(&shown) {
                return tunnel(&mut reader, *port, seen);
            }
            let refusal = "HTTP/1.1 407 Proxy Authentication Required\r\n\
                           proxy-authenticate: Basic realm=\"panel\"\r\ncontent-length: 0\r\n\r\n";
            reader.get_mut().write_all(refusal.as_bytes()).ok()
        }
        Manner::Answer(answer) => {
            reader.get_mut().write_all(answer.as_bytes()).ok()?;
            watch(&mut reader, seen)
        }
        Manner::AnswerTwice(first, second) => {
            reader.get_mut().write_all(first.as_bytes()).ok()?;
            let more = reader.fill_buf().ok()?.to_vec();
            seen.lock().unwrap().extend_from_slice(&more);
            reader.get_mut().write_all(second.as_bytes()).ok()?;
            watch(&mut reader, seen)
        }
        Manner::Silent => watch(&mut reader, seen),
    }
}

/// Reads until the client goes.
fn watch(reader: &mut impl Read, seen: &Mutex<Vec<u8>>) -> Option<()> {
    let mut bytes = [0; 4096];
    loop {
        let read = reader.read(&mut bytes).ok().filter(|read| *read > 0)?;
        seen.lock().unwrap().extend_from_slice(&bytes[..read]);
    }
}

fn tunnel(reader: &mut BufReader<TcpStream>, port: u16, seen: &Mutex<Vec<u8>>) -> Option<()> {
    let inside = reader.get_ref().try_clone().ok()?;
    let outside =
        TcpStream::connect(("127.0.0.1", port)).or_else(|_| TcpStream::connect(("::1", port))).ok()?;
    (&inside).write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").ok()?;
    let back = outside.try_clone().ok()?;
    let home = inside.try_clone().ok()?;
    let answers = std::thread::spawn(move || {
        let _ = std::io::copy(&mut &back, &mut &home);
        let _ = home.shutdown(Shutdown::Write);
    });
    let mut bytes = [0; 4096];
    while let Some(read) = reader.read(&mut bytes).ok().filter(|read| *read > 0) {
        seen.lock().unwrap().extend_from_slice(&bytes[..read]);
        (&outside).write_all(&bytes[..read]).ok()?;
    }
    let _ = outside.shutdown(Shutdown::Write);
    answers.join().ok()
}
