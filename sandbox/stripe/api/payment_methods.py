"""Payment methods: made, saved to a customer, changed, taken away."""

from collections.abc import Iterator

from sandbox.stripe import card_details, mandates, methods
from sandbox.stripe.billing import change_billing
from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import invalid, missing_parameter, no_such
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body

_EXPIRY = ("exp_month", "exp_year")


def create(call: Call) -> Body:
    if named := call.get("payment_method"):
        return methods.share(call.books, named, call.get("customer")).body
    return methods.create_from(call.books, call.params).body


def retrieve(call: Call) -> Body:
    return methods.found(call.books, call.ids["payment_method"], "id").body


def update(call: Call) -> Body:
    record = call.named("payment_method")
    if record.body["customer"] is None:
        raise invalid("You must save this PaymentMethod to a customer before you can update it.")
    kept = metadata(call.params.get("metadata"), record.body["metadata"])
    own = _own(record, call)
    before = record.snapshot()
    set_fields(record.body, call.params | own, ("allow_redisplay", *own))
    change_billing(record.body["billing_details"], call.get("billing_details", {}))
    record.body["metadata"] = kept
    call.books.save(record, "payment_method.updated", before)
    return record.body


def _own(record: Record, call: Call) -> Body:
    """What only a card, or only a bank account, has."""
    own = {kind: dict(call.get(kind)) for kind in ("card", "us_bank_account") if call.get(kind)}
    for kind in own:
        if kind != record.body["type"]:
            raise invalid(f"You cannot update {kind} on a {record.body['type']}.", kind)
    if "card" in own:
        month, year = ({**record.body["card"], **own["card"]}[one] for one in _EXPIRY)
        own["card"]["exp_year"] = card_details.check_expiry(month, year, call.books.now)
    return own


def attach(call: Call) -> Body:
    if not call.get("customer"):
        raise missing_parameter("customer")
    record = methods.resolve(call.books, call.ids["payment_method"], "id")
    methods.attach(call.books, record, call.get("customer"))
    mandates.vouch(call.books, record)
    return record.body


def detach(call: Call) -> Body:
    record = call.named("payment_method")
    methods.detach(call.books, record)
    return record.body


def list_all(call: Call) -> Body:
    call.linked("customer", "customer")
    every = call.books.all("payment_method")
    found = matching(every, call, "customer", "type", "allow_redisplay")
    return page(call, "/v1/payment_methods", found)


def list_of_customer(call: Call) -> Body:
    customer = call.named("customer")
    found = matching(_of(call, customer), call, "type", "allow_redisplay")
    return page(call, f"/v1/customers/{customer.id}/payment_methods", found)


def retrieve_of_customer(call: Call) -> Body:
    customer, named = call.named("customer"), call.ids["payment_method"]
    record = next((one for one in _of(call, customer) if one.id == named), None)
    if record is None:
        raise no_such("PaymentMethod", named)
    return record.body


def _of(call: Call, customer: Record) -> Iterator[Record]:
    every = call.books.all("payment_method")
    return (one for one in every if one.body["customer"] == customer.id)
