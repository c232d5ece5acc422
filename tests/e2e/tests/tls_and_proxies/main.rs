//! TLS and proxies with real servers, from C and from Python: what is trusted, what is refused, and that each refusal
//! names its cause, keeps its deadline and gives the key to nobody.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod caller;
mod certificates;
mod proxy;
mod server;

use std::net::TcpListener;

use caller::{Caller, KEY, Language, Machine};
use certificates::{Authority, Identity, TextFile, forged, self_signed};
use proxy::{Manner, Proxy};
use rustls::version::{TLS12, TLS13};
use server::{BOTH, OldServer, Server};

const TLS: (i32, &str) = (-4003, "TLS");
const OPTIONS: (i32, &str) = (-2005, "OPTIONS");
const DEADLINE: (i32, &str) = (-3002, "DEADLINE");
const UNKNOWN: (i32, &str) = (-8001, "OUTCOME_UNKNOWN");
const PROXY: (i32, &str) = (-4004, "PROXY");
/// A name that only a proxy can look up.
const FAR_AWAY: &str = "connect.example";

/// One add to a server with this identity, by somebody who trusts the authority; it must be refused for this cause, and
/// the server must not have seen a request.
fn is_refused(language: Language, identity: &Identity, authority: &Authority, cause: &[&str]) {
    let server = Server::with(identity);
    let file = TextFile::with(&authority.pem());
    let caller = Caller::new(language, format!("https://localhost:{}", server.port));
    caller.option("ca_file", file.path()).call().fails(TLS.0, TLS.1, cause);
    let seen = server.seen();
    assert!(!seen.offered.is_empty() && seen.requests.is_empty(), "{seen:?}");
}

fn an_expired_certificate_is_refused(language: Language) {
    let authority = Authority::new();
    is_refused(language, &authority.vouched_for("localhost"), &authority, &["expired", "clock"]);
}

fn a_certificate_that_is_not_valid_yet_is_refused(language: Language) {
    let authority = Authority::new();
    is_refused(language, &authority.will_vouch_for("localhost"), &authority, &["not valid yet", "clock"]);
}

fn a_certificate_for_another_host_is_refused(language: Language) {
    let authority = Authority::new();
    let cause = ["is not for \"localhost\" but for \"panel.example\"", "endpoint"];
    is_refused(language, &authority.vouches_for("panel.example"), &authority, &cause);
}

fn a_certificate_that_vouches_for_itself_is_refused(language: Language) {
    is_refused(language, &self_signed("localhost"), &Authority::new(), &["not trusted here", "ca_file"]);
}

fn a_certificate_that_vouches_for_itself_is_believed_if_it_is_named(language: Language) {
    let identity = self_signed("localhost");
    let (server, file) = (Server::with(&identity), TextFile::with(&identity.pem));
    let caller = Caller::new(language, format!("https://localhost:{}", server.port));
    caller.option("ca_file", file.path()).call().is_recorded();
}

fn an_authority_that_this_machine_does_not_know_is_refused(language: Language) {
    let server = Server::with(&Authority::new().vouches_for("localhost"));
    let caller = Caller::new(language, format!("https://localhost:{}", server.port));
    caller.call().fails(TLS.0, TLS.1, &["not trusted here", "ca_file"]);
    assert!(server.seen().requests.is_empty());
}

fn a_private_authority_is_believed_by_option_and_by_environment(language: Language) {
    let authority = Authority::new();
    let (server, file) =
        (Server::with(&authority.vouches_for("localhost")), TextFile::with(&authority.pem()));
    let caller = || Caller::new(language, format!("https://localhost:{}", server.port));
    caller().option("ca_file", file.path()).call().is_recorded();
    caller().variable("SSL_CERT_FILE", file.path()).call().is_recorded();
    // What was named is all that is believed, and the option goes before the environment.
    let other = TextFile::with(&Authority::new().pem());
    caller().variable("SSL_CERT_FILE", other.path()).call().fails(TLS.0, TLS.1, &["not trusted here"]);
    let both = caller().option("ca_file", other.path()).variable("SSL_CERT_FILE", file.path());
    both.call().fails(TLS.0, TLS.1, &["not trusted here"]);
    let nothing = caller().variable("SSL_CERT_FILE", "/no/such.pem");
    nothing.call().fails(TLS.0, TLS.1, &["/no/such.pem", "SSL_CERT_FILE"]);
    // A list of directories, as for OpenSSL.
    let (one, two) = (TextFile::with(&Authority::new().pem()), TextFile::with(&authority.pem()));
    let list = format!("{}:{}", one.as_directory(), two.as_directory());
    caller().variable("SSL_CERT_DIR", &list).call().is_recorded();
    let seen = server.seen().requests;
    assert_eq!(seen.len(), 3);
    assert!(seen[0].contains(&format!("authorization: Bearer {KEY}")), "{seen:?}");
}

