//! A plan, or a list of changes, as people read it before it is made.

use std::collections::HashMap;

use seam_acs_core::{Action, Changes, LeftOut, Order, Plan, PlannedUser, User};

use crate::output::Output;
use crate::output::style::Style;
use crate::output::text::width;

/// At a terminal no more people of one group and kind are shown than these: the others are counted.
const FOLDED: usize = 20;
const WIDEST_NAME: usize = 40;

/// Prints a plan.
pub(crate) fn print(plan: &Plan, output: &mut Output) {
    if output.is_json() {
        output.json_text(&plan.to_json());
    } else {
        let lines = lines(plan, output);
        output.lines(&lines);
    }
}

/// A plan in lines: each group with its system, its numbers beside the limits, and its people; then the sums.
pub(crate) fn lines(plan: &Plan, output: &Output) -> String {
    let mut page = Page::new(output);
    for group in plan.groups() {
        let (adds, removes) = (Person::all(group.adds()), Person::all(group.removes()));
        let numbers =
            format!("{} to add, {} to remove, {} stay", adds.len(), removes.len(), group.stays().count());
        page.group(group.name(), group.acs_access_group_id(), group.system(), &numbers);
        let limits = limits((adds.len(), group.most_adds()), (removes.len(), group.most_removes()));
        page.line(format!("  limits: {limits}"));
        page.people(&adds, &removes);
    }
    let (adds, removes) = ((plan.adds(), plan.most_adds()), (plan.removes(), plan.most_removes()));
    page.line(format!("Limits of all together: {}", limits(adds, removes)));
    page.left_out(plan.left_out());
    let order = match plan.order() {
        Order::AddsFirst => "additions first",
        Order::RemovesFirst => "removals first",
    };
    let stays = plan.stays();
    page.line(format!("In all: {} to add, {} to remove, {stays} stay; {order}", adds.0, removes.0));
    page.finish()
}

/// A list of changes in lines: each group with those who are put into it and taken out of it.
pub(crate) fn lines_of_changes(changes: &Changes, output: &Output) -> String {
    let mut page = Page::new(output);
    let mut groups: Vec<GroupOfChanges<'_>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let (mut all_adds, mut all_removes) = (0, 0);
    for (place, change) in changes.iter().enumerate() {
        let [(_, name), _, (_, group), (_, system)] = changes.called(place);
        let id = change.acs_access_group_id;
        let known = *places.entry(id).or_insert_with(|| {
            groups.push(GroupOfChanges { id, name: group, system, adds: Vec::new(), removes: Vec::new() });
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(known) else { continue };
        let person = Person { user: change.user, name };
        match change.action {
            Action::Add => (group.adds.push(person), all_adds += 1),
            Action::Remove => (group.removes.push(person), all_removes += 1),
        };
    }
    for group in &groups {
        let numbers = format!("{} to add, {} to remove", group.adds.len(), group.removes.len());
        page.group(group.name, group.id, group.system, &numbers);
        page.people(&group.adds, &group.removes);
    }
    page.left_out(changes.left_out());
    page.line(format!("In all: {all_adds} to add, {all_removes} to remove; in the order of the table"));
    page.finish()
}

struct GroupOfChanges<'a> {
    id: &'a str,
    name: &'a str,
    system: &'a str,
    adds: Vec<Person<'a>>,
    removes: Vec<Person<'a>>,
}

/// Somebody who is put in or taken out.
struct Person<'a> {
    user: User<'a>,
    /// Empty where it is not known.
    name: &'a str,
}

impl<'a> Person<'a> {
    fn all(planned: impl Iterator<Item = PlannedUser<'a>>) -> Vec<Person<'a>> {
        planned.map(|PlannedUser { user, name }| Person { user, name }).collect()
    }
}

/// Each number beside the most that it may be.
fn limits(adds: (usize, Option<usize>), removes: (usize, Option<usize>)) -> String {
    let most = |limit: Option<usize>| limit.map_or("any number".to_owned(), |most| format!("at most {most}"));
    let (may_come, may_go) = (most(adds.1), most(removes.1));
    format!("{} of {may_come} to add, {} of {may_go} to remove", adds.0, removes.0)
}

/// Lines that are being written.
struct Page<'a> {
    output: &'a Output,
    lines: Vec<String>,
    most: usize,
}

impl<'a> Page<'a> {
    fn new(output: &'a Output) -> Page<'a> {
        let most = if output.is_watched() { FOLDED } else { usize::MAX };
        Page { output, lines: Vec::new(), most }
    }

    fn line(&mut self, line: String) {
        self.lines.push(line);
    }

    fn group(&mut self, name: &str, id: &str, system: &str, numbers: &str) {
        let [name, id, system] = [name, id, system].map(|text| self.output.shown(text));
        let title = self.output.styled(Style::Title, if name.is_empty() { &id } else { &name });
        let beside: Vec<&str> = [&id, &system]
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty() && *part != name)
            .collect();
        self.line(format!("{title} ({}): {numbers}", beside.join(", ")));
    }

    fn people(&mut self, adds: &[Person<'_>], removes: &[Person<'_>]) {
        let names = adds.iter().take(self.most).chain(removes.iter().take(self.most));
        let widest = names.map(|person| width(&self.output.shown(person.name))).max();
        let widest = widest.unwrap_or(0).min(WIDEST_NAME);
        self.people_of(Style::Added, "+", adds, widest);
        self.people_of(Style::Removed, "-", removes, widest);
    }

    fn people_of(&mut self, style: Style, sign: &str, people: &[Person<'_>], widest: usize) {
        for person in people.iter().take(self.most) {
            let name = self.output.shown(person.name);
            let room = " ".repeat(widest.saturating_sub(width(&name)));
            let user = match person.user {
                User::Acs(id) => self.output.shown(id),
                User::Identity(id) => {
                    format!("user identity {}: Seam links or creates a user", self.output.shown(id))
                }
            };
            let sign = self.output.styled(style, &format!("{sign} {name}"));
            self.line(format!("  {sign}{room}  {user}"));
        }
        let more = people.len().saturating_sub(self.most);
        if more > 0 {
            self.line(format!("  {sign} and {more} more; --json has all of them"));
        }
    }

    fn left_out(&mut self, left_out: &LeftOut) {
        for row in left_out.rows().iter().take(self.most) {
            self.line(format!("Left out: {}", self.output.shown(&row.to_string())));
        }
        let more = left_out.len().saturating_sub(left_out.rows().len().min(self.most));
        if more > 0 {
            self.line(format!("Left out: {more} more rows"));
        }
    }

    fn finish(self) -> String {
        self.lines.join("\n")
    }
}
