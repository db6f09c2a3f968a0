"""How a queue's rows are claimed, held, given back and finished: the same for inbox and outbox.

A claim is a lease until `due_at`. Whoever finishes a row must still hold it, which owner and fence
say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from peewee import SQL, Expression, ModelSelect

from storage.models import Claimable
from storage.store import Row, Store

LONGEST_PAUSE_MS = 15 * 60 * 1000
DIED = "The worker stopped in the middle of this, time and again."


@dataclass(frozen=True)
class Queue:
    """A table of claimable rows and the names of its states.

    `spent`: the state of a row whose workers died `max_tries` times. `ready`: what else must be
    true of a row before it may be claimed. `on_claim`: what else a claim sets.
    """

    table: type[Claimable]
    waiting: str
    claimed: str
    spent: str
    max_tries: int
    ready: Expression | None = None
    on_claim: Mapping[str, Any] = field(default_factory=dict)


class Held(Protocol):
    """A row as its claimer got it."""

    @property
    def id(self) -> int: ...
    @property
    def practice_id(self) -> int: ...
    @property
    def lease_owner(self) -> str | None: ...
    @property
    def fence(self) -> int: ...


def pause_ms(tries: int) -> int:
    """How long to wait after so many tries: 2 seconds, then double each time, up to 15 minutes."""
    return int(min(1000 * 2**tries, LONGEST_PAUSE_MS))


def claim(
    store: Store,
    queue: Queue,
    owner: str,
    now: int,
    lease_ms: int,
    limit: int,
    only: Expression | None = None,
) -> list[Row]:
    """Lease up to `limit` due rows of all practices to `owner`, those of which `only` is true. No
    row is leased to two."""
    due = _due(queue, now) if only is None else _due(queue, now).where(only)
    due = due.order_by(queue.table.due_at, queue.table.id).limit(limit)
    if not store.select(due):
        return []
    with store.transaction():
        give_up(store, queue, now)
        return _take(store, queue, _free(store, due), owner, now + lease_ms)


def _free(store: Store, query: "ModelSelect[Any]") -> list[int]:
    """The ids that the query finds, without those that another takes at this moment."""
    skip_locked = query.for_update(skip_locked=True) if store.kind == "postgresql" else query
    return [row["id"] for row in store.select(skip_locked)]


def _take(store: Store, queue: Queue, ids: list[int], owner: str, until: int) -> list[Row]:
    table = queue.table
    taken = table.update(
        {
            "state": queue.claimed,
            "lease_owner": owner,
            "due_at": until,
            "tries": table.tries + 1,
            "fence": table.fence + 1,
            **queue.on_claim,
        }
    )
    rows = store.returning(taken.where(table.id.in_(ids)).returning(table))
    return sorted(rows, key=lambda row: int(row["id"]))


def change_held(store: Store, queue: Queue, row: Held, values: dict[str, Any]) -> bool:
    """Change a row that its claimer still holds. False: somebody else has it by now."""
    table = queue.table
    held = (
        (table.practice_id == row.practice_id)
        & (table.id == row.id)
        & (table.state == queue.claimed)
        & (table.lease_owner == row.lease_owner)
        & (table.fence == row.fence)
    )
    return store.change(table.update(values).where(held)) == 1


def finish(
    store: Store,
    queue: Queue,
    row: Held,
    state: str,
    now: int,
    why: str | None = None,
    **more: Any,
) -> bool:
    """End the row in a final state. False: the lease was lost."""
    ended = {"state": state, "finished_at": now, "lease_owner": None, "last_error": why}
    return change_held(store, queue, row, {**ended, **more})


def put_back(store: Store, queue: Queue, row: Held, at: int, why: str, **more: Any) -> bool:
    """Let the row wait until `at`. False: the lease was lost."""
    waits = {"state": queue.waiting, "due_at": at, "lease_owner": None, "last_error": why}
    return change_held(store, queue, row, {**waits, **more})


def hand_back(store: Store, queue: Queue, owner: str | None, now: int, **more: Any) -> int:
    """End all leases of `owner` (None: of everybody) at once; that doesn't count as a try.

    Returns how many.
    """
    table = queue.table
    freed = table.update(
        {
            "state": queue.waiting,
            "due_at": now,
            "lease_owner": None,
            "tries": table.tries - 1,
            **more,
        }
    )
    claimed = freed.where(unfinished(queue), table.state == queue.claimed)
    return store.change(claimed if owner is None else claimed.where(table.lease_owner == owner))


def forget_finished(
    store: Store, queue: Queue, before: int, which: Expression | None = None
) -> int:
    """Delete the rows that ended before then (epoch ms), of all practices: all, or those of which
    `which` is true. Returns how many."""
    table = queue.table
    ended = table.finished_at.is_null(False) & (table.finished_at < before)
    forgotten = table.delete().where(ended if which is None else ended & which)
    return store.change(forgotten)


def _due(queue: Queue, now: int) -> "ModelSelect[Any]":
    """Rows to be claimed now: waiting ones, and those whose lease ran out."""
    table = queue.table
    due = table.select(table.id).where(unfinished(queue), table.due_at <= now)
    return due if queue.ready is None else due.where(queue.ready)


def unfinished(queue: Queue) -> SQL:
    """Its waiting and claimed rows. Written out: a database uses a partial index only where it
    reads the index's condition."""
    return SQL(f"state IN ('{queue.waiting}', '{queue.claimed}')")


def give_up(store: Store, queue: Queue, now: int) -> None:
    """End the rows that took their last try down with its worker."""
    table = queue.table
    ended = table.update({"state": queue.spent, "finished_at": now, "last_error": DIED})
    died = unfinished(queue) & (table.state == queue.claimed) & (table.due_at <= now)
    store.change(ended.where(died, table.tries >= queue.max_tries))
