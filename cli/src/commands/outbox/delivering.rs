//! `outbox run`: delivers an outbox, as a service or until it is empty.

use std::time::{Duration, Instant};

use clap::Args;
use seam_acs_core::{DeliverOptions, Error, Operation, Outbox, Queue, Record, Response};
use serde_json::Value;

use super::looking::paused;
use super::place::Folder;
use crate::exit_code;
use crate::failure::Failure;
use crate::input::connection::Connection;
use crate::output::Output;
use crate::signals::Signals;

/// What `outbox run` takes.
#[derive(Debug, Args)]
pub(crate) struct Delivering {
    #[command(flatten)]
    folder: Folder,
    /// End when nothing is left that time or the network could bring
    #[arg(long)]
    until_empty: bool,
    /// Leave the outcomes to another program that acknowledges them; else they are printed and forgotten
    #[arg(long)]
    keep_outcomes: bool,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

/// How often signals are looked at. Whether nothing is sent takes a look at every change, so it is looked at less often.
const SLICE: Duration = Duration::from_millis(200);
const LOOK_EVERY: Duration = Duration::from_secs(5);

impl Delivering {
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let outbox = self.folder.open_or_make()?;
        let client = self.connection.client(output, signals)?;
        let mut news = News::of(&outbox, self.keep_outcomes)?;
        let options = DeliverOptions { until_empty: self.until_empty };
        let delivery = outbox.begin_deliver(&client, &options)?;
        let is_stopped = watch(&delivery, &mut news, output, signals)?;
        match delivery.result() {
            Ok(answer) => Ok(sum(&answer, output)),
            Err(Error::Cancelled(_)) if is_stopped && self.until_empty => Ok(exit_code::NOT_YET),
            Err(Error::Cancelled(_)) if is_stopped => Ok(exit_code::DONE),
            Err(error) => Err(error.into()),
        }
    }
}

/// Tells what becomes of the changes until the delivery has ended; gives whether a signal ended it.
fn watch(
    delivery: &Operation,
    news: &mut News<'_>,
    output: &mut Output,
    signals: &Signals,
) -> Result<bool, Failure> {
    let mut is_stopped = false;
    while !delivery.wait(Some(SLICE)) {
        if signals.stopped() && !is_stopped {
            // What was sent is still waited for, as shortly as core can.
            delivery.cancel();
            is_stopped = true;
        }
        news.tell(output)?;
        news.tell_pause(output)?;
    }
    news.tell(output)?;
    Ok(is_stopped)
}

/// What is new in an outbox.
struct News<'a> {
    outbox: &'a Outbox,
    queue: Option<Queue>,
    paused_because: Option<String>,
    looked: Option<Instant>,
}

impl News<'_> {
    fn of(outbox: &Outbox, keeps_outcomes: bool) -> Result<News<'_>, Error> {
        let queue = if keeps_outcomes { None } else { Some(Queue::new()?) };
        if let Some(queue) = &queue {
            outbox.attach(queue, 0)?;
        }
        Ok(News { outbox, queue, paused_because: None, looked: None })
    }

    /// Prints the outcomes that are new, and forgets them: whoever reads the lines has them now.
    fn tell(&self, output: &mut Output) -> Result<(), Failure> {
        let Some(queue) = &self.queue else { return Ok(()) };
        if queue.next(Some(Duration::ZERO))?.is_none() {
            return Ok(());
        }
        let outcomes = self.outbox.outcomes("")?;
        for outcome in &outcomes {
            if output.is_json() {
                output.json_text(outcome.json());
            } else {
                output.lines(&line(outcome, output));
            }
        }
        let last = outcomes.iter().last().and_then(|outcome| outcome.get("cursor"));
        match last.filter(|_| output.lost().is_none()) {
            Some(cursor) => Ok(self.outbox.acknowledge(&cursor)?),
            None => Ok(()),
        }
    }

    /// Says when nothing can be sent, and when it goes on.
    fn tell_pause(&mut self, output: &Output) -> Result<(), Failure> {
        if self.looked.is_some_and(|looked| looked.elapsed() < LOOK_EVERY) {
            return Ok(());
        }
        self.looked = Some(Instant::now());
        let because = self.outbox.status()?.get("paused_because");
        if because != self.paused_because {
            let line = because.as_ref().map_or("It is sent again.".to_owned(), |why| paused(why, output));
            output.remark(&line);
            self.paused_because = because;
        }
        Ok(())
    }
}

fn line(outcome: &Record, output: &Output) -> String {
    let field = |name: &str| output.shown(&outcome.get(name).unwrap_or_default());
    let user = outcome.get("acs_user_id").map_or_else(|| field("user_identity_id"), |id| output.shown(&id));
    let (action, group) = (field("action"), field("acs_access_group_id"));
    let word = if action == "add" { "to" } else { "from" };
    let request = outcome.get("request_id").map(|id| format!(" (request {})", output.shown(&id)));
    let why = outcome.get("error").map(|why| format!(": {}", output.shown(&why)));
    format!(
        "change {} ({action} {user} {word} {group}) {}{}{}",
        field("id"),
        field("state"),
        request.unwrap_or_default(),
        why.unwrap_or_default()
    )
}

/// Prints what a delivery came to that has ended by itself, and gives its exit code.
fn sum(answer: &Response, output: &mut Output) -> u8 {
    let answer = answer.record().map(Record::value).unwrap_or_default();
    let number = |path: &str| answer.pointer(path).and_then(Value::as_u64).unwrap_or(0);
    if output.is_json() {
        output.json_text(&answer.to_string());
    } else {
        output.lines(&format!("Recorded by Seam: {}. The access system follows.", number("/delivered")));
    }
    let for_a_person = number("/status/refused") + number("/status/in_doubt");
    if for_a_person == 0 {
        return exit_code::DONE;
    }
    if !output.is_json() {
        output.complaint(&format!("{for_a_person} changes wait for a person: see seam-acs outbox list"));
    }
    exit_code::PARTIAL
}
