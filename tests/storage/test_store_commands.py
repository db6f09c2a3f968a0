"""`paydesk migrate`, `backup` and `restore` from a terminal."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.store_commands import backup, migrate, restore
from rules.words import Refusal
from storage import practices, schema, secrets
from storage.database import Store, open_store
from tests.support.cast import T0, TEAM, Cast
from tests.support.keys import OTHER_KEY, TEST_KEY


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(url: str, command, *words: str, key: str = TEST_KEY) -> Result:
    environ = {"DATABASE_URL": url, "PAYDESK_SECRET_KEY": key}
    return CliRunner().invoke(command, list(words), env=environ)


def test_migrate_says_what_it_did(here: Path, empty_url: str) -> None:
    first = run(empty_url, migrate)
    done = "".join(f"✓ {name}\n" for name in schema.known())
    assert first.output == f"{done}The database is up to date.\n"
    assert run(empty_url, migrate).output == "The database is up to date.\n"


def test_migrate_takes_a_new_key_into_use(
    store: Store, cast: Cast, database_url: str, here: Path
) -> None:
    secrets.put(store, cast.practice.id, "slack_bot_token", "xoxb-1")
    result = run(database_url, migrate, key=f"{OTHER_KEY},{TEST_KEY}")
    assert "1 stored secrets now use the first key" in result.output
    new = open_store(database_url, OTHER_KEY, lambda: T0)
    assert secrets.get(new, cast.practice.id, "slack_bot_token") == "xoxb-1"
    new.close()


def test_a_backup_is_restored_into_an_empty_database(
    store: Store, cast: Cast, database_url: str, here: Path
) -> None:
    saved = run(database_url, backup, "paydesk.backup")
    assert saved.exit_code == 0
    assert saved.output.startswith("✓ Saved to paydesk.backup (0.")
    target = f"sqlite:///{here}/new.db"
    result = run(target, restore, "paydesk.backup")
    assert "practices 2" in result.output
    assert "What happened after the backup was made is not in it." in result.output
    back = open_store(target, TEST_KEY, lambda: T0)
    assert practices.by_team(back, TEAM) == cast.practice
    back.close()


def test_a_backup_without_a_name_is_named_for_the_time(
    store: Store, database_url: str, here: Path
) -> None:
    assert run(database_url, backup).exit_code == 0
    (saved,) = here.iterdir()
    assert saved.match("paydesk-2*-*.backup")


def test_a_mistyped_address_makes_no_empty_store(here: Path) -> None:
    result = run(f"sqlite:///{here}/typo.db", backup, "paydesk.backup")
    assert isinstance(result.exception, Refusal)
    assert list(here.iterdir()) == []


def test_restore_says_where_the_replaced_file_is(here: Path) -> None:
    url = f"sqlite:///{here}/paydesk.db"
    store = open_store(url, TEST_KEY, lambda: T0)
    practices.ensure(store, TEAM, "Northside", T0)
    store.close()
    run(url, backup, "paydesk.backup")
    refused = run(url, restore, "paydesk.backup")
    assert isinstance(refused.exception, Refusal)
    replaced = run(url, restore, "paydesk.backup", "--replace")
    assert "paydesk.db.before-restore-" in replaced.output
