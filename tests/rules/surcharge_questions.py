"""Short ways to ask the guard, for the tests: what is not said is a Texan's Visa credit card."""

from datetime import date
from typing import Any

from rules.fees import PUBLISHED
from rules.places import parse_place
from rules.surcharge import Decision, decide
from rules.surcharge_matching import Question

TODAY = date(2026, 11, 23)
BILL = 15_000
US_CARD = PUBLISHED[0]  # 2.9 % + 30
COST = 479  # what passing all of it on adds to 150.00
UNKNOWN_CARD = {"brand": None, "funding": None, "consumer": None}


def ask(
    practice: str = "US-TX",
    *,
    client: str | None = None,
    method: str = "card",
    brand: str | None = "visa",
    funding: str | None = "credit",
    consumer: bool | None = True,
    on: date = TODAY,
) -> Question:
    place = None if client is None else parse_place(client)
    return Question(parse_place(practice), place, method, brand, funding, consumer, on)


def decided(practice: str = "US-TX", bill: int = BILL, **how: Any) -> Decision:
    return decide(ask(practice, **how), bill, US_CARD)


def found(decision: Decision) -> tuple[str, str, int | None]:
    assert decision.rule is not None
    return decision.rule.id, decision.verdict.value, decision.cap
