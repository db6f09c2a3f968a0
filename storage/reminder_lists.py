"""The lists that come to a practice's staff by themselves: reminders about the practice as such."""

from collections.abc import Collection

from peewee import Select

from storage.models import Reminder as Table
from storage.reminders import COLUMNS, DUE, PRACTICE, Reminder
from storage.store import Store


def find(store: Store, practice_id: int, kind: str, occurrence: str) -> Reminder | None:
    row = store.first(_lists(practice_id, [kind], [occurrence]))
    return Reminder(**row) if row else None


def known(
    store: Store, practice_id: int, kinds: Collection[str], occurrences: Collection[str]
) -> set[tuple[str, str]]:
    """Those of these kinds and occurrences that were planned already."""
    rows = store.select(_lists(practice_id, kinds, occurrences))
    return {(row["kind"], row["occurrence"]) for row in rows}


def due_of_kinds(store: Store, kinds: Collection[str], now: int, limit: int) -> list[Reminder]:
    """Those of these kinds of any practice, the longest due first."""
    query = Table.select(*COLUMNS).where(Table.kind.in_(list(kinds)), DUE, Table.due_at <= now)
    rows = store.select(query.order_by(Table.due_at, Table.id).limit(limit))
    return [Reminder(**row) for row in rows]


def _lists(practice_id: int, kinds: Collection[str], occurrences: Collection[str]) -> Select:
    return Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        Table.subject == PRACTICE,
        Table.subject_id == practice_id,
        Table.kind.in_(list(kinds)),
        Table.occurrence.in_(list(occurrences)),
    )
