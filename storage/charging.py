"""Which invoices a charge may be about, and whether another one collects them at this moment."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import SQL, fn

from storage import payment_links
from storage.invoices import COLUMNS, OPEN, Invoice, invoice_of
from storage.models import Allocation, Client, Operation
from storage.models import Invoice as Table
from storage.store import Row, Store


@dataclass(frozen=True)
class Chargeable:
    """`busy`: an operation collects it at this moment. `linked`: a payment link of it waits for a
    payer."""

    invoice: Invoice
    busy: bool
    linked: bool = False


def by_ids(store: Store, practice_id: int, ids: Collection[int]) -> list[Chargeable]:
    """Those of the practice among them, in whatever state."""
    return _found(store, practice_id, Table.id.in_(list(ids)))


def by_references(
    store: Store, practice_id: int, references: Collection[str]
) -> dict[str, Chargeable]:
    """The invoices that have one of these, by reference."""
    found = _found(store, practice_id, Table.reference.in_(list(references)))
    return {one.invoice.reference: one for one in found}


def open_of(store: Store, practice_id: int, client_id: int, limit: int) -> list[Chargeable]:
    """The open invoices of the client and of those whom the client pays for, the oldest first.

    By id, not by the due day: an index on days would have SQLite look at those of everybody.
    """
    alone = Client.select(Client.id).where(
        Client.practice_id == practice_id, Client.id == client_id
    )
    paid_for = Client.select(Client.id).where(
        Client.practice_id == practice_id, Client.payer_id == client_id
    )
    theirs = Table.client_id.in_(alone | paid_for) & (Table.state == OPEN)
    return _found(store, practice_id, theirs, limit)


def _found(
    store: Store, practice_id: int, which: Any, limit: int | None = None
) -> list[Chargeable]:
    live = Allocation.select(SQL("1")).where(
        Allocation.practice_id == practice_id, Allocation.invoice_id == Table.id, SQL("live")
    )
    mine = (Operation.id == Allocation.operation_id) & (Operation.practice_id == practice_id)
    linked = (
        Allocation.select(SQL("1"))
        .join(Operation, on=mine)
        .where(
            Allocation.practice_id == practice_id,
            Allocation.invoice_id == Table.id,
            Operation.state == payment_links.OPEN,
        )
    )
    query = Table.select(
        *COLUMNS, fn.EXISTS(live).alias("busy"), fn.EXISTS(linked).alias("linked")
    ).where(Table.practice_id == practice_id, which)
    rows = store.select(query.order_by(Table.id).limit(limit))
    return [_chargeable(row) for row in rows]


def _chargeable(row: Row) -> Chargeable:
    busy, linked = bool(row.pop("busy")), bool(row.pop("linked"))
    return Chargeable(invoice_of(row), busy, linked)
