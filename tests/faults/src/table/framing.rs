//! Answers that are cut, slow, endless, or not what their head says.

use seam_acs_raw_server::{Answer, Drip, Payload, Step};

use super::{good_answer, good_body};
use crate::row::{Row, SHORT};

pub(crate) fn rows() -> Vec<Row> {
    [cut(), slow(), heads(), interim(), lengths(), chunks()].into_iter().flatten().collect()
}

fn send(payload: impl Into<Payload>) -> Vec<Step> {
    vec![Step::Send(payload.into())]
}

fn then(payload: impl Into<Payload>, step: Step) -> Vec<Step> {
    vec![Step::Send(payload.into()), step]
}

/// The first half of a good answer's body behind its whole head.
fn half_a_body() -> Payload {
    let whole = good_answer().to_bytes();
    let half = whole.len() - good_body().to_string().len() / 2;
    Payload::from(whole.get(..half).unwrap_or_default())
}

fn cut() -> Vec<Row> {
    let half_a_head = "HTTP/1.1 200 OK\r\ncontent-type: appl";
    vec![
        Row::on_requests("cut in the head", "half a head, then FIN", then(half_a_head, Step::Fin))
            .doubt("NETWORK", 2),
        Row::on_requests(
            "cut in the head by a reset",
            "half a head, then RST",
            then(half_a_head, Step::Reset),
        )
        .doubt("NETWORK", 2),
        Row::on_requests("cut in the body", "half a body, then FIN", then(half_a_body(), Step::Fin))
            .doubt("NETWORK", 2),
        Row::on_requests(
            "cut in the body by a reset",
            "half a body, then RST",
            then(half_a_body(), Step::Reset),
        )
        .doubt("NETWORK", 2),
        Row::on_requests(
            "cut in the body once",
            "half a body, then FIN, once",
            then(half_a_body(), Step::Fin),
        )
        .once()
        .all("OK", 2),
    ]
}

fn slow() -> Vec<Row> {
    let drip = |payload| vec![Step::Drip(Drip { send: payload, bytes: 1, every_ms: 1000 })];
    let body = vec![
        Step::Send("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n".into()),
        Step::Drip(Drip { send: "{\"ok\":true}".into(), bytes: 1, every_ms: 1000 }),
    ];
    vec![
        Row::on_requests("a drip of the head", "one byte a second", drip(good_answer()))
            .options(&[SHORT])
            .doubt("DEADLINE", 1),
        Row::on_requests("a drip of the body", "one byte a second behind a whole head", body)
            .options(&[SHORT])
            .doubt("DEADLINE", 1),
    ]
}

fn heads() -> Vec<Row> {
    let endless = |unit: &str| {
        then(
            Payload::Together(vec!["HTTP/1.1 200 OK\r\n".into(), Payload::repeated(unit, 50_000_000)]),
            Step::Fin,
        )
    };
    let long = Payload::Together(vec![
        "HTTP/1.1 200 OK\r\nx-long: ".into(),
        Payload::repeated("x", 1 << 30),
        "\r\n\r\n".into(),
    ]);
    let no_http = |fault: &str, text: &str| {
        Row::on_requests(fault, "in place of a status line", then(text, Step::Fin)).doubt("NETWORK", 2)
    };
    // As curl takes them.
    let odd = |fault: &str, made: &str, line: &str| {
        let head = Payload::from(format!("HTTP/1.1 200 OK\r\n{line}"));
        let rest =
            good_answer().to_bytes().iter().copied().skip("HTTP/1.1 200 OK\r\n".len()).collect::<Vec<u8>>();
        Row::on_requests(fault, made, send(Payload::Together(vec![head, Payload::from(rest)]))).all("OK", 1)
    };
    vec![
        Row::on_requests("headers for ever", "up to 650 MB of \"x-pad: y\"", endless("x-pad: y\r\n"))
            .doubt("NETWORK", 2),
        Row::on_requests("one header for ever", "a value of 1 GiB", send(long)).doubt("NETWORK", 2),
        no_http("no HTTP", "{\"ok\":true}\r\n\r\n"),
        no_http("an older HTTP", "HTTP/0.9 200 OK\r\n\r\n{\"ok\":true}"),
        no_http("TLS where none was asked for", "\u{15}\u{3}\u{1}\0\u{2}\u{2}("),
        Row::on_requests(
            "NUL in a header",
            "x-pad: a NUL",
            then("HTTP/1.1 200 OK\r\nx-pad: \0\r\ncontent-length: 11\r\n\r\n{\"ok\":true}", Step::Fin),
        )
        .doubt("NETWORK", 2),
        odd("a folded header", "as RFC 7230 forbids it", "x-policy: a;\r\n\tb;\r\n c\r\n"),
        odd("a space before the colon", "x-pad : y", "x-pad : y\r\n"),
        odd("a space in a header's name", "x pad: y", "x pad: y\r\n"),
        Row::on_requests(
            "a body without a length",
            "ended by FIN, as in HTTP/1.0",
            then(format!("HTTP/1.0 200 OK\r\n\r\n{}", good_body()), Step::Fin),
        )
        .all("OK", 1),
    ]
}

