"""What waits in a practice's queues and since when, counted as far as it is worth the time."""

from dataclasses import dataclass
from typing import Any

from peewee import SQL, Select, fn

from storage.models import Inbox, Operation, Outbox
from storage.store import Store

UNKNOWN, REVIEW = "unknown", "review"


@dataclass(frozen=True)
class Queue:
    """`waiting` rows, at most as many as were asked to be counted, and since when (epoch ms) the
    oldest of these does; `lost`: given up, counted in the same way."""

    waiting: int
    since: int | None
    lost: int


@dataclass(frozen=True)
class Held:
    """Operations in one state: how many, and the one that came into it first."""

    many: int
    uid: str | None
    since: int | None


def incoming(store: Store, practice_id: int, most: int) -> Queue:
    """Events and clicks that are to be done."""
    rows = Inbox.select(Inbox.received_at.alias("at")).where(Inbox.practice_id == practice_id)
    waiting, since = _counted(store, rows.where(Inbox.state.in_(("pending", "working"))), most)
    return Queue(waiting, since, _counted(store, rows.where(Inbox.state == "parked"), most)[0])


def outgoing(store: Store, practice_id: int, most: int) -> Queue:
    """Messages and mails on their way."""
    rows = Outbox.select(Outbox.created_at.alias("at")).where(Outbox.practice_id == practice_id)
    waiting, since = _counted(store, rows.where(Outbox.state.in_(("pending", "sending"))), most)
    lost = rows.where(Outbox.state.in_(("failed", "uncertain")))
    return Queue(waiting, since, _counted(store, lost, most)[0])


def operations_in(store: Store, practice_id: int, state: str, most: int) -> Held:
    rows = Operation.select(Operation.uid, Operation.changed_at.alias("at")).where(
        Operation.practice_id == practice_id, Operation.state == state
    )
    many, _ = _counted(store, rows, most)
    first = store.first(rows.order_by(Operation.changed_at).limit(1))
    return Held(many, first["uid"], first["at"]) if first else Held(0, None, None)


def _counted(store: Store, query: Any, most: int) -> tuple[int, int | None]:
    """How many, at most `most`, and the earliest `at` of these."""
    some = query.limit(most)
    told = (fn.COUNT(SQL("1")).alias("many"), fn.MIN(SQL("at")).alias("first"))
    [row] = store.select(Select([some], told))
    return int(row["many"]), row["first"]
