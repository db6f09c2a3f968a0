"""Money in integer minor units, and the one way it is rounded."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

WHOLE = Decimal(1)


@dataclass(frozen=True)
class Money:
    """An amount in the currency's minor units (cents), and the currency's code in lower case."""

    amount: int
    currency: str


def round_half_up(value: Decimal | Fraction | int) -> int:
    """Round to a whole minor unit, halves away from zero. Fractions are exact at any size."""
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return int(value.quantize(WHOLE, rounding=ROUND_HALF_UP))
    rounded = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return rounded if value >= 0 else -rounded
