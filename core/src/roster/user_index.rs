//! Which ACS users a roster means: an index of the users of the systems that it touches.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::rows::{Roster, Row, UserKind};
use super::user_record::UserRecord;
use crate::base::folding::composed;
use crate::base::interner::{Interner, NONE};
use crate::model::error::Error;
use crate::model::id::canonical;
use crate::model::problem::{Candidate, Problem};
use crate::model::response::List;

/// Every user that was seen, by the places of their texts.
#[derive(Debug, Default)]
pub(super) struct UserIndex {
    /// For each text that is an ACS user id, the text of its system.
    homes: Vec<u32>,
    /// For each text that is an ACS user id, the text of the person's name.
    names: Vec<u32>,
    /// For each text that is an ACS user id, the text of the person's e-mail address.
    emails: Vec<u32>,
    /// How many texts are the roster's own: only they are looked up.
    asked: Option<u32>,
    /// Whom the roster means by a text, within a system. One person may have several names.
    found: HashMap<(UserKind, u32, u32), Found>,
    /// Users who are members of a group of another system than their own.
    guests: HashSet<(u32, u32)>,
    /// For an identity without a user in a system, the text of its current id; `None` where nobody has it.
    identities: HashMap<(u32, u32), Option<u32>>,
}

#[derive(Debug)]
enum Found {
    One(u32),
    Several(Vec<u32>),
}

/// Whom a row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResolvedUser {
    /// The text of an ACS user id.
    User(u32),
    /// The text of a user identity id that has no user in the group's system.
    Identity(u32),
}

impl UserIndex {
    /// Notes all users of one system.
    pub(super) fn note_system(
        &mut self,
        texts: &mut Interner,
        system: &str,
        users: &List,
    ) -> Result<(), Error> {
        let asked = *self.asked.get_or_insert(u32::try_from(texts.len()).unwrap_or(NONE));
        let can_be_asked = |text: u32| Some(text).filter(|text| *text < asked);
        let system = texts.intern(system);
        for record in users {
            let person = UserRecord::of(record)?;
            let user = self.note_member(texts, person.id(), system);
            let name = texts.intern(person.name());
            put(&mut self.names, user, name);
            // Only texts of the roster are looked up.
            let identity = person.user_identity_id.as_deref().and_then(|id| texts.find(&canonical(id)));
            self.answers_to((UserKind::UserIdentityId, identity, system), user);
            for email in person.emails() {
                let email = texts.intern(&email);
                if get(&self.emails, user) == NONE {
                    put(&mut self.emails, user, email);
                }
                self.answers_to((UserKind::Email, can_be_asked(email), system), user);
            }
            for name in person.names() {
                self.answers_to((UserKind::Name, texts.find(&composed(name)), system), user);
            }
        }
        Ok(())
    }

    /// Notes that a system has a user, and returns the text of the id.
    pub(super) fn note_member(&mut self, texts: &mut Interner, user: &str, system: u32) -> u32 {
        let user = texts.intern(&canonical(user));
        match get(&self.homes, user) {
            NONE => put(&mut self.homes, user, system),
            home if home == system => {}
            _ => {
                self.guests.insert((user, system));
            }
        }
        user
    }

    /// Notes the user that Seam named for an identity in a system, whatever identity id its record shows.
    pub(super) fn note_user_of(
        &mut self,
        texts: &mut Interner,
        person: &UserRecord<'_>,
        identity: u32,
        system: u32,
    ) {
        let user = self.note_member(texts, person.id(), system);
        let name = texts.intern(person.name());
        put(&mut self.names, user, name);
        self.answers_to((UserKind::UserIdentityId, Some(identity), system), user);
    }

    /// Notes what is known of an identity that has no user in a system.
    pub(super) fn note_identity(&mut self, identity: u32, system: u32, current: Option<u32>) {
        self.identities.insert((identity, system), current);
    }

    fn answers_to(&mut self, (kind, text, system): (UserKind, Option<u32>, u32), user: u32) {
        let Some(text) = text else { return };
        match self.found.entry((kind, text, system)) {
            Entry::Vacant(place) => {
                place.insert(Found::One(user));
            }
            Entry::Occupied(mut place) => place.get_mut().also(user),
        }
    }

    /// Whom a row of a roster means in the system of its group; else the problem.
    pub(super) fn find(
        &self,
        texts: &Interner,
        row: &Row,
        system: u32,
        one_of_few: bool,
    ) -> Result<ResolvedUser, Box<Problem>> {
        if row.kind == UserKind::AcsUserId {
            let home = get(&self.homes, row.user);
            return if home == system || self.guests.contains(&(row.user, system)) {
                Ok(ResolvedUser::User(row.user))
            } else {
                Err(self.absent(texts, row, system, one_of_few))
            };
        }
        match self.found.get(&(row.kind, row.user, system)) {
            Some(Found::One(user)) => Ok(ResolvedUser::User(*user)),
            Some(Found::Several(users)) => {
                let (kind, text) = (row.kind.name(), texts.get(row.user));
                let candidate = |user: &u32| Candidate {
                    id: texts.get(*user).to_owned(),
                    name: self.name(texts, *user).to_owned(),
                    email: texts.get(get(&self.emails, *user)).to_owned(),
                    system: texts.get(system).to_owned(),
                };
                let reason = format!("several users have the {kind} {text:?}");
                Err(Problem::new(row.kind.column(), text, reason).among(users.iter().map(candidate)))
            }
            None if row.kind == UserKind::UserIdentityId => self.identity(texts, row, system),
            None => Err(self.absent(texts, row, system, one_of_few)),
        }
    }

