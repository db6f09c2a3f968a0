"""Refunds by the charge that they give back, and what of it is still to be given back."""

from collections.abc import Iterable

from peewee import fn

from storage.models import Allocation
from storage.models import Operation as Table
from storage.operations import COLUMNS, Operation, operation_of
from storage.store import Store


def lock_charge(store: Store, practice_id: int, charge_id: int | None) -> None:
    """Until the transaction ends nobody else begins, moves or ends a refund of that charge. Taken
    before anything else of a refund is locked."""
    if store.kind == "postgresql" and charge_id is not None:
        query = Table.select(Table.id).where(
            Table.practice_id == practice_id, Table.id == charge_id
        )
        store.select(query.for_update("FOR NO KEY UPDATE"))  # type: ignore[arg-type]


def of_charges(store: Store, practice_id: int, charge_ids: Iterable[int]) -> list[Operation]:
    """All refunds of these charges, the oldest first."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.charge_id.in_(list(charge_ids))
    )
    return [operation_of(row) for row in store.select(query.order_by(Table.id))]


def newest_payments(
    store: Store,
    practice_id: int,
    kinds: Iterable[str],
    states: Iterable[str],
    limit: int,
    client_ids: Iterable[int] | None = None,
) -> list[Operation]:
    """The newest of these kinds in one of these states; of these clients alone, if given."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        Table.kind.in_(list(kinds)),
        Table.state.in_(list(states)),
    )
    if client_ids is not None:
        query = query.where(Table.client_id.in_(list(client_ids)))
    return [operation_of(row) for row in store.select(query.order_by(Table.id.desc()).limit(limit))]


def taken_back(store: Store, practice_id: int, refund_ids: Iterable[int]) -> dict[int, int]:
    """How much each invoice loses by these refunds together."""
    lost = fn.SUM(Allocation.amount)
    query = Allocation.select(Allocation.invoice_id, lost.alias("amount")).where(
        Allocation.practice_id == practice_id, Allocation.operation_id.in_(list(refund_ids))
    )
    rows = store.select(query.group_by(Allocation.invoice_id))
    return {row["invoice_id"]: int(row["amount"]) for row in rows}


def touch(store: Store, practice_id: int, charge_id: int) -> int:
    """The charge is shown with its refunds: it counts as changed. Its new version."""
    mine = (Table.practice_id == practice_id) & (Table.id == charge_id)
    changed = Table.update(version=Table.version + 1).where(mine)
    [row] = store.returning(changed.returning(Table.version))
    return int(row["version"])


def forget_notes(store: Store, practice_id: int, client_id: int) -> None:
    """What was written about the client's refunds is gone."""
    theirs = (Table.practice_id == practice_id) & (Table.client_id == client_id)
    store.change(Table.update(note=None).where(theirs, Table.note.is_null(False)))
