"""Amounts as people type them, in English and in French, are read right or asked about."""

import time
from contextlib import suppress

import pytest
from babel.numbers import format_currency
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.amount_text import read_amount, read_fee_question
from rules.currencies import KNOWN, decimals
from rules.money import Money
from rules.words import Refusal, Sentence
from tests.prove import odd_texts

BOTH = pytest.mark.parametrize("language", ["en", "fr"])
EXAMPLES = ("120", "1,250.50", "{example}", "{limit}", "{nearest}", "{whole}")


def amount(text: str, language: str = "en", home: str = "usd") -> tuple[int, str]:
    money = read_amount(text, language, home)
    return money.amount, money.currency


def refusal(text: str, language: str = "en", home: str = "usd") -> Sentence:
    with pytest.raises(Refusal) as refused:
        read_fee_question(text, language, home)
    return refused.value.sentence


@BOTH
@pytest.mark.parametrize(
    ("text", "units", "currency"),
    [
        ("120", 12000, "usd"),
        ("1,250.50", 125050, "usd"),
        ("1.250,50", 125050, "usd"),
        ("1 250,50 €", 125050, "eur"),
        ("1\u00a0250,50\u00a0€", 125050, "eur"),
        ("1\u202f250,50 €", 125050, "eur"),
        ("1\u2009250.50", 125050, "usd"),
        ("1'250.50", 125050, "usd"),
        ("1’250,50 chf", 125050, "chf"),
        ("1 250", 125000, "usd"),
        ("1'250", 125000, "usd"),
        ("12,345,678 jpy", 12345678, "jpy"),
        ("12.345.678 jpy", 12345678, "jpy"),
        ("1,5", 150, "usd"),
        ("1.5", 150, "usd"),
        ("1,25", 125, "usd"),
        (".50", 50, "usd"),
        ("0.01", 1, "usd"),
        ("1250,500 kwd", 1250500, "kwd"),
        ("1 250.500 kwd", 1250500, "kwd"),
        ("0.250 kwd", 250, "kwd"),
        ("£80", 8000, "gbp"),
        ("80£", 8000, "gbp"),
        ("80 £", 8000, "gbp"),
        ("80 gbp", 8000, "gbp"),
        ("GBP80", 8000, "gbp"),
        ("US$80", 8000, "usd"),
        ("80 $US", 8000, "usd"),
        ("A$80", 8000, "aud"),
        ("AU$ 80", 8000, "aud"),
        ("CA$80", 8000, "cad"),
        ("C$80", 8000, "cad"),
        ("80 $ CA", 8000, "cad"),
        ("NZ$80", 8000, "nzd"),
        ("$80", 8000, "usd"),
        ("$80 cad", 8000, "cad"),
        ("80 dollars", 8000, "usd"),
        ("80 dollars canadiens", 8000, "cad"),
        ("80 euros", 8000, "eur"),
        ("80 livres", 8000, "gbp"),
        ("80 pounds", 8000, "gbp"),
        ("£80 gbp", 8000, "gbp"),
        ("¥80", 80, "jpy"),
        ("80 yuan", 8000, "cny"),
        ("999999 isk", 999999, "isk"),
        ("１２０，５０", 12050, "usd"),
        ("＄８０", 8000, "usd"),
        ("999,999.99", 99999999, "usd"),
        ("0120", 12000, "usd"),
    ],
)
def test_amounts_as_people_write_them(text: str, units: int, currency: str, language: str) -> None:
    assert amount(text, language) == (units, currency)
    assert read_fee_question(text, language, "usd").amount == Money(units, currency)


@pytest.mark.parametrize(
    ("text", "language", "units"),
    [
        ("1,250", "en", 125000),
        ("999,999", "en", 99999900),
        ("1,250 jpy", "en", 1250),
        ("1,250 kwd", "en", 1250000),
        ("1.250 kwd", "en", 1250),
        ("1,250 kwd", "fr", 1250),
    ],
)
def test_one_separator_and_three_digits_are_read_by_the_persons_language(
    text: str, language: str, units: int
) -> None:
    assert amount(text, language)[0] == units


@pytest.mark.parametrize(
    ("text", "language", "home", "whole", "part"),
    [
        ("1,250", "fr", "eur", "1250", "1,25"),
        ("1.250", "fr", "eur", "1250", "1,25"),
        ("1.250", "en", "usd", "1250", "1.25"),
        ("$12.300", "en", "usd", "12300", "12.30"),
        ("1.250 kwd", "fr", "eur", "1250", "1,250"),
    ],
)
def test_what_could_be_either_is_asked_about(
    text: str, language: str, home: str, whole: str, part: str
) -> None:
    question = refusal(text, language, home)
    assert (question.values["whole"], question.values["part"]) == (whole, part)
    currency = "kwd" if "kwd" in text else home
    assert read_amount(whole, language, currency) == question.values["thousands"]
    assert read_amount(part, language, currency) == question.values["small"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("1,257", "fr"), ("1.257", "en"), ("1.250 jpy", "en"), ("1,250 jpy", "fr")],
)
def test_where_only_the_thousand_is_an_amount_it_is_offered(text: str, language: str) -> None:
    question = refusal(text, language)
    assert "{thousands}" in question.text
    assert "small" not in question.values


