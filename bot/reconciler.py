"""Compares with Stripe in the background: after a restored backup at once, before anything is
charged; and each practice once a day."""

import logging
from threading import Event, Thread

from bot.references import report_failure
from desk.comparison import Comparison
from desk.context import Desk
from desk.reconciling import Reconciler, practices_of
from processor.client import Client
from processor.outcomes import NotDone, Refused, Unknown
from storage import comparing
from storage.failures import StoreDown

log = logging.getLogger("paydesk.stripe")

LOOK_SECONDS = 3.0
STOP_WITHIN_SECONDS = 2.0
AGAIN_MS = 15_000
"""After Stripe didn't answer. People wait for it."""


class Reconciling:
    """A thread that looks at rows for whether there is something to compare. `livemode`: of our
    key, which sees nothing of the other mode's practices."""

    def __init__(self, desk: Desk, client: Client, *, livemode: bool) -> None:
        self._desk = desk
        self._reconciler = Reconciler(desk, client)
        self._comparison = Comparison(desk, client)
        self._livemode = livemode
        self._not_before = 0
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="reconciler", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def finish(self) -> None:
        """Begin nothing more. Doesn't wait for what is being done."""
        self._stopping.set()

    def stop(self) -> None:
        """The store is closed next, which nobody may be using then."""
        self.finish()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN_SECONDS)

    def look(self) -> None:
        """Compare, if there is something to and Stripe may answer."""
        if comparing.begun(self._desk.store) is None:
            self._daily()
        elif not 0 < self._not_before - self._desk.clock() < AGAIN_MS:
            self._after_restore()

    def _after_restore(self) -> None:
        try:
            self._reconciler.after_restore(livemode=self._livemode)
        except (NotDone, Unknown, Refused) as away:
            self._not_before = self._desk.clock() + AGAIN_MS
            log.error(  # noqa: TRY400 - expected
                "Stripe could not be compared with, so nothing is charged", extra={"why": str(away)}
            )
        else:
            log.warning("Stripe was compared with after a restore; charges are sent again")

    def _daily(self) -> None:
        for practice in practices_of(self._desk, livemode=self._livemode):
            try:
                found = self._comparison.if_due(practice)
            except (NotDone, Unknown, Refused) as away:
                extra = {"practice": practice.id, "why": str(away)}
                log.warning("Stripe could not be compared with", extra=extra)
            else:
                if found is not None and found.differences:
                    extra = {"practice": practice.id, "differences": len(found.differences)}
                    log.error("Stripe and the ledger differ", extra=extra)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except StoreDown as away:
                log.warning("comparing waits for the store", extra={"why": str(away)})
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever it meets
                report_failure(error, "comparing with Stripe")
            self._stopping.wait(LOOK_SECONDS)
