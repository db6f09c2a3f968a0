"""The ordered record of every call, in both directions."""

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from threading import Condition
from typing import Any

_KEPT = 5_000

TO_BOT, TO_SLACK = "to_bot", "to_slack"


@dataclass
class Entry:
    """One call. `name`: a Web API method, "response_url", "upload", a command, an interaction's
    type, or "event:" with the event's type. `status` 0: not answered (yet)."""

    number: int
    at: float
    way: str
    name: str
    sent: Any
    answer: Any = None
    status: int = 0
    retry: int = 0


class Log:
    def __init__(self) -> None:
        self.changed = Condition()
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._count = 0

    def begin(self, at: float, way: str, name: str, sent: Any, retry: int = 0) -> Entry:
        with self.changed:
            self._count += 1
            entry = Entry(self._count, at, way, name, sent, retry=retry)
            self._entries.append(entry)
            self.changed.notify_all()
        return entry

    def finish(self, entry: Entry, status: int, answer: Any) -> None:
        with self.changed:
            entry.status, entry.answer = status, answer
            self.changed.notify_all()

    def entries(self, since: int = 0) -> list[Entry]:
        """Those with a higher number than `since`, in order."""
        with self.changed:
            return [entry for entry in self._entries if entry.number > since]

    def named(self, name: str) -> list[Entry]:
        return [entry for entry in self.entries() if entry.name == name]

    def wait(self, found: Callable[[], bool], seconds: float) -> bool:
        """Until `found()` or the time is over; it is asked after each change of the log."""
        with self.changed:
            return self.changed.wait_for(found, seconds)

    def as_json(self, since: int = 0) -> list[dict[str, Any]]:
        return [asdict(entry) for entry in self.entries(since)]
