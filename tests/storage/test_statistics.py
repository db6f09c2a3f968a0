"""SQLite finds one invoice's rows, and does not read all of a practice's, however few there are."""

from collections.abc import Callable, Iterator

import pytest

from storage import credit_notes, operations, outbox, payment_links, refunds, schema
from storage.database import Store, open_store
from tests.support.keys import TEST_KEY

PRACTICE = 1
QUESTIONS: dict[str, Callable[[Store], object]] = {
    "an invoice's credit notes": lambda store: credit_notes.of_invoices(store, PRACTICE, [7]),
    "an invoice's links": lambda store: payment_links.open_of(store, PRACTICE, [7]),
    "a charge's refunds": lambda store: refunds.of_charges(store, PRACTICE, [7]),
    "an operation's parts": lambda store: operations.allocations(store, PRACTICE, 7),
    "what waits for somebody": lambda store: outbox.drop_waiting(store, PRACTICE, "news", ["U1"]),
}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('s')}/p.db", TEST_KEY, lambda: 0)
    yield store
    store.close()


def _plans(store: Store, question: Callable[[Store], object]) -> list[str]:
    """How SQLite goes about the statements of a question."""
    said = list[str]()
    store.database.driver().set_trace_callback(said.append)
    question(store)
    store.database.driver().set_trace_callback(None)
    return [
        step[3]
        for sql in said
        if sql.startswith(("SELECT", "DELETE", "UPDATE"))
        for step in store.database.run(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_of_one_is_found_without_reading_all(fresh: Store, question: str) -> None:
    steps = _plans(fresh, QUESTIONS[question])
    assert any(step.startswith("SEARCH") for step in steps)
    assert not [step for step in steps if step.endswith("(practice_id=?)") or "SCAN" in step]


def test_every_index_is_told_of(fresh: Store) -> None:
    made = "SELECT name FROM sqlite_master WHERE type = 'index'"
    told = "SELECT idx FROM sqlite_stat1"
    assert fresh.database.run(f"{made} EXCEPT {told}").fetchall() == []
    assert fresh.database.run(f"{told} EXCEPT {made}").fetchall() == []
    assert schema.pending(fresh) == []
