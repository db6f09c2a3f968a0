"""The shares of all payments of an invoice together are what stands on it, to the unit."""

import random
from collections import Counter
from itertools import pairwise

import pytest

from rules.payment_shares import Line, Share, paid_between, shares_of, split


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], [33, 34, 33]),
        (-100, [1, 1, 1], [-33, -34, -33]),
        (10_300, [4_000, 6_000, 300], [4_000, 6_000, 300]),
        (-10_300, [4_000, 6_000, 300], [-4_000, -6_000, -300]),
        (7, [0, 0], [7, 0]),
        (7, [], []),
        (50, [100, -20], [63, -13]),
    ],
)
def test_an_amount_is_split_by_weights(amount: int, weights: list[int], parts: list[int]) -> None:
    assert split(amount, weights) == parts


def test_two_who_worked_have_their_lines_with_their_taxes() -> None:
    """20 % on top of the first line alone; 10 % contained in both."""
    lines = [Line(1, 10_000, (7, 8)), Line(2, 5_500, (8,))]
    shares = shares_of(lines, {7: 2_000, 8: 1_409}, frozenset({8}), 17_500)
    assert shares == [Share(1, 12_000, {7: 2_000, 8: 909}), Share(2, 5_500, {7: 0, 8: 500})]


def test_what_is_beyond_the_total_has_no_tax_in_it() -> None:
    shares = [Share(None, 12_000, {7: 2_000})]
    [beyond] = paid_between(shares, 12_000, 12_000, 15_000)
    assert (beyond.amount, beyond.taxes) == (3_000, {7: 0})
    [back] = paid_between(shares, 12_000, 15_000, 0)
    assert (back.amount, back.taxes) == (-15_000, {7: -2_000})


@pytest.mark.parametrize("seed", range(50))
def test_parts_paid_and_given_back_in_any_order_add_up_exactly(seed: int) -> None:
    chance = random.Random(seed)
    taxes = {tax: chance.randrange(3_000) for tax in (1, 2)}
    lines = []
    for _ in range(5):
        on_it = tuple(taxes)[: chance.randrange(3)]
        lines.append(Line(chance.choice([None, 4, 5]), chance.randrange(1, 9_999), on_it))
    contained = frozenset(tax for tax in taxes if chance.random() < 0.5)
    named = {tax for line in lines for tax in line.taxes}
    taxes = {tax: amount for tax, amount in taxes.items() if tax in named}
    added = sum(amount for tax, amount in taxes.items() if tax not in contained)
    total = sum(line.amount for line in lines) + added
    shares = shares_of(lines, taxes, contained, total)
    assert sum(one.amount for one in shares) == total
    marks = [0, *(chance.randrange(total + 1) for _ in range(20)), total]
    amounts: Counter[int | None] = Counter()
    sums: Counter[int] = Counter()
    for before, after in pairwise(marks):
        moved = list(paid_between(shares, total, before, after))
        assert sum(one.amount for one in moved) == after - before
        for one in moved:
            amounts[one.who] += one.amount
            sums.update(one.taxes)
    assert amounts == Counter({one.who: one.amount for one in shares})
    assert sums == Counter(taxes)
