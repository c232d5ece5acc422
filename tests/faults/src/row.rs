//! A row of the table: a fault, how it is made, and what every call has to report of it.

use std::net::SocketAddr;
use std::ops::RangeInclusive;

use seam_acs_raw_server::{Exchange, Extent, Listening, Script, Step};

use crate::call::Call;

/// A fault, how it is made, and what every call has to report of it.
pub(crate) struct Row {
    /// What goes wrong, in the words of the table.
    pub(crate) fault: String,
    /// How it is made.
    pub(crate) made: String,
    pub(crate) hits: Hits,
    /// Where the driver's process lives.
    pub(crate) network: Network,
    /// Options of the client, beside those that every row has.
    pub(crate) options: Vec<(&'static str, &'static str)>,
    /// None where the fault cannot concern a change.
    /// What the message of every error has in it.
    pub(crate) says: &'static str,
    pub(crate) change: Option<Expected>,
    pub(crate) one: Option<Expected>,
    pub(crate) list: Option<Expected>,
    /// Only these calls, where not all of those that have an expectation.
    pub(crate) only: Option<Vec<Call>>,
}

/// What the fault hits.
pub(crate) enum Hits {
    /// Whoever connects.
    Listening(Listening),
    /// Every connection, before it is known what is asked.
    Connections(Vec<Step>),
    /// The requests of the call under test; others are answered as usual.
    Requests { read: Extent, steps: Vec<Step>, times: Option<u32> },
    /// The connection that a good call before has left open: its answer ends with these steps.
    Kept(Vec<Step>),
    /// No server of ours: this endpoint.
    Endpoint(&'static str),
}

/// The network that the driver's process has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    Ours,
    /// One of its own, in which all packets vanish and no name server can be asked.
    Empty,
}

/// What one kind of call has to report.
#[derive(Clone)]
pub(crate) struct Expected {
    /// The status, or one of these where the fault itself is a race.
    pub(crate) names: Vec<&'static str>,
    /// Requests that the server counts.
    pub(crate) requests: RangeInclusive<usize>,
    /// How long it takes, in milliseconds; `None`: up to the deadline.
    pub(crate) within: Option<RangeInclusive<u32>>,
}

impl Expected {
    pub(crate) fn new(name: &'static str, requests: usize) -> Expected {
        Expected { names: vec![name], requests: requests..=requests, within: None }
    }

    pub(crate) fn any_of(names: &[&'static str], requests: RangeInclusive<usize>) -> Expected {
        Expected { names: names.to_vec(), requests, within: None }
    }

    /// Whether a change that is reported so is recorded, or is not; `None` where either is true.
    pub(crate) fn recorded(name: &str) -> Option<bool> {
        match name {
            "OK" => Some(true),
            "OUTCOME_UNKNOWN" => None,
            _ => Some(false),
        }
    }
}

/// The option `timeout_ms` where a row does not set it.
pub(crate) const DEADLINE: u32 = 5000;
/// A deadline for what keeps a call waiting, so that many rows can.
pub(crate) const SHORT: (&str, &str) = ("timeout_ms", "700");

impl Row {
    /// A row about the requests of a call, which are answered with `steps`.
    pub(crate) fn on_requests(fault: &str, made: &str, steps: Vec<Step>) -> Row {
        Row::new(fault, made, Hits::Requests { read: Extent::Request, steps, times: None })
    }

    pub(crate) fn new(fault: &str, made: &str, hits: Hits) -> Row {
        Row {
            fault: fault.to_owned(),
            made: made.to_owned(),
            hits,
            network: Network::Ours,
            options: Vec::new(),
            says: "",
            change: None,
            one: None,
            list: None,
            only: None,
        }
    }

    pub(crate) fn change(mut self, name: &'static str, requests: usize) -> Row {
        self.change = Some(Expected::new(name, requests));
        self
    }

    pub(crate) fn reads(mut self, name: &'static str, requests: usize) -> Row {
        self.one = Some(Expected::new(name, requests));
        self.list = self.one.clone();
        self
    }

    /// Every call ends so.
    pub(crate) fn all(self, name: &'static str, requests: usize) -> Row {
        self.change(name, requests).reads(name, requests)
    }

