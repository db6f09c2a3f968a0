"""Opening the store: what is wrong with its address, place or key is said in one sentence."""

import importlib.util
import stat
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from rules.words import Refusal
from storage import connections
from storage.address import PostgresqlServer, SqliteFile, parse_address
from storage.connections import SYNCHRONOUS as AS_SHIPPED
from storage.database import Store, connect_store, open_store
from tests.support.cast import T0
from tests.support.keys import OTHER_KEY, TEST_KEY
from tests.support.stores import damage


def opened(url: str, key: str = TEST_KEY) -> Store:
    return open_store(url, key, lambda: T0)


def shown(refusal: Refusal) -> str:
    return refusal.sentence.text.format(**refusal.sentence.values)


@pytest.mark.parametrize(
    "url",
    ["", "paydesk.db", "mysql://localhost/paydesk", "postgresql:/localhost", "sqlite:paydesk.db"],
)
def test_an_address_that_is_none_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        opened(url)
    assert "sqlite:///paydesk.db" in shown(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite://host/paydesk.db",
        "sqlite:////var/lib/",
        "sqlite:///a?b=c",
    ],
)
def test_a_sqlite_address_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(Refusal, match="names no file"):
        opened(url)


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(Refusal, match="in memory"):
        opened("sqlite:///:memory:")


def test_a_sqlite_path_may_be_relative_absolute_or_have_spaces() -> None:
    assert parse_address("sqlite:///paydesk.db") == SqliteFile(Path("paydesk.db"))
    assert parse_address("sqlite:////var/lib/pay%20desk.db") == SqliteFile(
        Path("/var/lib/pay desk.db")
    )
    assert parse_address(" sqlite:///a.db\n") == SqliteFile(Path("a.db"))


def test_a_postgresql_address_goes_to_libpq_with_all_that_it_says() -> None:
    address = parse_address(
        "postgres://pay:p%40ss%2F%3A1@db.example:6432/desk?sslmode=verify-full&sslrootcert=/ca.pem"
    )
    assert isinstance(address, PostgresqlServer)
    assert conninfo_to_dict(address.conninfo) == {
        "user": "pay",
        "password": "p@ss/:1",
        "host": "db.example",
        "port": "6432",
        "dbname": "desk",
        "sslmode": "verify-full",
        "sslrootcert": "/ca.pem",
    }
    assert "p%40ss" not in repr(address)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://pay:hunter2%@localhost/desk",
        "postgresql://pay:hunter2%zz@localhost/desk",
        "postgresql://pay:hunter2@localhost:fivefour/desk",
        "postgresql://pay:hunter2@[localhost/desk",
        "postgresql://pay:hunter2@localhost/desk?hunter2=1",
        "postgresql://pay:hunter2#@localhost:x/desk",
    ],
)
def test_a_postgresql_address_that_cannot_be_read_never_shows_its_password(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        opened(url)
    assert "can’t be read" in shown(refused.value)
    assert "hunter2" not in shown(refused.value)
    assert refused.value.__suppress_context__


def test_a_server_that_does_not_answer_is_a_sentence_without_the_password() -> None:
    with pytest.raises(Refusal) as refused:
        opened("postgresql://pay:hunter2@127.0.0.1:1/desk?connect_timeout=2")
    assert shown(refused.value).startswith("PostgreSQL doesn’t let Paydesk in: connection failed")
    assert "hunter2" not in shown(refused.value)


def test_an_unknown_database_is_a_sentence(postgres) -> None:
    with pytest.raises(Refusal, match="doesn’t let Paydesk in") as refused:
        opened(postgres.url("nowhere"))
    assert "nowhere" in shown(refused.value)


def test_postgresql_without_its_driver_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refusal) as refused:
        opened("postgresql://localhost/desk")
    assert "pip install 'paydesk[postgres]'" in shown(refused.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        opened(f"sqlite:///{tmp_path}/nowhere/paydesk.db")
    assert f"The folder {tmp_path}/nowhere of DATABASE_URL doesn’t exist." in shown(refused.value)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="which is a folder"):
        opened(f"sqlite:///{tmp_path}")


def test_a_place_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        opened("sqlite:////proc/paydesk.db")
    assert "can’t write /proc/paydesk.db" in shown(refused.value)


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Olivia, " * 1000)
    with pytest.raises(Refusal, match="not a Paydesk database"):
        opened(f"sqlite:///{letter}")
    assert letter.read_text() == "Dear Olivia, " * 1000


def test_a_new_file_can_only_be_read_by_its_owner(tmp_path: Path) -> None:
    store = opened(f"sqlite:///{tmp_path}/paydesk.db")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    store.close()
    assert modes == {"paydesk.db": 0o600, "paydesk.db-wal": 0o600, "paydesk.db-shm": 0o600}


def test_sqlite_is_durable_and_checks_references(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "SYNCHRONOUS", AS_SHIPPED)
    opened(f"sqlite:///{tmp_path}/paydesk.db").close()
    store = opened(f"sqlite:///{tmp_path}/paydesk.db")
    settings = {
        name: store.database.run(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    store.close()
    full = 2
    assert settings == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


@pytest.mark.parametrize("key", ["", ",", "hunter2", f"{TEST_KEY},hunter2", TEST_KEY[:-4]])
def test_a_malformed_key_is_refused_with_the_way_to_make_one(key: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        opened(f"sqlite:///{tmp_path}/paydesk.db", key)
    assert "paydesk init" in shown(refused.value)
    assert "Fernet.generate_key" in shown(refused.value)
    assert "hunter2" not in shown(refused.value)


def test_another_key_than_the_first_one_is_refused(store: Store, database_url: str) -> None:
    with pytest.raises(Refusal, match="PAYDESK_SECRET_KEY is not the key"):
        opened(database_url, OTHER_KEY)


def test_a_new_key_before_the_old_one_opens_the_store(store: Store, database_url: str) -> None:
    opened(database_url, f"{OTHER_KEY}, {TEST_KEY}").close()


def test_where_a_store_must_exist_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        connect_store(f"sqlite:///{tmp_path}/paydesk.db", TEST_KEY, lambda: T0, must_exist=True)
    assert f"There is no {tmp_path}/paydesk.db." in shown(refused.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE member (id INTEGER)",
        "CREATE VIEW inbox AS SELECT 1 AS id",
        "CREATE TABLE schema_migration (version INTEGER)",
        "CREATE TABLE schema_migration (id INTEGER, name TEXT, applied TEXT)",
    ],
)
def test_another_programs_database_is_left_as_it_is(empty_url: str, made: str) -> None:
    theirs = connect_store(empty_url, TEST_KEY, lambda: T0)
    with theirs.transaction():
        theirs.database.run(made)
    before = theirs.database.get_tables()
    with pytest.raises(Refusal, match="of another program"):
        opened(empty_url)
    assert theirs.database.get_tables() == before
    theirs.close()


def test_tables_of_other_names_are_no_obstacle(empty_url: str) -> None:
    theirs = connect_store(empty_url, TEST_KEY, lambda: T0)
    with theirs.transaction():
        theirs.database.run("CREATE TABLE recipe (id INTEGER)")
    opened(empty_url).close()
    theirs.close()


def test_a_damaged_file_is_called_damaged(tmp_path: Path) -> None:
    opened(f"sqlite:///{tmp_path}/paydesk.db").close()
    damage(tmp_path / "paydesk.db")
    with pytest.raises(Refusal, match="is damaged"):
        opened(f"sqlite:///{tmp_path}/paydesk.db")
