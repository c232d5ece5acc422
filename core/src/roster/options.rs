//! Options of rosters and tables of changes, written as JSON.

use super::limit::Limit;
use super::parse::options::TableOptions;
use super::plan::{Mode, Order, PlanOptions};
use super::resolve::ResolveOptions;
use crate::bulk::change_list::Action;
use crate::bulk::options::ApplyOptions;
use crate::config::json_options::NamedValues;
use crate::model::error::Error;

impl PlanOptions {
    const NAMES: [&'static str; 10] = [
        "group",
        "system",
        "mode",
        "order",
        "empties",
        "allow_mass_removal",
        "allow_emptying",
        "max_additions",
        "max_removals",
        "skip_unknown",
    ];

    /// Reads `{"group": "…", "system": "…", "mode": "exact" | "additive", "order": "adds_first" | "removes_first",
    /// "empties": ["…"], "allow_mass_removal": true, "allow_emptying": true, "max_additions": 10 | "10%",
    /// "max_removals": 10 | "10%", "skip_unknown": true}`, each member optional.
    ///
    /// # Errors
    /// [`Error::Options`] for an unknown name (the message names the nearest) and for a value out of range.
    pub fn from_json(text: &str) -> Result<PlanOptions, Error> {
        Self::of(&NamedValues::parse(text, &Self::NAMES)?)
    }

    fn of(values: &NamedValues) -> Result<PlanOptions, Error> {
        Ok(PlanOptions {
            group: values.text("group")?.map(str::to_owned),
            system: values.text("system")?.map(str::to_owned),
            mode: values.choice("mode", [("exact", Mode::Exact), ("additive", Mode::Additive)])?,
            order: values.choice(
                "order",
                [("adds_first", Order::AddsFirst), ("removes_first", Order::RemovesFirst)],
            )?,
            empties: values.texts("empties")?,
            allow_mass_removal: values.flag("allow_mass_removal")?,
            allow_emptying: values.flag("allow_emptying")?,
            max_additions: limit(values, "max_additions")?,
            max_removals: limit(values, "max_removals")?,
            skip_unknown: values.flag("skip_unknown")?,
        })
    }
}

/// A limit: a number, or a share as a text.
pub(super) fn limit(values: &NamedValues, name: &str) -> Result<Option<Limit>, Error> {
    let Some(text) = values.number_or_text(name) else { return Ok(None) };
    match text.parse() {
        Ok(limit) => Ok(Some(limit)),
        Err(_) => Err(Error::Options(format!(
            "{name} must be a number such as 10 or a share such as \"10%\", not {text}"
        ))),
    }
}

