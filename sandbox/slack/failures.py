"""Failures that a test has asked for: what happens instead of the next call's answer."""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass(frozen=True)
class Failure:
    """`error`: Slack's word in a body of its usual shape; `drop`: the connection ends without an
    answer; `slow`: seconds before anything happens, and nothing else set: then the usual answer.
    `after`: the call is carried out first, and only its answer fails."""

    status: int = 200
    error: str = ""
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    slow: float = 0.0
    after: bool = False

    @property
    def answers(self) -> bool:
        """Whether this stands in for the usual answer."""
        return bool(self.drop or self.error or self.body is not None or self.status != 200)

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> "Failure":
        """From the control API; a 429 gets Slack's word and a Retry-After by itself."""
        names = ("status", "error", "body", "headers", "drop", "slow", "after")
        given = {name: asked[name] for name in names if name in asked}
        if given.get("status") == 429:
            given = {"error": "ratelimited", "headers": {"Retry-After": "1"}} | given
        return cls(**given)


class Failures:
    """A queue per method name; "response_url" and "upload" are names too."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queues: dict[str, deque[Failure]] = defaultdict(deque)

    def add(self, method: str, failure: Failure, times: int = 1) -> None:
        with self._lock:
            self._queues[method].extend([failure] * times)

    def take(self, method: str) -> Failure | None:
        with self._lock:
            queue = self._queues[method]
            return queue.popleft() if queue else None
