"""Rows about one object are claimed, finished and tried again together."""

from concurrent.futures import ThreadPoolExecutor

from storage import inbox, inbox_together
from storage.database import Store
from storage.inbox import InboxRow
from tests.support.cast import T0, Cast
from tests.support.stores import ON_SQLITE

LEASE = 60_000


def receive(store: Store, practice_id: int, key: str, about: str, at: int = T0) -> None:
    assert inbox.receive(store, practice_id, "stripe", key, "payment_intent", {}, at, about)


def claim(store: Store, owner: str = "one", at: int = T0) -> list[InboxRow]:
    return inbox_together.claim(store, "stripe", owner, at, LEASE)


def keys(rows: list[InboxRow]) -> list[str]:
    return [row.dedupe_key for row in rows]


def test_all_about_one_object_come_at_once_and_the_next_object_after_it(
    store: Store, cast: Cast
) -> None:
    mine, theirs = cast.practice.id, cast.other.id
    for number, about in enumerate(["pi_1", "pi_2", "pi_1", "pi_2"]):
        receive(store, mine, f"evt_{number}", about)
    receive(store, theirs, "evt_0", "pi_1")
    inbox.receive(store, mine, "slack", "Ev1", "message", {}, T0, "pi_1")
    first, second = claim(store), claim(store)
    assert [keys(first), keys(second)] == [["evt_0", "evt_2"], ["evt_1", "evt_3"]]
    assert {row.practice_id for row in first} == {mine}
    inbox_together.done(store, first, T0)
    assert [(row.practice_id, row.dedupe_key) for row in claim(store)] == [(theirs, "evt_0")]
    assert claim(store) == []


def test_an_object_at_which_somebody_works_is_left_to_them(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id, "evt_1", "pi_1")
    held = claim(store, "one")
    receive(store, cast.practice.id, "evt_2", "pi_1", T0 + 1)
    assert claim(store, "two", T0 + 2) == []
    inbox_together.done(store, held, T0 + 3)
    assert keys(claim(store, "two", T0 + 3)) == ["evt_2"]


def test_what_a_dead_worker_held_comes_again_when_its_lease_ends(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id, "evt_1", "pi_1")
    late = claim(store, "one")
    receive(store, cast.practice.id, "evt_2", "pi_1")
    again = claim(store, "two", T0 + LEASE)
    assert keys(again) == ["evt_1", "evt_2"]
    inbox_together.done(store, late, T0 + LEASE)
    assert not inbox_together.later(store, late, T0 + LEASE, "too late")
    inbox_together.done(store, again, T0 + LEASE)
    assert claim(store, at=T0 + 10 * LEASE) == []


def test_a_new_event_takes_those_along_that_wait_for_their_next_try(
    store: Store, cast: Cast
) -> None:
    receive(store, cast.practice.id, "evt_1", "pi_1")
    inbox_together.later(store, claim(store), T0, "not yet")
    assert claim(store) == []
    receive(store, cast.practice.id, "evt_2", "pi_1")
    assert [(row.dedupe_key, row.tries) for row in claim(store)] == [("evt_1", 2), ("evt_2", 1)]


def test_many_events_about_one_object_do_not_use_its_tries_up(store: Store, cast: Cast) -> None:
    for number in range(inbox.MAX_TRIES + 3):
        receive(store, cast.practice.id, f"evt_{number}", "pi_1")
        assert not inbox_together.later(store, claim(store), T0, "not yet")
    assert inbox.parked(store, cast.practice.id) == []


def test_what_fails_to_the_end_is_parked_together(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id, "evt_1", "pi_1")
    receive(store, cast.practice.id, "evt_2", "pi_1")
    now, gone = T0, False
    while not gone:
        gone = inbox_together.later(store, claim(store, at=now), now, "no such object")
        now += 16 * 60_000
    assert keys(inbox.parked(store, cast.practice.id)) == ["evt_1", "evt_2"]
    assert claim(store, at=now) == []


def test_waiting_for_stripe_is_no_try(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id, "evt_1", "pi_1")
    for turn in range(inbox.MAX_TRIES + 3):
        rows = claim(store, at=T0 + turn)
        assert [row.tries for row in rows] == [1]
        assert not inbox_together.later(store, rows, T0 + turn, "away", at=T0 + turn + 1)


def test_only_keys_that_never_came_are_new(store: Store, cast: Cast) -> None:
    receive(store, cast.practice.id, "evt_1", "pi_1")
    asked = ["evt_1", "evt_2"]
    assert inbox.which_are_new(store, cast.practice.id, "stripe", asked) == {"evt_2"}
    assert inbox.which_are_new(store, cast.other.id, "stripe", asked) == set(asked)
    assert inbox.which_are_new(store, cast.practice.id, "slack", asked) == set(asked)
    assert inbox.which_are_new(store, cast.practice.id, "slack", []) == set()


def test_the_newest_that_came_in_tells_when(store: Store, cast: Cast) -> None:
    assert inbox.last_received(store, cast.practice.id, "stripe") is None
    receive(store, cast.practice.id, "evt_1", "pi_1", T0)
    receive(store, cast.practice.id, "evt_2", "pi_2", T0 + 7)
    inbox.receive(store, cast.practice.id, "slack", "Ev1", "message", {}, T0 + 9)
    assert inbox.last_received(store, cast.practice.id, "stripe") == T0 + 7
    assert inbox.last_received(store, cast.other.id, "stripe") is None


def test_many_threads_claim_no_row_twice(store: Store, cast: Cast) -> None:
    with store.transaction():
        for number in range(60):
            receive(store, cast.practice.id, f"evt_{number}", f"pi_{number % 12}")

    def work(owner: int) -> list[int]:
        taken = []
        while rows := claim(store, str(owner)):
            taken += [row.id for row in rows]
            inbox_together.done(store, rows, T0)
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [one for part in pool.map(work, range(4)) for one in part]
    assert sorted(taken) == sorted(set(taken))
    while rows := claim(store):
        taken += [row.id for row in rows]
    assert len(taken) == 60


@ON_SQLITE
def test_no_object_is_worked_at_by_two(store: Store, cast: Cast) -> None:
    for number in range(4):
        receive(store, cast.practice.id, f"evt_{number}", "pi_1")
    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda owner: claim(store, str(owner)), range(4)))
    assert sorted(len(rows) for rows in claimed) == [0, 0, 0, 4]
