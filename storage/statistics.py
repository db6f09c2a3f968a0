"""What SQLite is told of how many rows an index finds, so that it takes the one that finds few.

SQLite guesses that a practice has ten rows in a table, and then reads all of them where an index of
ours would find the one. Told and not counted (ANALYZE): so a query runs the same way on the first
day and after years, and in tests as at work. PostgreSQL counts by itself.
"""

from collections.abc import Iterator
from typing import Any

from storage.connections import PerThread

_ROWS = 1_000_000
_RARE_ROWS = 1_000
_RARE = frozenset({"dispute", "dispute_notice", "dispute_part", "reminder_pause", "reminder_rule"})
"""Tables that stay small however large the practice is."""
_PRACTICES = 2
_FEW_VALUES = frozenset({"action", "board", "kind", "language", "live", "scope", "source", "state"})
"""Columns whose values are shared by a large part of a table's rows."""
_DAYS = frozenset({"at", "changed_at", "created_at", "day", "due_at", "due_on", "ended_at"})
_OF_FEW, _OF_DAYS = 5, 1_000
_OF_OTHERS = 50_000
"""How many values there are: an invoice's number is of one row, its payer's id of some."""


def tell(database: PerThread) -> None:
    """Write the statistics of every index, in the transaction that made them."""
    database.run("ANALYZE sqlite_schema")  # Makes the table for them.
    database.run("DELETE FROM sqlite_stat1")
    for table, index, unique in _indexes(database):
        columns = [row[2] for row in _rows(database, f'PRAGMA index_info("{index}")')]
        rows = _RARE_ROWS if table in _RARE else _ROWS
        stat = " ".join(str(left) for left in (rows, *_found(rows, columns, unique)))
        database.run("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", [table, index, stat])
    database.run("ANALYZE sqlite_schema")  # Reads them.


def _indexes(database: PerThread) -> Iterator[tuple[str, str, bool]]:
    """Table, index, and whether its values are unique."""
    for table in sorted(database.get_tables()):
        if not table.startswith("sqlite_"):
            for _, index, unique, *_ in _rows(database, f'PRAGMA index_list("{table}")'):
                yield table, index, bool(unique)


def _rows(database: PerThread, sql: str) -> list[Any]:
    found: list[Any] = database.run(sql).fetchall()
    return found


def _found(rows: int, columns: list[str], unique: bool) -> Iterator[int]:
    """How many rows are left with one value of the first column, of the first two, and so on."""
    for place, column in enumerate(columns, 1):
        rows = 1 if unique and place == len(columns) else max(1, rows // _values(column))
        yield rows


def _values(column: str) -> int:
    if column == "practice_id":
        return _PRACTICES
    if column in _FEW_VALUES:
        return _OF_FEW
    return _OF_DAYS if column in _DAYS else _OF_OTHERS