fn tls_1_1_is_refused(language: Language) {
    let authority = Authority::new();
    let server = OldServer::with(&authority.vouches_for("localhost"));
    assert!(server.lets_old_clients_in(), "or else this shows nothing");
    let file = TextFile::with(&authority.pem());
    let caller = Caller::new(language, format!("https://localhost:{}", server.port));
    caller.option("ca_file", file.path()).call().fails(TLS.0, TLS.1, &["TLS 1.2 or 1.3"]);
}

fn tls_1_2_and_1_3_work(language: Language) {
    let authority = Authority::new();
    let file = TextFile::with(&authority.pem());
    for version in [&TLS12, &TLS13] {
        let server = Server::at("127.0.0.1", &authority.vouches_for("localhost"), &[version], &[]);
        let caller = Caller::new(language, format!("https://localhost:{}", server.port));
        caller.option("ca_file", file.path()).call().is_recorded();
        assert_eq!(server.seen().requests.len(), 1, "{version:?}");
    }
}

/// HTTP/2 is not built in, so it must not be offered: a server that prefers it would otherwise speak it.
fn http_2_is_not_offered_and_a_server_that_prefers_it_speaks_http_1_1(language: Language) {
    let authority = Authority::new();
    let file = TextFile::with(&authority.pem());
    let identity = authority.vouches_for("localhost");
    let server = Server::at("127.0.0.1", &identity, BOTH, &["h2", "http/1.1"]);
    let caller = Caller::new(language, format!("https://localhost:{}", server.port));
    caller.option("ca_file", file.path()).call().is_recorded();
    let seen = server.seen();
    assert!(seen.requests[0].starts_with("POST /acs/users/add_to_access_group HTTP/1.1\r\n"), "{seen:?}");
    assert!(seen.offered.iter().flatten().all(|name| name == "http/1.1"), "{seen:?}");
}

fn a_machine_without_certificates_believes_the_bundled_authorities(language: Language) {
    let authority = Authority::new();
    let (server, file) =
        (Server::with(&authority.vouches_for("localhost")), TextFile::with(&authority.pem()));
    let forger = Server::with(&forged("localhost"));
    let call = |server: &Server, machine| {
        Caller::new(language, format!("https://localhost:{}", server.port)).on(machine).call()
    };
    // A bundled authority is known, so that a forged signature of it is seen for what it is.
    call(&forger, Machine::WithoutCertificates).fails(
        TLS.0,
        TLS.1,
        &["the signature", "bundled roots are in use"],
    );
    call(&server, Machine::WithoutCertificates).fails(
        TLS.0,
        TLS.1,
        &["not trusted here", "bundled roots are in use"],
    );
    let log = TextFile::with("");
    let caller = Caller::new(language, format!("https://localhost:{}", server.port));
    caller.option("log_file", log.path()).on(Machine::WithoutCertificates).call();
    assert!(std::fs::read_to_string(log.path()).unwrap().contains("bundled_roots_used"));
    // Where the system trusts anybody at all, it is asked alone.
    call(&server, Machine::Trusting(file.path())).is_recorded();
    call(&forger, Machine::Trusting(file.path())).fails(TLS.0, TLS.1, &["not trusted here"]);
    assert!(forger.seen().requests.is_empty());
    assert_eq!(server.seen().requests.len(), 1);
}

fn an_ipv6_literal_is_an_endpoint_like_any_other(language: Language) {
    let authority = Authority::new();
    let file = TextFile::with(&authority.pem());
    let server = Server::at("::1", &authority.vouches_for("::1"), BOTH, &[]);
    let endpoint = format!("https://[::1]:{}", server.port);
    let caller = || Caller::new(language, &*endpoint).option("ca_file", file.path());
    caller().call().is_recorded();
    // The HTTP library cannot do that, which is said before anything is sent.
    let proxy = Proxy::start(Manner::Tunnel(server.port));
    caller().option("proxy", &proxy.url()).call().fails(OPTIONS.0, OPTIONS.1, &["IPv6", "proxy", "NO_PROXY"]);
    assert_eq!((proxy.seen().as_str(), server.seen().requests.len()), ("", 1));
    let elsewhere = Server::at("::1", &authority.vouches_for("localhost"), BOTH, &[]);
    let caller = Caller::new(language, format!("https://[::1]:{}", elsewhere.port));
    caller.option("ca_file", file.path()).call().fails(TLS.0, TLS.1, &["is not for", "::1"]);
}

