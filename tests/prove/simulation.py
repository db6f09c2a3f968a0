"""Simulates a practice that charges, sends links, refunds, notes cash and reminds of what is due:
whatever happens, in any order, the invariants hold."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.simulation.machine import Reminded

NAME = "simulated runs of charging, of 50 steps"
FULL = 200
STEPS = 50


def run(count: int) -> int:
    return explore(count, STEPS)


def explore(runs: int, steps: int) -> int:
    """How many runs there were, the same ones each time. Raises what is broken, with the shortest
    steps that lead there."""
    ran = 0

    class Counted(Reminded):
        def teardown(self) -> None:
            nonlocal ran
            ran += 1
            super().teardown()

    run_state_machine_as_test(
        Counted,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            deadline=None,
            database=None,
        ),
    )
    return ran
