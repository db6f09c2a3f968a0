"""From a filled-in form to a payment method."""

from flask import request

from sandbox.stripe import methods
from sandbox.stripe.books import Books, Record
from sandbox.stripe.pages.fields import CARD
from sandbox.stripe.pages.typed import Typed
from sandbox.stripe.shapes import Body


def payment_method(books: Books, typed: Typed) -> Record:
    """StripeError where the API refuses what the form let through."""
    kind, details = typed.method, typed.details
    if kind == CARD:
        month, year = typed.expiry
        details = {"number": typed.number, "exp_month": month, "exp_year": year}
        details["cvc"] = typed.value("cvc")
    data = {"type": kind, kind: details, "billing_details": typed.billing}
    return methods.create_from(books, data)


def acceptance() -> Body:
    """How a mandate is given on a page: here and now, in this browser."""
    online = {"ip_address": request.remote_addr, "user_agent": request.user_agent.string}
    return {"type": "online", "online": online}
