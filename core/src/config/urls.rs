//! The URLs of requests: the endpoint followed by a path.

use reqwest::Url;

use crate::model::endpoints::{ADD_USER, REMOVE_USER};

/// The URLs under one endpoint. Those of the two usual changes are made once: parsing one costs more than the rest of
/// making a request. They are made with the client and not on first use: a child forked during a first use would wait
/// for ever.
#[derive(Debug, Clone)]
pub(crate) struct Targets {
    endpoint: Url,
    usual: [(&'static str, Url); 2],
}

impl Targets {
    /// `endpoint` has been checked: a path can be appended to it.
    pub(crate) fn new(endpoint: Url) -> Self {
        let usual = [ADD_USER, REMOVE_USER].map(|path| (path, under(&endpoint, path)));
        Self { endpoint, usual }
    }

    /// The URL of a path that begins with a slash.
    pub(crate) fn url(&self, path: &str) -> Url {
        let usual = self.usual.iter().find(|(usual, _)| *usual == path);
        usual.map_or_else(|| under(&self.endpoint, path), |(_, url)| url.clone())
    }
}

fn under(endpoint: &Url, path: &str) -> Url {
    let mut url = endpoint.clone();
    url.set_path(&[endpoint.path().trim_end_matches('/'), path].concat());
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stands_behind_that_of_the_endpoint() {
        for (endpoint, base) in
            [("https://host", "https://host"), ("https://host:8/seam/", "https://host:8/seam")]
        {
            let targets = Targets::new(endpoint.parse().expect("a URL"));
            for path in [ADD_USER, "/acs/users/get"] {
                assert_eq!(targets.url(path).as_str(), format!("{base}{path}"));
            }
        }
    }
}
