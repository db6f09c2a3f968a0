"""The audit chain shows every change that was made behind its back."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from peewee import PeeweeException

from storage import audit, inbox, secrets
from storage.database import Store
from storage.store import Row
from tests.support.cast import OLIVIA, T0, Cast


def record(store: Store, practice_id: int, *actions: str) -> None:
    for number, action in enumerate(actions):
        with store.transaction():
            detail = {"number": number, "name": "Zoë"}
            audit.record(store, practice_id, OLIVIA, action, "U0BEN", detail, T0 + number)


def tamper(store: Store, *statements: str) -> None:
    """Change the table as somebody with all rights on the database can, triggers or not."""
    if store.kind == "sqlite":
        before = ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]
    else:
        before = ["SET LOCAL session_replication_role = replica"]
    with store.transaction():
        for statement in (*before, *statements):
            store.database.run(statement)


def test_a_chain_that_nobody_touched_has_no_faults(store: Store, cast: Cast) -> None:
    assert audit.verify(store, cast.practice.id) == []
    record(store, cast.practice.id, "one", "two", "three")
    record(store, cast.other.id, "theirs")
    assert audit.verify(store, cast.practice.id) == []
    assert audit.verify(store, cast.other.id) == []
    assert audit.head(store, cast.practice.id).seq == 3
    assert audit.head(store, cast.other.id).seq == 1


def test_the_order_of_many_threads_is_one_chain(store: Store, cast: Cast) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: record(store, cast.practice.id, f"act {n}"), range(24)))
    assert audit.verify(store, cast.practice.id) == []
    assert audit.head(store, cast.practice.id).seq == 24


def test_transactions_that_write_and_then_record_do_not_wait_for_each_other(
    store: Store, cast: Cast
) -> None:
    def work(number: int) -> None:
        with store.transaction():
            inbox.receive(store, cast.practice.id, "slack", str(number), "event", {}, T0)
            audit.record(store, cast.practice.id, OLIVIA, "act", str(number), {}, T0)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(80)))
    assert audit.head(store, cast.practice.id).seq == 80
    assert audit.verify(store, cast.practice.id) == []


def test_a_row_is_recorded_only_with_what_it_tells_about(store: Store, cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="together with"):
        audit.record(store, cast.practice.id, OLIVIA, "act", "x", {}, T0)


def test_a_transaction_that_fails_leaves_no_row(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one")
    before = audit.head(store, cast.practice.id)
    try:
        with store.transaction():
            audit.record(store, cast.practice.id, OLIVIA, "two", "x", {}, T0)
            raise LookupError
    except LookupError:
        pass
    assert audit.head(store, cast.practice.id) == before
    assert audit.verify(store, cast.practice.id) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET actor = 'U0NOAH'", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 2"],
)
def test_the_database_refuses_to_change_or_delete_a_row(
    store: Store, cast: Cast, statement: str
) -> None:
    record(store, cast.practice.id, "one", "two")

    def change() -> None:
        with store.transaction():
            store.database.run(statement)

    with pytest.raises(PeeweeException, match="audit rows"):
        change()
    assert audit.verify(store, cast.practice.id) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "'U0NOAH'"),
        ("action", "'nothing'"),
        ("target", "'U0SAM'"),
        ("detail", "'{}'"),
        ("at", "1"),
        ("prev_hash", "''"),
        ("hash", "'00'"),
    ],
)
def test_an_edited_row_shows(store: Store, cast: Cast, column: str, value: str) -> None:
    record(store, cast.practice.id, "one", "two", "three")
    tamper(store, f"UPDATE audit SET {column} = {value} WHERE seq = 2")
    assert any("Row 2" in fault for fault in audit.verify(store, cast.practice.id))


def test_a_row_moved_to_another_practice_shows_in_both(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one", "two")
    tamper(
        store,
        f"UPDATE audit SET practice_id = {cast.other.id} WHERE seq = 2",
    )
    assert audit.verify(store, cast.practice.id)
    record(store, cast.other.id, "theirs")
    assert audit.verify(store, cast.other.id)


def test_a_deleted_row_shows(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one", "two", "three")
    tamper(store, "DELETE FROM audit WHERE seq = 2")
    assert audit.verify(store, cast.practice.id) == ["Between rows 1 and 3 some are missing."]


def test_a_cut_tail_shows(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one", "two", "three")
    tamper(store, "DELETE FROM audit WHERE seq = 3")
    assert audit.verify(store, cast.practice.id) == [
        "The log ends at row 2, but row 3 was its last."
    ]


def test_an_emptied_log_shows(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one")
    tamper(store, "DELETE FROM audit")
    assert audit.verify(store, cast.practice.id) == [
        "The log ends at row 0, but row 1 was its last."
    ]


def test_a_row_put_after_the_end_shows(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one", "two")
    tamper(store, "UPDATE audit SET seq = 3 WHERE seq = 2")
    assert "Row 3 stands after the end of the log." in audit.verify(store, cast.practice.id)


def test_a_log_that_grows_while_it_is_verified_has_no_faults(
    store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(store, cast.practice.id, "one", "two")
    rows = audit._rows

    def rows_later(*question: Any) -> Iterator[Row]:
        record(store, cast.practice.id, "three")
        return rows(*question)

    monkeypatch.setattr(audit, "_rows", rows_later)
    assert audit.verify(store, cast.practice.id) == []


def test_two_rows_that_changed_places_show(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one", "two", "three")
    tamper(
        store,
        "UPDATE audit SET seq = 99 WHERE seq = 2",
        "UPDATE audit SET seq = 2 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 99",
    )
    assert audit.verify(store, cast.practice.id)


def test_a_chain_made_anew_without_the_key_shows(store: Store, cast: Cast) -> None:
    """Somebody replaces a row and computes hashes with a key of their own."""
    record(store, cast.practice.id, "one")
    row = [cast.practice.id, 1, T0, "U0NOAH", "one", "U0BEN", "{}", ""]
    forged = hmac.new(b"guess", json.dumps(row).encode(), hashlib.sha256).hexdigest()
    tamper(
        store,
        f"UPDATE audit SET actor = 'U0NOAH', detail = '{{}}', hash = '{forged}'",
        f"UPDATE practice SET audit_head = '{forged}' WHERE id = {cast.practice.id}",
    )
    assert audit.verify(store, cast.practice.id) == ["Row 1 was changed."]


def test_a_chain_whose_key_was_thrown_away_shows(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one")
    secrets.forget(store, cast.practice.id, audit.KEY)
    assert audit.verify(store, cast.practice.id) == ["The key of the audit log is gone."]
    record(store, cast.practice.id, "two")
    assert "Row 1 was changed." in audit.verify(store, cast.practice.id)


def test_a_log_set_back_whole_is_seen_by_a_copy_of_its_end(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one", "two")
    copy = audit.head(store, cast.practice.id)
    first = store.database.run("SELECT hash FROM audit WHERE seq = 1").fetchone()[0]
    tamper(
        store,
        "DELETE FROM audit WHERE seq = 2",
        f"UPDATE practice SET audit_seq = 1, audit_head = '{first}' WHERE id = {cast.practice.id}",
    )
    assert audit.verify(store, cast.practice.id) == []
    assert audit.head(store, cast.practice.id) != copy


def test_each_practice_has_a_key_of_its_own(store: Store, cast: Cast) -> None:
    record(store, cast.practice.id, "one")
    record(store, cast.other.id, "one")
    keys = {secrets.get(store, one, audit.KEY) for one in (cast.practice.id, cast.other.id)}
    assert len(keys) == 2
    assert None not in keys
