"""What came in from outside and is to be done once: each row is claimed, done, or parked.

A worker that died leaves its row to others when the lease ends. A row that fails time and again is
parked, and the rest of the queue goes on.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from storage import leases
from storage.models import Inbox as Table
from storage.store import Row, Store

PENDING, WORKING, DONE, PARKED = "pending", "working", "done", "parked"
MAX_TRIES = 12

_QUEUE = leases.Queue(Table, waiting=PENDING, claimed=WORKING, spent=PARKED, max_tries=MAX_TRIES)


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
    made = Table.insert(
        practice_id=practice_id,
        source=source,
        dedupe_key=dedupe_key,
        kind=kind,
        body=json.dumps(body),
        state=PENDING,
        tries=0,
        due_at=now,
        fence=0,
        received_at=now,
        about=about,
    )
    is_new = store.change(made.on_conflict(action="nothing").as_rowcount()) == 1
    if is_new:
        store.tell_queued()
    return is_new


def claim(
    store: Store, owner: str, now: int, lease_ms: int, limit: int, source: str | None = None
) -> list[InboxRow]:
    """Up to `limit` rows that are due, of any practice, now leased to `owner` for `lease_ms`; of
    that source, where one is named."""
    only = None if source is None else Table.source == source
    return [_row(row) for row in leases.claim(store, _QUEUE, owner, now, lease_ms, limit, only)]


def claim_about_one(
    store: Store, source: str, owner: str, now: int, lease_ms: int
) -> list[InboxRow]:
    """All rows about one object of which a row is due, now leased to `owner`: none if none is.

    Those that wait for their next try come along. On SQLite nobody else holds a row about the same
    object; on PostgreSQL two may start at one moment, each with some of the rows.
    """
    return [_row(row) for row in leases.claim_together(store, _QUEUE, source, owner, now, lease_ms)]


def renew(store: Store, row: InboxRow, now: int, lease_ms: int) -> bool:
    """Make the lease last `lease_ms` from now. False: it was lost, leave the row alone."""
    return leases.change_held(store, _QUEUE, row, {"due_at": now + lease_ms})


def done(store: Store, row: InboxRow, now: int) -> bool:
    """The row is dealt with. False: the lease was lost, so this doesn't count."""
    return leases.finish(store, _QUEUE, row, DONE, now)


def retry_later(store: Store, row: InboxRow, now: int, why: str) -> bool:
    """Try again after a while, longer each time; after MAX_TRIES the row is parked with `why`.

    `why` is a sentence for people. False: the lease was lost.
    """
    if row.tries >= MAX_TRIES:
        return leases.finish(store, _QUEUE, row, PARKED, now, why)
    return leases.put_back(store, _QUEUE, row, now + leases.pause_ms(row.tries), why)


def all_done(store: Store, rows: Sequence[InboxRow], now: int) -> None:
    """The rows about one object are dealt with, those that are still ours."""
    with store.transaction():
        for row in rows:
            leases.finish(store, _QUEUE, row, DONE, now)


def all_later(
    store: Store, rows: Sequence[InboxRow], now: int, why: str, at: int | None = None
) -> bool:
    """Try again what is about one object: at `at`, which is no try, or (None) after a while, longer
    each time. True: they are parked with `why`, for even the newest was tried MAX_TRIES times."""
    tries = min(row.tries for row in rows)
    with store.transaction():
        for row in rows:
            if at is not None:
                leases.put_back(store, _QUEUE, row, at, why, tries=row.tries - 1)
            elif tries >= MAX_TRIES:
                leases.finish(store, _QUEUE, row, PARKED, now, why)
            else:
                leases.put_back(store, _QUEUE, row, now + leases.pause_ms(tries), why)
    return at is None and tries >= MAX_TRIES


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
    return leases.hand_back(store, _QUEUE, owner, now)


def free_all(store: Store, now: int) -> None:
    """After a restore: whoever held a row when the backup was made will not finish it here."""
    leases.hand_back(store, _QUEUE, None, now)


def parked(store: Store, practice_id: int) -> list[InboxRow]:
    """The rows that were given up, the oldest first, with why in `last_error`."""
    query = Table.select().where(Table.practice_id == practice_id, Table.state == PARKED)
    return [_row(row) for row in store.select(query.order_by(Table.id))]


def forget_finished(store: Store, before: int) -> int:
    """Delete what ended before then (epoch ms), of all practices. Returns how many rows."""
    return leases.forget_finished(store, _QUEUE, before)


def _row(row: Row) -> InboxRow:
    wanted = {name: row[name] for name in InboxRow.__dataclass_fields__}
    return InboxRow(**{**wanted, "body": json.loads(row["body"])})
