"""The person's language: translated sentences, and money, percentages and dates as it writes them.

English is the source; French stands in locales/fr. Slack names a locale for each person
("fr-CA"); its language picks the sentences, its country the way numbers are written.
"""

import copy
import gettext
import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, format_decimal

from rules import currencies
from rules.fees import Percent
from rules.money import Money
from rules.words import Sentence

LOCALES = Path(__file__).resolve().parent.parent / "locales"
LANGUAGES = ("en", "fr")
_LOCALES_KNOWN = {
    "en_US",
    "en_GB",
    "en_AU",
    "en_CA",
    "en_IE",
    "en_NZ",
    "fr_FR",
    "fr_CA",
    "fr_BE",
    "fr_CH",
}


class Language:
    """Says things in one language. Calling it translates a sentence and fills in its values."""

    def __init__(self, locale: Locale, translations: gettext.NullTranslations) -> None:
        self.code: str = locale.language
        self.locale = locale
        self._translations = translations

    def __call__(self, text: str, /, **values: object) -> str:
        """`say("At most {limit}.", limit=Money(…))`; `text` is the English sentence."""
        return self._fill(self._translations.gettext(text), values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The form that goes with `n`, which both forms may show as {n}."""
        return self._fill(self._translations.ngettext(one, many, n), {"n": n, **values})

    def sentence(self, sentence: Sentence) -> str:
        """A sentence of the rules, in this language."""
        return self._fill(self._translations.gettext(sentence.text), sentence.values)

    def money(self, money: Money) -> str:
        """With the currency's own number of decimals: "$1,250.50", "1 250,50 €"."""
        places = currencies.decimals(money.currency)
        value = Decimal(money.amount).scaleb(-places)
        pattern = _money_pattern(self.locale, places)
        written: str = pattern.apply(
            value, self.locale, currency=money.currency.upper(), currency_digits=False
        )
        return written

    def number(self, written: str) -> str:
        """A decimal text, "1.5", as the language writes it: « 1,5 »."""
        return str(format_decimal(Decimal(written), locale=self.locale))

    def percent(self, value: Decimal) -> str:
        """`value` in hundredths: Decimal("2.9") is "2.9%", or « 2,9 % » in French."""
        written: str = _percent_pattern(self.locale).apply(value / 100, self.locale)
        return written

    def date(self, day: date) -> str:
        """ "November 23, 2026", « 23 novembre 2026 », « 1er mars 2026 »."""
        return _long_date(day, self.locale)

    def time(self, moment: datetime) -> str:
        """Of the clock, in the moment's own zone: "9:10 AM", « 09:10 »."""
        return str(format_time(moment, "short", locale=self.locale))

    def _fill(self, text: str, values: Mapping[str, object]) -> str:
        if not values:
            return text
        return text.format_map({name: self._written(value) for name, value in values.items()})

    def _written(self, value: Any) -> str:
        match value:
            case Sentence():
                return self.sentence(value)
            case Money():
                return self.money(value)
            case Percent():
                return self.percent(value.value)
            case date():
                return self.date(value)
            case int() | Decimal():
                return format_decimal(value, locale=self.locale)
            case _:
                return str(value)


@lru_cache(maxsize=1024)
def language_of(locale: str | None) -> Language:
    """The language for a Slack locale ("fr-FR"), a bare code ("fr"), or nothing: English."""
    return _language(_known_locale(locale or "en"))


def _known_locale(name: str) -> str:
    """A locale that we have sentences for; any country's English or French, else English."""
    name = name.replace("-", "_")
    if name in _LOCALES_KNOWN:
        return name
    language = name.partition("_")[0].lower()
    return language if language in LANGUAGES else "en"


@cache
def _language(name: str) -> Language:
    locale = Locale.parse(name)
    return Language(locale, _translations(locale.language))


@cache
def _translations(code: str) -> gettext.NullTranslations:
    """The catalogue, compiled in memory, so that no build step can be forgotten."""
    if code == "en":
        return gettext.NullTranslations()
    with (LOCALES / code / "LC_MESSAGES" / "paydesk.po").open("rb") as file:
        catalog = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=1024)
def _long_date(day: date, locale: Locale) -> str:
    written = format_date(day, "long", locale=locale)
    return written.replace("1", "1er", 1) if locale.language == "fr" and day.day == 1 else written


@cache
def _money_pattern(locale: Locale, places: int) -> NumberPattern:
    """The locale's money pattern with exactly `places` decimals.

    Babel's own count follows custom (no decimals for the Albanian lek); a cent must never be
    rounded away, so Stripe's count decides.
    """
    pattern: NumberPattern = copy.copy(locale.currency_formats["standard"])
    pattern.frac_prec = (places, places)
    return pattern


@cache
def _percent_pattern(locale: Locale) -> NumberPattern:
    pattern: NumberPattern = copy.copy(locale.percent_formats[None])
    pattern.frac_prec = (0, 6)
    return pattern
