"""Sees to it that Slack hears from us within its three seconds, even when an answer is slow."""

import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

ANSWER_WITHIN_SECONDS = 2.0
"""Of Slack's three; the rest is for the way there and back."""


class Late(Protocol):
    """A request that can be acknowledged before its answer is known."""

    def acknowledge_late(self) -> None:
        """Tell Slack that it arrived; the answer follows by another way. Once answered: nothing."""


class LateAcknowledgements:
    """Acknowledges, after two seconds, every watched request that is not answered by then.

    All wait equally long, so they come due in the order in which they arrived, and one thread
    is enough.
    """

    def __init__(
        self,
        after: float = ANSWER_WITHIN_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._after = after
        self._clock = clock
        self._sleep = sleep
        self._waiting: SimpleQueue[tuple[float, Late] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="late-acknowledgements", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._waiting.put(None)

    def watch(self, request: Late) -> None:
        self._waiting.put((self._clock() + self._after, request))

    def _run(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            due, request = waiting
            self._sleep(max(0.0, due - self._clock()))
            request.acknowledge_late()
