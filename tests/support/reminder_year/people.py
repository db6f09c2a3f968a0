"""What clients and staff of one practice do in the year. Whatever it is, the diary hears of it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from uuid import uuid4

from desk import elsewhere
from desk.access import Person
from desk.invoices import void
from desk.looks import DAY
from desk.reminders import pauses
from desk.reminders.rules import switch
from rules.payment_state import State
from rules.roles import Role
from sandbox.stripe import control_money
from storage import clients, invoices, operations, payment_links, reminder_pauses, reminder_rules
from storage.clients import Client
from storage.invoice_contents import Content
from storage.invoices import Invoice
from storage.models import Operation as Operations
from storage.operations import Operation
from storage.store import Store
from tests.support import disputing
from tests.support.cast import OLIVIA
from tests.support.link_payers import opens, pays
from tests.support.register import NUMBERS, Register
from tests.support.reminder_year import clocks
from tests.support.reminder_year.diary import Bill, Change, Diary, Rule

TINY, TOTAL, PART = 20, 10_000, 3_000
"""Of an invoice, in minor units: too little for a payment link, and enough; and a part of that."""
FOR_EVER = "for ever"


@dataclass
class Payer:
    """`method`: how they pay what isn't paid in cash."""

    client: Client
    method: str


@dataclass
class Practice:
    """Its people, and what they work with."""

    register: Register
    rules: list[Rule]
    diary: Diary
    rng: Random
    debit: str
    payers: list[Payer] = field(default_factory=list)
    currency: str = "usd"

    @property
    def id(self) -> int:
        return self.register.mine

    @property
    def owner(self) -> Person:
        return Person(self.id, OLIVIA, Role.OWNER)

    @property
    def now(self) -> int:
        return self.register.clock()

    @property
    def today(self) -> date:
        return clocks.there(self.now, self.rules[0].zone).date()

    def clients_come(self, each: int) -> None:
        methods = ["pm_card_visa", "cash", *([self.debit] if self.debit else [])]
        for method in methods:
            for _ in range(each):
                self.payers.append(Payer(self._client(method), method))

    def _client(self, method: str) -> Client:
        if method != "cash":
            return self.register.payer(method)
        number = next(NUMBERS)
        new = Client(0, f"NP-{number}", "Ada Lovelace", "ada", f"payer{number}@example.com")
        return clients.add(self.register.store, self.id, new, [])

    def bills(self, payer: Payer, days: int, *, large: bool) -> Invoice:
        """An invoice that is due in so many days."""
        number, due_on = next(NUMBERS), self.today + timedelta(days=days)
        total = TOTAL if large else TINY
        new = Invoice(
            *(0, number, f"INV-{number}", payer.client.id, payer.client.id, invoices.OPEN),
            *(self.currency, "en", str(self.today), str(due_on), "", "total", None),
            *(total, total, 0, {"name": "The practice"}, {"name": payer.client.name}, 1, None),
            *(OLIVIA, self.now, self.now),
        )
        made = invoices.add(self.register.store, self.id, new, Content((), ()))
        self.diary.add(Bill(made.id, self.id, payer.client.id, due_on, self.now))
        return made

    # Money

    def settles(self, invoice: Invoice, payer: Payer) -> Operation | None:
        """Somehow it is paid, or begins to be; the operation of a debit that is on its way."""
        open_link = self._open_link(invoice)
        if not self._is_open(invoice):
            return None
        if open_link is not None and self.rng.random() < 0.5:
            self._pays_by(open_link)
            return None
        if payer.method == "cash" or self.register.invoice_now(invoice).due == TINY:
            self._pays_cash(invoice)
        else:
            charged = self.register.done(self.register.charges(OLIVIA, invoice))
            if charged.state == State.PROCESSING:
                self._notes("held", invoice.id, value=True)
                return charged
        self._notes("state", invoice.id, self.register.invoice_now(invoice).state)
        assert self.register.invoice_now(invoice).state == "paid"
        return None

    def debit_ends(self, invoice: Invoice, debit: Operation, failure: str | None) -> None:
        service = self.register.accounting.stripe.service
        control_money.end_debit(service, {"failure_code": failure}, str(debit.stripe_id))
        self._looks_at(debit)
        self._notes("held", invoice.id, value=False)
        self._notes("state", invoice.id, self.register.invoice_now(invoice).state)
        assert (self.register.invoice_now(invoice).state == "paid") is (failure is None)

    def disputes(self, invoice: Invoice) -> str | None:
        """A part is paid by card, and disputed at once. The dispute's id."""
        if not self._is_open(invoice) or self.register.invoice_now(invoice).due != TOTAL:
            return None
        paid = self.register.done(self.register.charges(OLIVIA, invoice, amount=PART))
        assert paid.state == State.SUCCEEDED
        dispute = disputing.is_disputed(self.register, paid)
        disputing.hears(self.register, dispute)
        self._notes("disputed", invoice.id, value=True)
        return dispute

    def dispute_ends(self, invoice: Invoice, dispute: str) -> None:
        disputing.answers(self.register, dispute)
        self.register.passes(seconds=5)
        assert disputing.hears(self.register, dispute).status == "won"
        self._notes("disputed", invoice.id, value=False)

    def voids(self, invoice: Invoice) -> None:
        if self._is_open(invoice) and self.register.invoice_now(invoice).paid == 0:
            practice = self.register.cast.practice
            void(self.register.desk, practice, self.owner, invoice.id, {"reason": "A mistake"})
            self.register.till.work_off()
            self._notes("state", invoice.id, "void")

    def _is_open(self, invoice: Invoice) -> bool:
        busy = operations.collecting(self.register.store, self.id, [invoice.id])
        return self.register.invoice_now(invoice).state == "open" and not busy

    def _open_link(self, invoice: Invoice) -> Operation | None:
        found = payment_links.open_of(self.register.store, self.id, [invoice.id])
        return found[-1] if found else None

    def _pays_by(self, link: Operation) -> None:
        """All that it is for."""
        pays(self.register, opens(self.register, link))
        self._looks_at(link)
        for part in operations.allocations(self.register.store, self.id, link.id):
            paid = invoices.get(self.register.store, self.id, part.invoice_id)
            assert paid is not None
            assert paid.state == "paid"
            self._notes("state", paid.id, paid.state)

    def _looks_at(self, operation: Operation) -> None:
        """Stripe has told that there is something new."""
        self._due(operation, self.now)
        self.register.till.work_off()

    def _pays_cash(self, invoice: Invoice) -> None:
        desk, practice = self.register.desk, self.register.cast.practice
        noting = elsewhere.to_note(desk, practice, self.owner, [invoice.id])
        form = {
            elsewhere.METHOD: elsewhere.CASH,
            elsewhere.AMOUNT: f"{noting.due / 100:.2f}",
            elsewhere.DAY: str(noting.today),
            elsewhere.REFERENCE: "",
        }
        elsewhere.note(desk, practice, self.owner, uuid4().hex, noting.seen(), form, "en")
        self.register.till.work_off()

    def _due(self, operation: Operation, at: int) -> None:
        table = Operations
        mine = (table.practice_id == self.id) & (table.id == operation.id)
        self.register.store.change(table.update(due_at=at).where(mine))

    # Pauses and rules

    def pauses(self, scope: str, subject: int, days: int | None, *, snoozed: bool = False) -> None:
        until = self.today + timedelta(days=days) if days else None
        desk, practice = self.register.desk, self.register.cast.practice
        pauses.pause(desk, practice, self.owner, scope, subject, "", until, snoozed=snoozed)
        self._paused(scope, subject, str(until) if until else FOR_EVER, snoozed=snoozed)

    def goes_on(self, scope: str, subject: int) -> None:
        reminder_pauses.end(self.register.store, self.id, scope, subject, OLIVIA, self.now)
        self._paused(scope, subject, None, snoozed=False)

    def _paused(self, scope: str, subject: int, value: str | None, *, snoozed: bool) -> None:
        name = "practice" if scope == reminder_pauses.ALL else scope
        who = subject or self.id
        self.diary.add(Change(self.now, f"{name} paused", who, value, snoozed))

    def address(self, payer: Payer, address: str | None) -> None:
        known = clients.get(self.register.store, self.id, payer.client.id)
        assert known is not None
        clients.change(self.register.store, self.id, replace(known, email=address), [])
        self._notes("address", payer.client.id, value=address is not None)

    def turns(self, kind: str, *, on: bool) -> None:
        desk, practice = self.register.desk, self.register.cast.practice
        rule = reminder_rules.find(self.register.store, self.id, kind)
        assert rule is not None
        if rule.active is not on:
            switch(desk, practice, self.owner, kind, rule.version, on=on)
            self.diary.add(Change(self.now, "on", (self.id, kind), on))

    def _notes(self, what: str, who: int, value: object) -> None:
        self.diary.add(Change(self.now, what, who, value))


def links_rest(store: Store, now: int) -> None:
    """Whether a link was opened, nobody asks for in this year: there would be a million such looks.
    What is paid by one, Stripe tells."""
    table = Operations
    resting = table.update(due_at=now + 400 * DAY)
    waiting = (table.kind == operations.LINK) & (table.state == State.OPEN)
    store.change(resting.where(waiting, table.looks > 0, table.due_at < now + 200 * DAY))
