"""How a refund is made up: how much of it is surcharge, and which invoices it takes from.

Parts of a payment may go back one after the other. However it is cut, the surcharges that go back
add up to exactly the surcharge, and the amounts to exactly what the invoices got.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rules.money import round_half_up


@dataclass(frozen=True)
class Back:
    """What goes back, or has gone: the `bill`, of which the invoices lose their payment, and the
    `surcharge`. Minor units."""

    bill: int = 0
    surcharge: int = 0

    @property
    def amount(self) -> int:
        return self.bill + self.surcharge


def of_bill(paid: Back, gone: Back, bill: int) -> Back:
    """What goes back with `bill` more of what was `paid`, where `gone` went back before.

    The surcharge goes back in proportion to all that went back of the bill, less what went back of
    it before: so several parts add up. ValueError for more than is left, or for nothing.
    """
    left = paid.bill - gone.bill
    if not 0 < bill <= left:
        raise ValueError(f"{bill} of {left} can't go back")
    due = round_half_up(Fraction(paid.surcharge * (gone.bill + bill), paid.bill))
    return Back(bill, _between(due - gone.surcharge, 0, paid.surcharge - gone.surcharge))


def of_amount(paid: Back, gone: Back, amount: int) -> Back:
    """The same, where only all that goes back is known: somebody refunded it without Paydesk."""
    left = paid.amount - gone.amount
    if not 0 < amount <= left:
        raise ValueError(f"{amount} of {left} can't go back")
    due = round_half_up(Fraction(paid.surcharge * (gone.amount + amount), paid.amount))
    least = max(0, amount - (paid.bill - gone.bill))
    most = min(amount, paid.surcharge - gone.surcharge)
    surcharge = _between(due - gone.surcharge, least, most)
    return Back(amount - surcharge, surcharge)


def over_invoices(left: Sequence[int], bill: int) -> list[int]:
    """How much each invoice loses, of which so much each is `left`: the first ones first, so that
    as few as possible are touched. ValueError where it is more than all have."""
    parts = []
    for one in left:
        part = min(one, bill)
        parts.append(part)
        bill -= part
    if bill:
        raise ValueError(f"{bill} more than the invoices have")
    return parts


def _between(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))
