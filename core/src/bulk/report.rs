//! What became of every change of a list, in its order.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

use super::change_list::{Change, Changes};
use super::left_out::LeftOut;
use crate::base::csv::{write_row, write_row_raw};
use crate::engine::operation::Operation;
use crate::model::call::User;
use crate::model::error::{Error, Failure};
use crate::model::response::Response;
use crate::sys::time::timestamp;

/// What became of one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemOutcome {
    /// Recorded by Seam; the access system follows.
    Applied,
    /// A read showed that nothing had to be changed.
    AlreadySo,
    /// An earlier run with the same journal recorded it, or found it so; this one did nothing for it.
    RecordedEarlier,
    /// Refused, or never sent for a reason of its own: the error says why.
    Failed,
    /// It may or may not have been recorded.
    Unknown,
    /// The work ended before it was sent.
    NotAttempted,
    /// It is the second half of a move whose first half was not recorded: the error says why.
    HeldBack,
}

/// How many changes ended in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Recorded by Seam.
    pub applied: usize,
    /// Nothing to do.
    pub already_so: usize,
    /// Recorded by an earlier run with the same journal.
    pub recorded_earlier: usize,
    /// Refused.
    pub failed: usize,
    /// In doubt.
    pub outcome_unknown: usize,
    /// Never begun.
    pub not_attempted: usize,
    /// Not begun, as the first half of the move was not recorded.
    pub held_back: usize,
}

/// One line of a report.
#[derive(Debug, Clone, Copy)]
pub struct ReportItem<'a> {
    /// The change as it was asked for.
    pub change: Change<'a>,
    /// What became of it. A change that was merged into an equal one before it has the outcome of that one.
    pub outcome: ItemOutcome,
    /// Why, for what failed or is in doubt.
    pub error: Option<&'a Error>,
    /// Seam's id of the request that decided.
    pub request_id: Option<&'a str>,
    /// Requests started.
    pub attempts: u32,
    /// From its begin to its end, waits included.
    pub duration: Duration,
    /// Of what an earlier run recorded: when that was, by the clock of the machine that ran it.
    pub recorded_at: Option<SystemTime>,
    /// The name of the user; empty where nothing was read that tells it.
    pub name: &'a str,
    /// The e-mail address of the user; empty where nothing was read that tells it.
    pub email: &'a str,
    /// The name of the group; empty where nothing was read that tells it.
    pub group: &'a str,
    /// The name of the group's system, else its id; empty where nothing was read that tells it.
    pub system: &'a str,
    /// The line of the table, or the place of its item, that asks for the change.
    pub line: Option<u32>,
}

/// What became of every change, in the order of the list. It exists however the work ended.
#[derive(Debug, Clone)]
pub struct Report(Arc<ReportData>);

#[derive(Debug)]
struct ReportData {
    changes: Arc<Changes>,
    /// For each change the place of the one that was sent for it.
    sent_as: Arc<Vec<u32>>,
    entries: Vec<Entry>,
}

/// What is kept of a change that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) outcome: ItemOutcome,
    pub(crate) attempts: u32,
    pub(crate) duration_ms: u32,
    pub(crate) request_id: Option<Box<str>>,
    /// Of what an earlier run recorded: when, in milliseconds since 1970.
    pub(crate) recorded_at_ms: Option<u64>,
    pub(crate) error: Option<Box<Error>>,
}

impl ItemOutcome {
    const ALL: [ItemOutcome; 7] = [
        ItemOutcome::Applied,
        ItemOutcome::AlreadySo,
        ItemOutcome::RecordedEarlier,
        ItemOutcome::Failed,
        ItemOutcome::Unknown,
        ItemOutcome::NotAttempted,
        ItemOutcome::HeldBack,
    ];

