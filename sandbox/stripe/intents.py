"""A payment intent's body: what it says at first, and what its status allows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.stripe import kinds
from sandbox.stripe.books import Books, Record, copied
from sandbox.stripe.errors import StripeError
from sandbox.stripe.ids import new_id, token
from sandbox.stripe.shapes import Body

UNPAID = ("requires_payment_method", "requires_confirmation", "requires_action")
_TOO_LATE = ("succeeded", "canceled", "processing", "requires_capture")
_OPTIONS: Mapping[str, Body] = {
    "card": {
        "installments": None,
        "mandate_options": None,
        "network": None,
        "request_three_d_secure": "automatic",
    },
    "sepa_debit": {"mandate_options": {}},
    "bacs_debit": {"mandate_options": {}},
    "au_becs_debit": {},
    "us_bank_account": {"verification_method": "automatic"},
}


def new(fields: Body) -> Body:
    """Before anything is known but `fields`: an amount and a currency at least."""
    named = new_id("pi")
    body: Body = {
        "id": named,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "capture_method": "automatic_async",
        "client_secret": f"{named}_secret_{token(25)}",
        "confirmation_method": "automatic",
        "customer": None,
        "metadata": {},
        "payment_method": None,
        "payment_method_options": {},
        **fields,
    }
    offer_kinds(body)
    body["status"] = waiting_status(body)
    return body


def offer_kinds(body: Body) -> None:
    """After its currency, or what is allowed, is set. A debit can't be held back for a capture.
    StripeError 400 where nothing is left to pay with."""
    excluded: Sequence[str] = body.get("excluded_payment_method_types") or ()
    if body["capture_method"] == "manual":
        excluded = [*excluded, *(kind for kind in kinds.KINDS if kind != "card")]
    allowed = body.get("allowed_payment_method_types")
    body["payment_method_types"] = kinds.offered(body["currency"], allowed, excluded)
    given = body["payment_method_options"]
    body["payment_method_options"] = {
        kind: _OPTIONS[kind] | given.get(kind, {}) for kind in body["payment_method_types"]
    }


def waiting_status(body: Body) -> str:
    return "requires_confirmation" if body["payment_method"] else "requires_payment_method"


def unexpected_state(body: Body, message: str) -> StripeError:
    """400 for what its status doesn't allow; the error shows the intent as it is."""
    shown = copied(body) if "object" in body else None
    code = "payment_intent_unexpected_state"
    return StripeError(400, "invalid_request_error", message, code=code, payment_intent=shown)


def check_status(body: Body, what: str, allowed: Sequence[str]) -> None:
    """`what` can't be done, such as "canceled"."""
    if body["status"] not in allowed:
        may = f"Only a PaymentIntent with one of the following statuses may be {what}"
        doing = {"canceled": "cancel", "captured": "capture", "confirmed": "confirm"}[what]
        raise unexpected_state(
            body,
            f"You cannot {doing} this PaymentIntent because it has a status of {body['status']}. "
            f"{may}: {', '.join(allowed)}.",
        )


def check_unpaid(body: Body) -> None:
    """StripeError 400 where it can't be confirmed any more."""
    if body["status"] == "succeeded":
        raise unexpected_state(
            body,
            "You cannot confirm this PaymentIntent because it has already succeeded after being "
            "previously confirmed.",
        )
    check_status(body, "confirmed", UNPAID)


def check_changeable(body: Body, names: Sequence[str]) -> None:
    """StripeError 400 where these fields can't be changed any more."""
    if names and body["status"] in _TOO_LATE:
        raise unexpected_state(
            body,
            f"This PaymentIntent's {names[0]} could not be updated because it has a status of "
            f"{body['status']}. You may only update the {names[0]} of a PaymentIntent with one of "
            f"the following statuses: {', '.join(UNPAID)}.",
        )


def advance(books: Books, intent: Record, status: str, event: str, **fields: Any) -> None:
    intent.body |= {"status": status, "next_action": None, **fields}
    books.save(intent, f"payment_intent.{event}")


def fail(books: Books, intent: Record, error: Body, **fields: Any) -> None:
    """It waits for another payment method; its last error says what was wrong with this one."""
    fields |= {"payment_method": None, "last_payment_error": error}
    advance(books, intent, "requires_payment_method", "payment_failed", **fields)
