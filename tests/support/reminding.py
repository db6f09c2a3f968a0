"""Invoices that become due, and the clock that goes to a local time: what reminders are about."""

import itertools
from dataclasses import dataclass
from datetime import date

from desk.access import Person
from desk.context import Desk
from desk.reminders.rules import usual
from rules.calendar import moment
from rules.roles import Role
from storage import clients, invoices, operations, payment_links, reminder_rules
from storage.clients import Client
from storage.invoice_contents import Content
from storage.invoices import Invoice
from storage.new_operations import blank
from storage.operations import LINK, Allocation, Operation
from storage.reminder_rules import Rule
from tests.support.cast import OLIVIA, ROLES, Cast, FrozenClock

CHICAGO = "America/Chicago"
"""The practice's time zone."""
NUMBERS = itertools.count(5_001)


@dataclass
class Office:
    """The cast's practice, in Texas."""

    desk: Desk
    cast: Cast
    clock: FrozenClock

    @property
    def mine(self) -> int:
        return self.cast.practice.id

    def person(self, user: str) -> Person:
        return Person(self.mine, user, Role(ROLES.get(user, "none")))

    def client(self, email: str | None = "ada@example.com", name: str = "Ada Lovelace") -> Client:
        number = next(NUMBERS)
        new = Client(0, f"NP-{number}", name, name.casefold(), email)
        return clients.add(self.desk.store, self.mine, new, [])

    def invoice(self, payer: Client, due_on: str, total: int = 10_000) -> Invoice:
        return self.invoice_of(payer, payer, due_on, total)

    def invoice_of(
        self, client: Client, payer: Client, due_on: str, total: int = 10_000
    ) -> Invoice:
        number, now = next(NUMBERS), self.clock()
        new = Invoice(
            *(0, number, f"INV-{number}", client.id, payer.id, invoices.OPEN, "usd"),
            payer.language or "en",
            *("2026-11-01", due_on, "", "total", None, total, total, 0),
            *({"name": "Northside Physio"}, {"name": payer.name}, 1, None, OLIVIA, now, now),
        )
        return invoices.add(self.desk.store, self.mine, new, Content((), ()))

    def link(self, *paid: Invoice, opened_at: int | None = None) -> Operation:
        """One that waits for the payer of these, who has opened it then."""
        payer, now, mine = paid[0].payer_id, self.clock(), self.mine
        plain = vars(blank(mine, LINK, payer, OLIVIA, now))
        amount = sum(one.total for one in paid)
        new = Operation(**{**plain, "state": "open", "amount": amount, "currency": "usd"})
        parts = [Allocation(one.id, one.total) for one in paid]
        made = operations.add(self.desk.store, mine, new, parts, live=False)
        assert made is not None
        payment_links.add(self.desk.store, mine, made.id)
        if opened_at is not None:
            payment_links.set_visited(self.desk.store, mine, made.id, opened_at)
        return made

    def payer_of(self, invoice: Invoice) -> Client:
        found = clients.get(self.desk.store, self.mine, invoice.payer_id)
        assert found is not None
        return found

    def rule(self, kind: str, **values: object) -> Rule:
        """Switched on now, as it is proposed but for these values."""
        known = reminder_rules.find(self.desk.store, self.mine, kind)
        on = {"active": True, "planned_until": self.clock(), "next_at": self.clock()}
        plain = {**vars(known or usual(self.mine, kind)), **on, **values}
        assert reminder_rules.put(self.desk.store, self.mine, Rule(**plain))
        [found] = [reminder_rules.find(self.desk.store, self.mine, kind)]
        assert found is not None
        return found

    def goes_to(self, day: str, clock: str = "00:00", zone: str = CHICAGO) -> None:
        """The clock goes to that local time, forwards."""
        hour, minute = clock.split(":")
        then = moment(date.fromisoformat(day), int(hour) * 60 + int(minute), zone)
        assert then >= self.clock()
        self.clock.now = then
