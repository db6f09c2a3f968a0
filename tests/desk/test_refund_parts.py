"""However a payment is cut, what goes back adds up: a sample of what `make prove` does."""

from random import Random

from desk.context import Desk
from tests.support.cast import Cast
from tests.support.refund_parts import Parts, numbered_without_gaps


def test_what_goes_back_in_random_parts_is_exact(desk: Desk, cast: Cast) -> None:
    parts = Parts(desk, cast, Random(7))
    for _ in range(12):
        parts.payment()
    assert numbered_without_gaps(desk, cast.practice.id) > 12
