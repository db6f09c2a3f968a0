"""What a refund's state becomes, whatever is heard and in whatever order."""

import itertools
from dataclasses import replace

import pytest

from rules.payment_state import State, Taken
from rules.refund_state import RefundChange, RefundLocal, RefundSnapshot, apply

SEEN = RefundSnapshot("re_1", "succeeded", 4_000, "usd", "ch_1", "pi_1", 1_795_424_400)
LOCAL = RefundLocal(State.SENDING, 4_000, "usd", "ch_1")


def heard(local: RefundLocal, change: RefundChange) -> RefundLocal:
    """What Paydesk has once it has recorded that."""
    new = {(one.kind, one.object_id) for one in change.entries}
    return replace(local, state=change.state, recorded=local.recorded | new)


def after(local: RefundLocal, *statuses: str) -> RefundLocal:
    for status in statuses:
        local = heard(local, apply(local, replace(SEEN, status=status)))
    return local


def test_what_succeeds_is_recorded_once() -> None:
    change = apply(LOCAL, SEEN)
    assert change.state is State.SUCCEEDED
    assert [(one.kind, one.amount) for one in change.entries] == [("refund", -4_000)]
    again = heard(LOCAL, change)
    assert not apply(again, SEEN).differs(again)


@pytest.mark.parametrize("status", ["pending", "requires_action"])
def test_what_takes_its_time_has_left_the_practice_already(status: str) -> None:
    change = apply(LOCAL, replace(SEEN, status=status))
    assert change.state is State.PROCESSING
    assert [one.kind for one in change.entries] == ["refund"]


def test_a_late_word_that_it_is_pending_does_not_undo_that_it_arrived() -> None:
    assert after(LOCAL, "succeeded", "pending").state is State.SUCCEEDED


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_what_fails_has_come_back(status: str) -> None:
    change = apply(LOCAL, replace(SEEN, status=status, failure="declined"))
    assert change.state is State.FAILED
    assert sum(one.amount for one in change.entries) == 0
    assert change.reason == ("declined" if status == "failed" else "cancelled_at_stripe")


def test_every_order_and_number_of_the_same_news_ends_the_same() -> None:
    statuses = ("pending", "succeeded", "failed")
    orders = [*itertools.permutations(statuses), *itertools.product(statuses, repeat=4)]
    ends = {after(LOCAL, *order) for order in orders if "failed" in order}
    assert {(one.state, one.recorded) for one in ends} == {
        (State.FAILED, frozenset({("refund", "re_1"), ("refund_back", "re_1")}))
    }


@pytest.mark.parametrize("wrong", [{"amount": 4_001}, {"currency": "eur"}, {"charge_id": "ch_2"}])
def test_another_refund_than_was_approved_is_recorded_and_looked_at(wrong: dict[str, str]) -> None:
    change = apply(LOCAL, replace(SEEN, **wrong))
    assert change.state is State.REVIEW
    assert change.entries
    seen = heard(LOCAL, change)
    assert apply(seen, SEEN).state is State.REVIEW


def test_one_that_nobody_heard_of_is_settled_by_the_first_word_of_it() -> None:
    given_up = replace(LOCAL, state=State.REVIEW)
    assert apply(given_up, SEEN).state is State.SUCCEEDED


def test_what_stripe_takes_for_a_refund_is_recorded_with_it() -> None:
    change = apply(LOCAL, replace(SEEN, fee=Taken("txn_1", 25, "usd")))
    assert [(one.kind, one.amount) for one in change.entries] == [("refund", -4_000), ("fee", -25)]
