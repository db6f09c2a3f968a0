"""Stripe's balance: what moved for payments, refunds and disputes. Payouts and what Stripe takes
for itself are left out.

Each call raises what processor.outcomes says: NotDone, Refused or Unknown.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import stripe

from processor.amounts import from_stripe
from processor.fee_details import taken_of
from processor.lists import every
from processor.outcomes import meaning_of
from processor.payments import OPERATION
from rules.bookings import DISPUTED, PAYMENT, REFUNDED, Booking

_PAGE = 100
_EXPAND = ["data.source"]
_OF = frozenset({PAYMENT, REFUNDED, DISPUTED})


def made_since(client: stripe.StripeClient, since: int) -> Iterator[Booking]:
    """Those of the whole account since then (epoch seconds), the newest first."""
    asked: Any = {"created": {"gte": max(since, 0)}, "limit": _PAGE, "expand": _EXPAND}
    try:
        for one in every(client.v1.balance_transactions.list(asked)):
            booking = _booking(one.to_dict())
            if booking is not None:
                yield booking
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def check(client: stripe.StripeClient, booking_id: str) -> None:
    """Refused where Stripe doesn't have it."""
    try:
        client.v1.balance_transactions.retrieve(booking_id)
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def _booking(told: Mapping[str, Any]) -> Booking | None:
    """None of what is about no payment."""
    source = told.get("source")
    if not isinstance(source, Mapping) or source.get("object") not in _OF:
        return None
    of, currency = source["object"], told["currency"]
    charge = source["id"] if of == PAYMENT else _id(source.get("charge"))
    return Booking(
        id=told["id"],
        type=told["type"],
        of=of,
        source=source["id"],
        amount=from_stripe(told["amount"], currency),
        fee=taken_of(told).fee,
        currency=currency,
        converted=source["currency"] != currency,
        charge_id=charge,
        intent_id=_id(source.get("payment_intent")),
        operation=(source.get("metadata") or {}).get(OPERATION) or "" if of == PAYMENT else "",
    )


def _id(told: Any) -> str:
    """Of an object that may have been expanded; "" of none."""
    found = told.get("id") if isinstance(told, Mapping) else told
    return found if isinstance(found, str) else ""
