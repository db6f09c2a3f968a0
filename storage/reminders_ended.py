"""What became of reminders of invoices, as a long list: the newest first, a page at a time."""

from collections.abc import Collection
from typing import Any

from peewee import Tuple

from storage.models import Reminder as Table
from storage.reminders import COLUMNS, INVOICE, Reminder
from storage.store import Store


def ended(
    store: Store,
    practice_id: int,
    states: Collection[str],
    *,
    after: int | None = None,
    before: int | None = None,
    limit: int,
) -> list[Reminder]:
    """Those that went out or never will, in one of these `states`, in the order of the list: after
    or before the one with that id."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        Table.subject == INVOICE,
        Table.ended_at.is_null(False),
        Table.state.in_(list(states)),
    )
    spot = Tuple(Table.ended_at, Table.id)
    order: list[Any] = [Table.ended_at.desc(), Table.id.desc()]
    if after is not None:
        query = query.where(spot < _spot(practice_id, after))
    if before is not None:
        query = query.where(spot > _spot(practice_id, before))
        order = [Table.ended_at, Table.id]
    found = [Reminder(**row) for row in store.select(query.order_by(*order).limit(limit))]
    return found if before is None else found[::-1]


def _spot(practice_id: int, reminder_id: int) -> Any:
    other = Table.alias("spot")
    named = (other.practice_id == practice_id) & (other.id == reminder_id)
    return other.select(other.ended_at, other.id).where(named)
