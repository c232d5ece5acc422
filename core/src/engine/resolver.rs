//! Host names, resolved aside by the system, with an error that can be told from a refused connection.

use std::fmt;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The system's resolver.
pub(super) struct SystemResolver;

/// A name that the system could not resolve.
#[derive(Debug)]
pub(super) struct UnknownHost {
    host: String,
    reason: std::io::Error,
}

impl fmt::Display for UnknownHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the host name {:?} could not be resolved: {}", self.host, self.reason)
    }
}

impl std::error::Error for UnknownHost {}

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            match tokio::net::lookup_host((name.as_str(), 0)).await {
                Ok(found) => Ok(Box::new(found.collect::<Vec<_>>().into_iter()) as Addrs),
                Err(reason) => Err(UnknownHost { host: name.as_str().to_owned(), reason }.into()),
            }
        })
    }
}