fn interim() -> Vec<Row> {
    let good = |interim: Payload| send(Payload::Together(vec![interim, good_answer()]));
    let hundred = "HTTP/1.1 100 Continue\r\n\r\n";
    vec![
        Row::on_requests("100 Continue", "before the answer, unasked", good(hundred.into())).all("OK", 1),
        Row::on_requests(
            "103 Early Hints",
            "before the answer",
            good("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n".into()),
        )
        .all("OK", 1),
        Row::on_requests(
            "100 Continue for ever",
            "100 kB a second of it",
            vec![Step::Drip(Drip { send: Payload::repeated(hundred, 40_000), bytes: 1000, every_ms: 10 })],
        )
        .options(&[SHORT])
        .doubt("DEADLINE", 1),
        Row::on_requests("100 Continue and nothing more", "then silence", then(hundred, Step::Hold))
            .options(&[SHORT])
            .doubt("DEADLINE", 1),
        Row::on_requests(
            "101 Switching Protocols",
            "to a protocol that nobody asked for",
            then("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n", Step::Hold),
        )
        .doubt("UNEXPECTED_RESPONSE", 1),
    ]
}

fn lengths() -> Vec<Row> {
    let body = good_body().to_string();
    let saying = |length: &str, step: Step| {
        then(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}"), step)
    };
    let more = (body.len() + 10).to_string();
    vec![
        Row::on_requests(
            "a length that is too great",
            "10 bytes more than come, then FIN",
            saying(&more, Step::Fin),
        )
        .doubt("NETWORK", 2),
        Row::on_requests(
            "a length that is too great, and silence",
            "10 bytes more than come",
            saying(&more, Step::Hold),
        )
        .options(&[SHORT])
        .doubt("DEADLINE", 1),
        Row::on_requests(
            "a length that is too small",
            "10 bytes, in the middle of the JSON",
            saying("10", Step::Hold),
        )
        .doubt("UNEXPECTED_RESPONSE", 1),
        Row::on_requests("a length beyond all bounds", "100 GB", saying("100000000000", Step::Hold))
            .doubt("UNEXPECTED_RESPONSE", 1),
        Row::on_requests("a negative length", "-1", saying("-1", Step::Fin)).doubt("NETWORK", 2),
        Row::on_requests("a length that is no number", "twelve", saying("twelve", Step::Fin))
            .doubt("NETWORK", 2),
        Row::on_requests(
            "a length and chunks",
            "content-length and transfer-encoding in one head, before one good chunk",
            then(
                format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {0}\r\ntransfer-encoding: chunked\r\n\r\n{0:x}\r\n{body}\r\n0\r\n\r\n",
                    body.len()
                ),
                Step::Fin,
            ),
        )
        .doubt("UNEXPECTED_RESPONSE", 1),
        Row::on_requests("two lengths", "11 and 12", saying("11\r\ncontent-length: 12", Step::Fin))
            .doubt("NETWORK", 2),
    ]
}

fn chunks() -> Vec<Row> {
    let chunked = |body: Payload, step: Step| {
        let head = Payload::from("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        then(Payload::Together(vec![head, body]), step)
    };
    let body = good_body().to_string();
    let sized = |size: &str, end: &str| Payload::from(format!("{size}\r\n{body}\r\n{end}"));
    let right = format!("{:x}", body.len());
    let pieces = body
        .chars()
        .fold(String::new(), |all, letter| all + "1\r\n" + letter.encode_utf8(&mut [0; 4]) + "\r\n");
    let trailers =
        Payload::Together(vec![sized(&right, "0\r\n"), Payload::repeated("x-pad: y\r\n", 50_000_000)]);
    let extension =
        Payload::Together(vec![right.as_str().into(), ";".into(), Payload::repeated("x", 1 << 30)]);
    vec![
        Row::on_requests(
            "chunks of one byte",
            "every byte of the body in a chunk",
            chunked(format!("{pieces}0\r\n\r\n").into(), Step::Hold),
        )
        .all("OK", 1),
        Row::on_requests(
            "a chunk size that is no number",
            "\"xyz\"",
            chunked(sized("xyz", "0\r\n\r\n"), Step::Hold),
        )
        .doubt("NETWORK", 2),
        Row::on_requests("a negative chunk size", "-5", chunked(sized("-5", "0\r\n\r\n"), Step::Hold))
            .doubt("NETWORK", 2),
        Row::on_requests(
            "a chunk size beyond all bounds",
            "2^68",
            chunked(sized("100000000000000000", "0\r\n\r\n"), Step::Hold),
        )
        .doubt("NETWORK", 2),
        Row::on_requests(
            "a chunk that is too short",
            "1 MB is announced, then FIN",
            chunked(sized("fffff", ""), Step::Fin),
        )
        .doubt("NETWORK", 2),
        Row::on_requests(
            "a chunk that is too long",
            "5 bytes are announced",
            chunked(sized("5", "0\r\n\r\n"), Step::Hold),
        )
        .doubt("NETWORK", 2),
        Row::on_requests(
            "chunks without an end",
            "the last chunk is missing, then FIN",
            chunked(sized(&right, ""), Step::Fin),
        )
        .doubt("NETWORK", 2),
        Row::on_requests(
            "trailers for ever",
            "up to 500 MB behind the last chunk",
            chunked(trailers, Step::Fin),
        )
        .doubt("NETWORK", 2),
        Row::on_requests(
            "a chunk extension for ever",
            "up to 1 GiB behind a chunk's size",
            chunked(extension, Step::Fin),
        )
        .doubt("NETWORK", 2),
        Row::on_requests(
            "an unknown transfer encoding",
            "transfer-encoding: gzip, and good JSON up to FIN",
            then(Answer::json(200, good_body()).header("transfer-encoding", "gzip").to_payload(), Step::Fin),
        )
        .all("OK", 1),
    ]
}
