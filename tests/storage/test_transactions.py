"""Transactions are all or nothing, and a database that fails is a sentence, not a traceback."""

import gc
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic

import psycopg
import pytest
from peewee import OperationalError, PeeweeException

from storage import practices, schema
from storage.database import Store, open_store
from storage.failures import StoreDown
from tests.support.cast import NAME, T0, TEAM, Cast
from tests.support.keys import TEST_KEY
from tests.support.stores import ON_POSTGRESQL, ON_SQLITE

LIMITS = ("statement_timeout", "lock_timeout")


def in_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def teams(store: Store) -> set[str]:
    return {practice.slack_team for practice in practices.all_practices(store)}


def cut_connections(store: Store, url: str) -> None:
    """End the server's side of the store's connections, as a restart of PostgreSQL does."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def record(store: Store, *names: str, then: Callable[[], object] = int) -> None:
    """Make practices of these teams in one transaction, and then do something more in it."""
    with store.transaction():
        for name in names:
            practices.ensure(store, name, name, T0)
        then()


def fail() -> None:
    raise LookupError


def test_an_error_leaves_nothing_of_the_transaction(store: Store) -> None:
    with pytest.raises(LookupError):
        record(store, TEAM, then=fail)
    assert teams(store) == set()


def test_a_transaction_within_another_is_a_part_of_it(store: Store) -> None:
    def outer() -> None:
        with store.transaction():
            record(store, TEAM)
            fail()

    with pytest.raises(LookupError):
        outer()
    assert teams(store) == set()


def test_a_part_that_failed_fails_the_whole_even_if_somebody_caught_it(store: Store) -> None:
    def caught() -> None:
        with suppress(LookupError):
            record(store, "T2", then=fail)

    with pytest.raises(RuntimeError, match="none of it was recorded"):
        record(store, "T1", then=caught)
    assert teams(store) == set()
    record(store, "T3")
    assert teams(store) == {"T3"}


def test_others_see_a_transaction_only_once_it_is_committed(store: Store) -> None:
    seen = []
    with store.transaction():
        practices.ensure(store, TEAM, NAME, T0)
        in_thread(lambda: seen.append(teams(store)))
    in_thread(lambda: seen.append(teams(store)))
    assert seen == [set(), {TEAM}]


def test_a_mistake_in_a_query_is_not_called_a_failure_of_the_database(store: Store) -> None:
    with pytest.raises(PeeweeException, match="nowhere") as raised:
        record(store, TEAM, then=lambda: store.database.run("SELECT * FROM nowhere"))
    assert not isinstance(raised.value, StoreDown)
    assert teams(store) == set()


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_connections_end_with_their_threads(store: Store) -> None:
    teams(store)
    for _ in range(20):
        in_thread(lambda: teams(store))
    gc.collect()
    assert store.database.open_connections == 1


def test_a_thread_keeps_its_connection(store: Store) -> None:
    teams(store)
    first = store.database.driver()
    with store.transaction():
        practices.ensure(store, TEAM, NAME, T0)
    assert store.database.driver() is first


def test_closing_closes_the_connections_of_all_threads(store: Store) -> None:
    ready, done = threading.Event(), threading.Event()

    def hold() -> None:
        teams(store)
        ready.set()
        done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait(10)
    assert store.database.open_connections == 2
    store.close()
    assert store.database.open_connections == 0
    done.set()
    thread.join()


@ON_POSTGRESQL
def test_a_read_after_a_lost_connection_takes_a_new_one(store: Store, database_url: str) -> None:
    practices.ensure(store, TEAM, NAME, T0)
    cut_connections(store, database_url)
    assert practices.by_team(store, TEAM) is not None
    cut_connections(store, database_url)
    assert teams(store) == {TEAM}


@ON_POSTGRESQL
def test_a_transaction_after_a_lost_connection_takes_a_new_one(
    store: Store, database_url: str
) -> None:
    practices.ensure(store, "T1", "one", T0)
    cut_connections(store, database_url)
    practices.ensure(store, "T2", "two", T0)
    assert teams(store) == {"T1", "T2"}


@ON_POSTGRESQL
def test_a_connection_lost_within_a_transaction_records_nothing(
    store: Store, database_url: str
) -> None:
    def lose() -> None:
        cut_connections(store, database_url)
        practices.ensure(store, "T2", "two", T0)

    with pytest.raises(StoreDown, match="can’t reach its database") as refused:
        record(store, "T1", then=lose)
    assert not refused.value.unknown
    assert teams(store) == set()


@ON_POSTGRESQL
def test_a_connection_lost_at_the_commit_leaves_the_outcome_unknown(
    store: Store, database_url: str
) -> None:
    with pytest.raises(StoreDown, match="in the middle of recording") as refused:
        record(store, "T1", then=lambda: cut_connections(store, database_url))
    assert refused.value.unknown
    practices.ensure(store, "T2", "two", T0)
    assert teams(store) == {"T2"}


@ON_SQLITE
def test_a_full_disk_is_a_sentence_and_records_nothing(store: Store) -> None:
    practices.ensure(store, "T1", "one", T0)
    store.database.run("PRAGMA max_page_count = 1")
    with pytest.raises(StoreDown, match=r"disk .* is full") as refused:
        practices.ensure(store, "T2", "two " * 100_000, T0)
    assert not refused.value.unknown
    store.database.run("PRAGMA max_page_count = 1000000")
    assert teams(store) == {"T1"}
    practices.ensure(store, "T3", "three", T0)
    assert teams(store) == {"T1", "T3"}


@ON_SQLITE
def test_a_database_that_became_read_only_is_a_sentence(store: Store) -> None:
    store.database.run("PRAGMA query_only = 1")
    with pytest.raises(StoreDown, match="can’t write to its database"):
        practices.ensure(store, TEAM, NAME, T0)


@ON_SQLITE
def test_a_writer_that_waits_too_long_is_told_to_try_again(store: Store, database_url: str) -> None:
    other = open_store(database_url, TEST_KEY, lambda: T0)
    other.database.run("PRAGMA busy_timeout = 1")
    with store.transaction(), pytest.raises(StoreDown, match="very busy"):
        practices.ensure(other, TEAM, NAME, T0)
    practices.ensure(other, TEAM, NAME, T0)
    other.close()


@ON_POSTGRESQL
def test_two_that_wait_for_each_other_do_not_wait_for_ever(store: Store, cast: Cast) -> None:
    """PostgreSQL ends one of the two; that one is told to try again."""
    both_begun = threading.Barrier(2, timeout=10)

    def cross(first: int, second: int) -> str:
        try:
            with store.transaction():
                practices.set_language(store, first, "fr")
                both_begun.wait()
                practices.set_language(store, second, "fr")
        except StoreDown as refusal:
            return refusal.sentence.text
        return "done"

    ids = (cast.practice.id, cast.other.id)
    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(cross, ids, reversed(ids)))
    assert outcomes[0].startswith("Paydesk is very busy right now")
    assert outcomes[1] == "done"


@ON_SQLITE
def test_the_original_error_is_kept_for_the_log(store: Store) -> None:
    store.database.run("PRAGMA query_only = 1")
    with pytest.raises(StoreDown) as refused:
        record(store, TEAM)
    assert isinstance(refused.value.__cause__, OperationalError)


@ON_POSTGRESQL
@pytest.mark.parametrize("limit", LIMITS)
def test_a_query_that_waits_too_long_for_a_lock_is_told_to_try_again(
    store: Store, cast: Cast, database_url: str, limit: str
) -> None:
    joint = "&" if "?" in database_url else "?"
    impatient = open_store(f"{database_url}{joint}options=-c%20{limit}%3D200", TEST_KEY, lambda: T0)
    with psycopg.connect(database_url) as other:
        other.execute("LOCK TABLE practice IN ACCESS EXCLUSIVE MODE")
        begun = monotonic()
        with pytest.raises(StoreDown, match="very busy"):
            practices.by_team(impatient, TEAM)
        with pytest.raises(StoreDown, match="very busy"):
            practices.set_language(impatient, cast.practice.id, "fr")
        assert monotonic() - begun < 2
    assert practices.by_team(impatient, TEAM) == cast.practice
    impatient.close()


@ON_POSTGRESQL
def test_a_query_has_eight_seconds_but_a_change_of_the_schema_has_no_limit(store: Store) -> None:
    def limits() -> list[str]:
        shown = (store.database.run(f"SHOW {name}") for name in LIMITS)
        return [cursor.fetchone()[0] for cursor in shown]

    assert limits() == ["8s", "8s"]
    with schema.alone(store):
        assert limits() == ["0", "0"]
    with suppress(LookupError):
        record(store, TEAM, then=fail)
    assert limits() == ["8s", "8s"]


@ON_POSTGRESQL
def test_a_server_that_is_gone_without_a_word_is_noticed(store: Store, database_url: str) -> None:
    asked = store.database.driver().info.get_parameters()
    assert asked["connect_timeout"] == "3"
    assert asked["tcp_user_timeout"] == "8000"
    assert asked["keepalives_idle"] == "5"
    joint = "&" if "?" in database_url else "?"
    patient = open_store(f"{database_url}{joint}connect_timeout=20", TEST_KEY, lambda: T0)
    assert patient.database.driver().info.get_parameters()["connect_timeout"] == "20"
    patient.close()
