"""Credit notes of refunds, numbered without gaps. Once written they never change."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from storage import counters
from storage.models import Allocation
from storage.models import CreditNote as Table
from storage.store import Row, Store

CREDIT, UNDONE = "credit", "undone"
"""Kinds: the client no longer owes it; and owes it again, as the refund came back."""
PREFIX = "CN-"


@dataclass(frozen=True)
class CreditNote:
    """`amount` is what the invoices are credited, `surcharge` what went back with it, in minor
    units. `content` is JSON as desk.credit_notes writes it. `issued_on` is an ISO day."""

    number: int
    reference: str
    kind: str
    operation_id: int
    amount: int
    surcharge: int
    currency: str
    language: str
    issued_on: str
    content: dict[str, Any]
    created_by: str
    created_at: int


_COLUMNS = tuple(getattr(Table, name) for name in CreditNote.__dataclass_fields__)


def next_number(store: Store, practice_id: int) -> int:
    """To be taken in the transaction in which the note is added."""
    return counters.take(store, practice_id, counters.CREDIT_NOTES)


def add(store: Store, practice_id: int, note: CreditNote) -> None:
    values: Row = {**vars(note), "content": json.dumps(note.content, sort_keys=True)}
    store.change(Table.insert(practice_id=practice_id, **values))


def of_refunds(store: Store, practice_id: int, refund_ids: Iterable[int]) -> list[CreditNote]:
    """In the order of their numbers."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.operation_id.in_(list(refund_ids))
    )
    return [_note(row) for row in store.select(query.order_by(Table.number))]


def of_invoices(store: Store, practice_id: int, invoice_ids: Iterable[int]) -> list[CreditNote]:
    """Those that credit some of these invoices, in the order of their numbers."""
    ids = Allocation.select(Allocation.operation_id).where(
        Allocation.practice_id == practice_id, Allocation.invoice_id.in_(list(invoice_ids))
    )
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.operation_id.in_(ids)
    )
    return [_note(row) for row in store.select(query.order_by(Table.number))]


def all_numbers(store: Store, practice_id: int) -> list[int]:
    """Of all notes of the practice, in their order."""
    query = Table.select(Table.number).where(Table.practice_id == practice_id)
    return [int(row["number"]) for row in store.select(query.order_by(Table.number))]


def _note(row: Row) -> CreditNote:
    return CreditNote(**{**row, "content": json.loads(row["content"])})
