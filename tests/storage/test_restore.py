"""A backup comes back whole, into either database, and never over data unasked."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from rules.words import Refusal
from storage import (
    audit,
    comparing,
    fee_rows,
    inbox,
    instances,
    members,
    meta,
    outbox,
    practices,
    schema,
    secrets,
)
from storage.backup import backup
from storage.database import Store, open_store
from storage.instances import Machine
from storage.restore import Restored, restore
from tests.storage.test_fee_rows import ROW
from tests.support.cast import OLIVIA, T0, TEAM, Cast, FrozenClock, enter_cast
from tests.support.keys import OTHER_KEY, TEST_KEY
from tests.support.postgres import Postgres
from tests.support.stores import KINDS, ON_POSTGRESQL, ON_SQLITE, damage

LATER = T0 + 3_600_000


@pytest.fixture
def saved(store: Store, cast: Cast, tmp_path: Path) -> Path:
    """A backup of a store with something in every table, and ids that don't begin at 1."""
    with store.transaction():
        store.database.run("DELETE FROM practice WHERE slack_team = 'T0NOBODY'")
        secrets.put(store, cast.practice.id, "slack_bot_token", "xoxb-1")
        fee_rows.add(store, cast.practice.id, ROW, OLIVIA, T0)
        inbox.receive(store, cast.practice.id, "slack", "Ev1", "user_change", {"a": 1}, T0)
        practices.set_livemode(store, cast.practice.id, False)
        for action in ("one", "two"):
            audit.record(store, cast.practice.id, OLIVIA, action, "x", {}, T0)
    instances.register(store)
    path = tmp_path / "saved.backup"
    backup(store, path)
    return path


@pytest.fixture(params=KINDS)
def target_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> Iterator[str]:
    """Where to restore to: a database with all tables and no rows."""
    if request.param == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "target.db")
        yield f"sqlite:///{tmp_path / 'target.db'}"
        return
    with request.getfixturevalue("postgres").lent() as url:
        yield url


def reopened(url: str) -> Store:
    return open_store(url, TEST_KEY, lambda: LATER)


def restored(url: str, path: Path, key: str = TEST_KEY, *, replace: bool = False) -> Restored:
    return restore(url, path, key, FrozenClock(LATER), replace=replace)


def test_all_comes_back_into_either_database(
    store: Store, cast: Cast, saved: Path, target_url: str
) -> None:
    outcome = restored(target_url, saved)
    assert (outcome.practices, outcome.backed_up_at) == (2, T0)
    back = reopened(target_url)
    practice = cast.practice.id
    assert practices.all_practices(back) == practices.all_practices(store)
    assert practices.get(back, practice).livemode is False  # type: ignore[union-attr]
    assert members.list_members(back, practice) == members.list_members(store, practice)
    assert fee_rows.rows(back, practice) == [ROW]
    assert secrets.get(back, practice, "slack_bot_token") == "xoxb-1"
    assert [row.body for row in inbox.claim(back, "me", LATER, 1000, 9)] == [{"a": 1}]
    back.close()


def test_a_restored_store_knows_it_and_its_log_says_so(
    cast: Cast, saved: Path, target_url: str
) -> None:
    restored(target_url, saved)
    back = reopened(target_url)
    assert meta.restored_at(back) == LATER
    assert audit.verify(back, cast.practice.id) == []
    assert audit.head(back, cast.practice.id).seq == 3
    actors = back.database.run("SELECT actor FROM audit WHERE seq = 3").fetchall()
    assert actors == [("system:restore",)]
    back.close()


def test_a_store_that_was_never_restored_says_so(store: Store) -> None:
    assert meta.restored_at(store) is None


def test_new_rows_get_new_ids_after_a_restore(cast: Cast, saved: Path, target_url: str) -> None:
    restored(target_url, saved)
    back = reopened(target_url)
    assert practices.ensure(back, "T0NEW", "new", LATER).id > cast.other.id
    assert inbox.receive(back, cast.practice.id, "slack", "Ev2", "x", {}, LATER)
    with back.transaction():
        audit.record(back, cast.practice.id, OLIVIA, "after", "x", {}, LATER)
    assert audit.verify(back, cast.practice.id) == []
    back.close()


def test_processes_of_the_time_of_the_backup_don_t_count(saved: Path, target_url: str) -> None:
    restored(target_url, saved)
    back = reopened(target_url)
    assert back.database.run("SELECT COUNT(*) FROM instance").fetchone() == (0,)
    back.close()


def test_the_backup_itself_is_left_as_it_was(saved: Path, target_url: str) -> None:
    before = saved.read_bytes()
    restored(target_url, saved)
    assert saved.read_bytes() == before
    assert not [path for path in saved.parent.iterdir() if path.name.startswith("saved.backup-")]


def test_data_is_not_replaced_unasked(saved: Path, target_url: str) -> None:
    filled = reopened(target_url)
    practices.ensure(filled, "T0MINE", "mine", T0)
    with pytest.raises(Refusal, match="--replace"):
        restored(target_url, saved)
    assert [one.slack_team for one in practices.all_practices(filled)] == ["T0MINE"]
    filled.close()


