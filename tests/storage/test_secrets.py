"""Secrets are encrypted, belong to one practice, and change keys without being lost."""

import pytest

from rules.words import Refusal
from storage import secrets
from storage.database import Store, open_store
from tests.support.cast import T0, Cast
from tests.support.keys import OTHER_KEY, TEST_KEY

TOKEN = "xoxb-canary-0123456789"


def reopened(url: str, keys: str) -> Store:
    return open_store(url, keys, lambda: T0)


def everything(store: Store) -> str:
    """All that the database holds, as text."""
    return repr(
        [
            store.database.run(f'SELECT * FROM "{table}"').fetchall()
            for table in store.database.get_tables()
        ]
    )


def test_a_secret_comes_back_to_its_practice_alone(store: Store, cast: Cast) -> None:
    secrets.put(store, cast.practice.id, "slack_bot_token", TOKEN)
    assert secrets.get(store, cast.practice.id, "slack_bot_token") == TOKEN
    assert secrets.get(store, cast.other.id, "slack_bot_token") is None
    assert secrets.get(store, cast.practice.id, "another") is None


def test_a_newer_value_takes_the_place_of_the_older_one(store: Store, cast: Cast) -> None:
    secrets.put(store, cast.practice.id, "slack_bot_token", "old")
    secrets.put(store, cast.practice.id, "slack_bot_token", TOKEN)
    assert secrets.get(store, cast.practice.id, "slack_bot_token") == TOKEN
    secrets.put_if_absent(store, cast.practice.id, "slack_bot_token", "late")
    assert secrets.get(store, cast.practice.id, "slack_bot_token") == TOKEN
    secrets.forget(store, cast.practice.id, "slack_bot_token")
    assert secrets.get(store, cast.practice.id, "slack_bot_token") is None


def test_a_stolen_database_shows_no_secret(store: Store, cast: Cast) -> None:
    secrets.put(store, cast.practice.id, "slack_bot_token", TOKEN)
    assert TOKEN not in everything(store)
    assert TEST_KEY not in everything(store)
    if store.kind == "sqlite":
        folder = store.address.path.parent
        assert not [path for path in folder.iterdir() if TOKEN.encode() in path.read_bytes()]


def test_an_encrypted_value_can_not_be_passed_off_as_another(store: Store, cast: Cast) -> None:
    secrets.put(store, cast.practice.id, "slack_bot_token", TOKEN)
    secrets.put(store, cast.other.id, "slack_bot_token", "theirs")
    with store.transaction():
        store.database.run(
            "UPDATE secret SET value = (SELECT value FROM secret WHERE practice_id ="
            f" {cast.practice.id}) WHERE practice_id = {cast.other.id}"
        )
    with pytest.raises(ValueError, match="put there by hand"):
        secrets.get(store, cast.other.id, "slack_bot_token")


def test_keys_are_changed_without_losing_a_secret(
    store: Store, cast: Cast, database_url: str
) -> None:
    for number, practice in enumerate((cast.practice, cast.other)):
        secrets.put(store, practice.id, "slack_bot_token", f"{TOKEN}{number}")
    both = reopened(database_url, f"{OTHER_KEY},{TEST_KEY}")
    assert secrets.get(both, cast.practice.id, "slack_bot_token") == f"{TOKEN}0"
    assert secrets.rotate(both) == 2
    assert secrets.rotate(both) == 0
    both.close()
    new = reopened(database_url, OTHER_KEY)
    assert secrets.get(new, cast.practice.id, "slack_bot_token") == f"{TOKEN}0"
    assert secrets.get(new, cast.other.id, "slack_bot_token") == f"{TOKEN}1"
    new.close()
    with pytest.raises(Refusal, match="not the key"):
        reopened(database_url, TEST_KEY)


def test_rotation_without_the_old_key_changes_nothing(
    store: Store, cast: Cast, database_url: str
) -> None:
    secrets.put(store, cast.practice.id, "slack_bot_token", TOKEN)
    both = reopened(database_url, f"{OTHER_KEY},{TEST_KEY}")
    secrets.put(both, cast.practice.id, "stripe", "sk")
    both.close()
    before = everything(store)
    with pytest.raises(Refusal, match="not the key"):
        secrets.rotate(store)
    assert everything(store) == before
