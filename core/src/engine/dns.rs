//! Resolves host names by the system on another thread, with an error distinct from a refused connection.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::{fmt, io};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::base::blocking;
use crate::config::host::is_localhost;

/// The system's resolver.
pub(super) struct SystemResolver;

/// A name that the system could not resolve.
#[derive(Debug)]
pub(super) struct UnknownHost {
    host: String,
    reason: io::Error,
}

impl fmt::Display for UnknownHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the host name {:?} could not be resolved: {}", self.host, self.reason)
    }
}

impl std::error::Error for UnknownHost {}

/// The lookup panicked.
#[derive(Debug)]
pub(super) struct LookupLost(String);

impl fmt::Display for LookupLost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "looking up a host name: {}", self.0)
    }
}

impl std::error::Error for LookupLost {}

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let lookup = blocking::run(move || {
                crate::base::failpoint::hit("resolver");
                addresses(&host).map_err(|reason| UnknownHost { host, reason })
            });
            match lookup.await {
                Ok(Ok(found)) => Ok(Box::new(found.into_iter()) as Addrs),
                Ok(Err(unknown)) => Err(unknown.into()),
                Err(lost) => Err(LookupLost(lost.to_string()).into()),
            }
        })
    }
}

/// Asks the system. It is not asked for `localhost`: where `/etc/hosts` has no line for it, a search domain could name
/// another machine, to which the token would go.
fn addresses(host: &str) -> io::Result<Vec<SocketAddr>> {
    if is_localhost(host) {
        return Ok(vec![(Ipv4Addr::LOCALHOST, 0).into(), (Ipv6Addr::LOCALHOST, 0).into()]);
    }
    Ok((host, 0).to_socket_addrs()?.collect())
}
