"""Copies all rows from one database to another of the same schema, in constant memory."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from storage.connections import PostgresqlStore, SqliteStore
from storage.tables import columns_of, numbered_columns, tables_in_order

AnyDatabase = SqliteStore | PostgresqlStore
_BATCH = 1000


def copy_rows(source: AnyDatabase, target: AnyDatabase) -> None:
    """Copy every table that both have but the history of migrations, which the target has already.

    Both are within a transaction: the source's holds one moment still, the target's makes it all or
    nothing.
    """
    there = set(target.get_tables())
    shared = [table for table in tables_in_order(source) if table in there]
    for table in shared:
        columns = columns_of(source, table)
        batches = _read(source, table, columns)
        if isinstance(target, PostgresqlStore):
            _write_postgresql(target, table, columns, batches)
        else:
            _write_sqlite(target, table, columns, batches)
    if isinstance(target, PostgresqlStore):
        _restart_numbering(target, shared)


def _restart_numbering(database: PostgresqlStore, tables: Collection[str]) -> None:
    """Let each table's ids go on after the highest one: copied rows brought their own."""
    for table, column in numbered_columns(database):
        if table in tables:
            database.run(
                "SELECT setval(pg_get_serial_sequence(%s, %s),"  # noqa: S608 - from the catalogue
                f' (SELECT COALESCE(MAX("{column}"), 0) + 1 FROM "{table}"), false)',
                [f'"{table}"', column],
            )


def _read(
    source: AnyDatabase, table: str, columns: Sequence[str]
) -> Iterator[list[tuple[Any, ...]]]:
    """The table's rows, some at a time."""
    sql = f'SELECT {_list(columns)} FROM "{table}"'  # noqa: S608 - names from the catalogue
    if isinstance(source, PostgresqlStore):
        cursor = source.driver().cursor(name="paydesk_copy")
    else:
        cursor = source.driver().cursor()
    with_rows = cursor.execute(sql)
    try:
        while batch := with_rows.fetchmany(_BATCH):
            yield batch
    finally:
        cursor.close()


def _write_sqlite(
    target: SqliteStore,
    table: str,
    columns: Sequence[str],
    batches: Iterator[list[tuple[Any, ...]]],
) -> None:
    places = ", ".join("?" for _ in columns)
    sql = f'INSERT INTO "{table}" ({_list(columns)}) VALUES ({places})'  # noqa: S608
    for batch in batches:
        target.driver().executemany(sql, batch)


def _write_postgresql(
    target: PostgresqlStore,
    table: str,
    columns: Sequence[str],
    batches: Iterator[list[tuple[Any, ...]]],
) -> None:
    """By COPY, whose text form also takes SQLite's 0 and 1 for a boolean."""
    with (
        target.driver().cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({_list(columns)}) FROM STDIN') as copy,
    ):
        for batch in batches:
            for row in batch:
                copy.write_row(row)


def _list(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
