"""What Stripe tells is done once, several events of one object in one go, and never forgotten."""

import itertools
import threading
import time
from typing import Any

import pytest

from bot.news_worker import AWAY_PAUSE_MS, STRANGE_AFTER_TRIES
from desk.stripe_events import NotKnownYet, StripeAway
from rules.words import sentence
from storage import inbox, inbox_together
from storage.database import Store
from storage.failures import StoreDown
from tests.support.cast import Cast, FrozenClock
from tests.support.stripe_news import LEASE_MS, Door, event

HOUR_MS = 60 * 60_000


@pytest.fixture
def door(store: Store, cast: Cast, clock: FrozenClock) -> Door:
    return Door(store, clock)


def send(door: Door, *names: str, **more: Any) -> None:
    for number, name in enumerate(names):
        assert door.sends(event(name, event_id=f"evt_{number}", **more)) == 200


def test_several_events_of_one_object_are_one_piece_of_news(door: Door, cast: Cast) -> None:
    send(door, "payment_intent.processing", "payment_intent.succeeded")
    charge = {"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}
    door.sends(event("charge.updated", charge, "evt_9", created=1_795_424_409))
    assert door.worker.work_off() == 3
    (news,) = door.told
    assert (news.practice_id, news.kind, news.about) == (cast.practice.id, "payment_intent", "pi_1")
    assert (news.ours, news.newest) == (True, 1_795_424_409)
    assert news.ids == {"payment_intent": "pi_1", "charge": "ch_1", "customer": "cus_1"}
    assert door.states() == ["done"] * 3


def test_an_event_that_comes_again_later_is_not_done_again(door: Door) -> None:
    send(door, "payment_intent.succeeded")
    door.worker.work_off()
    send(door, "payment_intent.succeeded")
    assert door.worker.work_off() == 0
    assert len(door.told) == 1


def test_an_object_that_is_not_known_yet_is_asked_for_again_until_it_is(door: Door) -> None:
    """The webhook can be faster than our own commit of the payment's id."""
    door.fails[:] = [NotKnownYet(), NotKnownYet()]
    send(door, "payment_intent.succeeded")
    door.worker.work_off()
    assert door.states() == ["pending"]
    for _ in range(4):
        door.clock.advance(5_000)
        door.worker.work_off()
    assert len(door.told) == 3
    assert door.states() == ["done"]


def test_ours_that_stays_unknown_is_parked_and_not_forgotten(door: Door, cast: Cast) -> None:
    door.fails[:] = [NotKnownYet() for _ in range(inbox.MAX_TRIES)]
    send(door, "payment_intent.succeeded")
    for _ in range(inbox.MAX_TRIES + 3):
        door.worker.work_off()
        door.clock.advance(HOUR_MS)
    assert len(door.told) == inbox.MAX_TRIES
    (row,) = inbox.parked(door.store, cast.practice.id)
    assert row.last_error == "Paydesk has no such object."


def test_a_strangers_object_is_left_alone_after_a_few_tries(door: Door, cast: Cast) -> None:
    """A customer of ours whom the practice charges by another program too."""
    door.known["pi_1"] = cast.practice.id
    door.fails[:] = [NotKnownYet() for _ in range(inbox.MAX_TRIES)]
    send(door, "payment_intent.succeeded", told={"metadata": {}})
    for _ in range(inbox.MAX_TRIES):
        door.worker.work_off()
        door.clock.advance(HOUR_MS)
    assert len(door.told) == STRANGE_AFTER_TRIES
    assert door.states() == ["done"]


def test_a_handler_that_fails_is_tried_again(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    door.fails[:] = [ValueError("a mistake of ours")]
    send(door, "payment_intent.succeeded")
    door.worker.work_off()
    assert "news of a payment_intent" in caplog.text
    door.clock.advance(5_000)
    door.worker.work_off()
    assert door.states() == ["done"]


def test_one_bad_object_does_not_stop_the_others(door: Door) -> None:
    door.fails[:] = [ValueError("a mistake of ours")]
    send(door, "payment_intent.succeeded")
    door.sends(event(told={"id": "pi_2"}, event_id="evt_2"))
    door.worker.work_off()
    assert door.states() == ["pending", "done"]


def test_while_stripe_is_away_nothing_is_asked_and_no_try_is_used_up(door: Door) -> None:
    send(door, "payment_intent.succeeded")
    door.sends(event(told={"id": "pi_2"}, event_id="evt_2"))
    for turn in range(1, inbox.MAX_TRIES + 5):
        door.fails[:] = [StripeAway()]
        door.worker.work_off()
        assert len(door.told) == turn
        door.clock.advance(AWAY_PAUSE_MS)
    door.fails.clear()
    door.worker.work_off()
    assert door.states() == ["done", "done"]


def test_a_store_that_goes_away_in_the_middle_leaves_the_news_for_later(door: Door) -> None:
    door.fails[:] = [StoreDown(sentence("away"))]
    send(door, "payment_intent.succeeded")
    with pytest.raises(StoreDown):
        door.worker.work_off()
    door.clock.advance(LEASE_MS)
    door.worker.work_off()
    assert door.states() == ["done"]


def test_what_a_killed_worker_held_is_done_by_another(door: Door) -> None:
    """Killed after the event was written down, and again in the middle of the handler."""
    send(door, "payment_intent.succeeded")
    inbox_together.claim(door.store, "stripe", "dead", door.clock(), LEASE_MS)
    other = door.new_worker("two")
    assert other.work_off() == 0
    door.clock.advance(LEASE_MS)
    assert other.work_off() == 1
    assert door.states() == ["done"]


def test_every_order_of_the_same_events_ends_with_a_reading_after_the_last(door: Door) -> None:
    """Each piece of news leads to a fresh reading after the last event, whatever came first."""
    names = ("payment_intent.processing", "payment_intent.succeeded", "charge.refunded")
    for turn, order in enumerate(itertools.permutations(names)):
        about = f"pi_{turn}"
        for name in order:
            told = {"id": about}
            if name.startswith("charge"):
                told = {"id": f"ch_{turn}", "object": "charge", "payment_intent": about}
            door.sends(event(name, told, f"evt_{turn}_{name}"))
            door.worker.work_off()
        assert [news.about for news in door.told[-3:]] == [about] * 3
    assert set(door.states()) == {"done"}


def test_a_worker_that_is_stopped_hands_back_what_hangs(door: Door) -> None:
    started, ends = threading.Event(), threading.Event()

    def hang(news: Any) -> None:
        started.set()
        ends.wait(20)

    worker = door.new_worker()
    worker._handlers = {"payment_intent": hang}
    send(door, "payment_intent.succeeded")
    worker.start()
    worker.nudge()
    assert started.wait(5)
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 8
    assert door.states() == ["pending"]
    ends.set()
    assert door.new_worker("two").work_off() == 1


def test_one_slow_object_does_not_hold_up_the_others(door: Door) -> None:
    others, goes_on = threading.Event(), threading.Event()

    def handle(news: Any) -> None:
        if news.about == "pi_slow":
            assert others.wait(10)
            goes_on.set()
        else:
            others.set()

    worker = door.new_worker()
    worker._handlers = {"payment_intent": handle}
    door.sends(event(told={"id": "pi_slow"}, event_id="evt_1"))
    door.sends(event(told={"id": "pi_2"}, event_id="evt_2"))
    worker.start()
    worker.nudge()
    assert goes_on.wait(10)
    worker.stop()
    assert door.states() == ["done", "done"]
