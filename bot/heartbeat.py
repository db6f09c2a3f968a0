"""Tells the store that this process is alive, so that a second one knows of it."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from bot.processes import end_process
from rules.words import Refusal
from storage import instances
from storage.database import Store
from storage.failures import StoreDown

log = logging.getLogger("paydesk.server")


class Heartbeat:
    """Signs this process on, beats, and signs it off at the end."""

    def __init__(self, store: Store, end: Callable[[], None] | None = None) -> None:
        self._store = store
        self._end = end or end_process
        self._stopping = Event()
        self._me: instances.Instance | None = None

    def start(self) -> None:
        """Raises Refusal where another process may not share this store."""
        me = self._me = instances.register(self._store)
        Thread(target=self._run, args=(me,), name="heartbeat", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        if self._me is not None:
            instances.sign_off(self._store, self._me)

    def _run(self, me: instances.Instance) -> None:
        while not self._stopping.wait(instances.BEAT_EVERY_MS / 1_000):
            try:
                instances.beat(self._store, me)
            except StoreDown as away:
                log.error("the heartbeat was not written", extra={"why": str(away)})  # noqa: TRY400
            except Refusal as refusal:
                log.error("another process took the place", extra={"why": str(refusal)})  # noqa: TRY400
                self._end()
