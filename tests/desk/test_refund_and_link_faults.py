"""Some of the table of faults: each strikes one of the calls of a refund, or of those by which a
payment link is made and closed. In `make prove` each strikes every call, on both kinds of
database."""

import pytest

from tests.support.refund_and_link_faults import WAYS
from tests.support.register import Register
from tests.support.stores import ON_SQLITE
from tests.support.stripe_faults import STRIKES

SAMPLE = STRIKES[::2]


@ON_SQLITE
@pytest.mark.parametrize("number", range(len(WAYS)), ids=list(WAYS))
def test_whatever_goes_wrong_it_is_done_once(register: Register, number: int) -> None:
    call, way = list(WAYS.items())[number]
    some = SAMPLE[number :: len(WAYS)]
    assert way(register, call, some) == len(some)
