"""The form for the practice's own fees, filled in as people fill it in."""

import pytest

from desk.own_fees import read_own_fees

FORM = {
    "method": "card",
    "currency": "eur",
    "percent": "1,4",
    "since": "2026-03-01",
    "source": "Contrat de mars",
}


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        *(("0", 0), ("0 €", 0), ("€0.00", 0), ("0,00 EUR", 0), ("25 cts", 25), ("25 ct", 25)),
        *(("30¢", 30), ("0,25 €", 25), ("25 centimes", 25)),
    ],
)
def test_the_fixed_part_is_read_as_people_write_it(typed: str, cents: int) -> None:
    assert read_own_fees({**FORM, "fixed": typed}, "fr").fixed == cents


@pytest.mark.parametrize("typed", ["", "-", "aucun", "None"])
def test_no_upper_limit_may_be_said_in_words(typed: str) -> None:
    assert read_own_fees({**FORM, "fixed": "0", "cap": typed}, "fr").cap is None
