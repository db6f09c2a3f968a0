"""Reads a card as people and clients give it; refuses what Stripe refuses, in Stripe's words."""

import re
from datetime import UTC, datetime
from typing import Any

from sandbox.stripe.cards import BY_NUMBER, TestCard
from sandbox.stripe.errors import StripeError
from sandbox.stripe.ids import fingerprint
from sandbox.stripe.shapes import Body

FURTHEST_YEARS = 50
_DISPLAYED = {"amex": "american_express"}


def test_card(number: str) -> TestCard:
    """StripeError 402 for what is no card number, and for one that is no test card."""
    digits = re.sub(r"[ -]", "", number)
    if not re.fullmatch(r"[0-9]{12,19}", digits):
        raise _refused(
            "invalid_number", "The card number is not a valid credit card number.", "number"
        )
    if not _sums_up(digits):
        raise _refused("incorrect_number", "Your card number is incorrect.", "number")
    if digits not in BY_NUMBER:
        raise StripeError(
            402,
            "card_error",
            "Your card was declined. Your request was in test mode, but used a non test card. For "
            "a list of valid test cards, visit: https://stripe.com/docs/testing.",
            code="card_declined",
            decline_code="test_mode_live_card",
        )
    return BY_NUMBER[digits]


def _sums_up(digits: str) -> bool:
    """Luhn's check digit."""
    doubled = [int(one) * (1 + place % 2) for place, one in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def check_expiry(month: int, year: int, now: float) -> int:
    """The year, with its century. StripeError 402 where it is past, or no date."""
    today = _day_of(now)
    year = year + 2000 if 0 <= year < 100 else year
    if not 1 <= month <= 12:
        raise _invalid_expiry("month")
    if not today.year <= year <= today.year + FURTHEST_YEARS:
        raise _invalid_expiry("year")
    if (year, month) < (today.year, today.month):
        raise _invalid_expiry("month")
    return year


def year_of(now: float) -> int:
    return _day_of(now).year


def _day_of(now: float) -> datetime:
    return datetime.fromtimestamp(now, UTC)


def _invalid_expiry(part: str) -> StripeError:
    message = f"Your card's expiration {part} is invalid."
    return _refused(f"invalid_expiry_{part}", message, f"exp_{part}")


def check_cvc(cvc: str | None, card: TestCard) -> None:
    """Three digits, American Express four. Without one, nothing is checked."""
    digits = "[0-9]{4}" if card.brand == "amex" else "[0-9]{3}"
    if cvc is not None and not re.fullmatch(digits, cvc):
        raise _refused("invalid_cvc", "Your card's security code is invalid.", "cvc")


def _refused(code: str, message: str, param: str) -> StripeError:
    return StripeError(402, "card_error", message, code=code, param=param)


def shown(card: TestCard, month: int, year: int, checks: dict[str, Any], account: str) -> Body:
    """A payment method's `card`: nothing of the number but its end, and a fingerprint that is the
    same for the same card in the same account."""
    return {
        "brand": card.brand,
        "checks": checks,
        "country": card.country,
        "display_brand": _DISPLAYED.get(card.brand, card.brand),
        "exp_month": month,
        "exp_year": year,
        "fingerprint": fingerprint(f"{account} {card.number}"),
        "funding": card.funding,
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "regulated" if card.funding == "debit" else "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def checks(cvc: str | None, address: Body) -> Body:
    """Not done yet: what was given is checked when the card is first used."""
    given = {
        "address_line1_check": address.get("line1"),
        "address_postal_code_check": address.get("postal_code"),
        "cvc_check": cvc,
    }
    return {name: "unchecked" if value else None for name, value in given.items()}
