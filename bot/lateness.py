"""Sees to it that Slack hears from us within its three seconds, even when an answer is slow."""

import logging
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

log = logging.getLogger("paydesk.slack")

ANSWER_WITHIN_SECONDS = 2.0
"""Of Slack's three; the rest is for the way there and back."""
LOOK_EVERY_SECONDS = 0.1


class Late(Protocol):
    """A request that can be acknowledged before its answer is known."""

    def acknowledge_late(self) -> None:
        """Tell Slack that it arrived; the answer follows by another way. Once answered: nothing."""


class LateAcknowledgements:
    """Acknowledges, after two seconds, every watched request that is not answered by then.

    All wait equally long, so they come due in the order in which they arrived, and one thread
    is enough. It looks ten times a second and not at each request, most of which are answered.
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
        self._arrived: SimpleQueue[tuple[float, Late] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="late-acknowledgements", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._arrived.put(None)

    def watch(self, request: Late) -> None:
        self._arrived.put((self._clock() + self._after, request))

    def _run(self) -> None:
        waiting: deque[tuple[float, Late]] = deque()
        while True:
            while not waiting or not self._arrived.empty():
                arrived = self._arrived.get()
                if arrived is None:
                    return
                waiting.append(arrived)
            self._sleep(max(LOOK_EVERY_SECONDS, waiting[0][0] - self._clock()))
            now = self._clock()
            while waiting and waiting[0][0] <= now:
                _acknowledge(waiting.popleft()[1])


def _acknowledge(request: Late) -> None:
    """One request's failure must not keep the others from being acknowledged."""
    try:
        request.acknowledge_late()
    except Exception:
        log.exception("a late request could not be acknowledged")
