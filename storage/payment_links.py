"""Payment links: which page at Stripe is whose, and what is known of it beside its operation."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from storage.models import Allocation
from storage.models import Operation as Operations
from storage.models import PaymentLink as Table
from storage.operations import COLUMNS, LINK, Operation, by_ids
from storage.operations import operation_of as read_operation
from storage.store import Store

OPEN = "open"
"""The state of one that waits for a payer."""


@dataclass(frozen=True)
class PaymentLink:
    """`link_id` is Stripe's, None until it is made. `closing`: why it is to be closed, None while
    it isn't, and `closing_by` who had it closed. `sent_at`: when it was first handed on,
    `visited_at`: when it was first opened (epoch ms)."""

    operation_id: int
    link_id: str | None = None
    closing: str | None = None
    closing_by: str | None = None
    sent_at: int | None = None
    visited_at: int | None = None


_COLUMNS = tuple(getattr(Table, name) for name in PaymentLink.__dataclass_fields__)


def add(store: Store, practice_id: int, operation_id: int) -> None:
    made = Table.insert({"practice_id": practice_id, "operation_id": operation_id})
    store.change(made.as_rowcount())


def get(store: Store, practice_id: int, operation_id: int) -> PaymentLink:
    """LookupError: that operation has none."""
    row = store.first(_of(practice_id, operation_id))
    if row is None:
        raise LookupError(f"Operation {operation_id} has no payment link.")
    return PaymentLink(**row)


def of_operations(
    store: Store, practice_id: int, operation_ids: Collection[int]
) -> dict[int, PaymentLink]:
    """By the operation's id."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.operation_id.in_(list(operation_ids))
    )
    return {row["operation_id"]: PaymentLink(**row) for row in store.select(query)}


def operation_of(store: Store, practice_id: int, link_id: str) -> Operation | None:
    """Whose link at Stripe that is."""
    query = Table.select(Table.operation_id).where(
        Table.practice_id == practice_id, Table.link_id == link_id
    )
    row = store.first(query)
    found = by_ids(store, practice_id, [row["operation_id"]]) if row else []
    return found[0] if found else None


def open_of(store: Store, practice_id: int, invoice_ids: Collection[int]) -> list[Operation]:
    """The links of these invoices that wait for a payer, the oldest first."""
    theirs = Allocation.select(Allocation.operation_id).where(
        Allocation.practice_id == practice_id, Allocation.invoice_id.in_(list(invoice_ids))
    )
    query = Operations.select(*COLUMNS).where(
        Operations.practice_id == practice_id,
        Operations.id.in_(theirs),
        Operations.kind == LINK,
        Operations.state == OPEN,
    )
    return [read_operation(row) for row in store.select(query.order_by(Operations.id))]


def set_link_id(store: Store, practice_id: int, operation_id: int, link_id: str) -> bool:
    """Remember which page at Stripe it is. False: it has one already."""
    return _change(store, practice_id, operation_id, Table.link_id.is_null(), link_id=link_id)


def set_sent(store: Store, practice_id: int, operation_id: int, now: int) -> bool:
    """It was handed on. False: not for the first time."""
    return _change(store, practice_id, operation_id, Table.sent_at.is_null(), sent_at=now)


def set_visited(store: Store, practice_id: int, operation_id: int, at: int) -> bool:
    """It was opened. False: not for the first time."""
    return _change(store, practice_id, operation_id, Table.visited_at.is_null(), visited_at=at)


def set_closing(store: Store, practice_id: int, operation_id: int, why: str, by: str) -> bool:
    """It is to be closed. False: it was to be closed before."""
    first = Table.closing.is_null()
    return _change(store, practice_id, operation_id, first, closing=why, closing_by=by)


def _of(practice_id: int, operation_id: int) -> Any:
    mine = (Table.practice_id == practice_id) & (Table.operation_id == operation_id)
    return Table.select(*_COLUMNS).where(mine)


def _change(store: Store, practice_id: int, operation_id: int, first: Any, **values: Any) -> bool:
    mine = (Table.practice_id == practice_id) & (Table.operation_id == operation_id)
    return store.change(Table.update(values).where(mine & first)) == 1
