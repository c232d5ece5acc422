//! What a client sees on the wire.

#![allow(clippy::expect_used, reason = "a test that cannot go on ends, in its own helpers too")]

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use seam_acs_raw_server::{Answer, Exchange, Listening, Payload, RawServer, Relay, Script, Step};

const LONG: Duration = Duration::from_secs(20);
const REQUEST: &str = "POST /acs/users/get?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}";

fn start(json: &str) -> RawServer {
    RawServer::start(Script::from_json(json).expect("a script")).expect("a server")
}

fn connect(server: &RawServer) -> TcpStream {
    let stream = TcpStream::connect(server.address()).expect("let in");
    stream.set_read_timeout(Some(LONG)).expect("set");
    stream
}

/// Sends a request and reads to the end of the connection.
fn ask(stream: &mut TcpStream) -> Result<String, ErrorKind> {
    stream.write_all(REQUEST.as_bytes()).map_err(|error| error.kind())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(|error| error.kind())?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[test]
fn a_request_is_recorded_as_it_came_and_answered_as_the_script_says() {
    let server = start(r#"[{"answer": {"status": 201, "headers": {"x-y": "z"}, "body": "done"}}]"#);
    let answer = ask(&mut connect(&server)).expect("an answer");
    assert_eq!(answer, "HTTP/1.1 201 Scripted\r\nx-y: z\r\ncontent-length: 4\r\n\r\ndone");
    let request = server.requests_to("/acs/users/get").pop().expect("recorded");
    assert_eq!(
        (request.method.as_str(), request.query.as_str(), request.text().as_str()),
        ("POST", "x=1", "{}")
    );
    assert_eq!((request.header("host"), request.connection, request.whole), (Some("a"), 0, true));
}

#[test]
fn connections_play_their_lists_in_order_and_the_last_one_from_then_on() {
    let server = start(r#"{"connections": [[{"send": "a"}, "fin"], [{"read": "head"}, "reset"]]}"#);
    assert_eq!(ask(&mut connect(&server)).expect("a FIN"), "a");
    for _ in 0..2 {
        assert_eq!(ask(&mut connect(&server)), Err(ErrorKind::ConnectionReset));
    }
    assert_eq!(server.connections(), 3);
    assert!(server.requests().iter().all(|request| !request.whole && request.body.is_empty()));
}

#[test]
fn requests_take_exchanges_on_whichever_connection_they_come() {
    let answers = [503, 200].map(|status| Answer::plain(status, "").header("connection", "close"));
    let mut exchanges = Script::answers(answers.to_vec()).exchanges;
    exchanges.insert(0, Exchange::on("/elsewhere", vec![Step::Reset]));
    for exchange in &mut exchanges {
        exchange.steps.push(Step::Fin);
    }
    let server = RawServer::start(Script::exchanges(exchanges)).expect("a server");
    for status in ["503", "200", "200"] {
        let answer = ask(&mut connect(&server)).expect("an answer");
        assert_eq!(answer.split(' ').nth(1), Some(status));
    }
}

#[test]
fn what_is_repeated_is_made_while_it_is_sent_and_what_drips_takes_its_time() {
    let server = start(
        r#"{"connections": [[{"send": ["<", {"repeat": "ab", "times": 500000}, {"hex": "3e"}]}],
            [{"drip": {"send": "12345", "bytes": 2, "every_ms": 20}}]]}"#,
    );
    let answer = ask(&mut connect(&server)).expect("sent");
    assert_eq!(answer.len(), 1_000_002);
    assert!(answer.starts_with("<ab") && answer.ends_with("ab>"));
    let start = Instant::now();
    assert_eq!(ask(&mut connect(&server)).expect("sent"), "12345");
    assert!(start.elapsed() >= Duration::from_millis(60));
}

#[test]
fn nobody_is_let_in_where_the_listener_says_so() {
    let within =
        |server: &RawServer| TcpStream::connect_timeout(&server.address(), Duration::from_millis(200));
    let kind = |listening| {
        let server = RawServer::start(Script::listening(listening)).expect("a server");
        within(&server).map(drop).map_err(|error| error.kind())
    };
    assert_eq!(kind(Listening::Refuses), Err(ErrorKind::ConnectionRefused));
    assert_eq!(kind(Listening::Full), Err(ErrorKind::TimedOut));
    assert_eq!(kind(Listening::NeverAccepts), Ok(()));
}

#[test]
fn a_request_is_handed_on_with_or_without_its_answer() {
    let behind = start(r#"{"exchanges": [{"steps": [{"answer": {"body": "behind"}}]}]}"#);
    let address = behind.address();
    let server = start(&format!(
        r#"{{"connections": [[{{"read": "request"}}, {{"forward": "{address}"}}],
            [{{"read": "request"}}, {{"apply": "{address}"}}, {{"send": "kept back"}}]]}}"#
    ));
    assert!(ask(&mut connect(&server)).expect("an answer").ends_with("\r\n\r\nbehind"));
    assert_eq!(ask(&mut connect(&server)).expect("an answer"), "kept back");
    assert_eq!(behind.requests().len(), 2);
    assert!(behind.requests().iter().all(|request| request.text() == "{}"));
}

