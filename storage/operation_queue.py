"""Which operations a worker is to look at now, and who works at which."""

from dataclasses import replace
from typing import Any

from storage import comparing
from storage.models import Operation as Table
from storage.operations import Operation, by_ids
from storage.store import Store

APPROVED, SENDING = "approved", "sending"
EXPECTED = (SENDING, "unknown", "open", "processing", "needs_customer")
"""States in which Stripe, or the client there, does something next."""


def claim(store: Store, owner: str, now: int, lease_ms: int, limit: int) -> list[Operation]:
    """Up to `limit` due operations, of any practice, now leased to `owner` for `lease_ms`. What was
    approved is being sent from then on. Nothing is leased to two, and nothing to anybody while what
    Stripe did must be found out first."""
    due = Table.select(Table.id).where(Table.due_at.is_null(False), Table.due_at <= now)
    due = due.order_by(Table.due_at, Table.id).limit(limit)
    if not store.select(due) or comparing.begun(store) is not None:
        return []
    with store.transaction():
        free = due.for_update(skip_locked=True) if store.kind == "postgresql" else due
        ids = [row["id"] for row in store.select(free)]
        lease: dict[str, Any] = {
            "lease_owner": owner,
            "due_at": now + lease_ms,
            "fence": Table.fence + 1,
        }
        still = Table.id.in_(ids) & (Table.due_at <= now)
        begun = Table.update(
            {**lease, "state": SENDING, "version": Table.version + 1, "changed_at": now}
        )
        went_on = Table.update(lease).where(still, Table.state != APPROVED)
        columns = (Table.id, Table.practice_id)
        rows = store.returning(went_on.returning(*columns))
        rows += store.returning(begun.where(still, Table.state == APPROVED).returning(*columns))
        return [
            one
            for practice_id in sorted({row["practice_id"] for row in rows})
            for one in by_ids(
                store,
                practice_id,
                [row["id"] for row in rows if row["practice_id"] == practice_id],
            )
        ]


def anything_expected(store: Store, practice_id: int, since: int) -> bool:
    """Whether Stripe will soon have news of something that has moved since then (epoch ms)."""
    query = Table.select(Table.id).where(
        Table.practice_id == practice_id, Table.state.in_(EXPECTED), Table.changed_at >= since
    )
    return store.first(query.limit(1)) is not None


def renew(store: Store, row: Operation, now: int, lease_ms: int) -> bool:
    """Make the lease last `lease_ms` from now. False: it was lost, send nothing."""
    return _change_held(store, row, {"due_at": now + lease_ms})


def set_stripe_id(store: Store, row: Operation, stripe_id: str) -> Operation | None:
    """Remember which object at Stripe it is, unless it has one already or the lease was lost:
    then None, and what was just made there must not be used."""
    values: dict[str, Any] = {"stripe_id": stripe_id, "version": row.version + 1}
    new = Table.stripe_id.is_null() & (Table.version == row.version)
    return replace(row, **values) if _change_held(store, row, values, new) else None


def set_customer_id(store: Store, row: Operation, customer_id: str) -> Operation | None:
    """Remember which customer at Stripe it is about. None: the lease was lost."""
    values: dict[str, Any] = {"customer_id": customer_id, "version": row.version + 1}
    same = Table.version == row.version
    return replace(row, **values) if _change_held(store, row, values, same) else None


def look_again(store: Store, row: Operation, at: int | None, **values: Any) -> bool:
    """End the lease; the worker looks at it again at that time, or never (None). False: the lease
    was lost."""
    return _change_held(store, row, {"due_at": at, "lease_owner": None, **values})


def hand_back(store: Store, owner: str, now: int) -> int:
    """At shutdown: what `owner` still holds is due for others at once. Returns how many rows."""
    freed = Table.update(due_at=now, lease_owner=None)
    return store.change(freed.where(Table.lease_owner == owner))


def free_all(store: Store, now: int) -> None:
    """After a restore: whoever worked at something when the backup was made does so no more."""
    held = Table.lease_owner.is_null(False)
    store.change(Table.update(due_at=now, lease_owner=None).where(held))


def _change_held(store: Store, row: Operation, values: dict[str, Any], also: Any = None) -> bool:
    """Change what its claimer still holds, if `also` (None: nothing more) is true of it."""
    held = (
        (Table.practice_id == row.practice_id)
        & (Table.id == row.id)
        & (Table.lease_owner == row.lease_owner)
        & (Table.fence == row.fence)
    )
    changed = Table.update(values).where(held)
    return store.change(changed if also is None else changed.where(also)) == 1
