"""Fixtures: a fresh, migrated store for each test, once on SQLite and once on PostgreSQL."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from storage import connections
from storage.database import Store, open_store
from tests.support.cast import Cast, FrozenClock, Remembered, enter_cast
from tests.support.keys import TEST_KEY
from tests.support.postgres import Postgres, migrate

KINDS = ("sqlite", "postgresql")
ON_SQLITE = pytest.mark.parametrize("kind", ["sqlite"])
ON_POSTGRESQL = pytest.mark.parametrize("kind", ["postgresql"])
"""For what only one of them can do."""

every_value_on_both = pytest.mark.every_value_on_both
"""For values that a database could take otherwise than the other one."""
_SAME_QUERIES = ("tests/bot/", "tests/commands/")


def of_each_once_on_postgresql(
    items: Iterable[pytest.Item],
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Those that stay, and those that are left out: where people's roles, slips and languages are
    gone through, the queries are the same each time, and the first value shows that they run."""
    kept, left_out, seen = [], [], set()
    for item in items:
        values = getattr(item, "callspec", None)
        again = (
            values is not None
            and values.params.get("kind") == "postgresql"
            and item.nodeid.startswith(_SAME_QUERIES)
            and item.get_closest_marker("every_value_on_both") is None
        )
        name = item.nodeid.partition("[")[0]
        (left_out if again and name in seen else kept).append(item)
        if again:
            seen.add(name)
    return kept, left_out


def damage(path: Path) -> None:
    """Write over all of a SQLite file but its first page."""
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))


@pytest.fixture(scope="session", autouse=True)
def no_power_cut() -> Iterator[None]:
    """SQLite need not wait for the disk at each commit of a test in this process: no test cuts the
    power. What is killed is a process of its own, which waits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "SYNCHRONOUS", "OFF")
        yield


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[Postgres]:
    """The server, started by the first test that needs it."""
    server = Postgres(testrun_uid)
    with pytest.MonkeyPatch.context() as patch:
        connect = server.warm.connect
        patch.setattr(connections.PostgresqlStore, "_connect", lambda store: connect(store))
        yield server
    server.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Every test that uses a store runs on both kinds."""
    return str(request.param)


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with all tables."""
    if kind == "sqlite":
        path = tmp_path / "paydesk.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.lent() as url:
        yield url


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.bare() as url:
        yield url


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def store(database_url: str, clock: FrozenClock) -> Iterator[Store]:
    """An open store without any practice."""
    opened = open_store(database_url, TEST_KEY, clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def remembered_cast() -> Remembered[Cast]:
    return Remembered(("practice", "member"))


@pytest.fixture
def cast(store: Store, remembered_cast: Remembered[Cast]) -> Cast:
    """The whole cast, in the store."""
    return remembered_cast.enter(store, enter_cast)
