"""A client pays by a link in one tab while staff charges the saved card in another: every order of
what they do, against the local Stripe, each step at a given call of the worker's."""

import itertools
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import stripe

from desk.charges import try_again
from desk.context import Desk
from processor.client import RETRIES
from processor.payments import INVOICES
from rules.payment_state import State
from rules.words import Refusal
from sandbox.stripe import control_money
from sandbox.stripe.books import Record
from sandbox.stripe.errors import StripeError
from sandbox.stripe.links import has_room
from storage import ledger
from storage.invoices import Invoice
from storage.operations import Operation
from tests.sandbox.stripe.support import KEY
from tests.support.cast import OLIVIA, Cast, FrozenClock
from tests.support.invariants import Watch
from tests.support.link_payers import at_stripe, books, hears, makes_link, opens, pays
from tests.support.register import Accounting, Register
from tests.support.simulation.wire import Wire

TOTAL = 10_000
OPENS, PAYS, IS_DECLINED, CONFIRMS, OTHER_OPENS, OTHER_PAYS = (
    *("opens", "pays", "is declined", "confirms"),
    *("another opens", "another pays"),
)
CARD, DEBIT, DECLINED, ASKED, TWO = "card", "debit", "declined first", "asked by the bank", "two"
STEPS = {
    CARD: (OPENS, PAYS),
    DEBIT: (OPENS, PAYS),
    DECLINED: (OPENS, IS_DECLINED, PAYS),
    ASKED: (OPENS, PAYS, CONFIRMS),
    TWO: (OPENS, OTHER_OPENS, PAYS, OTHER_PAYS),
}
"""What payers do at Stripe, in this order."""
METHODS = {DEBIT: "pm_usBankAccount_success", ASKED: "pm_card_authenticationRequired"}
REFUSED = "pm_card_visa_chargeDeclined"
AT_ONCE, TWICE, NEVER = "news at once", "news twice, later", "no news"
NEWS = (AT_ONCE, TWICE, NEVER)
FIRST, AGAIN = "a first try", "another try"
BEFORE, ASKED_FOR, AFTER = 0, 1, 11
"""Points: before staff asks, before the worker begins, then each of its calls, and after it all."""


@dataclass(frozen=True)
class Race:
    """At which points the payer's steps are taken, by what they pay, whether Paydesk hears of it,
    and whether staff charges for the first time or once more."""

    points: tuple[int, ...]
    by: str
    news: str
    staff: str


def some_races(count: int) -> list[Race]:
    """So many of all orders, the same ones each time, of each way of paying alike."""
    chance, decks = random.Random(count), []
    news = itertools.cycle(itertools.product(NEWS, (FIRST, AGAIN)))
    for by, steps in STEPS.items():
        orders = list(itertools.combinations_with_replacement(range(AFTER + 1), len(steps)))
        chance.shuffle(orders)
        decks.append([Race(points, by, *next(news)) for points in orders])
    dealt = [one for row in itertools.zip_longest(*decks) for one in row if one is not None]
    return dealt[:count]


@dataclass
class Run:
    """One of them, as it goes. `charge`: None where staff was refused."""

    race: Race
    invoice: Invoice
    link: Operation
    charge: Operation | None = None
    pages: dict[str, Record] = field(default_factory=dict)