#[test]
fn dropping_a_server_ends_what_it_holds() {
    let server = start(r#"[{"read": "request"}, "black_hole"]"#);
    let mut stream = connect(&server);
    stream.write_all(REQUEST.as_bytes()).expect("sent");
    assert!(server.wait_for_requests(1, LONG) && server.wait_for_connections(1, LONG));
    drop(server);
    assert!(matches!(stream.read(&mut [0]), Ok(0) | Err(_)));
}

#[test]
fn a_script_that_contradicts_itself_is_refused_with_the_reason() {
    for (script, reason) in [
        ("{}", "no exchange"),
        (r#"{"exchanges": [{"steps": ["serve"]}]}"#, "cannot serve"),
        (r#"{"connections": [["fin"]], "exchanges": [{}]}"#, "no connection serves"),
        (r#"[{"send": {"hex": "0"}}]"#, "did not match"),
        (r#"["jump"]"#, "unknown variant `jump`"),
    ] {
        let error = Script::from_json(script).expect_err("refused").to_string();
        assert!(error.contains(reason), "{script}: {error}");
    }
}

#[test]
fn a_script_is_the_same_after_a_journey_through_json() {
    let script = Script::connections(vec![vec![
        Step::Send(Payload::Together(vec!["a".into(), vec![0, 255].into(), Payload::repeated("b", 3)])),
        Step::Answer(Answer::plain(204, "")),
        Step::Fin,
    ]]);
    let json = serde_json::to_string(&script).expect("JSON");
    assert_eq!(Script::from_json(&json).expect("a script"), script);
}

#[test]
fn packets_vanish_on_the_connections_of_now_and_not_on_new_ones() {
    let server = start(r#"{"exchanges": [{"steps": [{"answer": {"body": "here"}}, "fin"]}]}"#);
    let relay = Relay::before(server.address()).expect("a relay");
    let address = relay.url().replace("http://", "");
    let stream = || {
        let stream = TcpStream::connect(&address).expect("let in");
        stream.set_read_timeout(Some(Duration::from_millis(200))).expect("set");
        stream
    };
    assert!(ask(&mut stream()).expect("an answer").ends_with("here"));
    relay.go_dark();
    let mut lost = stream();
    assert_eq!(ask(&mut lost), Err(ErrorKind::WouldBlock));
    relay.come_back();
    assert_eq!(ask(&mut lost), Err(ErrorKind::WouldBlock), "a lost connection stays lost");
    assert!(ask(&mut stream()).expect("an answer").ends_with("here"));
    assert_eq!(relay.connections(), 3);
}
