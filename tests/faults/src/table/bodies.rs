//! Answers with status 200 that are not one that Seam gives, or a strange one.

use seam_acs_raw_server::{Answer, Payload, Step};

use super::{answer, good_body, json_text};
use crate::call::Call;
use crate::reads::{LIST_KEYS, RECORD_KEYS};
use crate::row::{Expected, Row};

pub(crate) fn rows() -> Vec<Row> {
    [no_confirmation(), huge(), text(), encoded()].into_iter().flatten().collect()
}

/// Status 200, and the body does not say that anything was done.
fn unexpected(fault: &str, made: &str, body: impl Into<Payload>) -> Row {
    Row::on_requests(fault, made, answer(json_text(body))).doubt("UNEXPECTED_RESPONSE", 1)
}

fn no_confirmation() -> Vec<Row> {
    let page = "<!DOCTYPE html><html><body><form>Log in to the hotel's network</form></body></html>";
    let html = Answer::plain(200, page).header("content-type", "text/html");
    let without = |ok: &str| good_body().to_string().replace("\"ok\":true", ok);
    vec![
        Row::on_requests("204", "no content", answer(Answer::plain(204, ""))).doubt("UNEXPECTED_RESPONSE", 1),
        unexpected("an empty body", "content-length: 0", ""),
        Row::on_requests("a login page", "HTML with status 200", answer(html))
            .doubt("UNEXPECTED_RESPONSE", 1),
        unexpected("\"ok\": false", "and all the rest", without("\"ok\":false")),
        unexpected("no \"ok\"", "and all the rest", without("\"o\":1")),
        unexpected("\"ok\": \"true\"", "a text, and all the rest", without("\"ok\":\"true\"")),
        unexpected("\"ok\" twice", "false, and then true", without("\"ok\":false,\"ok\":true")),
        unexpected("a list", "[{\"ok\": true}]", "[{\"ok\":true}]"),
        unexpected("null", "in place of an object", "null"),
        unexpected("half a body with the right length", "cut JSON", without("\"ok\":true").split_at(20).0),
        unexpected("something behind the JSON", "{\"ok\": true} <html>", format!("{} <html>", good_body())),
    ]
}

/// Each kind of call once, where each takes its time.
const SOME: [Call; 6] =
    [Call::Add, Call::Remove, Call::One("get_user"), Call::List("list_users"), Call::Apply, Call::Sync];

fn huge() -> Vec<Row> {
    let small = [("max_response_bytes", "1048576")];
    let too_large = |fault: &str, made: &str, steps: Vec<Step>| {
        Row::on_requests(fault, made, steps).doubt("UNEXPECTED_RESPONSE", 1).says("max_response_bytes")
    };
    let hundred = answer(json_text(padded(100_000_000)));
    let mut hundred = too_large("100 MB of JSON", "a good answer with 100 MB of padding", hundred)
        .options(&[("timeout_ms", "60000"), ("attempt_timeout_ms", "60000")])
        .only(&SOME);
    // Within the bound of a list, and a good one: it is read.
    hundred.list = Some(Expected::new("OK", 1));
    let two = answer(json_text(padded(2_000_000)));
    vec![
        hundred,
        too_large("100 MB of JSON in a chunk", "no length is announced", chunked(padded(100_000_000)))
            .options(&small),
        too_large("a list longer than was allowed", "2 MB, and max_response_bytes is 1 MiB", two)
            .options(&small),
        too_large("an answer without an end", "1 GiB, and no length is announced", chunked(padded(1 << 30)))
            .options(&small),
        unexpected("JSON nested 100,000 deep", "lists in lists", deep(100_000)),
    ]
}

/// A good answer with so many bytes in a text that nobody asked for.
fn padded(bytes: u64) -> Payload {
    with_text(Payload::repeated("x", bytes))
}

/// A good answer with a text that nobody asked for.
fn with_text(text: impl Into<Payload>) -> Payload {
    let rest = good_body().to_string().replacen('{', "\",", 1);
    Payload::Together(vec!["{\"x\":\"".into(), text.into(), rest.into()])
}

