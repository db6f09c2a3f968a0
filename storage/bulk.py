"""Many rows at once. The SQL is made here: peewee takes longer to make it than SQLite to run it.

Values stand as the database keeps them: text, integers, bytes, None.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from time import monotonic, sleep
from typing import Any

from storage.models import Table
from storage.store import Row, Store

MOST_VALUES = 30_000
"""In one statement: SQLite takes 32,766, PostgreSQL 65,535."""
CACHE_KB = 32_000
PAGES_TO_CHECKPOINT = 8_000
WRITES_FOR_SECONDS, LEAVES_SECONDS = 0.4, 0.105


def expect_many(store: Store) -> None:
    """On this thread's connection, room for the pages of the indexes that many new rows touch:
    with SQLite's own 2 MB the same pages would be read and written again and again."""
    if store.kind == "sqlite":
        store.database.run(f"PRAGMA cache_size = -{CACHE_KB}")
        store.database.run(f"PRAGMA wal_autocheckpoint = {PAGES_TO_CHECKPOINT}")


class Turns:
    """Leaves other processes their turn while one writes batch after batch.

    Whoever waits for SQLite looks every 100 ms at most whether it is free, and would find it taken
    each time. So nothing is written for a little longer than that, every so often. PostgreSQL needs
    no such thing.
    """

    def __init__(self, store: Store) -> None:
        self._needed = store.kind == "sqlite"
        self._since = monotonic()

    def leave(self) -> None:
        """To be called between two transactions."""
        if self._needed and monotonic() - self._since > WRITES_FOR_SECONDS:
            sleep(LEAVES_SECONDS)
            self._since = monotonic()


def insert(
    store: Store,
    table: type[Table],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    returning: Sequence[str] = (),
) -> list[Row]:
    """New rows of the columns `names`. What the database gave them comes back, in any order."""
    made: list[Row] = []
    with store.transaction():
        for batch in _batches(rows, MOST_VALUES // len(names)):
            sql = _sql(store, table, names, len(batch), returning)
            values = [value for row in batch for value in row]
            done = store.database.run(sql, values)
            if returning:
                made += [dict(zip(returning, row, strict=True)) for row in done.fetchall()]
    return made


def insert_new(store: Store, table: type[Table], names: Sequence[str], row: Sequence[Any]) -> bool:
    """One new row, unless it would be the second where the schema allows one: then False."""
    sql = _sql(store, table, names, 1, ())
    with store.transaction():
        return bool(store.database.run(f"{sql} ON CONFLICT DO NOTHING", row).rowcount == 1)


def find(
    store: Store,
    table: type[Table],
    names: Sequence[str],
    practice_id: int,
    by: str,
    values: Iterable[str] | Iterable[int],
) -> list[Row]:
    """The practice's rows in which the column `by` is one of the values, in any order."""
    wanted: list[str | int] = list(set(values))
    if not wanted:
        return []
    columns = ", ".join(f'"{name}"' for name in names)
    mark = store.database.param
    one_of = "IN (SELECT value FROM json_each(?))" if store.kind == "sqlite" else "= ANY(%s)"
    # With the sign, SQLite looks up the ids, and not all rows of the practice.
    practice = "+practice_id" if by == "id" else "practice_id"
    # Our own names again.
    sql = (
        f'SELECT {columns} FROM "{table._meta.table_name}"'  # noqa: S608
        f' WHERE {practice} = {mark} AND "{by}" {one_of}'
    )
    given = json.dumps(wanted) if store.kind == "sqlite" else wanted
    rows = store.attempt(lambda: store.database.run(sql, [practice_id, given]).fetchall())
    return [dict(zip(names, row, strict=True)) for row in rows]


def _batches(rows: Sequence[Sequence[Any]], size: int) -> Iterator[Sequence[Sequence[Any]]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _sql(
    store: Store, table: type[Table], names: Sequence[str], count: int, returning: Sequence[str]
) -> str:
    mark = str(store.database.param)
    return _text(table._meta.table_name, tuple(names), count, tuple(returning), mark)


@lru_cache(maxsize=64)
def _text(
    table: str, names: tuple[str, ...], count: int, returning: tuple[str, ...], mark: str
) -> str:
    row = f"({', '.join([mark] * len(names))})"
    columns = ", ".join(f'"{name}"' for name in names)
    # Our own tables' and columns' names: nothing from outside is in the text.
    sql = f'INSERT INTO "{table}" ({columns}) VALUES {", ".join([row] * count)}'  # noqa: S608
    return f"{sql} RETURNING {', '.join(returning)}" if returning else sql
