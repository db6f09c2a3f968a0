"""What a dispute comes to, whatever the order in which Stripe's words arrive."""

from dataclasses import replace
from itertools import permutations

import pytest

from rules.dispute_state import (
    DisputeSnapshot,
    Known,
    Movement,
    Stage,
    apply,
    blocks_refunds,
    is_over,
    stage_of,
)

TAKEN = Movement("txn_1", -10_000, 1_500, "usd")
BACK = Movement("txn_2", 10_000, 0, "usd")
OPEN = DisputeSnapshot(
    id="du_1",
    charge_id="ch_1",
    intent_id="pi_1",
    status="needs_response",
    reason="fraudulent",
    amount=10_000,
    currency="usd",
    due=1_796_000_000,
    created=1_795_000_000,
    livemode=False,
    movements=(TAKEN,),
)
REVIEWED = replace(OPEN, status="under_review")
WON = replace(OPEN, status="won", movements=(TAKEN, BACK))
LOST = replace(OPEN, status="lost")


def heard(seen: tuple[DisputeSnapshot, ...]) -> tuple[Known, int]:
    """What is known after these, and what moved by then."""
    known, total = Known(), 0
    for one in seen:
        change = apply(known, one)
        if change is None:
            continue
        total += sum(entry.amount for entry in change.entries if entry.kind != "dispute_fee")
        new = {(entry.kind, entry.object_id) for entry in change.entries}
        reopened = (known.reopened or change.reopens) and not change.restores
        known = Known(one.status, known.recorded | new, reopened)
    return known, total


@pytest.mark.parametrize(("last", "left"), [(WON, 0), (LOST, -10_000)])
def test_in_whatever_order_it_is_heard_the_end_is_the_same(
    last: DisputeSnapshot, left: int
) -> None:
    for order in permutations([OPEN, REVIEWED, last, last]):
        known, total = heard(order)
        assert known.status == last.status
        assert known.reopened == (last is LOST)
        assert total == left


def test_an_appeal_takes_up_what_was_lost_and_winning_it_pays_again() -> None:
    appeal = replace(LOST, status="appeal_under_review")
    known, _ = heard((OPEN, LOST, appeal))
    assert (known.status, known.reopened) == ("appeal_under_review", True)
    known, total = heard((OPEN, LOST, appeal, WON))
    assert (known.status, known.reopened, total) == ("won", False, 0)


def test_a_fee_that_stripe_gives_back_is_a_line_of_its_own() -> None:
    back = replace(BACK, fee=-1_500)
    change = apply(Known(), replace(WON, movements=(TAKEN, back)))
    assert change is not None
    found = [(entry.kind, entry.object_id, entry.amount) for entry in change.entries]
    assert found == [
        ("dispute", "txn_1", -10_000),
        ("dispute_fee", "txn_1", -1_500),
        ("dispute_back", "txn_2", 10_000),
        ("dispute_fee", "txn_2", 1_500),
    ]


def test_an_inquiry_that_ended_can_still_become_a_dispute() -> None:
    asked = replace(OPEN, status="warning_needs_response", movements=())
    ended = replace(asked, status="warning_closed")
    known, _ = heard((asked, ended, OPEN))
    assert known.status == "needs_response"
    known, _ = heard((asked, ended, asked))
    assert known.status == "warning_closed"


@pytest.mark.parametrize(
    ("status", "stage", "blocks"),
    [
        ("warning_needs_response", Stage.ASKED, False),
        ("warning_under_review", Stage.WAITING, False),
        ("warning_closed", Stage.ENDED, False),
        ("needs_response", Stage.OPEN, True),
        ("under_review", Stage.WAITING, True),
        ("appeal_needs_response", Stage.OPEN, True),
        ("appeal_under_review", Stage.WAITING, True),
        ("prevented", Stage.ENDED, False),
        ("lost", Stage.LOST, True),
        ("won", Stage.WON, False),
        ("of_next_year", Stage.OPEN, True),
    ],
)
def test_what_each_of_stripes_words_means(status: str, stage: Stage, blocks: bool) -> None:
    assert stage_of(status) is stage
    assert blocks_refunds(status) == blocks
    assert is_over(status) == (stage in (Stage.LOST, Stage.WON, Stage.ENDED))
