"""/fees, as people of the practice see it."""

import pytest

from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.chat import Chat

EVERYBODY = [OLIVIA, BEN, FLORENCE, SAM, NOAH]


@pytest.mark.parametrize("user", EVERYBODY)
def test_everybody_sees_the_fees_of_the_practices_region(chat: Chat, user: str) -> None:
    table = chat.person(user).types("/fees")
    assert table.rows == [
        ["Region", "Cards and wallets", "Direct debit"],
        ["United States (USD)", "2.9% + 30¢", "ACH 1.9% + 50¢"],
    ]
    table.sees("Published price list, read on November 23, 2026.")
