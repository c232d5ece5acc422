"""An HTTP server that answers what a test tells it to and remembers what it was asked."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional, Union
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Answer:
    """One answer. ``body`` is sent as JSON unless it is text; ``hold`` keeps the client waiting."""

    status: int = 200
    body: Union[Mapping[str, Any], str] = field(default_factory=lambda: {"ok": True})
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: Optional[str] = "application/json"
    hold: bool = False
    drop: bool = False


def failure(status: int, type: str, message: str, **more: object) -> Answer:
    """An answer with Seam's error envelope."""
    return Answer(status, {"error": {"type": type, "message": message, **more}, "ok": False})


@dataclass(frozen=True)
class Request:
    """One request as it arrived; query and JSON body are the same thing to Seam."""

    method: str
    path: str
    params: Mapping[str, Any]
    headers: Mapping[str, str]
    client: tuple[str, int]


class RecordingServer:
    """Answers from a list, one after the other; the last answer repeats."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers) or [Answer()]
        self.requests: list[Request] = []
        self.arrived = threading.Semaphore(0)
        self.released = threading.Event()
        self._lock = threading.Lock()
        self._http = _HttpServer(("127.0.0.1", 0), _handler_for(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def next_answer(self, request: Request) -> tuple[int, Answer]:
        with self._lock:
            self.requests.append(request)
            number = len(self.requests)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.arrived.release()
        return number, answer

    def wait_for_request(self) -> None:
        """Return once one more request has arrived."""
        assert self.arrived.acquire(timeout=20), "no request arrived"

    @contextmanager
    def running(self) -> Iterator[RecordingServer]:
        self._thread.start()
        try:
            yield self
        finally:
            self.released.set()
            self._http.shutdown()
            self._http.server_close()


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


def _handler_for(server: RecordingServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body in one segment: otherwise each answer waits for a delayed acknowledgement.
        wbufsize = -1

        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            raw = self.rfile.read(length)
            url = urlsplit(self.path)
            params: dict[str, Any] = dict(parse_qsl(url.query, keep_blank_values=True))
            if raw:
                params.update(json.loads(raw))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, url.path, params, headers, self.client_address)
            number, answer = server.next_answer(request)
            if answer.hold:
                server.released.wait(30)
            if answer.drop or answer.hold:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send(answer, number)

        do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = answer

        def send(self, answer: Answer, number: int) -> None:
            text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            body = text.encode()
            self.send_response(answer.status)
            headers = {"seam-request-id": f"request{number}", **answer.headers}
            if answer.content_type:
                headers["content-type"] = answer.content_type
            for name, value in headers.items():
                if value:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            """Tests read standard error."""

    return Handler
