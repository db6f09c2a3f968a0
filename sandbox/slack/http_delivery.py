"""To the app by HTTP: signed as Slack signs, with three seconds to acknowledge."""

import hashlib
import hmac
import json
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
            return self._exchange(body, headers, deadline)
        except TimeoutError:
            return Ack(error=TIMEOUT, reason="http_timeout", status=0)
        except (OSError, HTTPException):
            return Ack(error=FAILED, reason="connection_failed", status=0)

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

    def _exchange(self, body: bytes, headers: dict[str, str], deadline: float) -> Ack:
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        connection = kind(self._url.hostname or "", self._url.port, timeout=self._seconds)
        try:
            path = (self._url.path or "/") + (f"?{self._url.query}" if self._url.query else "")
            connection.request("POST", path, body, headers)
            _limit(connection, deadline)
            response = connection.getresponse()
            content = _read(response, connection, deadline)
        finally:
            connection.close()
        return _ack(response, content)


def _written(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    """Events as JSON, commands as a form, interactions as JSON in a form."""
    if kind == EVENT:
        return json.dumps(payload).encode(), JSON
    form = payload if kind == COMMAND else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), FORM


def _limit(connection: HTTPConnection, deadline: float) -> None:
    """The next wait for the app ends at the deadline."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if connection.sock is not None:
        connection.sock.settimeout(left)


def _read(response: HTTPResponse, connection: HTTPConnection, deadline: float) -> bytes:
    """The whole body; one that drips in is cut off at the deadline, too."""
    content = b""
    while chunk := response.read1(65_536):
        content += chunk
        if len(content) > _LARGEST_ANSWER:
            raise HTTPException("the answer is too long")
        _limit(connection, deadline)
    return content


def _ack(response: HTTPResponse, content: bytes) -> Ack:
    if not 200 <= response.status < 300:
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
