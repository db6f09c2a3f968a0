"""What a rule about passing a fee on is made of. The rules themselves stand in the three tables
surcharge_rules_cards, surcharge_rules_us and surcharge_rules_debits.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.fees import Percent
from rules.places import COUNTRIES
from rules.words import Sentence, sentence


class Verdict(StrEnum):
    """Whether the fee may be passed on. CONFIRM: not before an owner has confirmed it."""

    ALLOWED = "allowed"
    CONFIRM = "confirm"
    BANNED = "banned"
    NOT_ASKED = "not_asked"
    """The practice bears the fee, so there is nothing to decide. No rule says this."""


VISA = frozenset({"visa", "visa_electron", "vpay"})
MASTERCARD = frozenset({"mastercard", "maestro"})
EFTPOS = frozenset({"eftpos", "eftpos_au"})
OTHER_BRANDS = frozenset(
    {"amex", "cartes_bancaires", "diners", "discover", "interac", "jcb", "unionpay", "other"}
)
BRANDS = VISA | MASTERCARD | EFTPOS | OTHER_BRANDS

CREDIT = frozenset({"credit"})
NOT_CREDIT = frozenset({"debit", "prepaid"})
FUNDINGS = CREDIT | NOT_CREDIT

CARD = frozenset({"card"})

EVERYWHERE = COUNTRIES
CHECKED_ON = date(2026, 11, 23)

GENERAL_DUTIES = (
    sentence(
        "Tell the client the amount before they pay, with a way to cancel or to pay another way."
    ),
    sentence(
        "Show the surcharge as a line of its own on the receipt, and pay it back with a refund, in"
        " proportion where only a part is refunded."
    ),
)
"""What has to be done wherever a fee is passed on."""

NO_RULE_THEN = sentence(
    "No rule is on record here for that date, so nothing is passed on until an owner of the"
    " practice confirms it."
)
NO_RULE_HERE = sentence(
    "No rule is on record for this place, so nothing is passed on until an owner of the practice"
    " confirms it."
)
NO_SOURCE = sentence("No rule on record")


@dataclass(frozen=True, eq=False)
class Rule:
    """One line of the law or of a card network, for the payments that all its fields fit.

    `places` holds countries ("US": all of it) and parts ("US-TX"). `consumer` None: consumers and
    businesses alike. `since` and `until` are its first and last day; None: no such day is known.
    `at_cost`: the rule itself says, not above the fee that the charge costs; no more than that is
    passed on in any case. `at_most`: a share of the bill before the surcharge. `sure`: A primary
    text read, B credible second-hand text, C unconfirmed.
    """

    id: str
    places: frozenset[str]
    verdict: Verdict
    reason: Sentence
    source: Sentence | str
    sure: str
    methods: frozenset[str] = CARD
    brands: frozenset[str] = BRANDS
    fundings: frozenset[str] = FUNDINGS
    consumer: bool | None = None
    since: date | None = None
    until: date | None = None
    at_cost: bool = False
    at_most: Percent | None = None
    disclosure: Sentence | None = None
    checked_on: date = CHECKED_ON


def percent(text: str) -> Percent:
    """percent("2.4") is 2.4 %."""
    return Percent(Decimal(text))
