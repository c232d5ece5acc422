//! `check`: are the credentials accepted.

use clap::Args;
use seam_acs_core::Call;
use serde_json::json;

use crate::exit_code;
use crate::failure::Failure;
use crate::following::follow;
use crate::input::connection::Connection;
use crate::output::Output;
use crate::signals::Signals;

/// What `check` takes.
#[derive(Debug, Args)]
pub(crate) struct Checking {
    #[command(flatten)]
    pub(crate) connection: Connection,
}

impl Checking {
    /// Asks for something small.
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let client = self.connection.client(output, signals)?;
        let answer = follow(&client.begin(Call::check())?, signals)?;
        let (endpoint, request) = (client.endpoint(), answer.request_id());
        let sentence = format!(
            "Seam at {} accepts the credentials (request {}).",
            output.shown(endpoint),
            output.shown(request.unwrap_or("without an id"))
        );
        output.say(&sentence, &json!({ "ok": true, "endpoint": endpoint, "request_id": request }));
        Ok(exit_code::DONE)
    }
}
