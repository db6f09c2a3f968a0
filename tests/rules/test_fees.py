"""The published fee table, which row holds, and the arithmetic to the minor unit."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.fees import (
    METHOD_OF_REGION,
    PUBLISHED,
    FeeRow,
    charge_to_receive,
    fee,
    published_row,
    row_for,
)
from rules.words import Refusal, Sentence
from tests.prove import fee_amounts

US_CARD = published_row("us", "usd", "card")
CAPPED = FeeRow("own", "us_bank_account", "usd", Decimal("0.8"), 0, cap=500)
TODAY = date(2026, 11, 23)


def own(percent: str, since: date | None, currency: str = "usd", method: str = "card") -> FeeRow:
    return FeeRow("own", method, currency, Decimal(percent), 20, since=since, own=True)


@pytest.mark.parametrize(
    ("region", "currency", "method", "percent", "fixed"),
    [
        ("us", "usd", "card", "2.9", 30),
        ("us", "usd", "us_bank_account", "1.9", 50),
        ("gb", "gbp", "card", "2.9", 30),
        ("gb", "gbp", "bacs_debit", "1.9", 50),
        ("eu", "eur", "card", "2.9", 30),
        ("eu", "eur", "sepa_debit", "1.9", 50),
        ("au", "aud", "card", "2.9", 30),
        ("au", "aud", "au_becs_debit", "1.9", 50),
        ("other", "cad", "card", "2.9", 30),
    ],
)
def test_the_published_table(
    region: str, currency: str, method: str, percent: str, fixed: int
) -> None:
    row = published_row(region, currency, method)
    assert (row.region, row.method) == (region, method)
    assert (row.percent, row.fixed, row.cap) == (Decimal(percent), fixed, None)
    assert row.currency == (None if region == "other" else currency)


def test_the_published_table_has_nine_rows_that_say_where_they_are_from() -> None:
    assert len(PUBLISHED) == 9
    for row in PUBLISHED:
        assert isinstance(row.source, Sentence)
        assert row.checked_on == date(2026, 11, 23)
        assert row.since is None
        assert not row.own


def test_another_currency_costs_the_row_of_everywhere_else() -> None:
    assert published_row("us", "eur", "card").region == "other"
    assert published_row("gb", "usd", "card").region == "other"
    assert published_row("other", "usd", "card").region == "other"


@pytest.mark.parametrize("region", ["us", "gb", "eu", "au", "other"])
@pytest.mark.parametrize("currency", ["cad", "chf", "nok"])
def test_there_is_no_direct_debit_in_another_currency(region: str, currency: str) -> None:
    for method in METHOD_OF_REGION.values():
        with pytest.raises(Refusal) as refused:
            published_row(region, currency, method)
        assert refused.value.sentence.values["currency"] == currency.upper()


def test_a_region_has_only_its_own_direct_debit() -> None:
    with pytest.raises(Refusal):
        published_row("us", "usd", "sepa_debit")
    with pytest.raises(Refusal):
        published_row("us", "eur", "sepa_debit")


@pytest.mark.parametrize("currency", ["jpy", "krw", "isk", "ugx", "kwd", "bhd"])
def test_without_two_decimals_a_row_of_the_practices_own_is_asked_for(currency: str) -> None:
    with pytest.raises(Refusal) as refused:
        published_row("other", currency, "card")
    assert "own fee row" in refused.value.sentence.text


def test_unknown_methods_and_currencies_are_refused_with_what_to_write() -> None:
    with pytest.raises(Refusal, match="Write one of"):
        published_row("us", "usd", "cheque")
    with pytest.raises(Refusal, match="Write a code"):
        published_row("us", "xyz", "card")


def test_the_newest_own_row_that_has_begun_holds() -> None:
    rows = [own("2.5", date(2026, 1, 1)), own("2.2", TODAY), own("2.0", date(2027, 1, 1))]
    assert row_for(rows, "us", "usd", "card", TODAY).percent == Decimal("2.2")
    assert row_for(rows, "us", "usd", "card", date(2026, 11, 22)).percent == Decimal("2.5")
    assert row_for(rows, "us", "usd", "card", date(2027, 1, 1)).percent == Decimal("2.0")
    assert row_for(reversed(rows), "us", "usd", "card", TODAY).percent == Decimal("2.2")


def test_of_two_rows_of_one_day_the_later_entry_holds() -> None:
    rows = [own("2.5", TODAY), own("2.6", TODAY)]
    assert row_for(rows, "us", "usd", "card", TODAY).percent == Decimal("2.6")


def test_before_the_own_row_begins_the_published_row_holds() -> None:
    assert row_for([own("2.5", date(2026, 11, 24))], "us", "usd", "card", TODAY) == US_CARD


def test_an_own_row_holds_for_its_currency_and_method_alone() -> None:
    rows = [own("2.5", None, "eur"), own("0.8", None, "usd", "us_bank_account")]
    assert row_for(rows, "us", "usd", "card", TODAY) == US_CARD


def test_an_own_row_answers_where_the_published_table_does_not() -> None:
    assert row_for([own("3", None, "jpy")], "us", "jpy", "card", TODAY).percent == 3
    with pytest.raises(Refusal):
        row_for([], "us", "jpy", "card", TODAY)


@pytest.mark.parametrize(
    ("bill", "charge"),
    [(10000, 10330), (2000, 2091), (5000, 5180), (15000, 15479), (25000, 25778)],
)
def test_what_to_charge_at_the_published_card_fee(bill: int, charge: int) -> None:
    assert charge_to_receive(bill, US_CARD) == charge
    assert charge - fee(charge, US_CARD) == bill


@pytest.mark.parametrize(
    ("bill", "charge"), [(10000, 10081), (62000, 62500), (100000, 100500), (62001, 62501)]
)
def test_what_to_charge_at_a_capped_fee(bill: int, charge: int) -> None:
    assert charge_to_receive(bill, CAPPED) == charge
    assert charge - fee(charge, CAPPED) == bill


def test_what_the_processor_keeps_of_a_hundred() -> None:
    assert fee(10000, US_CARD) == 320
    assert fee(10330, US_CARD) == 330
    assert fee(15450, US_CARD) == 478


def test_half_a_cent_is_rounded_up() -> None:
    row = FeeRow("own", "card", "usd", Decimal("0.5"), 0)
    assert fee(100, row) == 1
    assert fee(99, row) == 0
    assert fee(300, row) == 2


def test_a_fee_never_exceeds_its_cap() -> None:
    assert fee(62_400, CAPPED) == 499
    assert fee(62_500, CAPPED) == 500
    assert fee(99_999_999, CAPPED) == 500
    assert fee(10_000, FeeRow("own", "card", "usd", Decimal(1), 30, cap=20)) == 20


def test_the_common_wrong_formula_would_not_leave_the_bill() -> None:
    wrong = 10000 + 290 + 30
    assert wrong - fee(wrong, US_CARD) == 9991


def test_a_charge_in_three_decimals_is_the_next_that_stripe_takes() -> None:
    row = FeeRow("own", "card", "kwd", Decimal("2.9"), 100)
    charge = charge_to_receive(10_000, row)
    assert charge % 10 == 0
    assert charge - fee(charge, row) >= 10_000
    assert charge - 10 - fee(charge - 10, row) < 10_000


@pytest.mark.parametrize("percent", ["-0.1", "100", "250", "NaN", "Infinity"])
def test_a_nonsensical_percentage_makes_no_row(percent: str) -> None:
    with pytest.raises(ValueError):
        FeeRow("own", "card", "usd", Decimal(percent), 30)


def test_a_negative_fixed_part_or_cap_makes_no_row() -> None:
    with pytest.raises(ValueError):
        FeeRow("own", "card", "usd", Decimal("2.9"), -1)
    with pytest.raises(ValueError):
        FeeRow("own", "card", "usd", Decimal("2.9"), 30, cap=-1)


BILLS = st.integers(1, 99_999_999)
PERCENTS = st.decimals(0, Decimal("99.99"), places=2)
FIXED = st.integers(0, 1_000)


@given(bill=BILLS, percent=PERCENTS, fixed=FIXED, cap=st.none() | st.integers(0, 10_000))
@settings(derandomize=True)
def test_the_practice_receives_the_bill_exactly(
    bill: int, percent: Decimal, fixed: int, cap: int | None
) -> None:
    row = FeeRow("own", "card", "usd", percent, fixed, cap)
    charge = charge_to_receive(bill, row)
    assert charge - fee(charge, row) == bill
    assert cap is None or charge <= bill + cap


@given(charge=BILLS, percent=PERCENTS, fixed=FIXED)
@settings(derandomize=True)
def test_a_fee_is_within_half_a_cent_of_the_exact_one(
    charge: int, percent: Decimal, fixed: int
) -> None:
    kept = fee(charge, FeeRow("own", "card", "usd", percent, fixed))
    assert abs(kept - fixed - charge * percent / 100) <= Decimal("0.5")


def test_a_sample_of_the_proof_over_many_amounts() -> None:
    assert fee_amounts.run(20_000) == 20_000
