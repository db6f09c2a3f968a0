"""What can be the id of a row, of all that may come back from a form."""

import pytest

from rules.ids import read_id


@pytest.mark.parametrize(
    ("text", "found"), [("1", 1), ("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)]
)
def test_digits_are_an_id(text: str, found: int) -> None:
    assert read_id(text) == found


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "+1", " 1", "1.0", "²", "٣", "9" * 19, "9" * 9_999]
)
def test_nothing_else_is_one(text: str) -> None:
    assert read_id(text) is None