class Course:
    """Where they are run, one after the other, and come to rest together."""

    def __init__(self, desk: Desk, cast: Cast, clock: FrozenClock, accounting: Accounting) -> None:
        self.wire = Wire(timeout=(3, 15))
        self.register = Register(desk, cast, clock, accounting, _client(accounting, self.wire))
        self.outside = replace(self.register, client=accounting.stripe.client)
        self.watch = Watch(accounting.stripe.service)
        self.runs: list[Run] = []

    def run(self, race: Race) -> None:
        register = self.register
        payer = register.payer()
        invoice = register.invoice(payer, TOTAL)
        before = self._declined(invoice) if race.staff == AGAIN else None
        link = makes_link(register, invoice, kind=_kind(race))
        going = Run(race, invoice, link)
        self.runs.append(going)
        self._steps(going, BEFORE)
        with suppress(Refusal):
            going.charge = self._asks(before, invoice)
        self._steps(going, ASKED_FOR)
        self.wire.before = [
            (point - ASKED_FOR - 1, self._at(going, point))
            for point in sorted(set(race.points))
            if ASKED_FOR < point < AFTER
        ]
        register.till.work_off()
        for _, act in self.wire.before:
            act()
        self.wire.calm()
        self._steps(going, AFTER)
        if race.news == TWICE:
            self._hears(going)
            self._hears(going)

    def ends(self) -> None:
        """Nobody tells them anything any more. AssertionError where one was not paid once."""
        for hours in (0.1, 150, 7):
            self.register.passes(hours=hours)
            self.register.till.work_off()
        self.watch.check(self.register.store)
        for one in self.runs:
            self._check(one)

    def _declined(self, invoice: Invoice) -> Operation:
        register = self.register
        asked = register.charges(OLIVIA, invoice)
        register.next_answer(asked.method_id or "", "insufficient_funds")
        declined = register.done(asked)
        assert declined.state == State.DECLINED
        return declined

    def _asks(self, before: Operation | None, invoice: Invoice) -> Operation:
        if before is None:
            return self.register.charges(OLIVIA, invoice)
        register = self.register
        practice, person = register.cast.practice, register.person(OLIVIA)
        return try_again(register.desk, practice, person, before.uid)

    def _at(self, going: Run, point: int) -> Callable[[], None]:
        return lambda: self._steps(going, point)

    def _steps(self, going: Run, point: int) -> None:
        for step, when in zip(STEPS[going.race.by], going.race.points, strict=True):
            if when == point:
                with suppress(StripeError, KeyError):
                    self._step(going, step)
                if going.race.news == AT_ONCE:
                    self._hears(going)

    def _step(self, going: Run, step: str) -> None:
        """What can't be done any more isn't: the page is over, or was never opened."""
        whose = OTHER_OPENS if step in (OTHER_OPENS, OTHER_PAYS) else OPENS
        if step == whose:
            going.pages[whose] = opens(self.outside, going.link)
            return
        page = going.pages[whose]
        if step == CONFIRMS:
            service = self.outside.accounting.stripe.service
            now_at = books(self.outside).find("checkout.session", page.id)
            intent = now_at.body["payment_intent"]
            with suppress(ValueError):
                control_money.authenticate(service, {"passed": True}, intent)
            return
        usual = METHODS.get(going.race.by, "pm_card_visa")
        pays(self.outside, page, REFUSED if step == IS_DECLINED else usual)

    def _hears(self, going: Run) -> None:
        hears(self.outside, going.link)

    def _check(self, going: Run) -> None:
        register, race = self.register, going.race
        assert self._taken(going.invoice) == [TOTAL], race
        invoice = register.invoice_now(going.invoice)
        assert (invoice.state, invoice.paid) == ("paid", TOTAL), race
        both = [register.now(one) for one in (going.charge, going.link) if one is not None]
        states = sorted(one.state for one in both)
        assert states == ["cancelled", "succeeded"] or (states, going.charge) == (
            ["succeeded"],
            None,
        ), (race, both)
        lines = [
            line.amount
            for one in both
            for line in ledger.of_operation(register.store, register.mine, one.id)
            if line.kind == "charge"
        ]
        assert lines == [TOTAL], race
        made = at_stripe(register, going.link)
        assert not (made.body["active"] and has_room(made)), race

    def _taken(self, invoice: Invoice) -> list[int]:
        """At Stripe, what was taken for it by whichever way."""
        mine = books(self.register)
        with mine.service.lock:
            intents = [
                one.id
                for one in mine.all("payment_intent")
                if one.body["metadata"].get(INVOICES, "").split(":")[0] == str(invoice.id)
            ]
            return [
                one.body["amount_captured"]
                for one in mine.all("charge")
                if one.body["payment_intent"] in intents and one.body["status"] == "succeeded"
            ]


def _kind(race: Race) -> str:
    return "us_bank_account" if race.by == DEBIT else "card"


def _client(accounting: Accounting, wire: Wire) -> stripe.StripeClient:
    bases: Any = dict.fromkeys(("api", "connect", "files", "meter_events"), accounting.stripe.url)
    return stripe.StripeClient(
        KEY, base_addresses=bases, max_network_retries=RETRIES, http_client=wire
    )
