"""The reader of a page: their language, and how they write money, dates and countries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_percent

from sandbox.stripe.exchange import decimals
from sandbox.stripe.pages.french import FRENCH

LANGUAGES = ("en", "fr")
_DEFAULT = "en-US"
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@dataclass(frozen=True)
class Reader:
    locale: Locale

    @property
    def language(self) -> str:
        return self.locale.language

    def t(self, sentence: str, **values: object) -> str:
        """The English sentence in the reader's language; one that nobody translated stays."""
        words = FRENCH.get(sentence, sentence) if self.language == "fr" else sentence
        return words.format(**values) if values else words

    def money(self, amount: int, currency: str) -> str:
        """`amount` in Stripe's smallest unit of the currency."""
        places = decimals(currency)
        return format_currency(
            Decimal(amount).scaleb(-places), currency.upper(), locale=self.locale
        )

    def percent(self, rate: float) -> str:
        """Of a rate such as 8.25."""
        return format_percent(
            Decimal(str(rate)) / 100, locale=self.locale, decimal_quantization=False
        )

    def date(self, seconds: float) -> str:
        return format_date(_local(seconds), "long", locale=self.locale)

    def moment(self, seconds: float) -> str:
        return format_datetime(_local(seconds), "medium", locale=self.locale)

    def countries(self) -> list[tuple[str, str]]:
        """Codes and names, by name."""
        return _countries(str(self.locale))


def reader_of(wishes: Iterable[str | None]) -> Reader:
    """The first of the language tags, such as "fr" or "en-GB", that the pages speak."""
    for tag in (*wishes, _DEFAULT):
        if tag and tag.replace("_", "-").partition("-")[0].lower() in LANGUAGES:
            return Reader(_parsed(tag.replace("_", "-")))
    raise AssertionError("the default is spoken")


def _parsed(tag: str) -> Locale:
    """A region that is unknown doesn't matter; English without one is written as in the US."""
    try:
        found = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        found = Locale(tag.partition("-")[0].lower())
    return Locale("en", "US") if str(found) == "en" else found


def _local(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone()


@lru_cache(maxsize=8)
def _countries(locale: str) -> list[tuple[str, str]]:
    named = Locale.parse(locale).territories.items()
    real = [(code, name) for code, name in named if len(code) == 2 and code not in _NO_COUNTRIES]
    return sorted(real, key=lambda one: one[1])
