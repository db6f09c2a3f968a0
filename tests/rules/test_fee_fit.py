"""The rule of a processor's fees is told from payments, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.fee_fit import Rule, rule_of

AMOUNTS = (1_250, 8_500, 12_345, 60_000, 149_900)


def paid(rule: Rule, amounts: tuple[int, ...] = AMOUNTS) -> list[tuple[int, int]]:
    return [(amount, rule.fee(amount)) for amount in amounts]


@pytest.mark.parametrize(
    "rule",
    [
        Rule(Decimal("2.9"), 30),
        Rule(Decimal("2.9"), 60),
        Rule(Decimal("1.5"), 20),
        Rule(Decimal("3.25"), 20),
        Rule(Decimal(0), 35),
    ],
)
def test_the_rule_behind_several_payments_is_told_exactly(rule: Rule) -> None:
    assert rule_of(paid(rule)) == rule


def test_a_fee_with_an_upper_limit_is_told_with_it() -> None:
    rule = Rule(Decimal("0.8"), 0, cap=500)
    amounts = (3_125, 12_500, 33_300, 61_111, 80_000, 95_000)
    assert rule_of(paid(rule, amounts)) == rule


@pytest.mark.parametrize(
    "amounts", [(), (10_000,), (10_000, 10_000, 10_000), (10_000, 20_000), (1_000, 1_001, 1_002)]
)
def test_of_too_few_payments_or_too_similar_ones_nothing_is_guessed(
    amounts: tuple[int, ...],
) -> None:
    assert rule_of(paid(Rule(Decimal("2.9"), 30), amounts)) is None


def test_one_payment_that_cost_something_else_leaves_no_rule() -> None:
    payments = paid(Rule(Decimal("2.9"), 30))
    assert rule_of([*payments[:-1], (payments[-1][0], payments[-1][1] + 7)]) is None


@given(
    hundredths=st.integers(0, 800),
    fixed=st.integers(0, 120),
    amounts=st.lists(st.integers(100, 300_000), min_size=1, max_size=8),
)
def test_what_is_told_is_the_true_rule_or_nothing(
    hundredths: int, fixed: int, amounts: list[int]
) -> None:
    rule = Rule(Decimal(hundredths) / 100, fixed)
    assert rule_of(paid(rule, tuple(amounts))) in (rule, None)
