"""Proves `paydesk quote` over random payments against a calculation that shares nothing with it.

What is expected is told here a second time, as plain cases from the law and the price list, for
one fully known payment at a time; what isn't known is tried out in every way it could turn out.
Amounts are exact fractions.
"""

import json
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from desk.language import language_of
from desk.quotes import answer

NAME = "quotes against an independent calculation"
FULL = 500_000
SEED = 20261123

ALLOWED, CONFIRM, BANNED = "allowed", "confirm", "banned"
STRICTNESS = (ALLOWED, CONFIRM, BANNED)
UNION = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}  # fmt: skip
AREA = UNION | {"IS", "LI", "NO"}
VISA = ("visa", "visa_electron", "vpay")
MASTERCARD = ("mastercard", "maestro")
EFTPOS = ("eftpos", "eftpos_au")
OTHERS = ("amex", "discover", "diners", "jcb", "unionpay", "cartes_bancaires", "interac", "other")
FUNDINGS = ("credit", "debit", "prepaid")
DEBITS = {"us": "us_bank_account", "gb": "bacs_debit", "eu": "sepa_debit", "au": "au_becs_debit"}
CURRENCIES = {"us": "usd", "gb": "gbp", "eu": "eur", "au": "aud", "other": "cad"}
PLACES = (
    "US-TX", "US-TX", "US-FL", "US-DC", "US-GU", "US-CT", "US-MA", "US-ME", "US-PR", "PR", "US-NY",
    "US-CO", "US-OK", "US-CA", "US", "CA-ON", "CA-QC", "CA", "GB", "GB-WLS", "DE", "FR", "RE", "IE",
    "HR", "NO", "IS", "AU", "AU-VIC", "NZ", "BR", "CH", "JP",
)  # fmt: skip
DAYS = (
    "2018-01-12", "2018-01-13", "2022-06-30", "2022-07-01", "2023-04-14", "2023-04-15",
    "2024-02-10", "2024-02-11", "2025-10-31", "2025-11-01", "2026-09-30", "2026-10-01",
)  # fmt: skip
# Places that stand for all parts of a country whose parts differ.
PARTS = {
    "US": ("TX", "CT", "MA", "ME", "PR", "NY", "CO", "OK", "CA"),
    "CA": ("ON", "QC"),
}

Rule = tuple[str, Fraction | None]
Payment = tuple[str, str, str, bool, str]  # method, brand, funding, consumer, day


def run(count: int) -> int:
    """Check `count` payments; AssertionError names the first that is answered otherwise."""
    say = language_of("en")
    checked = 0
    for asked in _payments(count):
        text, ok = answer(json.dumps(asked).encode(), say)
        given, expected = json.loads(text), _expected(asked)
        compared = {key: given.get(key) for key in expected}
        assert compared == expected, f"seed {SEED}, case {checked}: {asked} gave {text}"
        assert ok is ("error" not in given), f"seed {SEED}, case {checked}: {asked} gave {text}"
        checked += 1
    return checked


def _payments(count: int) -> Iterator[dict[str, Any]]:
    pick = random.Random(SEED)
    brands = (None, *VISA, *VISA[:1] * 3, *MASTERCARD, *MASTERCARD[:1] * 3, *EFTPOS, *OTHERS)
    for _ in range(count):
        practice = pick.choice(PLACES)
        region = _region(practice)
        yield {
            "amount": pick.choice((pick.randint(1, 5_000), pick.randint(1, 99_999_999))),
            "currency": pick.choice((CURRENCIES[region],) * 6 + ("usd", "eur", "chf", "jpy")),
            "method": pick.choice(("card",) * 4 + (DEBITS.get(region, "sepa_debit"),)),
            "brand": pick.choice(brands),
            "funding": pick.choice(("credit",) * 4 + ("debit", "prepaid", None)),
            "consumer": pick.choice((True, False, None)),
            "practice": practice,
            "client": pick.choice((practice, practice, None, pick.choice(PLACES))),
            "fee_payer": pick.choice(("client",) * 6 + ("practice",)),
            "on": pick.choice((*DAYS, *("2026-11-23",) * 12)),
        }


def _expected(asked: dict[str, Any]) -> dict[str, Any]:
    bill, fee = asked["amount"], _fee_row(asked)
    if fee is None:
        return {"charge": None, "verdict": None}
    percent, fixed = fee
    verdict, cap = ("not_asked", None)
    if asked["fee_payer"] == "client":
        verdict, cap = _worst(asked, bill, _whole_fee(bill, percent, fixed))
    surcharge = cap if verdict == ALLOWED and cap is not None else 0
    kept = _half_up((bill + surcharge) * percent / 100) + fixed
    return {
        "charge": bill + surcharge,
        "surcharge": surcharge,
        "fee": kept,
        "practice_receives": bill + surcharge - kept,
        "practice_absorbs": kept - surcharge,
        "verdict": verdict,
        "cap": cap,
        "percent": str(float(percent)),
        "fixed": fixed,
    }


def _region(place: str) -> str:
    country = place[:2]
    if country == "PR":
        return "us"
    if country in UNION or country == "RE":
        return "eu"
    return country.lower() if country in ("US", "GB", "AU") else "other"


