"""How much of an invoice's tax is in one payment of it."""

from fractions import Fraction

from rules.money import round_half_up


def share(tax: int, total: int, before: int, after: int) -> int:
    """Of `tax` on an invoice over `total`, what is in the payment with which what was paid of it
    went from `before` to `after`. All payments of an invoice together have exactly its tax."""

    def until(paid: int) -> int:
        return round_half_up(Fraction(tax * paid, total))

    return until(after) - until(before)
