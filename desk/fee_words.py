"""How fees are written: regions, methods, and percentages with their fixed part."""

from functools import lru_cache

from desk.language import Language
from rules.amount_text import NAME_OF_METHOD
from rules.fees import FeeRow
from rules.money import Money
from rules.words import Sentence, sentence

REGION_NAMES: dict[str, Sentence] = {
    "us": sentence("United States"),
    "gb": sentence("United Kingdom"),
    "eu": sentence("European Union"),
    "au": sentence("Australia"),
    "other": sentence("Everywhere else"),
    "all": sentence("All regions"),
}

_CENT_SIGNS = {"usd": "¢", "aud": "¢", "cad": "¢", "nzd": "¢", "gbp": "p", "eur": "c"}
"""How English writes amounts below one; other languages write them as money."""


def region_name(say: Language, region: str, currency: str | None = None) -> str:
    """With the currency where there is one: "United Kingdom (GBP)"."""
    name = say.sentence(REGION_NAMES[region])
    return f"{name} ({currency.upper()})" if currency else name


def method_name(say: Language, method: str) -> str:
    """How the client pays, as a heading: "Cards and wallets", "Direct debit (ACH)"."""
    if method == "card":
        return say("Cards and wallets")
    return say("Direct debit ({name})", name=NAME_OF_METHOD[method])


def what_it_is_for(say: Language, row: FeeRow) -> str:
    """A row's method and currency: "Cards and wallets, USD"."""
    return f"{method_name(say, row.method)}, {(row.currency or '').upper()}"


@lru_cache(maxsize=1024)
def fee_words(say: Language, row: FeeRow) -> str:
    """The fee as the price list writes it: "2.9% + 30¢", "0.8%, at most $5.00"."""
    words = say.percent(row.percent)
    if row.fixed:
        words = f"{words} + {_fixed_words(say, row)}"
    if row.cap is None or row.currency is None:
        return words
    return say("{fee}, at most {cap}", fee=words, cap=Money(row.cap, row.currency))


def debit_words(say: Language, row: FeeRow | None) -> str:
    """The fee with the debit's own name, "ACH 1.9% + 50¢", or "none"."""
    return f"{NAME_OF_METHOD[row.method]} {fee_words(say, row)}" if row else say("none")


def _fixed_words(say: Language, row: FeeRow) -> str:
    if row.currency is None:
        return say("{n}¢", n=row.fixed)
    sign = _CENT_SIGNS.get(row.currency)
    if say.code == "en" and sign and row.fixed < 100:
        return f"{row.fixed}{sign}"
    return say.money(Money(row.fixed, row.currency))
