"""What is to go wrong with webhooks: which deliveries, for how many of them, and how."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from sandbox.stripe.event_types import wanted

TWICE, LATE, HELD, LOST = "twice", "late", "held", "lost"
BEFORE_ANSWER = "before_answer"
OLD_TIMESTAMP, WRONG_SECRET = "old_timestamp", "wrong_secret"
WAYS = (TWICE, LATE, HELD, LOST, BEFORE_ANSWER, OLD_TIMESTAMP, WRONG_SECRET)
"""The last two are of single attempts, the others of deliveries as a whole."""


@dataclass
class Switch:
    """`endpoint`: its id, "" for all; `event`: a type, `*` at its end for all that begin so.
    `times`: for so many, None for always. `seconds`: how late, or how old."""

    way: str
    endpoint: str = ""
    event: str = "*"
    times: int | None = 1
    seconds: float = 0.0

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> "Switch":
        """From the control API, by the names of the fields. ValueError."""
        if asked.get("way") not in WAYS:
            raise ValueError(f"way: one of {', '.join(WAYS)}")
        try:
            return cls(**asked)
        except TypeError as problem:
            raise ValueError(str(problem)) from None


class Switches:
    def __init__(self) -> None:
        self._lock = Lock()
        self._set: list[Switch] = []

    def add(self, switch: Switch) -> None:
        with self._lock:
            self._set.append(switch)

    @property
    def waiting(self) -> list[Switch]:
        """Those that deliveries can still meet."""
        with self._lock:
            return [replace(switch) for switch in self._set]

    def clear(self) -> None:
        with self._lock:
            self._set.clear()

    def take(self, way: str, endpoint: str, event: str) -> Switch | None:
        """Whether this goes wrong this way; it counts for the switch that says so."""
        with self._lock:
            for switch in self._set:
                if switch.way != way or switch.endpoint not in ("", endpoint):
                    continue
                if not wanted(event, switch.event):
                    continue
                if switch.times is not None:
                    switch.times -= 1
                    if switch.times <= 0:
                        self._set.remove(switch)
                return switch
        return None
