"""Disputes at Stripe, read as snapshots.

Each call raises what processor.outcomes says: NotDone, Refused or Unknown.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import stripe

from processor.amounts import from_stripe
from processor.fee_details import taken_of
from processor.lists import every
from processor.outcomes import Unknown, meaning_of
from rules.dispute_state import DisputeSnapshot, Movement

_PAGE = 100


def read(client: stripe.StripeClient, dispute_id: str) -> DisputeSnapshot:
    try:
        return snapshot_of(client.v1.disputes.retrieve(dispute_id))
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def opened_since(client: stripe.StripeClient, since: int) -> Iterator[DisputeSnapshot]:
    """Those of the whole account that were opened since then (epoch seconds), the newest first."""
    asked: Any = {"created": {"gte": max(since, 0)}, "limit": _PAGE}
    try:
        for dispute in every(client.v1.disputes.list(asked)):
            yield snapshot_of(dispute)
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def snapshot_of(dispute: stripe.Dispute) -> DisputeSnapshot:
    """Unknown where it isn't one."""
    if getattr(dispute, "object", None) != "dispute":
        raise Unknown("not_a_dispute")
    told = dispute.to_dict()
    currency = told["currency"]
    amount = from_stripe(told["amount"], currency)
    return DisputeSnapshot(
        id=told["id"],
        charge_id=_id(told["charge"]) or "",
        intent_id=_id(told.get("payment_intent")),
        status=told["status"],
        reason=told["reason"],
        amount=amount,
        currency=currency,
        due=(told.get("evidence_details") or {}).get("due_by"),
        created=told["created"],
        livemode=told["livemode"],
        movements=tuple(
            _movement(one, amount, currency) for one in told.get("balance_transactions") or ()
        ),
    )


def _movement(told: Mapping[str, Any], disputed: int, currency: str) -> Movement:
    """Where the account is paid out in another currency, all of the dispute moved one way or the
    other: Stripe says how much only in that one."""
    moved = told["amount"]
    if told["currency"] == currency:
        amount = from_stripe(moved, currency)
    else:
        amount = (moved > 0) * disputed - (moved < 0) * disputed
    return Movement(told["id"], amount, taken_of(told).fee, told["currency"])


def _id(told: Any) -> str | None:
    """An id, or the id of an object that was expanded."""
    found = told.get("id") if isinstance(told, Mapping) else told
    return found if isinstance(found, str) else None
