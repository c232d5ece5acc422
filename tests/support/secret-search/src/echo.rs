//! A server that repeats the whole request, token and all, in each kind of answer that a client words an error from.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Each request gets the next answer; after the last one the first comes again. It stands until the process ends.
#[derive(Debug)]
pub struct Echo {
    url: String,
    asked: Arc<AtomicUsize>,
}

const STATUSES: [u16; 20] =
    [200, 201, 204, 302, 307, 400, 401, 403, 404, 407, 408, 409, 410, 418, 422, 429, 500, 502, 503, 504];

/// What the body is made of; `@` stands for the request.
const BODIES: [&str; 6] = [
    "<html><h1>Debugging proxy</h1><pre>@</pre></html>",
    r#"{"ok": false, "request": "@"}"#,
    r#"{"error": {"type": "@", "message": "told @", "data": {"@": ["@"]}, "validation_errors": {"@": {"_errors": ["@"]}}}}"#,
    r#"{"ok": "@"}"#,
    r#"{"ok": true, "acs_user": {"acs_user_id": "@\n"}, "acs_users": [{"acs_user_id": "@\n"}]}"#,
    r#"@{"ok": true}"#,
];

impl Echo {
    /// How many answers there are.
    pub const ANSWERS: usize = STATUSES.len() * BODIES.len();

    /// Starts one that redirects to `elsewhere` where it redirects.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start(elsewhere: &str) -> io::Result<Echo> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let (asked, elsewhere) = (Arc::new(AtomicUsize::new(0)), elsewhere.to_owned());
        let count = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that hangs up is no affair of ours.
                let _ = answer(&stream, &count, &elsewhere);
            }
        });
        Ok(Echo { url, asked })
    }

    /// `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many requests there were.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn answer(stream: &TcpStream, count: &AtomicUsize, elsewhere: &str) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length, mut token) = (String::new(), 0, String::new());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "authorization" => value.trim().trim_start_matches("Bearer ").clone_into(&mut token),
            _ => {}
        }
        head.push_str(line.trim());
        head.push(' ');
    }
    io::copy(&mut reader.take(length), &mut io::sink())?;
    let number = count.fetch_add(1, Ordering::SeqCst);
    let status = STATUSES.get(number % STATUSES.len()).copied().unwrap_or(200);
    let body = BODIES.get(number / STATUSES.len() % BODIES.len()).copied().unwrap_or_default();
    let body = if status == 204 { String::new() } else { body.replace('@', &head.replace('"', "'")) };
    write!(
        &mut &*stream,
        "HTTP/1.1 {status} Told\r\nlocation: {elsewhere}/?token={token}\r\nseam-request-id: of-{token}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}
