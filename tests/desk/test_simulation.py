"""Charging, simulated: some of what `make prove` does at length, and what it has once found."""

from tests.prove import simulation
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