def _fee_row(asked: dict[str, Any]) -> tuple[Fraction, int] | None:
    """Percent and fixed part of the price list, or None where it has nothing to say."""
    region, currency = _region(asked["practice"]), asked["currency"]
    at_home = region != "other" and CURRENCIES[region] == currency
    if asked["method"] == "card":
        return None if currency == "jpy" else (Fraction(29, 10), 30)
    if at_home and DEBITS[region] == asked["method"]:
        return Fraction(19, 10), 50
    return None


def _half_up(value: Fraction) -> int:
    return (value + Fraction(1, 2)).__floor__()


def _whole_fee(bill: int, percent: Fraction, fixed: int) -> int:
    charge = _half_up((bill + fixed) / (1 - percent / 100))
    for nearby in (charge, charge - 1, charge + 1):
        if nearby - _half_up(nearby * percent / 100) - fixed == bill:
            return nearby - bill
    raise AssertionError(f"no charge leaves {bill}")


def _worst(asked: dict[str, Any], bill: int, whole: int) -> tuple[str, int]:
    """The strictest verdict and the lowest cap of all that the payment could turn out to be."""
    rules = [rule for payment in _possible(asked) for rule in _rules_of(asked, payment)]
    verdict = max((rule[0] for rule in rules), key=STRICTNESS.index)
    if verdict == BANNED:
        return verdict, 0
    shares = [(bill * share / 100).__floor__() for _, share in rules if share is not None]
    return verdict, min(whole, *shares) if shares else whole


def _possible(asked: dict[str, Any]) -> Iterator[Payment]:
    brands = [asked["brand"]] if asked["brand"] else ["visa", "mastercard", "eftpos", "amex"]
    fundings = [asked["funding"]] if asked["funding"] else FUNDINGS
    payers = (True, False) if asked["consumer"] is None else [asked["consumer"]]
    for brand, funding, consumer in product(brands, fundings, payers):
        yield asked["method"], brand, funding, consumer, asked["on"]


def _rules_of(asked: dict[str, Any], payment: Payment) -> Iterator[Rule]:
    for place in (asked["practice"], asked["client"]):
        if place is None:
            continue
        country, _, part = {"PR": "US-PR", "RE": "FR-974"}.get(place, place).partition("-")
        for possible in [part] if part else PARTS.get(country, [""]):
            yield from _law(country, possible, payment)


def _law(country: str, part: str, payment: Payment) -> Iterator[Rule]:
    """All that is said about a payment of which everything is known, at one place."""
    method, _, _, consumer, _ = payment
    if method == "card":
        yield from _CARD_LAW.get(country, _anywhere)(part, payment)
    elif method == "sepa_debit" and country in AREA:
        yield BANNED, None
    elif method == "bacs_debit" and country == "GB":
        yield (BANNED if consumer else ALLOWED), None
    elif method == "us_bank_account" and country == "US":
        yield ALLOWED, None
    else:
        yield CONFIRM, None


def _area(_: str, payment: Payment) -> Iterator[Rule]:
    _, brand, _, consumer, day = payment
    banned = consumer and brand in VISA + MASTERCARD and day >= "2018-01-13"
    yield (BANNED if banned else CONFIRM), None


def _united_kingdom(_: str, payment: Payment) -> Iterator[Rule]:
    *_, consumer, day = payment
    if not consumer:
        yield ALLOWED, None
    else:
        yield (BANNED if day >= "2018-01-13" else CONFIRM), None


def _australia(_: str, payment: Payment) -> Iterator[Rule]:
    _, brand, _, _, day = payment
    yield (BANNED if day >= "2026-10-01" and brand in VISA + MASTERCARD + EFTPOS else ALLOWED), None


def _canada(part: str, payment: Payment) -> Iterator[Rule]:
    _, brand, funding, _, _ = payment
    if funding != "credit" or part == "QC":
        yield BANNED, None
    elif brand in VISA + MASTERCARD:
        yield ALLOWED, Fraction("2.4")
    else:
        yield ALLOWED, None


def _united_states(part: str, payment: Payment) -> Iterator[Rule]:
    _, brand, funding, _, day = payment
    if funding != "credit" or part in ("CT", "MA", "ME", "PR"):
        yield BANNED, None
    if brand in VISA:
        yield (ALLOWED, Fraction(3)) if day >= "2023-04-15" else (CONFIRM, None)
    elif brand in MASTERCARD:
        yield ALLOWED, Fraction(4)
    else:
        yield ALLOWED, None
    yield from _states(part, day)


def _states(part: str, day: str) -> Iterator[Rule]:
    if part == "NY":
        yield (BANNED if day >= "2024-02-11" else CONFIRM), None
    if part == "CO" and day < "2022-07-01":
        yield CONFIRM, None
    if part == "OK":
        yield (ALLOWED, Fraction(2)) if day >= "2025-11-01" else (BANNED, None)
    if part == "CA":
        yield CONFIRM, None


def _anywhere(_: str, __: Payment) -> Iterator[Rule]:
    yield CONFIRM, None


_CARD_LAW = {
    **dict.fromkeys(AREA, _area),
    "GB": _united_kingdom,
    "AU": _australia,
    "CA": _canada,
    "US": _united_states,
}
