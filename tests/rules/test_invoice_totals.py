"""What invoices come to, worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from rules.invoice_totals import Line, Rounding, TaxAmount, Totals, line_amount, totals
from rules.money import round_half_up
from rules.tax import Tax
from tests.prove import taxes

VAT = Tax(1, "VAT", Decimal(20), inclusive=False)
VAT_INSIDE = Tax(2, "VAT", Decimal(20), inclusive=True)
GST = Tax(3, "GST", Decimal(5), inclusive=False)
QST = Tax(4, "QST", Decimal("9.975"), inclusive=False)
SALES = Tax(5, "Sales tax", Decimal("7.25"), inclusive=False)
BOTH = (Rounding.LINE, Rounding.TOTAL)


def amounts(found: Totals) -> list[int]:
    return [found.net, *(one.amount for one in found.taxes), found.total]


@pytest.mark.parametrize("rounding", BOTH)
def test_an_exclusive_tax_is_added(rounding: Rounding) -> None:
    assert amounts(totals([Line(10_000, (VAT,))], rounding)) == [10_000, 2_000, 12_000]


@pytest.mark.parametrize("rounding", BOTH)
def test_an_inclusive_tax_is_taken_out(rounding: Rounding) -> None:
    assert amounts(totals([Line(10_000, (VAT_INSIDE,))], rounding)) == [8_333, 1_667, 10_000]


@pytest.mark.parametrize("rounding", BOTH)
def test_two_dollars_at_seven_and_a_quarter_percent_are_fifteen_cents(rounding: Rounding) -> None:
    assert amounts(totals([Line(200, (SALES,))], rounding)) == [200, 15, 215]


@pytest.mark.parametrize("rounding", BOTH)
def test_several_rates_on_a_line_do_not_tax_each_other(rounding: Rounding) -> None:
    assert amounts(totals([Line(10_000, (GST, QST))], rounding)) == [10_000, 500, 998, 11_498]


@pytest.mark.parametrize("rounding", BOTH)
def test_what_is_added_is_a_share_of_the_price_without_what_it_contains(rounding: Rounding) -> None:
    found = totals([Line(12_000, (VAT_INSIDE, GST))], rounding)
    assert found.taxes == (TaxAmount(VAT_INSIDE, 10_000, 2_000), TaxAmount(GST, 10_000, 500))
    assert (found.net, found.total) == (10_000, 12_500)


def test_rounding_on_each_line_and_on_the_total_differ_by_what_they_say() -> None:
    lines = [Line(110, (SALES,))] * 3  # 7.975 each: 8 + 8 + 8, and 23.925 together
    assert amounts(totals(lines, Rounding.LINE)) == [330, 24, 354]
    lines = [Line(107, (SALES,))] * 4  # 7.7575 each: 8 × 4, and 31.03 together
    assert amounts(totals(lines, Rounding.LINE)) == [428, 32, 460]
    assert amounts(totals(lines, Rounding.TOTAL)) == [428, 31, 459]


def test_a_discount_takes_its_tax_away_again() -> None:
    found = totals([Line(10_000, (VAT,)), Line(-2_500, (VAT,))], Rounding.TOTAL)
    assert amounts(found) == [7_500, 1_500, 9_000]


def test_lines_without_tax_and_invoices_without_lines() -> None:
    assert amounts(totals([Line(500), Line(700, (VAT,))], Rounding.LINE)) == [1_200, 140, 1_340]
    assert amounts(totals([], Rounding.LINE)) == [0, 0]


def test_a_total_that_does_not_add_up_can_not_be_made() -> None:
    tax = TaxAmount(VAT, 10_000, 2_000)
    with pytest.raises(ValueError, match="are not 12001"):
        Totals(10_000, 10_000, (tax,), 12_001)
    with pytest.raises(ValueError, match="as priced"):
        Totals(9_999, 10_000, (tax,), 12_000)
    with pytest.raises(ValueError, match="only once"):
        Line(100, (VAT, VAT))


def test_a_quantity_may_be_broken() -> None:
    assert line_amount(Decimal("1.5"), 8_333) == 12_500
    assert line_amount(Decimal("0.5"), 1) == 1


@pytest.mark.parametrize(
    ("value", "rounded"), [("5/2", 3), ("-5/2", -3), ("7/3", 2), ("-1/3", 0), ("0", 0)]
)
def test_halves_of_fractions_go_away_from_zero(value: str, rounded: int) -> None:
    assert round_half_up(Fraction(value)) == rounded


def test_many_invoices_come_to_what_whole_numbers_say() -> None:
    assert taxes.run(1_000) == 1_000
