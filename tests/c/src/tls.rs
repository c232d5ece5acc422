//! A TLS door before a server that speaks plain HTTP, with a certificate authority of its own.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::copy_bidirectional;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::Failure;

/// A door that stands until the test's process ends.
///
/// It is named by its address: glibc keeps the state of a name lookup until the thread ends, and valgrind calls that a
/// leak if the program is quicker.
#[derive(Debug)]
pub struct TlsDoor {
    url: String,
    ca_file: PathBuf,
}

impl TlsDoor {
    /// Opens a door on a free port before `server` (`http://HOST:PORT`); its authority's file goes into `folder`.
    ///
    /// # Errors
    /// When no port, file or thread can be had.
    pub fn open(server: &str, folder: &Path) -> Result<TlsDoor, Failure> {
        let server: SocketAddr = server.trim_start_matches("http://").parse()?;
        let (authority, config) = certificates()?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let ca_file = folder.join(format!("authority-{port}.pem"));
        std::fs::write(&ca_file, authority)?;
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        thread::Builder::new().spawn(move || runtime.block_on(serve(listener, server, config)))?;
        Ok(TlsDoor { url: format!("https://127.0.0.1:{port}"), ca_file })
    }

    /// Where the door is.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The PEM file of the authority that vouches for it.
    #[must_use]
    pub fn ca_file(&self) -> &Path {
        &self.ca_file
    }
}

fn certificates() -> Result<(String, ServerConfig), Failure> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate()?;
    let authority = params.self_signed(&key)?.pem();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(vec!["127.0.0.1".to_owned()])?.signed_by(&key, &issuer)?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        )?;
    Ok((authority, config))
}

async fn serve(listener: TcpListener, server: SocketAddr, config: ServerConfig) -> Result<(), Failure> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    loop {
        let (inside, _) = listener.accept().await?;
        let acceptor = acceptor.clone();
        // Nobody waits for it: a connection that fails is the client's business.
        drop(tokio::spawn(async move {
            let mut inside = acceptor.accept(inside).await?;
            let mut outside = TcpStream::connect(server).await?;
            let copied = copy_bidirectional(&mut inside, &mut outside).await;
            if copied.is_err() {
                // What was reset behind the door is reset before it.
                inside.get_ref().0.set_zero_linger()?;
            }
            copied
        }));
    }
}
