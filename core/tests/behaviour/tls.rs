//! HTTPS with a private certificate authority, on a server of our own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use seam_acs_core::{Call, Client, Status};

use crate::fixture::options;

/// A server that confirms everything, with a certificate of an authority that nobody knows.
struct TlsServer {
    port: u16,
    authority: PathBuf,
}

impl TlsServer {
    fn start(name: &str) -> TlsServer {
        Self::start_valid(name, 1975..4096)
    }

    /// With a certificate for these years.
    fn start_valid(name: &str, years: Range<i32>) -> TlsServer {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority =
            CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("signed");
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        params.not_before = date_time_ymd(years.start, 1, 1);
        params.not_after = date_time_ymd(years.end, 1, 1);
        let certificate = params.signed_by(&key, &authority).expect("signed");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).expect("a key"),
            )
            .expect("a certificate");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let file = std::env::temp_dir().join(format!("seam-acs-ca-{}-{port}.pem", std::process::id()));
        std::fs::write(&file, authority.pem()).expect("written");
        let config = Arc::new(config);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let config = Arc::clone(&config);
                std::thread::spawn(move || {
                    let connection = ServerConnection::new(config).expect("a connection");
                    serve(StreamOwned::new(connection, stream));
                });
            }
        });
        TlsServer { port, authority: file }
    }

    fn client(&self, host: &str, more: &[(&str, &str)]) -> Client {
        let endpoint = format!("https://{host}:{}", self.port);
        let mut all = vec![("api_key", "seam_test"), ("endpoint", endpoint.as_str()), ("max_attempts", "1")];
        all.extend_from_slice(more);
        Client::new(&options(&all)).expect("a client")
    }

    fn authority(&self) -> &str {
        self.authority.to_str().expect("UTF-8")
    }
}

/// A file of trusted certificates that changes.
struct CaFile(PathBuf);

impl CaFile {
    fn with(server: &TlsServer) -> CaFile {
        let name = format!("seam-acs-trusted-{}-{}.pem", std::process::id(), server.port);
        let file = CaFile(std::env::temp_dir().join(name));
        file.replace_with(server);
        file
    }

    /// As administrators do it: a new file takes the place of the old one.
    fn replace_with(&self, server: &TlsServer) {
        let fresh = self.0.with_extension("new");
        std::fs::copy(&server.authority, &fresh).expect("copied");
        std::fs::rename(&fresh, &self.0).expect("renamed");
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for CaFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.authority);
    }
}

fn serve(mut stream: impl Read + Write) {
    let mut reader = BufReader::new(&mut stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            match reader.read_line(&mut line) {
                Ok(read) if read > 0 => {}
                _ => return,
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a number");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let answer = r#"{"acs_systems":[],"ok":true}"#;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            answer.len()
        );
        let stream = reader.get_mut();
        stream.write_all(format!("{head}{answer}").as_bytes()).expect("written");
        stream.flush().expect("written");
    }
}

#[test]
fn a_private_authority_is_trusted_when_it_is_named() {
    let server = TlsServer::start("localhost");
    let client = server.client("localhost", &[("ca_file", server.authority())]);
    client.run(Call::check()).expect("trusted");
    client.run(crate::fixture::add()).expect("recorded");
}

#[test]
fn an_unknown_authority_is_refused_with_the_cause_named() {
    let server = TlsServer::start("localhost");
    let error = server.client("localhost", &[]).run(crate::fixture::add()).expect_err("nobody knows it");
    assert_eq!(error.status(), Status::Tls, "{error}");
    assert!(
        error.to_string().contains("not trusted here") && error.to_string().contains("ca_file"),
        "{error}"
    );
}

#[test]
fn a_certificate_for_another_host_is_refused() {
    let server = TlsServer::start("panel.example");
    let error = server.client("localhost", &[("ca_file", server.authority())]).run(Call::check());
    let error = error.expect_err("another name");
    assert_eq!(error.status(), Status::Tls);
    assert!(error.to_string().contains("is not for \"localhost\" but for \"panel.example\""), "{error}");
}

