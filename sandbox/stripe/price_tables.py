"""The prices that accounts can have, as data."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sandbox.stripe.banks import ACH, BACS, BECS, SEPA
from sandbox.stripe.prices import Price, Prices

ELSEWHERE = ""
"""All countries that have no row of their own."""


def _price(percent: str, fixed: int = 0, *, least: int = 0, most: int | None = None) -> Price:
    return Price(Decimal(percent), fixed, least, most)


_ABROAD = _price("0.8", 30, most=600)
"""A bank debit of a kind that is not at home in the account's country."""

_STRIPE: Mapping[str, Prices] = {
    "US": Prices(
        domestic=_price("2.9", 30),
        international=_price("4.4", 30),
        conversion=Decimal(1),
        dispute=1500,
        debit=_ABROAD,
        debits={ACH: _price("0.8", most=500)},
    ),
    "GB": Prices(
        domestic=_price("1.5", 20),
        premium=_price("1.9", 20),
        near=_price("2.5", 20),
        international=_price("3.25", 20),
        conversion=Decimal(2),
        dispute=2000,
        debit=_ABROAD,
        debits={BACS: _price("1", least=20)},
    ),
    "EEA": Prices(
        domestic=_price("1.5", 25),
        premium=_price("1.9", 25),
        near=_price("2.5", 25),
        international=_price("3.25", 25),
        conversion=Decimal(2),
        dispute=2000,
        debit=_ABROAD,
        debits={SEPA: _price("0", 35)},
    ),
    "AU": Prices(
        domestic=_price("1.7", 30),
        international=_price("3.5", 30),
        conversion=Decimal(2),
        dispute=2500,
        debit=_ABROAD,
        debits={BECS: _price("1", 30, most=350)},
    ),
    "CA": Prices(
        domestic=_price("2.9", 30),
        international=_price("3.7", 30),
        conversion=Decimal(2),
        dispute=1500,
        debit=_ABROAD,
    ),
    ELSEWHERE: Prices(
        domestic=_price("2.9", 30),
        international=_price("4.4", 30),
        conversion=Decimal(2),
        dispute=1500,
        debit=_ABROAD,
    ),
}
"""Stripe's own price list, about 2026."""

_TAXES = {"GB": ("VAT", "20"), "EEA": ("VAT", "23"), "AU": ("GST", "10"), "CA": ("GST", "5")}


def _published(prices: Prices) -> Prices:
    """A platform's price list: one price for all cards, one for all debits."""
    card, debit = _price("2.9", 30), _price("1.9", 50)
    return Prices(card, card, Decimal(0), prices.dispute, debit)


def _taxed(region: str, prices: Prices) -> Prices:
    name, percent = _TAXES.get(region, ("Tax", "10"))
    return replace(prices, tax=Decimal(percent), tax_name=name)


PRICES: Mapping[str, Mapping[str, Prices]] = {
    "stripe": _STRIPE,
    "published": {region: _published(prices) for region, prices in _STRIPE.items()},
    "taxed": {region: _taxed(region, prices) for region, prices in _STRIPE.items()},
}
"""By name and region (a country, "EEA" or ELSEWHERE). "taxed": Stripe's, and a tax on its fees."""
