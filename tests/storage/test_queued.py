"""Whoever works off the queues is woken as soon as a row is committed, and not before."""

import contextlib

import pytest

from storage import inbox, outbox
from storage.database import Store
from tests.support.cast import BEN, T0, Cast


@pytest.fixture
def told(store: Store, cast: Cast) -> list[bool]:
    """For each time that somebody was woken, whether a transaction was still open."""
    told: list[bool] = []
    store.on_queued = lambda: told.append(store.in_transaction())
    return told


def enqueue(store: Store, cast: Cast, uid: str = "a") -> bool:
    return outbox.enqueue(store, cast.practice.id, "slack_post", BEN, uid, {}, T0)


def receive(store: Store, cast: Cast) -> bool:
    return inbox.receive(store, cast.practice.id, "slack", "Ev1", "user_change", {}, T0)


def test_a_message_and_an_event_wake_the_worker(store: Store, cast: Cast, told: list[bool]) -> None:
    enqueue(store, cast)
    receive(store, cast)
    assert told == [False, False]


def test_within_a_transaction_it_is_once_and_after_the_commit(
    store: Store, cast: Cast, told: list[bool]
) -> None:
    with store.transaction():
        enqueue(store, cast, "a")
        with store.transaction():
            enqueue(store, cast, "b")
        assert told == []
    assert told == [False]


def test_what_was_not_committed_wakes_nobody(store: Store, cast: Cast, told: list[bool]) -> None:
    with contextlib.suppress(LookupError), store.transaction():
        enqueue(store, cast)
        raise LookupError
    with store.transaction():
        pass
    assert told == []


def test_what_came_before_wakes_nobody_again(store: Store, cast: Cast, told: list[bool]) -> None:
    enqueue(store, cast)
    enqueue(store, cast)
    receive(store, cast)
    receive(store, cast)
    assert told == [False, False]
