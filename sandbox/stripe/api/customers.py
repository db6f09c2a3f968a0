"""Customers."""

from sandbox.stripe import addresses, beyond, customers, mandates, methods
from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import invalid, no_such
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body

_NEVER = ("cash_balance", "source", "tax", "tax_id_data")


def create(call: Call) -> Body:
    beyond.check(call.params, _NEVER)
    given = metadata(call.params.get("metadata"))
    addresses.email(call.get("email"), "email")
    method = _method_to_save(call)
    settings = _settings(call, method, None)
    record = customers.add(call.books, call.params | {"metadata": given} | settings)
    if method:
        methods.attach(call.books, method, record.id)
        mandates.vouch(call.books, method)
    return record.body


def _method_to_save(call: Call) -> Record | None:
    if not call.get("payment_method"):
        return None
    method = methods.resolve(call.books, call.get("payment_method"))
    methods.check_free(method)
    return method


def _settings(call: Call, new: Record | None, customer: str | None) -> Body:
    """The default payment method must be one of the customer's own; `new` is about to be."""
    given = dict(call.get("invoice_settings", {}))
    if named := given.get("default_payment_method"):
        if new and named in (new.id, call.get("payment_method")):
            given["default_payment_method"] = new.id
        else:
            _check_own(call, named, customer)
    return {"invoice_settings": given}


def _check_own(call: Call, named: str, customer: str | None) -> None:
    method = call.books.get("payment_method", named)
    if method is None or customer is None or method.body["customer"] != customer:
        raise invalid(
            f"The customer does not have a payment method with the ID {named}. The payment method "
            "must be attached to the customer.",
            "invoice_settings[default_payment_method]",
            code="resource_missing",
        )


def retrieve(call: Call) -> Body:
    return _named(call).body


def update(call: Call) -> Body:
    beyond.check(call.params, _NEVER)
    record = _living(call)
    settings = _settings(call, None, record.id)
    kept = metadata(call.params.get("metadata"), record.body["metadata"])
    addresses.email(call.get("email"), "email")
    before = record.snapshot()
    set_fields(record.body, call.params | settings, (*customers.PLAIN, "invoice_settings"))
    record.body["metadata"] = kept
    call.books.save(record, "customer.updated", before)
    return record.body


def delete(call: Call) -> Body:
    """The id stays known: what is read of it afterwards is that it was deleted. What it had saved
    is taken away from it."""
    record = _living(call)
    for method in list(call.books.all("payment_method")):
        if method.body["customer"] == record.id:
            methods.detach(call.books, method)
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


def living_customer(call: Call, name: str = "customer") -> Record | None:
    """The customer that a parameter names; None without it. StripeError 400."""
    record = call.linked("customer", name)
    if record is not None and "deleted" in record.body:
        raise no_such("customer", record.id, name)
    return record


def _living(call: Call) -> Record:
    record = _named(call)
    if "deleted" in record.body:
        raise no_such("customer", record.id)
    return record
