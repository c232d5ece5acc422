//! Refuses what a web page of somebody else makes a browser send here: by a name that it had resolved to this machine, or from
//! its own origin.

use std::net::IpAddr;

use serde_json::json;

use crate::http::{Request, Response};

/// The answer to a request that is not for this machine, or not from it.
pub(crate) fn refusal(request: &Request, host_names: &[String]) -> Option<Response> {
    let of_others = |name: &str, is_ours: &dyn Fn(&str) -> bool| {
        request.headers.iter().any(|(key, value)| key.eq_ignore_ascii_case(name) && !is_ours(value.trim()))
    };
    let is_named = |authority: &str| host_names.iter().any(|name| name == host_of(authority));
    if of_others("host", &|authority| is_this_machine(authority) || is_named(authority)) {
        return Some(refuse(
            421,
            "the sandbox answers to its own address only; the header Host names another",
        ));
    }
    if of_others("origin", &is_origin_here) {
        return Some(refuse(
            403,
            "the sandbox answers no page of another machine; the header Origin names one",
        ));
    }
    None
}

fn refuse(status: u16, message: &str) -> Response {
    Response::json(status, json!({ "ok": false, "message": message }).to_string().into_bytes())
}

/// Whether a host, perhaps with a port, is an address of this machine, or a name of it (RFC 6761, section 6.3). The port
/// may be another's: a relay or a door for TLS stands in front in tests.
fn is_this_machine(authority: &str) -> bool {
    let host = host_of(authority);
    let address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = address.parse::<IpAddr>() {
        return address.is_loopback();
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Without the port.
fn host_of(authority: &str) -> &str {
    let port_begins = authority.rfind(':').filter(|_| !authority.ends_with(']'));
    port_begins.map_or(authority, |place| authority.split_at(place).0)
}

fn is_origin_here(origin: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, authority)| is_this_machine(authority))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_names_of_this_machine_are_told_from_others() {
        for own in [
            "127.0.0.1",
            "127.0.0.1:3020",
            "127.8.9.1:1",
            "[::1]",
            "[::1]:3020",
            "localhost:3020",
            "LOCALHOST.",
            "a.localhost:1",
        ] {
            assert!(is_this_machine(own), "{own}");
        }
        for other in [
            "",
            "sandbox",
            "attacker.example:3020",
            "127.0.0.1.attacker.example",
            "192.168.1.2",
            "[::2]:1",
            "notlocalhost",
        ] {
            assert!(!is_this_machine(other), "{other}");
        }
        assert!(is_origin_here("http://localhost:8080") && is_origin_here("https://127.0.0.1"));
        assert!(!is_origin_here("null") && !is_origin_here("http://attacker.example"));
    }
}
