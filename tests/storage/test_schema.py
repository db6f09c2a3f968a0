"""The schema: migrations make what the models say, once, and never under a newer schema."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from peewee import SchemaManager

from rules.words import Refusal
from storage import schema
from storage.database import Store, connect_store, open_store
from storage.models import GLOBAL, MODELS
from tests.support.keys import TEST_KEY
from tests.support.schemas import shape

FIRST = "0001_the_first_tables"


@pytest.fixture
def empty(empty_url: str):
    store = connect_store(empty_url, TEST_KEY, lambda: 0)
    yield store
    store.close()


def test_models_and_migrations_make_the_same_schema(store: Store, empty: Store) -> None:
    for model in MODELS:
        SchemaManager(model, empty.database).create_all()
    assert shape(store) == shape(empty)
    assert len(shape(store)) == len(MODELS)


def test_every_row_belongs_to_a_practice_except_in_three_tables() -> None:
    named = {model._meta.table_name for model in MODELS}
    with_practice = {
        model._meta.table_name for model in MODELS if "practice_id" in model._meta.fields
    }
    assert named - with_practice == {model._meta.table_name for model in GLOBAL}
    assert len(GLOBAL) == 3


def test_an_empty_database_is_brought_up_to_date_once(empty: Store) -> None:
    assert schema.pending(empty) == schema.known()
    assert schema.migrate(empty) == schema.known()
    assert schema.applied(empty) == schema.known()
    assert schema.migrate(empty) == []


def test_a_database_that_is_not_up_to_date_is_refused_with_the_command(empty_url: str) -> None:
    with pytest.raises(Refusal, match="paydesk migrate"):
        open_store(empty_url, TEST_KEY, lambda: 0, migrating=False)


def test_opening_brings_the_database_up_to_date(empty_url: str) -> None:
    store = open_store(empty_url, TEST_KEY, lambda: 0)
    assert schema.pending(store) == []
    store.close()


def test_a_schema_newer_than_the_program_is_refused(store: Store, database_url: str) -> None:
    with store.transaction():
        store.database.run(
            "INSERT INTO schema_migration (name, applied) VALUES ('0999_later', '2027-01-01')"
        )
    with pytest.raises(Refusal, match="newer Paydesk"):
        open_store(database_url, TEST_KEY, lambda: 0)
    with pytest.raises(Refusal, match="newer Paydesk"):
        schema.migrate(store)


def test_of_several_that_migrate_at_once_one_does_it(empty_url: str) -> None:
    def migrate(_: int) -> list[str]:
        store = connect_store(empty_url, TEST_KEY, lambda: 0)
        try:
            return schema.migrate(store)
        finally:
            store.close()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(migrate, range(8)))
    assert sorted(done) == [[]] * 7 + [schema.known()]


def test_a_migration_that_fails_leaves_nothing_behind(
    empty: Store, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    first = (schema.FOLDER / f"{FIRST}.py").read_text()
    (tmp_path / f"{FIRST}.py").write_text(first)
    (tmp_path / "0002_broken.py").write_text(
        "def up(migrator, db):\n    raise LookupError('broken')\n"
    )
    monkeypatch.setattr(schema, "FOLDER", tmp_path)
    with pytest.raises(LookupError):
        schema.migrate(empty)
    assert "practice" not in empty.database.get_tables()
    assert schema.pending(empty) == [FIRST, "0002_broken"]


def test_a_store_with_rows_takes_a_later_migration(
    store: Store, cast, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    for migration in schema.FOLDER.glob("[0-9]*.py"):
        (tmp_path / migration.name).write_text(migration.read_text())
    (tmp_path / "0900_rebuild.py").write_text(
        "def up(migrator, db):\n    migrator.migrate(migrator.drop_not_null('practice', 'name'))\n"
    )
    monkeypatch.setattr(schema, "FOLDER", tmp_path)
    assert schema.migrate(store) == ["0900_rebuild"]
    rows = store.database.run("SELECT COUNT(*) FROM member").fetchone()
    assert rows == (6,)
    if store.kind == "sqlite":
        assert store.database.run("PRAGMA foreign_keys").fetchone() == (1,)
