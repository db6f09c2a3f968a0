"""What a database says of its tables: their columns, and which refer to which.

PostgreSQL is asked in its own catalogue, of all tables at once: information_schema, which peewee
asks of each table by itself, takes a second for them all.
"""

from graphlib import TopologicalSorter

from peewee import Database

from storage.connections import PostgresqlStore
from storage.schema import HISTORY

_OURS = "c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace"
_REFERENCES = f"""
    SELECT c.relname, f.relname FROM pg_class c
    LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'
    LEFT JOIN pg_class f ON f.oid = k.confrelid
    WHERE {_OURS} ORDER BY c.relname"""  # noqa: S608
_COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = to_regclass(quote_ident(%s)) AND attnum > 0 AND NOT attisdropped
    ORDER BY attnum"""
_NUMBERED = f"""
    SELECT c.relname, a.attname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE {_OURS} AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL
    ORDER BY c.relname"""  # noqa: S608


def tables_in_order(database: Database) -> list[str]:
    """The tables with rows of ours, each after those that it refers to."""
    needs = {
        table: others - {table}
        for table, others in _references(database).items()
        if table != HISTORY and not table.startswith("sqlite_")
    }
    return list(TopologicalSorter(needs).static_order())


def columns_of(database: Database, table: str) -> list[str]:
    """In their order."""
    if isinstance(database, PostgresqlStore):
        return [name for (name,) in database.run(_COLUMNS, [table])]
    return [column.name for column in database.get_columns(table)]


def numbered_columns(database: PostgresqlStore) -> list[tuple[str, str]]:
    """The tables whose ids the database itself gives, each with the column of the id."""
    return [(table, column) for table, column in database.run(_NUMBERED)]


def _references(database: Database) -> dict[str, set[str]]:
    """Of each table, those that it refers to."""
    if not isinstance(database, PostgresqlStore):
        return {
            table: {key.dest_table for key in database.get_foreign_keys(table)}
            for table in database.get_tables()
        }
    found: dict[str, set[str]] = {}
    for table, other in database.run(_REFERENCES):
        found.setdefault(table, set()).update([other] if other else [])
    return found
