"""A practice with its payers, its workers and its Stripe, in which anything may happen next."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import stripe

from bot.news_worker import NewsWorker
from bot.stripe_news import finder, handlers
from desk.access import Person
from desk.charge_plans import Wish
from desk.charges import Agreed, submit
from desk.context import Desk
from desk.event_poll import EventPoll
from desk.stripe_events import Intake
from processor.client import RETRIES
from processor.events import read_event
from rules.roles import Role
from rules.systems import System
from rules.words import Refusal
from sandbox.stripe.service import PLATFORM, Setup
from storage import members, operation_lists
from storage.clients import Client
from storage.database import open_store
from storage.invoices import Invoice
from storage.operations import LINK, Operation
from tests.sandbox.stripe.support import KEY
from tests.support.cast import ROLES, T0, FrozenClock, enter_cast
from tests.support.invariants import Watch
from tests.support.keys import TEST_KEY
from tests.support.postgres import migrate
from tests.support.register import LEASE_MS, Accounting, Register
from tests.support.simulation.reminders import Reminders
from tests.support.simulation.wire import Died, Wire
from tests.support.slate import Slate

DEBIT_SECONDS = 3 * 86_400
METHODS = (
    *("pm_card_visa", "pm_card_chargeCustomerFail", "pm_card_authenticationRequired"),
    *("pm_usBankAccount_success", "pm_sepaDebit_failed_at", "pm_card_mastercard"),
)
_STRENGTH = ("none", "support", "front_desk", "biller", "owner")
_DAYS_TO_REST = 14


class World:
    """Everything begins anew with each one. `clicks` are those of forms, to be repeated.
    `told`: how many events there were when Stripe last told them."""

    def __init__(self, *, reminds: bool = False) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="paydesk-simulation-")
        path = Path(self._folder.name) / "paydesk.db"
        shutil.copy(_template(), path)
        self.clock, self.behind, self._late = FrozenClock(), 0, {0}
        self.store = open_store(f"sqlite:///{path}", TEST_KEY, self.clock)
        secret = b"of the simulation"
        self.desk = Desk(self.store, self.clock, claim_secret=secret, sends_mail=reminds)
        self.cast = enter_cast(self.store)
        self.accounting = Accounting(Setup(debit_seconds=DEBIT_SECONDS))
        self.service = self.accounting.stripe.service
        self.wire = Wire(timeout=(3, 15))
        self.register = Register(
            self.desk, self.cast, self.clock, self.accounting, _client(self.accounting, self.wire)
        )
        self.slate = Slate(self.desk)
        self.reminders = Reminders(self.desk, self.cast.practice.id) if reminds else None
        self.history = [(user, role, T0) for user, role in ROLES.items()]
        self.watch = Watch(self.service, lambda: self.slate.shown, self._role_at, clock=self.clock)
        self.payers: list[Client] = []
        self.invoices: list[Invoice] = []
        self.clicks: list[tuple[str, str, Wish, Agreed]] = []
        self.workers, self.told = 1, 0
        self._intake()

    def _intake(self) -> None:
        known = handlers(self.desk, self.register.client)
        self.intake = Intake(self.desk, known, finder(self.desk))
        self.poll = EventPoll(self.desk, self.register.client, self.intake)
        self.news = NewsWorker(self.desk, f"news-{self.workers}", LEASE_MS, known)

    # People

    def payer(self, method: str) -> Client:
        made = self.register.payer(method)
        self.payers.append(made)
        return made

    def invoice(self, payer: Client, total: int) -> Invoice:
        made = self.register.invoice(payer, total, self._currency(payer))
        self.invoices.append(made)
        return made

    def person(self, user: str) -> Person:
        member = members.find(self.store, self.cast.practice.id, user)
        away = member is None or member.disabled_at is not None
        return Person(self.cast.practice.id, user, Role("none" if away else member.role))

    def sets_role(self, user: str, role: str) -> None:
        members.set_role(self.store, self.cast.practice.id, user, role, self.clock())
        self.history.append((user, role, self.accounting.now))
        self.passes(1)  # so that it can be told what came before it and what after

    def clicks_once(self, user: str, wish: Wish, agreed: Agreed, request: str = "") -> None:
        """A form is sent. Refusal, as people see it."""
        request = request or uuid4().hex
        self.clicks.append((user, request, wish, agreed))
        submit(self.desk, self.cast.practice, self.person(user), request, wish, agreed)

    def operations(self) -> list[Operation]:
        return [
            one
            for payer in self.payers
            for one in operation_lists.of_client(self.store, self.cast.practice.id, payer.id, 100)
        ]

    # Workers

    def works(self) -> None:
        """A worker does what is due; if it dies, a new one takes its place."""
        try:
            self.register.till.work_off()
        except Died:
            self.restarts()

    def reads_news(self) -> None:
        try:
            self.news.work_off()
        except Died:
            self.restarts()

    def restarts(self) -> None:
        """As after a kill: what was claimed stays claimed until its lease is over."""
        self.workers += 1
        self.register.owner = f"worker-{self.workers}"
        self.register.__post_init__()
        self._intake()

    def another_works(self) -> None:
        """While the first is paused for longer than its lease, a second one does what is due."""
        first = self.register.till
        self.passes(LEASE_MS // 1000 + 1)
        self.restarts()
        self.works()
        self.register.till = first

    # Stripe

    def events(self) -> list[dict[str, Any]]:
        with self.service.lock:
            return [one.snapshot() for one in self.service.platform.all("event")]

    def hears(self, bodies: list[dict[str, Any]]) -> None:
        """Webhooks come in, and are acted on."""
        for body in bodies:
            event = read_event(body)
            if event is not None:
                self.intake.take_in(event)
        self.reads_news()

    def asks_for_events(self) -> None:
        there = len(self.events())
        with suppress(Refusal, Died):
            self.poll.read(self.cast.practice, PLATFORM)
            self.told = there

    # Time

    def passes(self, seconds: int) -> None:
        """What was due longer than some weeks ago is not even told: nobody sleeps that long."""
        if self.reminders is not None:
            self.reminders.are_seen_within(seconds)
        self.clock.advance(seconds * 1000)
        self.accounting.now += seconds * 1000
        self.service.run_due()

    def set_back(self, seconds: int) -> None:
        """Paydesk's clock alone goes wrong."""
        self.behind += seconds
        self._late.add(self.behind * 1000)
        self.clock.advance(-seconds * 1000)

    def set_right(self) -> None:
        self.clock.advance(self.behind * 1000)
        self.behind = 0

    def check(self) -> None:
        self.watch.check(self.store)

    def rests(self) -> None:
        """All faults are healed, and time goes by: then nothing is left to be done."""
        self.service.faults.clear()
        self.wire.calm()
        self.set_right()
        self.restarts()
        self.asks_for_events()
        for _ in range(_DAYS_TO_REST):
            self._lives()
            self.passes(86_400)
        for _ in range(8):
            self._lives()
            self.passes(90)
        self._lives()
        self.watch.check(self.store, at_rest=True)

    def stays_the_same(self, bodies: list[dict[str, Any]]) -> None:
        """All events once more, in that order: they change nothing. Meanwhile a reminder may have
        asked for a link."""
        before = {one.uid: one.state for one in self.operations()}
        self.hears(bodies)
        self.rests()
        new = [one for one in self.operations() if one.uid not in before]
        after = {one.uid: one.state for one in self.operations() if one not in new}
        assert after == before
        assert all((one.kind, one.asked_by) == (LINK, System.REMINDERS) for one in new)

    def _lives(self) -> None:
        """Stripe is asked for events where it has any to tell: that asking for none changes
        nothing is seen as the rest begins."""
        self.works()
        if len(self.events()) != self.told:
            self.asks_for_events()
        self.reads_news()
        if self.reminders is not None:
            self.reminders.rest(self.works)
        self.slate.deliver()

    def close(self) -> None:
        if self.reminders is not None:
            self.reminders.close()
        self.store.close()
        self.service.faults.clear()
        self.accounting.stripe.server.stop()
        self._folder.cleanup()

    def _currency(self, payer: Client) -> str:
        saved = self.register.methods_of(payer)
        return "eur" if saved and saved[0].type == "sepa_debit" else "usd"

    def _role_at(self, practice_id: int, user: str, at: int) -> str:
        """The strongest that the person had while the clock said so."""
        mine = [(role, since) for name, role, since in self.history if name == user]
        ends = [since for _, since in mine[1:]] + [1 << 62]
        held = [
            role
            for (role, since), end in zip(mine, ends, strict=True)
            if any(since <= at + late <= end for late in self._late)
        ]
        return max(held, key=_STRENGTH.index, default="none")


def at(number: int, items: list[Any]) -> Any:
    """One of them, or None where there is none."""
    return items[number % len(items)] if items else None


def _client(accounting: Accounting, wire: Wire) -> stripe.StripeClient:
    bases: Any = dict.fromkeys(("api", "connect", "files", "meter_events"), accounting.stripe.url)
    return stripe.StripeClient(
        KEY, base_addresses=bases, max_network_retries=RETRIES, http_client=wire
    )


_TEMPLATES: list[Path] = []


def _template() -> Path:
    """A SQLite file with all tables, made once in a process."""
    if not _TEMPLATES:
        path = Path(tempfile.mkdtemp(prefix="paydesk-template-")) / "template.db"
        migrate(f"sqlite:///{path}")
        _TEMPLATES.append(path)
    return _TEMPLATES[0]
