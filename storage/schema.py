"""The schema's versions: which migrations are applied, which wait, and applying them.

A migration is never changed once it was released. On SQLite a migration that rebuilds `audit` has
to make its triggers again (storage/migrations/).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import Database
from playhouse.migrations import Runner

from rules.words import refuse
from storage.connections import PostgresqlStore
from storage.store import Store

FOLDER = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"
"""The table with the names of the migrations that were applied."""

_ONE_AT_A_TIME = 0x5061796465736B
"""PostgreSQL's advisory lock has any number that nothing else in the database uses."""


def known() -> list[str]:
    """The names of this program's migrations, in their order."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


def applied(store: Store) -> list[str]:
    """The names of the migrations that the store has seen, in their order; none of a new one."""
    return store.attempt(lambda: applied_to(store.database))


def pending(store: Store) -> list[str]:
    """The migrations that the store still needs."""
    done = set(applied(store))
    return [name for name in known() if name not in done]


def check(store: Store) -> None:
    """Refuse a store that is newer than this program, or not up to date."""
    refuse_newer(applied(store))
    if pending(store):
        raise refuse("The database is not up to date. Run `paydesk migrate`, then start again.")


def refuse_newer(names: list[str]) -> None:
    """Refuse a schema that has seen migrations which this program doesn't know."""
    if set(names) - set(known()):
        raise refuse(
            "The database was written by a newer Paydesk. Install that version or a newer one; this"
            " one would damage it."
        )


def migrate(store: Store) -> list[str]:
    """Apply what is pending, all or nothing. Of several processes one does it, the others wait.

    Returns the names of the migrations that were applied.
    """
    refuse_newer(applied(store))
    if not pending(store):
        return []
    with alone(store):
        refuse_newer(applied_to(store.database))
        return apply(store.database)


def apply(database: Database, last: str | None = None) -> list[str]:
    """Apply the migrations up to `last` (or all), inside `alone`."""
    names: list[str] = _runner(database).up(target=last)
    return names


def applied_to(database: Database) -> list[str]:
    return sorted(_runner(database).applied())


def _runner(database: Database) -> Any:
    # playhouse has no type hints.
    return Runner(database, str(FOLDER), HISTORY)  # type: ignore[no-untyped-call]


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """A transaction in which the schema may change, of one process at a time. SQLite's foreign keys
    are only checked at its end: rebuilding a table drops the old one, which others refer to."""
    if isinstance(store.database, PostgresqlStore):
        with store.transaction():
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