#[test]
fn a_rotated_authority_is_found_after_a_certificate_error_and_the_call_goes_on() {
    let (old, new) = (TlsServer::start("localhost"), TlsServer::start("localhost"));
    let file = CaFile::with(&old);
    let client = new.client("localhost", &[("ca_file", file.path()), ("max_attempts", "2")]);
    let error = client.run(Call::check()).expect_err("another authority");
    assert_eq!(error.status(), Status::Tls, "{error}");
    assert!(error.to_string().contains(file.path()), "{error}");
    file.replace_with(&new);
    client.run(crate::fixture::add()).expect("the client that was there before has the new authority");
}

#[test]
fn an_authority_that_was_removed_is_trusted_by_nobody_once_a_client_is_made() {
    let (server, other) = (TlsServer::start("localhost"), TlsServer::start("localhost"));
    let file = CaFile::with(&server);
    let before = server.client("localhost", &[("ca_file", file.path())]);
    before.run(Call::check()).expect("trusted");
    file.replace_with(&other);
    let after = server.client("localhost", &[("ca_file", file.path())]);
    let errors = [&after, &before].map(|client| client.run(Call::check()).expect_err("not trusted any more"));
    // Neither its connection nor its session is used again.
    assert_eq!(errors.map(|error| error.status()), [Status::Tls, Status::Tls]);
}

#[test]
fn a_certificate_of_another_time_may_be_the_clocks_fault_and_no_other_may() {
    for years in [2000..2001, 4000..4001] {
        let server = TlsServer::start_valid("localhost", years.clone());
        let named = [("ca_file", server.authority()), ("timeout_ms", "700")];
        let error = server.client("localhost", &named).run(Call::check()).expect_err("not its time");
        assert_eq!((error.status(), error.attempts()), (Status::Tls, 1), "{error}");
        assert!(
            error.retryable() && error.to_string().contains("this machine's clock"),
            "{years:?}: {error}"
        );
        let patient = [named[0], named[1], ("retry_until_deadline", "true")];
        let error = server.client("localhost", &patient).run(Call::check()).expect_err("still not");
        assert!(error.status() == Status::Tls && error.attempts() > 2, "{years:?}: {error}");
    }
    let server = TlsServer::start("localhost");
    let error = server.client("localhost", &[("retry_until_deadline", "true")]).run(Call::check());
    let error = error.expect_err("nobody knows it");
    assert!(!error.retryable() && error.attempts() == 1, "{error}");
}

#[test]
fn a_missing_ca_file_is_named_and_nothing_is_sent() {
    let server = TlsServer::start("localhost");
    let error = server.client("localhost", &[("ca_file", "/no/such.pem")]).run(crate::fixture::add());
    let error = error.expect_err("no file");
    assert_eq!(error.status(), Status::Tls);
    assert!(error.to_string().contains("/no/such.pem"), "{error}");
}

#[test]
fn a_host_without_address_is_a_dns_error() {
    let server = TlsServer::start("localhost");
    let error =
        server.client("no-such-host.invalid", &[]).run(crate::fixture::add()).expect_err("no address");
    assert_eq!(error.status(), Status::Dns, "{error}");
    assert!(error.to_string().contains("no-such-host.invalid"), "{error}");
}

#[test]
fn plain_http_behind_https_is_a_tls_error() {
    let fixture = crate::fixture::Fixture::new();
    let endpoint = fixture.sandbox.url().replace("http://", "https://");
    let all = [("api_key", "seam_test"), ("endpoint", endpoint.as_str()), ("max_attempts", "1")];
    let error =
        Client::new(&options(&all)).expect("a client").run(crate::fixture::add()).expect_err("no TLS there");
    assert_eq!(error.status(), Status::Tls, "{error}");
}

#[test]
fn a_handshake_that_never_ends_leaves_no_doubt() {
    // Connections are made by the system and never taken, so the handshake gets no answer.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("https://{}", listener.local_addr().expect("an address"));
    for limit in ["timeout_ms", "connect_timeout_ms"] {
        let all = [("api_key", "seam_test"), ("endpoint", &endpoint), (limit, "200"), ("max_attempts", "1")];
        let error =
            Client::new(&options(&all)).expect("a client").run(crate::fixture::add()).expect_err("no answer");
        assert!(matches!(error.status(), Status::Deadline | Status::Connect), "{error}");
    }
}
