"""What was asked and answered, in order, for tests and the demo's panel."""

from collections import deque
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any

MOST = 20_000


@dataclass(frozen=True)
class Entry:
    """A request, without its key. `params` as they came, `status` None where none was sent."""

    number: int
    verb: str
    path: str
    params: dict[str, Any]
    account: str
    idempotency_key: str | None
    request: str
    status: int | None
    body: Any


class Log:
    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: deque[Entry] = deque(maxlen=MOST)
        self._count = 0

    def note(self, **said: Any) -> None:
        with self._lock:
            self._count += 1
            self._entries.append(Entry(number=self._count, **said))

    def since(self, number: int = 0) -> list[Entry]:
        with self._lock:
            return [one for one in self._entries if one.number > number]

    def as_json(self, number: int = 0) -> list[dict[str, Any]]:
        return [asdict(one) for one in self.since(number)]
