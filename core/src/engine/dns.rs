//! Host names: the system's resolver is asked on a thread of its own, once for all calls that wait for the same host, and
//! its answer is kept for a short time.
//!
//! A lookup is no part of connecting, so that the connect timeout begins with the first address: a name server that is
//! away costs glibc 5 s before it asks the next one. The HTTP client gets what is known here; where nothing is, it fails
//! at once as [`NotLookedUp`], and the call looks the host up and tries again.

use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{fmt, io};

use dns_lookup::{AddrFamily, AddrInfoHints, LookupError, LookupErrorKind, SockType, getaddrinfo};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::base::background_thread::spawn;
use crate::base::failpoint;
use crate::base::panic::catch_panic;
use crate::config::host::is_localhost;
use crate::sys::os::refused_descriptor;
use crate::sys::time::Moment;

/// How long an answer is used without asking again: as long as a connection may lie unused.
const FRESH: Duration = Duration::from_secs(30);
/// How long an answer is used where the name servers give no other.
const STALE: Duration = Duration::from_secs(600);
/// How long a lookup may take before an older answer is used, as RFC 8767 recommends.
const STALE_AFTER: Duration = Duration::from_millis(1800);

/// How long a lookup may take before IPv4 addresses are asked for alone: where a firewall drops questions for IPv6
/// addresses, glibc gives what it has after 15 s.
const IPV4_AFTER: Duration = Duration::from_secs(1);

/// What is known of host names, and the lookups that are under way.
#[derive(Default)]
pub(super) struct DnsCache {
    hosts: Mutex<HashMap<String, Host>>,
}

/// Gives the HTTP client the addresses that are known.
pub(super) struct CachedResolver(pub(super) Arc<DnsCache>);

/// The addresses of the host are not known, or were looked up too long ago.
#[derive(Debug)]
pub(super) struct NotLookedUp {
    pub(super) host: String,
}

/// How a host came to have addresses.
pub(super) enum Found {
    Fresh,
    /// The name servers gave no answer, so an older one is used.
    Stale {
        age: Duration,
        reason: String,
    },
}

/// Why a host has no addresses.
#[derive(Debug, Clone)]
pub(super) enum LookupFailure {
    /// The system says so, or could not find out.
    UnknownHost { host: String, reason: String, is_certain: bool },
    /// The system refused a thread or a descriptor.
    Refused(String),
    /// A bug.
    Panicked(String),
}

type Outcome = Result<(), LookupFailure>;

#[derive(Default)]
struct Host {
    answer: Option<Answer>,
    running: Option<Arc<Lookup>>,
}

/// A lookup that is under way.
struct Lookup {
    /// How it ended, for all who wait.
    outcome: watch::Sender<Option<Outcome>>,
    asks_ipv4_too: AtomicBool,
}

/// Which addresses the system is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Any,
    Ipv4,
}

struct Answer {
    addresses: Vec<SocketAddr>,
    came: Moment,
    /// Of an old answer: when it was last found that there is no newer one.
    confirmed: Moment,
}

impl Answer {
    fn is_fresh(&self) -> bool {
        self.confirmed.elapsed() < FRESH
    }

    fn is_usable(&self) -> bool {
        self.came.elapsed() < STALE
    }
}

impl DnsCache {
    /// Finds out the addresses of a host. The lookup goes on, and its answer counts, also where this future is dropped.
    pub(super) async fn look_up(self: &Arc<Self>, host: &str) -> Result<Found, LookupFailure> {
        let lookup = self.running(host)?;
        let mut waiting = lookup.outcome.subscribe();
        let mut outcome = timeout(IPV4_AFTER, ended(&mut waiting)).await.ok();
        if outcome.is_none() {
            if !lookup.asks_ipv4_too.swap(true, Ordering::AcqRel) {
                // Where the thread is refused, the first one goes on.
                let _ = self.ask_aside(host, Family::Ipv4, &lookup);
            }
            outcome = if self.has_usable(host) {
                timeout(STALE_AFTER.saturating_sub(IPV4_AFTER), ended(&mut waiting)).await.ok()
            } else {
                Some(ended(&mut waiting).await)
            };
        }
        match outcome.unwrap_or_else(|| Err(no_answer(host))) {
            Ok(()) => Ok(Found::Fresh),
            Err(failure) => self.use_stale(host, &failure).ok_or(failure),
        }
    }

    /// The addresses to connect to now, if they are known.
    fn known(&self, host: &str) -> Option<Vec<SocketAddr>> {
        let hosts = self.hosts();
        let answer = hosts.get(host)?.answer.as_ref()?;
        (answer.is_fresh() && answer.is_usable()).then(|| answer.addresses.clone())
    }

    fn has_usable(&self, host: &str) -> bool {
        self.hosts().get(host).and_then(|host| host.answer.as_ref()).is_some_and(Answer::is_usable)
    }

    /// Uses an older answer for a while, unless the failure says that it is wrong.
    fn use_stale(&self, host: &str, failure: &LookupFailure) -> Option<Found> {
        if matches!(failure, LookupFailure::UnknownHost { is_certain: true, .. }) {
            return None;
        }
        let mut hosts = self.hosts();
        let answer = hosts.get_mut(host)?.answer.as_mut().filter(|answer| answer.is_usable())?;
        answer.confirmed = Moment::now();
        Some(Found::Stale { age: answer.came.elapsed(), reason: failure.to_string() })
    }

