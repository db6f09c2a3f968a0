"""Proves over many amounts that a practice receives its bill exactly when the client bears the fee.

The expected values are worked out here with exact fractions, not with Decimal as rules/fees.py
does.
"""

import random
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from rules.fees import PUBLISHED, FeeRow, charge_to_receive, fee

NAME = "bills that the practice receives exactly"
FULL = 500_000

SEED = 20261123
BILLS_PER_ROW = 1_000
LARGEST_BILL = 99_999_999


def run(count: int) -> int:
    """Check `count` bills; AssertionError names the seed and the first bill that is wrong."""
    checked = 0
    for row, bill in _cases(count):
        _check(row, bill, f"seed {SEED}, case {checked}: bill {bill}, {row}")
        checked += 1
    return checked


def _cases(count: int) -> Iterator[tuple[FeeRow, int]]:
    """Bills from one cent up, small ones as often as large ones, in turn over many rows."""
    chance = random.Random(SEED)
    per_row = max(1, min(BILLS_PER_ROW, count // (2 * len(PUBLISHED) + 20)))
    row = PUBLISHED[0]
    for number in range(count):
        if number % per_row == 0:
            row = _row(chance, number // per_row)
        yield row, chance.randint(1, 10 ** chance.randint(1, 8) - 1)


def _row(chance: random.Random, number: int) -> FeeRow:
    """The published rows first, then rows as contracts could have them, every other one capped."""
    if number < len(PUBLISHED):
        return PUBLISHED[number]
    places = chance.choice((0, 1, 2, 3, 4))
    percent = Decimal(chance.randint(0, 10 ** (places + 1))).scaleb(-places)
    if chance.random() < 0.05:
        percent = chance.choice((Decimal("0.01"), Decimal(50), Decimal(99), Decimal("99.99")))
    cap = chance.choice((0, 100, 500, 1000, 5000)) if number % 2 else None
    return FeeRow("own", "card", "usd", percent, chance.choice((0, 1, 5, 20, 30, 50, 99)), cap)


def _check(row: FeeRow, bill: int, case: str) -> None:
    assert bill <= LARGEST_BILL, case
    charge = charge_to_receive(bill, row)
    kept = _exact_fee(row, charge)
    assert fee(charge, row) == kept, f"{case}: the fee of {charge} is {kept}"
    assert charge - kept == bill, f"{case}: {charge} leaves {charge - kept}"
    assert charge == _nearest_charge(row, bill), f"{case}: {charge} is not the rounded charge"


def _exact_fee(row: FeeRow, charge: int) -> int:
    """The fee by whole-number division: floor(charge × percent / 100 + 1/2) + fixed, capped."""
    numerator, denominator = row.percent.as_integer_ratio()
    rounded = (2 * charge * numerator + 100 * denominator) // (2 * 100 * denominator)
    return rounded + row.fixed if row.cap is None else min(rounded + row.fixed, row.cap)


def _nearest_charge(row: FeeRow, bill: int) -> int:
    """The exact charge, rounded half-up; the bill and the cap where the fee would be above it."""
    exact = Fraction(bill + row.fixed) / (1 - Fraction(row.percent) / 100)
    rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return rounded if row.cap is None else min(rounded, bill + row.cap)
