"""Tax rates: what a percentage may be, and the tax that it makes of an amount."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from rules.fees import Percent
from rules.words import refuse

MOST_PERCENT = Decimal(100)
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?")
_TOO_FINE = re.compile(r"[0-9]{1,3}[.,][0-9]{5,}")


@dataclass(frozen=True)
class Tax:
    """One version of a tax rate. `inclusive`: prices contain it; otherwise it is added to them.

    `percent` is 0 to 100, in hundredths (7.25 is 7.25 %). Raises ValueError for anything else.
    """

    id: int
    name: str
    percent: Decimal
    inclusive: bool

    def __post_init__(self) -> None:
        if not self.percent.is_finite() or not 0 <= self.percent <= MOST_PERCENT:
            raise ValueError(f"A tax is between 0 % and 100 %, not {self.percent} %")

    @property
    def share(self) -> Fraction:
        """0.0725 for 7.25 %, exactly."""
        return _share(self.percent)


@lru_cache(maxsize=256)
def _share(percent: Decimal) -> Fraction:
    return Fraction(percent) / 100


def read_percent(text: str) -> Decimal:
    """What somebody typed: "20", "20 %", "7.25", "7,25". Refusal says how to write it instead."""
    typed = "".join(text.split()).removesuffix("%")
    if _TOO_FINE.fullmatch(typed):
        raise refuse("Write the percentage with at most four decimals.")
    found = _PERCENT.fullmatch(typed)
    if found is None:
        raise refuse(
            "Write the percentage as a number, for example {example}.",
            example=Percent(Decimal("7.25")),
        )
    percent = Decimal(f"{found[1]}.{found[2] or 0}")
    if percent > MOST_PERCENT:
        raise refuse(
            "A tax of {percent} can’t be right: it would be more than the price itself. Did you "
            "forget the decimal point?",
            percent=Percent(percent),
        )
    return Decimal(f"{percent.normalize():f}")
