"""The overview's charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import format_compact_currency

from admin.charts import AMBER, BLUE, GREEN, RED, Chart, Series, bars, columns
from desk.admin.overview import AGES, WAYS, Collected, Month, Owed, Success
from desk.language import Language
from rules.currencies import decimals


def collected(
    say: Language, labels: Sequence[str], sums: Sequence[Collected], currency: str
) -> Chart | None:
    came = Series(say("Came in"), tuple(one.came for one in sums), BLUE)
    back = Series(say("Went back"), tuple(one.back for one in sums), RED)
    return columns(labels, [came, back], _money(say, currency))


def fees(
    say: Language, labels: Sequence[str], sums: Sequence[Collected], currency: str
) -> Chart | None:
    passed = Series(say("Paid by clients"), tuple(one.passed_on for one in sums), GREEN)
    borne = Series(say("Borne by the practice"), tuple(one.absorbed for one in sums), AMBER)
    return columns(labels, [borne, passed], _money(say, currency))


def ages(say: Language, owed: Owed, currency: str) -> Chart | None:
    names = [say.sentence(name) for _, name in AGES]
    due = Series(say("Left to pay"), tuple(owed.amounts), BLUE)
    return bars(names, [due], _money(say, currency))


def success(say: Language, found: Mapping[str, Success]) -> Chart | None:
    """In percent, so that ways that are seldom used can be read too."""
    ways = [(say.sentence(name), found[code]) for code, name in WAYS if code in found]
    paid = Series(say("Paid"), tuple(one.percent for _, one in ways), GREEN)
    failed = Series(say("Failed"), tuple(100 - one.percent for _, one in ways), RED)
    return bars([name for name, _ in ways], [paid, failed], _percent)


def questions(say: Language, labels: Sequence[str], months: Sequence[Month]) -> Chart | None:
    alone = Series(say("By Paydesk alone"), tuple(one.alone for one in months), GREEN)
    people = Series(say("By a person"), tuple(one.asked - one.alone for one in months), AMBER)
    return columns(labels, [alone, people], _number)


@dataclass(frozen=True)
class _Money:
    """Minor units, in short: "$1.6K"."""

    locale: str
    currency: str

    def __call__(self, value: float) -> str:
        scale = 10 ** decimals(self.currency)
        written = format_compact_currency(
            value / scale, self.currency.upper(), locale=self.locale, fraction_digits=1
        )
        return str(written)


def _money(say: Language, currency: str) -> _Money:
    return _Money(str(say.locale), currency)


def _percent(value: float) -> str:
    return f"{value:.0f}%"


def _number(value: float) -> str:
    return f"{value:g}"
