//! Lists in pages, with a cursor that says nothing to its reader.

use serde_json::{Value, json};

use super::Call;
use crate::failure::Failure;
use crate::input::{Checks, encode};

/// The page that a call asks for.
pub(super) struct Wanted<'a> {
    limit: usize,
    cursor: Option<&'a str>,
}

/// A page of a list.
pub(super) struct Page {
    pub(super) items: Vec<usize>,
    pub(super) pagination: Value,
}

pub(super) fn wanted<'a>(checks: &mut Checks<'a>, default_limit: usize) -> Wanted<'a> {
    Wanted { limit: checks.limit(default_limit), cursor: checks.nullable("page_cursor").text() }
}

pub(super) fn cut(call: &Call<'_>, wanted: &Wanted<'_>, all: &[usize]) -> Result<Page, Failure> {
    let first = match wanted.cursor {
        None => 0,
        Some(cursor) => position(cursor).ok_or_else(|| {
            Failure::invalid_input(&[("page_cursor".to_owned(), "Invalid page_cursor".to_owned())])
        })?,
    };
    let items: Vec<usize> = all.iter().skip(first).take(wanted.limit).copied().collect();
    let after = first + items.len();
    let next = if call.repeat_cursor {
        Some(wanted.cursor.map_or_else(|| cursor(after), str::to_owned))
    } else {
        (after < all.len()).then(|| cursor(after))
    };
    let address = next.as_deref().map(|next| address_of(call, next));
    let pagination = json!({
        "has_next_page": next.is_some(),
        "next_page_cursor": next,
        "next_page_url": address,
    });
    Ok(Page { items, pagination })
}

fn address_of(call: &Call<'_>, cursor: &str) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let others = call.params.without("page_cursor");
    let mut query: Vec<String> =
        others.map(|(name, value)| format!("{name}={}", encode(&text(value)))).collect();
    query.push(format!("page_cursor={cursor}"));
    format!("{}?{}", call.address, query.join("&"))
}

/// Multiplying by an odd number can be undone, and hides the position well enough for nobody to rely on it.
const SCRAMBLE: u64 = 0x9E37_79B9_7F4A_7C15;
const UNSCRAMBLE: u64 = 0xF1DE_83E1_9937_733D;

fn cursor(position: usize) -> String {
    format!("cur{:016x}", (position as u64 ^ CHECK).wrapping_mul(SCRAMBLE))
}

fn position(cursor: &str) -> Option<usize> {
    let scrambled = u64::from_str_radix(cursor.strip_prefix("cur")?, 16).ok()?;
    let position = scrambled.wrapping_mul(UNSCRAMBLE) ^ CHECK;
    u32::try_from(position).ok().and_then(|position| usize::try_from(position).ok())
}

const CHECK: u64 = 0x5EA3_0000_0000_ACC5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_position_and_an_invented_one_nowhere() {
        for place in [0, 1, 2, 500, 1_000_000] {
            assert_eq!(position(&cursor(place)), Some(place));
        }
        assert_eq!(position("cur0000000000000001"), None);
        assert_eq!(position("next"), None);
    }
}