impl ResolveOptions {
    const NAMES: [&'static str; 4] = ["group", "system", "action", "skip_unknown"];

    /// Reads options of both kinds for [`begin_apply_table`](crate::Client::begin_apply_table): those of
    /// [`ApplyOptions::from_json`] and `{"group": "…", "system": "…", "action": "add" | "remove", "skip_unknown": true}`,
    /// each member optional.
    ///
    /// # Errors
    /// [`Error::Options`] for an unknown name (the message names the nearest) and for a value out of range.
    pub fn with_apply_from_json(text: &str) -> Result<(ResolveOptions, ApplyOptions), Error> {
        let names = [&ApplyOptions::NAMES[..], &Self::NAMES].concat();
        let values = NamedValues::parse(text, &names)?;
        Ok((Self::of(&values)?, ApplyOptions::of(&values)?))
    }

    fn of(values: &NamedValues) -> Result<ResolveOptions, Error> {
        let actions = [("add", Some(Action::Add)), ("remove", Some(Action::Remove))];
        let action = if values.text("action")?.is_some() { values.choice("action", actions)? } else { None };
        let [group, system] =
            [values.text("group")?, values.text("system")?].map(|text| text.map(str::to_owned));
        Ok(ResolveOptions { group, system, action, skip_unknown: values.flag("skip_unknown")? })
    }
}

impl TableOptions {
    const NAMES: [&'static str; 4] = ["header_line", "columns", "group_separator", "only"];

    /// Reads `{"header_line": 4, "columns": {"email": "E-Mail"}, "group_separator": ";", "only": {"Status": "Active"}}`,
    /// each member optional; in `only` a list holds several values.
    ///
    /// # Errors
    /// [`Error::Options`] for an unknown name (the message names the nearest) and for a value out of range.
    pub fn from_json(text: &str) -> Result<TableOptions, Error> {
        Self::of(&NamedValues::parse(text, &Self::NAMES)?)
    }

    /// Reads these options and those of [`PlanOptions::from_json`] from one object.
    ///
    /// # Errors
    /// Those of both.
    pub fn with_plan_from_json(text: &str) -> Result<(TableOptions, PlanOptions), Error> {
        let names = [&Self::NAMES[..], &PlanOptions::NAMES].concat();
        let values = NamedValues::parse(text, &names)?;
        Ok((Self::of(&values)?, PlanOptions::of(&values)?))
    }

    /// Reads these options and those of [`ResolveOptions::with_apply_from_json`] from one object.
    ///
    /// # Errors
    /// Those of both.
    pub fn with_apply_from_json(text: &str) -> Result<(TableOptions, ResolveOptions, ApplyOptions), Error> {
        let names = [&Self::NAMES[..], &ResolveOptions::NAMES, &ApplyOptions::NAMES].concat();
        let values = NamedValues::parse(text, &names)?;
        Ok((Self::of(&values)?, ResolveOptions::of(&values)?, ApplyOptions::of(&values)?))
    }

    fn of(values: &NamedValues) -> Result<TableOptions, Error> {
        let columns = values.texts_by_name("columns", false)?;
        Ok(TableOptions {
            header_line: values.number("header_line", 1, u32::MAX)?,
            columns: columns.into_iter().map(|(name, own)| (name, own.concat())).collect(),
            group_separator: values.text("group_separator")?.map(str::to_owned),
            only: values.texts_by_name("only", true)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_is_read() {
        let plan = PlanOptions::from_json(
            r#"{"group": "Night", "mode": "additive", "order": "removes_first", "empties": ["a", "b"],
                "allow_mass_removal": true, "allow_emptying": true, "max_additions": 7, "max_removals": "2.5%"}"#,
        );
        let plan = plan.expect("known options");
        assert_eq!(
            (plan.group.as_deref(), plan.mode, plan.order),
            (Some("Night"), Mode::Additive, Order::RemovesFirst)
        );
        assert_eq!((plan.empties.len(), plan.allow_mass_removal, plan.allow_emptying), (2, true, true));
        assert_eq!(plan.max_additions, Some(Limit::people(7)));
        assert_eq!(plan.max_removals.map(|limit| limit.to_string()).as_deref(), Some("2.50%"));
        for bad in ["-1", "1.5", "0.1", "true", "[]", "\"many\"", "\"120%\""] {
            let said =
                PlanOptions::from_json(&format!("{{\"max_removals\": {bad}}}")).expect_err(bad).to_string();
            assert!(said.contains("max_removals must be a number such as 10 or a share such as"), "{said}");
        }
        let text = r#"{"ceiling": 9, "fixed": 3, "deadline_ms": 1500, "journal": "j", "group": "g", "action": "remove"}"#;
        let (resolve, apply) = ResolveOptions::with_apply_from_json(text).expect("known options");
        assert_eq!((resolve.group.as_deref(), resolve.action), (Some("g"), Some(Action::Remove)));
        assert_eq!((apply.ceiling, apply.fixed), (Some(9), Some(3)));
        assert_eq!(apply.deadline.map(|deadline| deadline.as_millis()), Some(1500));
        assert_eq!(apply.journal.as_deref().and_then(std::path::Path::to_str), Some("j"));
    }

    #[test]
    fn no_options_are_the_defaults() {
        let plan = PlanOptions::from_json("").expect("none");
        assert_eq!((plan.mode, plan.order, plan.group), (Mode::Exact, Order::AddsFirst, None));
        let (resolve, apply) = ResolveOptions::with_apply_from_json("{}").expect("none");
        assert_eq!((resolve.action, apply.ceiling, apply.journal), (None, None, None));
    }

    #[test]
    fn misspelt_options_name_the_nearest() {
        for (text, nearest) in
            [(r#"{"allow_mass_removals": true}"#, "allow_mass_removal"), (r#"{"emptys": []}"#, "empties")]
        {
            let said = PlanOptions::from_json(text).expect_err(text).to_string();
            assert!(said.contains(&format!("did you mean {nearest}?")), "{said}");
        }
        let said =
            ResolveOptions::with_apply_from_json(r#"{"journl": "x"}"#).expect_err("misspelt").to_string();
        assert!(said.contains("did you mean journal?"), "{said}");
        let said = ApplyOptions::from_json(r#"{"action": "add"}"#).expect_err("not for plans").to_string();
        assert!(said.contains("there is no option \"action\""), "{said}");
    }
}
