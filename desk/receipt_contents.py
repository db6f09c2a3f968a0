"""What a receipt says of a charge that was paid: kept, or found in what never changes.

What might change later is written into the audit log when the charge is paid: the day, the
language, whether it was only a test, and how much of each invoice was paid then. So a receipt reads
the same for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk.context import Desk
from desk.days import day_in
from desk.invoice_parties import language_of_payer
from desk.settings import PracticeSettings
from rules.money import Money
from rules.payment_state import State
from rules.systems import System
from rules.tax_shares import share
from storage import (
    audit,
    invoice_contents,
    invoices,
    operation_lists,
    operations,
    refunds,
    taxes,
)
from storage.audit import Entry
from storage.clients import Client
from storage.invoice_contents import TaxLine
from storage.invoices import Invoice
from storage.operations import COLLECT, NOTED, REFUND, Operation
from storage.practices import Practice
from storage.taxes import TaxRate

MADE = "receipt.made"
"""In the audit log."""
_GONE = (State.PROCESSING, State.SUCCEEDED)


@dataclass(frozen=True)
class Part:
    """What one invoice got of the payment: `amount` and the tax in it, by the version's id. `left`:
    what was to be paid of it then."""

    invoice: Invoice
    amount: int
    left: int
    taxes: Mapping[int, int]


@dataclass(frozen=True)
class Receipt:
    """`parts` are in the order of the invoices' numbers; `rates` by the versions' ids. `language`
    is "en" or "fr". `test`: no real money moved. `refunded`: what of it has gone back
    since, as far as that was asked for."""

    operation: Operation
    parts: tuple[Part, ...]
    rates: Mapping[int, TaxRate]
    paid_on: date
    language: str
    test: bool
    refunded: int = 0

    @property
    def paid(self) -> Money:
        return Money(self.operation.amount, self.operation.currency)

    @property
    def left(self) -> int:
        return sum(part.left for part in self.parts)

    @property
    def newest(self) -> Invoice:
        """Practice and payer stand on it as they were last."""
        return self.parts[-1].invoice

    @property
    def number(self) -> str:
        """ "INV-1042-20261123-3FA9": the first invoice, the day, and what tells two payments of one
        day apart."""
        first = self.parts[0].invoice.reference
        return f"{first}-{self.paid_on:%Y%m%d}-{self.operation.uid[:4].upper()}"

    @property
    def in_part(self) -> bool:
        """Whether it pays less than the whole of some invoice."""
        return any(part.amount != part.invoice.total for part in self.parts)

    def tax_sums(self) -> dict[int, int]:
        """How much of each tax is in the whole payment, by the version's id."""
        sums: dict[int, int] = {}
        for part in self.parts:
            for version_id, amount in part.taxes.items():
                sums[version_id] = sums.get(version_id, 0) + amount
        return sums


def write_down(
    desk: Desk,
    practice: Practice,
    settings: PracticeSettings,
    operation: Operation,
    payer: Client,
    actor: str,
    *,
    mailed: bool,
) -> None:
    """In the transaction in which it is paid, once that is counted on the invoices. `mailed`: the
    payer is sent the receipt at once."""
    paid = {one.reference: one.paid for one in _invoices(desk, operation).values()}
    at = operation.asked_at if was_found(operation) else desk.clock()
    audit.record(
        desk.store,
        practice.id,
        actor=actor,
        action=MADE,
        target=target_of(operation.uid),
        detail={
            "paid_on": day_in(at, settings.time_zone).isoformat(),
            "language": language_of_payer(payer, settings).code,
            "test": practice.livemode is not True,
            "paid": paid,
            "mailed": mailed,
        },
        now=desk.clock(),
    )


def receipt_of(desk: Desk, operation: Operation) -> Receipt | None:
    """None: it never was paid. The same number of queries whatever it pays."""
    entry = _made(desk, operation)
    if entry is None:
        return None
    store, mine = desk.store, operation.practice_id
    found = _invoices(desk, operation)
    lines = invoice_contents.tax_lines(store, mine, found)
    versions = {one.tax_version_id for of_invoice in lines.values() for one in of_invoice}
    parts = [
        _part(found[one.invoice_id], one.amount, entry, lines.get(one.invoice_id, ()))
        for one in operations.allocations(store, mine, operation.id)
    ]
    return Receipt(
        operation=operation,
        parts=tuple(sorted(parts, key=lambda part: part.invoice.number)),
        rates=taxes.versions(store, mine, versions),
        paid_on=date.fromisoformat(entry.detail["paid_on"]),
        language=entry.detail["language"],
        test=entry.detail["test"],
    )


def refunded_of(desk: Desk, operation: Operation) -> int:
    """What of the payment has gone back since."""
    made = refunds.of_charges(desk.store, operation.practice_id, [operation.id])
    counted = [one for one in made if one.stripe_charge == operation.stripe_charge]
    return sum(one.amount for one in counted if one.state in _GONE)


def settled_by(desk: Desk, practice_id: int, invoice: Invoice, limit: int) -> tuple[Operation, ...]:
    """The newest that paid or wrote off some of the invoice."""
    if not (invoice.paid or invoice.written_off or invoice.credited):
        return ()
    found = operation_lists.of_invoice(desk.store, practice_id, invoice.id, limit)
    return tuple(one for one in found if is_paid(one) or is_noted(one))


def refunds_of(
    desk: Desk, practice_id: int, invoice: Invoice, paid_by: Sequence[Operation], limit: int
) -> tuple[Operation, ...]:
    """The newest refunds that took some of the invoice's payment back."""
    if not paid_by:
        return ()
    found = operation_lists.of_invoice(desk.store, practice_id, invoice.id, limit, {REFUND})
    return tuple(one for one in found if one.state in _GONE)


def was_found(operation: Operation) -> bool:
    """Whether it was found at Stripe after a restore: when it was asked for is when it was made
    there, and who asked is forgotten."""
    return operation.asked_by == System.RECONCILER


def is_paid(operation: Operation) -> bool:
    return operation.kind in COLLECT and operation.state == State.SUCCEEDED


def is_noted(operation: Operation) -> bool:
    """Whether it was settled without Stripe, and still counts."""
    return operation.kind in NOTED and operation.state == State.SUCCEEDED


def _part(invoice: Invoice, amount: int, entry: Entry, lines: tuple[TaxLine, ...]) -> Part:
    after = int(entry.detail["paid"][invoice.reference])
    in_it = {
        one.tax_version_id: share(one.amount, invoice.total, after - amount, after) for one in lines
    }
    return Part(invoice, amount, invoice.total - after, in_it)


def log_of(desk: Desk, operation: Operation) -> list[Entry]:
    """What was done about its receipt, the oldest first."""
    return audit.of_target(desk.store, operation.practice_id, target_of(operation.uid))


def target_of(uid: str) -> str:
    """What the audit log calls the receipt of that operation; under the uid stand its states."""
    return f"receipt:{uid}"


def _made(desk: Desk, operation: Operation) -> Entry | None:
    log = log_of(desk, operation)
    return next((entry for entry in log if entry.action == MADE), None)


def _invoices(desk: Desk, operation: Operation) -> dict[int, Invoice]:
    store, mine = desk.store, operation.practice_id
    ids = [one.invoice_id for one in operations.allocations(store, mine, operation.id)]
    return {one.id: one for one in invoices.by_ids(store, mine, ids)}
