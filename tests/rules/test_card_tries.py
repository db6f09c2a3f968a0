"""A declined card is tried again only as often as the card networks allow."""

import pytest

from rules.card_tries import MOST, NEVER_AGAIN, NOT_AGAIN, may_try_again


def test_a_card_may_be_tried_again_until_the_limit() -> None:
    assert may_try_again("insufficient_funds", None, MOST - 1)
    assert not may_try_again("insufficient_funds", None, MOST)


@pytest.mark.parametrize("code", sorted(NEVER_AGAIN))
def test_what_was_reported_lost_or_closed_is_never_tried_again(code: str) -> None:
    assert not may_try_again(code, None, 1)


def test_the_banks_advice_holds_whatever_the_code() -> None:
    assert not may_try_again("generic_decline", NOT_AGAIN, 1)
    assert may_try_again("generic_decline", "try_again_later", 1)
