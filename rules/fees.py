"""What the processor keeps of a charge: the published fee table and the arithmetic.

All amounts are integers in minor units, percentages are Decimal (2.9 means 2.9 %).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rules.currencies import decimals, is_known, step
from rules.money import round_half_up
from rules.words import Sentence, refuse, sentence

HUNDRED = Decimal(100)

REGIONS = ("us", "gb", "eu", "au", "other")
DIRECT_DEBITS = ("us_bank_account", "bacs_debit", "sepa_debit", "au_becs_debit")
METHODS = ("card", *DIRECT_DEBITS)

CURRENCY_OF_REGION = {"us": "usd", "gb": "gbp", "eu": "eur", "au": "aud"}
REGION_OF_CURRENCY = {currency: region for region, currency in CURRENCY_OF_REGION.items()}
METHOD_OF_REGION = dict(zip(CURRENCY_OF_REGION, DIRECT_DEBITS, strict=True))
"""The direct debit of each region; "other" has none."""
REGION_OF_METHOD = {method: region for region, method in METHOD_OF_REGION.items()}
"""The one region where each direct debit is offered; cards are offered everywhere."""


@dataclass(frozen=True)
class Percent:
    """A percentage as it is shown to people: 2.9 is 2.9 %."""

    value: Decimal


@dataclass(frozen=True)
class FeeRow:
    """What one method costs: `percent` of the charge plus `fixed`, together at most `cap`.

    `region` is one of REGIONS, or "own" for a row of the practice; `currency` None means any
    currency with two decimals; `since` None means that no beginning is known. Raises ValueError
    for numbers that can't be a fee.
    """

    region: str
    method: str
    currency: str | None
    percent: Decimal
    fixed: int
    cap: int | None = None
    since: date | None = None
    own: bool = False
    source: Sentence | str = field(default="", hash=False)
    checked_on: date | None = None

    def __post_init__(self) -> None:
        if not self.percent.is_finite() or not 0 <= self.percent < HUNDRED:
            raise ValueError(f"A fee is 0 % or more and less than 100 %, not {self.percent} %")
        if self.fixed < 0:
            raise ValueError(f"The fixed part of a fee can't be negative: {self.fixed}")
        if self.cap is not None and self.cap < 0:
            raise ValueError(f"The cap of a fee can't be negative: {self.cap}")


_CHECKED_ON = date(2026, 11, 23)


def _published(region: str, method: str, percent: str, fixed: int) -> FeeRow:
    return FeeRow(
        region,
        method,
        CURRENCY_OF_REGION.get(region),
        Decimal(percent),
        fixed,
        source=sentence("the published price list"),
        checked_on=_CHECKED_ON,
    )


PUBLISHED: tuple[FeeRow, ...] = (
    _published("us", "card", "2.9", 30),
    _published("us", "us_bank_account", "1.9", 50),
    _published("gb", "card", "2.9", 30),
    _published("gb", "bacs_debit", "1.9", 50),
    _published("eu", "card", "2.9", 30),
    _published("eu", "sepa_debit", "1.9", 50),
    _published("au", "card", "2.9", 30),
    _published("au", "au_becs_debit", "1.9", 50),
    _published("other", "card", "2.9", 30),
)

_PUBLISHED_BY_KEY = {(row.region, row.method): row for row in PUBLISHED}


def published_row(region: str, currency: str, method: str) -> FeeRow:
    """The published row for a practice of `region` that takes `currency` by `method`.

    The region's own row holds in the region's currency; in any other currency with two decimals,
    cards cost the "other" row, its fixed part being that many minor units, and there is no direct
    debit. Raises Refusal where the list has no row.
    """
    if method not in METHODS:
        raise refuse(
            "There are no fees for a method called {method}. Write one of: {methods}.",
            method=method,
            methods=", ".join(METHODS),
        )
    if not is_known(currency):
        raise refuse(
            "Stripe takes no currency called {currency}. Write a code such as usd, gbp or eur.",
            currency=currency,
        )
    if CURRENCY_OF_REGION.get(region) != currency:
        region = "other"
    _refuse_without_row(region, currency, method)
    return _PUBLISHED_BY_KEY[region, method]


def _refuse_without_row(region: str, currency: str, method: str) -> None:
    if (region, method) not in _PUBLISHED_BY_KEY:
        raise refuse(
            "The published price list has no such direct debit for payments in {currency} here. "
            "Ask about cards, or have an owner add the practice’s own fee row under /fees.",
            currency=currency.upper(),
        )
    if decimals(currency) != 2:
        raise refuse(
            "The published price list has no fixed fee in {currency}. "
            "Have an owner add the practice’s own fee row for {currency} under /fees.",
            currency=currency.upper(),
        )


def row_for(own: Iterable[FeeRow], region: str, currency: str, method: str, on: date) -> FeeRow:
    """The row that holds on the day `on`: the practice's newest that has begun, else the published.

    `own` comes oldest entry first, so of two rows of the same day the later entry holds. Raises
    Refusal as `published_row` does.
    """
    begun = [
        row
        for row in own
        if (row.currency, row.method) == (currency, method) and _beginning(row) <= on
    ]
    if not begun:
        return published_row(region, currency, method)
    return sorted(begun, key=_beginning)[-1]


def _beginning(row: FeeRow) -> date:
    return row.since or date.min


def fee(charge: int, row: FeeRow) -> int:
    """What the processor keeps of `charge`: the rounded percentage, plus the fixed part, capped."""
    uncapped = round_half_up(charge * row.percent / HUNDRED) + row.fixed
    return uncapped if row.cap is None else min(uncapped, row.cap)


def charge_to_receive(bill: int, row: FeeRow) -> int:
    """What to charge so that `bill` is left: charge - fee(charge, row) == bill, exactly.

    Only where the row's currency can't be charged to the last minor unit (see `currencies.step`)
    is the charge the next amount up that can be, and the practice then receives at least the bill.
    """
    charge = _exact_charge(bill, row)
    smallest = step(row.currency) if row.currency else 1
    return -(-charge // smallest) * smallest


def _exact_charge(bill: int, row: FeeRow) -> int:
    # Rounding half-up leaves the bill exactly: the charge is at most 1/2 off, which moves what is
    # left by less than 1/2, and the fee's own rounding moves it by at most 1/2: together less than
    # one minor unit. Rounding up instead overcharges a cent half of the time.
    charge = round_half_up((bill + row.fixed) * HUNDRED / (HUNDRED - row.percent))
    return charge if row.cap is None else min(charge, bill + row.cap)
