"""What came in from outside and is to be done once: each row is claimed, done, or parked.

A worker that died leaves its row to others when the lease ends. A row that fails time and again is
parked, and the rest of the queue goes on.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from storage import bulk, leases
from storage.models import Inbox as Table
from storage.store import Row, Store

PENDING, WORKING, DONE, PARKED = "pending", "working", "done", "parked"
MAX_TRIES = 12

_COLUMNS = (
    *("practice_id", "source", "dedupe_key", "kind", "body", "state", "tries", "due_at", "fence"),
    *("received_at", "about"),
)
QUEUE = leases.Queue(Table, waiting=PENDING, claimed=WORKING, spent=PARKED, max_tries=MAX_TRIES)


@dataclass(frozen=True)
class InboxRow:
    """`tries` counts this one. `lease_owner` and `fence` prove that the row is still ours."""

    id: int
    practice_id: int
    source: str
    dedupe_key: str
    kind: str
    body: dict[str, Any]
    state: str
    tries: int
    fence: int
    lease_owner: str | None
    last_error: str | None
    received_at: int
    about: str | None = None


def receive(
    store: Store,
    practice_id: int,
    source: str,
    dedupe_key: str,
    kind: str,
    body: dict[str, Any],
    now: int,
    about: str | None = None,
) -> bool:
    """Remember what came in, to be done soon. False: the same (source, dedupe_key) came before."""
    values = [
        practice_id,
        source,
        dedupe_key,
        kind,
        json.dumps(body),
        PENDING,
        0,
        now,
        0,
        now,
        about,
    ]
    is_new = bulk.insert_new(store, Table, _COLUMNS, values)
    if is_new:
        store.tell_queued()
    return is_new


def claim(
    store: Store, owner: str, now: int, lease_ms: int, limit: int, source: str | None = None
) -> list[InboxRow]:
    """Up to `limit` rows that are due, of any practice, now leased to `owner` for `lease_ms`; of
    that source, where one is named."""
    only = None if source is None else Table.source == source
    return [read_row(row) for row in leases.claim(store, QUEUE, owner, now, lease_ms, limit, only)]


def renew(store: Store, row: InboxRow, now: int, lease_ms: int) -> bool:
    """Make the lease last `lease_ms` from now. False: it was lost, leave the row alone."""
    return leases.change_held(store, QUEUE, row, {"due_at": now + lease_ms})


def done(store: Store, row: InboxRow, now: int, *, forget: bool = False) -> bool:
    """The row is dealt with; with `forget`, nothing of what it said is kept. False: the lease was
    lost, so this doesn't count."""
    more = {"body": "{}"} if forget else {}
    return leases.finish(store, QUEUE, row, DONE, now, **more)


def retry_later(store: Store, row: InboxRow, now: int, why: str) -> bool:
    """Try again after a while, longer each time; after MAX_TRIES the row is parked with `why`.

    `why` is a sentence for people. False: the lease was lost.
    """
    if row.tries >= MAX_TRIES:
        return leases.finish(store, QUEUE, row, PARKED, now, why)
    return leases.put_back(store, QUEUE, row, now + leases.pause_ms(row.tries), why)


def which_are_new(store: Store, practice_id: int, source: str, keys: Iterable[str]) -> set[str]:
    """Those of the dedupe keys that never came."""
    wanted = set(keys)
    query = Table.select(Table.dedupe_key).where(
        Table.practice_id == practice_id,
        Table.source == source,
        Table.dedupe_key.in_(sorted(wanted)),
    )
    return wanted - {row["dedupe_key"] for row in store.select(query)}


def last_received(store: Store, practice_id: int, source: str) -> int | None:
    """When the newest from that source came in (epoch ms), if any is still there."""
    query = Table.select(Table.received_at).where(
        Table.practice_id == practice_id, Table.source == source
    )
    row = store.first(query.order_by(Table.id.desc()).limit(1))
    return row["received_at"] if row else None


def hand_back(store: Store, owner: str, now: int) -> int:
    """At shutdown: what `owner` still holds is due for others at once. Returns how many rows."""
    return leases.hand_back(store, QUEUE, owner, now)


def free_all(store: Store, now: int) -> None:
    """After a restore: whoever held a row when the backup was made will not finish it here."""
    leases.hand_back(store, QUEUE, None, now)


def parked(store: Store, practice_id: int) -> list[InboxRow]:
    """The rows that were given up, the oldest first, with why in `last_error`."""
    query = Table.select().where(Table.practice_id == practice_id, Table.state == PARKED)
    return [read_row(row) for row in store.select(query.order_by(Table.id))]


def forget_finished(store: Store, before: int) -> int:
    """Delete what ended before then (epoch ms), of all practices. Returns how many rows."""
    return leases.forget_finished(store, QUEUE, before)


def read_row(row: Row) -> InboxRow:
    wanted = {name: row[name] for name in InboxRow.__dataclass_fields__}
    return InboxRow(**{**wanted, "body": json.loads(row["body"])})