    /// The lookup of the host that is under way, begun now if there is none.
    fn running(self: &Arc<Self>, host: &str) -> Result<Arc<Lookup>, LookupFailure> {
        let mut hosts = self.hosts();
        // A host that makes clients with ever new endpoints must not make us grow.
        hosts.retain(|_, known| {
            known.running.is_some() || known.answer.as_ref().is_some_and(Answer::is_usable)
        });
        let entry = hosts.entry(host.to_owned()).or_default();
        if let Some(running) = &entry.running {
            return Ok(Arc::clone(running));
        }
        let lookup =
            Arc::new(Lookup { outcome: watch::Sender::new(None), asks_ipv4_too: AtomicBool::new(false) });
        self.ask_aside(host, Family::Any, &lookup)?;
        entry.running = Some(Arc::clone(&lookup));
        Ok(lookup)
    }

    /// Asks the system on a new thread, which reads resolv.conf anew, also with a glibc before 2.26.
    fn ask_aside(self: &Arc<Self>, host: &str, family: Family, lookup: &Arc<Lookup>) -> Outcome {
        let (cache, name, lookup) = (Arc::clone(self), host.to_owned(), Arc::clone(lookup));
        spawn("seam-acs-dns", move || cache.ask(&name, family, &lookup))
            .map_err(|error| LookupFailure::Refused(format!("a thread for the lookup of {host:?}: {error}")))
    }

    /// Asks the system, on this thread, and tells all who wait.
    fn ask(&self, host: &str, family: Family, lookup: &Arc<Lookup>) {
        let found = catch_panic(|| {
            failpoint::hit("resolver");
            ask_system(host, family)
        });
        let found = found.unwrap_or_else(|panic| Err(LookupFailure::Panicked(panic.0)));
        if found.is_err() && family == Family::Ipv4 {
            // The host may have other addresses, for which the first lookup goes on.
            return;
        }
        let mut hosts = self.hosts();
        let entry = hosts.entry(host.to_owned()).or_default();
        if entry.running.as_ref().is_some_and(|running| Arc::ptr_eq(running, lookup)) {
            entry.running = None;
        }
        let outcome = found.map(|addresses| {
            let now = Moment::now();
            entry.answer = Some(Answer { addresses, came: now, confirmed: now });
        });
        drop(hosts);
        lookup.outcome.send_replace(Some(outcome));
    }

    /// Gives back what was looked up.
    pub(super) fn forget(&self) {
        *self.hosts() = HashMap::new();
    }

    fn hosts(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Resolve for CachedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str();
        let found: Result<Addrs, _> = if is_localhost(host) {
            // The system is not asked: where /etc/hosts has no line for it, a search domain could name another machine,
            // to which the token would go.
            Ok(Box::new([(Ipv4Addr::LOCALHOST, 0).into(), (Ipv6Addr::LOCALHOST, 0).into()].into_iter()))
        } else if let Some(addresses) = self.0.known(host) {
            Ok(Box::new(addresses.into_iter()))
        } else {
            Err(NotLookedUp { host: host.to_owned() }.into())
        };
        Box::pin(std::future::ready(found))
    }
}

impl fmt::Display for NotLookedUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the host name {:?} was not looked up", self.host)
    }
}

impl std::error::Error for NotLookedUp {}

impl fmt::Display for LookupFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LookupFailure::UnknownHost { host, reason, .. } => {
                write!(f, "the host name {host:?} could not be resolved: {reason}")
            }
            LookupFailure::Refused(what) => write!(f, "the system refused {what}"),
            LookupFailure::Panicked(message) => write!(f, "looking up a host name: {message}"),
        }
    }
}

/// How the lookup ended.
async fn ended(waiting: &mut watch::Receiver<Option<Outcome>>) -> Outcome {
    let outcome = waiting.wait_for(Option::is_some).await.ok().and_then(|outcome| outcome.clone());
    outcome.unwrap_or_else(|| Err(LookupFailure::Panicked("it ended early".to_owned())))
}

fn ask_system(host: &str, family: Family) -> Result<Vec<SocketAddr>, LookupFailure> {
    let any = AddrInfoHints { socktype: SockType::Stream.into(), ..AddrInfoHints::default() };
    let hints = match family {
        Family::Any => any,
        Family::Ipv4 => AddrInfoHints { address: AddrFamily::Inet.into(), ..any },
    };
    let found = match getaddrinfo(Some(host), None, Some(hints)) {
        Ok(found) => found,
        Err(error) => return Err(failure(host, error)),
    };
    // An address of a family that std does not know cannot be used.
    let addresses: Vec<SocketAddr> = found.filter_map(Result::ok).map(|info| info.sockaddr).collect();
    if addresses.is_empty() { Err(unknown(host, "it has no address", true)) } else { Ok(addresses) }
}

fn failure(host: &str, error: LookupError) -> LookupFailure {
    let is_certain = matches!(error.kind(), LookupErrorKind::NoName | LookupErrorKind::NoData);
    // Without a descriptor, files and name servers cannot be asked, and the resolver names all kinds of reasons.
    match refused_descriptor() {
        Some(refused) => {
            LookupFailure::Refused(format!("a descriptor for the lookup of {host:?}: {refused}"))
        }
        None => unknown(host, &io::Error::from(error).to_string(), is_certain),
    }
}

fn no_answer(host: &str) -> LookupFailure {
    unknown(host, &format!("no name server answered within {} ms", STALE_AFTER.as_millis()), false)
}

fn unknown(host: &str, reason: &str, is_certain: bool) -> LookupFailure {
    LookupFailure::UnknownHost { host: host.to_owned(), reason: reason.to_owned(), is_certain }
}
