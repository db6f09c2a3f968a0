"""Customers, as clients and Checkout make them."""

from collections.abc import Mapping
from typing import Any

from sandbox.stripe.books import Books, Record
from sandbox.stripe.changes import set_fields
from sandbox.stripe.errors import no_such
from sandbox.stripe.ids import token
from sandbox.stripe.shapes import Body

PLAIN = (
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
"""The fields that are what they were set to."""


def add(books: Books, given: Mapping[str, Any]) -> Record:
    """`given`: PLAIN fields, `metadata` and `invoice_settings`, checked before."""
    body: Body = {
        "balance": 0,
        "delinquent": False,
        "default_source": None,
        "discount": None,
        "invoice_prefix": token(8).upper(),
        "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None},
        "metadata": given.get("metadata", {}),
        "next_invoice_sequence": 1,
        "preferred_locales": [],
        "tax_exempt": "none",
        **dict.fromkeys(("address", "currency", "email", "name", "phone", "test_clock")),
    }
    set_fields(body, dict(given), (*PLAIN, "invoice_settings"))
    record = books.add("customer", "cus", body)
    books.emit("customer.created", record.body)
    return record


def check_living(books: Books, named: str | None) -> None:
    """StripeError 400 where the customer was deleted: nothing is paid or saved for them now."""
    if named and is_gone(books, named):
        raise no_such("customer", named, "customer")


def is_gone(books: Books, named: str | None) -> bool:
    record = books.get("customer", named)
    return record is not None and bool(record.body.get("deleted"))


def make_default(books: Books, customer: Record, method: Record) -> None:
    """The one that is charged where no other is named."""
    before = customer.snapshot()
    customer.body["invoice_settings"]["default_payment_method"] = method.id
    books.save(customer, "customer.updated", before)
