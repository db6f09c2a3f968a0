"""Locks invoices together with the operations that collect them."""

from collections.abc import Collection

from storage.failures import too_busy
from storage.models import Operation as Table
from storage.operations import collecting, lock_invoices
from storage.store import Store


def lock(store: Store, practice_id: int, ids: Collection[int]) -> None:
    """Until the transaction ends nobody else changes what collects these invoices, then what is
    paid of them. StoreDown where one that has begun to collect meanwhile is being changed: to wait
    for it now could be for ever. On PostgreSQL: on SQLite the writer is alone."""
    before = set(collecting(store, practice_id, ids).values())
    _lock(store, practice_id, before, wait=True)
    lock_invoices(store, practice_id, ids)
    since = set(collecting(store, practice_id, ids).values()) - before
    if _lock(store, practice_id, since, wait=False) != len(since):
        raise too_busy()


def _lock(store: Store, practice_id: int, ids: Collection[int], *, wait: bool) -> int:
    """How many of the operations are locked."""
    query = Table.select(Table.id).where(
        Table.practice_id == practice_id, Table.id.in_(sorted(ids))
    )
    held = query.order_by(Table.id).for_update(skip_locked=not wait)
    return len(store.select(held)) if ids else 0
