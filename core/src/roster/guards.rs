//! The guards of a plan: without permission it must not remove or add too many, leave a group empty, or be made from a
//! roster without anybody.

use super::limit::Limit;

/// Which guards are turned off, and which limits hold. They come from the caller, never from a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Guards {
    pub(super) allow_mass_removal: bool,
    pub(super) allow_emptying: bool,
    pub(super) max_additions: Option<Limit>,
    pub(super) max_removals: Option<Limit>,
}

impl Guards {
    /// The most people who may be added to a group, or to all groups, with this many members.
    pub(super) fn most_adds(&self, members: usize) -> Option<usize> {
        self.max_additions.map(|limit| limit.of(members))
    }

    /// The most people who may be removed.
    pub(super) fn most_removes(&self, members: usize) -> Option<usize> {
        let usual = (!self.allow_mass_removal).then(|| without_permission(members));
        let limit = self.max_removals.map(|limit| limit.of(members));
        usual.into_iter().chain(limit).min()
    }

    /// These, overridden by those of another caller.
    pub(super) fn with(self, other: Guards) -> Guards {
        Guards {
            allow_mass_removal: self.allow_mass_removal || other.allow_mass_removal,
            allow_emptying: self.allow_emptying || other.allow_emptying,
            max_additions: other.max_additions.or(self.max_additions),
            max_removals: other.max_removals.or(self.max_removals),
        }
    }
}

/// How many may be removed without permission: the larger of 5 and a fifth.
pub(super) fn without_permission(members: usize) -> usize {
    (members / 5).max(5)
}

#[cfg(test)]
mod tests {
    use super::without_permission;

    #[test]
    fn the_larger_of_five_people_and_a_fifth_may_go() {
        for (removes, members, refused) in
            [(5, 5, false), (6, 29, true), (6, 30, false), (20, 100, false), (21, 100, true), (0, 0, false)]
        {
            assert_eq!(removes > without_permission(members), refused, "{removes} of {members}");
        }
    }
}
