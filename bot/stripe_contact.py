"""Asks Stripe now and then who we are, so that /readyz can tell when it last answered."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from bot.clock import Clock
from bot.readiness import Contacts
from processor.accounts import Account
from rules.words import Refusal

log = logging.getLogger("paydesk.stripe")

EVERY_SECONDS = 300


class StripeContact:
    """In the background, at once and then every few minutes. That Stripe is away keeps nobody from
    looking up fees, so it is only noted. `read_account` raises Refusal where it doesn't answer."""

    def __init__(
        self, read_account: Callable[[], Account], contacts: Contacts, clock: Clock
    ) -> None:
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

    def _run(self) -> None:
        self.ask()
        while not self._stopping.wait(EVERY_SECONDS):
            self.ask()
