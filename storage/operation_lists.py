"""Which operations there are of a client, of an invoice, or in a state."""

from collections.abc import Collection

from storage.models import Allocation as Allocations
from storage.models import Operation as Table
from storage.operations import COLLECT, COLUMNS, NOTED, Operation, by_ids, operation_of
from storage.store import Store


def of_client(
    store: Store, practice_id: int, client_id: int, limit: int, kind: str | None = None
) -> list[Operation]:
    """The client's newest, of that kind or of all."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.client_id == client_id
    )
    if kind is not None:
        query = query.where(Table.kind == kind)
    return [operation_of(row) for row in store.select(query.order_by(Table.id.desc()).limit(limit))]


def all_of_client(store: Store, practice_id: int, client_id: int) -> list[Operation]:
    """Everything that was done for the client at Stripe, the oldest first."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.client_id == client_id
    )
    return [operation_of(row) for row in store.select(query.order_by(Table.id))]


def of_invoice(
    store: Store,
    practice_id: int,
    invoice_id: int,
    limit: int,
    kinds: Collection[str] = COLLECT | NOTED,
) -> list[Operation]:
    """The newest of these kinds that pay, or were to pay, some of the invoice; or take it back."""
    mine = (Table.id == Allocations.operation_id) & (Table.practice_id == practice_id)
    ids = (
        Allocations.select(Allocations.operation_id)
        .join(Table, on=mine)
        .where(
            Allocations.practice_id == practice_id,
            Allocations.invoice_id == invoice_id,
            Table.kind.in_(list(kinds)),
        )
    )
    newest = store.select(ids.order_by(Allocations.operation_id.desc()).limit(limit))
    found = by_ids(store, practice_id, [row["operation_id"] for row in newest])
    return sorted(found, key=lambda one: one.id, reverse=True)


def in_state(store: Store, practice_id: int, state: str, limit: int) -> list[Operation]:
    """The oldest of the practice in that state."""
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.state == state)
    return [operation_of(row) for row in store.select(query.order_by(Table.id).limit(limit))]
