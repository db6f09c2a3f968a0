"""Charges, links, refunds and cash, simulated: some of what `make prove` does at length, and what
it has once found."""

import pytest

from desk import links
from tests.prove import simulation
from tests.support.cast import FLORENCE
from tests.support.simulation.machine import Charging

RUNS, STEPS = 3, 20


def test_whatever_happens_in_any_order_nothing_is_charged_twice_or_lost() -> None:
    assert simulation.explore(RUNS, STEPS) == RUNS


def test_a_worker_that_dies_at_any_call_leaves_a_charge_that_comes_to_its_end() -> None:
    for calls in range(3):
        for after in (False, True):
            state = Charging()
            state.payers_come(["pm_card_visa"])
            state.somebody_charges("U0OLIVIA", 0, several=False, part=False, twice=True)
            state.the_worker_dies_at_a_call(calls, after)
            state.what_must_hold_holds()
            state.teardown()
            assert [one.state for one in state.ended] == ["succeeded"]


ANOTHER_WORKS, IS_CALLED_OFF, LOSES_THE_ROLE, WEBHOOKS_COME = range(4)


@pytest.mark.parametrize(
    "what", [ANOTHER_WORKS, IS_CALLED_OFF, LOSES_THE_ROLE, WEBHOOKS_COME], ids=str
)
def test_what_happens_while_stripe_is_asked_makes_no_second_charge(what: int) -> None:
    """A second worker, because the first was paused beyond its lease; a click; a person who may
    not charge any more; news of the charge itself. Before and after each call."""
    ended = []
    for calls, after in ((0, False), (0, True), (1, False), (1, True)):
        state = Charging()
        state.payers_come(["pm_card_visa"])
        state.somebody_charges(FLORENCE, 0, several=False, part=False, twice=False)
        state.something_happens_at_a_call(calls, after, what, 0)
        state.what_must_hold_holds()
        state.teardown()
        ended += [one.state for one in state.ended]
    # Who loses the role before it is confirmed has charged nothing.
    lost = 2 if what == LOSES_THE_ROLE else 0
    assert ended == ["cancelled"] * lost + ["succeeded"] * (4 - lost)


@pytest.mark.parametrize("evidence", ["winning_evidence", "losing_evidence"])
@pytest.mark.parametrize("part_first", [True, False])
def test_what_goes_back_in_parts_and_by_a_dispute_is_as_at_stripe(
    evidence: str, *, part_first: bool
) -> None:
    state = Charging()
    state.payers_come(["pm_card_visa"])
    state.somebody_charges("U0OLIVIA", 0, several=False, part=False, twice=False)
    state.the_worker_works()
    state.time_goes_by(60)
    if part_first:
        state.somebody_refunds_in_the_dashboard(0, part=True)
        state.events_are_asked_for()
    state.a_payer_disputes(0, "fraudulent")
    state.the_practice_answers_a_dispute(0, evidence)
    state.time_goes_by(60)
    state.events_are_asked_for()
    state.what_must_hold_holds()
    state.teardown()
    [paid] = [one for one in state.ended if one.kind == "charge"]
    assert paid.state == "succeeded"


@pytest.mark.parametrize("method", ["pm_card_visa", "pm_usBankAccount_success"])
def test_a_link_that_is_paid_while_the_card_is_charged_and_the_link_closed_is_paid_once(
    method: str,
) -> None:
    state = Charging()
    state.payers_come(["pm_card_visa"])
    kind = "card" if method.startswith("pm_card") else "us_bank_account"
    state.somebody_wants_a_link(FLORENCE, 0, kind, part=False)
    state.the_worker_works()
    state.a_client_opens_a_link(0)
    state.somebody_charges(FLORENCE, 0, several=False, part=False, twice=False)
    state.a_client_pays_on_a_page(0, method)
    state.a_link_is_closed_or_looked_at(FLORENCE, 0, links.close)
    state.the_worker_works()
    state.what_must_hold_holds()
    state.teardown()
    ended = {one.kind: one.state for one in state.ended}
    assert ended == {"link": "succeeded", "charge": "cancelled"}


def test_what_is_refunded_in_part_while_stripe_fails_and_noted_as_cash_is_as_at_stripe() -> None:
    state = Charging()
    state.payers_come(["pm_card_visa"])
    state.somebody_charges("U0OLIVIA", 0, several=False, part=False, twice=False)
    state.the_worker_works()
    state.somebody_refunds("U0OLIVIA", 0, 1_500, "reopen")
    state.the_worker_dies_at_a_call(0, after=True)
    state.time_goes_by(3_600)
    state.the_worker_works()
    state.cash_is_noted(FLORENCE, 0, part=False)
    state.cash_is_undone(FLORENCE, 0)
    state.cash_is_noted(FLORENCE, 0, part=True)
    state.somebody_refunds("U0OLIVIA", 0, 7_000, "credit")
    state.what_must_hold_holds()
    state.teardown()
    ended = sorted((one.kind, one.state, one.amount) for one in state.ended)
    assert ended == [
        ("charge", "succeeded", 10_000),
        ("elsewhere", "cancelled", 1_500),
        ("elsewhere", "succeeded", 1_000),
        ("refund", "succeeded", 1_500),
        ("refund", "succeeded", 7_000),
    ]
