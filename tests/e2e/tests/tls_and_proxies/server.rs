//! An https server that confirms every request, and remembers the handshakes and what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use rustls::server::Acceptor;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, StreamOwned, SupportedProtocolVersion};

use crate::certificates::{Identity, TextFile};

pub(crate) const BOTH: &[&SupportedProtocolVersion] = &[&TLS12, &TLS13];

pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Application protocols that clients offered, a list for each handshake.
    pub(crate) offered: Vec<Vec<String>>,
    /// Whole requests, in clear.
    pub(crate) requests: Vec<String>,
}

impl Server {
    pub(crate) fn with(identity: &Identity) -> Self {
        Self::at("127.0.0.1", identity, BOTH, &[])
    }

    /// One that reads requests and never answers.
    pub(crate) fn silent(identity: &Identity) -> Self {
        Self::start("127.0.0.1", identity, BOTH, &[], false)
    }

    pub(crate) fn at(
        address: &str,
        identity: &Identity,
        versions: &[&'static SupportedProtocolVersion],
        protocols: &[&str],
    ) -> Self {
        Self::start(address, identity, versions, protocols, true)
    }

    fn start(
        address: &str,
        identity: &Identity,
        versions: &[&'static SupportedProtocolVersion],
        protocols: &[&str],
        answers: bool,
    ) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(identity.chain.clone(), identity.private_key())
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        let listener = TcpListener::bind((address, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (config, seen) = (Arc::new(config), Arc::new(Mutex::new(Seen::default())));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, seen) = (Arc::clone(&config), Arc::clone(&shared));
                std::thread::spawn(move || serve(stream, config, &seen, answers));
            }
        });
        Self { port, seen }
    }

    pub(crate) fn seen(&self) -> Seen {
        self.seen.lock().unwrap().clone()
    }
}

/// Ends with the connection, however that ends.
fn serve(mut stream: TcpStream, config: Arc<ServerConfig>, seen: &Mutex<Seen>, answers: bool) -> Option<()> {
    let mut acceptor = Acceptor::default();
    let accepted = loop {
        acceptor.read_tls(&mut stream).ok().filter(|read| *read > 0)?;
        match acceptor.accept() {
            Ok(Some(accepted)) => break accepted,
            Ok(None) => {}
            Err((_, mut alert)) => {
                let _ = alert.write_all(&mut stream);
                return None;
            }
        }
    };
    let offered = accepted.client_hello().alpn().into_iter().flatten();
    let offered = offered.map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    seen.lock().unwrap().offered.push(offered);
    let connection = match accepted.into_connection(config) {
        Ok(connection) => connection,
        Err((_, mut alert)) => {
            let _ = alert.write_all(&mut stream);
            return None;
        }
    };
    let mut reader = BufReader::new(StreamOwned::new(connection, stream));
    loop {
        let request = request(&mut reader)?;
        seen.lock().unwrap().requests.push(request);
        if !answers {
            continue;
        }
        let answer =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{\"ok\":true}";
        reader.get_mut().write_all(answer.as_bytes()).ok()?;
    }
}

fn request(reader: &mut impl BufRead) -> Option<String> {
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let before = head.len();
        reader.read_line(&mut head).ok().filter(|read| *read > 0)?;
        if let Some(value) = head[before..].to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8_lossy(&body))
}

/// A server of OpenSSL's that speaks TLS 1.1 and nothing newer.
pub(crate) struct OldServer {
    pub(crate) port: u16,
    child: Child,
    _files: [TextFile; 2],
}

/// TLS 1.1 signs with SHA-1, which the default level refuses.
const CIPHERS: &str = "ALL:@SECLEVEL=0";

impl OldServer {
    pub(crate) fn with(identity: &Identity) -> Self {
        let files = [TextFile::with(&identity.pem), TextFile::with(&identity.key.serialize_pem())];
        let mut openssl = Command::new("openssl");
        openssl.args(["s_server", "-accept", "127.0.0.1:0", "-tls1_1", "-cipher", CIPHERS]);
        openssl.args(["-cert", files[0].path(), "-key", files[1].path()]);
        openssl.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = openssl.spawn().expect("openssl is installed");
        let said = BufReader::new(child.stdout.take().unwrap());
        let accepts = said.lines().map_while(Result::ok).find(|line| line.starts_with("ACCEPT"));
        let port = accepts.and_then(|line| line.rsplit_once(':')?.1.parse().ok());
        Self { port: port.expect("a port"), child, _files: files }
    }

    /// Whether somebody who still speaks TLS 1.1 gets through.
    pub(crate) fn lets_old_clients_in(&self) -> bool {
        let mut openssl = Command::new("openssl");
        openssl.args(["s_client", "-tls1_1", "-cipher", CIPHERS, "-connect"]);
        openssl.arg(format!("127.0.0.1:{}", self.port)).stdin(Stdio::null());
        let said = openssl.output().expect("openssl is installed");
        String::from_utf8_lossy(&said.stdout).contains("TLSv1.1")
    }
}

impl Drop for OldServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
