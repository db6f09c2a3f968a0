"""To the app by HTTP: signed as Slack signs, with three seconds to acknowledge.

The three seconds are for all of it, from the request to the last byte of the answer. Commands and
interactions are acknowledged by status 200 and no other, events by any 2xx
(docs.slack.dev: /interactivity/handling-user-interaction, /apis/events-api).
"""

import hashlib
import hmac
import io
import json
import socket
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.slack.delivery import ACK_SECONDS, COMMAND, EVENT, FAILED, TIMEOUT, Ack, Retry

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_LARGEST_ANSWER = 1_000_000


def signature(secret: str, timestamp: str, body: bytes) -> str:
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpDelivery:
    """Everything goes to one address. The timestamp is wall time, whatever the clock says."""

    def __init__(
        self, request_url: str, signing_secret: str, ack_seconds: float = ACK_SECONDS
    ) -> None:
        self._url = urlsplit(request_url)
        self._secret = signing_secret
        self._seconds = ack_seconds

    def send(self, kind: str, payload: dict[str, Any], retry: Retry | None = None) -> Ack:
        body, content_type = _written(kind, payload)
        headers = self._headers(body, content_type, retry)
        deadline = time.monotonic() + self._seconds
        try:
            response, content = self._exchange(body, headers, deadline)
        except TimeoutError:
            return Ack(error=TIMEOUT, reason="http_timeout", status=0)
        except (OSError, HTTPException):
            return Ack(error=FAILED, reason="connection_failed", status=0)
        return _ack(kind, response, content)

    def _headers(self, body: bytes, content_type: str, retry: Retry | None) -> dict[str, str]:
        timestamp = str(int(time.time()))
        headers = {
            "Accept": "*/*",
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if retry is not None:
            headers["X-Slack-Retry-Num"] = str(retry.number)
            headers["X-Slack-Retry-Reason"] = retry.reason
        return headers

    def _exchange(
        self, body: bytes, headers: dict[str, str], deadline: float
    ) -> tuple[HTTPResponse, bytes]:
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = kind(self._url.hostname or "", self._url.port, timeout=_left(deadline))
        try:
            connection.connect()
            self._ask(connection, body, headers, deadline)
            answer: Any = _Until(connection.sock, deadline)
            response = HTTPResponse(answer, method="POST")
            response.begin()
            return response, _content(response)
        finally:
            connection.close()

    def _ask(
        self, connection: HTTPConnection, body: bytes, headers: dict[str, str], deadline: float
    ) -> None:
        path = (self._url.path or "/") + (f"?{self._url.query}" if self._url.query else "")
        connection.putrequest("POST", path, skip_accept_encoding=True)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            connection.putheader(name, value)
        connection.sock.settimeout(_left(deadline))
        connection.endheaders()
        connection.sock.settimeout(_left(deadline))
        connection.send(body)


class _Until(io.RawIOBase):
    """What HTTPResponse reads from in a socket's place: all reads together end at the deadline."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection = connection
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(_left(self._deadline))
        return self._connection.recv_into(buffer)


def _left(deadline: float) -> float:
    """Seconds; raises TimeoutError where none are left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _content(response: HTTPResponse) -> bytes:
    content = response.read(_LARGEST_ANSWER + 1)
    if len(content) > _LARGEST_ANSWER or response.length:
        raise HTTPException("the answer is too long, or was cut off")
    return content


def _written(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    """Events as JSON, commands as a form, interactions as JSON in a form."""
    if kind == EVENT:
        return json.dumps(payload).encode(), JSON
    form = payload if kind == COMMAND else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), FORM


def _ack(kind: str, response: HTTPResponse, content: bytes) -> Ack:
    taken = 200 <= response.status < 300 if kind == EVENT else response.status == 200
    if not taken:
        again = response.headers.get("X-Slack-No-Retry") != "1"
        return Ack(error=FAILED, reason="http_error", status=response.status, retry=again)
    text = content.decode("utf-8", "replace").strip()
    if not text:
        return Ack(status=response.status)
    try:
        body = json.loads(text)
    except ValueError:
        body = text
    return Ack(body if isinstance(body, dict) else text, status=response.status)
