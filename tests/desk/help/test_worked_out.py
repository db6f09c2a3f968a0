"""Fees that are asked about in whole sentences: what is kept, and what to charge to receive all.

The figures were worked out by hand from the published price list, with fractions.
"""

import pytest

from desk.context import Desk
from desk.fees import FeeAnswer, FeeTable
from desk.help.answers import Asker, SeveralFees, answer
from rules.money import Money
from rules.roles import Role
from rules.words import Refusal
from tests.support.cast import NOAH, Cast

ASKED = (
    ("what does SEPA cost on 250 €?", "en-US", "eur", 250_00, 5_25, 255_35),
    ("combien coûte une carte américaine sur 120 $?", "fr-FR", "usd", 120_00, 3_78, 123_89),
    ("whats the cut on a 120 quid card payment", "en-GB", "gbp", 120_00, 3_78, 123_89),
    ("how much does ACH cost on $1,250.50", "en-US", "usd", 1_250_50, 24_26, 1_275_23),
    ("sur 50e il nous reste combien apres leur ponction", "fr-FR", "eur", 50_00, 1_75, 51_80),
    ("how much is kept of 80 in the US by card", "en-US", "usd", 80_00, 2_62, 82_70),
    ("what's left of 200 AUD by becs?", "en-AU", "aud", 200_00, 4_30, 204_38),
    ("combien prend stripe sur 1 250,50 € en SEPA", "fr-FR", "eur", 1_250_50, 24_26, 1_275_23),
    ("combien coute une transaction de 60 balles", "fr-FR", "eur", 60_00, 2_04, 62_10),
    ("quels frais sur 90 € en Belgique ?", "fr-BE", "eur", 90_00, 2_91, 93_00),
    ("fee on £45.20 by bacs", "en-GB", "gbp", 45_20, 1_36, 46_59),
    ("processing fees for 75 dollars paid by visa", "en-US", "usd", 75_00, 2_48, 77_55),
    ("how much do we get of a €99.99 card payment", "en-IE", "eur", 99_99, 3_20, 103_29),
    ("what does an amex cost us on $640", "en-US", "usd", 640_00, 18_86, 659_42),
    ("fees for A$310 by card in Australia?", "en-AU", "aud", 310_00, 9_29, 319_57),
    ("c'est combien les frais pour 35 $ par carte", "fr-CA", "usd", 35_00, 1_32, 36_35),
    ("combien de frais sur 70 euros en cb", "fr-FR", "eur", 70_00, 2_33, 72_40),
    ("frais de carte pour 500 livres au royaume-uni", "fr-FR", "gbp", 500_00, 14_80, 515_24),
    ("quelle commission sur un sepa de 12,30 €", "fr-FR", "eur", 12_30, 73, 13_05),
    ("what's the fee if he pays 15 CAD by card", "en-CA", "cad", 15_00, 74, 15_76),
    ("how much would stripe keep of 2000 usd by ach", "en-US", "usd", 2_000_00, 38_50, 2_039_25),
    ("cost of taking $10 by card?", "en-US", "usd", 10_00, 59, 10_61),
    ("fee on 1,000.00 gbp by direct debit", "en-GB", "gbp", 1_000_00, 19_50, 1_019_88),
    ("how much does it cost to take 20 by card", "en-US", "usd", 20_00, 88, 20_91),
    ("combien ça coûte d'encaisser 45 € par carte ?", "fr-FR", "eur", 45_00, 1_61, 46_65),
    ("combien stripe prend sur 300 AUD par becs", "fr-FR", "aud", 300_00, 6_20, 306_32),
    ("frais pour 75 CHF par carte", "fr-CH", "chf", 75_00, 2_48, 77_55),
    ("fees of INV-1042 if it is 150 eur by sepa", "en-US", "eur", 150_00, 3_35, 153_41),
    ("we took $87.65 on mastercard, what's the fee?", "en-US", "usd", 87_65, 2_84, 90_58),
    ("fee for google pay on 33.33 euros", "en-IE", "eur", 33_33, 1_27, 34_63),
    ("what are the card fees on €60?", "en-IE", "eur", 60_00, 2_04, 62_10),
    ("les frais pour un prélèvement SEPA de 250 €", "fr-FR", "eur", 250_00, 5_25, 255_35),
)


def worked_out(desk: Desk, cast: Cast, text: str, locale: str) -> object:
    return answer(desk, Asker(cast.practice, NOAH, Role.NONE, locale, private=False), text).computed


