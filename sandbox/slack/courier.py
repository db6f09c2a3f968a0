"""Brings events to the app, in the background, and again where it doesn't take them."""

import heapq
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Any

from sandbox.clock import Clock
from sandbox.slack.delivery import FAILED, Ack, Retry

logger = logging.getLogger(__name__)

AGAIN_AFTER = (0.0, 60.0, 300.0)
"""Seconds from one try to the next."""

Send = Callable[[str, dict[str, Any], Retry | None], Ack]


@dataclass(order=True)
class _Parcel:
    due: float
    number: int
    kind: str = field(compare=False)
    payload: dict[str, Any] = field(compare=False)
    tries_again: bool = field(compare=False)
    retry: Retry | None = field(default=None, compare=False)


class Courier:
    """One thread that sleeps until something is due. `clock` is the workspace's."""

    def __init__(self, send: Send, clock: Clock) -> None:
        self._send = send
        self._clock = clock
        self._changed = Condition()
        self._parcels: list[_Parcel] = []
        self._count = 0
        self._forgotten = 0
        """All parcels up to this number are of no interest any more."""
        self._busy = False
        self._stopping = False
        self._thread = Thread(target=self._work, name="courier", daemon=True)
        clock.on_leap.append(self._wake)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def put(self, kind: str, payload: dict[str, Any], tries_again: bool = True) -> None:
        with self._changed:
            self._add(_Parcel(self._clock(), self._next(), kind, payload, tries_again))

    def forget(self) -> None:
        """Nothing of what waits is sent any more."""
        with self._changed:
            self._parcels.clear()
            self._forgotten = self._count
            self._changed.notify_all()

    def wait_until_idle(self, seconds: float) -> bool:
        """Until everything that is due has been tried; whether that was within `seconds`."""

        def idle() -> bool:
            return not self._busy and not self._is_due()

        with self._changed:
            return self._changed.wait_for(idle, seconds)

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _add(self, parcel: _Parcel) -> None:
        heapq.heappush(self._parcels, parcel)
        self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _is_due(self) -> bool:
        return bool(self._parcels) and self._parcels[0].due <= self._clock()

    def _work(self) -> None:
        while (parcel := self._take()) is not None:
            ack = self._deliver(parcel)
            with self._changed:
                self._busy = False
                self._again(parcel, ack)
                self._changed.notify_all()

    def _deliver(self, parcel: _Parcel) -> Ack:
        """A fault of ours costs one try, not all deliveries to come; the log says what it was."""
        try:
            return self._send(parcel.kind, parcel.payload, parcel.retry)
        except Exception:
            logger.exception("A %s could not be sent to the app", parcel.kind)
            return Ack(error=FAILED, reason="unknown_error", status=0)

    def _take(self) -> _Parcel | None:
        with self._changed:
            while not self._stopping:
                if self._is_due():
                    self._busy = True
                    return heapq.heappop(self._parcels)
                self._changed.wait(self._seconds_to_sleep())
        return None

    def _seconds_to_sleep(self) -> float | None:
        return max(0.0, self._parcels[0].due - self._clock()) if self._parcels else None

    def _again(self, parcel: _Parcel, ack: Ack) -> None:
        if parcel.number <= self._forgotten:
            return
        tried = parcel.retry.number if parcel.retry else 0
        if not (ack.error and ack.retry and parcel.tries_again) or tried == len(AGAIN_AFTER):
            return
        due = self._clock() + AGAIN_AFTER[tried]
        retry = Retry(tried + 1, ack.reason)
        self._add(_Parcel(due, self._next(), parcel.kind, parcel.payload, True, retry))
