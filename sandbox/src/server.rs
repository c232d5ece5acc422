//! The thread that a sandbox runs on.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime;
use tokio::sync::oneshot;

use crate::connection;
use crate::state::Shared;

/// A listener on its own thread; dropping it closes every connection.
pub(crate) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a port of the loopback address, 0 for a free one. What is shared is made once the address
    /// is known.
    pub(crate) fn start(
        port: u16,
        share: impl FnOnce(String) -> Shared,
    ) -> io::Result<(Server, Arc<Shared>)> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _inside = runtime.enter();
            listen(port)?
        };
        let shared = Arc::new(share(format!("http://{}", listener.local_addr()?)));
        let (stop, stopped) = oneshot::channel();
        let serving = Arc::clone(&shared);
        let thread = thread::Builder::new().name("seam-acs-sandbox".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, serving) => {}
                    _ = stopped => {}
                }
            });
            runtime.shutdown_background();
        })?;
        Ok((Server { stop: Some(stop), thread: Some(thread) }, shared))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Dropping the sender is the sign to stop.
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn listen(port: u16) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // Before the bind, two sandboxes that ask for a free port at the same moment could be given the same one.
    // After it, all it does is what it is for: the next sandbox on this port need not wait for old connections.
    socket.set_reuseaddr(port != 0)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    socket.set_reuseaddr(true)?;
    // A thousand clients that connect at once must not wait for a repeated SYN.
    socket.listen(4096)
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection::serve(stream, Arc::clone(&shared)));
            }
            // Out of descriptors, most likely: the next one is free when a client goes.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}