    /// The stable name, such as `outcome_unknown`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ItemOutcome::Applied => "applied",
            ItemOutcome::AlreadySo => "already_so",
            ItemOutcome::RecordedEarlier => "recorded_earlier",
            ItemOutcome::Failed => "failed",
            ItemOutcome::Unknown => "outcome_unknown",
            ItemOutcome::NotAttempted => "not_attempted",
            ItemOutcome::HeldBack => "held_back",
        }
    }

    /// The outcome of this name.
    pub(crate) fn from_name(name: &str) -> Option<ItemOutcome> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// Whether the membership is as asked.
    #[must_use]
    pub const fn is_as_asked(self) -> bool {
        matches!(self, ItemOutcome::Applied | ItemOutcome::AlreadySo | ItemOutcome::RecordedEarlier)
    }
}

impl Default for Entry {
    fn default() -> Self {
        Entry {
            outcome: ItemOutcome::NotAttempted,
            attempts: 0,
            duration_ms: 0,
            request_id: None,
            recorded_at_ms: None,
            error: None,
        }
    }
}

impl Response {
    /// What became of each change, for a list of them.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        self.artifact()
    }
}

impl Operation {
    /// What became of each change of a list, once the operation is done, whatever its result.
    #[must_use]
    pub fn report(&self) -> Option<Report> {
        self.artifact()
    }
}

impl Entry {
    pub(super) fn counts_as_failed(&self) -> bool {
        matches!(self.outcome, ItemOutcome::Failed | ItemOutcome::Unknown)
    }

    /// Of a change that was answered, with Seam's id of the request, or that ended with an error.
    pub(super) fn of(outcome: Result<Option<Box<str>>, Error>, attempts: u32, duration: Duration) -> Entry {
        let duration_ms = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
        let entry = Entry { attempts, duration_ms, ..Entry::default() };
        match outcome {
            Ok(request_id) => Entry { outcome: ItemOutcome::Applied, request_id, ..entry },
            // Cancelled says that it was never sent.
            Err(Error::Cancelled(_)) => Entry { attempts: 0, ..entry },
            Err(error) => Entry {
                outcome: if error.outcome_unknown() { ItemOutcome::Unknown } else { ItemOutcome::Failed },
                request_id: error.request_id().map(Into::into),
                error: Some(Box::new(error)),
                ..entry
            },
        }
    }

    /// A change that the run before this one may have begun when its process ended, and why that is not known yet.
    pub(crate) fn cut_short(cause: Option<Error>) -> Entry {
        let what = "an earlier run ended with it under way, and nothing says whether it was recorded";
        let error = Error::OutcomeUnknown(Box::new(Failure::new(what).caused_by(cause)));
        Entry { outcome: ItemOutcome::Unknown, error: Some(Box::new(error)), ..Entry::default() }
    }

    /// What is left of an outcome for a later run with the same journal: what was refused is to be tried again.
    pub(crate) fn of_earlier_run(self) -> Option<Entry> {
        match self.outcome {
            outcome if outcome.is_as_asked() => Some(Entry { outcome: ItemOutcome::RecordedEarlier, ..self }),
            ItemOutcome::Unknown => Some(Entry::cut_short(None)),
            _ => None,
        }
    }

    fn recorded_at(&self) -> Option<SystemTime> {
        let earlier = self.outcome == ItemOutcome::RecordedEarlier;
        let at = self.recorded_at_ms.filter(|_| earlier)?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(at))
    }
}

impl Report {
    pub(crate) fn new(changes: Arc<Changes>, sent_as: Arc<Vec<u32>>, entries: Vec<Entry>) -> Self {
        Self(Arc::new(ReportData { changes, sent_as, entries }))
    }

