//! Who is measured: our own clients and what their users would pick instead.

use super::artifacts::Artifacts;
use std::process::Command;

pub(super) struct Competitor {
    /// In the names of series.
    pub(super) name: &'static str,
    /// On the page.
    pub(super) label: &'static str,
    pub(super) command: fn(&Artifacts) -> Command,
}

pub(super) const RAW: Competitor =
    Competitor { name: "raw", label: "C, raw sockets (the floor)", command: |artifacts| artifacts.c("raw") };
pub(super) const CURL_EASY: Competitor =
    Competitor { name: "curl-easy", label: "C, libcurl easy", command: |artifacts| artifacts.c("curl_easy") };
pub(super) const CURL_MULTI: Competitor = Competitor {
    name: "curl-multi",
    label: "C, libcurl multi",
    command: |artifacts| artifacts.c("curl_multi"),
};
pub(super) const REQWEST: Competitor =
    Competitor { name: "reqwest", label: "Rust, reqwest alone", command: |_| Artifacts::reqwest() };
pub(super) const OURS: Competitor =
    Competitor { name: "ours", label: "**C, seam-acs**", command: |artifacts| artifacts.c("seam_acs") };
/// The name of our command in series. It makes one call and ends, so that it is no competitor.
pub(super) const COMMAND: &str = "command";
pub(super) const PYTHON_BARE: Competitor = Competitor {
    name: "python-bare",
    label: "Python, nothing imported",
    command: |artifacts| artifacts.python("ours", "bare.py"),
};
pub(super) const PYTHON_OURS: Competitor = Competitor {
    name: "python-ours",
    label: "**Python, seam-acs**",
    command: |artifacts| artifacts.python("ours", "ours.py"),
};
pub(super) const PYTHON_OURS_ASYNC: Competitor = Competitor {
    name: "python-ours-async",
    label: "**Python, seam-acs, AsyncSeam**",
    command: |artifacts| artifacts.python("ours", "ours_async.py"),
};
pub(super) const PYTHON_REQUESTS: Competitor = Competitor {
    name: "python-requests",
    label: "Python, requests",
    command: |artifacts| artifacts.python("official", "with_requests.py"),
};
pub(super) const PYTHON_OFFICIAL: Competitor = Competitor {
    name: "python-official",
    label: "Python, official seam",
    command: |artifacts| artifacts.python("official", "official.py"),
};
pub(super) const PYTHON_OFFICIAL_ASYNC: Competitor = Competitor {
    name: "python-official-async",
    label: "Python, official seam, AsyncSeam",
    command: |artifacts| artifacts.python("official", "official_async.py"),
};
pub(super) const JAVASCRIPT: Competitor = Competitor {
    name: "javascript",
    label: "JavaScript, official SDK",
    command: |_| Artifacts::javascript(),
};
pub(super) const GO: Competitor =
    Competitor { name: "go", label: "Go, official SDK", command: Artifacts::go };

/// Those that make one call after another.
pub(super) const SINGLE: [&Competitor; 9] =
    [&RAW, &REQWEST, &OURS, &CURL_EASY, &PYTHON_OURS, &PYTHON_REQUESTS, &PYTHON_OFFICIAL, &JAVASCRIPT, &GO];
