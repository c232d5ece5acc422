//! The most changes of one kind that a plan may make: a number, or a share of the members.

use std::fmt;
use std::str::FromStr;

use crate::model::error::Error;

/// The most additions, or removals, that a plan may make in a group, and in all its groups together.
///
/// As text, `10` means ten people, and `10%` a tenth of the members that were read. A share has up to two decimals and
/// is rounded down to whole people. A share of a group without members is nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(LimitKind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LimitKind {
    People(u32),
    /// In hundredths of a percent.
    Share(u32),
}

/// Hundredths of a percent.
const WHOLE: u32 = 10_000;

impl Limit {
    /// A number of people.
    #[must_use]
    pub const fn people(count: u32) -> Limit {
        Limit(LimitKind::People(count))
    }

    /// How many people that is, of this many members.
    pub(super) fn of(self, members: usize) -> usize {
        match self.0 {
            LimitKind::People(count) => usize::try_from(count).unwrap_or(usize::MAX),
            LimitKind::Share(share) => {
                let part = members as u128 * u128::from(share) / u128::from(WHOLE);
                usize::try_from(part).unwrap_or(usize::MAX)
            }
        }
    }
}

impl FromStr for Limit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Limit, Error> {
        let kind = match text.strip_suffix('%') {
            None => number(text).map(LimitKind::People),
            Some(share) => hundredths(share).filter(|share| *share <= WHOLE).map(LimitKind::Share),
        };
        kind.map(Limit).ok_or_else(|| {
            Error::Options(format!(
                "a limit must be a number such as 10 or a share such as 10%, not {text:?}"
            ))
        })
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            LimitKind::People(count) => write!(f, "{count}"),
            LimitKind::Share(share) if share % 100 == 0 => write!(f, "{}%", share / 100),
            LimitKind::Share(share) => write!(f, "{}.{:02}%", share / 100, share % 100),
        }
    }
}

/// A number in digits alone. `parse` also takes a plus sign, which is more likely a mistake.
fn number(text: &str) -> Option<u32> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn hundredths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let decimals = match decimals.len() {
        1 => number(decimals)?.checked_mul(10)?,
        2 => number(decimals)?,
        _ => return None,
    };
    number(whole)?.checked_mul(100)?.checked_add(decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_or_a_share_of_the_members() {
        for (text, members, most) in [
            ("0", 40, 0),
            ("10", 3, 10),
            ("10%", 40, 4),
            ("10%", 39, 3),
            ("0%", 40, 0),
            ("100%", 40, 40),
            ("2.5%", 40, 1),
            ("0.25%", 1_000, 2),
            ("50%", 0, 0),
        ] {
            let limit: Limit = text.parse().expect(text);
            assert_eq!(limit.of(members), most, "{text} of {members}");
            assert_eq!(limit.to_string().parse::<Limit>().expect(text), limit);
        }
    }

    #[test]
    fn anything_else_is_no_limit() {
        for text in
            ["", "%", "-1", "+1", "1.5", "0.1", "101%", "1.234%", "1.%", ".5%", "1 %", "ten", "99999999999"]
        {
            let said = text.parse::<Limit>().expect_err(text).to_string();
            assert!(said.contains("a number such as 10 or a share such as 10%"), "{said}");
        }
    }
}
