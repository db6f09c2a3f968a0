"""What moved at Stripe, and what that paid. Its rows never change."""

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import Case, fn

from storage.models import Invoice
from storage.models import Ledger as Table
from storage.store import Row, Store


@dataclass(frozen=True)
class Line:
    """`kind` is one of rules.payment_state's; `amount` minor units, positive towards the practice;
    `stripe_object` Stripe's id; `at` epoch ms."""

    operation_id: int | None
    kind: str
    stripe_object: str
    amount: int
    currency: str
    at: int


_COLUMNS = tuple(getattr(Table, name) for name in Line.__dataclass_fields__)


def add(store: Store, practice_id: int, line: Line) -> bool:
    """False: it stands there already."""
    values: Row = {"practice_id": practice_id, **vars(line)}
    made = Table.insert(values).on_conflict(action="nothing")
    return store.change(made.as_rowcount()) == 1


def of_operation(store: Store, practice_id: int, operation_id: int) -> list[Line]:
    """In the order in which they became known."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.operation_id == operation_id
    )
    return [Line(**row) for row in store.select(query.order_by(Table.id))]


def all_lines(store: Store, practice_id: int, after: int = 0) -> list[Line]:
    """Everything since then (epoch ms), in the order in which it became known."""
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id, Table.at >= after)
    return [Line(**row) for row in store.select(query.order_by(Table.id))]


def totals(
    store: Store, practice_id: int, operation_ids: Sequence[int]
) -> dict[tuple[int, str], int]:
    """By operation and kind, the sum of what moved."""
    moved = fn.SUM(Table.amount)
    query = Table.select(Table.operation_id, Table.kind, moved.alias("amount")).where(
        Table.practice_id == practice_id, Table.operation_id.in_(list(operation_ids))
    )
    rows = store.select(query.group_by(Table.operation_id, Table.kind))
    return {(row["operation_id"], row["kind"]): int(row["amount"]) for row in rows}


def can_pay(store: Store, practice_id: int, invoice_id: int, amount: int) -> bool:
    """Whether `pay` would count it."""
    query = Invoice.select(Invoice.state, Invoice.paid, Invoice.total).where(
        Invoice.practice_id == practice_id, Invoice.id == invoice_id
    )
    row = store.first(query)
    if row is None or row["state"] == "void":
        return False
    return 0 <= int(row["paid"]) + amount <= int(row["total"])


def pay(store: Store, practice_id: int, invoice_id: int, amount: int, now: int) -> bool:
    """Count `amount` as paid on the invoice, or take it back where it is negative; the invoice is
    paid or open by what is left. False: that can't be, of a void one or beyond its total."""
    paid = Invoice.paid + amount
    values = {"paid": paid, "changed_at": now, "version": Invoice.version + 1}
    sound = (Invoice.state != "void") & (paid >= 0) & (paid <= Invoice.total)
    changed = Invoice.update(values).where(
        Invoice.practice_id == practice_id, Invoice.id == invoice_id, sound
    )
    with store.transaction():
        if store.change(changed) != 1:
            return False
        state = Case(None, [(Invoice.paid == Invoice.total, "paid")], "open")
        store.change(
            Invoice.update(state=state).where(
                Invoice.practice_id == practice_id, Invoice.id == invoice_id
            )
        )
    return True