def test_data_is_replaced_when_asked(cast: Cast, saved: Path, target_url: str) -> None:
    filled = reopened(target_url)
    enter_cast(filled)
    practices.ensure(filled, "T0MINE", "mine", T0)
    with filled.transaction():
        audit.record(filled, cast.practice.id, OLIVIA, "lost", "x", {}, T0)
    filled.close()
    restored(target_url, saved, replace=True)
    back = reopened(target_url)
    assert practices.by_team(back, "T0MINE") is None
    assert practices.by_team(back, TEAM) is not None
    assert audit.verify(back, cast.practice.id) == []
    back.close()


@ON_SQLITE
def test_the_replaced_file_is_kept_beside(saved: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mine.db'}"
    filled = reopened(url)
    practices.ensure(filled, "T0MINE", "mine", T0)
    filled.close()
    outcomes = [restored(url, saved, replace=True) for _ in range(2)]
    kept = [outcome.kept for outcome in outcomes]
    assert [path.name for path in kept if path] == [
        "mine.db.before-restore-20261123T100000Z",
        "mine.db.before-restore-20261123T100000Z-2",
    ]
    old = reopened(f"sqlite:///{kept[0]}")
    assert practices.by_team(old, "T0MINE") is not None
    old.close()


@ON_SQLITE
def test_a_new_file_is_made_where_there_is_none(saved: Path, tmp_path: Path) -> None:
    assert restored(f"sqlite:///{tmp_path / 'new.db'}", saved).kept is None
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600


@ON_SQLITE
def test_a_damaged_database_is_replaced_when_asked(saved: Path, tmp_path: Path) -> None:
    url, path = f"sqlite:///{tmp_path / 'mine.db'}", tmp_path / "mine.db"
    path.write_text("no database any more")
    with pytest.raises(Refusal, match="not a Paydesk database"):
        restored(url, saved)
    kept = restored(url, saved, replace=True).kept
    assert kept is not None
    assert kept.read_text() == "no database any more"
    reopened(url).close()


@pytest.mark.parametrize("replace", [False, True])
def test_a_store_at_work_is_never_replaced(saved: Path, target_url: str, replace: bool) -> None:
    at_work = reopened(target_url)
    instances.register(at_work, Machine("desk-9", 77, lambda pid: True, lambda path: False))
    with pytest.raises(Refusal, match="Stop it first"):
        restored(target_url, saved, replace=replace)
    assert practices.all_practices(at_work) == []
    at_work.close()


def test_another_secret_key_is_refused_and_nothing_is_changed(saved: Path, target_url: str) -> None:
    with pytest.raises(Refusal, match="not the key"):
        restored(target_url, saved, OTHER_KEY)
    back = reopened(target_url)
    assert practices.all_practices(back) == []
    back.close()


@ON_SQLITE
def test_what_is_no_paydesk_backup_is_refused(
    store: Store, tmp_path: Path, target_url: str
) -> None:
    letter, other, empty = (tmp_path / name for name in ("letter", "other.db", "empty"))
    letter.write_text("Dear Olivia")
    empty.touch()
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE practice (id INTEGER)")
    for path in (letter, other, empty):
        with pytest.raises(Refusal, match="not a Paydesk backup"):
            restored(target_url, path)
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Refusal, match="can’t be read"):
            restored(target_url, path)
    assert not (tmp_path / "nowhere").exists()


@ON_SQLITE
@pytest.mark.parametrize("cut", ["middle", "end"])
def test_a_damaged_backup_is_refused(store: Store, saved: Path, target_url: str, cut: str) -> None:
    whole = saved.read_bytes()
    half = len(whole) // 2
    damaged = whole[:half] if cut == "end" else whole[:4096] + b"\xff" * 8192 + whole[12288:]
    saved.write_bytes(damaged)
    with pytest.raises(Refusal, match="is damaged"):
        restored(target_url, saved)
    back = reopened(target_url)
    assert practices.all_practices(back) == []
    back.close()


@ON_SQLITE
def test_a_backup_of_a_newer_program_is_refused(saved: Path, target_url: str) -> None:
    with closing(sqlite3.connect(saved)) as file, file:
        file.execute(
            "INSERT INTO schema_migration (name, applied) VALUES ('0999_later', '2027-01-01')"
        )
    with pytest.raises(Refusal, match="newer Paydesk"):
        restored(target_url, saved)


