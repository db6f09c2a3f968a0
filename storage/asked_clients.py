"""Whom a practice may want to ask for a payment method."""

from collections.abc import Collection

from storage.invoices import OPEN
from storage.models import Client, Invoice, Operation, SavedMethod
from storage.store import Store


def owing(store: Store, practice_id: int, limit: int) -> list[int]:
    """Who pays the oldest open invoices, as many as `limit` invoices name, each once."""
    query = Invoice.select(Invoice.payer_id).where(
        Invoice.practice_id == practice_id, Invoice.state == OPEN
    )
    rows = store.select(query.order_by(Invoice.due_on, Invoice.id).limit(limit))
    return list(dict.fromkeys(row["payer_id"] for row in rows))


def with_method(store: Store, practice_id: int, ids: Collection[int]) -> set[int]:
    """Those of the clients who have a payment method saved, or can't have one any more."""
    saved = SavedMethod.select(SavedMethod.client_id).where(
        SavedMethod.practice_id == practice_id, SavedMethod.client_id.in_(list(ids))
    )
    erased = Client.select(Client.id).where(
        Client.practice_id == practice_id,
        Client.id.in_(list(ids)),
        Client.erased_at.is_null(False),
    )
    return {row["client_id"] for row in store.select(saved)} | {
        row["id"] for row in store.select(erased)
    }


def being_asked(
    store: Store, practice_id: int, ids: Collection[int], kind: str, states: Collection[str]
) -> set[int]:
    """Those of the clients who have an operation of that kind in one of these states."""
    query = Operation.select(Operation.client_id).where(
        Operation.practice_id == practice_id,
        Operation.client_id.in_(list(ids)),
        Operation.kind == kind,
        Operation.state.in_(list(states)),
    )
    return {row["client_id"] for row in store.select(query)}
