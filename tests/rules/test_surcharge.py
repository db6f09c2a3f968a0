"""How the rules of the practice, of the client and of what is not known come together, and what
the client then pays.
"""

from datetime import date
from decimal import Decimal

import pytest

from rules.fees import FeeRow
from rules.surcharge import Quote, quote
from rules.surcharge_rules import BRANDS, GENERAL_DUTIES, Verdict
from tests.prove import surcharges
from tests.rules.surcharge_questions import (
    BILL,
    COST,
    UNKNOWN_CARD,
    US_CARD,
    ask,
    decided,
    found,
)

# How the rules come together


def test_a_texan_practice_may_not_pass_the_fee_on_to_a_client_in_connecticut() -> None:
    decision = decided("US-TX", client="US-CT")
    assert found(decision) == ("us-ct-any", "banned", 0)
    assert decision.binding is not None
    assert decision.binding.of_client


def test_a_client_elsewhere_never_loosens_what_binds_the_practice() -> None:
    assert decided("US-CT", client="US-TX").verdict is Verdict.BANNED
    assert decided("GB", client="US-TX").verdict is Verdict.BANNED
    assert decided("US-TX", client="BR").verdict is Verdict.CONFIRM
    assert decided("BR", client="US-TX").verdict is Verdict.CONFIRM


def test_of_the_caps_of_both_places_the_lowest_holds() -> None:
    assert found(decided("US-TX", client="CA-ON")) == ("ca-visa-mastercard-credit", "allowed", 360)
    assert found(decided("US-TX", client="US-OK")) == ("us-ok-credit", "allowed", 300)
    assert found(decided("US-OK", client="US-TX")) == ("us-ok-credit", "allowed", 300)


def test_a_bank_debit_of_another_country_has_to_be_confirmed() -> None:
    decision = decided("US-TX", client="CA-ON", method="us_bank_account")
    assert found(decision) == ("elsewhere-ach", "confirm", COST)


@pytest.mark.parametrize(
    ("practice", "rule", "verdict"),
    [
        ("US-TX", "us-debit", "banned"),
        ("CA-ON", "ca-debit", "banned"),
        ("GB", "gb-consumer", "banned"),
        ("DE", "eea-consumer-visa-mastercard", "banned"),
        ("AU", "au-2026-10-visa-mastercard-eftpos", "banned"),
        ("NZ", "nz-any", "confirm"),
        ("BR", "elsewhere-any", "confirm"),
    ],
)
def test_where_the_card_is_not_known_yet_the_strictest_card_counts(
    practice: str, rule: str, verdict: str
) -> None:
    decision = decided(practice, **UNKNOWN_CARD)
    assert (decision.rule and decision.rule.id, decision.verdict) == (rule, verdict)


def test_before_its_rule_began_a_payer_who_could_be_a_consumer_has_to_be_confirmed() -> None:
    decision = decided("GB", consumer=None, on=date(2017, 1, 1))
    assert found(decision) == ("gb-consumer-earlier", "confirm", COST)


def test_a_certain_rule_is_named_before_one_that_is_only_possible() -> None:
    assert found(decided("US", funding="debit"))[0] == "us-debit"
    assert found(decided("US", client="US-MA"))[0] == "us-ma-any"


def test_the_cap_of_a_large_bill_is_its_cost_where_that_is_below_the_networks() -> None:
    assert found(decided(bill=500_000)) == ("us-visa-credit", "allowed", 14_964)


def test_a_share_of_the_bill_is_rounded_down() -> None:
    assert decided(bill=3_333).cap == 99  # 3 % is 99.99
    assert decided(bill=33).cap == 0
    assert decided("CA-ON", bill=1_041).cap == 24  # 2.4 % is 24.98


# What is said


def test_the_reason_says_what_was_assumed() -> None:
    assert not decided("US-TX").reason.text.startswith("{reason}")
    assert "where the client is" in decided("US-TX", client="US-CT").reason.text
    assert "not named" in decided("CA").reason.text
    assert "Not everything" in decided("US-TX", funding=None).reason.text


def test_the_duties_are_told_where_something_may_be_passed_on() -> None:
    assert decided("US-TX").disclosures == GENERAL_DUTIES
    assert decided("US-CT").disclosures == ()


def test_colorado_and_california_add_duties_of_their_own() -> None:
    colorado = decided("US-CO", client="US-CO").disclosures
    assert colorado[:2] == GENERAL_DUTIES
    assert [duty.text.partition(":")[0] for duty in colorado[2:]] == [
        "Colorado prescribes the words of the notice"
    ]
    assert len(decided("US-CA").disclosures) == len(GENERAL_DUTIES) + 1
    assert len(decided("US-TX", client="US-CO").disclosures) == len(GENERAL_DUTIES) + 1


# The quote


def test_a_client_in_texas_pays_three_per_cent_and_the_practice_bears_the_rest() -> None:
    answer = quote(ask(), BILL, US_CARD, client_pays=True)
    assert (answer.charge, answer.surcharge, answer.fee) == (15_450, 450, 478)
    assert (answer.practice_receives, answer.practice_absorbs) == (14_972, 28)


def test_without_a_lower_cap_the_practice_receives_the_bill_exactly() -> None:
    answer = quote(ask(brand="amex"), BILL, US_CARD, client_pays=True)
    assert (answer.charge, answer.surcharge, answer.fee) == (15_479, 479, 479)
    assert (answer.practice_receives, answer.practice_absorbs) == (15_000, 0)


@pytest.mark.parametrize("practice", ["US-CT", "US-CA", "BR"])
def test_what_is_banned_or_not_confirmed_is_not_passed_on(practice: str) -> None:
    answer = quote(ask(practice), BILL, US_CARD, client_pays=True)
    assert (answer.charge, answer.surcharge, answer.practice_absorbs) == (15_000, 0, 465)


def test_where_the_practice_pays_nothing_is_asked() -> None:
    answer = quote(ask(), BILL, US_CARD, client_pays=False)
    assert answer.decision.verdict is Verdict.NOT_ASKED
    assert (answer.decision.rule, answer.decision.cap, answer.decision.source) == (None, None, None)
    assert (answer.charge, answer.fee, answer.practice_receives) == (15_000, 465, 14_535)


def test_a_bill_below_its_fee_is_told_as_it_is() -> None:
    answer = quote(ask(), 1, US_CARD, client_pays=False)
    assert (answer.fee, answer.practice_receives, answer.practice_absorbs) == (30, -29, 30)


def test_a_currency_without_single_minor_units_is_never_surcharged_above_cost() -> None:
    dinar = FeeRow("own", "card", "kwd", Decimal("2.9"), 30, own=True)
    for bill in range(1_000, 9_000, 10):
        for brand in ("visa", "amex"):
            answer = quote(ask(brand=brand), bill, dinar, client_pays=True)
            assert answer.charge % 10 == 0
            assert 0 <= answer.surcharge <= answer.fee


@pytest.mark.parametrize(
    ("surcharge", "practice", "why"),
    [
        (451, "US-TX", "above 450"),
        (-1, "US-TX", "within the fee"),
        (480, "US-TX", "within the fee"),
        (1, "US-CT", "banned"),
        (1, "US-CA", "confirm"),
    ],
)
def test_a_quote_that_passes_on_too_much_cannot_be_made(
    surcharge: int, practice: str, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Quote(BILL, surcharge, decided(practice), US_CARD)


def test_a_thousand_odd_quotes_against_an_independent_calculation() -> None:
    assert surcharges.run(1_000) == 1_000


def test_every_brand_is_in_one_family() -> None:
    assert len(BRANDS) == 15
