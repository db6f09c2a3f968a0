"""How a payment of an invoice is shared: among those who worked, and which taxes are in it.

All shares of all payments of an invoice together are exactly what stands on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from rules.money import round_half_up


@dataclass(frozen=True)
class Line:
    """Of an invoice, as it is priced, in minor units. `who`: the practitioner's id, None where
    nobody is named. `taxes`: the ids of those on it."""

    who: int | None
    amount: int
    taxes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Share:
    """Of an invoice or of a payment of it: `amount` with its `taxes`, by their ids."""

    who: int | None
    amount: int
    taxes: Mapping[int, int]


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` by `weights`, to the unit: the parts add up to it. Without any weight, all of it is
    in the first part."""
    whole = sum(weights)
    if not whole:
        return [amount, *(0 for _ in weights[1:])] if weights else []
    until, marks = 0, [0]
    for weight in weights:
        until += weight
        marks.append(round_half_up(Fraction(amount * until, whole)))
    return [after - before for before, after in pairwise(marks)]


def shares_of(
    lines: Sequence[Line], taxes: Mapping[int, int], contained: frozenset[int], total: int
) -> list[Share]:
    """Of an invoice over `total`, by who worked. `taxes`: what each comes to; `contained`: those
    that are in the prices already."""
    who = list(dict.fromkeys(line.who for line in lines)) or [None]
    of_tax = {tax: split(amount, _weights(lines, who, tax)) for tax, amount in taxes.items()}
    shares = []
    for place, one in enumerate(who):
        own = {tax: parts[place] for tax, parts in of_tax.items()}
        priced = sum(line.amount for line in lines if line.who == one)
        added = sum(amount for tax, amount in own.items() if tax not in contained)
        shares.append(Share(one, priced + added, own))
    missing = total - sum(share.amount for share in shares)
    last = shares[-1]
    return [*shares[:-1], Share(last.who, last.amount + missing, last.taxes)]


def paid_between(shares: Sequence[Share], total: int, before: int, after: int) -> Iterator[Share]:
    """What is in the payment with which what was paid of the invoice went from `before` to `after`,
    in minor units; back where that is less. What is beyond the total has no tax in it."""
    amounts = [share.amount for share in shares]
    sofar, until = split(before, amounts), split(after, amounts)
    for share, begun, ended in zip(shares, sofar, until, strict=True):
        taxes = {
            tax: _in_it(amount, total, after) - _in_it(amount, total, before)
            for tax, amount in share.taxes.items()
        }
        yield Share(share.who, ended - begun, taxes)


def _weights(lines: Sequence[Line], who: Sequence[int | None], tax: int) -> list[int]:
    taxed = [line for line in lines if tax in line.taxes]
    return [sum(line.amount for line in taxed if line.who == one) for one in who]


def _in_it(tax: int, total: int, paid: int) -> int:
    paid = min(max(paid, 0), total)
    return round_half_up(Fraction(tax * paid, total)) if total else 0
