"""Payments of random amounts that go back in random parts, some of which fail later: what is
checked is added up here anew, from the parts alone."""

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from uuid import uuid4

from desk.access import Person
from desk.context import Desk
from desk.refund_outcomes import record_refund
from desk.refund_plans import Wish, plan
from desk.refunds import Said, submit
from rules.refund_state import RefundSnapshot
from rules.roles import Role
from rules.systems import System
from storage import (
    balances,
    clients,
    credit_notes,
    invoices,
    ledger,
    operations,
    refunds,
    settings,
    taxes,
)
from storage.balances import Counted
from storage.clients import Client
from storage.credit_notes import UNDONE
from storage.invoice_contents import Content, Line, TaxLine
from storage.invoices import Invoice
from storage.ledger import Line as Moved
from storage.new_operations import blank
from storage.operations import CHARGE, CREDIT, REOPEN, Allocation, Operation
from storage.taxes import TaxTerms
from tests.support.cast import OLIVIA, Cast

MANY = 10**9


@dataclass
class Parts:
    """At the cast's practice, where an owner refunds alone whatever it is."""

    desk: Desk
    cast: Cast
    pick: Random
    made: int = 0

    def __post_init__(self) -> None:
        store, mine, now = self.desk.store, self.cast.practice.id, self.desk.clock()
        self.person = Person(mine, OLIVIA, Role.OWNER)
        with store.transaction():
            settings.put(store, mine, "front_desk_limit", MANY)
            rate = taxes.add(store, mine, "Tax", "tax", now) or 0
            terms = TaxTerms("Tax", Decimal(7), False)
            self.tax = taxes.add_version(store, mine, rate, terms, OLIVIA, now)
        blank_client = Client(0, "NP-9001", "Ada Lovelace", "ada lovelace", None)
        self.payer = clients.add(store, mine, blank_client, [])

    def payment(self) -> None:
        """One is made, goes back in parts, and is checked. AssertionError says what isn't exact."""
        mine = self.cast.practice.id
        charge, billed = self._paid()
        left, gone = charge.bill, list[Operation]()
        while left and len(gone) < 5:
            part = left if self.pick.random() < 0.3 else self.pick.randint(1, left)
            gone.append(self._refunded(charge, part))
            left -= part
            if self.pick.random() < 0.15:
                left += self._failed(self.pick.choice(gone))
        self._check(charge, billed)
        assert operations.by_uid(self.desk.store, mine, charge.uid) is not None

    def _paid(self) -> tuple[Operation, list[Invoice]]:
        store, mine, now = self.desk.store, self.cast.practice.id, self.desk.clock()
        self.made += 1
        billed = [self._invoice(at) for at in range(self.pick.randint(1, 3))]
        bill = sum(one.total for one in billed)
        surcharge = self.pick.choice((0, 0, self.pick.randint(1, max(1, bill // 25))))
        new = replace(
            blank(mine, CHARGE, self.payer.id, OLIVIA, now),
            state="succeeded",
            amount=bill + surcharge,
            surcharge=surcharge,
            currency="usd",
            method={"type": "card"},
            shown={"invoices": [one.reference for one in billed]},
            stripe_id=f"pi_{self.made}",
            stripe_charge=f"ch_{self.made}",
        )
        parts = [Allocation(one.id, one.total) for one in billed]
        with store.transaction():
            charge = operations.add(store, mine, new, parts, live=False)
            assert charge is not None
            came = Moved(charge.id, "charge", f"ch_{self.made}", charge.amount, "usd", now)
            ledger.add(store, mine, came)
            for one in billed:
                assert balances.count(store, mine, one.id, Counted(paid=one.total), now)
        return charge, billed

    def _invoice(self, at: int) -> Invoice:
        number = 100_000 + 10 * self.made + at
        total = self.pick.choice((self.pick.randint(1, 100), self.pick.randint(1, 99_999)))
        tax = self.pick.randint(0, total // 5)
        blank_invoice = Invoice(
            id=0,
            number=number,
            reference=f"INV-{number}",
            client_id=self.payer.id,
            payer_id=self.payer.id,
            state=invoices.OPEN,
            currency="usd",
            language="en",
            issued_on="2026-11-23",
            due_on="2026-12-23",
            note="",
            rounding="total",
            fee_payer=None,
            net=total - tax,
            total=total,
            paid=0,
            seller={"name": "Northside Physio"},
            buyer={"name": self.payer.name},
            version=1,
            external_id=None,
            created_by=OLIVIA,
            created_at=self.desk.clock(),
            changed_at=self.desk.clock(),
        )
        lines = (Line("Manual therapy", "1", total - tax, total - tax, None, (self.tax,)),)
        content = Content(lines, (TaxLine(self.tax, total - tax, tax),))
        return invoices.add(self.desk.store, self.cast.practice.id, blank_invoice, content)

    def _refunded(self, charge: Operation, part: int) -> Operation:
        wish = Wish(charge.uid, part)
        seen = plan(self.desk, self.cast.practice, self.person, charge, wish).hash()
        ends = self.pick.choice((CREDIT, CREDIT, REOPEN))
        said = Said(seen, ends=ends)
        asked = submit(self.desk, self.cast.practice, self.person, uuid4().hex, wish, said)
        assert isinstance(asked, Operation)
        return self._heard(asked, "succeeded")

    def _failed(self, refund: Operation) -> int:
        """How much of the bill is here again."""
        now = operations.by_uid(self.desk.store, refund.practice_id, refund.uid)
        if now is None or now.state == "failed":
            return 0
        self._heard(refund, "failed")
        return refund.bill

    def _heard(self, refund: Operation, status: str) -> Operation:
        seen = RefundSnapshot(
            f"re_{refund.uid}",
            status,
            refund.amount,
            refund.currency,
            refund.stripe_charge or "",
            "",
            0,
            refund.uid,
        )
        after = record_refund(self.desk, refund.practice_id, refund.uid, seen, System.STRIPE_NEWS)
        assert after is not None
        assert after.state == status
        return after

    def _check(self, charge: Operation, billed: list[Invoice]) -> None:
        store, mine = self.desk.store, self.cast.practice.id
        made = refunds.of_charges(store, mine, [charge.id])
        went = [one for one in made if one.state == "succeeded"]
        bill, surcharge = sum(one.bill for one in went), sum(one.surcharge for one in went)
        assert bill <= charge.bill
        assert surcharge <= charge.surcharge
        if bill == charge.bill:
            assert surcharge == charge.surcharge, f"{surcharge} of {charge.surcharge} went back"
        moved = sum(ledger.totals(store, mine, [one.id for one in made]).values())
        assert -moved == bill + surcharge
        notes = credit_notes.of_invoices(store, mine, [one.id for one in billed])
        for one in billed:
            self._check_invoice(one, went, notes)

    def _check_invoice(
        self, invoice: Invoice, went: list[Operation], notes: list[credit_notes.CreditNote]
    ) -> None:
        store, mine = self.desk.store, self.cast.practice.id
        now = invoices.get(store, mine, invoice.id)
        assert now is not None
        lost = {"": 0, CREDIT: 0, REOPEN: 0}
        for refund in went:
            for part in operations.allocations(store, mine, refund.id):
                lost[refund.ends or ""] += part.amount if part.invoice_id == invoice.id else 0
        credited = lost[CREDIT]
        assert (now.paid, now.credited) == (invoice.total - credited - lost[REOPEN], credited)
        assert _credited(invoice, notes) == credited


def _credited(invoice: Invoice, notes: list[credit_notes.CreditNote]) -> int:
    """What the notes credit of the invoice. Whenever one is written, all of them have the tax of
    that to the minor unit; one that undoes another has what that one had."""
    amount = tax = 0
    open_notes = dict[int, tuple[int, int]]()
    for note in notes:
        for part in note.content["parts"]:
            if part["invoice"] != invoice.id:
                continue
            its = part["amount"], sum(part["taxes"].values())
            if note.kind == UNDONE:
                assert its == open_notes.pop(note.operation_id)
                amount, tax = amount - its[0], tax - its[1]
                continue
            open_notes[note.operation_id] = its
            amount, tax = amount + its[0], tax + its[1]
            whole = 2 * (invoice.total - invoice.net) * amount
            assert tax == (whole + invoice.total) // (2 * invoice.total), f"{its}, then {tax}"
    return amount


def numbered_without_gaps(desk: Desk, practice_id: int) -> int:
    """How many credit notes there are."""
    made = credit_notes.all_numbers(desk.store, practice_id)
    assert made == list(range(1, len(made) + 1))
    return len(made)
