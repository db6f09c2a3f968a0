"""Failures that a test has asked for: what happens to the next messages instead of delivery."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any


class What(StrEnum):
    """NOTHING: the usual answer, for a failure that is only slow."""

    NOTHING = ""
    LOGIN_REFUSED = "login_refused"
    RECIPIENT_REFUSED = "recipient_refused"
    RECIPIENT_DEFERRED = "recipient_deferred"
    DROPPED = "dropped"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    ANSWER_LOST = "answer_lost"


@dataclass(frozen=True)
class Failure:
    """What happens to one message (LOGIN_REFUSED: to one connection). `slow`: seconds before it.

    RECIPIENT_REFUSED answers 550 to RCPT TO, RECIPIENT_DEFERRED 451; DROPPED ends the connection
    at DATA; TEMPORARY answers 451 to the content, PERMANENT 550; ANSWER_LOST keeps the message,
    then ends the connection without an answer. `recipient`: the only address that this is for;
    a message to it and to others meets the failure too.
    """

    what: What = What.NOTHING
    slow: float = 0.0
    recipient: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> "Failure":
        """From the control API. Raises ValueError where it makes no sense."""
        what, slow = What(asked.get("what", "")), float(asked.get("slow", 0))
        if not what and not slow > 0:
            raise ValueError("nothing would happen")
        return cls(what, slow, str(asked.get("recipient", "")))

    def concerns(self, address: str) -> bool:
        return self.recipient.casefold() in ("", address.casefold())


class Failures:
    """A queue; each failure is taken by the first message that it concerns."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queue: list[Failure] = []

    def add(self, failure: Failure, times: int = 1) -> None:
        """For the next `times` messages, or connections that log in."""
        with self._lock:
            self._queue.extend([failure] * times)

    def take_for(self, recipient: str) -> Failure | None:
        """What is to happen to a message to this recipient."""
        return self._take(lambda one: one.what != What.LOGIN_REFUSED and one.concerns(recipient))

    def take_for_login(self) -> Failure | None:
        return self._take(lambda one: one.what == What.LOGIN_REFUSED)

    def clear(self) -> None:
        with self._lock:
            self._queue.clear()

    def _take(self, wanted: Callable[[Failure], bool]) -> Failure | None:
        with self._lock:
            found = next((one for one in self._queue if wanted(one)), None)
            if found is not None:
                self._queue.remove(found)
            return found
