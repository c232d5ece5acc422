//! Plans
//!
//! A plan compares a roster, which says who is to be in which groups, with who is in them. Making it
//! changes nothing; seam_acs_sync applies it. A roster is text: CSV with a header or a JSON array, with the
//! columns of a list of changes (above) but without removals. A group that the roster does not name is
//! never touched. seam_acs_error_to_json has what is wrong with it row by row, in problems.
//!
//! Guards refuse, with SEAM_ACS_GUARD and a message that says what would have happened and which option
//! allows it: removals from one group, or from all together, above the larger of 5 people and 20 % of the
//! members; leaving a group empty that has members; and a roster without anybody, unless empties names
//! groups. A plan may be read from many threads at once.
//!
//! options_json is the text of a JSON object, or NULL. An unknown name or a value out of range is
//! SEAM_ACS_OPTIONS, and the message names the nearest option or the range.

use std::ffi::{c_char, c_int};
use std::ptr;

use seam_acs_core::{Error, Operation, Plan, Roster, SyncOptions, TableOptions};

use crate::arguments::{Arguments, Out};
use crate::boundary;
use crate::client::seam_acs_client;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind};
use crate::operation::{finish, seam_acs_op};
use crate::record::{LentRecords, seam_acs_record};
use crate::report::{self, seam_acs_report};
use crate::status::seam_acs_status;

/// Who would be added to groups, who taken out, and who stays.
pub struct seam_acs_plan {
    plan: Plan,
    lent: LentRecords,
}

impl Handle for seam_acs_plan {
    const KIND: Kind = Kind::Plan;
}

impl seam_acs_plan {
    pub(crate) fn new(plan: Plan) -> Self {
        Self { plan, lent: LentRecords::default() }
    }

    fn at(&self, index: usize) -> *const seam_acs_record {
        self.lent.at(index, || self.plan.groups().nth(index).map(|group| group.to_json()))
    }

    fn count(&self, what: &str) -> Result<usize, Error> {
        match what {
            "add" => Ok(self.plan.adds()),
            "remove" => Ok(self.plan.removes()),
            "stay" => Ok(self.plan.stays()),
            _ => Err(Error::invalid_argument("what", format!("must be add, remove or stay, not {what:?}"))),
        }
    }
}

/// Compares a roster with the members of its groups. Changes nothing.
///
/// Free *plan with seam_acs_plan_free. SEAM_ACS_INVALID_ARGUMENT names every unknown or ambiguous user and
/// group with line and value; SEAM_ACS_GUARD as above.
///
/// option              default     meaning
/// group               -           the group, by name or id, of a roster that names none
/// system              -           the access system, by name or id, of group, of empties and of rows that
///                                 name none
/// skip_unknown        false       leaves out rows of people whom nobody knows, instead of refusing the
///                                 roster: see seam_acs_plan_left_out; applying it is SEAM_ACS_PARTIAL then
/// mode                exact       exact, or additive: members whom the roster does not name stay
/// order               adds_first  adds_first or removes_first: what is made before the other begins
/// empties             []          groups, by name or id, that the roster does not name and that are to be
///                                 emptied
/// allow_mass_removal  false       turns the first two guards off
/// allow_emptying      false       turns the third and the fourth guard off
/// max_additions       -           the most additions, to each group and to all together: a number such as
///                                 10, or a share of the members such as "10%"
/// max_removals        -           the most removals, likewise; the guards hold as well
/// header_line, columns, group_separator, only: how the table is read, as for seam_acs_apply
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_make_plan(
    client: *const seam_acs_client,
    roster: *const c_char,
    options_json: *const c_char,
    plan: *mut *mut seam_acs_plan,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let plan = arguments.out(plan, "plan")?;
        let answer = finish(&begin_plan(arguments, client, roster, options_json)?)?;
        let made = answer.plan().ok_or_else(|| Error::internal("an answer without its plan"))?;
        plan.put(seam_acs_plan::new(made.clone()));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_make_plan; seam_acs_op_plan gives its plan, even if a guard refused it, so that a person
/// can see what it would have done.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_make_plan_begin(
    client: *const seam_acs_client,
    roster: *const c_char,
    options_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let op = arguments.out(op, "op")?;
        op.put(seam_acs_op::new(begin_plan(arguments, client, roster, options_json)?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Applies a plan, made just now or saved long ago, and says what became of each change.
///
/// The members are read again, and for a plan from seam_acs_plan_from_json the names of its groups and people
/// too: SEAM_ACS_GUARD if they differ from what the plan saw by anything but changes that it would make
/// itself, if it was made for another server, workspace or key, or if its text was changed or saved with other
/// credentials. So a plan that was applied in part can be applied again; only missing changes are sent. *report and the status are as of seam_acs_apply, and so are the options, without group and action,
/// and these:
///
/// option              default     meaning
/// dry_run             false       reads, but changes nothing: in the report a change is already_so or
///                                 not_attempted, and the status is SEAM_ACS_OK
/// allow_mass_removal, allow_emptying, max_additions, max_removals
///                                 as of seam_acs_make_plan: a plan from a text brings none of them
/// mode, order, group, empties     what the plan must have been made with: SEAM_ACS_INVALID_ARGUMENT if it
///                                 was made with something else
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_sync(
    client: *const seam_acs_client,
    plan: *const seam_acs_plan,
    options_json: *const c_char,
    report: *mut *mut seam_acs_report,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let report = arguments.out(report, "report")?;
        report::finish(&begin_sync(arguments, client, plan, options_json)?, report)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_sync; seam_acs_op_report gives its report once it is done, seam_acs_op_progress how far
/// it is. Cancelling it stops new requests at once. The plan may be freed before it is done.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_sync_begin(
    client: *const seam_acs_client,
    plan: *const seam_acs_plan,
    options_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let op = arguments.out(op, "op")?;
        op.put(seam_acs_op::new(begin_sync(arguments, client, plan, options_json)?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// How many memberships the plan would "add" or "remove", or lets "stay".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_plan_count(
    plan: *const seam_acs_plan,
    what: *const c_char,
    count: *mut usize,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let count = arguments.out_number(count, "count")?;
        let plan = arguments.handle(plan, "plan")?;
        count.put(plan.count(arguments.text(what, "what")?)?);
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Whether applying the plan would change nothing: 1 if nobody would be added and nobody taken out, else 0;
/// 1 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_plan_is_empty(plan: *const seam_acs_plan) -> c_int {
    let body =
        |arguments: &Arguments| arguments.known(plan).map_or(1, |plan| c_int::from(plan.plan.is_empty()));
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(1, body) }
}

/// The rows that skip_unknown left out, as the text of a JSON array of objects with row, column, value,
/// reason, nearest and candidates. Free *json with seam_acs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_plan_left_out(
    plan: *const seam_acs_plan,
    json: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { write(plan, json, "json", error, |plan| plan.left_out().to_json()) }
}

/// How many groups the plan is about; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_plan_len(plan: *const seam_acs_plan) -> usize {
    let body = |arguments: &Arguments| arguments.known(plan).map_or(0, |plan| plan.plan.groups().count());
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(0, body) }
}

/// What would happen to the group at an index, counted from 0; NULL if there is none or plan is NULL.
///
/// The record has acs_access_group_id, name, the numbers adds, removes and stays, the most that the first two
/// may be in most_adds and most_removes (NULL: any number), and the people in add.0.name, add.0.acs_user_id or add.0.user_identity_id, remove.0.name and so on. It belongs to the plan
/// and lives as long: do not free it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_plan_at(
    plan: *const seam_acs_plan,
    index: usize,
) -> *const seam_acs_record {
    let body = |arguments: &Arguments| arguments.known(plan).map_or(ptr::null(), |plan| plan.at(index));
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(ptr::null(), body) }
}

