"""The record of SMTP sessions: what clients said, and what they were answered."""

from collections import deque
from dataclasses import asdict, dataclass, field
from threading import Condition
from typing import Any

_SESSIONS_KEPT = 1_000
_LINES_KEPT = 1_000

CLIENT, SERVER = "C: ", "S: "


@dataclass
class Session:
    """One connection. `lines` begin with CLIENT or SERVER, and hold neither passwords nor mail.
    `user`: who logged in. `over`: the connection has ended."""

    number: int
    began: float
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_LINES_KEPT))
    user: str = ""
    over: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"lines": list(self.lines)}


class Sessions:
    def __init__(self) -> None:
        self._changed = Condition()
        self._kept: deque[Session] = deque(maxlen=_SESSIONS_KEPT)
        self._count = 0

    def begin(self, at: float) -> Session:
        with self._changed:
            self._count += 1
            session = Session(self._count, at)
            self._kept.append(session)
        return session

    def note(self, session: Session, line: str) -> None:
        with self._changed:
            session.lines.append(line)

    def log_in(self, session: Session, user: str) -> None:
        with self._changed:
            session.user = user

    def end(self, session: Session) -> None:
        with self._changed:
            session.over = True
            self._changed.notify_all()

    def as_json(self, since: int = 0) -> list[dict[str, Any]]:
        """Those with a higher number than `since`, in order."""
        with self._changed:
            return [one.as_json() for one in self._kept if one.number > since]

    def wait_until_all_are_over(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: all(one.over for one in self._kept), seconds)
