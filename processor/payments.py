"""Payment intents: made, confirmed and read. Every answer becomes a snapshot.

Each call raises what processor.outcomes says: NotDone, Refused or Unknown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import stripe

from processor.amounts import from_stripe, to_stripe
from processor.fee_details import taken_of
from processor.lists import every
from processor.outcomes import Unknown, meaning_of
from rules.payment_state import ChargeSnapshot, Problem, Snapshot, Taken

PRACTICE, OPERATION, INVOICES, SURCHARGE, KIND = (
    "paydesk_practice",
    "paydesk_operation",
    "paydesk_invoices",
    "paydesk_surcharge",
    "paydesk_kind",
)
"""Our keys in Stripe's metadata: ids and amounts, nothing about a person."""
EXPAND = ["latest_charge.balance_transaction"]
METHOD = ("brand", "last4", "exp_month", "exp_year", "funding", "country")
"""What is kept of a card or account."""
_PAGE = 100

Body = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """A payment to be made. `invoices`: "id:amount id:amount", `reference`: "INV-1042"."""

    practice: str
    operation: str
    customer_id: str
    method_id: str
    method_type: str
    amount: int
    surcharge: int
    currency: str
    invoices: str
    description: str


def creation(wanted: Wanted) -> Body:
    """What is sent to make the intent, unconfirmed: no money moves yet."""
    return {
        "amount": to_stripe(wanted.amount, wanted.currency),
        "currency": wanted.currency,
        "customer": wanted.customer_id,
        "payment_method": wanted.method_id,
        "allowed_payment_method_types": [wanted.method_type],
        "description": wanted.description,
        "metadata": {
            PRACTICE: wanted.practice,
            OPERATION: wanted.operation,
            INVOICES: wanted.invoices,
            SURCHARGE: str(wanted.surcharge),
        },
    }


def confirmation(method_id: str) -> Body:
    """What is sent to move the money, the client not being there."""
    return {"payment_method": method_id, "off_session": True, "expand": EXPAND}


def create(client: stripe.StripeClient, body: Mapping[str, Any], key: str) -> Snapshot:
    params = cast(Any, dict(body))
    return _asked(lambda: client.v1.payment_intents.create(params, {"idempotency_key": key}))


def confirm(
    client: stripe.StripeClient, intent_id: str, body: Mapping[str, Any], key: str
) -> Snapshot:
    params = cast(Any, dict(body))
    return _asked(
        lambda: client.v1.payment_intents.confirm(intent_id, params, {"idempotency_key": key})
    )


def cancel(
    client: stripe.StripeClient, intent_id: str, body: Mapping[str, Any], key: str
) -> Snapshot:
    """Nothing can be paid by it any more."""
    params = cast(Any, dict(body))
    return _asked(
        lambda: client.v1.payment_intents.cancel(intent_id, params, {"idempotency_key": key})
    )


def read(client: stripe.StripeClient, intent_id: str) -> Snapshot:
    return _asked(lambda: client.v1.payment_intents.retrieve(intent_id, {"expand": EXPAND}))


def find(
    client: stripe.StripeClient, customer_id: str, operation: str, since: int
) -> Snapshot | None:
    """The intent of that operation, among those that the customer got since then (epoch seconds).
    A list, for Stripe's search may lag behind by minutes. Refused where the account has no such
    customer, which says nothing of other accounts."""
    asked: Any = {"customer": customer_id, "created": {"gte": since}, "limit": _PAGE}
    try:
        for intent in every(client.v1.payment_intents.list(asked)):
            if _operation_of(intent) == operation:
                return read(client, intent.id)
    except stripe.StripeError as error:
        raise meaning_of(error) from error
    return None


def snapshot_of(intent: stripe.PaymentIntent) -> Snapshot:
    """Unknown where it isn't one."""
    if getattr(intent, "object", None) != "payment_intent":
        raise Unknown("not_an_intent")
    told = intent.to_dict()
    currency = told["currency"]
    charge, error = told.get("latest_charge"), told.get("last_payment_error")
    return Snapshot(
        intent_id=told["id"],
        status=told["status"],
        amount=from_stripe(told["amount"], currency),
        received=from_stripe(told.get("amount_received") or 0, currency),
        currency=currency,
        customer_id=told.get("customer"),
        charge=_charge(charge) if charge else None,
        problem=_problem(error) if error else None,
    )


def _asked(call: Callable[[], stripe.PaymentIntent]) -> Snapshot:
    try:
        return snapshot_of(call())
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def _operation_of(intent: stripe.PaymentIntent) -> str | None:
    return (intent.to_dict().get("metadata") or {}).get(OPERATION)


def _charge(told: Body | str) -> ChargeSnapshot:
    """Unknown where it wasn't expanded."""
    if isinstance(told, str):
        raise Unknown("not_expanded")
    currency = told["currency"]
    return ChargeSnapshot(
        id=told["id"],
        status=told["status"],
        amount=from_stripe(told["amount"], currency),
        currency=currency,
        fee=_fee(told.get("balance_transaction")),
        came_back=told["status"] == "failed" and bool(told.get("failure_balance_transaction")),
        refunded=from_stripe(told.get("amount_refunded") or 0, currency),
        method=method_of(told),
    )


def parts_of(text: str) -> tuple[tuple[int, int], ...]:
    """(invoice's id, amount), from "id:amount id:amount"; none where it can't be read."""
    pairs = [part.split(":") for part in text.split()]
    if not all(len(pair) == 2 and all(one.isdecimal() for one in pair) for pair in pairs):
        return ()
    return tuple((int(pair[0]), int(pair[1])) for pair in pairs)


def method_of(charge: Body) -> dict[str, Any]:
    """What Stripe tells of the card or account; nothing where it tells of none."""
    details = charge.get("payment_method_details") or {}
    kind = details.get("type")
    told = details.get(kind) or {}
    return {"type": kind, **{name: told.get(name) for name in METHOD}} if kind else {}


def _fee(told: Body | str | None) -> Taken | None:
    """None while Stripe hasn't reckoned it up."""
    if not isinstance(told, dict):
        return None
    details, currency = taken_of(told), told["currency"]
    return Taken(
        transaction=told["id"],
        fee=details.fee,
        currency=currency,
        settled=from_stripe(told["amount"], currency),
        tax=details.tax,
        platform=details.platform,
        converted=told.get("exchange_rate") is not None,
    )


def _problem(told: Body) -> Problem:
    code = told.get("decline_code") or told.get("code") or told.get("type") or "unknown"
    return Problem(code, told.get("advice_code"))
