"""Works at the operations that are due, several at a time: each may have to wait for Stripe."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from bot.references import report_failure
from desk.sending import Sender
from storage import operation_queue
from storage.operations import Operation

log = logging.getLogger("paydesk.till")

AT_ONCE = 8
STOP_WITHIN_SECONDS = 5


class Till:
    """A pool of its own, so that a Stripe that hangs holds up neither messages nor Slack."""

    def __init__(self, sender: Sender, owner: str) -> None:
        self._sender = sender
        self._owner = owner
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="till")
        self._lock = Lock()
        self._busy = 0
        self._finishing = False
        self.on_free: Callable[[], None] = lambda: None
        """Called when one is through: there may be more to do."""

    def begin_due(self) -> int:
        """Begin what is due, as far as there is room; how many operations that were."""
        room = self._room()
        if not room:
            return 0
        desk = self._sender.desk
        rows = operation_queue.claim(
            desk.store, self._owner, desk.clock(), self._sender.lease_ms, limit=room
        )
        for row in rows:
            with self._lock:
                self._busy += 1
            self._pool.submit(self._work, row)
        return len(rows)

    def work_off(self) -> int:
        """Do what is due now in the thread that asks, one after the other; how many."""
        desk, total = self._sender.desk, 0
        while rows := operation_queue.claim(
            desk.store, self._owner, desk.clock(), self._sender.lease_ms, limit=1
        ):
            for row in rows:
                self._do(row)
            total += len(rows)
        return total

    def finish(self) -> None:
        """Begin nothing more."""
        self._finishing = True

    def stop(self) -> None:
        """What is being asked may come to its end; nothing more is sent afterwards, since the
        leases are handed back."""
        self.finish()
        self._pool.shutdown(wait=False, cancel_futures=True)
        desk = self._sender.desk
        operation_queue.hand_back(desk.store, self._owner, desk.clock())

    def _room(self) -> int:
        with self._lock:
            return 0 if self._finishing else AT_ONCE - self._busy

    def _work(self, row: Operation) -> None:
        try:
            self._do(row)
        finally:
            with self._lock:
                self._busy -= 1
            self.on_free()

    def _do(self, row: Operation) -> None:
        try:
            self._sender.work(row)
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
            report_failure(error, "an operation")
            self._sender.not_known(row)