/// The plan as a table for people: each group with + and - before who comes and goes. Free *table with
/// seam_acs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_plan_to_table(
    plan: *const seam_acs_plan,
    table: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { write(plan, table, "table", error, Plan::to_table) }
}

/// The plan as the text of a JSON object, to be kept and given to seam_acs_plan_from_json later. It holds no
/// credential; a seal with a key that is derived from the client's shows that it was not changed. It has ids
/// and names of people: keep it where only its owner reads it. Free *json with seam_acs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_plan_to_json(
    plan: *const seam_acs_plan,
    json: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { write(plan, json, "json", error, Plan::to_json) }
}

/// Takes back a plan that was saved. Free *plan with seam_acs_plan_free.
///
/// SEAM_ACS_INVALID_ARGUMENT for text that is not a plan, or is damaged. seam_acs_sync finds out whether
/// somebody changed it, or saved it with other credentials. Guards that were turned off when it was made hold
/// again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_plan_from_json(
    json: *const c_char,
    plan: *mut *mut seam_acs_plan,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let plan = arguments.out(plan, "plan")?;
        plan.put(seam_acs_plan::new(Plan::from_json(arguments.text(json, "json")?)?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Frees a plan and its records. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_plan_free(plan: *mut seam_acs_plan) {
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), |arguments| drop(arguments.owned(plan))) }
}

fn begin_plan(
    arguments: &Arguments,
    client: *const seam_acs_client,
    roster: *const c_char,
    options_json: *const c_char,
) -> Result<Operation, Error> {
    let client = arguments.handle(client, "client")?.share();
    let roster = arguments.bytes(roster, "roster")?;
    let options = arguments.optional_text(options_json, "options_json")?.unwrap_or_default();
    let (reading, options) = TableOptions::with_plan_from_json(options)?;
    client.begin_plan(Roster::parse_with(roster, &reading)?, options)
}

fn begin_sync(
    arguments: &Arguments,
    client: *const seam_acs_client,
    plan: *const seam_acs_plan,
    options_json: *const c_char,
) -> Result<Operation, Error> {
    let client = arguments.handle(client, "client")?.share();
    let plan = arguments.handle(plan, "plan")?;
    let options = arguments.optional_text(options_json, "options_json")?.unwrap_or_default();
    client.begin_sync(&plan.plan, SyncOptions::from_json(options)?)
}

/// # Safety
/// The pointers keep the header's rules.
unsafe fn write(
    plan: *const seam_acs_plan,
    text: *mut *mut c_char,
    name: &'static str,
    error: *mut *mut seam_acs_error,
    shown: impl Fn(&Plan) -> String,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let text: Out<c_char> = arguments.out(text, name)?;
        let plan = arguments.handle(plan, "plan")?;
        text.put_text(&shown(&plan.plan))
    };
    // SAFETY: the caller of `write` vouches for the pointers.
    unsafe { boundary::call(error, body) }
}
