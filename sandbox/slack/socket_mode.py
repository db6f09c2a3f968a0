"""To the app by Socket Mode: it opens connections, gets envelopes, and acknowledges each."""

import itertools
import json
import logging
import secrets
from contextlib import suppress
from http import HTTPStatus
from threading import Condition, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from sandbox.slack.delivery import ACK_SECONDS, EVENT, FAILED, TIMEOUT, Ack, Retry

MOST_CONNECTIONS = 10


class SocketMode:
    """A WebSocket server on its own loopback port. Each envelope goes to one connection."""

    def __init__(self, app: str, ack_seconds: float = ACK_SECONDS) -> None:
        self._app = app
        self._seconds = ack_seconds
        self._changed = Condition()
        self._connections: list[ServerConnection] = []
        self._turn = itertools.count()
        self._tickets: set[str] = set()
        self._waiting: dict[str, Ack | None] = {}
        self._server: Server = serve(
            self._talk,
            "127.0.0.1",
            0,
            process_request=self._admit,
            ping_interval=None,
            close_timeout=1,
            compression=None,
            logger=_quiet_logger(),
        )
        serve_forever = self._server.serve_forever
        self._thread = Thread(target=serve_forever, name="socket-mode", daemon=True)
        self.port = int(self._server.socket.getsockname()[1])

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.disconnect()
        if self._thread.is_alive():
            self._server.shutdown()
        else:
            self._server.socket.close()

    def new_url(self) -> str:
        """An address for one connection, as apps.connections.open gives it."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self.port}/link/?ticket={ticket}&app_id={self._app}"

    @property
    def connected(self) -> int:
        return len(self._connections)

    def wait_for_connections(self, count: int, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: len(self._connections) >= count, seconds)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Slack asks clients to come back now and then, and closes what they have open."""
        with self._changed:
            sent_away, self._connections = self._connections, []
        for connection in sent_away:
            with suppress(ConnectionClosed):
                connection.send(json.dumps({"type": "disconnect", "reason": reason}))
            connection.close()

    def send(self, kind: str, payload: dict[str, Any], retry: Retry | None = None) -> Ack:
        envelope_id = str(uuid4())
        envelope: dict[str, Any] = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != EVENT
        if kind == EVENT:
            envelope["retry_attempt"] = retry.number if retry else 0
            envelope["retry_reason"] = retry.reason if retry else ""
        with self._changed:
            self._waiting[envelope_id] = None
        try:
            if not self._hand_over(json.dumps(envelope)):
                return Ack(error=FAILED, reason="connection_failed", status=0)
            return self._wait_for(envelope_id)
        finally:
            with self._changed:
                self._waiting.pop(envelope_id, None)

    def _hand_over(self, envelope: str) -> bool:
        """To one of the connections, in turn; whether one took it."""
        with self._changed:
            open_ones = list(self._connections)
        start = next(self._turn)
        for number in range(len(open_ones)):
            with suppress(ConnectionClosed):
                open_ones[(start + number) % len(open_ones)].send(envelope)
                return True
        return False

    def _wait_for(self, envelope_id: str) -> Ack:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting[envelope_id] is not None, self._seconds)
            return self._waiting[envelope_id] or Ack(error=TIMEOUT, reason="timeout", status=0)

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """Only with a ticket that was given out and not used yet."""
        ticket = parse_qs(urlsplit(request.path).query).get("ticket", [""])[0]
        with self._changed:
            known = ticket in self._tickets and len(self._connections) < MOST_CONNECTIONS
            self._tickets.discard(ticket)
        return None if known else connection.respond(HTTPStatus.UNAUTHORIZED, "no such ticket\n")

    def _talk(self, connection: ServerConnection) -> None:
        with self._changed:
            self._connections.append(connection)
            hello = self._hello(len(self._connections))
        try:
            connection.send(json.dumps(hello))
            with self._changed:
                self._changed.notify_all()
            for message in connection:
                self._hear(message)
        except ConnectionClosed:
            pass
        finally:
            with self._changed:
                if connection in self._connections:
                    self._connections.remove(connection)
                self._changed.notify_all()

    def _hello(self, connections: int) -> dict[str, Any]:
        debug = {"host": "local", "build_number": 1, "approximate_connection_time": 18060}
        connection = {"app_id": self._app}
        return {
            "type": "hello",
            "num_connections": connections,
            "debug_info": debug,
            "connection_info": connection,
        }

    def _hear(self, message: str | bytes) -> None:
        """An acknowledgement; what isn't one is ignored, as is one that comes too late."""
        try:
            said = json.loads(message)
            envelope_id, body = said["envelope_id"], said.get("payload")
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        with self._changed:
            if envelope_id in self._waiting:
                self._waiting[envelope_id] = Ack(body if body else None)
                self._changed.notify_all()


def _quiet_logger() -> logging.Logger:
    """Clients that vanish are no news."""
    logger = logging.getLogger("sandbox.slack.socket")
    logger.setLevel(logging.CRITICAL)
    return logger
