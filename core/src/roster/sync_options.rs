//! How a plan is applied, and what the caller expects it to be.

use std::collections::BTreeSet;

use super::guards::Guards;
use super::limit::Limit;
use super::options::limit;
use super::plan::{GroupPlan, Mode, Order, PlanData};
use crate::bulk::options::ApplyOptions;
use crate::config::json_options::NamedValues;
use crate::model::error::Error;

/// How a plan is applied. [`ApplyOptions`] convert to it with nothing else set.
#[derive(Debug, Clone, Default)]
pub struct SyncOptions {
    /// How its changes are made.
    pub apply: ApplyOptions,
    /// Only checks that the plan is still right, and reports what is made already and what would be sent. Nothing is
    /// sent, and the journal is left alone.
    pub dry_run: bool,
    /// As of [`PlanOptions`](crate::PlanOptions). A plan from a text brings no permission of its own.
    pub allow_mass_removal: bool,
    /// As of [`PlanOptions`](crate::PlanOptions).
    pub allow_emptying: bool,
    /// As of [`PlanOptions`](crate::PlanOptions), in place of the one that the plan was made with.
    pub max_additions: Option<Limit>,
    /// As of [`PlanOptions`](crate::PlanOptions), in place of the one that the plan was made with.
    pub max_removals: Option<Limit>,
    /// The mode that the plan must have been made in; `None`: any.
    pub mode: Option<Mode>,
    /// The order that the plan must have; `None`: any.
    pub order: Option<Order>,
    /// The one group, by name or id, that the plan must be about; `None`: any.
    pub group: Option<String>,
    /// The groups, by name or id, that the plan must empty although its roster does not name them; none: any.
    pub empties: Vec<String>,
}

impl SyncOptions {
    const NAMES: [&'static str; 9] = [
        "dry_run",
        "allow_mass_removal",
        "allow_emptying",
        "max_additions",
        "max_removals",
        "mode",
        "order",
        "group",
        "empties",
    ];

    /// Reads options of all kinds: those of [`ApplyOptions::from_json`], those of
    /// [`PlanOptions::from_json`](crate::PlanOptions::from_json), and `{"dry_run": true}`, each member optional.
    ///
    /// # Errors
    /// [`Error::Options`] for an unknown name (the message names the nearest) and for a value out of range.
    pub fn from_json(text: &str) -> Result<SyncOptions, Error> {
        let names = [&ApplyOptions::NAMES[..], &Self::NAMES].concat();
        let values = NamedValues::parse(text, &names)?;
        let modes = [("exact", Some(Mode::Exact)), ("additive", Some(Mode::Additive))];
        let orders = [("adds_first", Some(Order::AddsFirst)), ("removes_first", Some(Order::RemovesFirst))];
        Ok(SyncOptions {
            apply: ApplyOptions::of(&values)?,
            dry_run: values.flag("dry_run")?,
            allow_mass_removal: values.flag("allow_mass_removal")?,
            allow_emptying: values.flag("allow_emptying")?,
            max_additions: limit(&values, "max_additions")?,
            max_removals: limit(&values, "max_removals")?,
            mode: if values.text("mode")?.is_some() { values.choice("mode", modes)? } else { None },
            order: if values.text("order")?.is_some() { values.choice("order", orders)? } else { None },
            group: values.text("group")?.map(str::to_owned),
            empties: values.texts("empties")?,
        })
    }

    pub(super) fn guards(&self) -> Guards {
        Guards {
            allow_mass_removal: self.allow_mass_removal,
            allow_emptying: self.allow_emptying,
            max_additions: self.max_additions,
            max_removals: self.max_removals,
        }
    }

    /// Refuses a plan that is not what the caller expects.
    pub(super) fn check(&self, plan: &PlanData) -> Result<(), Error> {
        let refuse = |field: &str, reason: String| {
            Err(Error::invalid_argument(field, format!("contradicts the plan, {reason}: make a new plan")))
        };
        if self.mode.is_some_and(|mode| mode != plan.mode) {
            return refuse("mode", format!("which was made in the mode {}", plan.mode.name()));
        }
        if self.order.is_some_and(|order| order != plan.order) {
            return refuse("order", format!("which has the order {}", plan.order.name()));
        }
        if let Some(wanted) = &self.group {
            let named: Vec<&GroupPlan> = plan.groups.iter().filter(|group| !group.to_be_emptied).collect();
            if !matches!(named.as_slice(), [one] if one.answers_to(wanted)) {
                return refuse("group", format!("which is not about the group {wanted:?} alone"));
            }
        }
        let emptied: Vec<&GroupPlan> = plan.groups.iter().filter(|group| group.to_be_emptied).collect();
        let is_emptied = |wanted: &&String| emptied.iter().any(|group| group.answers_to(wanted));
        if let Some(other) = self.empties.iter().find(|wanted| !is_emptied(wanted)) {
            return refuse("empties", format!("which does not empty the group {other:?}"));
        }
        let said: BTreeSet<&str> = emptied
            .iter()
            .filter(|group| self.empties.iter().any(|wanted| group.answers_to(wanted)))
            .map(|group| group.id.as_str())
            .collect();
        if !self.empties.is_empty() && said.len() < emptied.len() {
            return refuse("empties", "which empties other groups too".to_owned());
        }
        Ok(())
    }
}

impl From<ApplyOptions> for SyncOptions {
    fn from(apply: ApplyOptions) -> SyncOptions {
        SyncOptions { apply, ..SyncOptions::default() }
    }
}

impl From<&ApplyOptions> for SyncOptions {
    fn from(apply: &ApplyOptions) -> SyncOptions {
        SyncOptions { apply: apply.clone(), ..SyncOptions::default() }
    }
}

impl From<&SyncOptions> for SyncOptions {
    fn from(options: &SyncOptions) -> SyncOptions {
        options.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_is_read_and_none_is_said_by_default() {
        let text = r#"{"ceiling": 9, "journal": "j", "dry_run": true, "allow_mass_removal": true, "allow_emptying": true,
                       "max_additions": 3, "max_removals": "5%", "mode": "additive", "order": "removes_first",
                       "group": "g", "empties": ["a"]}"#;
        let options = SyncOptions::from_json(text).expect("known options");
        assert_eq!((options.apply.ceiling, options.dry_run), (Some(9), true));
        assert_eq!((options.allow_mass_removal, options.allow_emptying), (true, true));
        assert_eq!(options.max_additions, Some(Limit::people(3)));
        assert_eq!((options.mode, options.order), (Some(Mode::Additive), Some(Order::RemovesFirst)));
        assert_eq!((options.group.as_deref(), options.empties.len()), (Some("g"), 1));
        let none = SyncOptions::from_json("").expect("none");
        assert_eq!((none.mode, none.order, none.group, none.dry_run), (None, None, None, false));
        let said = SyncOptions::from_json(r#"{"dryrun": true}"#).expect_err("misspelt").to_string();
        assert!(said.contains("did you mean dry_run?"), "{said}");
    }
}
