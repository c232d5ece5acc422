//! One connection: the steps of its script, one after the other.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::message::{self, Message};
use crate::payload::Payload;
use crate::record::Recorded;
use crate::script::{Drip, Extent, Step};
use crate::server::Shared;

/// Plays the script of a connection to its end.
pub(crate) async fn play(stream: TcpStream, shared: Arc<Shared>) {
    // Whatever goes wrong on a connection ends that connection; the client sees it, and nobody else need know.
    let _ = stream.set_nodelay(true);
    let number = shared.record.connected();
    let mut connection =
        Connection { stream, number, buffer: Vec::new(), last: None, unanswered: false, shared };
    if let Ok(ending) = connection.whole_script().await {
        connection.end(ending.unwrap_or(Ending::Fin)).await;
    }
}

struct Connection {
    stream: TcpStream,
    number: usize,
    /// What was received and not read yet.
    buffer: Vec<u8>,
    /// The last request, as it came over the wire.
    last: Option<Message>,
    unanswered: bool,
    shared: Arc<Shared>,
}

#[derive(Clone, Copy)]
enum Ending {
    Fin,
    Reset,
}

impl Connection {
    async fn whole_script(&mut self) -> io::Result<Option<Ending>> {
        let shared = Arc::clone(&self.shared);
        for step in shared.script.steps_of(self.number) {
            let ending = if *step == Step::Serve { self.serve().await? } else { self.step(step).await? };
            if ending.is_some() {
                return Ok(ending);
            }
        }
        Ok(None)
    }

    async fn serve(&mut self) -> io::Result<Option<Ending>> {
        loop {
            let Some(head) = message::read_head(&mut self.stream, &mut self.buffer).await? else {
                return Ok(Some(Ending::Fin));
            };
            let Some(exchange) = self.shared.exchange_for(&head.path) else {
                self.note(head, Extent::Head);
                self.send(&Payload::from("HTTP/1.1 404 Not In The Script\r\ncontent-length: 0\r\n\r\n"))
                    .await?;
                return Ok(Some(Ending::Fin));
            };
            self.finish_reading(head, exchange.read).await?;
            for step in &exchange.steps {
                if let Some(ending) = self.step(step).await? {
                    return Ok(Some(ending));
                }
            }
        }
    }

    async fn step(&mut self, step: &Step) -> io::Result<Option<Ending>> {
        match step {
            Step::Read(extent) => self.read(*extent).await?,
            Step::Answer(answer) => {
                if !self.unanswered {
                    self.read(Extent::Request).await?;
                }
                self.unanswered = false;
                self.send(&answer.to_payload()).await?;
            }
            Step::Send(payload) => self.send(payload).await?,
            Step::Drip(drip) => self.drip(drip).await?,
            Step::Forward(server) => {
                let answer = self.forwarded(*server).await?;
                self.unanswered = false;
                self.stream.write_all(&answer).await?;
            }
            Step::Apply(server) => drop(self.forwarded(*server).await?),
            Step::WaitMs(milliseconds) => sleep(Duration::from_millis(*milliseconds)).await,
            Step::Hold => {
                drain(&mut self.stream).await;
                return Err(io::ErrorKind::ConnectionReset.into());
            }
            Step::BlackHole => std::future::pending().await,
            Step::Fin => return Ok(Some(Ending::Fin)),
            Step::Reset => return Ok(Some(Ending::Reset)),
            // The script was checked: only a connection serves, not an exchange.
            Step::Serve => {}
        }
        Ok(None)
    }

    async fn read(&mut self, extent: Extent) -> io::Result<()> {
        let head = message::read_head(&mut self.stream, &mut self.buffer).await?;
        let head = head.ok_or(io::ErrorKind::UnexpectedEof)?;
        self.finish_reading(head, extent).await
    }

    async fn finish_reading(&mut self, mut request: Message, extent: Extent) -> io::Result<()> {
        if extent == Extent::Request {
            request.read_body(&mut self.stream, &mut self.buffer).await?;
        }
        self.note(request, extent);
        Ok(())
    }

    fn note(&mut self, request: Message, extent: Extent) {
        self.shared.record.requested(Recorded {
            connection: self.number,
            at: self.shared.record.elapsed(),
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: request.headers.clone(),
            body: request.body().to_vec(),
            whole: extent == Extent::Request,
        });
        self.last = Some(request);
        self.unanswered = true;
    }

    async fn send(&mut self, payload: &Payload) -> io::Result<()> {
        const BLOCK: usize = 64 << 10;
        for (unit, times) in payload.parts() {
            let in_block = (BLOCK / unit.len().max(1)).max(1) as u64;
            let block = unit.repeat(usize::try_from(in_block.min(times)).unwrap_or(1));
            let mut left = times;
            while left > 0 {
                let now = left.min(in_block);
                let length = unit.len().saturating_mul(usize::try_from(now).unwrap_or(1));
                self.stream.write_all(block.get(..length).unwrap_or(&block)).await?;
                left -= now;
            }
        }
        Ok(())
    }

    async fn drip(&mut self, drip: &Drip) -> io::Result<()> {
        for piece in drip.send.to_bytes().chunks(drip.bytes.max(1)) {
            self.stream.write_all(piece).await?;
            sleep(Duration::from_millis(drip.every_ms)).await;
        }
        Ok(())
    }

    /// What another server answers to the last request.
    async fn forwarded(&mut self, server: SocketAddr) -> io::Result<Vec<u8>> {
        let request = self.last.as_ref().ok_or(io::ErrorKind::InvalidInput)?;
        let mut stream = TcpStream::connect(server).await?;
        stream.write_all(&request.for_the_server()).await?;
        let mut buffer = Vec::new();
        let answer = message::read_answer(&mut stream, &mut buffer).await?;
        Ok(answer.raw)
    }

    async fn end(mut self, how: Ending) {
        match how {
            Ending::Reset => {
                let _ = self.stream.set_zero_linger();
            }
            Ending::Fin => {
                let _ = self.stream.shutdown().await;
                // Bytes that nobody read would turn the FIN into a reset, so they are read, for a moment.
                let _ = tokio::time::timeout(Duration::from_secs(1), drain(&mut self.stream)).await;
            }
        }
    }
}

/// Reads until the other side ends the connection.
async fn drain(stream: &mut TcpStream) {
    let mut rest = vec![0; 64 << 10];
    while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {}
}
