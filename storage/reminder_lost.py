"""What should have gone out lately, and did not."""

from peewee import SQL, fn

from storage.models import Reminder as Table
from storage.reminders import COLUMNS, Reminder
from storage.store import Store

_LOST = SQL("state IN ('missed', 'failed') AND kind <> 'digest' AND subject <> 'link'")
"""A digest that was missed is not lost by itself: its rows are; and links stand in the next."""


def count_lost(store: Store, practice_id: int, since: int) -> int:
    """How many were missed or have failed from then on (epoch ms)."""
    query = Table.select(fn.COUNT(SQL("1")).alias("many")).where(
        Table.practice_id == practice_id, _LOST, Table.ended_at >= since
    )
    return int(store.select(query)[0]["many"])


def lost(
    store: Store, practice_id: int, since: int, limit: int, before: tuple[int, int] | None = None
) -> list[Reminder]:
    """The same, the newest first; `before`: when the last one of the page before ended, and its
    id."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, _LOST, Table.ended_at >= since
    )
    if before is not None:
        at, last = before
        query = query.where((Table.ended_at < at) | ((Table.ended_at == at) & (Table.id < last)))
    rows = store.select(query.order_by(Table.ended_at.desc(), Table.id.desc()).limit(limit))
    return [Reminder(**row) for row in rows]
