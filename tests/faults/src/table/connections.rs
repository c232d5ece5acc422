//! Connections that do not come about, that break, or that nothing comes through.

use seam_acs_raw_server::{Extent, Listening, Payload, Step};

use super::good_answer;
use crate::row::{Expected, Hits, Network, Row, SHORT};

const NO_SUCH_HOST: &str = "http://no-such-host.invalid";
const INSECURE: (&str, &str) = ("allow_insecure_http", "true");

pub(crate) fn rows() -> Vec<Row> {
    [away(), broken(), silent(), kept()].into_iter().flatten().collect()
}

fn away() -> Vec<Row> {
    let impatient = [("connect_timeout_ms", "200")];
    let in_vain = Hits::Listening(Listening::Full);
    vec![
        Row::new("refused", "nobody listens on the port", Hits::Listening(Listening::Refuses))
            .all("CONNECT", 0),
        Row::new("never made", "the queue of the listener is full, so that SYN packets are dropped", in_vain)
            .options(&impatient)
            .all("CONNECT", 0),
        Row {
            network: Network::Empty,
            ..Row::new(
                "unroutable",
                "a network in which all packets vanish",
                Hits::Connections(vec![Step::Hold]),
            )
            .options(&impatient)
            .all("CONNECT", 0)
        },
        Row {
            network: Network::Empty,
            ..Row::new(
                "no such host",
                "a name under .invalid, and no name server",
                Hits::Endpoint(NO_SUCH_HOST),
            )
            .options(&[INSECURE])
            .all("DNS", 0)
        },
    ]
}

fn broken() -> Vec<Row> {
    // Whether the request was written before the end arrived is a race; what is reported knows.
    let raced = || {
        (
            Expected::any_of(&["CONNECT", "OUTCOME_UNKNOWN"], 0..=0),
            Expected::any_of(&["CONNECT", "NETWORK"], 0..=0),
        )
    };
    let at_once = |fault, made, step| {
        let (change, reads) = raced();
        Row::new(fault, made, Hits::Connections(vec![step])).expecting(change, reads)
    };
    let ended = |fault: &str, made, step| Row::on_requests(fault, made, vec![step]);
    vec![
        at_once("reset before the request", "RST when the connection is made", Step::Reset),
        at_once("ended before the request", "FIN when the connection is made", Step::Fin),
        ended("reset during the request", "RST after its head", Step::Reset).at_head().doubt("NETWORK", 2),
        ended("ended during the request", "FIN after its head", Step::Fin).at_head().doubt("NETWORK", 2),
        ended("reset after the request", "RST in place of an answer", Step::Reset).doubt("NETWORK", 2),
        ended("ended after the request", "FIN in place of an answer", Step::Fin).doubt("NETWORK", 2),
        ended("reset once", "RST in place of the first answer", Step::Reset).once().all("OK", 2),
        ended("ended once", "FIN in place of the first answer", Step::Fin).once().all("OK", 2),
    ]
}

fn silent() -> Vec<Row> {
    let never_accepts = Hits::Listening(Listening::NeverAccepts);
    let black_hole = Hits::Connections(vec![Step::BlackHole]);
    vec![
        Row::new("never accepted", "the system makes the connection, and no server takes it", never_accepts)
            .options(&[SHORT])
            .doubt("DEADLINE", 0),
        Row::new("nothing is read", "the server accepts and never reads", black_hole)
            .options(&[SHORT])
            .doubt("DEADLINE", 0),
        Row::on_requests("no answer", "the request is read, and the connection stays open", vec![Step::Hold])
            .options(&[SHORT])
            .doubt("DEADLINE", 1),
        Row::on_requests("no answer, twice", "each attempt has 200 ms", vec![Step::Hold])
            .options(&[("attempt_timeout_ms", "200")])
            .doubt("NETWORK", 2),
        Row::on_requests("no answer, once", "the first attempt has 200 ms", vec![Step::Hold])
            .options(&[("attempt_timeout_ms", "200")])
            .once()
            .all("OK", 2),
    ]
}

fn kept() -> Vec<Row> {
    let after = |milliseconds: u64| vec![Step::WaitMs(milliseconds), Step::Fin];
    let closing = |fault: &str, made: &str, steps| {
        let once_or_twice = Expected::any_of(&["OK"], 1..=2);
        Row::new(fault, made, Hits::Kept(steps)).expecting(once_or_twice.clone(), once_or_twice)
    };
    let next_breaks = |fault: &str, made: &str, step| {
        let steps = vec![Step::Read(Extent::Request), step];
        // The first request of a plan is a read, which then takes the blow.
        let once_or_twice = Expected::any_of(&["OK"], 1..=2);
        Row::new(fault, made, Hits::Kept(steps)).expecting(once_or_twice.clone(), once_or_twice)
    };
    vec![
        Row::new(
            "a kept connection was ended",
            "FIN right after the call before",
            Hits::Kept(vec![Step::Fin]),
        )
        .expecting(Expected::any_of(&["OK"], 1..=2), Expected::any_of(&["OK"], 1..=2)),
        closing("a kept connection is ended just then", "FIN 1 ms after the call before", after(1)),
        closing("a kept connection is ended a little later", "FIN 3 ms after the call before", after(3)),
        Row::new(
            "a kept connection was reset",
            "RST right after the call before",
            Hits::Kept(vec![Step::Reset]),
        )
        .expecting(Expected::any_of(&["OK"], 1..=2), Expected::any_of(&["OK"], 1..=2)),
        next_breaks("a kept connection ends under the request", "FIN in place of the next answer", Step::Fin),
        next_breaks(
            "a kept connection breaks under the request",
            "RST in place of the next answer",
            Step::Reset,
        ),
        Row::new(
            "an answer that nobody asked for",
            "a second good answer behind that of the call before",
            Hits::Kept(vec![Step::Send(good_answer())]),
        )
        .all("OK", 1),
        Row::new(
            "bytes that nobody asked for",
            "\"x\" behind the answer of the call before",
            Hits::Kept(vec![Step::Send(Payload::from("x"))]),
        )
        // They may cross the next request, and are then taken for the begin of its answer.
        .expecting(Expected::any_of(&["OK"], 1..=2), Expected::any_of(&["OK"], 1..=2)),
    ]
}
