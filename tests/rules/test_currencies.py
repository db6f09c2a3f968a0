"""Currencies: how many decimals, what Stripe takes."""

import pytest

from rules import currencies


@pytest.mark.parametrize(
    "currency",
    [
        *("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd"),
        *("vuv", "xaf", "xof", "xpf", "isk"),
    ],
)
def test_people_write_no_decimals_in(currency: str) -> None:
    assert currencies.decimals(currency) == 0
    assert currencies.step(currency) == 1


@pytest.mark.parametrize("currency", ["bhd", "jod", "kwd", "omr", "tnd"])
def test_three_decimals_are_written_and_charged_in_tens_in(currency: str) -> None:
    assert currencies.decimals(currency) == 3
    assert currencies.step(currency) == 10
    assert currencies.largest(currency) == 99_999_990


@pytest.mark.parametrize("currency", ["usd", "gbp", "eur", "aud", "cad", "huf", "twd"])
def test_two_decimals_are_written_in(currency: str) -> None:
    assert currencies.decimals(currency) == 2
    assert currencies.step(currency) == 1


def test_a_charge_has_at_most_eight_digits_as_stripe_counts_them() -> None:
    assert currencies.largest("usd") == 99_999_999
    assert currencies.largest("jpy") == 99_999_999
    assert currencies.largest("isk") == currencies.largest("ugx") == 999_999


def test_the_known_currencies_are_lower_case_codes_of_three_letters() -> None:
    assert 130 <= len(currencies.KNOWN) <= 145
    assert all(len(code) == 3 and code.isascii() and code.islower() for code in currencies.KNOWN)


def test_every_currency_with_unusual_decimals_is_known() -> None:
    unusual = {"isk", "ugx", "jpy", "krw", "bhd", "jod", "kwd", "omr", "tnd"}
    assert unusual <= currencies.KNOWN


def test_codes_that_stripe_does_not_take_are_unknown() -> None:
    for code in ("xyz", "btc", "USD", "", "hrk"):
        assert not currencies.is_known(code)
    assert currencies.is_known("usd")
