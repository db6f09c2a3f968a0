"""Requests for access: one open per person, decided once."""

from concurrent.futures import ThreadPoolExecutor

from storage import access_requests
from storage.database import Store
from tests.support.cast import BEN, NOAH, OLIVIA, T0, Cast


def test_asking_again_is_the_same_request(store: Store, cast: Cast) -> None:
    first, created = access_requests.ask(store, cast.practice.id, NOAH, T0)
    again, created_again = access_requests.ask(store, cast.practice.id, NOAH, T0 + 9)
    assert (created, created_again) == (True, False)
    assert again == first
    assert (first.state, first.created_at, first.decided_by) == ("open", T0, None)


def test_many_at_once_make_one_request(store: Store, cast: Cast) -> None:
    with ThreadPoolExecutor(8) as pool:
        asked = list(
            pool.map(lambda _: access_requests.ask(store, cast.practice.id, NOAH, T0), range(8))
        )
    assert [created for _, created in asked].count(True) == 1
    assert len({request.id for request, _ in asked}) == 1


def test_a_request_is_decided_once(store: Store, cast: Cast) -> None:
    request, _ = access_requests.ask(store, cast.practice.id, NOAH, T0)
    here = (store, cast.practice.id, request.id)
    assert access_requests.decide(*here, "granted", OLIVIA, T0 + 1)
    assert not access_requests.decide(*here, "declined", BEN, T0 + 2)
    decided = access_requests.get(*here)
    assert decided is not None
    assert (decided.state, decided.decided_by, decided.decided_at) == ("granted", OLIVIA, T0 + 1)


def test_after_a_decision_one_can_ask_again(store: Store, cast: Cast) -> None:
    first, _ = access_requests.ask(store, cast.practice.id, NOAH, T0)
    access_requests.decide(store, cast.practice.id, first.id, "declined", OLIVIA, T0)
    second, created = access_requests.ask(store, cast.practice.id, NOAH, T0 + 1)
    assert created
    assert second.id != first.id
    assert access_requests.open_requests(store, cast.practice.id) == [second]


def test_another_practice_neither_sees_nor_decides_a_request(store: Store, cast: Cast) -> None:
    request, _ = access_requests.ask(store, cast.practice.id, NOAH, T0)
    assert access_requests.get(store, cast.other.id, request.id) is None
    assert access_requests.open_requests(store, cast.other.id) == []
    assert not access_requests.decide(store, cast.other.id, request.id, "granted", "U0STRANGER", T0)
    assert access_requests.open_requests(store, cast.practice.id) == [request]
