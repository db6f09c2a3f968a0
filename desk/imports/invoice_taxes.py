"""Which of the practice's tax rates a line of a file means."""

from collections.abc import Sequence
from decimal import Decimal

from rules.money import round_half_up
from rules.search_phrases import folded
from rules.tax import Tax, read_percent
from rules.words import Refusal, refuse
from storage.taxes import TaxRate

SEVERAL = " + "
"""Between the names of several taxes on one line."""


class Rates:
    """The rates in use, each in the version that holds."""

    def __init__(self, rates: Sequence[TaxRate]) -> None:
        self._taxes = [Tax(one.version_id, one.name, one.percent, one.inclusive) for one in rates]

    def named(self, cell: str) -> tuple[Tax, ...]:
        """ "VAT", "20 %", or several: "GST + QST". Refusal where none, or several, could be meant;
        no tax for 0."""
        found = [self._one(part) for part in cell.split(SEVERAL)]
        taxes = [one for one in found if one is not None]
        if len({one.id for one in taxes}) != len(taxes):
            raise refuse("The same tax stands here twice.")
        return tuple(taxes)

    def of_amount(self, amount: int, tax: int) -> tuple[Tax, ...]:
        """The only rate, added to the price, that makes this tax of the amount."""
        if tax == 0:
            return ()
        fit = [
            one
            for one in self._taxes
            if not one.inclusive and round_half_up(amount * one.share) == tax
        ]
        if len(fit) != 1:
            raise refuse(
                "No tax rate, or more than one, comes to this amount. Add the rate with /tax first,"
                " or name it in a column tax_rate."
            )
        return (fit[0],)

    def _one(self, part: str) -> Tax | None:
        fit = [one for one in self._taxes if folded(one.name) == folded(part)]
        percent = self._percent(part) if not fit else None
        if percent is not None:
            if percent == 0 and not any(one.percent == 0 for one in self._taxes):
                return None
            fit = [one for one in self._taxes if one.percent == percent]
        if len(fit) != 1:
            raise refuse("No tax rate of that name, or more than one, is in use. Type /tax to see.")
        return fit[0]

    def _percent(self, part: str) -> Decimal | None:
        try:
            return read_percent(part)
        except Refusal:
            return None
