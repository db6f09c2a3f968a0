"""Disputes, what their invoices owe again because of them, and the reminders to answer."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage import bulk
from storage.models import Allocation, Ledger, Operation
from storage.models import Dispute as Table
from storage.models import DisputePart as Parts
from storage.store import Row, Store


@dataclass(frozen=True)
class Dispute:
    """`status` and `reason` are Stripe's words. Times are epoch ms: `evidence_due_at` None where
    there is nothing to answer, `closed_at` None while it isn't over. `reopened`: its invoices are
    owed again, by its parts."""

    id: int
    stripe_id: str
    operation_id: int
    charge_id: str
    amount: int
    currency: str
    reason: str
    status: str
    livemode: bool
    evidence_due_at: int | None
    opened_at: int
    closed_at: int | None
    reopened: bool


_COLUMNS = tuple(getattr(Table, name) for name in Dispute.__dataclass_fields__)


def find(store: Store, practice_id: int, stripe_id: str) -> Dispute | None:
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.stripe_id == stripe_id
    )
    row = store.first(query)
    return Dispute(**row) if row else None


def get(store: Store, practice_id: int, dispute_id: int) -> Dispute | None:
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id, Table.id == dispute_id)
    row = store.first(query)
    return Dispute(**row) if row else None


def put(store: Store, practice_id: int, dispute: Dispute) -> Dispute:
    """As it is now, by Stripe's id; its own id is given here."""
    values: Row = {name: value for name, value in vars(dispute).items() if name != "id"}
    made = Table.insert(practice_id=practice_id, **values)
    kept = made.on_conflict(
        conflict_target=(Table.practice_id, Table.stripe_id),
        update={name: value for name, value in values.items() if name != "stripe_id"},
    )
    [row] = store.returning(kept.returning(Table.id))
    return Dispute(**{**vars(dispute), "id": row["id"]})


def of_operations(store: Store, practice_id: int, operation_ids: Sequence[int]) -> list[Dispute]:
    """Of these payments, the oldest first."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.operation_id.in_(list(operation_ids))
    )
    return [Dispute(**row) for row in store.select(query.order_by(Table.id))]


def of_invoice(store: Store, practice_id: int, invoice_id: int) -> list[Dispute]:
    """Of the payments of some of it, the oldest first."""
    payments = Allocation.select(Allocation.operation_id).where(
        Allocation.practice_id == practice_id, Allocation.invoice_id == invoice_id
    )
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.operation_id.in_(payments)
    )
    return [Dispute(**row) for row in store.select(query.order_by(Table.id))]


def of_charge(store: Store, practice_id: int, charge_id: str) -> list[Dispute]:
    """Of a charge or debit, by Stripe's id."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.charge_id == charge_id
    )
    return [Dispute(**row) for row in store.select(query.order_by(Table.id))]


def not_over(store: Store, practice_id: int) -> list[Dispute]:
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.closed_at.is_null()
    )
    return [Dispute(**row) for row in store.select(query.order_by(Table.id))]


def to_answer(store: Store, practice_id: int, limit: int) -> list[tuple[Dispute, str, list[str]]]:
    """Those that the practice has to answer, the first due first; each with the uid of its payment
    and the references of the invoices that this has paid."""
    paid = (Operation.id == Table.operation_id) & (Operation.practice_id == practice_id)
    query = (
        Table.select(*_COLUMNS, Operation.uid, Operation.shown)
        .join(Operation, on=paid)
        .where(Table.practice_id == practice_id, Table.closed_at.is_null())
        .where(Table.evidence_due_at.is_null(False))
        .order_by(Table.evidence_due_at, Table.id)
    )
    found = []
    for row in store.select(query.limit(limit)):
        uid, shown = row.pop("uid"), json.loads(row.pop("shown"))
        found.append((Dispute(**row), uid, list(shown.get("invoices", ()))))
    return found


def opened_since(store: Store, practice_id: int, since: int) -> list[Dispute]:
    """Since then (epoch ms)."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.opened_at >= since
    )
    return [Dispute(**row) for row in store.select(query.order_by(Table.id))]


def parts(store: Store, practice_id: int, dispute_id: int) -> list[tuple[int, int]]:
    """The invoices that owe something again because of it, each with how much."""
    query = Parts.select(Parts.invoice_id, Parts.amount).where(
        Parts.practice_id == practice_id, Parts.dispute_id == dispute_id
    )
    rows = store.select(query.order_by(Parts.invoice_id))
    return [(row["invoice_id"], row["amount"]) for row in rows]


def set_parts(
    store: Store, practice_id: int, dispute_id: int, parts: Iterable[tuple[int, int]]
) -> None:
    """These and no others."""
    theirs = (Parts.practice_id == practice_id) & (Parts.dispute_id == dispute_id)
    rows = [[practice_id, dispute_id, invoice, amount] for invoice, amount in parts]
    with store.transaction():
        store.change(Parts.delete().where(theirs))
        names = ("practice_id", "dispute_id", "invoice_id", "amount")
        bulk.insert(store, Parts, names, rows)


def practice_of(store: Store, stripe_ids: Sequence[str]) -> int | None:
    """The practice in whose ledger one of these ids of Stripe's stands."""
    query = Ledger.select(Ledger.practice_id).where(Ledger.stripe_object.in_(list(stripe_ids)))
    row = store.first(query.limit(1)) if stripe_ids else None
    return int(row["practice_id"]) if row else None
