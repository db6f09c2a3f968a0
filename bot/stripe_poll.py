"""Asks Stripe for its events now and then, in the background."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from bot.readiness import Contacts
from bot.references import report_failure
from bot.stripe_refusal import tell_owners_of_refused_key
from desk.context import Desk
from desk.event_poll import EventPoll
from processor.accounts import KeyRefused
from rules.words import Refusal
from storage import practices
from storage.failures import StoreDown
from storage.practices import Practice

log = logging.getLogger("paydesk.stripe")

LOOK_SECONDS = 3.0
STOP_WITHIN_SECONDS = 2.0
EXPECTING_MS = 3_000
"""While somebody waits for an outcome: it shows within a few seconds, and Stripe, which takes 100
requests a second (25 under a test key), gets twenty a minute."""
IDLE_MS = 60_000
"""Otherwise: what a bank or a client does by itself may take a minute to show."""
CATCH_UP_MS = 60 * 60_000
"""Where a webhook brings the events, for what got lost; and after a refused key, in case somebody
gave it the permission. A webhook that lost something isn't trusted for so long either."""


@dataclass(frozen=True)
class OurAccount:
    """`find` gives the account's id, or raises Refusal. `key_mark` tells our keys apart and is no
    secret."""

    find: Callable[[], str]
    livemode: bool
    key_mark: str


class StripePoll:
    """`expects`: whether an outcome is waited for now. `on_gap` hears (the practice, epoch seconds)
    since when events may have been lost, so that objects are listed by date instead. Where no
    webhook brings them, `on_silence` hears from when to when (epoch ms) Stripe didn't answer."""

    def __init__(
        self,
        desk: Desk,
        poll: EventPoll,
        contacts: Contacts,
        ours: OurAccount,
        *,
        by_webhook: bool,
        expects: Callable[[], bool] = lambda: False,
        on_gap: Callable[[int, int], None],
        on_silence: Callable[[int, int], None] = lambda _began, _ended: None,
    ) -> None:
        self._desk = desk
        self._poll = poll
        self._contacts = contacts
        self._ours = ours
        self._by_webhook = by_webhook
        self._expects = expects
        self._on_gap = on_gap
        self._on_silence = on_silence
        self._asked_at: int | None = None
        self._refused = False
        self._lost_at: int | None = None
        self._silent_since: int | None = None
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="stripe-poll", daemon=True)

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

    def look(self) -> bool:
        """Ask Stripe, if it is time to. Whether it was."""
        now = self._desk.clock()
        if not self._is_due(now):
            return False
        self._asked_at = now
        for practice in practices.all_practices(self._desk.store):
            if practice.livemode == self._ours.livemode:
                self._ask(practice)
        return True

    def _is_due(self, now: int) -> bool:
        """A clock that was set back doesn't keep it from asking."""
        if self._asked_at is None or now < self._asked_at:
            return True
        return now - self._asked_at >= self._pause_ms(now)

    def _pause_ms(self, now: int) -> int:
        if self._refused:
            return CATCH_UP_MS
        if self._by_webhook:
            return IDLE_MS if self._loses(now) else CATCH_UP_MS
        return EXPECTING_MS if self._expects() else IDLE_MS

    def _loses(self, now: int) -> bool:
        """Whether the webhook lately didn't bring what it should have."""
        return self._lost_at is not None and 0 <= now - self._lost_at < CATCH_UP_MS

    def _ask(self, practice: Practice) -> None:
        try:
            read = self._poll.read(practice, self._ours.find())
        except KeyRefused as refusal:
            self._refused = True
            log.error("Stripe refuses to tell its events", extra={"why": str(refusal)})  # noqa: TRY400 - expected
            tell_owners_of_refused_key(self._desk, practice, refusal, self._ours.key_mark)
        except Refusal as refusal:
            log.warning("Stripe did not tell its events", extra={"why": str(refusal)})
            self._silent_since = self._silent_since or self._desk.clock()
        else:
            self._refused = False
            self._note_silence()
            self._contacts.stripe_event_at = self._desk.clock()
            self._note_lost(read.new)
            if read.gap_since is not None:
                extra = {"practice": practice.id, "since": read.gap_since}
                log.error("Stripe has forgotten events that were not read", extra=extra)
                self._on_gap(practice.id, read.gap_since)

    def _note_silence(self) -> None:
        if self._silent_since is not None and not self._by_webhook:
            self._on_silence(self._silent_since, self._desk.clock())
        self._silent_since = None

    def _note_lost(self, new: int) -> None:
        if self._by_webhook and new:
            self._lost_at = self._desk.clock()
            log.warning("the webhook did not bring Stripe's events", extra={"events": new})

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except StoreDown as away:
                log.warning("Stripe's events wait for the store", extra={"why": str(away)})
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever it meets
                report_failure(error, "asking Stripe for its events")
            self._stopping.wait(LOOK_SECONDS)