fn a_proxy_opens_a_tunnel_and_sees_nothing_of_what_goes_through(language: Language) {
    let authority = Authority::new();
    let (server, file) = (Server::with(&authority.vouches_for(FAR_AWAY)), TextFile::with(&authority.pem()));
    let proxy = Proxy::start(Manner::Tunnel(server.port));
    let caller = || Caller::new(language, format!("https://{FAR_AWAY}")).option("ca_file", file.path());
    caller().option("proxy", &proxy.url()).call().is_recorded();
    caller().variable("HTTPS_PROXY", &proxy.url()).call().is_recorded();
    let seen = proxy.seen();
    assert_eq!(seen.matches(&format!("CONNECT {FAR_AWAY}:443 HTTP/1.1\r\n")).count(), 2);
    assert!(!seen.contains(KEY) && !seen.contains("acs_user_id"), "{seen}");
    // The certificate that counts is the one at the other end.
    let wrong = Server::with(&authority.vouches_for("elsewhere.example"));
    let proxy = Proxy::start(Manner::Tunnel(wrong.port));
    let told = caller().option("proxy", &proxy.url()).call();
    told.fails(TLS.0, TLS.1, &["is not for", "elsewhere.example"]);
    assert!(wrong.seen().requests.is_empty());
}

fn a_proxy_that_wants_credentials_gets_those_of_its_url(language: Language) {
    let authority = Authority::new();
    let (server, file) = (Server::with(&authority.vouches_for(FAR_AWAY)), TextFile::with(&authority.pem()));
    // panel:open sesame
    let proxy = Proxy::start(Manner::TunnelFor(server.port, "cGFuZWw6b3BlbiBzZXNhbWU="));
    let call = |url: &str| {
        let caller = Caller::new(language, format!("https://{FAR_AWAY}"));
        caller.option("ca_file", file.path()).option("proxy", url).call()
    };
    call(&proxy.url_with("panel:open%20sesame")).is_recorded();
    let why = ["the proxy asks for a user name and password"];
    call(&proxy.url()).fails(PROXY.0, PROXY.1, &why);
    let told = call(&proxy.url_with("panel:wrong-password"));
    told.fails(PROXY.0, PROXY.1, &why);
    assert!(!told.message.contains("wrong-password"), "{told:?}");
    assert!(!proxy.seen().contains(KEY));
    assert_eq!(server.seen().requests.len(), 1);
}

/// 0.0.0.0 is this machine, and no loopback address: a proxy of the environment may be asked for it.
fn no_proxy_names_hosts_that_are_reached_directly(language: Language) {
    let authority = Authority::new();
    let (server, file) = (Server::with(&authority.vouches_for("0.0.0.0")), TextFile::with(&authority.pem()));
    let proxy = Proxy::start(Manner::Tunnel(server.port));
    let caller = || {
        let caller = Caller::new(language, format!("https://0.0.0.0:{}", server.port));
        caller.option("ca_file", file.path()).variable("HTTPS_PROXY", &proxy.url())
    };
    for exceptions in ["0.0.0.0", "elsewhere.example, 0.0.0.0", "0.0.0.0/8", "*"] {
        caller().variable("NO_PROXY", exceptions).call().is_recorded();
        assert_eq!(proxy.seen(), "", "{exceptions}");
    }
    caller().variable("NO_PROXY", "elsewhere.example").call().is_recorded();
    assert!(proxy.seen().starts_with(&format!("CONNECT 0.0.0.0:{} HTTP/1.1\r\n", server.port)));
    // A proxy that is named by option is meant.
    let before = proxy.seen().len();
    caller().option("proxy", &proxy.url()).variable("NO_PROXY", "*").call().is_recorded();
    assert!(proxy.seen().len() > before);
    assert_eq!(server.seen().requests.len(), 6);
}