/// A confirmation, behind lists in lists in every place where a read looks.
fn deep(depth: u64) -> Payload {
    let nested = [Payload::repeated("[", depth), Payload::repeated("]", depth)];
    let mut parts: Vec<Payload> = vec!["{\"x\":".into()];
    for key in RECORD_KEYS.into_iter().chain(LIST_KEYS) {
        parts.extend(nested.clone());
        parts.push(format!(",\"{key}\":").into());
    }
    parts.extend(nested);
    parts.push(",\"ok\":true}".into());
    Payload::Together(parts)
}

/// A body that comes as one chunk.
fn chunked(body: Payload) -> Vec<Step> {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let size = format!("{head}{:x}\r\n", body.len());
    vec![Step::Send(Payload::Together(vec![size.into(), body, "\r\n0\r\n\r\n".into()]))]
}

fn text() -> Vec<Row> {
    let named = |name: &str, value: &str| {
        good_body()
            .to_string()
            .replace("{}", &format!("{{\"{name}\":\"{value}\"}}"))
            .replace("[]", &format!("[{{\"{name}\":\"{value}\"}}]"))
    };
    let reads_fail = |body: String| {
        Row::on_requests("", "", answer(json_text(body))).change("OK", 1).reads("UNEXPECTED_RESPONSE", 1)
    };
    vec![
        unexpected("invalid UTF-8", "\\xff\\xfe in a text of the body", with_text(vec![0xff, 0xfe])),
        Row::on_requests(
            "half a surrogate",
            "\\ud800 in a text of the body",
            answer(json_text(with_text("\\ud800"))),
        )
        .all("OK", 1),
        unexpected("a raw NUL", "in a text of the body", with_text("a\0b")),
        Row {
            fault: "NUL in an id".into(),
            made: "\\u0000 in acs_user_id".into(),
            ..reads_fail(named("acs_user_id", "a\\u0000b"))
        },
        Row::on_requests(
            "NUL in a name",
            "\\u0000 in display_name",
            answer(json_text(named("display_name", "a\\u0000b"))),
        )
        .all("OK", 1),
        Row::on_requests(
            "a byte order mark",
            "before the JSON",
            answer(json_text(format!("\u{feff}{}", good_body()))),
        )
        .doubt("UNEXPECTED_RESPONSE", 1),
    ]
}

/// Nothing is ever decompressed, so nothing can grow by it.
fn encoded() -> Vec<Row> {
    let gzip = |bytes: &[u8]| json_text(bytes).header("content-encoding", "gzip");
    vec![
        Row::on_requests(
            "gzip",
            "{\"ok\": true}, compressed, which nobody asked for",
            answer(gzip(OK_IN_GZIP)),
        )
        .doubt("UNEXPECTED_RESPONSE", 1),
        Row::on_requests(
            "a gzip bomb",
            "a good answer behind 100 MB of spaces, in 100 kB",
            answer(gzip(&bomb())),
        )
        .doubt("UNEXPECTED_RESPONSE", 1),
        Row::on_requests(
            "a wrong content type",
            "text/plain, and good JSON",
            answer(Answer::plain(200, good_body().to_string()).header("content-type", "text/plain")),
        )
        .all("OK", 1),
    ]
}

/// `{"ok":true}`, compressed by gzip.
const OK_IN_GZIP: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0xca, 0xcf, 0x56, 0xb2, 0x2a,
    0x29, 0x2a, 0x4d, 0xad, 0x05, 0x00, 0x90, 0x5f, 0xd4, 0xa7, 0x0b, 0x00, 0x00, 0x00,
];

/// 100 MB of spaces with a good answer behind them: the members of a gzip stream follow each other.
fn bomb() -> Vec<u8> {
    const MILLION_SPACES: &[u8] = include_bytes!("million_spaces.gz");
    let mut stream = MILLION_SPACES.repeat(100);
    stream.extend_from_slice(OK_IN_GZIP);
    stream
}
