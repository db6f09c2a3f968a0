"""Some of the table of faults: each fault strikes one of the calls of a charge. In
`make prove` each strikes every call, on both kinds of database."""

import pytest

from sandbox.stripe.fault_kinds import NAMES
from tests.support.fault_table import charged_once, declined_once
from tests.support.register import Register
from tests.support.stores import ON_POSTGRESQL, ON_SQLITE
from tests.support.stripe_faults import CALLS, REFUSED, STRIKES

SAMPLE = (REFUSED, "cut after, twice", "500 after, final", "429", "401")


@ON_SQLITE
@pytest.mark.parametrize("number", range(len(CALLS)), ids=list(CALLS))
def test_whatever_goes_wrong_the_card_is_charged_once(register: Register, number: int) -> None:
    assert charged_once(register, list(CALLS)[number], STRIKES[number :: len(CALLS)])


@ON_POSTGRESQL
@pytest.mark.parametrize("call", CALLS)
def test_some_of_it_on_postgresql(register: Register, call: str) -> None:
    sample = [one for one in STRIKES if one.name in SAMPLE]
    assert charged_once(register, call, sample) == len(SAMPLE)


@ON_SQLITE
def test_whatever_goes_wrong_a_declined_card_is_not_tried_again(register: Register) -> None:
    assert declined_once(register, STRIKES[:: len(CALLS)])


def test_the_table_has_every_fault_that_the_local_stripe_offers() -> None:
    assert {one.fault["fault"] for one in STRIKES if one.fault} == set(NAMES)
