"""What Stripe says becomes of a charge: paid only where it is, once, and as it was approved."""

from dataclasses import replace

import pytest

from rules.payment_state import (
    CHARGE,
    FEE,
    OTHER_AMOUNT,
    OTHER_CUSTOMER,
    PAID_AFTER_END,
    REVERSAL,
    ChargeSnapshot,
    Local,
    Problem,
    Snapshot,
    State,
    Taken,
    apply,
    waits_to_be_confirmed,
)

SENT = Local(State.SENDING, 10_000, "usd", "cus_ada")
TAKEN = ChargeSnapshot("ch_1", "succeeded", 10_000, "usd")
PAID = Snapshot("pi_1", "succeeded", 10_000, 10_000, "usd", "cus_ada", TAKEN)
REFUSED = ChargeSnapshot("ch_1", "failed", 10_000, "usd")
DECLINED = replace(
    PAID,
    status="requires_payment_method",
    received=0,
    charge=REFUSED,
    problem=Problem("insufficient_funds"),
)


def test_what_succeeded_is_paid_and_stands_in_the_ledger() -> None:
    change = apply(SENT, PAID)
    assert (change.state, change.reason) == (State.SUCCEEDED, None)
    assert [(one.kind, one.object_id, one.amount) for one in change.entries] == [
        (CHARGE, "ch_1", 10_000)
    ]


def test_hearing_it_again_changes_nothing() -> None:
    taken = replace(TAKEN, fee=Taken("txn_1", 320, "usd"))
    known = frozenset({(CHARGE, "ch_1"), (FEE, "txn_1")})
    paid = replace(SENT, state=State.SUCCEEDED, recorded=known)
    assert not apply(paid, replace(PAID, charge=taken)).differs(paid)


def test_a_fee_that_comes_later_is_added_alone() -> None:
    paid = replace(SENT, state=State.SUCCEEDED, recorded=frozenset({(CHARGE, "ch_1")}))
    change = apply(paid, replace(PAID, charge=replace(TAKEN, fee=Taken("txn_1", 320, "usd"))))
    assert change.state is State.SUCCEEDED
    assert [(one.kind, one.amount) for one in change.entries] == [(FEE, -320)]


@pytest.mark.parametrize("state", [State.SENDING, State.UNKNOWN])
def test_what_is_on_its_way_is_not_paid(state: State) -> None:
    pending = replace(TAKEN, status="pending")
    seen = replace(PAID, status="processing", received=0, charge=pending)
    change = apply(replace(SENT, state=state), seen)
    assert (change.state, change.entries) == (State.PROCESSING, ())


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (replace(PAID, received=9_999), OTHER_AMOUNT),
        (replace(PAID, currency="eur"), OTHER_AMOUNT),
        (replace(PAID, customer_id="cus_bob"), OTHER_CUSTOMER),
        (replace(PAID, customer_id=None), OTHER_CUSTOMER),
    ],
)
def test_what_differs_from_what_was_approved_is_for_a_person(seen: Snapshot, reason: str) -> None:
    """The money is recorded all the same: it moved."""
    change = apply(SENT, seen)
    assert (change.state, change.reason) == (State.REVIEW, reason)
    assert [one.kind for one in change.entries] == [CHARGE]


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
def test_what_is_paid_after_it_was_over_is_for_a_person(state: State) -> None:
    change = apply(replace(SENT, state=state), PAID)
    assert (change.state, change.reason) == (State.REVIEW, PAID_AFTER_END)


def test_a_decline_says_why_and_is_remembered() -> None:
    change = apply(SENT, DECLINED)
    assert (change.state, change.reason) == (State.DECLINED, "insufficient_funds")
    assert change.refused == "ch_1"


def test_the_decline_of_an_earlier_try_does_not_end_the_later_one() -> None:
    again = replace(SENT, refused="ch_1")
    assert not apply(again, DECLINED).differs(again)
    assert waits_to_be_confirmed(again, DECLINED)
    assert apply(again, replace(DECLINED, charge=replace(REFUSED, id="ch_2"))).state is (
        State.DECLINED
    )


def test_what_was_tried_meanwhile_does_not_wait_to_be_sent() -> None:
    assert waits_to_be_confirmed(SENT, replace(PAID, status="requires_confirmation", charge=None))
    assert not waits_to_be_confirmed(SENT, DECLINED)
    assert not waits_to_be_confirmed(SENT, PAID)


def test_what_the_bank_takes_back_is_recorded_once() -> None:
    paid = replace(SENT, state=State.SUCCEEDED, recorded=frozenset({(CHARGE, "ch_1")}))
    back = replace(DECLINED, charge=replace(REFUSED, came_back=True))
    change = apply(paid, back)
    assert change.state is State.FAILED
    assert [(one.kind, one.amount) for one in change.entries] == [(REVERSAL, -10_000)]
    known = replace(paid, state=State.FAILED, recorded=paid.recorded | {(REVERSAL, "ch_1")})
    assert not apply(known, back).differs(known)


def test_what_was_paid_is_not_unpaid_by_old_news() -> None:
    paid = replace(SENT, state=State.SUCCEEDED, recorded=frozenset({(CHARGE, "ch_1")}))
    for status in ("processing", "requires_payment_method", "requires_action", "canceled"):
        old = replace(PAID, status=status, received=0, charge=None)
        assert not apply(paid, old).differs(paid), status
