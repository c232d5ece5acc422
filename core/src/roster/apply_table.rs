//! Applies a table of changes whose users and groups may be named.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::resolve::{Lookup, ResolveOptions};
use super::rows::Roster;
use crate::base::background_thread::compute;
use crate::bulk::apply::perform;
use crate::bulk::options::ApplyOptions;
use crate::bulk::run::Run;
use crate::client::Client;
use crate::engine::operation::Operation;
use crate::model::error::Error;

impl Client {
    /// Begins to look up the users and groups of a table of changes, as [`begin_resolve`](Self::begin_resolve) does,
    /// and then to apply it, as [`begin_apply`](Self::begin_apply) does. Nothing is sent unless every row is clear.
    ///
    /// # Errors
    /// Those of both. Problems of the names in a table are the operation's own error.
    pub fn begin_apply_table(
        &self,
        table: Roster,
        resolve: ResolveOptions,
        options: &ApplyOptions,
    ) -> Result<Operation, Error> {
        let lookup = Lookup::new(table, resolve)?;
        if lookup.is_by_ids_alone() {
            return self.begin_apply(lookup.finish(None)?, options);
        }
        let phrase = format!("apply {} changes", lookup.len());
        let (options, settings) = (options.clone(), Arc::clone(self.settings()));
        self.begin_composite(
            phrase,
            Box::new(move |dispatcher| {
                Box::pin(async move {
                    let snapshot = lookup.snapshot(&dispatcher).await?;
                    let work = move || Run::prepare(lookup.finish(snapshot)?, &options, &settings);
                    let run = compute(work)
                        .await
                        .unwrap_or_else(|error| Err(Error::internal(format!("looking up names: {error}"))))?;
                    // Reads of the snapshot do not count as changes.
                    dispatcher.operation.items.store(0, Ordering::Relaxed);
                    perform(Arc::new(run), dispatcher).await
                })
            }),
        )
    }
}
