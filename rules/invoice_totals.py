"""What an invoice comes to: net, taxes and total, to the minor unit.

A line's prices may contain some taxes and have others added. What they contain is taken out first,
all of it at once; each tax is then its share of what is left. The net is what the taxes leave of
the total, so the parts always add up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from rules.money import round_half_up
from rules.tax import Tax


class Rounding(StrEnum):
    """Where tax is rounded: on each line, or once for each rate on the sum of its lines."""

    LINE = "line"
    TOTAL = "total"


@dataclass(frozen=True)
class Line:
    """`amount` in minor units, as it is priced; negative for a discount."""

    amount: int
    taxes: tuple[Tax, ...] = ()

    def __post_init__(self) -> None:
        if len({tax.id for tax in self.taxes}) != len(self.taxes):
            raise ValueError("A tax stands on a line only once")

    @property
    def base(self) -> Fraction | int:
        """What the taxes are a share of: the amount without those that it contains."""
        contained = sum(tax.share for tax in self.taxes if tax.inclusive)
        return self.amount / (1 + contained) if contained else self.amount


@dataclass(frozen=True)
class TaxAmount:
    """What one tax comes to on the whole invoice, and of how much."""

    tax: Tax
    taxable: int
    amount: int


@dataclass(frozen=True)
class Totals:
    """`priced` is the sum of the lines as they are priced. Raises ValueError where the parts don't
    add up, so no such invoice can be made."""

    priced: int
    net: int
    taxes: tuple[TaxAmount, ...]
    total: int

    def __post_init__(self) -> None:
        if self.net + sum(one.amount for one in self.taxes) != self.total:
            raise ValueError(f"{self.net} net and its taxes are not {self.total}")
        added = sum(one.amount for one in self.taxes if not one.tax.inclusive)
        if self.priced + added != self.total:
            raise ValueError(f"{self.priced} as priced and {added} added are not {self.total}")


def line_amount(quantity: Decimal, unit_amount: int) -> int:
    """Quantity times price, rounded to the minor unit."""
    numerator, denominator = quantity.as_integer_ratio()
    return round_half_up(Fraction(numerator * unit_amount, denominator))


def totals(lines: Iterable[Line], rounding: Rounding) -> Totals:
    """Taxes come in the order in which the lines name them first."""
    lines = tuple(lines)
    taxes = tuple(_tax_amount(tax, lines, rounding) for tax in _taxes_of(lines))
    priced = sum(line.amount for line in lines)
    total = priced + sum(one.amount for one in taxes if not one.tax.inclusive)
    return Totals(priced, total - sum(one.amount for one in taxes), taxes, total)


def _taxes_of(lines: Iterable[Line]) -> Iterable[Tax]:
    return {tax.id: tax for line in lines for tax in line.taxes}.values()


def _tax_amount(tax: Tax, lines: Iterable[Line], rounding: Rounding) -> TaxAmount:
    bases = [line.base for line in lines if tax in line.taxes]
    taxable = sum(bases)
    if rounding is Rounding.LINE:
        amount = sum(round_half_up(base * tax.share) for base in bases)
    else:
        amount = round_half_up(taxable * tax.share)
    return TaxAmount(tax, round_half_up(taxable), amount)
