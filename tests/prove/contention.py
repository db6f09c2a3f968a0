"""Three processes fight for the same charges, one killed and one paused: on SQLite, and on
PostgreSQL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.database import open_store
from tests.support.cast import enter_cast
from tests.support.contention import Contest, LiveAccounting
from tests.support.keys import TEST_KEY
from tests.support.postgres import Postgres, migrate

NAME = "charges fought for by three processes of eight threads"
FULL = 240
IN_A_CONTEST = 30


def run(count: int) -> int:
    contests = -(-count // IN_A_CONTEST)
    return sum(_contest(postgres=number % 2 == 1) for number in range(contests))


def _contest(*, postgres: bool) -> int:
    accounting = LiveAccounting()
    try:
        with _folder() as folder, _database(folder, postgres=postgres) as url:
            store = open_store(url, TEST_KEY, lambda: accounting.now)
            try:
                contest = Contest(store, enter_cast(store), url, folder, accounting)
                return contest.run(IN_A_CONTEST)
            finally:
                store.close()
    finally:
        accounting.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="paydesk-contention-") as name:
        yield Path(name)


@contextmanager
def _database(folder: Path, *, postgres: bool) -> Iterator[str]:
    """The address of one with all tables."""
    if not postgres:
        url = f"sqlite:///{folder / 'paydesk.db'}"
        migrate(url)
        yield url
        return
    server = Postgres("contention")
    try:
        with server.lent() as url:
            yield url
    finally:
        server.close()
