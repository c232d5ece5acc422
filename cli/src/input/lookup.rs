//! The user and the group that a person means.

use clap::Args;
use seam_acs_core::{Action, Change, Error};
use seam_acs_core::{Changes, Client, ResolveOptions, Roster, RosterGroup, RosterRow, RosterUser};

use crate::failure::Failure;
use crate::following::follow;
use crate::input::word::word;
use crate::signals::Signals;

/// A user and a group as they are typed.
#[derive(Debug, Args)]
pub(crate) struct Pair {
    /// Id, e-mail address or name
    #[arg(value_name = "USER", value_parser = word())]
    user: String,
    /// Id or name
    #[arg(value_name = "GROUP", value_parser = word())]
    group: String,
    /// The access system of the group, by name or id, where several have one of this name
    #[arg(long, value_name = "SYSTEM", value_parser = word())]
    system: Option<String>,
}

/// One membership with its ids.
pub(crate) struct Membership(Changes);

impl Membership {
    /// Looks up the group, and the user of the group's access system.
    pub(crate) fn find(client: &Client, pair: &Pair, signals: &Signals) -> Result<Membership, Failure> {
        let mut words = Roster::new();
        words.push(RosterRow {
            user: RosterUser::guess(&pair.user),
            group: Some(RosterGroup::Name(&pair.group)),
            action: None,
            system: pair.system.as_deref(),
        })?;
        let options = ResolveOptions { action: Some(Action::Add), ..ResolveOptions::default() };
        let found = follow(&client.begin_resolve(words, options)?, signals)?;
        Ok(Membership(found.changes().cloned().unwrap_or_default()))
    }

    /// Its ids.
    pub(crate) fn ids(&self) -> Result<Change<'_>, Error> {
        self.0.get(0).ok_or_else(|| Error::internal("a row was looked up and is no change"))
    }
}
