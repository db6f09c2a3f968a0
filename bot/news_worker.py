"""Does what Stripe's news ask for, in threads of its own: each is a call or two to Stripe, and
nothing that Slack waits for may wait for that."""

import logging
from collections.abc import Mapping
from threading import Event, Thread
from time import monotonic

from bot.references import report_failure
from desk.context import Desk
from desk.stripe_events import SOURCE, Handler, News, NotKnownYet, StripeAway, news_of
from storage import inbox, inbox_together
from storage.failures import StoreDown
from storage.inbox import InboxRow

log = logging.getLogger("paydesk.stripe")

THREADS = 4
TICK_SECONDS = 1.0
STOP_WITHIN_SECONDS = 5.0
"""What hangs longer is not waited for: reading again does no harm."""
AWAY_PAUSE_MS = 30_000
STRANGE_AFTER_TRIES = 6
"""About two minutes. What carries no metadata of ours and is still unknown then, isn't ours."""


class NewsWorker:
    """A few threads. Each takes one object with all events about it, and hands it to its handler;
    the handlers by their kind of object (a key of rules.stripe_types.EVENTS)."""

    def __init__(
        self,
        desk: Desk,
        owner: str,
        lease_ms: int,
        handlers: Mapping[str, Handler],
        threads: int = THREADS,
    ) -> None:
        self._desk = desk
        self._owner = f"{owner}:news"
        self._lease_ms = lease_ms
        self._handlers = handlers
        self._away_until = 0
        self._due = Event()
        self._stopping = Event()
        self._threads = [
            Thread(target=self._run, name=f"news-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def nudge(self) -> None:
        """There may be something to do."""
        self._due.set()

    def finish(self) -> None:
        """Begin nothing more. Doesn't wait for what is being done."""
        self._stopping.set()
        self._due.set()

    def stop(self) -> None:
        """Let what is being done come to its end, and hand back the rest."""
        self.finish()
        deadline = monotonic() + STOP_WITHIN_SECONDS
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - monotonic()))
        inbox.hand_back(self._desk.store, self._owner, self._desk.clock())

    def work_off(self) -> int:
        """Do everything that is due now; how many events that were."""
        total = 0
        while not self._stopping.is_set() and (rows := self._claim()):
            self._due.set()  # So that another thread looks for the next object meanwhile.
            self._do(rows)
            total += len(rows)
        return total

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._due.wait(TICK_SECONDS)
            self._due.clear()
            try:
                self.work_off()
            except StoreDown as away:
                log.warning("Stripe's news wait for the store", extra={"why": str(away)})
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever it meets
                report_failure(error, "a round of Stripe's news")

    def _claim(self) -> list[InboxRow]:
        now = self._desk.clock()
        if now < self._away_until:
            return []
        return inbox_together.claim(self._desk.store, SOURCE, self._owner, now, self._lease_ms)

    def _do(self, rows: list[InboxRow]) -> None:
        news = news_of(rows)
        handler = self._handlers.get(news.kind)
        try:
            if handler is not None:
                handler(news)
        except StripeAway as away:
            self._wait(rows, type(away).__name__)
        except NotKnownYet:
            self._not_known(rows, news)
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001 - one bad object must not stop the others
            report_failure(error, f"news of a {news.kind}")
            self._later(rows, news, type(error).__name__)
        else:
            inbox_together.done(self._desk.store, rows, self._desk.clock())

    def _wait(self, rows: list[InboxRow], why: str) -> None:
        """All objects wait: what Stripe didn't do for one it won't do for the others."""
        now = self._desk.clock()
        self._away_until = now + AWAY_PAUSE_MS
        inbox_together.later(self._desk.store, rows, now, why, at=self._away_until)

    def _not_known(self, rows: list[InboxRow], news: News) -> None:
        """Webhooks can be faster than our own commit. Others made things of the same customers."""
        if not news.ours and min(row.tries for row in rows) >= STRANGE_AFTER_TRIES:
            log.debug("an object at Stripe isn't ours", extra={"kind": news.kind})
            inbox_together.done(self._desk.store, rows, self._desk.clock())
        else:
            self._later(rows, news, "Paydesk has no such object.")

    def _later(self, rows: list[InboxRow], news: News, why: str) -> None:
        if inbox_together.later(self._desk.store, rows, self._desk.clock(), why):
            log.error("news of Stripe's were given up", extra={"kind": news.kind, "why": why})
