"""Amounts as Stripe counts them: the kept minor units, but for ISK and UGX, which get two zeros."""

from rules.currencies import decimals

_PADDED = frozenset({"isk", "ugx"})
"""Written without decimals, sent with two: docs.stripe.com/currencies, "Special cases"."""


def to_stripe(amount: int, currency: str) -> int:
    return amount * 100 if currency in _PADDED else amount


def from_stripe(amount: int, currency: str) -> int:
    """ValueError for an amount that people can't write in that currency."""
    if currency not in _PADDED:
        return amount
    whole, rest = divmod(amount, 100)
    if rest:
        raise ValueError(f"{amount} isn't a whole amount of {currency} ({decimals(currency)})")
    return whole
