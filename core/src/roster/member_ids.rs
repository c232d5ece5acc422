//! The members of a group by their ids alone, in a hundredth of the memory of the list.

use crate::engine::operation::state::OperationState;
use crate::model::error::Error;
use crate::model::id::canonical;
use crate::model::raw_response::RawResponse;

/// Who is in a group.
#[derive(Debug, Default)]
pub(super) struct MemberIds {
    /// User ids and identity ids, one after the other.
    ids: String,
    /// For each member where the user id ends, and where the identity id does.
    ends: Vec<(usize, usize)>,
}

impl MemberIds {
    pub(super) fn of(shared: &OperationState, replies: &[RawResponse]) -> Result<MemberIds, Error> {
        let mut list = MemberIds::default();
        shared.decode_members(replies, &mut |user, identity| list.push(user, identity))?;
        list.ids.shrink_to_fit();
        list.ends.shrink_to_fit();
        Ok(list)
    }

    fn push(&mut self, user: &str, identity: Option<&str>) {
        self.ids.push_str(&canonical(user));
        let end = self.ids.len();
        self.ids.push_str(&canonical(identity.unwrap_or_default()));
        self.ends.push((end, self.ids.len()));
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

    #[test]
    fn members_have_their_own_ids() {
        let mut list = MemberIds::default();
        for (user, identity) in [("a", Some("i")), ("bc", None), ("d", None)] {
            list.push(user, identity);
        }
        assert_eq!(list.iter().collect::<Vec<_>>(), [("a", Some("i")), ("bc", None), ("d", None)]);
        assert_eq!(list.len(), 3);
    }
}
