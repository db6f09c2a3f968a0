"""A web server with answers decided beforehand, for what calls Slack or Stripe over a socket."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """`body` is sent as JSON, or as it is where it is bytes. `date` is the Date header."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    date: str | None = None


@dataclass
class CannedServer:
    """Answers by the request's path; 404 for others. `seen` are the requests' paths, in order."""

    url: str
    answers: dict[str, Answer]
    seen: list[str] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)


@contextmanager
def canned_server(answers: dict[str, Answer]) -> Iterator[CannedServer]:
    canned = CannedServer("", answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = self.path.partition("?")[0]
            canned.seen.append(path)
            canned.authorizations.append(self.headers.get("Authorization", ""))
            self._send(canned.answers.get(path, Answer({"error": "no such path"}, 404)))

        do_POST = do_GET  # noqa: N815 - http.server's name for it

        def _send(self, answer: Answer) -> None:
            is_bytes = isinstance(answer.body, bytes)
            body = answer.body if is_bytes else json.dumps(answer.body).encode()
            self.send_response_only(answer.status)
            self.send_header("Date", answer.date or formatdate(usegmt=True))
            self.send_header("Content-Type", "text/html" if is_bytes else "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    canned.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield canned
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
