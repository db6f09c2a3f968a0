"""Which prices each account pays."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from sandbox.stripe.price_tables import ELSEWHERE, PRICES
from sandbox.stripe.prices import EEA, Price, Prices, percent
from sandbox.stripe.shelf import Shelf


class Pricing:
    """Which prices each account pays: those of a name in PRICES, or some of its own in their
    place. Asked for by account, kept over a restart."""

    def __init__(self, shelf: Shelf, usual: str) -> None:
        named(usual, "US")
        self._shelf = shelf
        self._usual = usual
        self._given: dict[str, str | dict[str, Any]] = {}

    def of(self, account: str, country: str) -> Prices:
        given = self._given.get(account, self._usual)
        if isinstance(given, str):
            return named(given, country)
        return _changed(named(given.get("like", self._usual), country), given)

    def set(self, account: str, given: str | dict[str, Any]) -> None:
        """A name, or prices as JSON has them, such as {"like": "stripe", "domestic": {"percent":
        "1.4", "fixed": 20}}. KeyError, TypeError or ValueError for what are no prices."""
        if isinstance(given, str):
            named(given, "US")
        else:
            _changed(named(given.get("like", self._usual), "US"), given)
        self._given[account] = given
        self._shelf.put("pricing", account, given)

    def restore(self) -> None:
        self._given = dict(self._shelf.all("pricing"))


@cache
def named(pricing: str, country: str) -> Prices:
    """ValueError for a name that is not in PRICES."""
    if pricing not in PRICES:
        raise ValueError(f"no prices are called {pricing!r}, only {', '.join(PRICES)}")
    region = "EEA" if country in EEA else country
    return PRICES[pricing].get(region) or PRICES[pricing][ELSEWHERE]


def _changed(prices: Prices, given: Mapping[str, Any]) -> Prices:
    read: dict[str, Any] = {}
    for name, value in given.items():
        if name in ("domestic", "international", "premium", "near", "debit"):
            read[name] = Price.read(value)
        elif name == "debits":
            read[name] = {kind: Price.read(price) for kind, price in value.items()}
        elif name in ("conversion", "tax"):
            read[name] = percent(value)
        elif name == "dispute":
            read[name] = int(value)
        elif name == "tax_name":
            read[name] = str(value)
        elif name != "like":
            raise ValueError(f"prices have no {name}")
    return replace(prices, **read)
