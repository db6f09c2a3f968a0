"""Customers."""

from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import no_such
from sandbox.stripe.ids import token
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body

_PLAIN = (
    "address",
    "business_name",
    "description",
    "email",
    "individual_name",
    "name",
    "phone",
    "preferred_locales",
    "shipping",
    "tax_exempt",
)


def create(call: Call) -> Body:
    body: Body = {
        "balance": 0,
        "delinquent": False,
        "default_source": None,
        "discount": None,
        "invoice_prefix": token(8).upper(),
        "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None},
        "metadata": metadata(call.params.get("metadata")),
        "next_invoice_sequence": 1,
        "preferred_locales": [],
        "tax_exempt": "none",
        **dict.fromkeys(("address", "currency", "email", "name", "phone", "test_clock")),
    }
    set_fields(body, call.params, _PLAIN)
    record = call.books.add("customer", "cus", body)
    call.books.emit("customer.created", record.body)
    return record.body


def retrieve(call: Call) -> Body:
    return _named(call).body


def update(call: Call) -> Body:
    record = _living(call)
    before = record.snapshot()
    set_fields(record.body, call.params, _PLAIN)
    if "invoice_settings" in call.params:
        set_fields(record.body, call.params, ("invoice_settings",))
    record.body["metadata"] = metadata(call.params.get("metadata"), record.body["metadata"])
    call.books.save(record, "customer.updated", before)
    return record.body


def delete(call: Call) -> Body:
    """The id stays known: what is read of it afterwards is that it was deleted."""
    record = _living(call)
    before = record.snapshot()
    call.books.emit("customer.deleted", before)
    record.body = {"id": record.id, "object": "customer", "deleted": True}
    call.books.save(record)
    return record.body


def list_all(call: Call) -> Body:
    living = (one for one in call.books.all("customer") if "deleted" not in one.body)
    return page(call, "/v1/customers", matching(living, call, "email"))


def _named(call: Call) -> Record:
    return call.named("customer")


def _living(call: Call) -> Record:
    record = _named(call)
    if "deleted" in record.body:
        raise no_such("customer", record.id)
    return record
