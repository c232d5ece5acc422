//! Messages of core name its options; people who type know them as flags.

use seam_acs_core::Error;

/// Options by names that no sentence has by chance.
const OPTIONS: [(&str, &str); 14] = [
    ("allow_emptying", "--allow-emptying"),
    ("allow_mass_removal", "--allow-mass-removal"),
    ("audit_log", "--audit-log"),
    ("deadline_ms", "--deadline"),
    ("good_for_s", "--good-for"),
    ("group_separator", "--group-separator"),
    ("header_line", "--header-line"),
    ("max_additions", "--max-additions"),
    ("max_concurrency", "--ceiling"),
    ("max_pause_ms", "--max-pause"),
    ("max_removals", "--max-removals"),
    ("not_before", "--not-before"),
    ("skip_unknown", "--skip-unknown"),
    ("timeout_ms", "--timeout"),
];

/// Options whose names are words as well: they are told only at the begin of a refusal, where nothing else stands.
const ARGUMENTS: [(&str, &str); 11] = [
    ("ceiling", "--ceiling"),
    ("actor", "--actor"),
    ("columns", "--columns"),
    ("empties", "--empty"),
    ("group", "--group"),
    ("journal", "--journal"),
    ("mode", "--additive"),
    ("order", "--removes-first"),
    ("reason", "--reason"),
    ("system", "--system"),
    ("until", "--until"),
];

/// Those that are told in the middle of a sentence, by what stands around them.
const PHRASES: [(&str, &str); 5] = [
    ("invalid options: columns: ", "invalid options: --columns: "),
    ("invalid options: only: ", "invalid options: --only: "),
    (", which columns names", ", which --columns names"),
    ("so it takes force and a reason", "so it takes --force and --reason"),
    (", which only names", ", which --only names"),
];

/// The message of an error, with flags in place of options.
pub(crate) fn message(error: &Error) -> String {
    let mut message = error.to_string();
    for (phrase, flag) in PHRASES {
        message = message.replace(phrase, flag);
    }
    let Error::InvalidArgument { field, reason, .. } = error else { return with_flags(&message) };
    // A column of a table is called `group` too, and refused with its line.
    let is_option = field != "group" || reason.starts_with("contradicts");
    let flag = ARGUMENTS.iter().find(|(option, _)| is_option && option == field).map(|(_, flag)| flag);
    match (flag, message.strip_prefix(field.as_str())) {
        (Some(flag), Some(rest)) => format!("{flag}{}", with_flags(rest)),
        _ => with_flags(&message),
    }
}

/// Replaces whole words outside of quotation marks: inside of them stands what somebody else wrote.
fn with_flags(message: &str) -> String {
    let mut told = String::with_capacity(message.len());
    let (mut rest, mut is_quoted) = (message, false);
    while let Some(letter) = rest.chars().next() {
        let length = if is_word(letter) {
            rest.find(|letter| !is_word(letter)).unwrap_or(rest.len())
        } else {
            letter.len_utf8()
        };
        let (part, after) = rest.split_at(length);
        let flag = OPTIONS.iter().find(|(option, _)| !is_quoted && *option == part);
        told.push_str(flag.map_or(part, |(_, flag)| flag));
        if part == "\"" && !told.ends_with("\\\"") {
            is_quoted = !is_quoted;
        }
        rest = after;
    }
    told
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_stand_where_core_names_options() {
        let guard = Error::Guard(
            "a guard refused the plan: the group \"allow_emptying\" (g) would lose 9 of its 9 members, and \
             max_removals is 10% (allow_mass_removal allows it)"
                .to_owned(),
        );
        let said = message(&guard);
        assert!(said.contains("--max-removals is 10% (--allow-mass-removal allows it)"), "{said}");
        assert!(said.contains("\"allow_emptying\""), "a name stays as it is: {said}");
        let said = message(&Error::invalid_argument("mode", "contradicts the plan, which is another"));
        assert!(said.starts_with("--additive contradicts the plan"), "{said}");
        let said = message(&Error::invalid_argument("group", "line 2: there is no group"));
        assert!(said.starts_with("group line 2"), "{said}");
    }
}
