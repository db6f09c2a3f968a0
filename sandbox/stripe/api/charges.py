"""Charges: each try to move money for a payment intent. They are made by confirming one."""

from sandbox.stripe import beyond, payments
from sandbox.stripe.api.customers import living_customer
from sandbox.stripe.books import Books
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.lists import listed, matching, page
from sandbox.stripe.shapes import Body

_PLAIN = ("description", "fraud_details", "receipt_email", "shipping", "transfer_group")
_NOT_IN_CAPTURE = (
    "application_fee",
    "application_fee_amount",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
)
_SHOWN_REFUNDS = 10


def retrieve(call: Call) -> Body:
    return call.named("charge").body


def update(call: Call) -> Body:
    charge = call.named("charge")
    before = charge.snapshot()
    kept = metadata(call.params.get("metadata"), charge.body["metadata"])
    if customer := living_customer(call):
        charge.body["customer"] = customer.id
    set_fields(charge.body, call.params, _PLAIN)
    charge.body["metadata"] = kept
    call.books.save(charge, "charge.updated", before)
    return charge.body


def capture(call: Call) -> Body:
    """Whoever wants more than an amount captures its intent."""
    beyond.check(call.params, _NOT_IN_CAPTURE)
    charge = call.named("charge")
    intent = call.books.find("payment_intent", charge.body["payment_intent"])
    payments.capture(call.books, intent, payments.check_capture(intent, call.get("amount")))
    return charge.body


def list_all(call: Call) -> Body:
    wanted = ("customer", "payment_intent", "transfer_group")
    return page(call, "/v1/charges", matching(call.books.all("charge"), call, *wanted))


def refunds(books: Books, charge: Body) -> Body:
    """Those of a charge, newest first, as far as they stand in its body."""
    mine = [one.body for one in books.all("refund") if one.body["charge"] == charge["id"]]
    url = f"/v1/charges/{charge['id']}/refunds"
    return listed(mine[:_SHOWN_REFUNDS], url, more=len(mine) > _SHOWN_REFUNDS)
