"""Percentages as people type them."""

from decimal import Decimal

import pytest

from rules.tax import Tax, read_percent
from rules.words import Refusal


@pytest.mark.parametrize(
    ("typed", "percent"),
    [
        ("20", "20"),
        ("20 %", "20"),
        ("20%", "20"),
        ("7.25", "7.25"),
        ("7,25", "7.25"),
        (" 8.2500 % ", "8.25"),
        ("0", "0"),
        ("100", "100"),
        ("05", "5"),
        ("9.9750", "9.975"),
    ],
)
def test_a_percentage_is_read_as_people_write_it(typed: str, percent: str) -> None:
    read = read_percent(typed)
    assert read == Decimal(percent)
    assert str(read) == percent


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("700", "can’t be right"),
        ("700%", "decimal point"),
        ("100.5", "can’t be right"),
        ("", "as a number"),
        ("twenty", "as a number"),
        ("-5", "as a number"),
        ("1e2", "as a number"),
        ("5 + 3", "as a number"),
        ("1.234.567", "as a number"),
        ("nan", "as a number"),
        ("٢٠", "as a number"),
        ("7.123456", "four decimals"),
    ],
)
def test_a_mistake_gets_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_percent(typed)
    assert said in str(refused.value)


@pytest.mark.parametrize("percent", ["-0.01", "100.01", "NaN", "Infinity"])
def test_an_impossible_tax_can_not_be_made(percent: str) -> None:
    with pytest.raises(ValueError, match="between 0 % and 100 %"):
        Tax(1, "VAT", Decimal(percent), inclusive=False)
