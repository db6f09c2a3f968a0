"""Every row of the tables of who may pass the fee on, and the days on which they change."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from rules.places import COUNTRIES
from rules.surcharge_matching import RULES, matching
from rules.surcharge_rules import CHECKED_ON, FUNDINGS, Verdict
from tests.rules.surcharge_questions import COST, TODAY, UNKNOWN_CARD, ask, decided, found

# Each case: the place, what else is known, and the rule, verdict and cap that must come out.
CARDS: list[tuple[str, dict[str, Any], str, str, int]] = [
    # European Economic Area
    ("DE", {}, "eea-consumer-visa-mastercard", "banned", 0),
    ("FR", {"brand": "mastercard"}, "eea-consumer-visa-mastercard", "banned", 0),
    ("IE", {"brand": "maestro", "funding": "debit"}, "eea-consumer-visa-mastercard", "banned", 0),
    ("HR", {"brand": "visa_electron"}, "eea-consumer-visa-mastercard", "banned", 0),
    ("IS", {"brand": "vpay"}, "eea-consumer-visa-mastercard", "banned", 0),
    ("LI", {"funding": "prepaid"}, "eea-consumer-visa-mastercard", "banned", 0),
    ("NO", {}, "eea-consumer-visa-mastercard", "banned", 0),
    ("RE", {}, "eea-consumer-visa-mastercard", "banned", 0),
    ("DE", {"on": date(2018, 1, 13)}, "eea-consumer-visa-mastercard", "banned", 0),
    (
        "DE",
        {"on": date(2018, 1, 12)},
        "eea-consumer-visa-mastercard-earlier",
        "confirm",
        COST,
    ),
    ("DE", {"brand": "amex"}, "eea-consumer-other-brands", "confirm", COST),
    ("FR", {"brand": "cartes_bancaires"}, "eea-consumer-other-brands", "confirm", COST),
    ("DE", {"brand": "diners", "funding": "debit"}, "eea-consumer-other-brands", "confirm", COST),
    ("DE", {"consumer": False}, "eea-business", "confirm", COST),
    ("DE", {"consumer": False, "brand": "amex"}, "eea-business", "confirm", COST),
    # United Kingdom
    ("GB", {}, "gb-consumer", "banned", 0),
    ("GB-SCT", {"brand": "amex"}, "gb-consumer", "banned", 0),
    ("GB", {"brand": "other", "funding": "debit"}, "gb-consumer", "banned", 0),
    ("GB", {"on": date(2018, 1, 13)}, "gb-consumer", "banned", 0),
    ("GB", {"on": date(2018, 1, 12)}, "gb-consumer-earlier", "confirm", COST),
    ("GB", {"consumer": False}, "gb-business", "allowed", COST),
    ("GB", {"consumer": False, "brand": None, "funding": None}, "gb-business", "allowed", COST),
    # Australia
    ("AU", {"on": date(2026, 9, 30)}, "au-until-2026-09", "allowed", COST),
    ("AU", {"on": date(2026, 9, 30), **UNKNOWN_CARD}, "au-until-2026-09", "allowed", COST),
    ("AU", {"on": date(2026, 10, 1)}, "au-2026-10-visa-mastercard-eftpos", "banned", 0),
    ("AU", {"brand": "mastercard"}, "au-2026-10-visa-mastercard-eftpos", "banned", 0),
    ("AU", {"brand": "eftpos"}, "au-2026-10-visa-mastercard-eftpos", "banned", 0),
    ("AU", {"brand": "eftpos_au"}, "au-2026-10-visa-mastercard-eftpos", "banned", 0),
    ("AU", {"consumer": False}, "au-2026-10-visa-mastercard-eftpos", "banned", 0),
    ("AU", {"brand": None}, "au-2026-10-visa-mastercard-eftpos", "banned", 0),
    ("AU", {"brand": "amex"}, "au-2026-10-other-brands", "allowed", COST),
    ("AU-NSW", {"brand": "jcb", "funding": None}, "au-2026-10-other-brands", "allowed", COST),
    # New Zealand
    ("NZ", {}, "nz-any", "confirm", COST),
    ("NZ", {"brand": "amex", "consumer": False}, "nz-any", "confirm", COST),
    # Canada
    ("CA-ON", {"funding": "debit"}, "ca-debit", "banned", 0),
    ("CA-ON", {"funding": "prepaid"}, "ca-debit", "banned", 0),
    ("CA-ON", {"funding": None}, "ca-debit", "banned", 0),
    ("CA-ON", {}, "ca-visa-mastercard-credit", "allowed", 360),
    ("CA-BC", {"brand": "mastercard"}, "ca-visa-mastercard-credit", "allowed", 360),
    ("CA-AB", {"brand": None}, "ca-visa-mastercard-credit", "allowed", 360),
    ("CA-ON", {"brand": "amex"}, "ca-other-credit", "allowed", COST),
    ("CA-QC", {}, "ca-qc-any", "banned", 0),
    ("CA-QC", {"brand": "amex", "consumer": False}, "ca-qc-any", "banned", 0),
    ("CA", {}, "ca-qc-any", "banned", 0),
    # United States: the networks
    ("US-TX", {"funding": "debit"}, "us-debit", "banned", 0),
    ("US-TX", {"funding": "prepaid"}, "us-debit", "banned", 0),
    ("US-TX", {"funding": None}, "us-debit", "banned", 0),
    ("US-CO", {"funding": "debit"}, "us-debit", "banned", 0),
    ("US-TX", {}, "us-visa-credit", "allowed", 450),
    ("US-TX", {"consumer": False}, "us-visa-credit", "allowed", 450),
    ("US-TX", {"consumer": None}, "us-visa-credit", "allowed", 450),
    ("US-TX", {"brand": None}, "us-visa-credit", "allowed", 450),
    ("US-TX", {"on": date(2023, 4, 15)}, "us-visa-credit", "allowed", 450),
    ("US-TX", {"on": date(2023, 4, 14)}, "us-visa-credit-earlier", "confirm", COST),
    ("US-TX", {"brand": "mastercard"}, "us-mastercard-credit", "allowed", COST),
    ("US-TX", {"brand": "amex"}, "us-other-credit", "allowed", COST),
    ("US-TX", {"brand": "discover"}, "us-other-credit", "allowed", COST),
    ("US-TX", {"brand": "unionpay"}, "us-other-credit", "allowed", COST),
    # United States: the states
    ("US-CT", {}, "us-ct-any", "banned", 0),
    ("US-CT", {"brand": "amex", "consumer": False}, "us-ct-any", "banned", 0),
    ("US-MA", {}, "us-ma-any", "banned", 0),
    ("US-ME", {}, "us-me-any", "banned", 0),
    ("US-PR", {}, "us-pr-any", "banned", 0),
    ("PR", {}, "us-pr-any", "banned", 0),
    ("US-NY", {}, "us-ny-any", "banned", 0),
    ("US-NY", {"on": date(2024, 2, 11)}, "us-ny-any", "banned", 0),
    ("US-NY", {"on": date(2024, 2, 10)}, "us-ny-any-earlier", "confirm", 450),
    ("US-CO", {"brand": "amex"}, "us-co-credit", "allowed", COST),
    ("US-CO", {"brand": "amex", "on": date(2022, 7, 1)}, "us-co-credit", "allowed", COST),
    ("US-CO", {}, "us-visa-credit", "allowed", 450),
    ("US-NY", {"funding": "debit"}, "us-ny-any", "banned", 0),
    ("US-CO", {"brand": "amex", "on": date(2022, 6, 30)}, "us-co-credit-earlier", "confirm", COST),
    ("US-OK", {}, "us-ok-credit", "allowed", 300),
    ("US-OK", {"on": date(2025, 11, 1)}, "us-ok-credit", "allowed", 300),
    ("US-OK", {"on": date(2025, 10, 31)}, "us-ok-credit-earlier", "banned", 0),
    ("US-CA", {}, "us-ca-credit", "confirm", 450),
    ("US-CA", {"brand": "amex"}, "us-ca-credit", "confirm", COST),
    ("US-FL", {}, "us-visa-credit", "allowed", 450),
    ("US-DC", {"brand": "amex"}, "us-other-credit", "allowed", COST),
    ("US-GU", {"brand": "amex"}, "us-other-credit", "allowed", COST),
    ("US", {}, "us-ct-any", "banned", 0),
    # Anywhere else
    ("BR", {}, "elsewhere-any", "confirm", COST),
    ("CH", {"consumer": False}, "elsewhere-any", "confirm", COST),
    ("JE", {}, "elsewhere-any", "confirm", COST),
]

DEBITS: list[tuple[str, dict[str, Any], str, str, int]] = [
    ("DE", {"method": "sepa_debit"}, "eea-sepa", "banned", 0),
    ("NO", {"method": "sepa_debit", "consumer": False}, "eea-sepa", "banned", 0),
    ("CH", {"method": "sepa_debit"}, "elsewhere-sepa", "confirm", COST),
    ("GB", {"method": "bacs_debit"}, "gb-bacs-consumer", "banned", 0),
    ("GB", {"method": "bacs_debit", "consumer": None}, "gb-bacs-consumer", "banned", 0),
    ("GB", {"method": "bacs_debit", "consumer": False}, "gb-bacs-business", "allowed", COST),
    ("JE", {"method": "bacs_debit"}, "elsewhere-bacs", "confirm", COST),
    ("US-TX", {"method": "us_bank_account"}, "us-ach", "allowed", COST),
    ("US-CT", {"method": "us_bank_account", "consumer": None}, "us-ach", "allowed", COST),
    ("US-NY", {"method": "us_bank_account"}, "us-ach", "allowed", COST),
    ("PR", {"method": "us_bank_account"}, "us-ach", "allowed", COST),
    ("US", {"method": "us_bank_account"}, "us-ach", "allowed", COST),
    ("CA-ON", {"method": "us_bank_account"}, "elsewhere-ach", "confirm", COST),
    ("AU", {"method": "au_becs_debit"}, "any-becs", "confirm", COST),
    ("NZ", {"method": "au_becs_debit"}, "any-becs", "confirm", COST),
]


def _name(case: tuple[str, dict[str, Any], str, str, int]) -> str:
    place, how, rule, verdict, _ = case
    return "-".join([place, *(f"{key}={value}" for key, value in how.items()), verdict, rule])


@pytest.mark.parametrize(
    ("practice", "how", "rule", "verdict", "cap"),
    [pytest.param(*case, id=_name(case)) for case in (*CARDS, *DEBITS)],
)
def test_every_row_of_both_tables(
    practice: str, how: dict[str, Any], rule: str, verdict: str, cap: int
) -> None:
    assert found(decided(practice, **how)) == (rule, verdict, cap)


def test_a_state_without_a_rule_of_its_own_leaves_it_to_the_network() -> None:
    """Its rule never binds, because every network has a cap; it still has to match."""
    rules = {match.rule.id for match in matching(ask("US-TX"))}
    assert rules == {"us-visa-credit", "us-other-states-credit"}


def test_every_rule_has_a_case_here() -> None:
    cases = {rule for _, _, rule, _, _ in (*CARDS, *DEBITS)}
    assert {rule.id for rule in RULES} - cases == {"us-other-states-credit"}


def test_rules_say_where_they_are_from_and_when_they_were_checked() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.id)
        assert rule.source
        assert rule.reason.text
        assert rule.sure in {"A", "B", "C"}
        assert rule.checked_on == CHECKED_ON
        assert rule.verdict is not Verdict.NOT_ASKED


def test_whatever_is_allowed_is_allowed_up_to_its_cost() -> None:
    without = {rule.id for rule in RULES if rule.verdict is Verdict.ALLOWED and not rule.at_cost}
    assert without == {"us-other-states-credit"}  # which leaves it to the networks


def test_where_a_rule_changes_the_new_one_begins_the_day_after_the_old_one_ends() -> None:
    by_id = {rule.id: rule for rule in RULES}
    changes = {name: name.removesuffix("-earlier") for name in by_id if name.endswith("-earlier")}
    for old, new in [
        *changes.items(),
        ("au-until-2026-09", "au-2026-10-visa-mastercard-eftpos"),
        ("au-until-2026-09", "au-2026-10-other-brands"),
    ]:
        until = by_id[old].until
        assert until is not None
        assert until + timedelta(days=1) == by_id[new].since
        assert by_id[old].places == by_id[new].places


def test_the_tables_have_a_rule_for_every_place_payment_and_day() -> None:
    """What is not known is then never looser than what it could turn out to be."""
    days = {date(2000, 1, 1), TODAY}
    for rule in RULES:
        days |= {day for day in (rule.since, rule.until) if day}
    methods = ("us_bank_account", "sepa_debit", "bacs_debit", "au_becs_debit")
    for country in COUNTRIES:
        for day in days:
            for consumer in (True, False):
                for method in methods:
                    assert matching(ask(country, method=method, consumer=consumer, on=day))
                for funding in FUNDINGS:
                    for brand in ("visa", "mastercard", "eftpos", "amex"):
                        place = ask(
                            f"{country}-TX" if country == "US" else country,
                            brand=brand,
                            funding=funding,
                            consumer=consumer,
                            on=day,
                        )
                        assert matching(place)