def test_what_is_kept_and_what_to_charge_is_exact(desk: Desk, cast: Cast) -> None:
    wrong = []
    for text, locale, currency, amount, kept, charge in ASKED:
        found = worked_out(desk, cast, text, locale)
        expected = (amount, kept, amount - kept, charge, currency)
        if not isinstance(found, FeeAnswer) or found.charge is None:
            wrong.append((text, found))
            continue
        parts = (found.amount, found.kept, found.receives, found.charge)
        if (*(one.amount for one in parts), found.amount.currency) != expected:
            wrong.append((text, parts))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "locale", "region"),
    [
        ("what does a card cost in France?", "en-US", "eu"),
        ("quels sont les frais au Royaume-Uni ?", "fr-FR", "gb"),
        ("sepa fee?", "en-US", "eu"),
        ("what does stripe charge for amex", "en-US", "us"),
    ],
)
def test_without_an_amount_the_fees_of_what_was_named_are_shown(
    desk: Desk, cast: Cast, text: str, locale: str, region: str
) -> None:
    found = worked_out(desk, cast, text, locale)
    assert isinstance(found, FeeTable)
    assert found.region == region


@pytest.mark.parametrize(
    "text",
    [
        "what are the fees",
        "why did we only get 97.30 of the 100 that she paid",
        "is there a fee of 30 cents on each of 3 payments",
        "how do i refund 40 €",
        "combien coûtent 3 jours de retard",
    ],
)
def test_what_is_no_question_about_a_fee_of_something_gets_no_figure(
    desk: Desk, cast: Cast, text: str
) -> None:
    assert worked_out(desk, cast, text, "en-US") is None


def test_what_does_not_go_together_is_said(desk: Desk, cast: Cast) -> None:
    found = worked_out(desk, cast, "what does SEPA cost on 250 $?", "en-US")
    assert isinstance(found, Refusal)
    assert found.sentence.text.startswith("{method} collects only {currency}")


def test_money_is_in_the_currency_of_the_question_wherever_the_practice_is(
    desk: Desk, cast: Cast
) -> None:
    who = Asker(cast.other, NOAH, Role.NONE, "en-GB", private=False)
    found = answer(desk, who, "what is the fee on 120 by card").computed
    assert isinstance(found, FeeAnswer)
    assert found.kept == Money(3_78, "gbp")


SHORTENED = (
    ("what's the fee on $85k by card?", "usd", 85_000_00),
    ("fee on $2k", "usd", 2_000_00),
    ("what does stripe keep of 1.5k by card", "usd", 1_500_00),
    ("frais sur 2 k€ en SEPA", "eur", 2_000_00),
    ("quels frais pour 1,5k € par carte", "eur", 1_500_00),
    ("combien stripe prend sur deux… 3 mille euros", "eur", 3_000_00),
)


@pytest.mark.parametrize(("text", "currency", "amount"), SHORTENED)
def test_thousands_are_understood(
    desk: Desk, cast: Cast, text: str, currency: str, amount: int
) -> None:
    found = worked_out(desk, cast, text, "en-US")
    assert isinstance(found, FeeAnswer)
    assert found.amount == Money(amount, currency)


@pytest.mark.parametrize(
    "text", ["what is the fee on $2m", "fee on 1.500k € by card", "frais sur 3 millions d'euros"]
)
def test_an_amount_that_may_be_another_is_asked_about(desk: Desk, cast: Cast, text: str) -> None:
    found = worked_out(desk, cast, text, "en-US")
    assert isinstance(found, Refusal)
    assert found.sentence.text.startswith("Which amount do you mean?")


@pytest.mark.parametrize(
    ("text", "times", "amount", "each", "at_once"),
    [
        ("what are the fees on 12 sessions of $85", 12, 85_00, 2_77, 29_88),
        ("what does it cost to charge $100 three times by card", 3, 100_00, 3_20, 9_00),
        ("fee on 4 x $50 by card", 4, 50_00, 1_75, 6_10),
        ("quels frais pour 2 séances à 60 € par carte", 2, 60_00, 2_04, 3_78),
        ("what is kept of $40 each for 5 clients by card", 5, 40_00, 1_46, 6_10),
        ("frais de carte sur 80 € deux fois", 2, 80_00, 2_62, 4_94),
    ],
)
def test_several_payments_are_told_from_one(
    desk: Desk, cast: Cast, text: str, times: int, amount: int, each: int, at_once: int
) -> None:
    found = worked_out(desk, cast, text, "en-US")
    assert isinstance(found, SeveralFees)
    assert (found.times, found.one.amount.amount, found.one.kept.amount) == (times, amount, each)
    assert found.at_once is not None
    assert found.at_once.amount.amount == times * amount
    assert found.at_once.kept.amount == at_once


def test_a_payment_in_parts_is_not_several_of_it(desk: Desk, cast: Cast) -> None:
    found = worked_out(desk, cast, "frais de carte pour 300 € en 3 fois", "fr-FR")
    assert isinstance(found, FeeAnswer)
    assert found.amount == Money(300_00, "eur")