    /// Whom an identity means that no user of the system shows.
    fn identity(&self, texts: &Interner, row: &Row, system: u32) -> Result<ResolvedUser, Box<Problem>> {
        let identity = row.user;
        let current = match self.identities.get(&(identity, system)) {
            Some(None) => {
                let text = texts.get(identity);
                let reason = format!("nobody has the user_identity_id {text:?}");
                return Err(Problem::new(row.kind.column(), text, reason).of_unknown_person());
            }
            Some(Some(current)) => *current,
            None => identity,
        };
        match self.found.get(&(UserKind::UserIdentityId, current, system)) {
            Some(Found::One(user)) => Ok(ResolvedUser::User(*user)),
            // Seam links or creates a user for an identity.
            _ => Ok(ResolvedUser::Identity(current)),
        }
    }

    /// The name of a user that was seen.
    pub(super) fn name<'a>(&self, texts: &'a Interner, user: u32) -> &'a str {
        texts.get(get(&self.names, user))
    }

    /// For each text that is an ACS user id, the texts of the person's name and e-mail address.
    pub(super) fn into_names_and_emails(self) -> (Vec<u32>, Vec<u32>) {
        (self.names, self.emails)
    }

    /// The text of the name of a user that was seen.
    pub(super) fn name_place(&self, user: u32) -> u32 {
        get(&self.names, user)
    }

    /// The text of the e-mail address of a user that was seen.
    pub(super) fn email(&self, user: u32) -> u32 {
        get(&self.emails, user)
    }

    fn absent(&self, texts: &Interner, row: &Row, system: u32, one_of_few: bool) -> Box<Problem> {
        let nearest = if one_of_few { self.nearest(texts, row, system) } else { None };
        let (kind, text, system) = (row.kind.name(), texts.get(row.user), texts.get(system));
        let elsewhere = match row.kind {
            UserKind::AcsUserId => Some(get(&self.homes, row.user)).filter(|home| *home != NONE),
            _ => None,
        };
        let hint =
            elsewhere.map_or(String::new(), |home| format!("; it belongs to the system {}", texts.get(home)));
        let reason = format!("no user of the group's system {system} has the {kind} {text:?}{hint}");
        let problem = Problem::new(row.kind.column(), text, reason).or_rather(nearest);
        // A user of another system exists, but in the wrong row.
        if elsewhere.is_some() { problem } else { problem.of_unknown_person() }
    }

    /// The user whom a misspelt name or address may mean: one whose name differs by one letter.
    fn nearest(&self, texts: &Interner, row: &Row, system: u32) -> Option<String> {
        let called = match row.kind {
            UserKind::Email => &self.emails,
            UserKind::Name => &self.names,
            UserKind::AcsUserId | UserKind::UserIdentityId => return None,
        };
        let text = texts.get(row.user);
        let people = self.homes.iter().zip(called).filter(|(home, _)| **home == system);
        let mut near = people.map(|(_, called)| texts.get(*called)).filter(|called| is_near(text, called));
        near.next().map(str::to_owned)
    }
}

/// Whether two texts differ by one letter that is wrong, missing or too many, or by two that are exchanged. It reads
/// each letter at most once, because there are many people.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let longer = one.len().max(other.len());
    if one.len().abs_diff(other.len()) > 2 || longer < 4 {
        return false;
    }
    let same = |(one, other): &(&u8, &u8)| one == other;
    let before = one.iter().zip(other).take_while(same).count();
    let behind = one.iter().rev().zip(other.iter().rev()).take_while(same).count();
    before + behind + 2 >= longer
}

impl Found {
    fn also(&mut self, user: u32) {
        match self {
            Found::One(one) if *one == user => {}
            Found::One(one) => *self = Found::Several(vec![*one, user]),
            Found::Several(users) if users.contains(&user) => {}
            Found::Several(users) => users.push(user),
        }
    }
}

impl Roster {
    /// Whether some row names its user by an e-mail address or a name.
    pub(super) fn names_people(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.kind, UserKind::Email | UserKind::Name))
    }

    /// Whether some row names a system.
    pub(super) fn names_systems(&self) -> bool {
        self.targets.keys().any(|target| target.system != NONE)
    }
}

/// Puts a number at the place of a text.
pub(super) fn put(numbers: &mut Vec<u32>, place: u32, number: u32) {
    let place = place as usize;
    if numbers.len() <= place {
        numbers.resize(place + 1, NONE);
    }
    if let Some(slot) = numbers.get_mut(place) {
        *slot = number;
    }
}

/// The number at the place of a text.
pub(super) fn get(numbers: &[u32], place: u32) -> u32 {
    numbers.get(place as usize).copied().unwrap_or(NONE)
}
