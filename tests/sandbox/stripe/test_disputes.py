"""Disputes: opened by test cards, answered with evidence, decided by the bank."""

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


def disputed(till: Till, card: str = "pm_card_createDispute") -> Any:
    charge = till.paid(card, amount=5_000)
    assert charge.disputed
    return till.client.v1.disputes.list({"charge": charge.id}).data[0]


def answer(till: Till, dispute: Any, text: str, **more: Any) -> Any:
    given = {"evidence": {"uncategorized_text": text}, **more}
    return till.client.v1.disputes.update(dispute.id, given)


def again(till: Till, dispute: Any) -> Any:
    return till.client.v1.disputes.retrieve(dispute.id)


@pytest.mark.parametrize(
    ("card", "reason", "network_reason"),
    [
        ("pm_card_createDispute", "fraudulent", "10.4"),
        ("pm_card_createDisputeProductNotReceived", "product_not_received", "13.1"),
    ],
)
def test_a_disputed_payment_is_taken_back_with_a_fee(
    till: Till, card: str, reason: str, network_reason: str
) -> None:
    dispute = disputed(till, card)
    assert (dispute.status, dispute.reason, dispute.amount) == ("needs_response", reason, 5_000)
    assert dispute.payment_method_details.card.network_reason_code == network_reason
    taken = dispute.balance_transactions[0]
    assert (taken.type, taken.amount, taken.fee, taken.net) == (
        "adjustment",
        -5_000,
        1_500,
        -6_500,
    )
    assert taken.reporting_category == "dispute"
    assert till.told_of(dispute.payment_intent)[3:] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
    ]


def test_a_dispute_comes_when_the_money_is_in_the_ledger(till: Till) -> None:
    intent = till.pay("pm_card_createDispute")
    assert till.client.v1.disputes.list({"payment_intent": intent.id}).data == []
    till.advance(seconds=1)
    assert till.told_of(intent)[3:] == [
        "charge.updated",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
    ]


def test_winning_evidence_brings_the_money_back_without_the_fee(till: Till) -> None:
    dispute = answer(till, disputed(till), "winning_evidence")
    assert (dispute.status, dispute.evidence_details.submission_count) == ("under_review", 1)
    till.advance(seconds=1)
    won = again(till, dispute)
    assert won.status == "won"
    assert [(one.amount, one.fee) for one in won.balance_transactions] == [
        (-5_000, 1_500),
        (5_000, 0),
    ]
    assert till.told_of(dispute.payment_intent)[5:] == [
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_reinstated",
    ]


def test_losing_evidence_loses(till: Till) -> None:
    dispute = answer(till, disputed(till), "losing_evidence")
    till.advance(seconds=1)
    lost = again(till, dispute)
    assert (lost.status, len(lost.balance_transactions)) == ("lost", 1)
    error = refusal(lambda: answer(till, dispute, "winning_evidence"))
    assert error.http_status == 400


def test_evidence_can_wait_before_it_is_submitted(till: Till) -> None:
    staged = answer(till, disputed(till), "winning_evidence", submit=False)
    assert (staged.status, staged.evidence_details.has_evidence) == ("needs_response", True)
    till.advance(seconds=5)
    assert again(till, staged).status == "needs_response"
    sent = till.client.v1.disputes.update(staged.id, {"submit": True})
    assert sent.status == "under_review"
    till.advance(seconds=1)
    assert again(till, staged).status == "won"


def test_a_dispute_that_nobody_answers_is_lost(till: Till) -> None:
    dispute = disputed(till)
    till.advance(days=9)
    lost = again(till, dispute)
    assert (lost.status, lost.evidence_details.past_due) == ("lost", True)


def test_giving_in_closes_a_dispute_for_good(till: Till) -> None:
    dispute = disputed(till)
    assert till.client.v1.disputes.close(dispute.id).status == "lost"
    error = refusal(lambda: till.client.v1.disputes.close(dispute.id))
    assert error.http_status == 400


def test_a_disputed_payment_is_not_refunded(till: Till) -> None:
    dispute = disputed(till)
    error = refusal(lambda: till.client.v1.refunds.create({"charge": dispute.charge}))
    assert (error.http_status, error.code) == (400, "charge_disputed")


def test_an_inquiry_asks_before_it_takes_anything(till: Till) -> None:
    inquiry = disputed(till, "pm_card_createDisputeInquiry")
    assert (inquiry.status, inquiry.balance_transactions) == ("warning_needs_response", [])
    assert inquiry.is_charge_refundable
    assert till.told_of(inquiry.payment_intent)[3:] == ["charge.dispute.created"]
    assert answer(till, inquiry, "winning_evidence").status == "warning_under_review"
    till.advance(seconds=1)
    assert again(till, inquiry).status == "warning_closed"
    assert till.client.v1.refunds.create({"charge": inquiry.charge}).status == "succeeded"


def test_an_inquiry_can_become_a_dispute(till: Till) -> None:
    inquiry = disputed(till, "pm_card_createDisputeInquiry")
    answer(till, inquiry, "escalate_inquiry_evidence")
    till.advance(seconds=1)
    risen = again(till, inquiry)
    assert (risen.status, risen.is_charge_refundable) == ("needs_response", False)
    assert [one.amount for one in risen.balance_transactions] == [-5_000]
    assert till.told_of(inquiry.payment_intent)[4:] == [
        "charge.dispute.updated",
        "charge.dispute.updated",
        "charge.dispute.funds_withdrawn",
    ]


def test_metadata_of_a_dispute_needs_no_evidence(till: Till) -> None:
    dispute = disputed(till)
    changed = till.client.v1.disputes.update(dispute.id, {"metadata": {"seen": "1"}})
    assert (changed.status, changed.metadata.to_dict()) == ("needs_response", {"seen": "1"})
