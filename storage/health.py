"""What waits in a practice's queues and since when, counted as far as it is worth the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from peewee import SQL, Select, Value, fn

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
    """Operations in one state: how many, and since when the first of these is."""

    many: int
    since: int | None


def queues(store: Store, practice_id: int, most: int) -> tuple[Queue, Queue]:
    """Events and clicks that are to be done; messages and mails on their way."""
    came = Inbox.select(Inbox.received_at.alias("at")).where(Inbox.practice_id == practice_id)
    goes = Outbox.select(Outbox.created_at.alias("at")).where(Outbox.practice_id == practice_id)
    # Written out, as the indexes of what waits and of what was given up have it.
    parts = [
        came.where(SQL("state IN ('pending', 'working')")),
        came.where(SQL("state = 'parked'")),
        goes.where(SQL("state IN ('pending', 'sending')")),
        goes.where(SQL("state IN ('failed', 'uncertain')")),
    ]
    into, lost, out, given_up = _counted(store, parts, most)
    return Queue(*into, lost[0]), Queue(*out, given_up[0])


def held(store: Store, practice_id: int, states: Sequence[str], most: int) -> list[Held]:
    """In each of the states."""
    parts = [
        Operation.select(Operation.changed_at.alias("at")).where(
            Operation.practice_id == practice_id, Operation.state == state
        )
        for state in states
    ]
    return [Held(*one) for one in _counted(store, parts, most)]


def _counted(store: Store, parts: Sequence[Any], most: int) -> list[tuple[int, int | None]]:
    """Of each: how many, at most `most`, and the earliest `at` of these."""
    counts = []
    for place, part in enumerate(parts):
        some = part.limit(most)
        told = (Value(place).alias("place"), fn.COUNT(SQL("1")).alias("many"))
        counts.append(Select([some], [*told, fn.MIN(SQL("at")).alias("first")]))
    rows = {row["place"]: row for row in store.select(reduce(add, counts))}
    return [(int(rows[place]["many"]), rows[place]["first"]) for place in range(len(parts))]
