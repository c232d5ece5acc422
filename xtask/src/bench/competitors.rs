//! Who is measured: our own clients and what their users would pick instead.

use super::kit::Kit;
use std::process::Command;

pub(super) struct Competitor {
    /// In the names of series.
    pub(super) name: &'static str,
    /// On the page.
    pub(super) label: &'static str,
    pub(super) command: fn(&Kit) -> Command,
}

pub(super) const RAW: Competitor =
    Competitor { name: "raw", label: "C, raw sockets (the floor)", command: |kit| kit.c("raw") };
pub(super) const CURL_EASY: Competitor =
    Competitor { name: "curl-easy", label: "C, libcurl easy", command: |kit| kit.c("curl_easy") };
pub(super) const CURL_MULTI: Competitor =
    Competitor { name: "curl-multi", label: "C, libcurl multi", command: |kit| kit.c("curl_multi") };
pub(super) const REQWEST: Competitor =
    Competitor { name: "reqwest", label: "Rust, reqwest alone", command: |_| Kit::reqwest() };
pub(super) const OURS: Competitor =
    Competitor { name: "ours", label: "**C, seam-acs**", command: |kit| kit.c("seam_acs") };
pub(super) const PYTHON_BARE: Competitor = Competitor {
    name: "python-bare",
    label: "Python, nothing imported",
    command: |kit| kit.python("ours", "bare.py"),
};
pub(super) const PYTHON_OURS: Competitor = Competitor {
    name: "python-ours",
    label: "**Python, seam-acs**",
    command: |kit| kit.python("ours", "ours.py"),
};
pub(super) const PYTHON_OURS_ASYNC: Competitor = Competitor {
    name: "python-ours-async",
    label: "**Python, seam-acs, AsyncSeam**",
    command: |kit| kit.python("ours", "ours_async.py"),
};
pub(super) const PYTHON_REQUESTS: Competitor = Competitor {
    name: "python-requests",
    label: "Python, requests",
    command: |kit| kit.python("official", "with_requests.py"),
};
pub(super) const PYTHON_OFFICIAL: Competitor = Competitor {
    name: "python-official",
    label: "Python, official seam",
    command: |kit| kit.python("official", "official.py"),
};
pub(super) const PYTHON_OFFICIAL_ASYNC: Competitor = Competitor {
    name: "python-official-async",
    label: "Python, official seam, AsyncSeam",
    command: |kit| kit.python("official", "official_async.py"),
};
pub(super) const JAVASCRIPT: Competitor =
    Competitor { name: "javascript", label: "JavaScript, official SDK", command: |_| Kit::javascript() };
pub(super) const GO: Competitor = Competitor { name: "go", label: "Go, official SDK", command: Kit::go };

/// Those that make one call after another.
pub(super) const SINGLE: [&Competitor; 9] =
    [&RAW, &REQWEST, &OURS, &CURL_EASY, &PYTHON_OURS, &PYTHON_REQUESTS, &PYTHON_OFFICIAL, &JAVASCRIPT, &GO];
