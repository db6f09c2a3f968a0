"""Refunds: made, read and listed. Every answer becomes a snapshot.

Each call raises what processor.outcomes says: NotDone, Refused or Unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import stripe

from processor.amounts import from_stripe, to_stripe
from processor.lists import every
from processor.outcomes import Unknown, meaning_of
from processor.payments import INVOICES, OPERATION, PRACTICE, SURCHARGE, Body, parts_of
from rules.payment_state import Taken
from rules.refund_state import RefundSnapshot

REASONS = ("requested_by_customer", "duplicate", "fraudulent")
"""The three that Stripe takes."""
DISPUTED = "charge_disputed"
"""Stripe's code where a payer's bank has the money, or may take it."""
ENDS = "paydesk_ends"
"""In the metadata."""
EXPAND = ["balance_transaction"]
_PAGE = 100


@dataclass(frozen=True)
class WantedRefund:
    """A refund to be made, of the charge `charge_id` (ch_…, py_…). `reason` is one of REASONS.
    `ends`: how it ends for the `invoices`, "id:amount id:amount", which lose the amount without
    the `surcharge`."""

    practice: str
    operation: str
    charge_id: str
    amount: int
    currency: str
    reason: str
    surcharge: int
    ends: str
    invoices: str


def creation(wanted: WantedRefund) -> Body:
    """What is sent: nothing of it is about a person."""
    return {
        "charge": wanted.charge_id,
        "amount": to_stripe(wanted.amount, wanted.currency),
        "reason": wanted.reason,
        "metadata": {
            PRACTICE: wanted.practice,
            OPERATION: wanted.operation,
            SURCHARGE: str(wanted.surcharge),
            ENDS: wanted.ends,
            INVOICES: wanted.invoices,
        },
        "expand": EXPAND,
    }


def create(client: stripe.StripeClient, body: Mapping[str, Any], key: str) -> RefundSnapshot:
    """The money goes back with it: there is no second step."""
    params = cast(Any, dict(body))
    try:
        return snapshot_of(client.v1.refunds.create(params, {"idempotency_key": key}))
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def read(client: stripe.StripeClient, refund_id: str) -> RefundSnapshot:
    try:
        return snapshot_of(client.v1.refunds.retrieve(refund_id, {"expand": EXPAND}))
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def of_charge(client: stripe.StripeClient, charge_id: str) -> list[RefundSnapshot]:
    """All of a charge, the newest first, whoever made them."""
    return list(_listed(client, {"charge": charge_id}))


def made_since(client: stripe.StripeClient, since: int) -> Iterator[RefundSnapshot]:
    """All of the account that were made since then (epoch seconds), the newest first."""
    return _listed(client, {"created": {"gte": max(since, 0)}})


def find(client: stripe.StripeClient, charge_id: str, operation: str) -> RefundSnapshot | None:
    """The refund of that operation, among those of the charge."""
    theirs = of_charge(client, charge_id)
    return next((one for one in theirs if one.operation == operation), None)


def snapshot_of(refund: stripe.Refund) -> RefundSnapshot:
    """Unknown where it isn't one."""
    if getattr(refund, "object", None) != "refund":
        raise Unknown("not_a_refund")
    told = refund.to_dict()
    currency, ours = told["currency"], told.get("metadata") or {}
    surcharge = ours.get(SURCHARGE, "")
    return RefundSnapshot(
        refund_id=told["id"],
        status=told["status"] or "pending",
        amount=from_stripe(told["amount"], currency),
        currency=currency,
        charge_id=told.get("charge") or "",
        intent_id=told.get("payment_intent") or "",
        created=told["created"],
        operation=ours.get(OPERATION) or "",
        ends=ours.get(ENDS) or "",
        surcharge=int(surcharge) if surcharge.isdecimal() else 0,
        invoices=parts_of(ours.get(INVOICES) or ""),
        reason=told.get("reason") or "",
        failure=told.get("failure_reason") or "",
        fee=_fee(told.get("balance_transaction")),
    )


def _listed(client: stripe.StripeClient, asked: Body) -> Iterator[RefundSnapshot]:
    params: Any = {**asked, "limit": _PAGE, "expand": [f"data.{one}" for one in EXPAND]}
    try:
        for one in every(client.v1.refunds.list(params)):
            yield snapshot_of(one)
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def _fee(told: Any) -> Taken | None:
    """None where there is no transaction: nothing has moved, or it wasn't expanded."""
    if not isinstance(told, dict):
        return None
    return Taken(told["id"], from_stripe(told["fee"], told["currency"]), told["currency"])
