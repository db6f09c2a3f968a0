"""What a database's schema is, in a form that can be compared."""

import re
from typing import Any

from storage.database import Store
from storage.schema import HISTORY

Shape = dict[str, tuple[Any, ...]]


def shape(store: Store) -> Shape:
    """By table: its columns with types, nullability and keys, its foreign keys, its indexes."""
    database = store.database
    tables = [name for name in database.get_tables() if name != HISTORY]
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


def _plain(sql: str | None) -> str:
    return re.sub(r"\s+", " ", sql or "")
