//! One request at the front of what a client has sent.

/// What the server has to know of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request<'a> {
    /// Of head and body together.
    pub(crate) length: usize,
    pub(crate) path: &'a str,
    pub(crate) body: &'a [u8],
    /// Whether it is an add or a remove with credentials, in a form that the server takes.
    pub(crate) is_change: bool,
}

/// The paths of an add and a remove.
pub(crate) const CHANGES: [&str; 2] =
    ["/acs/users/add_to_access_group", "/acs/users/remove_from_access_group"];
const MOST_HEADERS: usize = 48;

/// `None` while a part is missing.
pub(crate) fn parse(bytes: &[u8]) -> anyhow::Result<Option<Request<'_>>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(head_length) = head.parse(bytes)? else { return Ok(None) };
    let (mut body_length, mut has_credentials) = (0, false);
    for header in head.headers.iter() {
        if header.name.eq_ignore_ascii_case("content-length") {
            body_length = std::str::from_utf8(header.value)?.trim().parse()?;
        } else if header.name.eq_ignore_ascii_case("authorization") {
            has_credentials = true;
        } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
            anyhow::bail!("a body without a length");
        }
    }
    let length = head_length + body_length;
    let Some(body) = bytes.get(head_length..length) else { return Ok(None) };
    let path = head.path.unwrap_or_default();
    let is_change = has_credentials && body_length > 0 && CHANGES.contains(&path);
    Ok(Some(Request { length, path, body, is_change }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "POST /acs/users/add_to_access_group HTTP/1.1\r\nauthorization: Bearer k\r\ncontent-length: 2\r\n\r\n";

    #[test]
    fn a_request_is_complete_when_its_body_is_here() {
        assert_eq!(parse(&HEAD.as_bytes()[..20]).unwrap(), None);
        assert_eq!(parse(format!("{HEAD}{{").as_bytes()).unwrap(), None);
        let two = format!("{HEAD}{{}}POST /");
        let request = parse(two.as_bytes()).unwrap();
        let (length, path) = (HEAD.len() + 2, "/acs/users/add_to_access_group");
        assert_eq!(request, Some(Request { length, path, body: b"{}", is_change: true }));
    }

    #[test]
    fn what_is_no_change_is_told_apart() {
        for other in [HEAD.replace("add_to", "sub_from"), HEAD.replace("authorization", "x")] {
            assert!(!parse(format!("{other}{{}}").as_bytes()).unwrap().unwrap().is_change);
        }
    }
}
