//! Whether a user is meant to be in a group or out of it.

/// Whether a user is meant to be in a group or out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// In the group.
    Present,
    /// Not in the group.
    Absent,
}

impl Presence {
    /// `present` or `absent`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Presence::Present => "present",
            Presence::Absent => "absent",
        }
    }

    /// The presence with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Presence> {
        [Presence::Present, Presence::Absent].into_iter().find(|presence| presence.name() == name)
    }

    pub(crate) fn of(is_member: bool) -> Presence {
        if is_member { Presence::Present } else { Presence::Absent }
    }

    /// The end of a sentence about a user.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Presence::Present => "in the group",
            Presence::Absent => "not in the group",
        }
    }
}
