//! A door for the fuzz targets of `tests/fuzz`: a connection without a socket.

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, ReadBuf};

use crate::fault::Fault;
use crate::http::Reader;
use crate::seed::Seed;
use crate::state::Shared;
use crate::switches::Switches;
use crate::{admin, http};

/// What a fresh sandbox answers to these bytes, which come in pieces of so many, each answer as status and body. The
/// faults that the bytes ask for are noted and never happen.
#[must_use]
pub fn serve(bytes: &[u8], piece: usize) -> Vec<(u16, Vec<u8>)> {
    let shared = Shared::new(
        Seed::default(),
        Switches::default(),
        10,
        None,
        Vec::new(),
        "http://127.0.0.1:1".to_owned(),
    );
    let mut stream = tokio::io::join(Pieces { rest: bytes, piece: piece.max(1) }, tokio::io::sink());
    let mut answers = Vec::new();
    let conversation = async {
        let mut reader = Reader::new();
        while let Some(head) = reader.head(&mut stream).await? {
            let request = reader.body(&mut stream, head).await?;
            let response = answer(&shared, &request);
            answers.push((response.status, response.body));
        }
        io::Result::Ok(())
    };
    // Bytes in memory never make anyone wait; that the conversation ends in an error is part of the game.
    let _ = pin!(conversation).poll(&mut Context::from_waker(Waker::noop()));
    answers
}

fn answer(shared: &Shared, request: &http::Request) -> http::Response {
    if admin::serves(&request.path) {
        return admin::answer(shared, request);
    }
    let begun = shared.begin(request, 1);
    let response = shared.answer(request, &Fault::on("*"), true);
    shared.end(begun.number, Some(response.status), None);
    response
}

/// Bytes that arrive bit by bit.
struct Pieces<'a> {
    rest: &'a [u8],
    piece: usize,
}

impl AsyncRead for Pieces<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let length = self.piece.min(buffer.remaining()).min(self.rest.len());
        let (now, later) = self.rest.split_at(length);
        buffer.put_slice(now);
        self.rest = later;
        Poll::Ready(Ok(()))
    }
}
