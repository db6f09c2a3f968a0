"""A webhook endpoint for tests: notes what arrives, and answers as it is told."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from typing import Any

import stripe


@dataclass(frozen=True)
class Arrived:
    """A request; `signature`: its Stripe-Signature header."""

    body: bytes
    signature: str

    @property
    def event(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def type(self) -> str:
        return str(self.event["type"])

    @property
    def about(self) -> str:
        """The id of the object that the event tells of."""
        return str(self.event["data"]["object"]["id"])

    def holds(self, secret: str) -> bool:
        """Whether stripe-python takes it for Stripe's."""
        try:
            stripe.Webhook.construct_event(self.body, self.signature, secret)
        except stripe.SignatureVerificationError:
            return False
        return True


class Endpoint:
    """`answer` gives the status of each request, None for a connection that ends; set `hangs` and
    none is answered until it is cleared."""

    def __init__(self, answer: Callable[[Arrived], int | None] = lambda arrived: 200) -> None:
        self.answer = answer
        self.open = Event()
        self.open.set()
        self._changed = Condition()
        self._arrived: list[Arrived] = []
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/stripe/webhook"
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def take(self, arrived: Arrived) -> int | None:
        with self._changed:
            self._arrived.append(arrived)
            self._changed.notify_all()
        self.open.wait()
        return self.answer(arrived)

    @property
    def arrived(self) -> list[Arrived]:
        with self._changed:
            return list(self._arrived)

    def wait_for(self, count: int) -> list[Arrived]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._arrived) >= count, 10)
            return list(self._arrived)

    def about(self, named: str) -> list[Arrived]:
        return [one for one in self.arrived if one.about == named]

    def stop(self) -> None:
        self.open.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A sender that goes away in the middle is nothing to report."""


def _handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = endpoint.take(Arrived(body, self.headers["Stripe-Signature"]))
            if status is None:
                self.close_connection = True
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", endpoint.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

    return Handler
