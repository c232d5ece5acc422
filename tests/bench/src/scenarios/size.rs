//! How large the shared library is, and what each part adds to it.

use super::Effort;
use crate::artifacts::Artifacts;
use crate::record::Record;
use crate::server::Server;
use anyhow::Context;
use seam_acs_workspace::command::program;
use std::collections::BTreeMap;

pub(super) fn measure(
    artifacts: &Artifacts,
    _: &Server,
    _: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    let size = std::fs::metadata(artifacts.library())?.len();
    record.add("size", "ours", "file", size);
    let mut nm = program("nm");
    let symbols = nm.args(["-S", "-C", "--defined-only"]).arg(Artifacts::library_with_symbols()).output();
    let symbols = symbols.context("nm cannot be started")?;
    let parts = parts(&String::from_utf8_lossy(&symbols.stdout));
    anyhow::ensure!(!parts.is_empty(), "the library has no symbols");
    let rest = size.saturating_sub(parts.values().sum());
    for (part, bytes) in parts {
        record.add("size", part, "part", bytes);
    }
    record.add("size", REST, "part", rest);
    Ok(())
}

const REST: &str = "constants, and the tables for linking and unwinding";
const STANDARD: &str = "Rust's standard library, its backtraces included";
const C_ABI: &str = "the C ABI itself";

/// Crates by what they are for here.
const CRATES: [(&str, &[&str]); 5] = [
    (
        "TLS and certificates: rustls, ring, webpki",
        &["rustls", "ring", "webpki", "untrusted", "tokio_rustls", "subtle", "openssl_probe", "hyper_rustls"],
    ),
    (
        "HTTP: reqwest, hyper, url",
        &[
            "reqwest",
            "hyper",
            "http",
            "httparse",
            "tower",
            "url",
            "idna",
            "percent_encoding",
            "base64",
            "ipnet",
            "want",
            "utf",
            "form_urlencoded",
            "httpdate",
            "try_lock",
        ],
    ),
    (
        "the asynchronous runtime: tokio",
        &[
            "tokio",
            "mio",
            "futures",
            "bytes",
            "slab",
            "socket2",
            "atomic_waker",
            "pin_project",
            "once_cell",
            "smallvec",
        ],
    ),
    ("JSON", &["serde", "itoa", "zmij", "ryu"]),
    ("CSV", &["csv"]),
];

/// Modules of core by what they bring; the first that fits.
const MODULES: [(&str, &[&str]); 3] = [
    ("rosters: plan and sync", &["roster"]),
    ("lists of changes: apply", &["bulk"]),
    ("queries: find, wait, who can open", &["queries"]),
];
const CORE: &str = "calls, engine, options, errors, logs";

/// Bytes by part, from what nm prints: address, size, kind and name.
fn parts(symbols: &str) -> BTreeMap<&'static str, u64> {
    let mut parts = BTreeMap::new();
    for line in symbols.lines() {
        let mut words = line.splitn(4, ' ');
        let (_, size, _, name) = (words.next(), words.next(), words.next(), words.next());
        let (Some(size), Some(name)) = (size, name) else { continue };
        let Ok(size) = u64::from_str_radix(size, 16) else { continue };
        *parts.entry(part_of(name)).or_default() += size;
    }
    parts
}

/// The part that a symbol belongs to: that of the type for a trait's method and for drop glue.
fn part_of(name: &str) -> &'static str {
    let name = name.strip_prefix("core::ptr::drop_in_place<").unwrap_or(name);
    let name = name.trim_start_matches(['<', '&', '(', '[', '*']);
    let name =
        ["dyn ", "mut ", "const "].iter().fold(name, |name, word| name.strip_prefix(word).unwrap_or(name));
    let (head, rest) = name.split_once("::").unwrap_or((name, ""));
    match head {
        "seam_acs_core" => {
            let module = rest.split("::").next().unwrap_or_default();
            let found = MODULES.iter().find(|(_, modules)| modules.contains(&module));
            found.map_or(CORE, |(part, _)| part)
        }
        _ if head.starts_with("seam_acs") => C_ABI,
        _ => {
            let belongs = |prefix: &&str| head.starts_with(*prefix);
            let found = CRATES.iter().find(|(_, crates)| crates.iter().any(belongs));
            // Assembly of ring has no path.
            let is_ring = head.contains("nistz256") || head.contains("p384");
            found.map_or(if is_ring { CRATES[0].0 } else { STANDARD }, |(part, _)| part)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_belong_to_their_crate_or_module() {
        for (name, part) in [
            ("seam_acs_core::roster::rows::Roster::parse", "rosters: plan and sync"),
            ("core::ptr::drop_in_place<seam_acs_core::bulk::apply::Run>", "lists of changes: apply"),
            ("<seam_acs_core::error::Error as core::fmt::Display>::fmt", CORE),
            ("seam_acs_client_new", C_ABI),
            ("<rustls::msgs::handshake::ClientHelloPayload as rustls::Codec>::read", CRATES[0].0),
            ("ecp_nistz256_precomputed", CRATES[0].0),
            ("<&mut serde_json::de::Deserializer<R> as serde_core::de::Deserializer>::x", "JSON"),
            ("core::fmt::write", STANDARD),
        ] {
            assert_eq!(part_of(name), part, "{name}");
        }
    }

    #[test]
    fn sizes_are_hexadecimal_and_symbols_without_one_do_not_count() {
        let symbols = "0000000000001000 0000000000000010 t core::fmt::write\n0000000000002000 A _end\n";
        assert_eq!(parts(symbols), BTreeMap::from([(STANDARD, 16)]));
    }
}
