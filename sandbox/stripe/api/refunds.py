"""Refunds: what clients ask for, checked and carried out."""

from typing import Any

from sandbox.stripe import beyond, refunds
from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata
from sandbox.stripe.errors import invalid, refused_input
from sandbox.stripe.intents import unexpected_state
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body


def create(call: Call) -> Body:
    beyond.check(call.params, ("origin",))
    charge = _charge(call)
    amount = refunds.check(call.books, charge, call.params.get("amount"))
    optional: dict[str, Any] = {}
    if email := call.get("instructions_email"):
        optional["instructions_email"] = email
    refund = refunds.create(
        call.books,
        charge,
        amount,
        give_back_fee=call.get("refund_application_fee", False),
        take_back=call.get("reverse_transfer", False),
        metadata=metadata(call.params.get("metadata")),
        reason=call.get("reason"),
        **optional,
    )
    return refund.body


def _charge(call: Call) -> Record:
    """Of which money goes back: named itself, or the one that paid the intent."""
    named, intent = call.linked("charge", "charge"), call.linked("payment_intent", "payment_intent")
    if named is not None:
        if intent is not None and named.body["payment_intent"] != intent.id:
            raise invalid("The charge does not belong to the payment intent.", "payment_intent")
        return named
    if intent is None:
        raise refused_input(
            "One of the following params should be provided for this request: payment_intent or "
            "charge.",
            None,
            code="parameter_missing",
        )
    paid = call.books.get("charge", intent.body["latest_charge"])
    if paid is None or paid.body["status"] != "succeeded" or not paid.body["captured"]:
        raise unexpected_state(
            intent.body,
            f"This PaymentIntent ({intent.id}) does not have a successful charge to refund.",
        )
    return paid


def retrieve(call: Call) -> Body:
    return call.named("refund").body


def update(call: Call) -> Body:
    refund = call.named("refund")
    before = refund.snapshot()
    refund.body["metadata"] = metadata(call.params.get("metadata"), refund.body["metadata"])
    call.books.save(refund, "refund.updated", before)
    return refund.body


def cancel(call: Call) -> Body:
    """Stripe lets go only of refunds for which the payer would have to do something, and none of
    cards and bank accounts are such."""
    refund = call.named("refund")
    raise invalid(
        f"Refund {refund.id} cannot be canceled because it has a status of "
        f"{refund.body['status']}. Only refunds with a status of requires_action can be canceled."
    )


def list_all(call: Call) -> Body:
    found = matching(call.books.all("refund"), call, "charge", "payment_intent")
    return page(call, "/v1/refunds", found)
