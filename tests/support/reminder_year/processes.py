"""Paydesk as two processes on one database, one of which may be killed at any commit or call."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import stripe

from bot.mail_server import MailServer
from bot.outbox.mails import MailAccount, Mails
from bot.till import Till
from desk.context import Desk
from desk.reminders.clock import do_due
from desk.sending import Sender
from storage.database import open_store
from tests.sandbox.stripe.support import KEY
from tests.support.cast import FrozenClock
from tests.support.keys import TEST_KEY
from tests.support.register import LEASE_MS
from tests.support.simulation.wire import Died

ADDRESS = "desk@example.com"
MAIL = "mail"
_ENDLESS = 100_000
_HANDED_OVER = {f"after {MAIL}": True, "after commit": False}
"""At which points that begins, and ends."""


class Seams:
    """The points at which a process may be killed, counted as it comes by: before and after each
    commit, each call to Stripe and each mail. At point number `fatal` it dies; at number `beside`,
    or at the next one outside a transaction, `other` does its work in between. `handed_over`: the
    mail server has a mail, which isn't written down yet."""

    def __init__(self) -> None:
        self.calm()

    def calm(self) -> None:
        self.fatal, self.beside, self.passed = _ENDLESS, _ENDLESS, 0
        self.other: Callable[[], object] = lambda: None
        self.went_beside = 0
        self.handed_over = False

    def wrapped(self, what: str, real: Callable[..., Any], inside: Callable[[], bool]) -> Any:
        def watched(*args: Any, **more: Any) -> Any:
            self._pass(f"before {what}", inside())
            answer = real(*args, **more)
            self._pass(f"after {what}", inside())
            return answer

        return watched

    def _pass(self, where: str, in_transaction: bool) -> None:
        number, self.passed = self.passed, self.passed + 1
        if where in _HANDED_OVER:
            self.handed_over = _HANDED_OVER[where]
        if number == self.fatal:
            raise Died
        if number >= self.beside and not in_transaction:
            self.beside = _ENDLESS
            other, self.other = self.other, lambda: None
            kept, self.fatal = (self.fatal, self.handed_over), _ENDLESS  # It lives by itself.
            other()
            self.fatal, self.handed_over = kept
            self.went_beside += 1


class Process:
    """A desk with its worker and its mails, on connections of its own."""

    def __init__(
        self,
        url: str,
        clock: FrozenClock,
        stripe_url: str,
        port: int,
        name: str,
        seams: Seams,
    ) -> None:
        self.store = open_store(url, TEST_KEY, clock)
        inside = self.store.in_transaction
        self.store._commit = seams.wrapped("commit", self.store._commit, inside)  # type: ignore[method-assign]
        self.desk = Desk(self.store, clock, claim_secret=b"of the year", sends_mail=True)
        self.client = _client(stripe_url, seams, inside)
        self.till = Till(Sender(self.desk, self.client, LEASE_MS), name)
        account = MailAccount(MailServer("smtp", "127.0.0.1", port), ADDRESS)
        files = dict.fromkeys(("invoice", "invoice_with_link"), _no_file)
        self.mails = Mails(self.desk, account, files, name, LEASE_MS)

    def works(self) -> int:
        """One round of what is due; how much that was."""
        return do_due(self.desk) + self.till.work_off() + self.mails.deliver_due()

    def close(self) -> None:
        """What it had not committed is gone."""
        self.store.close()


@contextmanager
def mails_are_points(seams: Seams) -> Iterator[None]:
    """Of every process here."""
    real = smtplib.SMTP.data

    def data(connection: smtplib.SMTP, message: Any) -> Any:
        send = seams.wrapped(MAIL, real, lambda: False)
        return send(connection, message)

    smtplib.SMTP.data = data  # type: ignore[method-assign]
    try:
        yield
    finally:
        smtplib.SMTP.data = real  # type: ignore[method-assign]


def _client(url: str, seams: Seams, inside: Callable[[], bool]) -> stripe.StripeClient:
    wire = stripe.RequestsClient(timeout=(3, 15))
    wire.request = seams.wrapped("Stripe", wire.request, inside)  # type: ignore[method-assign]
    bases: Any = dict.fromkeys(("api", "connect", "files", "meter_events"), url)
    return stripe.StripeClient(KEY, base_addresses=bases, max_network_retries=0, http_client=wire)


def _no_file(practice_id: int, key: str) -> tuple[str, bytes]:
    """How an invoice is drawn is no question here."""
    return "invoice.pdf", key.encode()