@BOTH
@pytest.mark.parametrize(
    ("text", "part_of_the_sentence"),
    [
        ("1,25,000", "not grouped by threes"),
        ("12.34.56", "not grouped by threes"),
        ("1,250,00", "not grouped by threes"),
        ("0,250,000", "not grouped by threes"),
        ("1'25", "not grouped by threes"),
        ("1.250,500.00", "not grouped by threes"),
        ("12 34", "one amount or several"),
        ("1,250 500", "one amount or several"),
        ("0,250", "at most {places} decimals"),
        ("1.2345", "at most {places} decimals"),
        ("1,250.500", "at most {places} decimals"),
        ("80.5 jpy", "no decimals"),
        ("1.2345 kwd", "at most {places} decimals"),
        ("0.005 kwd", "third decimal"),
        ("1e9", "exponent"),
        ("1E-9", "exponent"),
        ("-5", "without a plus or a minus"),
        ("+5", "without a plus or a minus"),
        ("−5", "without a plus or a minus"),
        ("5-10", "without a plus or a minus"),
        ("0", "above zero"),
        ("0.00 eur", "above zero"),
        ("NaN", "don’t understand"),
        ("infinity", "don’t understand"),
        ("1/2", "fraction"),
        ("1½", "digits 0 to 9"),
        ("10²", "digits 0 to 9"),
        ("١٢٠", "digits 0 to 9"),
        ("१२०", "digits 0 to 9"),
        ("5%", "percentage"),
        ("5 pour cent", "percentage"),
        ("100, 250", "several amounts"),
        ("100\n250", "several amounts"),
        ("£80 80", "one amount or several"),
        ("80 usd eur", "several currencies"),
        ("£80 eur", "several currencies"),
        ("120 sepa ach", "several ways to pay"),
        ("120 visa sepa", "several ways to pay"),
        ("120 uk australia", "several regions"),
        ("100 usd sepa", "collects only"),
        ("usd sepa", "collects only"),
        ("120 us sepa", "another region"),
        ("120 cad debit", "no direct debit"),
        ("120 eur uk debit", "no direct debit"),
        ("other debit", "no direct debit"),
        ("120 all", "one region at a time"),
        ("1000000", "more than can be charged"),
        ("1000000 isk", "more than can be charged"),
        ("9" * 290, "more than can be charged"),
        ("80k", "don’t understand"),
        ("80 cents", "don’t understand"),
        ("card,50", "don’t understand"),
        ("(80)", "don’t understand"),
        ("80 xyz", "don’t understand"),
        ("x" * 301, "too long"),
    ],
)
def test_what_is_wrong_gets_a_sentence_of_its_own_with_an_example(
    text: str, part_of_the_sentence: str, language: str
) -> None:
    reason = refusal(text, language).text
    assert part_of_the_sentence in reason
    assert any(example in reason for example in EXAMPLES)


def test_the_limit_is_named_in_the_currency_that_was_asked_about() -> None:
    assert refusal("1000000 gbp").values["limit"] == Money(99_999_999, "gbp")
    assert refusal("1000000 isk").values["limit"] == Money(999_999, "isk")


def test_an_unknown_word_is_repeated_and_cut() -> None:
    assert refusal("120 banana").values["word"] == "banana"
    assert refusal("z" * 200).values["word"] == "z" * 40 + "…"
    assert refusal("\ud800").values["word"] == "\ufffd"


def test_an_amount_alone_takes_no_method_region_or_help() -> None:
    for text in ("80 card", "80 uk", "80 help", "", "help"):
        with pytest.raises(Refusal):
            read_amount(text, "en", "usd")


@pytest.mark.parametrize("locale", ["en_US", "fr_FR"])
@pytest.mark.parametrize("currency", sorted(KNOWN - {"all", "xaf", "xcg", "xof"}))
def test_amounts_that_paydesk_writes_can_be_typed_back(currency: str, locale: str) -> None:
    money = Money(45600 if decimals(currency) == 0 else 456000, currency)
    digits = f"0{'.' if decimals(currency) else ''}{'0' * decimals(currency)}"
    pattern = f"¤#,##{digits}" if locale == "en_US" else f"#,##{digits} ¤"
    written = format_currency(
        money.amount / 10 ** decimals(currency), currency.upper(), pattern, locale, False
    )
    assert read_amount(written, locale[:2], "usd") == money


@given(st.text(max_size=400), st.sampled_from(["en", "fr"]))
@settings(derandomize=True)
def test_no_text_raises_anything_but_a_refusal(text: str, language: str) -> None:
    for read in (read_fee_question, read_amount):
        with suppress(Refusal):
            read(text, language, "usd")


@given(st.text(alphabet="0123456789.,' \u00a0$£€-eusdachbpk%/٤\u200b?", max_size=30))
@settings(derandomize=True)
def test_nor_does_what_looks_like_an_amount(text: str) -> None:
    for language in ("en", "fr"):
        try:
            money = read_fee_question(text, language, "usd").amount
        except Refusal:
            continue
        assert money is None or 0 < money.amount <= 99_999_999


@given(st.integers(1, 99_999_999), st.sampled_from(["en", "fr"]))
@settings(derandomize=True)
def test_every_amount_is_read_as_written(units: int, language: str) -> None:
    comma, group = (",", " ") if language == "fr" else (".", ",")
    whole = f"{units // 100:,}".replace(",", group)
    assert amount(f"{whole}{comma}{units % 100:02}", language) == (units, "usd")


@pytest.mark.parametrize("piece", ["9", "1,", "1 ", "a", "$", "é", " ", "a-", "l'a"])
def test_a_very_long_text_takes_no_longer(piece: str) -> None:
    began = time.process_time()
    for text in (piece * 1_000_000, (piece * 300)[:300]):
        with pytest.raises(Refusal):
            read_amount(text, "en", "usd")
    assert time.process_time() - began < 1


def test_a_sample_of_the_odd_texts() -> None:
    assert odd_texts.run(2_000) == 2_000
