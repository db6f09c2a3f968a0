"""A backup is one private file with everything, taken while Paydesk is at work."""

import sqlite3
import stat
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from rules.words import Refusal
from storage import audit, inbox, practices, schema, secrets
from storage import backup as backups
from storage.backup import backup
from storage.database import Store, connect_store, open_store
from tests.storage.test_many_workers import start
from tests.support.cast import BEN, T0, TEAM, Cast
from tests.support.keys import TEST_KEY
from tests.support.stores import ON_SQLITE, damage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "paydesk.backup"


def opened(path: Path) -> Store:
    return open_store(f"sqlite:///{path}", TEST_KEY, lambda: T0)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith("paydesk.db")}


def test_a_backup_has_all_that_the_store_has(store: Store, cast: Cast, path: Path) -> None:
    secrets.put(store, cast.practice.id, "slack_bot_token", "xoxb-1")
    inbox.receive(store, cast.practice.id, "slack", "Ev1", "user_change", {"é": "\u0000 ’"}, T0)
    practices.set_livemode(store, cast.practice.id, True)
    with store.transaction():
        audit.record(store, cast.practice.id, BEN, "act", "x", {}, T0)
    backup(store, path)
    copy = opened(path)
    assert practices.all_practices(copy) == practices.all_practices(store)
    assert secrets.get(copy, cast.practice.id, "slack_bot_token") == "xoxb-1"
    assert audit.verify(copy, cast.practice.id) == []
    assert audit.head(copy, cast.practice.id) == audit.head(store, cast.practice.id)
    (row,) = inbox.claim(copy, "me", T0, 1000, 10)
    assert row.body == {"é": "\u0000 ’"}
    copy.close()


def test_a_backup_is_one_sound_file_that_only_its_owner_can_read(
    store: Store, cast: Cast, path: Path
) -> None:
    backup(store, path)
    assert names(path.parent) == {"paydesk.backup"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert file.execute(
            "SELECT value FROM store_meta WHERE key = 'backed_up_at'"
        ).fetchone() == (str(T0),)


def test_a_backup_under_heavy_work_shows_one_moment(
    store: Store, cast: Cast, database_url: str, path: Path
) -> None:
    """Each transaction of the writers adds one inbox row and one audit row."""
    writers = start("commit", database_url, cast.practice.id, 0)
    assert writers.stdout is not None
    writers.stdout.readline()
    try:
        backup(store, path)
    finally:
        writers.kill()
        _, errors = writers.communicate(timeout=30)
    assert errors == ""  # Nobody was told that the database is busy.
    copy = opened(path)
    rows = copy.database.run("SELECT COUNT(*) FROM inbox").fetchone()[0]
    assert rows == audit.head(copy, cast.practice.id).seq > 0
    assert audit.verify(copy, cast.practice.id) == []
    copy.close()


@ON_SQLITE
def test_a_backup_ends_however_often_others_write(
    store: Store, cast: Cast, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite starts a copy anew when somebody wrote, unless the copy holds on to one moment."""
    written = 0

    def write(*_: int) -> None:
        nonlocal written
        written += 1
        assert written < 1000, "The copy started anew again and again."
        practices.ensure(store, f"T{written}", "new", T0)

    class Watched(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection, *, pages: int) -> None:  # type: ignore[override]
            super().backup(target, pages=1, progress=write)

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
    backup(store, path)
    monkeypatch.undo()
    copy = opened(path)
    assert written > 10
    assert len(practices.all_practices(copy)) == 2
    copy.close()


def test_an_existing_file_is_never_written_over(store: Store, cast: Cast, path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(Refusal, match="exists already"):
        backup(store, path)
    assert path.read_text() == "precious"
    assert names(path.parent) == {"paydesk.backup"}


def test_a_missing_folder_is_refused(store: Store, cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="doesn’t exist"):
        backup(store, tmp_path / "nowhere" / "file")


def test_a_place_that_cannot_be_written_is_refused(store: Store, cast: Cast) -> None:
    with pytest.raises(Refusal, match="can’t write"):
        backup(store, Path("/proc/paydesk.backup"))


def test_a_backup_that_fails_half_way_leaves_nothing_behind(
    store: Store, cast: Cast, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(unfinished: Path) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(backups, "settle", full)
    with pytest.raises(Refusal, match="can’t write"):
        backup(store, path)
    assert names(path.parent) == set()


def test_an_empty_database_has_nothing_to_back_up(empty_url: str, path: Path) -> None:
    empty = connect_store(empty_url, TEST_KEY, lambda: T0)
    with pytest.raises(Refusal, match="nothing to back up"):
        backup(empty, path)
    empty.close()


def test_a_store_of_a_newer_program_is_not_backed_up_by_an_older_one(
    store: Store, path: Path
) -> None:
    with store.transaction():
        store.database.run(
            "INSERT INTO schema_migration (name, applied) VALUES ('0999_later', '2027-01-01')"
        )
    with pytest.raises(Refusal, match="newer Paydesk"):
        backup(store, path)


def test_a_store_that_waits_for_a_migration_is_backed_up_as_it_is(
    store: Store, cast: Cast, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for migration in schema.FOLDER.glob("[0-9]*.py"):
        (folder / migration.name).write_text(migration.read_text())
    (folder / "0900_later.py").write_text("def up(migrator, db):\n    raise LookupError\n")
    monkeypatch.setattr(schema, "FOLDER", folder)
    backup(store, path)
    copy = connect_store(f"sqlite:///{path}", TEST_KEY, lambda: T0)
    assert schema.pending(copy) == ["0900_later"]
    assert practices.by_team(copy, TEAM) is not None
    copy.close()


@ON_SQLITE
def test_what_only_stands_in_the_write_ahead_log_is_backed_up_too(
    store: Store, cast: Cast, path: Path
) -> None:
    store.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    store.database.run("PRAGMA wal_autocheckpoint = 0")
    practices.ensure(store, "T5", "five", T0)
    backup(store, path)
    copy = opened(path)
    assert practices.by_team(copy, "T5") is not None
    copy.close()


@ON_SQLITE
def test_a_damaged_database_is_a_sentence_and_leaves_nothing_behind(
    store: Store, cast: Cast, path: Path, database_url: str
) -> None:
    store.close()
    damage(Path(database_url.removeprefix("sqlite:///")))
    with pytest.raises(Refusal, match="is damaged"):
        backup(connect_store(database_url, TEST_KEY, lambda: T0), path)
    assert names(path.parent) == set()


@ON_SQLITE
def test_damage_found_while_copying_is_the_same_sentence(
    store: Store, cast: Cast, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def malformed(source: Path, target: Path) -> None:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    monkeypatch.setattr(backups, "copy_file", malformed)
    with pytest.raises(Refusal, match="is damaged"):
        backup(store, path)
    assert names(path.parent) == set()
