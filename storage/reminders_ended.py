"""What became of reminders of invoices, as a long list: the newest first, a page at a time."""

from collections.abc import Collection

from storage.keyset import newest_first
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
    order = (Table.ended_at, Table.id)
    rows = newest_first(store, practice_id, query, order, after=after, before=before, limit=limit)
    return [Reminder(**row) for row in rows]
