"""How far Stripe's events were read, for each account and set of types."""

from dataclasses import dataclass

from storage.models import StripeCursor as Table
from storage.store import Store


@dataclass(frozen=True)
class Cursor:
    """`event_id`, made at `event_at` (epoch seconds): no event before it is missing; None: there
    was none yet. `checked_at` (epoch ms): when all that Stripe had was read last."""

    event_id: str | None
    event_at: int | None
    checked_at: int


_COLUMNS = (Table.event_id, Table.event_at, Table.checked_at)


def find(store: Store, practice_id: int, account: str, types: str) -> Cursor | None:
    row = store.first(
        Table.select(*_COLUMNS).where(
            Table.practice_id == practice_id, Table.account == account, Table.types == types
        )
    )
    return Cursor(**row) if row else None


def put(store: Store, practice_id: int, account: str, types: str, cursor: Cursor) -> None:
    values = vars(cursor)
    made = Table.insert(practice_id=practice_id, account=account, types=types, **values)
    known = (Table.practice_id, Table.account, Table.types)
    store.change(made.on_conflict(conflict_target=known, update=values).as_rowcount())


def longest_unread(store: Store, practice_id: int, account: str) -> Cursor | None:
    """Of the practice's cursors at that account, the one that was read the longest ago."""
    mine = (Table.practice_id == practice_id) & (Table.account == account)
    row = store.first(Table.select(*_COLUMNS).where(mine).order_by(Table.checked_at))
    return Cursor(**row) if row else None


def last_checked(store: Store, practice_id: int) -> int | None:
    """When the practice's events were read last (epoch ms), of whichever account."""
    mine = Table.practice_id == practice_id
    row = store.first(Table.select(Table.checked_at).where(mine).order_by(-Table.checked_at))
    return row["checked_at"] if row else None
