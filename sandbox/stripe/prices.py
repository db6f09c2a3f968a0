"""What a price is, and which of an account's prices a payment has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.stripe.exchange import rounded

_EEA = """
AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK
"""
EEA = frozenset(_EEA.split())


def percent(given: Any) -> Decimal:
    """ValueError for what is no number from 0 to 100."""
    try:
        read = Decimal(str(given))
    except InvalidOperation:
        read = Decimal(-1)
    if not 0 <= read <= 100:
        raise ValueError(f"{given!r} is no percentage")
    return read


@dataclass(frozen=True)
class Price:
    """`percent` of the amount, and `fixed`, at least `least` and at most `most` where there is a
    cap; all in minor units of the account's currency."""

    percent: Decimal
    fixed: int = 0
    least: int = 0
    most: int | None = None

    def of(self, amount: int) -> int:
        fee = max(rounded(amount * self.percent / 100) + self.fixed, self.least)
        return fee if self.most is None else min(fee, self.most)

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Price":
        """`percent` as a text. KeyError, TypeError or ValueError for what is no price."""
        whole = {name: int(given[name]) for name in ("fixed", "least", "most") if name in given}
        unknown = set(given) - {"percent", *whole}
        if unknown:
            raise ValueError(f"a price has no {', '.join(sorted(unknown))}")
        return cls(percent(given["percent"]), **whole)


@dataclass(frozen=True)
class Prices:
    """`near`: EEA cards in the United Kingdom and the other way round; `conversion`: percent, where
    the account's currency is another; `debits`: by kind of payment method, `debit` of any other
    kind; `dispute`: what losing money to a dispute costs; `tax`: percent of the fees, which is
    called `tax_name`."""

    domestic: Price
    international: Price
    conversion: Decimal
    dispute: int
    debit: Price
    debits: Mapping[str, Price] = field(default_factory=dict)
    premium: Price | None = None
    near: Price | None = None
    tax: Decimal = Decimal(0)
    tax_name: str = "Tax"

    def of_card(self, home: str, country: str | None, *, premium: bool = False) -> Price:
        """`home`: the account's country, `country` the card's."""
        if country == home or (home in EEA and country in EEA):
            return self.premium or self.domestic if premium else self.domestic
        across = (home == "GB" and country in EEA) or (home in EEA and country == "GB")
        return self.near if self.near and across else self.international

    def of_debit(self, kind: str) -> Price:
        return self.debits.get(kind, self.debit)
