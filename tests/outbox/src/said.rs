//! What the program under test says, one line each, and what that obliges the outbox to.

use std::collections::BTreeSet;

use crate::program::Standing;

/// What was said so far.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Changes that are kept.
    pub kept: BTreeSet<String>,
    /// Those of them that are about to be forgotten, so that they may be gone.
    pub leaving: BTreeSet<String>,
    /// Those that are forgotten.
    pub gone: BTreeSet<String>,
    /// Changes with their outcome.
    pub ended: BTreeSet<(String, String)>,
    /// What failed, in words.
    pub failed: Vec<String>,
}

impl Said {
    /// Takes in lines.
    pub fn hear(&mut self, text: &str) {
        for line in text.lines() {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let mut set = |set: fn(&mut Said) -> &mut BTreeSet<String>| {
                set(self).extend(rest.split(' ').map(str::to_owned));
            };
            match word {
                "kept" => set(|said| &mut said.kept),
                "leaving" => set(|said| &mut said.leaving),
                "gone" => set(|said| &mut said.gone),
                "ended" => {
                    let (id, outcome) = rest.split_once(' ').unwrap_or((rest, ""));
                    self.ended.insert((id.to_owned(), outcome.to_owned()));
                }
                _ => self.failed.push(line.to_owned()),
            }
        }
    }

    /// What these changes lack of what was said, or have too much; and who was sent without a change that has begun.
    #[must_use]
    pub fn broken_by<'a>(
        &self,
        there: &[Standing],
        sent: impl IntoIterator<Item = &'a String>,
    ) -> Option<String> {
        let ids: BTreeSet<&String> = there.iter().map(|one| &one.id).collect();
        if let Some(lost) = self.kept.iter().find(|id| !self.leaving.contains(*id) && !ids.contains(id)) {
            return Some(format!("the change {lost} was kept, and is lost"));
        }
        if let Some(ghost) = self.gone.iter().find(|id| ids.contains(id)) {
            return Some(format!("the change {ghost} was forgotten, and is there again"));
        }
        let holds = |(id, state): &(String, String)| {
            self.leaving.contains(id) || there.iter().any(|one| one.id == *id && one.state == *state)
        };
        if let Some((id, state)) = self.ended.iter().find(|told| !holds(told)) {
            return Some(format!("the change {id} was {state}, which is forgotten"));
        }
        let has_begun = |user: &str| there.iter().any(|one| one.user == user && one.has_begun);
        // Its change was forgotten with its outcome.
        let is_forgotten = |user: &str| !self.leaving.is_empty() && there.iter().all(|one| one.user != user);
        let mut sent = sent.into_iter();
        let unwritten = sent.find(|user| !has_begun(user) && !is_forgotten(user));
        unwritten.map(|user| format!("a change of {user} was sent, and nothing says that it was begun"))
    }
}