    /// How many changes there were.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.changes.len()
    }

    /// Whether there were none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.changes.is_empty()
    }

    /// What became of the change at a place, from 0.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<ReportItem<'_>> {
        let change = self.0.changes.get(index)?;
        let entry = self.entry(index)?;
        let labels = self.0.changes.labels();
        let called = labels.map(|labels| labels.of(index, change.acs_access_group_id)).unwrap_or_default();
        Some(ReportItem {
            name: called.name,
            email: called.email,
            group: called.group,
            system: called.system,
            line: called.line,
            change,
            outcome: entry.outcome,
            error: entry.error.as_deref(),
            request_id: entry.request_id.as_deref(),
            attempts: entry.attempts,
            duration: Duration::from_millis(entry.duration_ms.into()),
            recorded_at: entry.recorded_at(),
        })
    }

    /// What became of each, in order.
    pub fn iter(&self) -> impl Iterator<Item = ReportItem<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// How many ended in which way.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for entry in (0..self.len()).filter_map(|index| self.entry(index)) {
            *totals.of(entry.outcome) += 1;
        }
        totals
    }

    fn entry(&self, index: usize) -> Option<&Entry> {
        self.0.entries.get(*self.0.sent_as.get(index)? as usize)
    }

    /// The rows of the table that have no change, because nobody knows the person.
    #[must_use]
    pub fn left_out(&self) -> &LeftOut {
        self.0.changes.left_out()
    }

    /// The changes to retry, as a list: those not attempted or held back, those whose outcome is unknown, and those
    /// that failed for a transient reason or because the credentials were not accepted.
    #[must_use]
    pub fn to_retry(&self) -> Changes {
        let (mut list, mut places) = (Changes::new(), Vec::new());
        for (place, item) in self.iter().enumerate() {
            let worth_it = match item.outcome {
                ItemOutcome::Applied | ItemOutcome::AlreadySo | ItemOutcome::RecordedEarlier => false,
                ItemOutcome::NotAttempted | ItemOutcome::HeldBack | ItemOutcome::Unknown => true,
                // The change may succeed with other credentials.
                ItemOutcome::Failed => item
                    .error
                    .is_some_and(|error| error.retryable() || matches!(error, Error::Unauthorized(_))),
            };
            if worth_it {
                // It was in a list of at most as many, so it fits.
                let _ = list.push(item.change.action, item.change.user, item.change.acs_access_group_id);
                places.push(place);
            }
        }
        match self.0.changes.labels() {
            Some(labels) => list.labelled(labels.some(&places)),
            None => list,
        }
    }

    /// All of it as one JSON object: `totals`, `items` and `left_out`. A [`Roster`](crate::Roster) reads it back as the
    /// changes that it is about.
    #[must_use]
    pub fn to_json(&self) -> String {
        let items: Vec<Value> = self.iter().map(|item| Value::Object(item.to_map())).collect();
        let left_out = self.left_out().to_value();
        json!({ "totals": self.totals().to_value(), "items": items, "left_out": left_out }).to_string()
    }

    /// All of it as CSV with a header, fit for a spreadsheet: a row a change. A [`Roster`](crate::Roster) reads it back as
    /// the changes that it is about.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        self.write_csv(|cells| write_row(&mut text, cells.iter().copied()));
        text
    }

    /// The same with every cell as it is, also one that a spreadsheet would calculate: for programs.
    #[must_use]
    pub fn to_csv_raw(&self) -> String {
        let mut text = String::new();
        self.write_csv(|cells| write_row_raw(&mut text, cells.iter().copied()));
        text
    }

    fn write_csv(&self, mut write: impl FnMut(&[&str])) {
        let change = ["action", "acs_user_id", "user_identity_id", "acs_access_group_id"];
        let ended = ["outcome", "error", "request_id", "attempts", "duration_ms"];
        let called = ["name", "email", "group", "system", "line"];
        write(&[&change[..], &ended, &called].concat());
        for item in self.iter() {
            let (user, identity) = match item.change.user {
                User::Acs(id) => (id, ""),
                User::Identity(id) => ("", id),
            };
            let error = item.error.map(ToString::to_string).unwrap_or_default();
            let numbers = [item.attempts.to_string(), item.duration.as_millis().to_string()];
            let change = [item.change.action.name(), user, identity, item.change.acs_access_group_id];
            let ended = [item.outcome.name(), &error, item.request_id.unwrap_or_default()];
            let line = item.line.map(|line| line.to_string()).unwrap_or_default();
            let called = [item.name, item.email, item.group, item.system, &line];
            let numbers = numbers.each_ref().map(String::as_str);
            write(&[&change[..], &ended, &numbers, &called].concat());
        }
    }

    /// The sums, and some of the rows that were left out.
    fn words_with_left_out(&self, totals: &Totals, count: usize) -> String {
        const MOST: usize = 3;
        let some: Vec<String> = self.left_out().rows().iter().take(MOST).map(ToString::to_string).collect();
        let more = count.saturating_sub(some.len());
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let made = if self.is_empty() { String::new() } else { format!("{totals}, ") };
        format!("{made}{count} left out, because no such user exists ({}{more})", some.join("; "))
    }

    /// The error that a call with this report ends with, if anything is not as asked.
    pub(crate) fn verdict(&self, phrase: &str, because: Option<&str>) -> Result<(), Error> {
        let totals = self.totals();
        let left_out = self.left_out().len();
        if totals.as_asked() == self.len() && left_out == 0 {
            return Ok(());
        }
        let because = because.map_or(String::new(), |because| format!("{because}; "));
        let totals =
            if left_out == 0 { totals.to_string() } else { self.words_with_left_out(&totals, left_out) };
        let first = self.iter().find(|item| item.error.is_some());
        let cause = first.and_then(|item| item.error).cloned();
        let failure = Failure::new(format!("{because}{totals}")).caused_by(cause);
        Err(Error::Partial(Box::new(failure.advise("The report has the outcome of each change")))
            .in_call(phrase, self.iter().map(|item| item.attempts).max().unwrap_or(0)))
    }
}

