"""What came in about one object is claimed, finished and tried again together.

Its SQL is written out: it runs for every object that Stripe tells of, and making it takes longer
than running it. No value from outside stands in it.
"""

# ruff: noqa: S608

from collections.abc import Sequence
from typing import Any

from storage import leases
from storage.inbox import DONE, MAX_TRIES, PARKED, QUEUE, InboxRow, read_row
from storage.store import Row, Store

MOST_TOGETHER = 500
_UNFINISHED = "state IN ('pending', 'working')"
"""In the words of the partial indexes, which are only used so."""
_HELD = f"""SELECT about FROM inbox
    WHERE source = ? AND {_UNFINISHED} AND due_at > ? AND state = 'working'
    AND about IS NOT NULL"""
_NEXT = f"""SELECT practice_id, about, state FROM inbox
    WHERE source = ? AND {_UNFINISHED} AND due_at <= ? AND about NOT IN ({_HELD})
    ORDER BY due_at, id LIMIT 1"""
_SAME = f"""SELECT id FROM inbox
    WHERE practice_id = ? AND about = ? AND source = ? AND {_UNFINISHED}
    AND (state = 'pending' OR due_at <= ?) AND about NOT IN ({_HELD})
    ORDER BY id LIMIT {MOST_TOGETHER}"""
_COLUMNS = tuple(InboxRow.__dataclass_fields__)


def claim(store: Store, source: str, owner: str, now: int, lease_ms: int) -> list[InboxRow]:
    """All rows about one object of which a row is due, now leased to `owner`: none if none is.

    Those that wait for their next try come along. On SQLite nobody else holds a row about the same
    object; on PostgreSQL two may start at one moment, each with some of the rows.
    """
    found = _run(store, _NEXT, [source, now, source, now])
    if not found:
        return []
    practice_id, about, state = found[0]
    locking = " FOR UPDATE SKIP LOCKED" if store.kind == "postgresql" else ""
    with store.transaction():
        if state == QUEUE.claimed:
            leases.give_up(store, QUEUE, now)
        same = [practice_id, about, source, now, source, now]
        ids = [row[0] for row in _run(store, _SAME + locking, same)]
        return _take(store, ids, owner, now + lease_ms) if ids else []


def done(store: Store, rows: Sequence[InboxRow], now: int) -> None:
    """The rows, of one claim, are dealt with, those of them that are still ours."""
    ours = ", ".join(["(?, ?)"] * len(rows))
    sql = f"""UPDATE inbox SET state = ?, finished_at = ?, lease_owner = NULL, last_error = NULL
        WHERE state = ? AND lease_owner = ? AND (id, fence) IN (VALUES {ours})"""
    held = [value for row in rows for value in (row.id, row.fence)]
    with store.transaction():
        _write(store, sql, [DONE, now, QUEUE.claimed, rows[0].lease_owner, *held])


def later(
    store: Store, rows: Sequence[InboxRow], now: int, why: str, at: int | None = None
) -> bool:
    """Try again what is about one object: at `at`, which is no try, or (None) after a while, longer
    each time. True: they are parked with `why`, for even the newest was tried MAX_TRIES times."""
    tries = min(row.tries for row in rows)
    with store.transaction():
        for row in rows:
            if at is not None:
                leases.put_back(store, QUEUE, row, at, why, tries=row.tries - 1)
            elif tries >= MAX_TRIES:
                leases.finish(store, QUEUE, row, PARKED, now, why)
            else:
                leases.put_back(store, QUEUE, row, now + leases.pause_ms(tries), why)
    return at is None and tries >= MAX_TRIES


def _take(store: Store, ids: Sequence[int], owner: str, until: int) -> list[InboxRow]:
    marks = ", ".join("?" * len(ids))
    sql = f"""UPDATE inbox SET state = ?, lease_owner = ?, due_at = ?, tries = tries + 1,
        fence = fence + 1 WHERE id IN ({marks}) RETURNING {", ".join(_COLUMNS)}"""
    rows = _run(store, sql, [QUEUE.claimed, owner, until, *ids])
    taken: list[Row] = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    return sorted((read_row(row) for row in taken), key=lambda row: row.id)


def _run(store: Store, sql: str, values: Sequence[Any]) -> list[Any]:
    return store.attempt(lambda: list(_write(store, sql, values).fetchall()))


def _write(store: Store, sql: str, values: Sequence[Any]) -> Any:
    return store.database.run(sql.replace("?", str(store.database.param)), values)
