"""Queries of every request. Their SQL is made once: making it takes longer than running it."""

from typing import Any

from peewee import Select, Value

from storage.store import Row, Store


class _Slot:
    """Stands where a value comes in."""

    def __init__(self, name: str) -> None:
        self.name = name


def slot(name: str) -> Value:
    """A place for the value that `ask(..., name=value)` gives, as the database keeps it."""
    return Value(_Slot(name), converter=False)


class Prepared:
    """A SELECT of plain columns with slots. It gives the values as the driver does: SQLite's
    booleans are 0 and 1."""

    def __init__(self, query: Select) -> None:
        self._query = query
        self._columns = [_name(column) for column in query.selected_columns]
        self._sql: dict[str, tuple[str, list[Any]]] = {}

    def ask(self, store: Store, **values: str | int) -> list[Row]:
        """The rows by column name."""
        if store.kind not in self._sql:
            self._sql[store.kind] = store.database.sql_of(self._query)
        sql, places = self._sql[store.kind]
        filled = [values[at.name] if isinstance(at, _Slot) else at for at in places]
        rows = store.attempt(lambda: store.database.run(sql, filled).fetchall())
        return [dict(zip(self._columns, row, strict=True)) for row in rows]

    def first(self, store: Store, **values: str | int) -> Row | None:
        rows = self.ask(store, **values)
        return rows[0] if rows else None


def _name(column: Any) -> str:
    """The name that the query gives a column, or else the column's own."""
    return str(getattr(column, "_alias", None) or column.column_name)