@ON_SQLITE
def test_an_older_backup_is_brought_up_to_date(
    saved: Path, target_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for migration in schema.FOLDER.glob("[0-9]*.py"):
        (folder / migration.name).write_text(migration.read_text())
    (folder / "0900_notes.py").write_text(
        "from peewee import TextField\n\n\n"
        "def up(migrator, db):\n"
        "    migrator.migrate(migrator.add_column('practice', 'note', TextField(default='-')))\n"
    )
    monkeypatch.setattr(schema, "FOLDER", folder)
    restored(target_url, saved)
    back = reopened(target_url)
    notes = back.database.run("SELECT note FROM practice").fetchall()
    assert notes == [("-",), ("-",)]
    assert schema.pending(back) == []
    back.close()


@ON_POSTGRESQL
def test_a_restore_that_fails_leaves_the_server_as_it_was(
    store: Store, cast: Cast, saved: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("cut off")

    store.database.run("DELETE FROM instance")
    monkeypatch.setattr("storage.restore._mark", fail)
    before = (practices.all_practices(store), audit.head(store, cast.practice.id))
    with pytest.raises(OSError, match="cut off"):
        restored(database_url, saved, replace=True)
    assert (practices.all_practices(store), audit.head(store, cast.practice.id)) == before
    assert audit.verify(store, cast.practice.id) == []
    assert meta.restored_at(store) is None


@ON_POSTGRESQL
def test_other_tables_in_the_database_are_left_alone(
    store: Store, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    store.database.run("CREATE TABLE of_somebody_else (id SERIAL)")
    store.database.run("INSERT INTO of_somebody_else DEFAULT VALUES")
    backup(store, tmp_path / "second.backup")
    restored(database_url, tmp_path / "second.backup", replace=True)
    assert store.database.run("SELECT id FROM of_somebody_else").fetchall() == [(1,)]
    number = store.database.run("SELECT nextval('of_somebody_else_id_seq')").fetchone()
    assert number == (2,)
    store.database.run("DROP TABLE of_somebody_else")


def test_what_was_on_its_way_at_the_backup_comes_back_as_a_repeat(
    store: Store, cast: Cast, target_url: str, tmp_path: Path
) -> None:
    practice = cast.practice.id
    for recipient in ("waiting", "held", "sent"):
        outbox.enqueue(store, practice, "slack_post", recipient, recipient, {}, T0)
    for recipient in ("held", "waiting"):
        inbox.receive(store, practice, "slack", recipient, "event", {}, T0)
    held = outbox.claim(store, "dead", T0, 10 * LATER, 9)
    outbox.sent(store, held[2], "D1", "1.0", T0)
    outbox.retry_at(store, held[0], T0, "busy", counts=False)
    inbox.claim(store, "dead", T0, 10 * LATER, 1)
    backup(store, tmp_path / "saved.backup")
    restored(target_url, tmp_path / "saved.backup")
    back = reopened(target_url)
    again = outbox.claim(back, "me", LATER, 1000, 9)
    assert [(row.uid, row.repeat, row.tries) for row in again] == [
        ("waiting", True, 1),
        ("held", True, 1),
    ]
    assert [row.tries for row in inbox.claim(back, "me", LATER, 1000, 9)] == [1, 1]
    back.close()


FOREIGN = {
    "no history": "CREATE TABLE member (id INTEGER)",
    "a history of another kind": "CREATE TABLE schema_migration (version INTEGER)",
    "a history of others": "CREATE TABLE schema_migration (id INTEGER, name TEXT, applied TEXT)",
    "a view": "CREATE VIEW member AS SELECT 1 AS id",
}


@pytest.mark.parametrize("made", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.parametrize("replace", [False, True])
def test_another_programs_tables_on_a_server_are_never_dropped(
    saved: Path, postgres: Postgres, replace: bool, made: str
) -> None:
    with postgres.bare() as url, psycopg.connect(url, autocommit=True) as theirs:
        theirs.execute(made)
        theirs.execute("CREATE TABLE plain (id INTEGER)")
        with pytest.raises(Refusal, match="of another program"):
            restored(url, saved, replace=replace)
        there = theirs.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        assert len(there) == 2


@ON_SQLITE
def test_another_programs_file_is_not_replaced_unasked(saved: Path, tmp_path: Path) -> None:
    url, path = f"sqlite:///{tmp_path / 'theirs.db'}", tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE recipe (id INTEGER)")
    with pytest.raises(Refusal, match="--replace"):
        restored(url, saved)
    assert restored(url, saved, replace=True).kept is not None


@ON_SQLITE
def test_a_database_damaged_in_the_middle_is_replaced_when_asked(
    saved: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'mine.db'}"
    reopened(url).close()
    damage(tmp_path / "mine.db")
    with pytest.raises(Refusal, match="is damaged"):
        restored(url, saved)
    assert restored(url, saved, replace=True).kept is not None
    reopened(url).close()


def test_a_restored_store_has_to_be_compared_with_stripe_since_the_backup(
    saved: Path, target_url: str
) -> None:
    restored(target_url, saved)
    again = reopened(target_url)
    try:
        assert comparing.begun(again) == T0
        comparing.begin(again, LATER)
        assert comparing.begun(again) == T0
        assert not comparing.through(again, LATER)
        assert comparing.through(again, T0)
        assert comparing.begun(again) is None
    finally:
        again.close()
