//! The server that all clients of the benchmark are measured against: fast enough not to measure itself.
//!
//! One thread, HTTP/1.1 with kept connections. It prints the URLs of its four doors and ends when its standard input
//! closes: `plain` answers at once, `slow` after `--latency-ms`, `tls` at once and over TLS, `h2` the same over HTTP/2
//! with a client that speaks it. Started with the one word `pairs` it has two other doors, with the lists that a plan of
//! a million pairs reads: behind `empty` the groups of the roster are empty, behind `full` nearly everybody is in them.
//! With the one word `busy` it serves nobody and keeps its core at work. With the one word `members` it has one door of that name, with a group of 10,000 and the entrance that it leads to.
#![allow(clippy::print_stdout, reason = "a program: whoever starts it reads its URLs")]

mod busy;
mod certificate;
mod conversation;
mod members;
mod multiplexed;
mod pairs;
mod request;

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

fn main() -> anyhow::Result<()> {
    // Our parent may die without telling us.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words == ["busy"] {
        busy::compute();
    }
    if words == ["pairs"] {
        return runtime.block_on(serve_pairs());
    }
    if words == ["members"] {
        return runtime.block_on(serve_members());
    }
    runtime.block_on(serve(Arguments::parse(words.into_iter())?))
}

/// The protocol's name in a TLS handshake.
const HTTP2: &[u8] = b"h2";

struct Arguments {
    latency: Duration,
    authority: PathBuf,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let mut latency = Duration::from_millis(20);
        let mut authority = None;
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            match word.as_str() {
                "--latency-ms" => latency = Duration::from_millis(value.parse()?),
                "--authority" => authority = Some(PathBuf::from(value)),
                other => anyhow::bail!("there is no option {other}"),
            }
        }
        Ok(Self { latency, authority: authority.context("--authority FILE is missing")? })
    }
}

async fn serve(arguments: Arguments) -> anyhow::Result<()> {
    let (plain, plain_port) = open().await?;
    let (slow, slow_port) = open().await?;
    let (secure, secure_port) = open().await?;
    let (either, either_port) = open().await?;
    let (authority, config) = certificate::issue()?;
    let mut with_http2 = config.clone();
    with_http2.alpn_protocols = vec![HTTP2.to_vec(), b"http/1.1".to_vec()];
    std::fs::write(&arguments.authority, authority).context("the authority's file cannot be written")?;
    println!("plain http://127.0.0.1:{plain_port}");
    println!("slow http://127.0.0.1:{slow_port}");
    println!("tls https://127.0.0.1:{secure_port}");
    println!("h2 https://127.0.0.1:{either_port}");
    std::io::stdout().flush()?;
    tokio::try_join!(
        welcome(plain, Duration::ZERO),
        welcome(slow, arguments.latency),
        welcome_securely(secure, TlsAcceptor::from(Arc::new(config))),
        welcome_securely(either, TlsAcceptor::from(Arc::new(with_http2))),
    )?;
    Ok(())
}

async fn serve_pairs() -> anyhow::Result<()> {
    let (empty, empty_port) = open().await?;
    let (full, full_port) = open().await?;
    let (without, with) = (pairs::Lists::render(false).await?, pairs::Lists::render(true).await?);
    println!("empty http://127.0.0.1:{empty_port}");
    println!("full http://127.0.0.1:{full_port}");
    std::io::stdout().flush()?;
    tokio::try_join!(welcome_to_lists(empty, without), welcome_to_lists(full, with))?;
    Ok(())
}

async fn serve_members() -> anyhow::Result<()> {
    let (listener, port) = open().await?;
    let lists = members::render().await?;
    println!("members http://127.0.0.1:{port}");
    std::io::stdout().flush()?;
    welcome_to_lists(listener, lists).await
}

async fn open() -> anyhow::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// A conversation that breaks off is its client's business.
async fn welcome(listener: TcpListener, latency: Duration) -> anyhow::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(conversation::hold(stream, latency));
    }
}

async fn welcome_to_lists(listener: TcpListener, lists: Arc<pairs::Lists>) -> anyhow::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(pairs::hold(stream, Arc::clone(&lists)));
    }
}

async fn welcome_securely(listener: TcpListener, acceptor: TlsAcceptor) -> anyhow::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            if stream.get_ref().1.alpn_protocol() == Some(HTTP2) {
                let _ = multiplexed::hold(stream).await;
            } else {
                conversation::hold(stream, Duration::ZERO).await;
            }
        });
    }
}
