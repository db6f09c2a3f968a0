"""What was asked and answered, in order, for tests and the demo's panel."""

from collections import deque
from dataclasses import asdict, dataclass
from threading import Condition
from typing import Any

MOST = 5_000


@dataclass
class Entry:
    """A request, without its key. `at`: virtual time. `params` as they came. `status` None: not
    answered yet, or never."""

    number: int
    at: float
    verb: str
    path: str
    params: dict[str, Any]
    account: str
    idempotency_key: str | None
    request: str
    status: int | None = None
    body: Any = None
    replayed: bool = False
    done: bool = False
    """Whether all is over, with an answer or without one."""


class Log:
    def __init__(self) -> None:
        self._changed = Condition()
        self._entries: deque[Entry] = deque(maxlen=MOST)
        self._count = 0

    def begin(self, **said: Any) -> Entry:
        """At the request's arrival."""
        with self._changed:
            self._count += 1
            entry = Entry(self._count, **said)
            self._entries.append(entry)
            self._changed.notify_all()
        return entry

    def finish(self, entry: Entry, status: int | None, body: Any, replayed: bool = False) -> None:
        with self._changed:
            entry.status, entry.body, entry.replayed, entry.done = status, body, replayed, True
            self._changed.notify_all()

    def since(self, number: int = 0, wait: float = 0.0) -> list[Entry]:
        """Those with a higher number; waits so many seconds for one where there is none."""
        with self._changed:
            self._changed.wait_for(lambda: self._count > number, wait)
            return [one for one in self._entries if one.number > number]

    def as_json(self, number: int = 0, wait: float = 0.0) -> list[dict[str, Any]]:
        found = self.since(number, wait)
        with self._changed:
            return [asdict(one) for one in found]
