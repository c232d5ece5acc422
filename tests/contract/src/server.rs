//! The scripted server of one case.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use seam_acs_core::{Client, Options, PlanOptions, Roster};
use seam_acs_raw_server::{RawServer, Script};
use serde_json::Value;

const LOOK_EVERY: Duration = Duration::from_millis(20);

pub(crate) fn script(value: &Value) -> anyhow::Result<Script> {
    let script: Script = serde_json::from_value(value.clone()).context("the server's script")?;
    ensure!(script != Script::default() || value.is_object(), "the server has no script");
    Ok(script)
}

/// A plan of a roster, as JSON, made with the server's answers.
pub(crate) fn plan(url: &str, key: &str, roster: &Value) -> anyhow::Result<Value> {
    let mut options = Options::new();
    options.set("api_key", key)?;
    options.set("endpoint", url)?;
    let roster = Roster::parse(roster.to_string().as_bytes())?;
    let client = Client::new(&options)?;
    let operation = client.begin_plan(roster, PlanOptions::from_json("")?)?;
    let _ = operation.wait(None);
    let answer = operation.result()?;
    Ok(serde_json::from_str(&answer.plan().context("an answer without its plan")?.to_json())?)
}

/// Makes `file` once the server has so many requests, which tells a runner to cancel. Gives up when the call is over.
pub(crate) fn tell_when_asked(server: &RawServer, count: usize, file: &Path, over: &AtomicBool) {
    while !over.load(Ordering::Relaxed) {
        if server.wait_for_requests(count, LOOK_EVERY) {
            // A runner that is not told does not end, and that is found out.
            let _ = std::fs::write(file, "");
            return;
        }
    }
}
