"""What came in is done once: seen before, claimed by one, handed back, parked."""

from concurrent.futures import ThreadPoolExecutor

from storage import inbox
from storage.database import Store
from storage.inbox import InboxRow
from tests.support.cast import T0, Cast

LEASE = 60_000


def receive(store: Store, practice_id: int, key: str = "Ev1", at: int = T0) -> bool:
    return inbox.receive(store, practice_id, "slack", key, "user_change", {"key": key}, at)


def claim(store: Store, owner: str = "one", at: int = T0, limit: int = 10) -> list[InboxRow]:
    return inbox.claim(store, owner, at, LEASE, limit)


def test_what_came_before_is_not_taken_in_again(store: Store, cast: Cast) -> None:
    assert receive(store, cast.practice.id)
    assert not receive(store, cast.practice.id)
    assert receive(store, cast.other.id)
    assert inbox.receive(store, cast.practice.id, "stripe", "Ev1", "charge", {}, T0)
    (first, *_) = rows = claim(store)
    assert len(rows) == 3
    assert (first.source, first.kind, first.body) == ("slack", "user_change", {"key": "Ev1"})


def test_the_same_event_from_many_threads_is_taken_in_once(store: Store, cast: Cast) -> None:
    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(lambda _: receive(store, cast.practice.id), range(16)))
    assert new.count(True) == 1


def test_what_is_done_is_not_claimed_again(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id)
    (row,) = claim(store)
    assert inbox.done(store, row, T0 + 1)
    assert claim(store, at=T0 + 10 * LEASE) == []
    assert not receive(store, cast.practice.id)


def test_a_claimed_row_is_left_to_its_worker_until_the_lease_ends(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id)
    (row,) = claim(store, "one")
    assert claim(store, "two", T0 + LEASE - 1) == []
    (taken,) = claim(store, "two", T0 + LEASE)
    assert taken.id == row.id
    assert (taken.tries, taken.lease_owner) == (2, "two")


def test_a_worker_that_wakes_after_its_lease_can_not_finish(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id)
    (late,) = claim(store, "one")
    (taken,) = claim(store, "two", T0 + LEASE)
    assert not inbox.done(store, late, T0 + LEASE + 1)
    assert not inbox.renew(store, late, T0 + LEASE + 1, LEASE)
    assert not inbox.retry_later(store, late, T0 + LEASE + 1, "too late")
    assert inbox.done(store, taken, T0 + LEASE + 2)


def test_the_same_worker_can_not_finish_under_an_older_lease(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id)
    (late,) = claim(store, "one")
    (again,) = claim(store, "one", T0 + LEASE)
    assert not inbox.done(store, late, T0 + LEASE)
    assert inbox.done(store, again, T0 + LEASE)


def test_a_renewed_lease_lasts_from_then_on(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id)
    (row,) = claim(store, "one")
    assert inbox.renew(store, row, T0 + LEASE - 1, LEASE)
    assert claim(store, "two", T0 + LEASE) == []
    assert claim(store, "two", T0 + 2 * LEASE - 1) != []


def test_a_failed_row_waits_longer_each_time_and_is_parked_in_the_end(
    store: Store, cast: Cast
) -> None:
    receive(store, cast.practice.id, "bad")
    now, pauses = T0, []
    while rows := claim(store, at=now):
        assert inbox.retry_later(store, rows[0], now, "The event can’t be read.")
        found = store.database.run("SELECT state, due_at FROM inbox").fetchone()
        if found[0] == inbox.PARKED:
            break
        pauses.append(found[1] - now)
        assert claim(store, at=found[1] - 1) == []
        now = found[1]
    assert pauses == sorted(pauses)
    assert len(pauses) == inbox.MAX_TRIES - 1
    assert (pauses[0], pauses[-1]) == (2_000, 900_000)
    (parked,) = inbox.parked(store, cast.practice.id)
    assert (parked.state, parked.last_error) == ("parked", "The event can’t be read.")
    assert inbox.parked(store, cast.other.id) == []


def test_a_row_that_kills_its_worker_each_time_is_parked_and_the_others_go_on(
    store: Store, cast: Cast
) -> None:
    receive(store, cast.practice.id, "deadly")
    now = T0
    for _ in range(inbox.MAX_TRIES):
        assert len(claim(store, at=now)) == 1
        now += LEASE
    receive(store, cast.practice.id, "harmless", now)
    (row,) = claim(store, at=now)
    assert row.dedupe_key == "harmless"
    (parked,) = inbox.parked(store, cast.practice.id)
    assert parked.dedupe_key == "deadly"
    assert "stopped in the middle" in (parked.last_error or "")


def test_at_shutdown_others_go_on_at_once_and_no_try_is_lost(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id, "Ev1")
    receive(store, cast.practice.id, "Ev2")
    (mine,) = claim(store, "one", limit=1)
    (other,) = claim(store, "two", limit=1)
    assert inbox.hand_back(store, "one", T0 + 5) == 1
    (again,) = claim(store, "three", T0 + 5)
    assert (again.id, again.tries) == (mine.id, 1)
    assert not inbox.done(store, mine, T0 + 6)
    assert inbox.done(store, other, T0 + 6)


def test_the_oldest_come_first_and_not_more_than_asked_for(store: Store, cast: Cast) -> None:
    for number in range(5):
        receive(store, cast.practice.id, f"Ev{number}", T0 + number)
    claimed = [claim(store, at=T0 + 9, limit=2) for _ in range(3)]
    assert [[row.dedupe_key for row in rows] for rows in claimed] == [
        ["Ev0", "Ev1"],
        ["Ev2", "Ev3"],
        ["Ev4"],
    ]
