"""What rule a processor's real fees follow, told from payments: never guessed from too few."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.money import round_half_up

PAYMENTS_NEEDED = 3
"""Of as many different amounts."""
_STEPS_IN_PERCENT = 100
"""Prices are hundredths of a percent: 2.9, 3.25."""


@dataclass(frozen=True)
class Rule:
    """`percent` of the payment and `fixed`, together at most `cap`; minor units."""

    percent: Decimal
    fixed: int
    cap: int | None = None

    def fee(self, amount: int) -> int:
        uncapped = round_half_up(amount * self.percent / 100) + self.fixed
        return uncapped if self.cap is None else min(uncapped, self.cap)


def rule_of(payments: Sequence[tuple[int, int]]) -> Rule | None:
    """The only rule by which each (amount, fee) comes out to the minor unit, rounded half-up. None:
    there is none, more than one would do, or these are too few to tell."""
    found = list(_fitting(payments, None))
    capped = max((fee for _, fee in payments), default=0)
    below = [(amount, fee) for amount, fee in payments if fee < capped]
    at_cap = {amount for amount, fee in payments if fee == capped}
    if not found and len(at_cap) > 1:
        found = [one for one in _fitting(below, capped) if _explains(one, payments)]
    return found[0] if len(found) == 1 else None


def _fitting(payments: Sequence[tuple[int, int]], cap: int | None) -> Iterator[Rule]:
    """All rules of that cap that explain the payments; none where these are too few."""
    if len({amount for amount, _ in payments}) < PAYMENTS_NEEDED:
        return
    (small, small_fee), (large, large_fee) = min(payments), max(payments)
    # Both fees are rounded, so what is between them is right to within one minor unit.
    between, whole = large_fee - small_fee, 100 * _STEPS_IN_PERCENT
    low = -(-(between - 1) * whole // (large - small))
    high = (between + 1) * whole // (large - small)
    for step in range(max(low, 0), high + 1):
        percent = Decimal(step) / _STEPS_IN_PERCENT
        fixed = small_fee - round_half_up(small * percent / 100)
        if fixed >= 0 and _explains(Rule(percent, fixed, cap), payments):
            yield Rule(percent, fixed, cap)


def _explains(rule: Rule, payments: Sequence[tuple[int, int]]) -> bool:
    return all(rule.fee(amount) == fee for amount, fee in payments)
