//! Reads the process environment: once, on the caller's thread, while a client is made.

use std::path::PathBuf;

use crate::base::secret::Secret;
use crate::sys::os::{VARIABLES_HAVE_CASE, runs_privileged};

/// The SEAM_ variables. An empty variable counts as unset.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    /// Whether the caller asked for the environment at all.
    pub(crate) was_read: bool,
    pub(crate) api_key: Option<Secret>,
    pub(crate) personal_access_token: Option<Secret>,
    pub(crate) workspace_id: Option<String>,
    pub(crate) endpoint: Option<String>,
    /// For people. This library never prints them.
    pub(crate) warnings: Vec<String>,
}

impl Environment {
    /// Reads the variables, unless the process runs with more rights than its caller.
    pub(crate) fn read() -> Self {
        Self::from_lookup(trusted_variable)
    }

    pub(crate) fn from_lookup(find: impl Fn(&str) -> Option<String>) -> Self {
        let find = |name: &str| find(name).filter(|value| !value.is_empty());
        let (endpoint, deprecated) = (find("SEAM_ENDPOINT"), find("SEAM_API_URL"));
        let mut warnings = Vec::new();
        if deprecated.is_some() {
            warnings.push(
                "Using the SEAM_API_URL environment variable is deprecated. \
                 Support will be removed in a later major version. Use SEAM_ENDPOINT instead."
                    .to_owned(),
            );
            if endpoint.is_some() {
                warnings.push(
                    "Detected both the SEAM_API_URL and SEAM_ENDPOINT environment variables. Using SEAM_ENDPOINT."
                        .to_owned(),
                );
            }
        }
        Self {
            was_read: true,
            api_key: find("SEAM_API_KEY").map(Secret::from_owned),
            personal_access_token: find("SEAM_PERSONAL_ACCESS_TOKEN").map(Secret::from_owned),
            workspace_id: find("SEAM_WORKSPACE_ID"),
            endpoint: endpoint.or(deprecated),
            warnings,
        }
    }
}

/// The proxy variables that every program of the machine shares.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProxyEnvironment {
    pub(crate) https: Option<Secret>,
    pub(crate) http: Option<Secret>,
    pub(crate) exceptions: Option<String>,
}

impl ProxyEnvironment {
    pub(crate) fn read() -> Self {
        let all = either("ALL_PROXY").map(Secret::from_owned);
        // A CGI program gets HTTP_PROXY from the Proxy header of its caller, so only the lower-case name counts there, and
        // neither where names have no case.
        let http = match trusted_variable("REQUEST_METHOD") {
            Some(_) if VARIABLES_HAVE_CASE => trusted_variable("http_proxy"),
            Some(_) => None,
            None => either("HTTP_PROXY"),
        };
        Self {
            https: either("HTTPS_PROXY").map(Secret::from_owned).or_else(|| all.clone()),
            http: http.map(Secret::from_owned).or(all),
            exceptions: either("NO_PROXY"),
        }
    }
}

/// Where the environment says that the trusted certificates are: a file, and a list of directories as in `PATH`.
pub(crate) fn certificate_paths() -> (Option<PathBuf>, Vec<PathBuf>) {
    let directories = trusted_variable("SSL_CERT_DIR").unwrap_or_default();
    let directories = std::env::split_paths(&directories).filter(|path| !path.as_os_str().is_empty());
    (trusted_variable("SSL_CERT_FILE").map(PathBuf::from), directories.collect())
}

fn either(name: &str) -> Option<String> {
    trusted_variable(&name.to_ascii_lowercase()).or_else(|| trusted_variable(name))
}

fn trusted_variable(name: &str) -> Option<String> {
    if runs_privileged() {
        return None;
    }
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Environment;

    #[test]
    fn seam_endpoint_wins_over_the_deprecated_name_and_both_warn() {
        let environment = Environment::from_lookup(|name| match name {
            "SEAM_ENDPOINT" => Some("https://new".to_owned()),
            "SEAM_API_URL" => Some("https://old".to_owned()),
            _ => None,
        });
        assert_eq!(environment.endpoint.as_deref(), Some("https://new"));
        assert_eq!(environment.warnings.len(), 2);
    }
}
