//! Hosts that are not left to others: names of this machine, and names with letters beyond ASCII, which this library cannot
//! resolve and for which the URL parser is not reliable.

/// What the error for such an option says after the option's name.
pub(crate) const FOREIGN_HOST: &str = "must name its host in ASCII letters, others as punycode (xn--...)";

/// Whether the host of a URL has letters beyond ASCII, plain or percent-encoded.
///
/// The parser's error would not say what to do, and in a debug build `idna_adapter` panics on some of them
/// (`docs/dependencies.md`).
pub(crate) fn names_foreign_host(url: &str) -> bool {
    // As lenient as the parser, which reads any run of slashes as two and drops tabs and line ends.
    let behind_scheme = url.split_once(':').map_or(url, |(_, rest)| rest);
    let rest = behind_scheme.trim_start_matches(['/', '\\', '\t', '\n', '\r']);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    !host.is_ascii() || host.contains('%')
}

/// Whether a name is this machine's on every machine (RFC 6761, section 6.3).
pub(crate) fn is_localhost(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let first = host.len().checked_sub("localhost".len()).filter(|first| host.is_char_boundary(*first));
    let Some((before, last)) = first.map(|first| host.split_at(first)) else { return false };
    last.eq_ignore_ascii_case("localhost") && (before.is_empty() || before.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn localhost_and_what_ends_in_it_is_this_machine_and_nothing_else() {
        for own in ["localhost", "LocalHost", "localhost.", "seam.localhost", "a.b.localhost."] {
            assert!(is_localhost(own), "{own:?}");
        }
        for other in
            ["", "local", "notlocalhost", "localhost.corp.example", "localhost..", "connect.getseam.com"]
        {
            assert!(!is_localhost(other), "{other:?}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_foreign_in_a_host_and_nowhere_else() {
        for foreign in [
            "https://münCHEN.example",
            "https://m%C3%BCnCHEN.example:8443/seam",
            "http:\\\\user:pass@h%F6ST",
            "https:///h\u{f6}st",
            "https:/\t/\nh\u{f6}st",
        ] {
            assert!(names_foreign_host(foreign), "{foreign:?}");
        }
        for plain in [
            "https://connect.getseam.com",
            "https://xn--mnchen-3ya.example/caf\u{e9}",
            "http://user:p%C3%A4ss@proxy:3128",
            "http://[::1]:3020",
            "nonsense",
        ] {
            assert!(!names_foreign_host(plain), "{plain:?}");
        }
    }
}
