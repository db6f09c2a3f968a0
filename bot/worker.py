"""Claims due work and does it: events that were taken in, what Stripe is to do, and messages."""

import logging
from collections.abc import Callable, Mapping
from threading import Event, Thread

from apscheduler.schedulers.background import BackgroundScheduler

from bot.events import SOURCE, EventHandler
from bot.outbox.delivery import SlackPosts
from bot.references import report_failure
from bot.till import Till
from desk.admin.imports import forget_old
from desk.context import Desk
from storage import inbox, outbox
from storage.failures import StoreDown
from storage.inbox import InboxRow

log = logging.getLogger("paydesk.worker")

TICK_SECONDS = 1
STOP_WITHIN_SECONDS = 11
"""Longer than the longest call to Slack takes."""
FORGET_EVERY_MS = 60 * 60 * 1_000
KEPT_MS = 31 * 24 * 60 * 60 * 1_000
"""Longer than anything that could come a second time."""


class Worker:
    """One thread that works until nothing is due, then sleeps until it is nudged.

    APScheduler only ticks; what is due stands in rows, so nothing depends on the ticks' times.
    """

    def __init__(
        self,
        desk: Desk,
        owner: str,
        lease_ms: int,
        handlers: Mapping[str, EventHandler],
        posts: SlackPosts,
        till: Till,
        notices: Callable[[], int],
    ) -> None:
        """`notices` tells people what is due at this time, and says how many that were."""
        self._desk = desk
        self._owner = owner
        self._lease_ms = lease_ms
        self._handlers = handlers
        self._posts = posts
        self._till = till
        self._notices = notices
        till.on_free = self.nudge
        self._forget_at = 0
        self._due = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="worker", daemon=True)
        self._scheduler = BackgroundScheduler()

    def start(self) -> None:
        self._thread.start()
        self._scheduler.add_job(
            self.nudge,
            "interval",
            seconds=TICK_SECONDS,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def finish(self) -> None:
        """Begin nothing more. Doesn't wait for what is being done."""
        self._stopping.set()
        self._posts.finish()
        self._till.finish()
        self._due.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def stop(self) -> None:
        """Finish what is being done, and hand back what was claimed and not begun."""
        self.finish()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN_SECONDS)
        store, now = self._desk.store, self._desk.clock()
        inbox.hand_back(store, self._owner, now)
        outbox.hand_back(store, self._owner, now, begun=self._posts.in_flight)
        self._till.stop()

    def nudge(self) -> None:
        """There may be something to do."""
        self._due.set()

    def work_off(self) -> int:
        """Do everything that is due now; how many rows that were."""
        total = 0
        while not self._stopping.is_set() and (
            done := self._handle_inbox()
            + self._till.begin_due()
            + self._notices()
            + self._posts.deliver_due()
        ):
            total += done
        return total

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._due.wait()
            self._due.clear()
            try:
                self.work_off()
                self._forget_old_rows()
            except StoreDown as away:
                log.warning("the worker waits for the store", extra={"why": str(away)})
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever it meets
                report_failure(error, "the worker's round")

    def _handle_inbox(self) -> int:
        now = self._desk.clock()
        rows = inbox.claim(self._desk.store, self._owner, now, self._lease_ms, 20, SOURCE)
        for row in rows:
            if self._stopping.is_set():
                break
            self._handle(row)
        return len(rows)

    def _forget_old_rows(self) -> None:
        """Once an hour: what was finished a month ago is of no use to anybody."""
        now = self._desk.clock()
        if now >= self._forget_at:
            self._forget_at = now + FORGET_EVERY_MS
            for queue in (inbox, outbox):
                queue.forget_finished(self._desk.store, now - KEPT_MS)
            forget_old(self._desk)

    def _handle(self, row: InboxRow) -> None:
        """Do what an event asks for. One that fails again and again is parked by the store."""
        store, now = self._desk.store, self._desk.clock()
        handler = self._handlers.get(row.kind)
        if handler is None:
            inbox.done(store, row, now)
            return
        try:
            handler.handle(row)
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the queue
            report_failure(error, f"event {row.kind}")
            inbox.retry_later(store, row, now, type(error).__name__)
        else:
            inbox.done(store, row, self._desk.clock(), forget=handler.forgets)
