"""What may be said beside the amount after /fees: methods, regions, help, polite words."""

import pytest

from rules.amount_text import FeeQuestion, read_fee_question
from rules.fees import CURRENCY_OF_REGION
from rules.money import Money

BOTH = pytest.mark.parametrize("language", ["en", "fr"])


def ask(text: str, language: str = "en", home: str = "usd") -> FeeQuestion:
    return read_fee_question(text, language, home)


@BOTH
@pytest.mark.parametrize(
    ("text", "units", "currency", "method"),
    [
        ("120 sepa", 12000, "eur", "sepa_debit"),
        ("120 ach", 12000, "usd", "us_bank_account"),
        ("120 bacs", 12000, "gbp", "bacs_debit"),
        ("120 becs", 12000, "aud", "au_becs_debit"),
        ("SEPA debit 120", 12000, "eur", "sepa_debit"),
        ("120 prélèvement sepa", 12000, "eur", "sepa_debit"),
        ("us_bank_account 120", 12000, "usd", "us_bank_account"),
        ("120 dollars becs", 12000, "aud", "au_becs_debit"),
        ("120 debit", 12000, "cad", "debit"),
        ("120 prelevement automatique", 12000, "cad", "debit"),
        ("120 direct debit", 12000, "cad", "debit"),
        ("120 card", 12000, "cad", "card"),
        ("carte bancaire 120", 12000, "cad", "card"),
        ("120 carte de débit", 12000, "cad", "card"),
        ("120 debit card", 12000, "cad", "card"),
        ("120 credit", 12000, "cad", "card"),
        ("visa 120", 12000, "cad", "card"),
        ("120 Mastercard", 12000, "cad", "card"),
        ("amex £120", 12000, "gbp", "card"),
        ("120 apple pay", 12000, "cad", "card"),
        ("120 Google Pay card", 12000, "cad", "card"),
        ("120 wallet", 12000, "cad", "card"),
    ],
)
def test_the_method_may_be_named_and_brings_its_currency(
    text: str, units: int, currency: str, method: str, language: str
) -> None:
    home = "usd" if method == "debit" else "cad"
    expected = Money(units, home if currency == "cad" else currency)
    question = ask(text, language, home)
    assert (question.amount, question.method) == (expected, method)


@BOTH
@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("us", "us"),
        ("USA", "us"),
        ("états-unis", "us"),
        ("Etats Unis", "us"),
        ("uk", "gb"),
        ("royaume-uni", "gb"),
        ("europe", "eu"),
        ("UE", "eu"),
        ("eu", "eu"),
        ("australia", "au"),
        ("Australie", "au"),
        ("other", "other"),
        ("reste du monde", "other"),
        ("all", "all"),
        ("tout", "all"),
        ("toutes les régions", "all"),
    ],
)
def test_a_region_may_be_named_and_brings_its_currency(
    text: str, region: str, language: str
) -> None:
    assert ask(text, language) == FeeQuestion(None, None, region, None, help=False)
    if region != "all":
        currency = CURRENCY_OF_REGION.get(region, "usd")
        assert ask(f"{text} 120", language).amount == Money(12000, currency)


def test_a_dollar_is_the_practices_own_or_that_of_the_region() -> None:
    assert ask("$80", home="cad").amount == Money(8000, "cad")
    assert ask("$80", home="gbp").amount == Money(8000, "usd")
    assert ask("80 pounds", home="egp").amount == Money(8000, "egp")
    assert ask("$80 australia", home="usd").amount == Money(8000, "aud")
    assert ask("$80 us", home="aud").amount == Money(8000, "usd")


def test_only_a_currency_that_was_named_is_given() -> None:
    assert ask("120").currency is None
    assert ask("120 sepa").currency is None
    assert ask("£120").currency == "gbp"
    assert ask("eur") == FeeQuestion(None, None, None, "eur", help=False)


@pytest.mark.parametrize(
    "text",
    [
        "fees for 120 please",
        "frais sur 120",
        "How much for 120?",
        "combien coûte un paiement de 120 ?",
        "What's the fee on 120.",
        "120, s'il vous plaît",
        "  120  ",
        "Bonjour, les frais pour 120 svp !",
    ],
)
def test_polite_words_change_nothing(text: str) -> None:
    assert ask(text) == FeeQuestion(Money(12000, "usd"), None, None, None, help=False)


@pytest.mark.parametrize("text", ["", " ", "fees please", "\n", "\u200b"])
def test_nothing_asks_for_the_table(text: str) -> None:
    assert ask(text) == FeeQuestion(None, None, None, None, help=False)


@pytest.mark.parametrize("text", ["help", "aide", "?", " ? ", "HELP", "help 120"])
def test_help_is_asked_for(text: str) -> None:
    assert ask(text) == FeeQuestion(None, None, None, None, help=True)


def test_word_order_and_case_are_free() -> None:
    expected = FeeQuestion(Money(12050, "eur"), "sepa_debit", None, "eur", help=False)
    for text in ("120.50 eur sepa", "SEPA EUR 120,50", "eur 120.50 Sepa", "sepa 120,5€"):
        assert ask(text) == expected
