"""The schema's versions: which migrations are applied, which wait, and applying them.

A migration is never changed once it was released. On SQLite a migration that rebuilds `audit` has
to make its triggers again (storage/migrations/).
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import Database
from playhouse.migrations import Runner

from rules.words import refuse
from storage import statistics
from storage.connections import PostgresqlStore, SqliteStore
from storage.models import MODELS
from storage.store import Store

FOLDER = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"
"""The table with the names of the migrations that were applied."""
_FIRST = "0001_the_first_tables"
_HISTORY_COLUMNS = {"id", "name", "applied"}
OUR_TABLES = frozenset({HISTORY, *(model._meta.table_name for model in MODELS)})

_ONE_AT_A_TIME = 0x5061796465736B
"""PostgreSQL's advisory lock has any number that nothing else in the database uses."""


def known() -> list[str]:
    """The names of this program's migrations, in their order."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


def applied(store: Store) -> list[str]:
    """The names of the migrations that the store has seen, in their order; none of a new one."""
    return store.attempt(lambda: applied_to(store.database))


def newest(store: Store) -> str:
    """The last migration of a store that is open, which has its history."""
    [[name]] = store.attempt(
        lambda: list(_rows(store.database, f"SELECT MAX(name) FROM {HISTORY}"))  # noqa: S608
    )
    return str(name)


def pending(store: Store) -> list[str]:
    """The migrations that the store still needs."""
    return _missing(applied(store))


def _missing(done: Collection[str]) -> list[str]:
    return [name for name in known() if name not in done]


def check(store: Store) -> None:
    """Refuse a store that is newer than this program, or not up to date."""
    done = applied(store)
    refuse_newer(done)
    if _missing(done):
        raise refuse("The database is not up to date. Run `paydesk migrate`, then start again.")


def refuse_newer(names: list[str]) -> None:
    """Refuse a schema that has seen migrations which this program doesn't know."""
    if set(names) - set(known()):
        raise refuse(
            "The database was written by a newer Paydesk. Install that version or a newer one; this"
            " one would damage it."
        )


def refuse_foreign(database: Database, names: Collection[str] = OUR_TABLES) -> None:
    """Refuse a database where a table of one of these names is another program's."""
    taken = _taken(database, names)  # Before the history: another process may be making both.
    if taken and not applied_to(database):
        raise refuse(
            "The database has a table “{table}” of another program, so Paydesk left it alone. Give"
            " Paydesk a database of its own in DATABASE_URL.",
            table=taken[0],
        )


def migrate(store: Store) -> list[str]:
    """Apply what is pending, all or nothing. Of several processes one does it, the others wait.

    Returns the names of the migrations that were applied.
    """
    done = applied(store)
    if not done:
        store.attempt(lambda: refuse_foreign(store.database))
    refuse_newer(done)
    if not _missing(done):
        return []
    with alone(store):
        refuse_newer(applied_to(store.database))
        return apply(store.database)


def apply(database: Database, last: str | None = None) -> list[str]:
    """Apply the migrations up to `last` (or all), inside `alone`."""
    names: list[str] = _runner(database).up(target=last)
    if isinstance(database, SqliteStore):
        statistics.tell(database)
    return names


def applied_to(database: Database) -> list[str]:
    """The names in the history, if it is ours: other programs have a table of that name too."""
    if not _history_columns(database) >= _HISTORY_COLUMNS:
        return []
    names = sorted(name for (name,) in _rows(database, f"SELECT name FROM {HISTORY}"))  # noqa: S608
    return names if _FIRST in names else []


def _history_columns(database: Database) -> set[str]:
    """None where there is no history. Asked at each start and by each probe of readiness, so not of
    information_schema, which takes PostgreSQL far longer."""
    if isinstance(database, PostgresqlStore):
        sql = (
            "SELECT attname FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"
        )
    else:
        sql = "SELECT name FROM pragma_table_info(?)"
    return {name for (name,) in _rows(database, sql, HISTORY)}


def _rows(database: Database, sql: str, *params: str) -> list[Any]:
    # So in the stubs.
    found: list[Any] = database.execute_sql(sql, params).fetchall()  # type: ignore[no-untyped-call]
    return found


def _taken(database: Database, names: Collection[str]) -> list[str]:
    """Those of the names that a table or view has already."""
    if isinstance(database, PostgresqlStore):
        there = database.run(
            "SELECT name FROM unnest(%s::text[]) AS name"
            " WHERE to_regclass(quote_ident(name)) IS NOT NULL",
            [list(names)],
        )
        return sorted(name for (name,) in there.fetchall())
    views = (view.name for view in database.get_views())
    there = {name.lower() for name in (*database.get_tables(), *views)}  # SQLite ignores case.
    return sorted(there & set(names))


def _runner(database: Database) -> Any:
    # playhouse has no type hints.
    return Runner(database, str(FOLDER), HISTORY)  # type: ignore[no-untyped-call]


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """A transaction in which the schema may change, of one process at a time. SQLite's foreign keys
    are only checked at its end: rebuilding a table drops the old one, which others refer to."""
    if isinstance(store.database, PostgresqlStore):
        with store.transaction():
            store.database.be_patient()
            store.database.run("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
            yield
        return
    store.database.run("PRAGMA foreign_keys = 0")
    try:
        with store.transaction():
            yield
            _check_foreign_keys(store)
    finally:
        store.database.run("PRAGMA foreign_keys = 1")


def _check_foreign_keys(store: Store) -> None:
    broken = store.database.run("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"The migration left {len(broken)} rows that refer to nothing.")
