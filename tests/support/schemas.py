"""What a database's schema is, in a form that can be compared."""

import re
from typing import Any

from storage.database import Store
from storage.schema import HISTORY

Shape = dict[str, tuple[Any, ...]]


def shape(store: Store) -> Shape:
    """By table: its columns with types, nullability and keys, its foreign keys, its indexes."""
    if store.kind == "postgresql":
        return _shape_of_server(store)
    database = store.database
    not_ours = (HISTORY, "sqlite_stat1")
    tables = [name for name in database.get_tables() if name not in not_ours]
    return {
        table: (
            [
                (column.name, column.data_type, column.null, column.primary_key, column.default)
                for column in database.get_columns(table)
            ],
            sorted(
                (key.column, key.dest_table, key.dest_column)
                for key in database.get_foreign_keys(table)
            ),
            sorted(
                (index.name, tuple(index.columns), index.unique, _plain(index.sql))
                for index in database.get_indexes(table)
            ),
        )
        for table in tables
    }


def _shape_of_server(store: Store) -> Shape:
    """In PostgreSQL's own words, of all tables at once."""
    rows = store.database.run(_ON_SERVER, [HISTORY]).fetchall()
    return {
        table: tuple(line for (other, line) in rows if other == table)
        for table in sorted({table for (table, _) in rows})
    }


_ON_SERVER = """
    WITH ours AS (
        SELECT oid, relname FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> %s
    )
    SELECT relname, concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull,
        attidentity, pg_get_expr(adbin, adrelid))
    FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    UNION ALL
    SELECT relname, pg_get_constraintdef(pg_constraint.oid)
    FROM ours JOIN pg_constraint ON conrelid = ours.oid
    UNION ALL
    SELECT relname, pg_get_indexdef(indexrelid) FROM ours JOIN pg_index ON indrelid = ours.oid
    ORDER BY 1, 2"""


def _plain(sql: str | None) -> str:
    return re.sub(r"\s+", " ", sql or "")
