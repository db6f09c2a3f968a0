"""Who may pass the fee of a card on in the United States: the states that have a rule of their own,
then the networks, then the other states. Of rules that say the same, the first is named.
"""

from datetime import date

from rules.places import US_PARTS
from rules.surcharge_rules import (
    BRANDS,
    CREDIT,
    MASTERCARD,
    NO_RULE_THEN,
    NO_SOURCE,
    NOT_CREDIT,
    VISA,
    Rule,
    Verdict,
    percent,
)
from rules.words import sentence

_US = frozenset({"US"})
_CT = frozenset({"US-CT"})
_MA = frozenset({"US-MA"})
_ME = frozenset({"US-ME"})
_PR = frozenset({"US-PR"})
_NY = frozenset({"US-NY"})
_CO = frozenset({"US-CO"})
_OK = frozenset({"US-OK"})
_CALIFORNIA = frozenset({"US-CA"})

_OTHER_STATES = (
    frozenset(f"US-{part}" for part in US_PARTS)
    - (_CT | _MA | _ME | _PR)
    - (_NY | _CO | _OK | _CALIFORNIA)
)

_NETWORKS = sentence("Card network rules for the United States")

RULES: tuple[Rule, ...] = (
    Rule(
        "us-ct-any",
        _CT,
        Verdict.BANNED,
        sentence("In Connecticut, nothing extra may be charged for paying by card."),
        "Connecticut General Statutes § 42-133ff",
        "B",
    ),
    Rule(
        "us-ma-any",
        _MA,
        Verdict.BANNED,
        sentence("In Massachusetts, nothing extra may be charged for paying by card."),
        "Massachusetts General Laws c. 140D, § 28A",
        "B",
    ),
    Rule(
        "us-me-any",
        _ME,
        Verdict.BANNED,
        sentence("In Maine, nothing extra may be charged for paying by card."),
        "Maine Revised Statutes tit. 9-A, § 8-509",
        "B",
    ),
    Rule(
        "us-pr-any",
        _PR,
        Verdict.BANNED,
        sentence("In Puerto Rico, nothing extra may be charged for paying by card."),
        "Laws of Puerto Rico tit. 10, § 11",
        "B",
    ),
    Rule(
        "us-ny-any",
        _NY,
        Verdict.BANNED,
        sentence(
            "In New York, the price that is shown must be the whole price, so the fee may not be"
            " added as a line of its own."
        ),
        "New York General Business Law § 518",
        "A",
        since=date(2024, 2, 11),
    ),
    Rule(
        "us-ny-any-earlier",
        _NY,
        Verdict.CONFIRM,
        NO_RULE_THEN,
        NO_SOURCE,
        "C",
        until=date(2024, 2, 10),
    ),
    Rule(
        "us-co-credit",
        _CO,
        Verdict.ALLOWED,
        sentence(
            "In Colorado, the fee of a credit card may be passed on, up to what the charge costs."
        ),
        "Colorado Revised Statutes § 5-2-212",
        "B",
        fundings=CREDIT,
        since=date(2022, 7, 1),
        at_cost=True,
        disclosure=sentence(
            "Colorado prescribes the words of the notice: show exactly those of § 5-2-212, at the"
            " desk and online before the client pays."
        ),
    ),
    Rule(
        "us-co-credit-earlier",
        _CO,
        Verdict.CONFIRM,
        NO_RULE_THEN,
        NO_SOURCE,
        "C",
        fundings=CREDIT,
        until=date(2022, 6, 30),
    ),
    Rule(
        "us-ok-credit",
        _OK,
        Verdict.ALLOWED,
        sentence(
            "In Oklahoma, at most {percent} of the bill may be passed on for a credit card, and"
            " never more than the charge costs.",
            percent=percent("2"),
        ),
        "Oklahoma Statutes tit. 14A, § 2-211",
        "B",
        fundings=CREDIT,
        since=date(2025, 11, 1),
        at_cost=True,
        at_most=percent("2"),
    ),
    Rule(
        "us-ok-credit-earlier",
        _OK,
        Verdict.BANNED,
        sentence(
            "In Oklahoma, nothing extra could be charged for paying by credit card before {day}.",
            day=date(2025, 11, 1),
        ),
        "Oklahoma Statutes tit. 14A, § 2-417",
        "B",
        fundings=CREDIT,
        until=date(2025, 10, 31),
    ),
    Rule(
        "us-ca-credit",
        _CALIFORNIA,
        Verdict.CONFIRM,
        sentence(
            "In California, a way to pay without the fee must be offered, so an owner of the"
            " practice has to confirm it first."
        ),
        sentence("California law, second-hand text"),
        "B",
        fundings=CREDIT,
        disclosure=sentence("Offer the client a way to pay without the fee."),
    ),
    Rule(
        "us-debit",
        _US,
        Verdict.BANNED,
        sentence(
            "In the United States, a debit or prepaid card may not be charged extra, and neither"
            " may a card whose kind is not known."
        ),
        _NETWORKS,
        "A",
        fundings=NOT_CREDIT,
    ),
    Rule(
        "us-visa-credit",
        _US,
        Verdict.ALLOWED,
        sentence(
            "In the United States, Visa allows at most {percent} of the bill on credit cards, and"
            " never more than the charge costs.",
            percent=percent("3"),
        ),
        sentence("Visa rules for the United States"),
        "A",
        brands=VISA,
        fundings=CREDIT,
        since=date(2023, 4, 15),
        at_cost=True,
        at_most=percent("3"),
    ),
    Rule(
        "us-visa-credit-earlier",
        _US,
        Verdict.CONFIRM,
        NO_RULE_THEN,
        NO_SOURCE,
        "C",
        brands=VISA,
        fundings=CREDIT,
        until=date(2023, 4, 14),
    ),
    Rule(
        "us-mastercard-credit",
        _US,
        Verdict.ALLOWED,
        sentence(
            "In the United States, Mastercard allows at most {percent} of the bill on credit cards,"
            " and never more than the charge costs.",
            percent=percent("4"),
        ),
        sentence("Mastercard rules for the United States"),
        "A",
        brands=MASTERCARD,
        fundings=CREDIT,
        at_cost=True,
        at_most=percent("4"),
    ),
    Rule(
        "us-other-credit",
        _US,
        Verdict.ALLOWED,
        sentence(
            "In the United States, the fee of this credit card may be passed on, up to what the"
            " charge costs."
        ),
        _NETWORKS,
        "A",
        brands=BRANDS - VISA - MASTERCARD,
        fundings=CREDIT,
        at_cost=True,
    ),
    Rule(
        "us-other-states-credit",
        _OTHER_STATES,
        Verdict.ALLOWED,
        sentence(
            "In this state, the fee of a credit card may be passed on as far as the card network"
            " allows."
        ),
        _NETWORKS,
        "B",
        fundings=CREDIT,
    ),
)
