"""Is this request from Slack? Checked before anything of it is read, and never logged.

Slack signs `v0:timestamp:body` with HMAC-SHA256. Bolt's own check answers 500 to a timestamp
that is no number and to a signature with other than ASCII characters, and logs the whole body.
"""

import hashlib
import hmac
from collections import OrderedDict
from threading import Lock

WINDOW_SECONDS = 5 * 60
"""Slack's own advice: what is older may be somebody's recording."""
_REMEMBERED = 20_000


class SlackSignatures:
    """Accepts each genuine request once within Slack's window of five minutes."""

    def __init__(self, signing_secret: str) -> None:
        self._secret = signing_secret.encode()
        self._seen: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def genuine(self, timestamp: str, signature: str, body: bytes, now: int) -> bool:
        """Whether the headers fit `body`; `now` in epoch seconds of wall time."""
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
            return False
        if abs(now - int(timestamp)) > WINDOW_SECONDS:
            return False
        base = b"v0:" + timestamp.encode() + b":" + body
        expected = "v0=" + hmac.new(self._secret, base, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))

    def first_time(self, signature: str, now: int) -> bool:
        """Whether this signature has not been accepted before within the window.

        Slack signs each delivery, retries too, at its own second, so a signature seen twice
        is a recording that somebody plays again.
        """
        with self._lock:
            while self._seen and next(iter(self._seen.values())) < now - 2 * WINDOW_SECONDS:
                self._seen.popitem(last=False)
            if signature in self._seen:
                return False
            self._seen[signature] = now
            if len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
            return True

    def forget(self, signature: str) -> None:
        """The request could not be taken in: let Slack's next try come through."""
        with self._lock:
            self._seen.pop(signature, None)
