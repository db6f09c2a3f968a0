"""Compares with Stripe in the background: after a restored backup at once, before anything is
charged."""

import logging
from threading import Event, Thread

from bot.references import report_failure
from desk.reconciling import Reconciler
from processor.outcomes import NotDone, Refused, Unknown
from storage import comparing, practices
from storage.failures import StoreDown
from storage.practices import Practice

log = logging.getLogger("paydesk.stripe")

LOOK_SECONDS = 3.0
AGAIN_MS = 15_000
"""After Stripe didn't answer. People wait for it."""


class Reconciling:
    """A thread that looks at rows for whether there is something to compare. `livemode`: of our
    key, which sees nothing of the other mode's practices."""

    def __init__(self, reconciler: Reconciler, *, livemode: bool) -> None:
        self._reconciler = reconciler
        self._livemode = livemode
        self._not_before = 0
        self._stopping = Event()

    def start(self) -> None:
        Thread(target=self._run, name="reconciler", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def look(self) -> None:
        """Compare, if there is something to and Stripe may answer."""
        desk = self._reconciler.desk
        now = desk.clock()
        if comparing.begun(desk.store) is None or 0 < self._not_before - now < AGAIN_MS:
            return
        try:
            self._reconciler.after_restore(self._practices())
        except (NotDone, Unknown, Refused) as away:
            self._not_before = now + AGAIN_MS
            log.error(  # noqa: TRY400 - expected
                "Stripe could not be compared with, so nothing is charged", extra={"why": str(away)}
            )
        else:
            log.warning("Stripe was compared with after a restore; charges are sent again")

    def _practices(self) -> list[Practice]:
        everyone = practices.all_practices(self._reconciler.desk.store)
        return [one for one in everyone if one.livemode in (None, self._livemode)]

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except StoreDown as away:
                log.warning("comparing waits for the store", extra={"why": str(away)})
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever it meets
                report_failure(error, "comparing with Stripe")
            self._stopping.wait(LOOK_SECONDS)
