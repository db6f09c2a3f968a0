"""Asks Stripe now and then who we are, so that /readyz can tell when it last answered, and the log
when this machine's clock is wrong."""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from bot.clock import Clock
from bot.readiness import Contacts
from processor.accounts import Account
from rules.words import Refusal

log = logging.getLogger("paydesk.stripe")

EVERY_SECONDS = 300
CLOCK_MAY_DIFFER_SECONDS = 300


class StripeContact:
    """In the background, at once and then every few minutes. That Stripe is away keeps nobody from
    looking up fees, so it is only noted. `read_account` raises Refusal where it doesn't answer.
    `wall` is this machine's own clock, in epoch seconds."""

    def __init__(
        self,
        read_account: Callable[[], Account],
        contacts: Contacts,
        clock: Clock,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._wall = wall
        self._read_account = read_account
        self._contacts = contacts
        self._clock = clock
        self._stopping = Event()

    def start(self) -> None:
        Thread(target=self._run, name="stripe-contact", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def ask(self) -> None:
        try:
            account = self._read_account()
        except Refusal as refusal:
            log.warning("Stripe did not tell us our account", extra={"why": str(refusal)})
        else:
            self._contacts.stripe_at = self._clock()
            self._contacts.stripe_account = account.id
            self._look_at_clock(account)

    def _look_at_clock(self, account: Account) -> None:
        """Slack's and Stripe's signatures are only taken by a clock that is right."""
        if account.answered_at is None:
            return
        ahead = self._wall() - account.answered_at.timestamp()
        if abs(ahead) > CLOCK_MAY_DIFFER_SECONDS:
            log.error("this machine's clock is wrong", extra={"ahead_of_stripe_s": round(ahead)})

    def _run(self) -> None:
        self.ask()
        while not self._stopping.wait(EVERY_SECONDS):
            self.ask()
