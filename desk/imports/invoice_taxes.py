"""Which of the practice's tax rates a line of a file means."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise

from desk.days import day_in
from rules.money import round_half_up
from rules.search_phrases import folded
from rules.tax import Tax, read_percent
from rules.words import Refusal, refuse
from storage.taxes import TaxRate

SEVERAL = " + "
"""Between the names of several taxes on one line."""


@dataclass(frozen=True)
class _Held:
    """A tax that holds no more. `until`: the last day on which it did; what came before the first
    version of a rate counts as of that version, for invoices are older than Paydesk's rates."""

    tax: Tax
    since: date
    until: date


class Rates:
    """The rates in use, each in the version that holds; and where none of these is meant, those
    that held on the day of the invoice."""

    def __init__(self, versions: Sequence[TaxRate], time_zone: str = "UTC") -> None:
        """`versions`: all, by rate, the oldest first."""
        self._taxes: list[Tax] = []
        self._held: list[_Held] = []
        self._found: dict[tuple[str, date | None], tuple[Tax, ...]] = {}
        for _, its in groupby(versions, lambda one: one.id):
            self._add(list(its), time_zone)

    def _add(self, its: list[TaxRate], time_zone: str) -> None:
        newest, since = its[-1], date.min
        for before, after in pairwise(its):
            changed = day_in(after.since, time_zone)
            self._held.append(_Held(_tax(before), since, changed - timedelta(days=1)))
            since = changed
        if newest.archived_at is None:
            self._taxes.append(_tax(newest))
        else:
            until = day_in(newest.archived_at, time_zone)
            self._held.append(_Held(_tax(newest), since, until))

    def named(self, cell: str, on: date | None) -> tuple[Tax, ...]:
        """ "VAT", "20 %", or several: "GST + QST". `on`: the invoice's day, if it could be read.
        Refusal where none, or several, could be meant; no tax for 0."""
        if (cell, on) not in self._found:
            self._found[cell, on] = self._named(cell, on)
        return self._found[cell, on]

    def _named(self, cell: str, on: date | None) -> tuple[Tax, ...]:
        found = [self._one(part, on) for part in cell.split(SEVERAL)]
        taxes = [one for one in found if one is not None]
        if len({one.id for one in taxes}) != len(taxes):
            raise refuse("The same tax stands here twice.")
        return tuple(taxes)

    def of_amount(self, amount: int, tax: int, on: date | None) -> tuple[Tax, ...]:
        """The only rate, added to the price, that makes this tax of the amount."""
        if tax == 0:
            return ()
        fit = self._fit(
            lambda one: not one.inclusive and round_half_up(amount * one.share) == tax, on
        )
        if len(fit) != 1:
            raise refuse(
                "No tax rate, or more than one, comes to this amount. Add the rate with /tax first,"
                " or name it in a column tax_rate."
            )
        return (fit[0],)

    def _one(self, part: str, on: date | None) -> Tax | None:
        fit = self._fit(lambda one: folded(one.name) == folded(part), on)
        percent = self._percent(part) if not fit else None
        if percent is not None:
            if percent == 0 and not any(one.percent == 0 for one in self._taxes):
                return None
            fit = self._fit(lambda one: one.percent == percent, on)
        if len(fit) != 1:
            raise refuse("No tax rate of that name, or more than one, is in use. Type /tax to see.")
        return fit[0]

    def _fit(self, is_it: Callable[[Tax], bool], on: date | None) -> list[Tax]:
        """Those in use go first, so that a percentage that was mended counts as it is now."""
        return [*filter(is_it, self._taxes)] or [*filter(is_it, self._held_on(on))]

    def _held_on(self, on: date | None) -> Iterator[Tax]:
        return (one.tax for one in self._held if on and one.since <= on <= one.until)

    def _percent(self, part: str) -> Decimal | None:
        try:
            return read_percent(part)
        except Refusal:
            return None


def _tax(rate: TaxRate) -> Tax:
    return Tax(rate.version_id, rate.name, rate.percent, rate.inclusive)
