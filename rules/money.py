"""Money in integer minor units, and the one way it is rounded."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

WHOLE = Decimal(1)


@dataclass(frozen=True)
class Money:
    """An amount in the currency's minor units (cents), and the currency's code in lower case."""

    amount: int
    currency: str


def round_half_up(value: Decimal) -> int:
    """Round to a whole minor unit, halves away from zero."""
    return int(value.quantize(WHOLE, rounding=ROUND_HALF_UP))
