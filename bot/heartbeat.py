"""Tells the store that this process is alive, so that a second one knows of it, and everybody how
long there was none."""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from bot.processes import end_process
from rules.words import Refusal
from storage import instances, outages
from storage.database import Store
from storage.failures import StoreDown

log = logging.getLogger("paydesk.server")


class Heartbeat:
    """Signs this process on, beats, and signs it off at the end."""

    def __init__(
        self,
        store: Store,
        end: Callable[[], None] | None = None,
        on_gap: Callable[[int, int], None] = lambda _began, _ended: None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """`on_gap` hears from when to when (epoch ms) no process was alive. `wall` is the machine's
        own clock, in epoch seconds."""
        self._store = store
        self._on_gap = on_gap
        self._wall = wall
        self._beaten = 0.0
        self._end = end or end_process
        self._stopping = Event()
        self._me: instances.Instance | None = None

    def start(self) -> None:
        """Raises Refusal where another process may not share this store."""
        me = self._me = instances.register(self._store)
        self._beaten = self._wall()
        self._alive(slept=True)
        Thread(target=self._run, args=(me,), name="heartbeat", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        if self._me is not None:
            instances.sign_off(self._store, self._me)

    def _run(self, me: instances.Instance) -> None:
        while not self._stopping.wait(instances.BEAT_EVERY_MS / 1_000):
            try:
                instances.beat(self._store, me)
                self._alive(slept=self._slept())
            except StoreDown as away:
                log.error("the heartbeat was not written", extra={"why": str(away)})  # noqa: TRY400
            except Refusal as refusal:
                log.error("another process took the place", extra={"why": str(refusal)})  # noqa: TRY400
                self._end()

    def _alive(self, *, slept: bool) -> None:
        now = self._store.clock()
        before = outages.alive(self._store, now)
        if slept and before is not None and now - before > instances.STALE_MS:
            self._on_gap(before, now)

    def _slept(self) -> bool:
        """Whether the machine was away since the last beat, by its own clock: ours may be moved."""
        before, self._beaten = self._beaten, self._wall()
        return (self._beaten - before) * 1_000 > instances.STALE_MS