impl ReportItem<'_> {
    /// The line as one JSON object, as it stands in [`Report::to_json`].
    #[must_use]
    pub fn to_json(&self) -> String {
        Value::Object(self.to_map()).to_string()
    }

    /// What the change is called beside its ids, under the names of a table's columns.
    #[must_use]
    pub fn called(&self) -> [(&'static str, &str); 4] {
        [("name", self.name), ("email", self.email), ("group", self.group), ("system", self.system)]
    }

    fn to_map(self) -> Map<String, Value> {
        let (field, user) = self.change.user.parts();
        let mut map = Map::new();
        let mut put = |name: &str, value: Value| map.insert(name.to_owned(), value);
        put("action", json!(self.change.action.name()));
        put(field, json!(user));
        put("acs_access_group_id", json!(self.change.acs_access_group_id));
        put("outcome", json!(self.outcome.name()));
        put("request_id", json!(self.request_id));
        put("attempts", json!(self.attempts));
        put("duration_ms", json!(u64::try_from(self.duration.as_millis()).unwrap_or(u64::MAX)));
        if let Some(at) = self.recorded_at {
            put("recorded_at", json!(timestamp(at)));
        }
        put("error", self.error.map_or(Value::Null, Error::to_value));
        for (name, value) in self.called() {
            put(name, json!(Some(value).filter(|value| !value.is_empty())));
        }
        put("line", json!(self.line));
        map
    }
}

impl Totals {
    /// How many memberships are as asked, whoever made them so.
    #[must_use]
    pub fn as_asked(&self) -> usize {
        self.applied + self.already_so + self.recorded_earlier
    }

    fn of(&mut self, outcome: ItemOutcome) -> &mut usize {
        match outcome {
            ItemOutcome::Applied => &mut self.applied,
            ItemOutcome::AlreadySo => &mut self.already_so,
            ItemOutcome::RecordedEarlier => &mut self.recorded_earlier,
            ItemOutcome::Failed => &mut self.failed,
            ItemOutcome::Unknown => &mut self.outcome_unknown,
            ItemOutcome::NotAttempted => &mut self.not_attempted,
            ItemOutcome::HeldBack => &mut self.held_back,
        }
    }

    fn to_value(self) -> Value {
        json!({
            "applied": self.applied,
            "already_so": self.already_so,
            "recorded_earlier": self.recorded_earlier,
            "failed": self.failed,
            "outcome_unknown": self.outcome_unknown,
            "not_attempted": self.not_attempted,
            "held_back": self.held_back,
        })
    }
}

impl std::fmt::Display for Totals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [
            (self.applied, "recorded"),
            (self.already_so, "already so"),
            (self.recorded_earlier, "recorded earlier"),
            (self.failed, "failed"),
            (self.outcome_unknown, "in doubt"),
            (self.not_attempted, "not attempted"),
            (self.held_back, "held back"),
        ];
        let said: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        f.write_str(&said.join(", "))
    }
}
