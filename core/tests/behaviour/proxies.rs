//! Proxies: named by option or environment, and what a failure of theirs says.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use seam_acs_core::{Client, Status};

use crate::fixture::{Fixture, GROUP, USER, add, options, options_for};

/// A proxy that answers every request in one way and remembers what it was asked.
struct Proxy {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn answering(answer: &'static str) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let head = head(&stream);
                log.lock().expect("not poisoned").push(head);
                let _ = (&stream).write_all(answer.as_bytes());
            }
        });
        Proxy { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("not poisoned").clone()
    }
}

fn head(stream: &TcpStream) -> String {
    let mut head = String::new();
    let mut reader = BufReader::new(stream);
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).is_ok_and(|read| read > 0) {}
    head
}

#[test]
fn a_proxy_that_refuses_is_a_proxy_error_and_sees_no_token() {
    let proxy = Proxy::answering("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    let all = [
        ("api_key", "seam_visible"),
        ("endpoint", "https://connect.example"),
        ("proxy", &proxy.url.replace("http://", "http://user:sesame@")),
        ("max_attempts", "1"),
    ];
    let error = Client::new(&options(&all)).expect("a client").run(add()).expect_err("refused");
    assert_eq!(error.status(), Status::Proxy, "{error}");
    assert!(!error.to_string().contains("sesame") && !format!("{error:?}").contains("sesame"));
    let asked = proxy.asked().pop().expect("asked");
    assert!(asked.starts_with("CONNECT connect.example:443 HTTP/1.1"), "{asked}");
    assert!(asked.to_lowercase().contains("proxy-authorization: basic"), "{asked}");
    assert!(!asked.contains("seam_visible"));
}

#[test]
fn a_proxy_that_is_away_is_a_proxy_error() {
    let all = [
        ("api_key", "seam_x"),
        ("endpoint", "https://connect.example"),
        ("proxy", "http://127.0.0.1:9"),
        ("max_attempts", "1"),
    ];
    let error = Client::new(&options(&all)).expect("a client").run(add()).expect_err("away");
    assert_eq!(error.status(), Status::Proxy, "{error}");
}

/// Runs the example program in an environment of its own, and gives what it printed as an error.
fn add_in_environment(variables: &[(&str, &str)]) -> String {
    let mut program = std::env::current_exe().expect("this binary");
    program.pop();
    program.set_file_name("examples");
    let mut child = Command::new(program.join("add_user"));
    for name in [
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
    ] {
        child.env_remove(name);
    }
    let output =
        child.args([USER, GROUP]).env("SEAM_API_KEY", "seam_x").envs(variables.iter().copied()).output();
    String::from_utf8(output.expect("built with the tests").stderr).expect("UTF-8")
}

#[test]
fn the_environment_names_the_proxy_and_its_exceptions() {
    let proxy = Proxy::answering("HTTP/1.1 403 Blocked\r\ncontent-length: 0\r\n\r\n");
    for (endpoint, expected, asked) in
        [("https://connect.example", "PROXY", 4), ("https://excepted.invalid", "DNS", 4)]
    {
        let error = add_in_environment(&[
            ("HTTPS_PROXY", &proxy.url),
            ("NO_PROXY", "excepted.invalid"),
            ("SEAM_ENDPOINT", endpoint),
        ]);
        assert!(error.starts_with(expected), "{endpoint}: {error}");
        assert_eq!(proxy.asked().len(), asked, "{endpoint}");
    }
}

#[test]
fn a_loopback_endpoint_never_uses_a_proxy_of_the_environment() {
    let proxy = Proxy::answering("HTTP/1.1 503 Away\r\ncontent-length: 0\r\n\r\n");
    let fixture = Fixture::new();
    let error = add_in_environment(&[
        ("HTTP_PROXY", &proxy.url),
        ("http_proxy", &proxy.url),
        ("ALL_PROXY", &proxy.url),
        ("SEAM_ENDPOINT", fixture.sandbox.url()),
        ("SEAM_API_KEY", &fixture.sandbox.api_key()),
    ]);
    assert_eq!(error, "");
    assert!(proxy.asked().is_empty() && fixture.is_member());
}

#[test]
fn an_http_proxy_carries_plain_requests_when_allowed() {
    let proxy =
        Proxy::answering("HTTP/1.1 200 OK\r\ncontent-length: 11\r\nconnection: close\r\n\r\n{\"ok\":true}");
    let fixture = Fixture::new();
    let options = options_for(&fixture.sandbox, &[("proxy", &proxy.url), ("allow_insecure_http", "true")]);
    Client::new(&options).expect("a client").run(add()).expect("the proxy says so");
    assert!(proxy.asked()[0].starts_with("POST http://127.0.0.1"), "{:?}", proxy.asked());
}
