//! The members of a group by their ids alone: a hundredth of what the list of them takes.

use super::person::Person;
use crate::answer::List;
use crate::error::Error;

/// Who is in a group.
#[derive(Debug, Default)]
pub(super) struct Roll {
    /// User ids and identity ids, one after the other.
    ids: String,
    /// For each member where the user id ends, and where the identity id does.
    ends: Vec<(usize, usize)>,
}

impl Roll {
    pub(super) fn of(list: &List) -> Result<Roll, Error> {
        let mut roll = Roll { ids: String::new(), ends: Vec::with_capacity(list.len()) };
        for record in list {
            let person = Person::of(record)?;
            roll.ids.push_str(person.id());
            let end = roll.ids.len();
            roll.ids.push_str(person.user_identity_id.as_deref().unwrap_or_default());
            roll.ends.push((end, roll.ids.len()));
        }
        roll.ids.shrink_to_fit();
        Ok(roll)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Each member's user id, and identity id where there is one.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        starts.zip(&self.ends).map(|(start, (middle, end))| {
            let part = |start: usize, end: usize| self.ids.get(start..end).unwrap_or_default();
            (part(start, *middle), Some(part(*middle, *end)).filter(|identity| !identity.is_empty()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Record;

    #[test]
    fn members_have_their_own_ids() {
        let record = |text: &'static str| Record::new(bytes::Bytes::from_static(text.as_bytes()));
        let list = List::new(vec![
            record(r#"{"acs_user_id": "a", "user_identity_id": "i"}"#),
            record(r#"{"acs_user_id": "bc"}"#),
            record(r#"{"acs_user_id": "d", "user_identity_id": null}"#),
        ]);
        let roll = Roll::of(&list).expect("people");
        assert_eq!(roll.iter().collect::<Vec<_>>(), [("a", Some("i")), ("bc", None), ("d", None)]);
        assert!(Roll::of(&List::new(vec![record("{}")])).is_err());
    }
}
