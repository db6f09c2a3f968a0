"""Refunds: whole and in part, at once and later, and those that fail."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.stripe.support import refusal
from tests.sandbox.stripe.till import Till


@pytest.fixture(scope="module")
def till() -> Iterator[Till]:
    running = Till()
    yield running
    running.stop()


def refund(till: Till, charge: Any, **more: Any) -> Any:
    given = {"charge": charge.id, "expand": ["balance_transaction"], **more}
    return till.client.v1.refunds.create(given)


def test_a_part_of_a_payment_goes_back_and_the_fee_does_not(till: Till) -> None:
    charge: Any = till.paid(amount=10_000)
    part = refund(
        till,
        charge,
        amount=4_132,
        reason="requested_by_customer",
        metadata={"why": "cancelled visit"},
    )
    assert (part.status, part.amount, part.reason) == ("succeeded", 4_132, "requested_by_customer")
    assert (part.payment_intent, part.metadata.to_dict()) == (
        charge.payment_intent,
        {"why": "cancelled visit"},
    )
    moved = part.balance_transaction
    assert (moved.type, moved.amount, moved.fee, moved.net) == ("refund", -4_132, 0, -4_132)
    assert moved.available_on == charge.balance_transaction.available_on
    now = till.client.v1.charges.retrieve(charge.id, {"expand": ["refunds"]})
    assert (now.amount_refunded, now.refunded) == (4_132, False)
    assert [one.id for one in now.refunds.data] == [part.id]


def test_refunds_are_told_in_stripes_order(till: Till) -> None:
    charge = till.paid()
    refund(till, charge, amount=100)
    assert till.told_of(str(charge.payment_intent))[3:] == ["refund.created", "charge.refunded"]
    event = next(till.service.platform.all("event")).body
    assert event["data"]["previous_attributes"] == {"amount_refunded": 0}
    till.advance(seconds=5)
    assert till.told_of(str(charge.payment_intent))[5:] == ["refund.updated"]


def test_several_parts_add_up_and_no_more_goes_back_than_came(till: Till) -> None:
    charge = till.paid(amount=1_900)
    refund(till, charge, amount=500)
    error = refusal(lambda: refund(till, charge, amount=1_401))
    assert (error.http_status, error.error and error.error.param) == (400, "amount")
    assert error.user_message == (
        "Refund amount ($14.01) is greater than unrefunded amount on charge ($14.00)"
    )
    rest = till.client.v1.refunds.create({"payment_intent": charge.payment_intent})
    assert rest.amount == 1_400
    assert till.client.v1.charges.retrieve(charge.id).refunded
    error = refusal(lambda: refund(till, charge))
    assert (error.http_status, error.code) == (400, "charge_already_refunded")


def test_a_partly_captured_payment_gives_back_what_was_captured(till: Till) -> None:
    held = till.pay(amount=2_000, capture_method="manual")
    till.client.v1.payment_intents.capture(held.id, {"amount_to_capture": 1_500})
    assert till.client.v1.refunds.create({"payment_intent": held.id}).amount == 1_500


@pytest.mark.parametrize("amount", [0, -5])
def test_a_refund_is_of_something(till: Till, amount: int) -> None:
    charge = till.paid()
    error = refusal(lambda: refund(till, charge, amount=amount))
    assert (error.http_status, error.code) == (400, "parameter_invalid_integer")


def test_a_refund_says_of_what(till: Till) -> None:
    error = refusal(lambda: till.client.v1.refunds.create({"amount": 5}))
    assert (error.http_status, error.code) == (400, "parameter_missing")


def test_what_was_not_paid_is_not_refunded(till: Till) -> None:
    made = till.client.v1.payment_intents.create({"amount": 500, "currency": "usd"})
    error = refusal(lambda: till.client.v1.refunds.create({"payment_intent": made.id}))
    assert error.http_status == 400
    failed: Any = till.declined("pm_card_visa_chargeDeclined").error
    error = refusal(lambda: till.client.v1.refunds.create({"charge": failed.charge}))
    assert (error.http_status, error.code) == (400, "charge_not_refundable")


def test_a_refund_can_be_pending_first(till: Till) -> None:
    charge = till.paid("pm_card_pendingRefund")
    pending = refund(till, charge)
    assert (pending.status, pending.pending_reason) == ("pending", "processing")
    till.advance(seconds=10)
    done = till.client.v1.refunds.retrieve(pending.id)
    assert (done.status, "pending_reason" in done) == ("succeeded", False)
    assert till.told_of(str(charge.payment_intent))[3:] == [
        "refund.created",
        "charge.refunded",
        "refund.updated",
    ]


def test_a_refund_can_fail_after_it_succeeded(till: Till) -> None:
    charge = till.paid("pm_card_refundFail", amount=3_000)
    assert refund(till, charge).status == "succeeded"
    till.advance(seconds=10)
    failed = till.client.v1.refunds.list(
        {"charge": charge.id, "expand": ["data.failure_balance_transaction"]}
    ).data[0]
    back: Any = failed.failure_balance_transaction
    assert (failed.status, failed.failure_reason) == ("failed", "unknown")
    assert (back.type, back.amount, back.fee) == ("refund_failure", 3_000, 0)
    now = till.client.v1.charges.retrieve(charge.id)
    assert (now.amount_refunded, now.refunded) == (0, False)
    assert till.told_of(str(charge.payment_intent))[5:] == ["refund.updated", "refund.failed"]


def test_a_refund_takes_new_metadata_and_can_not_be_canceled(till: Till) -> None:
    made = refund(till, till.paid(), metadata={"a": "1"})
    changed = till.client.v1.refunds.update(made.id, {"metadata": {"b": "2"}})
    assert changed.metadata
    assert changed.metadata.to_dict() == {"a": "1", "b": "2"}
    error = refusal(lambda: till.client.v1.refunds.cancel(made.id))
    assert error.http_status == 400


def test_a_refund_is_made_once_under_its_key(till: Till) -> None:
    charge = till.paid()
    given: Any = {"charge": charge.id, "amount": 700}
    create = till.client.v1.refunds.create
    first, again = (create(given, {"idempotency_key": "back-once"}) for _ in range(2))
    assert first.id == again.id
    assert till.client.v1.charges.retrieve(charge.id).amount_refunded == 700
