//! A name server on one of the loopback addresses, which may be slow, silent or of little knowledge.

use std::net::{Ipv4Addr, UdpSocket};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use seam_acs_c_tests::Failure;

/// How it answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Every name has the address 127.0.0.1, and no IPv6 address.
    Answers,
    /// The same, after this time.
    AnswersAfter(Duration),
    /// Questions for IPv6 addresses have no answer.
    DropsIpv6,
    /// No question has an answer.
    Silent,
    /// There is no such name.
    KnowsNothing,
}

/// A name server that answers until it is dropped, with the process.
pub(crate) struct NameServer {
    manner: Arc<Mutex<Manner>>,
    questions_for_ipv4: Arc<AtomicUsize>,
}

const PORT: u16 = 53;
const IPV4: [u8; 4] = [0, 1, 0, 1];
const IPV6: [u8; 4] = [0, 28, 0, 1];
const HEAD: usize = 12;

impl NameServer {
    pub(crate) fn start(address: Ipv4Addr, manner: Manner) -> Result<NameServer, Failure> {
        let socket = UdpSocket::bind((address, PORT))?;
        let server = NameServer { manner: Arc::new(Mutex::new(manner)), questions_for_ipv4: Arc::default() };
        let (manner, counter) = (Arc::clone(&server.manner), Arc::clone(&server.questions_for_ipv4));
        thread::spawn(move || serve(&socket, &manner, &counter));
        Ok(server)
    }

    pub(crate) fn become_one_that(&self, manner: Manner) {
        *self.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// How often it was asked for IPv4 addresses.
    pub(crate) fn questions_for_ipv4(&self) -> usize {
        self.questions_for_ipv4.load(Ordering::SeqCst)
    }
}

fn serve(socket: &UdpSocket, manner: &Mutex<Manner>, questions_for_ipv4: &AtomicUsize) {
    let mut buffer = [0; 512];
    while let Ok((length, from)) = socket.recv_from(&mut buffer) {
        let Some(question) = buffer.get(..length).and_then(question) else { continue };
        if question.ends_with(&IPV4) {
            questions_for_ipv4.fetch_add(1, Ordering::SeqCst);
        }
        let manner = *manner.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(answer) = answer(&question, manner) else { continue };
        let Ok(socket) = socket.try_clone() else { return };
        thread::spawn(move || {
            if let Manner::AnswersAfter(time) = manner {
                thread::sleep(time);
            }
            let _ = socket.send_to(&answer, from);
        });
    }
}

/// The id and the question of a packet (RFC 1035, section 4.1), without what may follow.
fn question(packet: &[u8]) -> Option<Vec<u8>> {
    let name = packet.get(HEAD..)?.iter().position(|byte| *byte == 0)?;
    let end = HEAD + name + 1 + IPV4.len();
    Some(packet.get(..end)?.to_vec())
}

fn answer(question: &[u8], manner: Manner) -> Option<Vec<u8>> {
    let asks_for_ipv6 = question.ends_with(&IPV6);
    if manner == Manner::Silent || manner == Manner::DropsIpv6 && asks_for_ipv6 {
        return None;
    }
    let has_address = manner != Manner::KnowsNothing && question.ends_with(&IPV4);
    let code = if manner == Manner::KnowsNothing { 3 } else { 0 };
    let mut packet = question.to_vec();
    packet.get_mut(2..HEAD)?.copy_from_slice(&[
        0x81,
        0x80 | code,
        0,
        1,
        0,
        u8::from(has_address),
        0,
        0,
        0,
        0,
    ]);
    if has_address {
        // The name of the question, one record of class IN that holds for a second, and four bytes of address.
        packet.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1]);
    }
    Some(packet)
}