fn a_proxy_that_answers_html_is_named_as_the_cause(language: Language) {
    let refuses =
        "HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\ncontent-length: 20\r\n\r\n<html>Blocked</html>";
    let welcomes = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n";
    let page = "<html><title>Sign in to this network</title></html>";
    for (manner, cause) in [
        (Manner::Answer(refuses), "the proxy did not open a tunnel"),
        (Manner::AnswerTwice(welcomes, page), "the proxy answered something that is not TLS"),
        (Manner::Answer("<html>not HTTP at all</html>\r\n\r\n"), "the proxy did not open a tunnel"),
    ] {
        let proxy = Proxy::start(manner);
        let caller = Caller::new(language, format!("https://{FAR_AWAY}"));
        caller.option("proxy", &proxy.url()).call().fails(PROXY.0, PROXY.1, &[cause]);
        assert!(proxy.seen().starts_with("CONNECT ") && !proxy.seen().contains(KEY));
    }
}

fn a_proxy_that_is_away_or_silent_is_named_as_the_cause(language: Language) {
    let caller = || Caller::new(language, format!("https://{FAR_AWAY}"));
    let told = caller().option("proxy", "http://127.0.0.1:9").call();
    told.fails(PROXY.0, PROXY.1, &["no connection through the proxy", "refused"]);
    let proxy = Proxy::start(Manner::Silent);
    let told = caller().option("proxy", &proxy.url()).option("connect_timeout_ms", "300").call();
    told.fails(PROXY.0, PROXY.1, &["no connection through the proxy", "timed out"]);
    assert!(!proxy.seen().contains(KEY));
}

fn a_handshake_without_an_answer_ends_at_the_deadline(language: Language) {
    // The kernel lets clients in, and nobody ever speaks to them.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let nearby = Caller::new(language, format!("https://{}", silent.local_addr().unwrap()));
    nearby.within(700).call().ends_at_its_deadline(DEADLINE.0, DEADLINE.1);
    let proxy = Proxy::start(Manner::Silent);
    let beyond = Caller::new(language, format!("https://{FAR_AWAY}")).option("proxy", &proxy.url());
    beyond.within(700).call().ends_at_its_deadline(DEADLINE.0, DEADLINE.1);
    assert!(proxy.seen().starts_with("CONNECT ") && !proxy.seen().contains(KEY));
}

fn an_answer_that_never_comes_through_tls_is_waited_for_until_the_deadline(language: Language) {
    let authority = Authority::new();
    let (server, file) =
        (Server::silent(&authority.vouches_for("localhost")), TextFile::with(&authority.pem()));
    let caller = Caller::new(language, format!("https://localhost:{}", server.port));
    let told = caller.option("ca_file", file.path()).within(700).call();
    told.ends_at_its_deadline(UNKNOWN.0, UNKNOWN.1);
    assert_eq!(server.seen().requests.len(), 1);
}

macro_rules! from_each_language {
    ($($test:ident),* $(,)?) => {
        mod c {
            $(#[test] fn $test() { super::$test(super::Language::C); })*
        }
        mod python {
            $(#[test] fn $test() { super::$test(super::Language::Python); })*
        }
    };
}

from_each_language! {
    an_expired_certificate_is_refused,
    a_certificate_that_is_not_valid_yet_is_refused,
    a_certificate_for_another_host_is_refused,
    a_certificate_that_vouches_for_itself_is_refused,
    a_certificate_that_vouches_for_itself_is_believed_if_it_is_named,
    an_authority_that_this_machine_does_not_know_is_refused,
    a_private_authority_is_believed_by_option_and_by_environment,
    tls_1_1_is_refused,
    tls_1_2_and_1_3_work,
    http_2_is_not_offered_and_a_server_that_prefers_it_speaks_http_1_1,
    a_machine_without_certificates_believes_the_bundled_authorities,
    an_ipv6_literal_is_an_endpoint_like_any_other,
    a_proxy_opens_a_tunnel_and_sees_nothing_of_what_goes_through,
    a_proxy_that_wants_credentials_gets_those_of_its_url,
    no_proxy_names_hosts_that_are_reached_directly,
    a_proxy_that_answers_html_is_named_as_the_cause,
    a_proxy_that_is_away_or_silent_is_named_as_the_cause,
    a_handshake_without_an_answer_ends_at_the_deadline,
    an_answer_that_never_comes_through_tls_is_waited_for_until_the_deadline,
}
