//! A relay between a client and a server, on which packets can vanish.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;
use tokio::sync::oneshot;

/// A relay on a free port of 127.0.0.1. Dropping it ends it, with every connection.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    network: Arc<Network>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Network {
    connections: AtomicUsize,
    /// Connections with a smaller number carry nothing any more.
    first_alive: AtomicUsize,
    is_dark: AtomicBool,
}

impl Relay {
    /// Starts a relay before a server.
    ///
    /// # Errors
    /// There is no port or thread left.
    pub fn before(server: SocketAddr) -> io::Result<Relay> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let network = Arc::new(Network::default());
        let serving = Arc::clone(&network);
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name("seam-acs-relay".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = relay(listener, server, serving) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Relay { address, network, stop: Some(stop), thread: Some(thread) })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were made through it so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.network.connections.load(Ordering::SeqCst)
    }

    /// From now on the packets of every connection vanish, also of one that is made later, until
    /// [`Relay::come_back`].
    pub fn go_dark(&self) {
        self.network.is_dark.store(true, Ordering::SeqCst);
        self.forget_connections();
    }

    /// Connections that are made from now on work. Older ones stay silent for good, as behind a router that lost
    /// its table.
    pub fn come_back(&self) {
        self.forget_connections();
        self.network.is_dark.store(false, Ordering::SeqCst);
    }

    /// The packets of the connections of now vanish for good; new connections work.
    pub fn forget_connections(&self) {
        self.network.first_alive.store(self.connections(), Ordering::SeqCst);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Network {
    fn carries(&self, connection: usize) -> bool {
        !self.is_dark.load(Ordering::SeqCst) && connection >= self.first_alive.load(Ordering::SeqCst)
    }
}

async fn relay(listener: std::net::TcpListener, server: SocketAddr, network: Arc<Network>) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (client, _) = listener.accept().await?;
        let number = network.connections.fetch_add(1, Ordering::SeqCst);
        let server = TcpStream::connect(server).await?;
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
        drop(tokio::spawn(pump(from_client, to_server, number, Arc::clone(&network))));
        drop(tokio::spawn(pump(from_server, to_client, number, Arc::clone(&network))));
    }
}

/// Carries bytes one way; on a connection that is dead it takes them and carries nothing, not even its end.
async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    connection: usize,
    network: Arc<Network>,
) -> io::Result<()> {
    let mut buffer = vec![0; 64 << 10];
    loop {
        let count = from.read(&mut buffer).await?;
        if !network.carries(connection) {
            if count == 0 {
                std::future::pending::<()>().await;
            }
            continue;
        }
        if count == 0 {
            return to.shutdown().await;
        }
        to.write_all(buffer.get(..count).unwrap_or_default()).await?;
    }
}