    /// The server was asked, and its answer says nothing: a change is in doubt, a read fails so.
    pub(crate) fn doubt(self, read: &'static str, requests: usize) -> Row {
        self.change("OUTCOME_UNKNOWN", requests).reads(read, requests)
    }

    pub(crate) fn expecting(mut self, change: Expected, reads: Expected) -> Row {
        self.change = Some(change);
        self.one = Some(reads.clone());
        self.list = Some(reads);
        self
    }

    pub(crate) fn within(mut self, milliseconds: RangeInclusive<u32>) -> Row {
        for expected in [&mut self.change, &mut self.one, &mut self.list].into_iter().flatten() {
            expected.within = Some(milliseconds.clone());
        }
        self
    }

    pub(crate) fn says(mut self, words: &'static str) -> Row {
        self.says = words;
        self
    }

    pub(crate) fn options(mut self, options: &[(&'static str, &'static str)]) -> Row {
        self.options.extend(options);
        self
    }

    pub(crate) fn at_head(mut self) -> Row {
        if let Hits::Requests { read, .. } = &mut self.hits {
            *read = Extent::Head;
        }
        self
    }

    /// Only the first request of a call is hit.
    pub(crate) fn once(mut self) -> Row {
        if let Hits::Requests { times, .. } = &mut self.hits {
            *times = Some(1);
        }
        self
    }

    pub(crate) fn only(mut self, calls: &[Call]) -> Row {
        self.only = Some(calls.to_vec());
        self
    }

    /// What a call has to report, if the row is about it.
    pub(crate) fn expected(&self, call: Call) -> Option<&Expected> {
        if self.only.as_ref().is_some_and(|only| !only.contains(&call)) {
            return None;
        }
        match call {
            Call::Sync if self.hits_reads_too() => self.list.as_ref(),
            Call::Add | Call::Remove | Call::Apply | Call::Sync => self.change.as_ref(),
            Call::One(_) => self.one.as_ref(),
            Call::List(_) => self.list.as_ref(),
        }
    }

    /// The ways in which a change is tried: whether the server has made it before the fault comes. A request in doubt
    /// may or may not have been recorded, so both; an answer of our own that says OK is true only if it was.
    pub(crate) fn ways(&self, call: Call) -> &'static [bool] {
        let name = self.change.as_ref().and_then(|expected| expected.names.first());
        match (&self.hits, name) {
            (Hits::Requests { .. }, _) if !call.changes() => &[false],
            (Hits::Requests { read: Extent::Request, times: Some(_), .. }, _)
            | (Hits::Requests { read: Extent::Request, .. }, Some(&"OUTCOME_UNKNOWN")) => &[false, true],
            (Hits::Requests { .. }, Some(&"OK")) => &[true],
            _ => &[false],
        }
    }

    /// Whether the read that sync begins with meets the fault as well.
    pub(crate) fn hits_reads_too(&self) -> bool {
        !matches!(self.hits, Hits::Requests { .. } | Hits::Kept(_))
    }

    /// `timeout_ms` of the client.
    pub(crate) fn deadline(&self) -> u32 {
        let set = self.options.iter().find(|(name, _)| *name == "timeout_ms");
        set.and_then(|(_, value)| value.parse().ok()).unwrap_or(DEADLINE)
    }

    /// What the server does in a call, with the change made before the fault or not.
    pub(crate) fn script(&self, call: Call, applied: bool, sandbox: SocketAddr) -> Script {
        let as_usual = Exchange::on("", vec![Step::Forward(sandbox)]);
        match &self.hits {
            Hits::Listening(listening) => Script::listening(*listening),
            Hits::Connections(steps) => Script::each_connection(steps.clone()),
            Hits::Requests { read, steps, times } => {
                let apply = applied.then_some(Step::Apply(sandbox));
                let steps = apply.into_iter().chain(steps.iter().cloned()).collect();
                let hit = Exchange { read: *read, times: *times, ..Exchange::on(call.path(), steps) };
                Script::exchanges(vec![hit, as_usual])
            }
            Hits::Kept(steps) => {
                let before = [Step::Forward(sandbox)].into_iter().chain(steps.iter().cloned()).collect();
                Script::exchanges(vec![Exchange::on(Call::CHECK_PATH, before).times(1), as_usual])
            }
            Hits::Endpoint(_) => Script::listening(Listening::NeverAccepts),
        }
    }
}
