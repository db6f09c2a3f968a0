"""Proves over many invoices that taxes, net and total are right, with either rounding.

The expected values are worked out here in whole numbers over a common denominator, not with
fractions as rules/ does.
"""

import random
from decimal import Decimal
from math import lcm

from rules.invoice_totals import Line, Rounding, line_amount, totals
from rules.tax import Tax

NAME = "invoices with their taxes"
FULL = 100_000

SEED = 20261125
WHOLE = 1_000_000
"""A share of 100 %, in ten-thousandths of a percent: the finest that a rate may be."""
USUAL = ("20", "5.5", "7.25", "9.975", "13", "0", "100", "0.0001", "33.3333", "8.875")


def run(count: int) -> int:
    """Check `count` invoices; AssertionError names the seed and the first that is wrong."""
    chance = random.Random(SEED)
    for number in range(count):
        rates = [_rate(chance, at) for at in range(1, chance.randint(1, 5))]
        lines = [_line(chance, rates) for _ in range(chance.randint(0, 12))]
        for rounding in Rounding:
            _check(lines, rounding, f"seed {SEED}, invoice {number}, {rounding}: {lines}")
    return count


def _rate(chance: random.Random, number: int) -> Tax:
    percent = Decimal(chance.choice(USUAL))
    if chance.random() < 0.5:
        percent = Decimal(chance.randint(0, WHOLE)).scaleb(-4)
    return Tax(number, f"Tax {number}", percent, inclusive=chance.random() < 0.5)


def _line(chance: random.Random, rates: list[Tax]) -> Line:
    """Quantities with up to three decimals; every tenth price is a discount."""
    thousandths = chance.choice((1_000, 2_000, 1_500, chance.randint(1, 99_999)))
    price = chance.randint(0, 10 ** chance.randint(1, 7))
    price = -price if chance.random() < 0.1 else price
    amount = line_amount(Decimal(thousandths).scaleb(-3), price)
    assert amount == _half_up(thousandths * price, 1_000), f"{thousandths} of {price}"
    return Line(amount, tuple(one for one in rates if chance.random() < 0.6))


def _check(lines: list[Line], rounding: Rounding, case: str) -> None:
    found = totals(lines, rounding)
    amounts = {one.tax.id: (one.taxable, one.amount) for one in found.taxes}
    used = {tax.id: tax for line in lines for tax in line.taxes}
    assert set(amounts) == set(used), case
    wanted = {number: _tax(tax, lines, rounding) for number, tax in used.items()}
    assert amounts == wanted, f"{case}: {amounts}, not {wanted}"
    added = sum(amount for number, (_, amount) in wanted.items() if not used[number].inclusive)
    inside = sum(amount for number, (_, amount) in wanted.items() if used[number].inclusive)
    priced = sum(line.amount for line in lines)
    assert (found.net, found.total) == (priced - inside, priced + added), case


def _tax(tax: Tax, lines: list[Line], rounding: Rounding) -> tuple[int, int]:
    """Of how much it is taken, and what it comes to."""
    parts = [(line.amount, _divisor(line)) for line in lines if tax in line.taxes]
    common = lcm(*(divisor for _, divisor in parts))
    base = sum(amount * WHOLE * (common // divisor) for amount, divisor in parts)
    share = _share(tax)
    if rounding is Rounding.LINE:
        amount = sum(_half_up(amount * share, divisor) for amount, divisor in parts)
    else:
        amount = _half_up(base * share, common * WHOLE)
    return _half_up(base, common), amount


def _divisor(line: Line) -> int:
    """What a price with its contained taxes is, where the price without them is WHOLE."""
    return WHOLE + sum(_share(tax) for tax in line.taxes if tax.inclusive)


def _share(tax: Tax) -> int:
    scaled = tax.percent.scaleb(4)
    assert scaled == int(scaled), f"{tax.percent} is finer than a rate may be"
    return int(scaled)


def _half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves away from zero."""
    whole, rest = divmod(abs(numerator), denominator)
    rounded = whole + (2 * rest >= denominator)
    return rounded if numerator >= 0 else -rounded
