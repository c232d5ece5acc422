//! The lists that a plan of a million pairs reads, as the sandbox shows them. They are rendered once, before the first
//! client comes, so that what is measured is the client.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context as _;
use seam_acs_sandbox::{Group, Sandbox, SandboxOptions, Seed};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::conversation::RECORDED;
use crate::request;

/// As many as `core/examples/plan_a_million_pairs.rs` writes into its roster.
pub(crate) const PEOPLE: usize = 10_000;
const GROUPS: usize = 100;

const USERS: &str = "/acs/users/list";
pub(crate) const MEMBERS: &str = "/acs/access_groups/list_users";

/// Whole responses by their path and, after the first page of a list, its cursor.
#[derive(Default)]
pub(crate) struct Lists(HashMap<(String, String), Vec<u8>>);

impl Lists {
    /// Of groups that are empty, or that have everybody but one already.
    pub(crate) async fn render(with_members: bool) -> anyhow::Result<Arc<Self>> {
        let (seed, system) = seed(with_members)?;
        let sandbox = Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() })?;
        let mut lists = Self::default();
        lists.keep(&sandbox, "/acs/access_groups/list", "", "{}").await?;
        lists.keep(&sandbox, "/acs/systems/list", "", "{}").await?;
        // All groups of the roster have the same members, so one list of them answers for each.
        let one = format!(r#"{{"acs_access_group_id":"{}"}}"#, group_id(0));
        lists.keep(&sandbox, MEMBERS, "", &one).await?;
        let mut cursor = String::new();
        loop {
            let from =
                if cursor.is_empty() { String::new() } else { format!(r#","page_cursor":"{cursor}""#) };
            let body = format!(r#"{{"acs_system_id":"{system}"{from}}}"#);
            let page = lists.keep(&sandbox, USERS, &cursor, &body).await?;
            match text_of_field(page, "next_page_cursor") {
                Some(next) => cursor = next.to_owned(),
                None => return Ok(Arc::new(lists)),
            }
        }
    }

    pub(crate) async fn keep(
        &mut self,
        sandbox: &Sandbox,
        path: &str,
        cursor: &str,
        body: &str,
    ) -> anyhow::Result<&[u8]> {
        let response = ask(sandbox, path, body).await.with_context(|| format!("the sandbox, {path}"))?;
        anyhow::ensure!(response.starts_with(b"HTTP/1.1 200 "), "the sandbox refuses {path} with {body}");
        Ok(self.0.entry((path.to_owned(), cursor.to_owned())).or_insert(response))
    }

    fn find(&self, path: &str, body: &[u8]) -> Option<&[u8]> {
        let cursor = text_of_field(body, "page_cursor").unwrap_or_default();
        self.0.get(&(path.to_owned(), cursor.to_owned())).map(Vec::as_slice)
    }
}

/// One connection, until the client leaves or asks for what is not there.
pub(crate) async fn hold(mut stream: TcpStream, lists: Arc<Lists>) {
    let mut received = Vec::with_capacity(16 << 10);
    while let Ok(1..) = stream.read_buf(&mut received).await {
        let (taken, list) = match request::parse(&received) {
            Ok(Some(request)) if request.is_change => (request.length, Some(RECORDED)),
            Ok(Some(request)) => (request.length, lists.find(request.path, request.body)),
            Ok(None) => continue,
            Err(_) => return,
        };
        let Some(list) = list else { return };
        if stream.write_all(list).await.is_err() {
            return;
        }
        received.drain(..taken);
    }
}

/// What the sandbox holds, and the system of its groups.
fn seed(with_members: bool) -> anyhow::Result<(Seed, String)> {
    let mut seed = Seed::default().with_more_users(PEOPLE);
    let like = seed.groups.first().context("the sandbox has a group")?.clone();
    let members = if with_members { (2..=PEOPLE).map(person_id).collect() } else { Vec::new() };
    seed.groups.extend((0..GROUPS).map(|number| Group {
        acs_access_group_id: group_id(number),
        name: format!("Group {number}"),
        members: members.clone(),
        ..like.clone()
    }));
    Ok((seed, like.acs_system_id))
}

pub(crate) fn person_id(number: usize) -> String {
    format!("33333333-3333-3333-3333-1{number:011}")
}

fn group_id(number: usize) -> String {
    format!("44444444-4444-4444-4445-{number:012}")
}

async fn ask(sandbox: &Sandbox, path: &str, body: &str) -> anyhow::Result<Vec<u8>> {
    let address = sandbox.url().strip_prefix("http://").context("a URL with a host")?;
    let mut stream = TcpStream::connect(address).await?;
    let (key, length) = (sandbox.api_key(), body.len());
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {key}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await?;
    let mut response = Vec::new();
    while whole_length(&response)?.is_none_or(|whole| response.len() < whole) {
        anyhow::ensure!(stream.read_buf(&mut response).await? > 0, "it left in the middle of an answer");
    }
    Ok(response)
}

/// Of the response that begins here; nothing while its head is not complete.
fn whole_length(bytes: &[u8]) -> anyhow::Result<Option<usize>> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut head = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head_length) = head.parse(bytes)? else { return Ok(None) };
    let length = head.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let length: usize = std::str::from_utf8(length.context("an answer without a length")?.value)?.parse()?;
    Ok(Some(head_length + length))
}

/// The text of a field whose name occurs once and whose value has no escapes.
fn text_of_field<'a>(json: &'a [u8], name: &str) -> Option<&'a str> {
    let before = format!("\"{name}\":\"");
    // It stands at the end of what may be megabytes.
    let start = json.windows(before.len()).rposition(|window| window == before.as_bytes())? + before.len();
    let rest = json.get(start..)?;
    let end = rest.iter().position(|byte| *byte == b'"')?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_of_a_body_is_found() {
        let body = br#"{"acs_system_id":"s","page_cursor":"cur1"}"#;
        assert_eq!(text_of_field(body, "page_cursor"), Some("cur1"));
        assert_eq!(text_of_field(br#"{"next_page_cursor":null}"#, "next_page_cursor"), None);
    }
}
