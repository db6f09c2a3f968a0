"""Reminders that a dispute is to be answered: rows with the time at which they are due."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.models import DisputeNotice as Table
from storage.store import Store

WAITING, TOLD, MISSED = "waiting", "told", "missed"


@dataclass(frozen=True)
class Notice:
    """So many `days` before the answer is due. `due_at` is epoch ms."""

    id: int
    practice_id: int
    dispute_id: int
    days: int
    due_at: int


_COLUMNS = tuple(getattr(Table, name) for name in Notice.__dataclass_fields__)


def plan(store: Store, practice_id: int, dispute_id: int, due: Mapping[int, int]) -> None:
    """When (epoch ms) it is due, by the days; what has ended stays as it is."""
    for days, at in due.items():
        made = Table.insert(
            practice_id=practice_id, dispute_id=dispute_id, days=days, due_at=at, state=WAITING
        )
        kept = made.on_conflict(
            conflict_target=(Table.practice_id, Table.dispute_id, Table.days),
            update={"due_at": at},
            where=Table.ended_at.is_null(),
        )
        store.change(kept.as_rowcount())


def due(store: Store, now: int, limit: int) -> list[Notice]:
    """Of any practice, the longest due first."""
    query = Table.select(*_COLUMNS).where(Table.ended_at.is_null(), Table.due_at <= now)
    return [
        Notice(**row)
        for row in store.select(query.order_by(Table.due_at, Table.dispute_id).limit(limit))
    ]


def end(store: Store, practice_id: int, notice_id: int, state: str, now: int) -> bool:
    """False: somebody else did."""
    mine = (Table.practice_id == practice_id) & (Table.id == notice_id)
    ended = Table.update(state=state, ended_at=now)
    return store.change(ended.where(mine, Table.ended_at.is_null())) == 1


def end_all(store: Store, practice_id: int, dispute_id: int, now: int) -> None:
    """There is nothing to answer any more."""
    theirs = (Table.practice_id == practice_id) & (Table.dispute_id == dispute_id)
    ended = Table.update(state=MISSED, ended_at=now)
    store.change(ended.where(theirs, Table.ended_at.is_null()))


def of_dispute(store: Store, practice_id: int, dispute_id: int) -> list[tuple[int, str]]:
    """The days and the state of each, the earliest first."""
    query = Table.select(Table.days, Table.state).where(
        Table.practice_id == practice_id, Table.dispute_id == dispute_id
    )
    rows = store.select(query.order_by(Table.days.desc()))
    return [(row["days"], row["state"]) for row in rows]
