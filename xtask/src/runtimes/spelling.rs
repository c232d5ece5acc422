//! Names as languages spell them.

/// `add_to_access_group` as `addToAccessGroup`.
pub(crate) fn camel(snake: &str) -> String {
    let mut words = snake.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capital(word))
}

/// `add_to_access_group` as `AddToAccessGroup`.
pub(crate) fn pascal(snake: &str) -> String {
    snake.split('_').map(capital).collect()
}

/// As it stands.
pub(crate) fn snake(snake: &str) -> String {
    snake.to_owned()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_as_languages_do() {
        assert_eq!(camel("add_to_access_group"), "addToAccessGroup");
        assert_eq!(pascal("is_member"), "IsMember");
        assert_eq!(camel("get"), "get");
    }
}
