"""What a payment by link comes to where two people have paid by the same one."""

from dataclasses import replace

from rules.link_state import PAID_TWICE, apply_payment
from rules.payment_state import ChargeSnapshot, Local, Snapshot, State

FIRST = Snapshot(
    intent_id="pi_1",
    status="succeeded",
    amount=10_000,
    received=10_000,
    currency="usd",
    customer_id=None,
    charge=ChargeSnapshot("py_1", "succeeded", 10_000, "usd"),
)
SECOND = replace(FIRST, intent_id="pi_2", charge=ChargeSnapshot("ch_2", "succeeded", 10_000, "usd"))
OPEN = Local(State.OPEN, 10_000, "usd", None, any_customer=True)
ON_ITS_WAY = replace(OPEN, state=State.PROCESSING, intent_id="pi_1")
TWICE = replace(ON_ITS_WAY, state=State.REVIEW, recorded=frozenset({("charge", "ch_2")}))


def test_the_first_that_pays_counts() -> None:
    change = apply_payment(OPEN, FIRST)
    assert (change.state, change.counts) == (State.SUCCEEDED, True)


def test_the_second_is_for_a_person_and_does_not_count() -> None:
    change = apply_payment(ON_ITS_WAY, SECOND)
    assert (change.state, change.reason, change.counts) == (State.REVIEW, PAID_TWICE, False)


def test_a_debit_that_settles_after_another_paid_counts_and_stays_for_a_person() -> None:
    change = apply_payment(TWICE, FIRST)
    assert (change.state, change.reason, change.counts) == (State.REVIEW, PAID_TWICE, True)
    assert [one.object_id for one in change.entries] == ["py_1"]


def test_what_comes_back_of_one_of_two_leaves_the_other_for_a_person() -> None:
    both = replace(TWICE, recorded=frozenset({("charge", "py_1"), ("charge", "ch_2")}))
    failed = replace(
        FIRST,
        status="requires_payment_method",
        received=0,
        charge=ChargeSnapshot("py_1", "failed", 10_000, "usd", came_back=True),
    )
    change = apply_payment(both, failed)
    assert change.state is State.REVIEW
    assert [(one.kind, one.object_id, one.amount) for one in change.entries] == [
        ("reversal", "py_1", -10_000)
    ]
