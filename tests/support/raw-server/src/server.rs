//! The listener, and the thread that serves it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socket2::{Domain, Socket, Type};
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;

use crate::connection;
use crate::record::{Record, Recorded};
use crate::script::{Exchange, Listening, Script};

/// A server on a free port of 127.0.0.1 that does what its script says, on a thread of its own. Dropping it ends it,
/// with every connection. All methods may be called from any thread.
#[derive(Debug)]
pub struct RawServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    _door: Door,
}

/// What the connections of a server share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) script: Script,
    pub(crate) record: Record,
    /// How often each exchange was taken.
    taken: Mutex<Vec<u32>>,
}

impl RawServer {
    /// Starts a server; when this returns, clients can connect.
    ///
    /// # Errors
    /// The script contradicts itself (`InvalidInput`), or there is no port or thread left.
    pub fn start(script: Script) -> io::Result<RawServer> {
        Self::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), script)
    }

    /// Starts a server at an address of its own, port 0 being a free one. On Linux every address that begins with 127
    /// is loopback: a test that needs the same address twice takes one that nobody else has.
    ///
    /// # Errors
    /// As [`RawServer::start`]; the address is taken.
    pub fn start_at(address: SocketAddr, script: Script) -> io::Result<RawServer> {
        script.check().map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let listening = script.listening;
        let taken = Mutex::new(vec![0; script.exchanges.len()]);
        let shared = Arc::new(Shared { script, record: Record::new(), taken });
        let (address, door) = Door::open(address, listening, &shared)?;
        Ok(RawServer { address, shared, _door: door })
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that were read, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.record.seen().requests.clone()
    }

    /// The requests to one path.
    #[must_use]
    pub fn requests_to(&self, path: &str) -> Vec<Recorded> {
        self.requests().into_iter().filter(|request| request.path == path).collect()
    }

    /// How many connections were let in so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.record.seen().connections
    }

    /// Waits until so many requests were read; false when the limit passed first.
    #[must_use]
    pub fn wait_for_requests(&self, count: usize, limit: Duration) -> bool {
        self.shared.record.wait(limit, |seen| seen.requests.len() >= count)
    }

    /// Waits until so many connections were let in; false when the limit passed first.
    #[must_use]
    pub fn wait_for_connections(&self, count: usize, limit: Duration) -> bool {
        self.shared.record.wait(limit, |seen| seen.connections >= count)
    }
}

impl Shared {
    /// The exchange for a request to `path`, of which one is used up by this.
    pub(crate) fn exchange_for(&self, path: &str) -> Option<Exchange> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut each = self.script.exchanges.iter().zip(taken.iter_mut());
        let found = each.find(|(exchange, taken)| {
            exchange.matches(path) && exchange.times.is_none_or(|times| **taken < times)
        });
        let (exchange, taken) = found?;
        *taken += 1;
        Some(exchange.clone())
    }
}

/// What stands on the port.
#[derive(Debug)]
enum Door {
    Serving {
        /// Dropped, it is the sign to stop.
        stop: Option<oneshot::Sender<()>>,
        thread: Option<JoinHandle<()>>,
    },
    /// Sockets that only have to be there.
    Idle(#[expect(dead_code, reason = "they are held, not used")] Vec<Socket>),
}

impl Door {
    fn open(
        address: SocketAddr,
        listening: Listening,
        shared: &Arc<Shared>,
    ) -> io::Result<(SocketAddr, Door)> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
        // Only where a port is named: two servers that ask for a free one at the same moment could get the same.
        socket.set_reuse_address(address.port() != 0)?;
        bind(&socket, address)?;
        // The next server at this address need not wait for old connections.
        socket.set_reuse_address(true)?;
        let address = socket.local_addr()?.as_socket().ok_or(io::ErrorKind::AddrNotAvailable)?;
        let door = match listening {
            Listening::Accepts => {
                socket.listen(1024)?;
                serve(socket.into(), Arc::clone(shared))?
            }
            Listening::NeverAccepts => {
                socket.listen(1024)?;
                Door::Idle(vec![socket])
            }
            Listening::Full => {
                socket.listen(0)?;
                let mut sockets = fill(address)?;
                sockets.push(socket);
                Door::Idle(sockets)
            }
            // It is bound, so that nobody else gets the port, and does not listen.
            Listening::Refuses => Door::Idle(vec![socket]),
        };
        Ok((address, door))
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Door::Serving { stop, thread } = self {
            stop.take();
            if let Some(thread) = thread.take() {
                let _ = thread.join();
            }
        }
    }
}

/// A process that another thread of a test starts has every socket until its program begins; so an address that was
/// given back may be taken for a moment more.
fn bind(socket: &Socket, address: SocketAddr) -> io::Result<()> {
    const TRIES: u32 = 1000;
    for _ in 0..TRIES {
        match socket.bind(&address.into()) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && address.port() != 0 => {
                thread::sleep(Duration::from_millis(2));
            }
            bound => return bound,
        }
    }
    socket.bind(&address.into())
}

fn serve(listener: StdListener, shared: Arc<Shared>) -> io::Result<Door> {
    listener.set_nonblocking(true)?;
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let (stop, stopped) = oneshot::channel();
    let thread = thread::Builder::new().name("seam-acs-raw-server".to_owned()).spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = accept(listener, shared) => {}
                _ = stopped => {}
            }
        });
    })?;
    Ok(Door::Serving { stop: Some(stop), thread: Some(thread) })
}

async fn accept(listener: StdListener, shared: Arc<Shared>) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection::play(stream, Arc::clone(&shared)))),
            // Out of descriptors, most likely: the next one is free when a client goes.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// Connects until the queue of a listener is full.
fn fill(address: SocketAddr) -> io::Result<Vec<Socket>> {
    const MOST: usize = 64;
    let mut sockets = Vec::new();
    while sockets.len() < MOST {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        let made = socket.connect_timeout(&address.into(), Duration::from_millis(50));
        sockets.push(socket);
        if made.is_err() {
            return Ok(sockets);
        }
    }
    Err(io::Error::other("the queue of the listener never gets full"))
}
